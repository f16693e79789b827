"""The weight of every way to cut a series into spells, summed over variances and correlations of its noise."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit
from counterpoise.measurement.breaks.segmentation import (
    least_misfit,
    noise_free_parts,
    spell_fit,
    spell_misfit,
    weigh_beginnings,
    weigh_dates,
    weigh_endings,
)

Floats = NDArray[np.float64]

BELOW, ABOVE, STEP = 5.0, 7.0, 1.0
"""How far the nodes of the noise variance reach below and above its best values, and their distance, in standard
deviations of its logarithm; of a normal function the trapezoid rule then errs by 2 exp(-2 pi^2), 5e-9."""

NOTHING = 25.0
"""A node whose weight is exp(-25) of the greatest so far adds nothing."""


@njit
def weigh_spells(
    x: Floats,
    series: Floats,
    moves: NDArray[np.bool_],
    ratios: Floats,
    per_way: Floats,
    fewest: int,
    prior: Floats,
    uniforms: Floats,
    normals: Floats,
) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.int64], Floats]:
    """Weigh all ways of cutting each draw, series (draws, n), and draw some of them.

    `ratios` (correlations, n) are those of the noise with that of the observation before; `per_way` (most + 1,) the
    prior of one way of each number of breaks; `prior` the variances of level and slope, and shape and scale of the
    noise variance; `uniforms` (draws, each, most + 2) and `normals` (draws, each, most + 1, 2) what is drawn by.

    Gives, as means over the draws, the probability of each number (most + 1,), of a break at each observation (n,),
    of each date of a single one (n,), and of each correlation; and the dates and sizes (draws, each, most) drawn.
    """
    draws, n = series.shape
    most, each, kinds = len(per_way) - 1, uniforms.shape[1], len(ratios)
    level, slope, shape, scale = prior[0], prior[1], prior[2], prior[3]
    number, at, single, correlation = np.zeros(most + 1), np.zeros(n), np.zeros(n), np.zeros(kinds)
    dates = np.full((draws, each, most), -1)
    sizes = np.zeros((draws, each, most))
    misfit = np.zeros((kinds, n + 1, n + 1))
    parts = np.zeros((kinds, 2, n, 3))
    weight, weight_to = np.zeros((n + 1, n + 1)), np.zeros((n + 1, n + 1))
    share = np.ones((kinds, n + 1, n + 1))
    for kind in range(kinds):
        noise_free_parts(x, x, ratios[kind], parts[kind])
        _lost_likelihood(parts[kind], ratios[kind], level, slope, share[kind])
    before, after = np.zeros((most + 1, n + 1)), np.zeros((most + 1, n + 1))
    start = np.zeros((most + 1, n + 1), dtype=np.int64)
    degrees = shape + n / 2
    deviation = 1 / math.sqrt(degrees)
    # Nodes a whole fraction of a doubling apart: likelihoods at half the variance are the squares of those at the whole.
    halving = math.ceil(math.log(2.0) / (STEP * deviation))
    step = math.log(2.0) / halving
    likelihood = np.zeros((halving, n + 1, n + 1))
    high, count = np.zeros(kinds), np.zeros(kinds, dtype=np.int64)
    for draw in range(draws):
        if not moves[draw]:
            number[0] += 1.0
            correlation += 1.0 / kinds
            continue
        for kind in range(kinds):
            noise_free_parts(x, series[draw], ratios[kind], parts[kind])
            spell_misfit(parts[kind], level, slope, misfit[kind])
            least_misfit(misfit[kind], fewest, most, before, start)
            low = math.log((scale + before[:, n].min() / 2) / degrees) - BELOW * deviation
            high[kind] = math.log((scale + misfit[kind, 0, n] / 2) / degrees) + ABOVE * deviation
            count[kind] = int((high[kind] - low) / step) + 2
        of_node = np.zeros((kinds, count.max(), most + 1))
        at_here, single_here = np.zeros(n), np.zeros(n)
        reference = -np.inf
        for kind in range(kinds):
            for node in range(count[kind]):
                log_variance = high[kind] - node * step
                squared = node >= halving
                spells = likelihood[node % halving]
                _spell_likelihood(misfit[kind], math.exp(log_variance), fewest, squared, spells)
                _spell_weights(spells, share[kind], fewest, weight, weight_to)
                weigh_beginnings(weight_to, before)
                here = (per_way * before[:, n]).sum()
                if here == 0.0:
                    continue
                log_scale = -degrees * log_variance - scale / math.exp(log_variance)
                reached = log_scale + math.log(here)
                if reached < reference - NOTHING:
                    continue
                if reached > reference:
                    # All that was summed is brought to the new scale, so that no weight leaves the range of numbers.
                    smaller = math.exp(reference - reached)
                    of_node *= smaller
                    at_here *= smaller
                    single_here *= smaller
                    reference = reached
                factor = math.exp(log_scale - reference)
                weigh_endings(weight, after)
                of_node[kind, node] = factor * per_way * before[:, n]
                weigh_dates(before, after, factor * per_way, at_here)
                for i in range(1, n):
                    single_here[i] += factor * before[0, i] * after[0, i]
        total = of_node.sum()
        number += of_node.sum(axis=0).sum(axis=0) / total
        correlation += of_node.sum(axis=2).sum(axis=1) / total
        at += at_here / total
        single += single_here / single_here.sum()
        for path in range(each):
            left = uniforms[draw, path, 0] * total
            kind, node, breaks = _chosen(of_node, left)
            if breaks == 0:
                continue
            variance = math.exp(high[kind] - node * step)
            _spell_likelihood(misfit[kind], variance, fewest, False, likelihood[0])
            _spell_weights(likelihood[0], share[kind], fewest, weight, weight_to)
            weigh_beginnings(weight_to, before)
            _draw_dates(weight_to, before, fewest, breaks, uniforms[draw, path, 1:], dates[draw, path])
            _draw_sizes(
                x, parts[kind], variance, level, slope, breaks, dates[draw, path], normals[draw, path], sizes[draw, path]
            )  # fmt: skip
    moving = max(moves.sum(), 1)
    return number / draws, at / draws, single / moving, correlation / draws, dates, sizes


@njit
def _lost_likelihood(parts: Floats, ratio: Floats, level: float, slope: float, share: Floats) -> None:
    """Fill `share` (n + 1, n + 1): what is left of a spell's likelihood by the integral over its level and slope."""
    n = parts.shape[1]
    for i in range(n):
        certain = 1.0
        for j in range(i + 1, n + 1):
            if j - 1 > i:
                certain /= math.sqrt(1 - ratio[j - 1] ** 2)
            known, _, spread, _, _ = spell_fit(parts, i, j)
            share[i, j] = certain / math.sqrt((1 + level * known) * (1 + slope * spread))


