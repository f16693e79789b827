import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterpoise.report.charts import draw
from counterpoise.report.dated import numbered
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Stack, Stacks
from counterpoise.report.stacks import ROW, runs
from counterpoise.report.vegalite import NARROW, WIDE

KEY = ("disengaged: little", "hedge: mixed", "aligned with A: more")
CHART = Stacks(
    (
        Stack("Pakistan", ((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), None, (0.25, 0.0, 0.75))),
        Stack("Viet Nam", (None, None, None, (0.0, 1.0, 0.0))),
    ),
    KEY,
    2010,
    2013,
)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Stacks, width: int = WIDE) -> etree._Element:
    table = DataTable("numbers", "", ("Year",), ())
    return etree.fromstring(draw(Figure("types", "Types", "", "Which type.", chart, table), width))


def words(svg: etree._Element) -> str:
    return " ".join("".join(text.itertext()) for text in svg.iter(f"{SVG}text"))


def heights(svg: etree._Element) -> list[float]:
    """The heights of the filled parts, without the squares of the key."""
    found = []
    for path in svg.iter(f"{SVG}path"):
        if path.get("stroke-width") == "0.4":
            _, _, rest = path.get("d").partition("v")
            found.append(float(rest.partition("h")[0]))
    return found[len(KEY) :]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_rows_years_and_every_part_of_the_key_are_named(width: int) -> None:
    for said in ("Pakistan", "Viet Nam", "2010", "2013", *KEY):
        assert said in words(drawn(CHART, width))


def test_a_part_is_as_high_as_it_is_large_and_a_year_not_known_is_blank() -> None:
    # One rectangle for two years alike, two parts of the fourth year, none of the third; one of the second row.
    assert sorted(heights(drawn(CHART))) == pytest.approx([ROW * 0.25, ROW * 0.75, ROW, ROW])


def test_a_chart_of_nothing_is_drawn() -> None:
    assert "2010" in words(drawn(Stacks((Stack("Pakistan", (None,) * 4),), KEY, 2010, 2013)))


def test_stacks_have_no_events() -> None:
    assert numbered(CHART) == ()


@given(st.lists(st.one_of(st.none(), st.tuples(st.sampled_from([0.0, 0.5, 1.0]))), max_size=20))
def test_runs_cover_the_years_that_are_known_and_no_others(years) -> None:
    found = {
        year: parts
        for first, last, parts in runs(Stack("", tuple(years)), 2000)
        for year in range(first, last + 1)
    }
    assert found == {2000 + place: parts for place, parts in enumerate(years) if parts is not None}
