"""The table of scores: each construct by state, dimension and year, with intervals and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.constructs import Draws
from counterpoise.measurement.draws import QUANTILES, quantiles_of_rows

SCORE_SCHEMA: dict[str, type[pl.DataType]] = {
    "state": pl.String,
    "dimension": pl.String,
    "year": pl.Int32,
    "construct": pl.String,
    **dict.fromkeys(QUANTILES, pl.Float64),
    "observed": pl.Int32,
    "inputs": pl.Int32,
    "series": pl.String,
}
"""`observed` of `inputs` indicators, each of one power, were observed; `series` names them."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One construct of one state and dimension over some years: draws (years, n), and what it rests on each year."""

    dimension: str
    construct: str
    years: NDArray[np.int64]
    draws: Draws
    observed: NDArray[np.int64]
    inputs: int
    series: Sequence[str]


def score_table(state: str, scored: Sequence[Scored]) -> pl.DataFrame:
    """The scores of one state, in `SCORE_SCHEMA`."""
    parts = [pl.DataFrame(schema=SCORE_SCHEMA)]
    for each in scored:
        if not each.years.size:
            continue
        found = quantiles_of_rows(each.draws)
        columns = {name: pl.Series(found[:, place]) for place, name in enumerate(QUANTILES)}
        parts.append(
            pl.DataFrame(
                {
                    "state": state,
                    "dimension": each.dimension,
                    "year": each.years,
                    "construct": each.construct,
                    **{name: column.fill_nan(None) for name, column in columns.items()},
                    "observed": each.observed,
                    "inputs": each.inputs,
                    "series": list(each.series),
                },
                schema=SCORE_SCHEMA,
                strict=False,
            )
        )
    return pl.concat(parts)
