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
    "imputed": pl.Int32,
    "inputs": pl.Int32,
    "series": pl.String,
}
"""`observed` of `inputs` indicators, each of one power, were observed, and `imputed` drawn; `series` names both."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One construct of one state and dimension over some years, with what it rests on each year.

    `quantiles` (years, 5) are in the order of `QUANTILES`, nan where no draw is defined. `draws` (years, n) are those that
    they were taken from; None where nobody asked for them to be kept.
    """

    state: str
    dimension: str
    construct: str
    years: NDArray[np.int64]
    quantiles: Draws
    observed: NDArray[np.int64]
    inputs: int
    series: Sequence[str]
    imputed: NDArray[np.int64]
    draws: Draws | None = None


def scored(
    state: str,
    dimension: str,
    construct: str,
    years: NDArray[np.int64],
    draws: Draws,
    observed: NDArray[np.int64],
    inputs: int,
    series: Sequence[str],
    imputed: NDArray[np.int64] | None = None,
) -> Scored:
    """A construct with its draws (years, n) and their quantiles; without `imputed` none of it is."""
    imputed = np.zeros_like(observed) if imputed is None else imputed
    quantiles = quantiles_of_rows(draws)
    return Scored(state, dimension, construct, years, quantiles, observed, inputs, series, imputed, draws)


def score_table(found: Sequence[Scored]) -> pl.DataFrame:
    """Scores in `SCORE_SCHEMA`, in the order of state, dimension, construct and year."""
    if not found:
        return pl.DataFrame(schema=SCORE_SCHEMA)
    lengths = [each.years.size for each in found]
    of_row = np.repeat(np.arange(len(found)), lengths)
    quantiles = np.concatenate([each.quantiles for each in found])
    # A table of its own for each of thousands of constructs would take most of the time.
    table = pl.DataFrame(
        {
            "state": pl.Series([each.state for each in found]).gather(of_row),
            "dimension": pl.Series([each.dimension for each in found]).gather(of_row),
            "year": np.concatenate([each.years for each in found]),
            "construct": pl.Series([each.construct for each in found]).gather(of_row),
            **{name: quantiles[:, place] for place, name in enumerate(QUANTILES)},
            "observed": np.concatenate([each.observed for each in found]),
            "imputed": np.concatenate([each.imputed for each in found]),
            "inputs": np.repeat([each.inputs for each in found], lengths),
            "series": [told for each in found for told in each.series],
        },
        schema_overrides=SCORE_SCHEMA,
    )
    return table.with_columns(pl.col(*QUANTILES).fill_nan(None)).sort(
        "state", "dimension", "construct", "year"
    )
