"""An outline as plain values, such as a writer in another language reads: objects, lists, texts and numbers."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

from counterpoise.report.outline import CellTable, Datum, Outline

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


_APART = ("chart", "references")
"""What of an outline is drawn or written apart."""


def printable(text: str) -> str:
    """Text without the control characters that a scanned document may hold and no page may."""
    return _UNPRINTABLE.sub(" ", text)


def plain(value: object) -> Any:
    """A value of an outline as JSON has it: a part as an object with its `kind`, None as null; text made printable.

    A figure keeps its numbers and loses its chart, which is drawn apart; a report loses its references, of which its list
    prints what is cited.
    """
    if is_dataclass(value) and not isinstance(value, type):
        found = {
            field.name: plain(getattr(value, field.name))
            for field in fields(value)
            if field.name not in _APART
        }
        return {"kind_of": type(value).__name__, **found}
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    return printable(value) if isinstance(value, str) else value


def places(outline: Outline) -> dict[str, tuple[str, str]]:
    """Where each cell stands, by its id: the caption of its table; its row, and its column where there are several."""
    return {
        cell.id: (table.caption, row.heading + (f", {column}" if len(table.columns) > 1 else ""))
        for table in outline.blocks()
        if isinstance(table, CellTable)
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    }


def observed(value: Datum) -> str:
    """A value of a data table: three decimals below a hundred, one above, a dash where there is none."""
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    return f"{value:.3f}" if abs(value) < 100 else f"{value:,.1f}"
