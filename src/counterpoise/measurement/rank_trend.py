"""The trend of a series by ranks: the slopes through its pairs of points, and Kendall's test of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EXACT_UP_TO = 33
"""Without ties Kendall's p is exact for series up to so long, as in scipy."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Kendall's two-sided p, and the standard deviation of concordant less discordant pairs, of each draw (draws,)."""

    p: Floats
    deviation: Floats


def pairwise_slopes(years: Floats, ties: Floats) -> tuple[Floats, Ranked]:
    """The slopes through all pairs of different years (pairs, draws), sorted, and what Kendall's tau makes of them.

    Of ties (n, draws) in years (n,), in order. The median slope is Theil and Sen's.
    Sources: Sen (1968) doi 10.1080/01621459.1968.10480934; Kendall (1938) doi 10.1093/biomet/30.1-2.81.
    """
    first, second = np.triu_indices(len(years), 1)
    apart = years[second] - years[first]
    rise = ties[second] - ties[first]
    equal_years = apart == 0
    slopes = rise[~equal_years] / apart[~equal_years, None]
    score = np.sign(rise[~equal_years]).sum(axis=0)
    slopes.sort(axis=0)
    return slopes, _kendall(years, ties, score)


def _kendall(years: Floats, ties: Floats, score: Floats) -> Ranked:
    """p of tau-b as `scipy.stats.kendalltau` has it; a draw that never changes has p 1.

    The variance with ties is that of Kendall (1970), Rank Correlation Methods, 4.2; without ties p of short series is
    exact, from the distribution of inversions.
    """
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
    # As many as a series has draws: less than it takes to import a library of special functions.
    z = np.abs(score[defined]) / deviation[defined]
    p[defined] = [math.erfc(each / math.sqrt(2)) for each in z.tolist()]
    untied = defined & (pairs_y == 0) & (pairs_x == 0)
    inversions = np.round((pairs - np.abs(score)) / 2).astype(np.int64)
    exact = untied & ((n <= EXACT_UP_TO) | (inversions <= 1))
    if exact.any():
        p[exact] = _inversions_p(n)[inversions[exact]]
    return Ranked(np.minimum(p, 1.0), deviation)


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
