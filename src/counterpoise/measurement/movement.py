"""Movement of a tie over the years, in one word, by a rule that was fixed before any data were seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.rank_trend import pairwise_slopes

FEWEST_POINTS = 8
CHANGE = 0.10
SIGNIFICANCE = 0.10
RESIDUAL_SD = 0.10
ROUNDED = 9
"""Decimals to which change and deviation are rounded, so that exactly .10 does not fall short by the last bit."""


@dataclass(frozen=True, slots=True)
class MovementResult:
    """A movement word with the numbers that it follows from.

    `change` is the Theil-Sen slope times the length of the series, its last year less its first, on the tie's scale
    of 0 to 1; `p` is that of Kendall's tau against no trend; `residual_sd` is about the Theil-Sen line.
    """

    word: str
    points: int
    first: float
    last: float
    change: float | None
    p: float | None
    residual_sd: float | None


def movement(years: NDArray[np.float64], ties: NDArray[np.float64]) -> MovementResult:
    """The movement word of one series of ties; years (n,) and ties (n,) in [0, 1], in order of time.

    Fewer than 8 points: "too short". A Theil-Sen change over the series of at least .10 with Kendall's
    p below .10: "expanding"; at most -.10: "contracting". Otherwise a residual standard deviation of at least
    .10: "fluctuating", else "steady". A constant series has no trend: its p is 1. A five-year share is one point, at the middle of its years.
    Sources: Sen (1968) doi 10.1080/01621459.1968.10480934; Kendall (1938) doi 10.1093/biomet/30.1-2.81.
    """
    points = len(years)
    first, last = (float(years[0]), float(years[-1])) if points else (np.nan, np.nan)
    if points < FEWEST_POINTS:
        return MovementResult("too short", points, first, last, None, None, None)
    slopes, ranked = pairwise_slopes(years, ties[:, None])
    slope = float(np.median(slopes)) if slopes.size else 0.0
    intercept = np.median(ties) - slope * np.median(years)
    change = round(slope * (last - first), ROUNDED)
    residual_sd = round(float(np.std(ties - (intercept + slope * years), ddof=1)), ROUNDED)
    p = float(ranked.p[0])
    if change >= CHANGE and p < SIGNIFICANCE:
        word = "expanding"
    elif change <= -CHANGE and p < SIGNIFICANCE:
        word = "contracting"
    else:
        word = "fluctuating" if residual_sd >= RESIDUAL_SD else "steady"
    return MovementResult(word, points, first, last, change, p, residual_sd)
