"""A series cut into spells: how badly each spell fits a level or a line, and every way of cutting, by recursion.

Spells are numbered by where they begin and where the next begins: `misfit[i, j]` is of the observations i to j - 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit

Floats = NDArray[np.float64]


@njit
def noise_free_parts(times: Floats, series: Floats, ratio: Floats, parts: Floats) -> None:
    """Fill `parts` (2, n, 3) with level, time and value of each observation, freed of the noise of the one before.

    `ratio` (n,) is the correlation of the noise with that one. `parts[0]` is of an observation that begins a spell,
    whose noise is new, `parts[1]` of one that continues it. Prais and Winsten (1954): both have the same variance.
    """
    for t in range(len(series)):
        parts[0, t, 0], parts[0, t, 1], parts[0, t, 2] = 1.0, times[t], series[t]
        if t > 0:
            own = 1.0 / np.sqrt(1.0 - ratio[t] * ratio[t])
            parts[1, t] = (parts[0, t] - ratio[t] * parts[0, t - 1]) * own


@njit
def spell_misfit(parts: Floats, level: float, slope: float, misfit: Floats) -> None:
    """Fill `misfit` (n + 1, n + 1) of a series given by `noise_free_parts`, its times and values centred on 0.

    The misfit of a spell is the least sum of squares about its level, or its line, penalised as the prior asks:
    N(0, level) for the level at the spell's middle and N(0, slope) for the slope, in units of the noise variance.
    `slope` 0 is a level alone; infinite variances give least squares.
    """
    n = parts.shape[1]
    for i in range(n):
        sums = np.zeros(6)
        for j in range(i, n):
            _add(parts[min(j - i, 1), j], sums)
            found = sums[5] - sums[2] * sums[2] / (sums[0] + 1.0 / level)
            if slope > 0.0:
                spread = sums[3] - sums[1] * sums[1] / sums[0]
                leaning = sums[4] - sums[1] * sums[2] / sums[0]
                if j > i:
                    found -= leaning * leaning / (spread + 1.0 / slope)
            misfit[i, j + 1] = max(found, 0.0)


@njit
def spell_fit(parts: Floats, begin: int, end: int) -> tuple[float, float, float, float, float]:
    """Of one spell: how much is known of its level, what it sums to, the same of its slope, and its middle in time."""
    sums = np.zeros(6)
    for j in range(begin, end):
        _add(parts[min(j - begin, 1), j], sums)
    spread = sums[3] - sums[1] * sums[1] / sums[0]
    leaning = sums[4] - sums[1] * sums[2] / sums[0]
    return sums[0], sums[2], spread, leaning, sums[1] / sums[0]


@njit
def _add(part: Floats, sums: Floats) -> None:
    level, time, value = part[0], part[1], part[2]
    sums[0] += level * level
    sums[1] += level * time
    sums[2] += level * value
    sums[3] += time * time
    sums[4] += time * value
    sums[5] += value * value


@njit
def least_misfit(misfit: Floats, fewest: int, most: int, least: Floats, start: NDArray[np.int64]) -> None:
    """Fill `least` (most + 1, n + 1), the least misfit of the first j observations with k breaks, and its last start.

    Bai and Perron (2003) doi 10.1002/jae.659: dynamic programming over the n^2 / 2 spells of at least `fewest`
    observations.
    """
    n = misfit.shape[0] - 1
    least[:, :] = np.inf
    for j in range(fewest, n + 1):
        least[0, j] = misfit[0, j]
    for k in range(1, most + 1):
        for j in range((k + 1) * fewest, n + 1):
            for i in range(k * fewest, j - fewest + 1):
                found = least[k - 1, i] + misfit[i, j]
                if found < least[k, j]:
                    least[k, j] = found
                    start[k, j] = i


@njit
def weigh_beginnings(weight_to: Floats, before: Floats) -> None:
    """Fill `before` (most + 1, n + 1): the weight of all ways to cut the first j observations by k breaks.

    `weight_to[j, i]` is that of the spell from i to j - 1, 0 where it is too short; that of a way is the product over
    its spells.
    """
    most, n = before.shape[0] - 1, before.shape[1] - 1
    before[0] = weight_to[:, 0]
    for k in range(most):
        fewer = before[k]
        for j in range(n + 1):
            spells = weight_to[j]
            total = 0.0
            for i in range(1, j):
                total += fewer[i] * spells[i]
            before[k + 1, j] = total


@njit
def weigh_endings(weight: Floats, after: Floats) -> None:
    """Fill `after` (most + 1, n + 1): the weight of all ways to cut the observations from i on by k breaks.

    `weight[i, j]` is that of the spell from i to j - 1.
    """
    most, n = after.shape[0] - 1, after.shape[1] - 1
    after[0] = weight[:, n]
    for k in range(most):
        fewer = after[k]
        for i in range(n + 1):
            spells = weight[i]
            total = 0.0
            for j in range(i + 1, n):
                total += fewer[j] * spells[j]
            after[k + 1, i] = total


@njit
def weigh_dates(before: Floats, after: Floats, per_number: Floats, found: Floats) -> None:
    """Add to `found` (n,) the weight of all ways with a break at each observation, the first of its spell.

    `per_number` (most + 1,) is the weight of each number of breaks, for one way of that number.
    """
    most, n = before.shape[0] - 1, before.shape[1] - 1
    for k in range(1, most + 1):
        for left in range(k):
            for i in range(1, n):
                found[i] += per_number[k] * before[left, i] * after[k - 1 - left, i]
