from pathlib import Path

import pytest
from lxml import etree

from counterpoise.errors import CounterpoiseError
from counterpoise.notebook.drawing import Drawing
from counterpoise.report.charts import draw
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Event, Timeline
from counterpoise.report.raster import size_of

EVIL = "<script>alert(1)</script>&\x01{0}"


def drawing() -> Drawing:
    table = DataTable("numbers-x", "", ("Year", "Year"), ((1998, 0.5), (2001, None)))
    chart = Timeline((Event("1998-05-28", EVIL, "Security"),), 1990, 2000)
    return Drawing(Figure("figure-x", EVIL, EVIL, EVIL, chart, table), ("votes",))


def test_the_chart_is_that_of_the_report():
    shown = drawing()
    assert shown._repr_svg_() == draw(shown.figure)
    assert draw(shown.figure) in shown._repr_html_()


def test_what_a_chart_says_is_text_and_never_markup():
    page = drawing()._repr_html_()
    tree = etree.fromstring(page)
    assert not list(tree.iter("script", "{*}script"))
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&amp; {0}") >= 3
    assert "plot(&#39;votes&#39;)" in page


def test_the_numbers_behind_a_chart_are_a_table_whose_columns_have_names_of_their_own():
    assert drawing().table().to_dicts() == [{"Year": 1998, "Year (2)": 0.5}, {"Year": 2001, "Year (2)": None}]


def test_a_chart_is_saved_as_svg_and_as_a_picture_of_300_dots_an_inch(tmp_path: Path):
    svg = drawing().save(tmp_path / "charts" / "x.svg")
    assert svg.read_text() == draw(drawing().figure)
    picture = drawing().save(str(tmp_path / "x.PNG")).read_bytes()
    assert abs(size_of(picture)[0] - 6.5 * 300) <= 1


def test_in_words_alone_a_chart_is_its_title():
    assert repr(drawing()).startswith("<chart <script>")


def test_another_ending_is_refused_with_the_nearest(tmp_path: Path):
    with pytest.raises(CounterpoiseError, match=r"it may be \.svg or \.png - did you mean '\.png'\?"):
        drawing().save(tmp_path / "x.jpng")
    assert not list(tmp_path.iterdir())


def test_a_picture_without_typst_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("counterpoise.notebook.drawing.find_spec", lambda _: None)
    with pytest.raises(CounterpoiseError, match=r"pip install \"counterpoise\[report\]\"; or save an \.svg"):
        drawing().save(tmp_path / "x.png")
