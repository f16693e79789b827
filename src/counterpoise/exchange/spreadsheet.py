"""Tables as CSV that a spreadsheet may open: no text of a document becomes a formula, and every text comes back as it was."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
from polars import selectors

__all__ = ["csv_of", "guarded", "unguarded", "write_csv"]

_STARTS = r"[=+\-@\t\r\n]"
_FORMULA = rf"^'*{_STARTS}"
_NUMBER = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"
_GUARDED = re.compile(rf"'+{_STARTS}")


def write_csv(table: pl.DataFrame, path: Path) -> None:
    """Write a table as `csv_of` has it."""
    guarded(table).write_csv(path)


def csv_of(table: pl.DataFrame) -> str:
    """A table as CSV, `guarded`."""
    return guarded(table).write_csv()


def guarded(table: pl.DataFrame) -> pl.DataFrame:
    """A table with an apostrophe before text that a spreadsheet would take for a formula.

    That is text which begins with `=`, `+`, `-`, `@`, a tab or a line break and is no number, and text that is such
    text behind apostrophes, so that `unguarded` gives every text back. Columns of numbers are written as they are.
    """
    text = selectors.string()
    formula = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    prefixed = pl.when(formula).then(pl.lit("'") + text).otherwise(text).name.keep()
    return table.with_columns(prefixed)


def unguarded(cell: str) -> str:
    """The text of a cell that `write_csv` wrote, without the apostrophe that it put before it."""
    return cell[1:] if _GUARDED.match(cell) else cell
