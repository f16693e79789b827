"""When a series broke: the exact posterior over the number of breaks, their dates and their sizes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.breaks.segmentation import weigh_beginnings, weigh_dates, weigh_endings
from counterpoise.measurement.breaks.spells import weigh_spells

Floats = NDArray[np.float64]

MOST_POINTS = 200
"""Beyond these the sum over all ways of cutting may leave the range of numbers."""

WHITE = (0.0,)
PERSISTENT = (0.0, 0.25, 0.5, 0.7, 0.85)
"""Correlations of the noise of one observation with that of the next, alike before the series is seen."""


@dataclass(frozen=True, slots=True)
class BreakPrior:
    """What is held of breaks before a series is seen; each series is measured in its own standard deviations.

    `most` breaks at most, and spells of at least `fewest` observations. No break has probability `none`, one break
    half of the rest, and each further one half of that; all dates of one number are alike. The noise variance is
    inverse gamma (`shape`, `scale`), of the series' variance; the level of a spell is normal about the mean of the
    series with `level` times the noise variance. A line has besides a slope over the length of the series with 12 times
    that variance, by which the values of a line scatter as levels do. `correlations` of the noise are alike.
    """

    most: int = 5
    fewest: int = 3
    none: float = 0.5
    level: float = 10.0
    shape: float = 1.0
    scale: float = 0.1
    correlations: tuple[float, ...] = PERSISTENT

    def of_number(self, most: int) -> Floats:
        """Probability of 0 to `most` breaks, (most + 1,)."""
        if most == 0:
            return np.ones(1)
        further = 0.5 ** np.arange(1, most + 1)
        return np.concatenate([[self.none], (1 - self.none) * further / further.sum()])


PRIOR = BreakPrior()


@dataclass(frozen=True, slots=True)
class BreakDate:
    """The likeliest date of a break, and from when to when those dates reach that hold most of its posterior."""

    date: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.date:g}" if self.low == self.high else f"{self.date:g} ({self.low:g}-{self.high:g})"


@dataclass(frozen=True, slots=True)
class BreakPosterior:
    """The posterior over breaks of a series (n,), the mean over its draws.

    `number` (most + 1,) is the probability of each number of breaks; `at` (n,) that of a break at each time, the
    first of a new spell, and `prior_at` what it was before; `single` (n,) the probability of each date given that there is
    exactly one break. `dates` and `sizes` (paths, most) hold breaks drawn from the posterior, a path one way of cutting:
    places in `times`, -1 where there is none, and the change at each, in units of the series. `correlation` is the
    mean correlation of the noise with that of the observation before.
    """

    times: Floats
    number: Floats
    at: Floats
    prior_at: Floats
    single: Floats
    dates: NDArray[np.int64]
    sizes: Floats
    correlation: float
    fewest: int

    @property
    def any(self) -> float:
        """The probability of at least one break."""
        return float(1.0 - self.number[0])

    @property
    def most_probable(self) -> int:
        """The most probable number of breaks."""
        return int(np.argmax(self.number))

    def credible_dates(self, mass: float = 0.9) -> Floats:
        """The fewest dates that hold `mass` of the posterior of a single break, in order of time.

        Empty where the series never changes.
        """
        return self._fewest(self.single, mass)

    def likeliest_breaks(self, mass: float = 0.9) -> tuple[BreakDate, ...]:
        """As many breaks as are the most probable, in order of time; none where that is none.

        Each is dated given that number: a single one by its exact posterior, each of several by the ways of cutting
        drawn that have as many.
        """
        if self.most_probable == 0:
            return ()
        if self.most_probable == 1:
            laws = self.single[None]
        else:
            ways = np.sort(
                self.dates[np.count_nonzero(self.dates >= 0, axis=1) == self.most_probable], axis=1
            )
            laws = np.array(
                [
                    np.bincount(places, minlength=len(self.times))
                    for places in ways[:, -self.most_probable :].T
                ],
                dtype=np.float64,
            )
        return tuple(
            BreakDate(float(self.times[law.argmax()]), float(held[0]), float(held[-1]))
            for law in laws
            if len(held := self._fewest(law, mass))
        )

    def _fewest(self, law: Floats, mass: float) -> Floats:
        """The fewest times that hold `mass` of a law (n,), in order; none where it is nothing."""
        order = np.argsort(-law, kind="stable")
        held = np.cumsum(law[order])
        if held[-1] == 0:
            return self.times[:0]
        enough = int(np.searchsorted(held, mass * held[-1] - 1e-12)) + 1
        return np.sort(self.times[order[:enough]])


def break_posterior(
    times: Floats,
    series: Floats,
    seed: int,
    *,
    line: bool = False,
    prior: BreakPrior = PRIOR,
    paths: int = 1000,
) -> BreakPosterior:
    """The posterior over breaks of a series with draws (n, draws) at times (n,) in order.

    Noise about a level (with `line`, a line) that is another in each spell: normal, of one variance, correlated within
    a spell as a process of first order, and new where a spell begins. Given variance and correlation the weight of
    all ways of cutting is summed exactly by the recursions of Fearnhead (2006) doi 10.1007/s11222-006-8450-8; the
    variance is integrated out by the trapezoid rule on its logarithm, the correlation summed over those of the prior.
    `paths` ways are drawn in all, alike from each draw of the series. A draw that never changes has no break.

    Raises ValueError where times are not in order, shapes do not fit, or there are more than 200 times or fewer than
    two spells need.
    """
    n, draws = series.shape
    if times.shape != (n,) or (np.diff(times) <= 0).any():
        raise ValueError(f"expected {n} times in order, one for each row of the series; found {times.shape}")
    if not 2 * prior.fewest <= n <= MOST_POINTS:
        raise ValueError(f"found {n} times; expected {2 * prior.fewest} to {MOST_POINTS}")
    most = min(prior.most, n // prior.fewest - 1)
    per_way = prior.of_number(most) / _ways(n, prior.fewest, most)
    centre, spread = series.mean(axis=0), series.std(axis=0)
    moves = np.ptp(series, axis=0) > 1e-9 * np.maximum(1.0, np.abs(centre))
    standard = (series - centre) / np.where(moves, spread, 1.0)
    gaps = np.diff(times, prepend=times[0] - 1.0) / np.median(np.diff(times))
    each = -(-paths // draws)
    rng = np.random.default_rng([seed, n, draws])
    number, at, single, correlation, dates, sizes = weigh_spells(
        (times - times.mean()) / (times[-1] - times[0]),
        np.ascontiguousarray(standard.T),
        moves,
        np.array(prior.correlations)[:, None] ** gaps,
        per_way,
        prior.fewest,
        np.array([prior.level, 12.0 * prior.level if line else 0.0, prior.shape, prior.scale]),
        rng.random((draws, each, most + 2)),
        rng.standard_normal((draws, each, most + 1, 2)),
    )
    return BreakPosterior(
        times=times,
        number=number,
        at=at,
        prior_at=_prior_at(n, prior.fewest, per_way),
        single=single,
        dates=dates.reshape(draws * each, most),
        sizes=(sizes * spread[:, None, None]).reshape(draws * each, most),
        correlation=float(correlation @ np.array(prior.correlations)),
        fewest=prior.fewest,
    )


def _ways(n: int, fewest: int, most: int) -> Floats:
    """How many ways there are to cut n observations into spells of at least `fewest`, by 0 to `most` breaks."""
    return np.array([math.comb(n - (k + 1) * (fewest - 1) - 1, k) for k in range(most + 1)], dtype=np.float64)


def _prior_at(n: int, fewest: int, per_way: Floats) -> Floats:
    """The probability of a break at each observation before the series is seen, (n,)."""
    most = len(per_way) - 1
    weight = np.triu(np.ones((n + 1, n + 1)), fewest)
    before, after, found = np.zeros((most + 1, n + 1)), np.zeros((most + 1, n + 1)), np.zeros(n)
    weigh_beginnings(np.ascontiguousarray(weight.T), before)
    weigh_endings(weight, after)
    weigh_dates(before, after, per_way, found)
    return found