@njit
def _spell_likelihood(
    misfit: Floats, variance: float, fewest: int, squared: bool, likelihood: Floats
) -> None:
    """The likelihood of each spell at its best level, given the variance of the noise; or the square of what it was."""
    n = misfit.shape[0] - 1
    half = -0.5 / variance
    for i in range(n - fewest + 1):
        for j in range(i + fewest, n + 1):
            if squared:
                likelihood[i, j] *= likelihood[i, j]
            else:
                likelihood[i, j] = math.exp(misfit[i, j] * half)


@njit
def _spell_weights(likelihood: Floats, share: Floats, fewest: int, weight: Floats, weight_to: Floats) -> None:
    """The weight of each spell of at least `fewest` observations, by its first observation and by what follows it."""
    n = likelihood.shape[0] - 1
    for i in range(n - fewest + 1):
        for j in range(i + fewest, n + 1):
            weight[i, j] = share[i, j] * likelihood[i, j]
            weight_to[j, i] = weight[i, j]


@njit
def _chosen(of_node: Floats, left: float) -> tuple[int, int, int]:
    """The correlation, the node and the number of breaks at which the sum of weights passes `left`."""
    kinds, nodes, numbers = of_node.shape
    for kind in range(kinds):
        for node in range(nodes):
            for number in range(numbers):
                left -= of_node[kind, node, number]
                if left < 0:
                    return kind, node, number
    return 0, 0, 0


@njit
def _draw_dates(
    weight_to: Floats, before: Floats, fewest: int, breaks: int, uniform: Floats, dates: NDArray[np.int64]
) -> None:
    """Draw where each break lies, from the last back: Fearnhead (2006), section 3."""
    end = weight_to.shape[0] - 1
    for k in range(breaks, 0, -1):
        left = uniform[k] * before[k, end]
        for i in range(k * fewest, end - fewest + 1):
            gain = before[k - 1, i] * weight_to[end, i]
            if gain > 0:
                dates[k - 1] = i
                left -= gain
                if left < 0:
                    break
        end = dates[k - 1]


@njit
def _draw_sizes(
    x: Floats,
    parts: Floats,
    variance: float,
    level: float,
    slope: float,
    breaks: int,
    dates: NDArray[np.int64],
    normal: Floats,
    sizes: Floats,
) -> None:
    """Draw the levels and slopes of the spells between `dates`, and the change from each to the next at its date."""
    begin = 0
    reached = 0.0
    for k in range(breaks + 1):
        end = len(x) if k == breaks else dates[k]
        known, of_level, spread, leaning, middle = spell_fit(parts, begin, end)
        sure = known + 1 / level
        height = of_level / sure + math.sqrt(variance / sure) * normal[k, 0]
        tilt = 0.0
        if slope > 0:
            sure = spread + 1 / slope
            tilt = leaning / sure + math.sqrt(variance / sure) * normal[k, 1]
        if k > 0:
            sizes[k - 1] = height + tilt * (x[begin] - middle) - reached
        if k < breaks:
            reached = height + tilt * (x[end] - middle)
        begin = end
