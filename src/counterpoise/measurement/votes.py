"""Alignment by votes alone: how near a state stands to each power, by ideal points or by chance-corrected agreement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.constructs import alignment_share
from counterpoise.measurement.draws import QUANTILES, ObservedTie, distance_draws, quantiles_of_rows
from counterpoise.measurement.ties import TieInput, observed_ties

VOTE_SCHEMA: dict[str, type[pl.DataType]] = {
    "state": pl.String,
    "year": pl.Int32,
    "share": pl.Float64,
    **dict.fromkeys(QUANTILES, pl.Float64),
}


def vote_share(distance_a: NDArray[np.float64], distance_b: NDArray[np.float64]) -> NDArray[np.float64]:
    """D_b / (D_a + D_b) from distances of ideal points: 1 stands at power a, 0 at power b. Shapes (n,)."""
    return alignment_share(distance_b, distance_a)


def kappa_share(kappa_a: NDArray[np.float64], kappa_b: NDArray[np.float64]) -> NDArray[np.float64]:
    """The vote share from weighted kappas with both powers: 1 stands at power a, 0 at power b. Shapes (n,).

    The rule on the scale: a kappa of 1, the same votes throughout, is a distance of 0; a kappa of 0, as much in common as
    chance gives, one of 1/2; a kappa of -1, the least that quadratic weights let it be, one of 1. So D = (1 - kappa) / 2
    takes the place of the distance of ideal points, and the share is D_b / (D_a + D_b); nan where both kappas are 1.
    """
    return vote_share((1 - kappa_a) / 2, (1 - kappa_b) / 2)


def measure_votes(ties: pl.DataFrame, inputs: tuple[TieInput, ...], seed: int) -> pl.DataFrame:
    """D_b / (D_a + D_b) of each state-year in which distances to both powers are observed, in `VOTE_SCHEMA`.

    `share` is reckoned from the distances as published. The quantiles come from joint draws of the three ideal
    points; they are null where the source gives no standard error of one of them.
    """
    distances = [entry.series for entry in inputs if entry.distance]
    observed = ties.filter(pl.col("indicator").is_in(distances)).sort("state", "start", "side")
    tables = [pl.DataFrame(schema=VOTE_SCHEMA)]
    of_row = zip(
        observed.select("state", "start", "side", "value").iter_rows(), observed_ties(observed), strict=True
    )
    for state, found in groupby(of_row, key=lambda each: str(each[0][0])):
        of_year: dict[int, dict[str, tuple[float, ObservedTie]]] = {}
        for (_, year, side, value), tie in found:
            of_year.setdefault(year, {})[side] = value, tie
        both = {year: (pair["a"], pair["b"]) for year, pair in of_year.items() if len(pair) == 2}
        apart = np.array([[value for value, _ in pair] for pair in both.values()]).reshape(-1, 2)
        drawn = _quantiles([(a, b) for (_, a), (_, b) in both.values()], seed)
        columns: list[object] = [
            [state] * len(both),
            list(both),
            vote_share(apart[:, 0], apart[:, 1]),
            *drawn.T,
        ]
        tables.append(pl.DataFrame(dict(zip(VOTE_SCHEMA, columns, strict=True)), schema=VOTE_SCHEMA))
    return pl.concat(tables).with_columns(pl.col(*QUANTILES).fill_nan(None))


def _quantiles(ties: Sequence[tuple[ObservedTie, ObservedTie]], seed: int) -> NDArray[np.float64]:
    """The quantiles of shares of votes (years, 5) from the ties with both powers; nan where a position has no error."""
    found = np.full((len(ties), len(QUANTILES)), np.nan)
    between = {
        place: (of_a, of_b)
        for place, (a, b) in enumerate(ties)
        if (of_a := a.positions) is not None and (of_b := b.positions) is not None
    }
    if between:
        to_a, to_b = (
            distance_draws(
                [each[side][0] for each in between.values()],
                [each[side][1] for each in between.values()],
                seed,
            )
            for side in (0, 1)
        )
        found[list(between)] = quantiles_of_rows(vote_share(to_a, to_b))
    return found
