"""Tables as CSV that a spreadsheet may open: what their columns hold, and no text of a document becomes a formula."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from polars import selectors

from counterpoise.theory.elements import Side

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


def scores_table(alignment: pl.DataFrame, powers: Mapping[Side, str]) -> pl.DataFrame:
    """The measured constructs with the codes of the two powers, and why a row without a median has none.

    `alignment` is the table of `measure_alignment`; `power_a`, `power_b` and `why` are added to its columns.
    """
    undefined = (
        pl.when(pl.col("median").is_not_null())
        .then(None)
        .when(pl.col("dimension") == "all")
        .then(pl.lit("no dimension has a tie with either power in this year, so there is nothing to weigh"))
        .otherwise(pl.lit("every tie observed is 0 in this year, so there is nothing to divide"))
    )
    codes = [pl.lit(iso3).alias(f"power_{side}") for side, iso3 in powers.items()]
    return alignment.select("state", *codes, pl.all().exclude("state"), undefined.alias("why"))
