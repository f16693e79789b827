"""The movement rule on draws of a series: how probable each word is, and slope and volatility with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.draws import quantiles
from counterpoise.measurement.movement import CHANGE, FEWEST_POINTS, RESIDUAL_SD, ROUNDED, SIGNIFICANCE
from counterpoise.measurement.rank_trend import pairwise_slopes

Floats = NDArray[np.float64]

WORDS = ("expanding", "contracting", "fluctuating", "steady")
CHUNK = 4_000_000
"""Pairwise slopes that are held at once."""


@dataclass(frozen=True, slots=True)
class MovementDraws:
    """The movement rule on each draw (draws,) of a series of so many points; `words` are places in `WORDS`.

    `slope` is Theil and Sen's, a year, and `residual_sd` about that line, each as the rule reckons it. `slope_drawn`
    and `volatility` carry besides what so short a series leaves open about them.
    """

    points: int
    words: NDArray[np.int64]
    slope: Floats
    p: Floats
    residual_sd: Floats
    slope_drawn: Floats
    volatility: Floats

    def probabilities(self) -> Mapping[str, float]:
        """The share of the draws with each word."""
        counts = np.bincount(self.words, minlength=len(WORDS)) / len(self.words)
        return dict(zip(WORDS, counts.tolist(), strict=True))

    def slope_per_decade(self) -> dict[str, float | None]:
        """Ten times the slope a year: median, 50 and 90 per cent interval."""
        return quantiles(10 * self.slope_drawn)

    def volatility_interval(self) -> dict[str, float | None]:
        """The standard deviation about the line: median, 50 and 90 per cent interval."""
        return quantiles(self.volatility)


def movement_draws(years: Floats, ties: Floats, seed: int) -> MovementDraws | None:
    """The movement rule of `movement` on every draw of ties (n, draws) in years (n,), in order; None if too short.

    A drawn slope is the pairwise slope at a drawn rank: Sen (1968) doi 10.1080/01621459.1968.10480934 has its interval
    between the ranks that Kendall's variance gives, so that the drawn slopes of a series without errors have
    that interval. A drawn volatility is the residual standard deviation times sqrt((n - 2) / chi2(n - 2)), as with
    normal noise about a line and a flat prior of its logarithm; noise that is correlated leaves more open.

    Where there is one draw for want of standard errors, `slope_drawn` and `volatility` have a thousand. Series with
    one seed and of one length share what is drawn about them.
    """
    n, draws = ties.shape
    if n < FEWEST_POINTS:
        return None
    slope, p, residual_sd, slope_drawn, volatility = (np.empty(0) for _ in range(5))
    each = max(1, 1000 // draws)
    rng = np.random.default_rng([seed, n, draws])
    noise = rng.standard_normal((draws, each))
    chi = np.sqrt((n - 2) / rng.chisquare(n - 2, (draws, each)))
    step = max(1, CHUNK // (n * n // 2))
    for first in range(0, draws, step):
        some = ties[:, first : first + step]
        slopes, found = pairwise_slopes(years, some)
        line = np.median(slopes, axis=0) if len(slopes) else np.zeros(some.shape[1])
        intercept = np.median(some, axis=0) - line * np.median(years)
        residual = np.std(some - (intercept + line * years[:, None]), axis=0, ddof=1)
        slope = np.append(slope, line)
        p = np.append(p, found.p)
        residual_sd = np.append(residual_sd, residual)
        here = slice(first, first + step)
        slope_drawn = np.append(slope_drawn, _at_ranks(slopes, noise[here] * found.deviation[:, None]))
        volatility = np.append(volatility, residual[:, None] * chi[here])
    change = np.round(slope * (years[-1] - years[0]), ROUNDED)
    sure = p < SIGNIFICANCE
    fluctuating = np.round(residual_sd, ROUNDED) >= RESIDUAL_SD
    words = np.select([sure & (change >= CHANGE), sure & (change <= -CHANGE), fluctuating], [0, 1, 2], 3)
    return MovementDraws(n, words, slope, p, residual_sd, slope_drawn, volatility)


def probability_more_volatile(one: MovementDraws, other: MovementDraws) -> float:
    """P(the first series is the more volatile), a mean over draws; those of the two belong together, one by one.

    Distances of one state from two powers share the error of its position in each draw. What is open beyond that,
    chi2(n - 2) of each series, is independent, so that given a draw the ratio of variances has an F distribution. Draws
    in which neither moves about its line count half. A series with one draw has that one beside each of the other.
    """
    from scipy.special import fdtr

    first, second = np.broadcast_arrays(
        np.round(one.residual_sd, ROUNDED), np.round(other.residual_sd, ROUNDED)
    )
    moves = second > 0
    ratio = np.divide(first, second, out=np.zeros(first.shape), where=moves)
    greater = fdtr(one.points - 2, other.points - 2, ratio**2)
    return float(np.where(moves, greater, np.where(first > 0, 1.0, 0.5)).mean())


def _at_ranks(slopes: Floats, departure: Floats) -> Floats:
    """The pairwise slopes (pairs, draws), sorted, at the middle rank and so many half steps off it (draws, each)."""
    pairs, draws = slopes.shape
    if pairs == 0:
        return np.zeros(departure.size)
    rank = np.clip((pairs - 1) / 2 + departure / 2, 0, pairs - 1)
    below = np.floor(rank).astype(np.int64)
    above = np.minimum(below + 1, pairs - 1)
    each = np.arange(draws)[:, None]
    part = rank - below
    drawn: Floats = (1 - part) * slopes[below, each] + part * slopes[above, each]
    return drawn.ravel()
