"""How far a series moved over some years, with an interval that needs no standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.movement import ROUNDED

CONFIDENCE = 0.90


@dataclass(frozen=True, slots=True)
class ChangeInterval:
    """The change from the first to the last point of a series, with its 90 per cent interval, and how many points there are."""

    points: int
    change: float
    low: float
    high: float


def change_interval(
    years: NDArray[np.float64], values: NDArray[np.float64], fewest: int
) -> ChangeInterval | None:
    """The Theil-Sen slope of values (n,) in years (n,), in order, times the years between the first and last; None below `fewest`.

    The interval is that between the pairwise slopes at the ranks that the variance of Kendall's tau gives: Sen (1968)
    doi 10.1080/01621459.1968.10480934. With fewer than 4 points it cannot leave out none at 90 per cent, whatever they are.
    """
    if len(years) < max(fewest, 2) or years[-1] == years[0]:
        return None
    from scipy.stats import theilslopes

    slope, _, low, high = theilslopes(values, years, CONFIDENCE)
    span = years[-1] - years[0]
    change, below, above = (round(float(each * span), ROUNDED) for each in (slope, low, high))
    return ChangeInterval(len(years), change, below, above)
