"""How alignment in one dimension goes with alignment in another over the years."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.alignment import Aligned
from counterpoise.measurement.constructs import Draws
from counterpoise.measurement.draws import QUANTILES, Z90, quantiles_of_rows
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

VARIES = 1e-12
"""A sum of squares no greater than this is of a series that does not vary."""


@dataclass(frozen=True, slots=True)
class Deviations:
    """A series about its mean over some years: (years, n), the sum of its squares (n,), and r1 (n,), its correlation with the year before."""

    draws: Draws
    squares: Draws
    lagged: Draws


def deviations(series: Draws, years: NDArray[np.int64]) -> Deviations:
    """A series (years, n) about its mean; r1 is over years that follow each other, and 0 where the series does not vary."""
    apart = series - series.mean(axis=0)
    squares = np.einsum("yn,yn->n", apart, apart)
    next_to = np.flatnonzero(np.diff(years) == 1)
    follows = slice(None) if next_to.size == len(years) - 1 else next_to
    products = np.einsum("yn,yn->n", apart[:-1][follows], apart[1:][follows])
    lagged = np.zeros(squares.shape)
    np.divide(products, squares, out=lagged, where=squares > VARIES)
    return Deviations(apart, squares, lagged)


def correlation(one: Deviations, other: Deviations) -> Draws:
    """Pearson's r over years of each draw (n,); nan where one of them does not vary. A series that is not drawn has n of 1."""
    scale = np.sqrt(one.squares * other.squares)
    found: Draws = np.full(scale.shape, np.nan)
    products = np.einsum("yn,yn->n", *np.broadcast_arrays(one.draws, other.draws))
    np.divide(products, scale, out=found, where=scale > VARIES)
    return found


def independent_years(one: Deviations, other: Deviations) -> Draws:
    """To how many independent years a correlation amounts, in each draw (n,): m (1 - r1 r2) / (1 + r1 r2) of m years, and no more.

    r1 and r2 are the correlations of each series with the year before. Bartlett (1935), Journal of the Royal Statistical Society 98:
    536-543; Pyper & Peterman (1998), Canadian Journal of Fisheries and Aquatic Sciences 55: 2127-2140.
    """
    product = one.lagged * other.lagged
    most: Draws = np.minimum(1.0, (1 - product) / (1 + product)) * len(one.draws)
    return most


def interval_over_years(r: Draws, independent: Draws) -> tuple[Draws, Draws]:
    """The ends of the 90 per cent interval of a correlation in each draw (n,), from how many independent years it stands on (n,).

    It is Fisher's: tanh(artanh r -+ 1.645 / root(n - 3)), from -1 to 1 with no more than three years (Fisher 1921, Metron 1: 3-32). The
    5th percentile of the lower ends and the 95th of the upper ones hold measurement too.
    """
    beyond = independent - 3
    z = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12))
    half = np.full(z.shape, np.inf)
    np.divide(Z90, np.sqrt(np.maximum(beyond, 0)), out=half, where=beyond > 0)
    return np.tanh(z - half), np.tanh(z + half)


def correlations(aligned: Aligned) -> list[dict[str, object]]:
    """The correlation of alignment shares over the years, of each pair of dimensions: rows of `CORRELATION_SCHEMA`.

    At least eight years are asked for, as of a movement. Shares of one state's years are not independent of each
    other, and the interval over years counts them for as many as they amount to. What is drawn from other ties has no place
    in `aligned`: by the model that drew it, dimensions would be found apart or together.
    """
    shares = {
        name: of["alignment_share"] for name, of in aligned.dimensions.items() if "alignment_share" in of
    }
    found: dict[tuple[str, bytes], Deviations] = {}

    def about_mean(dimension: str, years: NDArray[np.int64]) -> Deviations:
        key = dimension, years.tobytes()
        if key not in found:
            found[key] = deviations(shares[dimension].draws[years], years)
        return found[key]

    defined = {name: each.years & ~np.isnan(each.draws).any(axis=1) for name, each in shares.items()}
    rows: list[dict[str, object]] = []
    for one, other in combinations(aligned.dimensions, 2):
        row: dict[str, object] = {"state": aligned.state, "one": one, "other": other, "years": 0}
        rows.append(row)
        lacking = [name for name in (one, other) if name not in shares]
        if lacking:
            row["why"] = f"no share is observed in: {', '.join(lacking)}"
            continue
        years = np.flatnonzero(defined[one] & defined[other])
        row["years"] = years.size
        if years.size < FEWEST_POINTS:
            row["why"] = f"{years.size} years in which both are observed; {FEWEST_POINTS} are asked for"
            continue
        row |= {"first": years[0] + aligned.start, "last": years[-1] + aligned.start}
        r = correlation(about_mean(one, years), about_mean(other, years))
        if np.isnan(r).all():
            row["why"] = "the share of one of them does not vary"
            continue
        independent = independent_years(about_mean(one, years), about_mean(other, years))
        low, high = interval_over_years(r, independent)
        told = quantiles_of_rows(np.array([r, np.where(np.isnan(r), np.nan, independent), low, high]))
        of_r, of_years, of_low, of_high = (dict(zip(QUANTILES, each.tolist(), strict=True)) for each in told)
        row |= of_r
        row |= {
            "independent": of_years["median"],
            "low_years": of_low["low90"],
            "high_years": of_high["high90"],
        }
    return rows
