"""Alignment by votes alone: how near a state stands to each power, by ideal points or by chance-corrected agreement."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.constructs import alignment_share
from counterpoise.measurement.draws import QUANTILES, distance_draws, quantiles
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
    rows: list[dict[str, object]] = []
    of_row = zip(
        observed.select("state", "start", "side", "value").iter_rows(), observed_ties(observed), strict=True
    )
    for (state, year), found in groupby(of_row, key=lambda each: each[0][:2]):
        pair = {side: (value, tie) for (_, _, side, value), tie in found}
        if set(pair) != {"a", "b"}:
            continue
        share = vote_share(*(np.array([pair[side][0]]) for side in "ab"))
        row: dict[str, object] = {"state": state, "year": year, "share": float(share[0])}
        to_a, to_b = pair["a"][1], pair["b"][1]
        if to_a.own and to_a.power and to_b.own and to_b.power:
            row |= quantiles(
                vote_share(
                    distance_draws(to_a.own, to_a.power, seed), distance_draws(to_b.own, to_b.power, seed)
                )
            )
        rows.append(row)
    return pl.DataFrame(rows, schema=VOTE_SCHEMA)
