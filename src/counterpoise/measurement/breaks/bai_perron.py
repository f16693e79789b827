"""Breaks by least squares: Bai and Perron's dates for each number of breaks, tests of the number, and intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit
from counterpoise.measurement.breaks.date_law import date_interval
from counterpoise.measurement.breaks.segmentation import least_misfit, noise_free_parts, spell_misfit

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

TRIMMING = 0.15
"""The share of the series that a spell takes at least: the tables below are for it."""

ROUNDING = 1e-12
"""Noise of so small a part of a jump's square is that of rounding."""

FIVE_PER_CENT_ANY = (8.58, 7.22, 5.96, 4.99, 3.91)
"""Critical values of sup F(k | 0), k 1 to 5, at 5 per cent, where a level changes."""

FIVE_PER_CENT_NEXT = (8.58, 10.13, 11.14, 11.83, 12.25)
"""Critical values of sup F(k + 1 | k), k 0 to 4: Bai and Perron (1998) doi 10.2307/2998540, tables I and II, and for
other trimmings (2003) doi 10.1111/1368-423X.00102."""


@dataclass(frozen=True, slots=True)
class BaiPerron:
    """Least-squares breaks of one series (n,) at `times` (n,).

    For each number of breaks 0 to `most`: `residuals`, the least sum of squares, `places`, the first observation of
    each new spell, and the criteria `bic` and `lwz`. `any_break` holds sup F(k | 0), k from 1, and `next_break` sup
    F(k + 1 | k), k from 0; neither is corrected for correlated noise. `sequential` is the number that the tests of one
    more break at 5 per cent come to.
    """

    times: Floats
    series: Floats
    residuals: Floats
    places: tuple[Places, ...]
    bic: Floats
    lwz: Floats
    any_break: Floats
    next_break: Floats
    sequential: int

    @property
    def by_bic(self) -> int:
        """The number of breaks with the least BIC (Yao 1988 doi 10.1016/0167-7152(88)90118-6)."""
        return int(np.argmin(self.bic))

    @property
    def by_lwz(self) -> int:
        """The number of breaks with the least criterion of Liu, Wu and Zidek (1997)."""
        return int(np.argmin(self.lwz))

    def dates(self, number: int) -> Floats:
        """The times at which new spells begin, with so many breaks."""
        return self.times[self.places[number]]

    def interval(self, number: int, place: int, mass: float = 0.9) -> tuple[float, float]:
        """The first and last time at which a break of a level may lie, given how many there are; `place` counts from 0.

        Noise may have another variance before and after (Bai 1997 doi 10.1162/003465397557132). Where there is none on one side, that
        of both is taken together; without any, the break lies where it lies.
        """
        ends = [0, *self.places[number].tolist(), len(self.series)]
        here = ends[place + 1]
        before, after = self.series[ends[place] : here], self.series[here : ends[place + 2]]
        size = float(after.mean() - before.mean())
        noise = float(before.var()), float(after.var())
        if max(noise) <= ROUNDING * size**2:
            return float(self.times[here]), float(self.times[here])
        if min(noise) <= ROUNDING * size**2:
            together = float(np.average(noise, weights=[len(before), len(after)]))
            noise = together, together
        below, above = date_interval(size, *noise, mass)
        last = len(self.series) - 1
        return float(self.times[max(here - below, 0)]), float(self.times[min(here + above, last)])


def bai_perron(times: Floats, series: Floats, *, most: int = 5) -> BaiPerron:
    """Global minimisers of the sum of squares of a series (n,) about a level that changes at each break.

    Bai and Perron (1998) doi 10.2307/2998540, (2003) doi 10.1002/jae.659. A spell takes at least .15 of the series, and
    three observations. sup F(k | 0) = (n - k - 1) / k (S_0 - S_k) / S_k.

    Raises ValueError where the series is too short for one break, or does not fit its times.
    """
    n = len(series)
    fewest = max(math.floor(TRIMMING * n), 3)
    most = min(most, n // fewest - 1, 5)
    if times.shape != series.shape or most < 1:
        raise ValueError(
            f"found {times.shape} times and {series.shape} values; expected at least {2 * fewest} of each"
        )
    least, places = least_squares_breaks(times, series[:, None], fewest=fewest, most=most)
    # What a sum of squares is below the rounding of the series is nothing: its quotients would leave the range of numbers.
    rounding = np.finfo(float).eps ** 2 * least[0, 0]
    residuals = np.maximum(least[:, 0], max(float(rounding), np.finfo(float).tiny))
    chosen = tuple(places[k, :k, 0] for k in range(most + 1))
    number = np.arange(most + 1)
    parameters = 2 * number + 1  # levels and dates
    further = number[1:]
    any_break = (n - further - 1) / further * (residuals[0] - residuals[1:]) / residuals[1:]
    next_break = _next_break(times, series, residuals, chosen, fewest)
    passed = next_break > np.array(FIVE_PER_CENT_NEXT[:most])
    return BaiPerron(
        times=times,
        series=series,
        residuals=residuals,
        places=chosen,
        bic=np.log(residuals / n) + parameters * math.log(n) / n,
        lwz=np.log(residuals / (n - parameters)) + parameters / n * 0.299 * math.log(n) ** 2.1,
        any_break=any_break,
        next_break=next_break,
        sequential=int(np.argmin(np.append(passed, False))),
    )


def least_squares_breaks(times: Floats, series: Floats, *, fewest: int, most: int) -> tuple[Floats, Places]:
    """Least sums of squares (most + 1, draws) and places of breaks (most + 1, most, draws) of a series (n, draws).

    Row k of the places has k of them, the rest is -1.
    """
    x = (times - times.mean()) / (times[-1] - times[0])
    return _least_squares(x, series - series.mean(axis=0), fewest, most)


@njit
def _least_squares(x: Floats, series: Floats, fewest: int, most: int) -> tuple[Floats, Places]:
    n, draws = series.shape
    residuals = np.zeros((most + 1, draws))
    places = np.full((most + 1, most, draws), -1)
    parts = np.zeros((2, n, 3))
    misfit, least = np.zeros((n + 1, n + 1)), np.zeros((most + 1, n + 1))
    start = np.zeros((most + 1, n + 1), dtype=np.int64)
    for draw in range(draws):
        noise_free_parts(x, series[:, draw], np.zeros(n), parts)
        spell_misfit(parts, np.inf, 0.0, misfit)
        least_misfit(misfit, fewest, most, least, start)
        residuals[:, draw] = least[:, n]
        for number in range(1, most + 1):
            end = n
            for k in range(number, 0, -1):
                end = start[k, end]
                places[number, k - 1, draw] = end
    return residuals, places


def _next_break(
    times: Floats, series: Floats, residuals: Floats, places: tuple[Places, ...], fewest: int
) -> Floats:
    """sup F(k + 1 | k): the greatest F of one more break within one of the k + 1 spells, (most,).

    A number of breaks of which no spell can be parted again has 0.
    """
    n = len(series)
    found = np.zeros(len(places) - 1)
    for k in range(len(found)):
        ends = [0, *places[k].tolist(), n]
        for begin, end in pairwise(ends):
            if end - begin >= 2 * fewest:
                within, _ = least_squares_breaks(
                    times[begin:end], series[begin:end, None], fewest=fewest, most=1
                )
                gained = float(within[0, 0] - within[1, 0])
                found[k] = max(found[k], gained / (residuals[k] / (n - k - 1)))
    return found
