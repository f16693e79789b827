from dataclasses import replace

from counterpoise.findings.comparison import Comparison
from counterpoise.report.comparison.movement import (
    Coincidence,
    Moved,
    coincidences,
    movement_blocks,
)
from counterpoise.report.outline import CellTable, DataTable, Figure, Paragraph
from counterpoise.report.plots import Break, Spans

TIE = ("trade_share", "a")


def broken(moved: Moved, iso3: str, first: int, last: int) -> Moved:
    """A state whose trade with power a broke in one of some years."""
    study = moved.case.study
    case = replace(
        moved.case, study=replace(study, declared=study.declared.model_copy(update={"state": iso3}))
    )
    return replace(moved, case=case, breaks={TIE: (Break("United States", first, first, last),)})  # fmt: skip


def test_a_cell_tells_word_slope_and_break_and_opens_on_the_observations(
    compared: Comparison, compared_moved: tuple[Moved, ...]
) -> None:
    table = next(each for each in movement_blocks(compared, compared_moved) if isinstance(each, CellTable))
    rows = {row.heading: row.cells for row in table.rows}
    pakistan, viet_nam = rows["Share of trade, United States"]
    # Half a point of percent a year over a goalpost of 30 percent.
    assert pakistan.finding == "contracting; -0.17 in ten years; broke in 2000 (1996 to 2004)"
    assert [(each.text, each.years) for each in viet_nam.values] == [
        ("expanding", "1990-2010"),
        ("0", "1990"),
        ("20", "2010"),
    ]
    assert len(viet_nam.values[0].evidence) == 21
    assert rows["Share of trade, China"][1].finding == "steady; 0.00 in ten years"
    assert rows["The tie with the United States as a whole"][1].finding == "expanding"


def test_breaks_of_one_tie_are_drawn_where_several_states_have_one(
    compared: Comparison, compared_moved: tuple[Moved, ...]
) -> None:
    figure, table = list(movement_blocks(compared, compared_moved))[2:]
    assert isinstance(figure, Figure)
    assert isinstance(figure.chart, Spans)
    (panel,) = figure.chart.panels
    assert [(span.label, span.low, span.at, span.high) for span in panel.spans] == [
        ("Pakistan", 1995.5, 2000, 2004.5),
        ("Viet Nam", 1995.5, 2001, 2004.5),
    ]
    assert isinstance(table, DataTable)
    assert table.rows == (("Share of trade, United States", "Pakistan and Viet Nam", "1996-2004"),)
    assert "Pakistan and Viet Nam, 1996-2004" in figure.alt


def test_states_coincide_in_the_largest_groups_that_have_a_year_in_common(
    compared_moved: tuple[Moved, ...],
) -> None:
    state = compared_moved[0]
    one, two = broken(state, "PAK", 1990, 1995), broken(state, "VNM", 1994, 2000)
    three, four = broken(state, "IDN", 1999, 2001), broken(state, "SGP", 2010, 2010)
    assert coincidences([one, two, three, four]) == (
        Coincidence(TIE, ("PAK", "VNM"), 1994, 1995),
        Coincidence(TIE, ("VNM", "IDN"), 1999, 2000),
    )
    within = broken(state, "MYS", 1994, 1994)
    assert coincidences([one, two, within]) == (Coincidence(TIE, ("PAK", "VNM", "MYS"), 1994, 1994),)
    assert coincidences([one, four]) == ()
    # Of a state with two breaks each is by itself.
    twice = replace(one, breaks={TIE: (*one.breaks[TIE], *four.breaks[TIE])})
    assert coincidences([twice, two, four]) == (
        Coincidence(TIE, ("PAK", "VNM"), 1994, 1995),
        Coincidence(TIE, ("PAK", "SGP"), 2010, 2010),
    )


def test_breaks_in_one_state_alone_are_told_and_not_drawn(
    compared: Comparison, compared_moved: tuple[Moved, ...]
) -> None:
    pakistan, viet_nam = compared_moved
    *_, last = movement_blocks(compared, [pakistan, replace(viet_nam, breaks={})])
    assert last == Paragraph("2 ties broke, none in more than one state: no dates are set side by side.")
    assert list(movement_blocks(compared, [replace(each, changes={}) for each in compared_moved])) == []
