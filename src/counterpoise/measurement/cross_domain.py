"""How alignment in one dimension goes with alignment in another over the years."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl

from counterpoise.measurement.alignment import Aligned
from counterpoise.measurement.constructs import Draws
from counterpoise.measurement.draws import QUANTILES, quantiles
from counterpoise.measurement.movement import FEWEST_POINTS

CORRELATION_SCHEMA: dict[str, type[pl.DataType]] = {
    "state": pl.String,
    "one": pl.String,
    "other": pl.String,
    "years": pl.Int32,
    "first": pl.Int32,
    "last": pl.Int32,
    **dict.fromkeys(QUANTILES, pl.Float64),
    "why": pl.String,
}
"""`one` and `other` are dimensions, `years` how many both are observed in; `why` says why nothing is told."""


def correlation(one: Draws, other: Draws) -> Draws:
    """Pearson's r over years of each draw; (years, n), (years, n) to (n,), nan where one of them does not vary."""
    x, y = one - one.mean(axis=0), other - other.mean(axis=0)
    scale = np.sqrt((x**2).sum(axis=0) * (y**2).sum(axis=0))
    found: Draws = np.full(scale.shape, np.nan)
    np.divide((x * y).sum(axis=0), scale, out=found, where=scale > 1e-12)
    return found


def correlations(aligned: Aligned) -> list[dict[str, object]]:
    """The correlation of alignment shares over the years, of each pair of dimensions: rows of `CORRELATION_SCHEMA`.

    At least eight years are asked for, as of a movement. Shares of one state's years are not independent of each
    other: the intervals are those of measurement, not of sampling. What is drawn from other ties has no place in `aligned`: by the
    model that drew it, dimensions would be found apart or together.
    """
    shares = {
        name: of["alignment_share"] for name, of in aligned.dimensions.items() if "alignment_share" in of
    }
    rows: list[dict[str, object]] = []
    for one, other in combinations(aligned.dimensions, 2):
        row: dict[str, object] = {"state": aligned.state, "one": one, "other": other, "years": 0}
        rows.append(row)
        lacking = [name for name in (one, other) if name not in shares]
        if lacking:
            row["why"] = f"no share is observed in: {', '.join(lacking)}"
            continue
        x, y = np.broadcast_arrays(shares[one].draws, shares[other].draws)
        defined = ~(np.isnan(x).any(axis=1) | np.isnan(y).any(axis=1))
        years = np.flatnonzero(shares[one].years & shares[other].years & defined)
        row["years"] = years.size
        if years.size < FEWEST_POINTS:
            row["why"] = f"{years.size} years in which both are observed; {FEWEST_POINTS} are asked for"
            continue
        row |= {"first": years[0] + aligned.start, "last": years[-1] + aligned.start}
        row |= quantiles(correlation(x[years], y[years]))
        if row["median"] is None:
            row["why"] = "the share of one of them does not vary"
    return rows
