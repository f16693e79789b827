from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterpoise.report.charts import draw
from counterpoise.report.dated import numbered
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Strip, Strips
from counterpoise.report.strips import runs
from counterpoise.report.vegalite import NARROW, WIDE

KEY = (("observed", "a value"), ("missing", "none"), ("ended", "later"))
CHART = Strips(
    (
        Strip("Share of trade, with China", ("observed", "observed", "missing", "ended")),
        Strip("Aid", (None, "observed", None, None)),
    ),
    KEY,
    2010,
    2013,
)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Strips, width: int = WIDE) -> etree._Element:
    table = DataTable("numbers", "", ("Year",), ())
    return etree.fromstring(draw(Figure("coverage", "Coverage", "", "What is known.", chart, table), width))


def words(svg: etree._Element) -> str:
    return " ".join("".join(text.itertext()) for text in svg.iter(f"{SVG}text"))


def rectangles(svg: etree._Element) -> Iterator[etree._Element]:
    return (path for path in svg.iter(f"{SVG}path") if path.get("stroke-width") == "0.4")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_run_of_years_is_one_rectangle_and_every_word_is_in_the_key(width: int) -> None:
    svg = drawn(CHART, width)
    assert len(list(rectangles(svg))) == len(KEY) + 4
    for said in ("Share of trade", "Aid", "observed: a value", "ended: later", "2010", "2013"):
        assert said in words(svg)


def test_a_chart_of_nothing_is_drawn() -> None:
    assert "observed: a value" in words(drawn(Strips((), KEY, 2010, 2013)))


def test_strips_have_no_events() -> None:
    assert numbered(CHART) == ()


@given(st.lists(st.sampled_from(["observed", "missing", None]), max_size=30))
def test_runs_cover_the_years_that_have_a_word_and_no_others(words: list[str | None]) -> None:
    found = runs(Strip("", tuple(words)), 2000)
    years = {year: word for word, first, last in found for year in range(first, last + 1)}
    assert years == {2000 + place: word for place, word in enumerate(words) if word is not None}
    assert all(a[0] != b[0] or a[2] + 1 < b[1] for a, b in pairwise(found))
