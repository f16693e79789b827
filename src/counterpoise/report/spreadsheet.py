"""Tables as CSV that a spreadsheet may open: no text of a document becomes a formula."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars import selectors

_FORMULA = r"^[=+\-@\t\r\n]"
_NUMBER = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"


def write_csv(table: pl.DataFrame, path: Path) -> None:
    """Write a table as CSV, with an apostrophe before text that a spreadsheet would take for a formula.

    That is text which begins with `=`, `+`, `-`, `@`, a tab or a line break and is no number. Columns of numbers
    are written as they are.
    """
    text = selectors.string()
    formula = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    prefixed = pl.when(formula).then(pl.lit("'") + text).otherwise(text).name.keep()
    table.with_columns(prefixed).write_csv(path)
