import polars as pl
import pytest
from lxml import etree

from counterpoise.errors import CounterpoiseError
from counterpoise.notebook.shown import LETTERS, ROWS, Charts, Shown, Told, by_name, rows_in_html
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Timeline

EVIL = "<img src=x onerror=alert(1)>&{}\x00"


def figure(name: str) -> Figure:
    return Figure(f"figure-{name}", name, "", "", Timeline((), 1990, 2000), DataTable("n", "", (), ()))


class Result(Shown):
    def __init__(self, *names: str) -> None:
        self.names = names

    def table(self) -> pl.DataFrame:
        return pl.DataFrame({EVIL: [EVIL, "x" * (LETTERS + 1), None] * ROWS})

    def charts(self) -> Charts:
        return by_name(map(figure, self.names))

    def _told(self) -> Told:
        return Told(EVIL, (EVIL,), (EVIL,))


def test_the_first_chart_is_drawn_or_the_one_of_the_name():
    result = Result("votes", "map")
    assert result.plot().figure.title == "votes"
    drawing = result.plot("map")
    assert (drawing.figure.title, drawing.others) == ("map", ("votes",))


def test_a_name_that_no_chart_has_is_answered_with_the_nearest_and_all():
    with pytest.raises(CounterpoiseError, match="'vote' - did you mean 'votes'\\?; there are votes, map"):
        Result("votes", "map").plot("vote")
    with pytest.raises(CounterpoiseError, match="nothing is observed that could be drawn"):
        Result().plot()


def test_a_result_says_what_it_is_and_how_to_go_on_and_all_of_it_is_text():
    tree = etree.fromstring(Result("votes")._repr_html_())
    assert not list(tree.iter("img"))
    said = "".join(tree.itertext())
    assert said.count("<img src=x onerror=alert(1)>&{} ") == 4 + ROWS // 3
    assert ".plot('votes')" in said
    assert "Go on:" in said


def test_a_table_is_shown_by_its_first_rows_and_long_values_are_cut():
    tree = etree.fromstring(f"<div>{rows_in_html(Result().table())}</div>")
    cells = ["".join(cell.itertext()) for cell in tree.iter("td")]
    assert len(cells) == ROWS
    assert cells[1] == "x" * (LETTERS - 1) + "…"
    assert cells[2] == "–"
    assert f"{2 * ROWS} rows more." in "".join(tree.itertext())
