"""Tables that a spreadsheet may open: what their columns hold."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from counterpoise.theory.elements import Side


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
