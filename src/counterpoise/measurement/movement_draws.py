"""The movement rule on draws of a series: how probable each word is, and slope and volatility with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.draws import quantiles
from counterpoise.measurement.movement import CHANGE, FEWEST_POINTS, RESIDUAL_SD, ROUNDED, SIGNIFICANCE

Floats = NDArray[np.float64]

WORDS = ("expanding", "contracting", "fluctuating", "steady")
EXACT_UP_TO = 33
"""Without ties Kendall's p is exact for series up to so long, as in scipy."""

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
        slopes, found = _pairwise(years, some)
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


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Kendall's two-sided p, and the standard deviation of concordant less discordant pairs, of each draw (draws,)."""

    p: Floats
    deviation: Floats


def _pairwise(years: Floats, ties: Floats) -> tuple[Floats, _Ranked]:
    """The slopes through all pairs of different years (pairs, draws), sorted, and what Kendall's tau makes of them."""
    first, second = np.triu_indices(len(years), 1)
    apart = years[second] - years[first]
    rise = ties[second] - ties[first]
    equal_years = apart == 0
    slopes = rise[~equal_years] / apart[~equal_years, None]
    score = np.sign(rise[~equal_years]).sum(axis=0)
    slopes.sort(axis=0)
    return slopes, _kendall(years, ties, score)


def _kendall(years: Floats, ties: Floats, score: Floats) -> _Ranked:
    """p of tau-b as `scipy.stats.kendalltau` has it; a draw that never changes has p 1.

    The variance with ties is that of Kendall (1970), Rank Correlation Methods, 4.2; without ties p of short series is
    exact, from the distribution of inversions.
    """
    from scipy.special import ndtr

    n = len(years)
    pairs = n * (n - 1) // 2
    pairs_x, triples_x, fives_x = _tied(years[:, None])
    pairs_y, triples_y, fives_y = _tied(ties)
    whole = n * (n - 1.0)
    variance = (whole * (2 * n + 5) - fives_x - fives_y) / 18 + 2 * pairs_x * pairs_y / whole
    variance += triples_x * triples_y / (9 * whole * (n - 2))
    defined = (pairs_y < pairs) & (pairs_x < pairs)
    deviation = np.sqrt(np.where(defined, variance, 0.0))
    p = np.ones(ties.shape[1])
    p[defined] = 2 * ndtr(-np.abs(score[defined]) / deviation[defined])
    untied = defined & (pairs_y == 0) & (pairs_x == 0)
    inversions = np.round((pairs - np.abs(score)) / 2).astype(np.int64)
    exact = untied & ((n <= EXACT_UP_TO) | (inversions <= 1))
    if exact.any():
        p[exact] = _inversions_p(n)[inversions[exact]]
    return _Ranked(np.minimum(p, 1.0), deviation)


def _tied(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Over groups of c equal values, of each draw: sum of c (c - 1) / 2, c (c - 1)(c - 2), and c (c - 1)(2 c + 5)."""
    ordered = np.sort(values, axis=0)
    n, draws = ordered.shape
    ends = np.vstack([ordered[1:] != ordered[:-1], np.ones((1, draws), dtype=bool)])
    place = np.arange(1, n + 1)[:, None]
    ended = np.where(ends, place, 0)
    before = np.vstack([np.zeros((1, draws), dtype=np.int64), np.maximum.accumulate(ended, axis=0)[:-1]])
    c = np.where(ends, place - before, 0).astype(np.float64)
    two = c * (c - 1)
    return (two / 2).sum(axis=0), (two * (c - 2)).sum(axis=0), (two * (2 * c + 5)).sum(axis=0)


@lru_cache(maxsize=64)
def _inversions_p(n: int) -> Floats:
    """Two-sided p of at most 0, 1, ... inversions among n ranks in random order, (n (n - 1) / 4 + 1,)."""
    most = n * (n - 1) // 4
    orders = np.ones(1)
    for ranks in range(2, n + 1):
        # Each order of ranks - 1 has a rank put in with 0 to ranks - 1 inversions; kept as shares of all orders.
        orders = np.convolve(orders, np.full(ranks, 1.0 / ranks))[: most + 1]
    p = np.minimum(2 * np.cumsum(orders), 1.0)
    if 4 * most == n * (n - 1):
        p[most] = 1.0
    return p


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
