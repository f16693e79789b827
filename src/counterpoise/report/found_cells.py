"""Cells of found tables, and passages with them, as an outline shows them."""

from __future__ import annotations

from collections.abc import Sequence

from counterpoise.findings.cells import FoundCell
from counterpoise.findings.coded_passages import CodedPassage, exemplars, one_for_each_passage, tally
from counterpoise.findings.tables import FoundTable
from counterpoise.report.outline import Cell, CellRow, CellTable, Count
from counterpoise.report.quotations import quotation_of

QUOTED_IN_A_CELL = 8


def cell_table(table: FoundTable) -> CellTable:
    """A table of the theory, each cell with the passages and numbers behind it."""
    return CellTable(
        id=f"table-{table.id}",
        caption=table.title,
        first_column=table.first_column,
        columns=table.columns,
        rows=tuple(CellRow(row.heading, tuple(_cell(cell) for cell in row.cells)) for row in table.rows),
        note=table.note,
    )


def _cell(cell: FoundCell) -> Cell:
    quoted = exemplars(cell.coded, QUOTED_IN_A_CELL)
    return Cell(
        id=cell_id(cell.id),
        finding=cell.finding,
        counts=counts_of(cell.coded),
        values=cell.numbers,
        quotations=tuple(quotation_of(each) for each in quoted),
        omitted=len(one_for_each_passage(cell.coded)) - len(quoted),
        missing=cell.missing,
        disagreement=cell.disagreement,
    )


def counts_of(coded: Sequence[CodedPassage]) -> tuple[Count, ...]:
    """Passages by kind of source and direction; none where no passage is given."""
    counts = tally(coded) if coded else {}
    return tuple(
        Count(standing, of["strengthens"], of["weakens"], of["none"]) for standing, of in counts.items()
    )


def cell_id(name: str) -> str:
    """The id under which a cell of a found table stands in the report."""
    return f"cell-{name}"
