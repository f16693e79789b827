import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.report.outline import (
    Cell,
    CellRow,
    CellTable,
    Count,
    DataTable,
    Link,
    Links,
    Outline,
    Quotation,
    Section,
    Statement,
)


def passage(standing: str) -> Quotation:
    return Quotation(
        id="0123456789abcdef",
        before="",
        text="We value this partnership.",
        after="",
        document="Address",
        kind="speech",
        standing=standing,
        path="documents/address.txt",
        coder="lexicon 1",
        reason="partnership",
        direction="strengthens",
    )


def report(*sections: Section) -> Outline:
    return Outline("Report", "", standfirst=(), notices=(), sections=sections)


def table(*cells: Cell, columns: tuple[str, ...]) -> CellTable:
    return CellTable("table", "Ties", "Dimension", columns, (CellRow("Security", cells),))


def test_a_cell_with_nothing_behind_it_is_empty():
    assert Cell("cell", "").empty
    assert Cell("cell", "", counts=(Count("first-hand", 0, 0, 0),)).empty


def test_a_paper_under_test_fills_no_cell():
    assert Cell("cell", "", quotations=(passage("under test"),)).empty
    assert not Cell("cell", "", quotations=(passage("data note"),)).empty


def test_a_denial_is_evidence():
    assert not Cell("cell", "", counts=(Count("first-hand", 0, 1, 0),)).empty


def test_cells_and_blocks_come_in_reading_order_through_subsections():
    inner = Section("inner", "Inner", (table(Cell("first", ""), Cell("second", ""), columns=("A", "B")),))
    outer = Section(
        "outer", "Outer", (Statement("h1", "Hypothesis 1", "", "hypothesis", "", cells=("second",)),)
    )
    whole = report(Section("top", "Top", subsections=(inner, outer)))
    assert [cell.id for cell in whole.cells()] == ["first", "second"]
    assert [type(block).__name__ for block in whole.blocks()] == ["CellTable", "Statement"]


def test_every_problem_of_a_report_is_named_at_once():
    data = DataTable("9 lives", "", ("year", "share"), ((2010,),))
    leaning = Statement("section", "Hypothesis 1", "", "hypothesis", "not testable yet", cells=("ghost",))
    ragged = table(Cell("cell", ""), columns=("A", "B"))
    with pytest.raises(CounterpoiseError) as caught:
        report(Section("section", "", (data, leaning, ragged)))
    assert [str(problem) for problem in caught.value.problems] == [
        "report, section: the id stands 2 times; every id may stand once",
        "report, '9 lives': an id begins with a letter and holds letters, digits, -, _ and :",
        "report, 9 lives, row 1: 1 cells under 2 columns",
        "report, table, Security: 1 cells under 2 columns",
        "report, section: leans on cell 'ghost', which is not in the report",
    ]


def test_a_table_leads_to_parts_of_the_same_report():
    there = DataTable("there", "", ("Where",), ((Links((Link("top", "Top"), Link("there", "Here"))),),))
    assert str(there.rows[0][0]) == "Top; Here"
    report(Section("top", "Top", (there,)))
    astray = DataTable("astray", "", ("Where",), ((Links((Link("nowhere", "N"),)),), (None,)))
    with pytest.raises(
        CounterpoiseError, match="report, astray: leads to 'nowhere', which is not in the report"
    ):
        report(Section("top", "Top", (astray,)))
