"""How alignment in one dimension goes with alignment in another over the years."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

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
    **dict.fromkeys(("independent", "low_years", "high_years"), pl.Float64),
    "why": pl.String,
}
"""`one` and `other` are dimensions, `years` how many both are observed in; `why` says why nothing is told.

The quantiles are of measurement alone. `low_years` to `high_years` is the 90 per cent interval over years and measurement, of as many
`independent` years as the shares amount to.
"""

NORMAL_95 = 1.6448536269514722
"""The 95th percentile of a standard normal distribution."""


def correlation(one: Draws, other: Draws) -> Draws:
    """Pearson's r over years of each draw; (years, n), (years, n) to (n,), nan where one of them does not vary."""
    x, y = one - one.mean(axis=0), other - other.mean(axis=0)
    scale = np.sqrt((x**2).sum(axis=0) * (y**2).sum(axis=0))
    found: Draws = np.full(scale.shape, np.nan)
    np.divide((x * y).sum(axis=0), scale, out=found, where=scale > 1e-12)
    return found


def independent_years(one: Draws, other: Draws, years: NDArray[np.int64]) -> Draws:
    """To how many independent years a correlation amounts, in each draw: n (1 - r1 r2) / (1 + r1 r2), and no more than n.

    (years, n), (years, n) to (n,). r1 and r2 are the correlations of each series with the year before, over years that follow each
    other. Bartlett (1935), Journal of the Royal Statistical Society 98: 536-543; Pyper & Peterman (1998), Canadian Journal of
    Fisheries and Aquatic Sciences 55: 2127-2140.
    """
    next_to = np.flatnonzero(np.diff(years) == 1)
    lagged = []
    for series in (one, other):
        x = series - series.mean(axis=0)
        found = np.zeros(x.shape[1])
        scale = (x**2).sum(axis=0)
        np.divide((x[next_to] * x[next_to + 1]).sum(axis=0), scale, out=found, where=scale > 1e-12)
        lagged.append(found)
    product = lagged[0] * lagged[1]
    most: Draws = np.minimum(1.0, (1 - product) / (1 + product)) * len(years)
    return most


def interval_over_years(r: Draws, independent: Draws) -> tuple[float, float]:
    """The 90 per cent interval of a correlation, from its draws (n,) and how many independent years each stands on (n,).

    In each draw it is Fisher's: tanh(artanh r -+ 1.645 / root(n - 3)), from -1 to 1 with no more than three years (Fisher 1921, Metron
    1: 3-32). Of the lower ends the 5th percentile is taken and of the upper ones the 95th, so that it holds measurement too.
    """
    defined = ~np.isnan(r)
    beyond = independent[defined] - 3
    z = np.arctanh(np.clip(r[defined], -1 + 1e-12, 1 - 1e-12))
    half = np.full(z.shape, np.inf)
    np.divide(NORMAL_95, np.sqrt(np.maximum(beyond, 0)), out=half, where=beyond > 0)
    low, high = np.quantile(np.tanh(z - half), 0.05), np.quantile(np.tanh(z + half), 0.95)
    return float(low), float(high)


def correlations(aligned: Aligned) -> list[dict[str, object]]:
    """The correlation of alignment shares over the years, of each pair of dimensions: rows of `CORRELATION_SCHEMA`.

    At least eight years are asked for, as of a movement. Shares of one state's years are not independent of each
    other, and the interval over years counts them for as many as they amount to. What is drawn from other ties has no place
    in `aligned`: by the model that drew it, dimensions would be found apart or together.
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
        r = correlation(x[years], y[years])
        row |= quantiles(r)
        if row["median"] is None:
            row["why"] = "the share of one of them does not vary"
            continue
        independent = independent_years(x[years], y[years], years)
        low, high = interval_over_years(r, independent)
        row |= {
            "independent": float(np.median(independent[~np.isnan(r)])),
            "low_years": low,
            "high_years": high,
        }
    return rows
