"""The density of what is observed of states with their filters, ties and levels integrated out, and its gradient, compiled.

Given pressure, effects of years and parameters, all of that is Gaussian. The gradient is the expectation of that of the joint
density over what is not observed (Fisher's identity; Cappe, Moulines and Ryden 2005, Inference in Hidden Markov Models, 10.1.6),
which takes the means and covariances of `smoothing`. Of each year come the K filters and both ties; in the border stand the levels
of ties and of measures, and what pressure does to either tie in a state beyond what it does everywhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit_unchecked
from counterpoise.model.sampler.smoothing import covariances, factor, solve

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]

Filters = tuple[Array, Array, Array]
"""Persistence, response to pressure and variance of shocks of each filter (K,)."""

Ties = tuple[Array, Array, Array, Array, Array, Array]
"""Persistence (2,), precision of shocks (2, 2), direct effect (2,), mediated and moderated effects (2, K), and the precision (2,) of
how far states differ in their direct effect, (0,) where they do not."""

Measures = tuple[Array, Array, Array, Numbers, Array]
"""Values and precisions (T, R, N), loadings (R,), the filter of each (R,) and the precision of levels (R,)."""

Observed = tuple[Array, Array, Array]
"""Ties and their precisions (T, 2, N) and the precision of levels (2,)."""


@njit_unchecked
def precision_of(
    felt: Array, year: Array, filters: Filters, ties: Ties, measures: Measures, observed: Observed
) -> tuple[Array, Array, Array, Array, Array, Array, Array]:
    """The blocks of the precision of all states (see `smoothing`), that times its mean (T, w, N) and (b, N), and the weighed squares
    (N,) of all that is given, from pressure as states feel it (T, N) and effects of years (2, T)."""
    persistence, response, variance = filters
    lasting, between, direct, mediated, moderated, own_effect = ties
    values, weights, loading, filter_of, level = measures
    seen, sure, tie_level = observed
    t, n, k, r = felt.shape[0], felt.shape[1], persistence.shape[0], loading.shape[0]
    w, b, extra = k + 2, 2 + r + own_effect.shape[0], 2 + r
    own, ahead, border = np.zeros((t, w, w, n)), np.zeros((t, w, w, n)), np.zeros((t, b, w, n))
    shared, towards, edge, square = np.zeros((b, b, n)), np.zeros((t, w, n)), np.zeros((b, n)), np.zeros(n)
    row, aim, pull = np.zeros((2, w, n)), np.zeros((2, n)), np.zeros((2, n))
    for now in range(t):
        force = felt[now]
        for of in range(k):
            rho, weight = persistence[of], 1 / variance[of]
            if now == 0:
                weight *= 1 - rho * rho
            for s in range(n):
                along = weight * response[of] * force[s]
                own[now, of, of, s] += weight
                towards[now, of, s] += along
                square[s] += along * response[of] * force[s]
            if now > 0:
                for s in range(n):
                    own[now - 1, of, of, s] += weight * rho * rho
                    ahead[now - 1, of, of, s] = -weight * rho
                    towards[now - 1, of, s] -= weight * rho * response[of] * force[s]
        _tie_rows(row, aim, force, year[:, now], lasting, direct, mediated, moderated, now == 0)
        for side in range(2):
            for other in range(2):
                weight = between[side, other]
                for s in range(n):
                    square[s] += weight * aim[side, s] * aim[other, s]
                for i in range(w):
                    if i >= k and i != k + other:
                        continue
                    for s in range(n):
                        towards[now, i, s] += weight * row[other, i, s] * aim[side, s]
                    for j in range(i + 1):
                        if j >= k and j != k + side:
                            continue
                        for s in range(n):
                            own[now, i, j, s] += weight * row[other, i, s] * row[side, j, s]
                    if now > 0:
                        for s in range(n):
                            ahead[now - 1, i, k + side, s] -= weight * lasting[side] * row[other, i, s]
                if now > 0:
                    for s in range(n):
                        towards[now - 1, k + other, s] -= weight * lasting[other] * aim[side, s]
                    if other >= side:
                        for s in range(n):
                            own[now - 1, k + other, k + side, s] += weight * lasting[other] * lasting[side]
                if b > extra:
                    scale_side, scale_other = row[side, k + side, 0], row[other, k + other, 0]
                    for s in range(n):
                        pull[other, s] = -weight * scale_other * force[s]
                        edge[extra + other, s] += pull[other, s] * aim[side, s]
                    for j in range(w):
                        if j >= k and j != k + side:
                            continue
                        for s in range(n):
                            border[now, extra + other, j, s] += pull[other, s] * row[side, j, s]
                    if now > 0:
                        for s in range(n):
                            border[now - 1, extra + other, k + side, s] -= lasting[side] * pull[other, s]
                    if other >= side:
                        for s in range(n):
                            shared[extra + other, extra + side, s] -= scale_side * force[s] * pull[other, s]
        for side in range(2):
            for s in range(n):
                weight = sure[now, side, s]
                own[now, k + side, k + side, s] += weight
                border[now, side, k + side, s] += weight
                shared[side, side, s] += weight
                towards[now, k + side, s] += weight * seen[now, side, s]
                edge[side, s] += weight * seen[now, side, s]
                square[s] += weight * seen[now, side, s] ** 2
        for of in range(r):
            by, place = loading[of], filter_of[of]
            for s in range(n):
                weight, value = weights[now, of, s], values[now, of, s]
                own[now, place, place, s] += weight * by * by
                border[now, 2 + of, place, s] += weight * by
                shared[2 + of, 2 + of, s] += weight
                towards[now, place, s] += weight * by * value
                edge[2 + of, s] += weight * value
                square[s] += weight * value * value
    for i in range(b):
        of_level = tie_level[i] if i < 2 else level[i - 2] if i < extra else own_effect[i - extra]
        for s in range(n):
            shared[i, i, s] += of_level
    return own, ahead, border, shared, towards, edge, square


@njit_unchecked
def _tie_rows(
    row: Array,
    aim: Array,
    force: Array,
    year: Array,
    lasting: Array,
    direct: Array,
    mediated: Array,
    moderated: Array,
    first: bool,
) -> None:
    """What the shock of either tie is of the filters and ties of its year (2, w, N), and what is given of it (2, N)."""
    k = mediated.shape[1]
    for side in range(2):
        scale = np.sqrt(1 - lasting[side] ** 2) if first else 1.0
        for s in range(force.shape[0]):
            aim[side, s] = scale * (direct[side] * force[s] + year[side])
            row[side, k + side, s] = scale
        for of in range(k):
            for s in range(force.shape[0]):
                row[side, of, s] = -scale * (mediated[side, of] + moderated[side, of] * force[s])


@njit_unchecked
def state_draws(
    felt: Array,
    year: Array,
    filters: Filters,
    ties: Ties,
    measures: Measures,
    observed: Observed,
    noise: Array,
) -> tuple[Array, Array]:
    """Filters and ties about their levels (T, K + 2, N), and the border (b, N), drawn together from noise (T (K + 2) + b, N)."""
    own, ahead, border, shared, towards, edge, square = precision_of(
        felt, year, filters, ties, measures, observed
    )
    factor(own, ahead, border, shared, square)
    solve(own, ahead, border, shared, towards, edge, noise, square)
    return towards, edge


@njit_unchecked
def marginal(
    felt: Array, year: Array, filters: Filters, ties: Ties, measures: Measures, observed: Observed
) -> tuple[bool, float, Array, Array, Array, Array, Array, Array, Array, Array]:
    """The log density of measures and ties up to a constant of the data, and its gradient.

    Gives whether the precision of every state is positive definite to the machine, else all is 0; the density; the gradient in the
    persistence, the response and the logarithm of the standard deviation of shocks of filters (3, K); in the persistence of
    ties (2,), and the expected squares and products of their shocks (2, 2); in mediated and moderated effects (2, 2, K); in what
    moves either tie (T, 2, N) and in pressure as it is felt (T, N) beyond `direct`; the expected squares of the border (b,),
    added up; and the gradient in loadings and in the variances of errors (2, R).
    """
    persistence, response, variance = filters
    lasting, between, direct, mediated, moderated, own_effect = ties
    values, weights, loading, filter_of, level = measures
    tie_level = observed[2]
    t, n, k, r = felt.shape[0], felt.shape[1], persistence.shape[0], loading.shape[0]
    w, extra = k + 2, 2 + r
    b = extra + own_effect.shape[0]
    of_filters, of_lasting, products = np.zeros((3, k)), np.zeros(2), np.zeros((2, 2))
    of_effects, of_moved, of_felt = np.zeros((2, 2, k)), np.zeros((t, 2, n)), np.zeros((t, n))
    edge_squares, of_measures = np.zeros(b), np.zeros((2, r))
    own, ahead, border, shared, m, edge, square = precision_of(felt, year, filters, ties, measures, observed)
    log, gained = np.zeros(n), np.zeros(n)
    total = 0.0
    sound = factor(own, ahead, border, shared, log)
    if sound:
        solve(own, ahead, border, shared, m, edge, np.zeros((t * w + b, n)), gained)
        total = 0.5 * (gained - square - log).sum() + _constant(
            n, t, filters, ties, weights, level, tie_level
        )
        within, next_with, border_with, of_border = covariances(own, ahead, border, shared)
        for i in range(b):
            for s in range(n):
                edge_squares[i] += edge[i, s] ** 2 + of_border[i, i, s]
        row, aim, shock = np.zeros((2, w, n)), np.zeros((2, n)), np.zeros((2, n))
        here, before, at_edge = np.zeros((2, w, n)), np.zeros((2, 2, n)), np.zeros((2, 2, n))
        for now in range(t):
            force = felt[now]
            for of in range(k):
                rho, one = persistence[of], 1 / variance[of]
                if now == 0:
                    rest = 1 - rho * rho
                    for s in range(n):
                        left = m[0, of, s] - response[of] * force[s]
                        scaled = rest * one * (left * left + within[0, of, of, s]) - 1
                        of_filters[0, of] += rho / rest * scaled
                        of_filters[1, of] += rest * one * left * force[s]
                        of_filters[2, of] += scaled
                        of_felt[0, s] += rest * one * left * response[of]
                else:
                    for s in range(n):
                        past, together = m[now - 1, of, s], next_with[now - 1, of, of, s]
                        alone = within[now - 1, of, of, s]
                        left = m[now, of, s] - rho * past - response[of] * force[s]
                        spread = within[now, of, of, s] - 2 * rho * together + rho * rho * alone
                        of_filters[0, of] += one * (left * past + together - rho * alone)
                        of_filters[1, of] += one * left * force[s]
                        of_filters[2, of] += one * (left * left + spread) - 1
                        of_felt[now, s] += one * left * response[of]
            _tie_rows(row, aim, force, year[:, now], lasting, direct, mediated, moderated, now == 0)
            here[:] = 0
            before[:] = 0
            at_edge[:] = 0
            # Either shock and its covariance with what its equation names: filters and ties, ties before, and the border.
            for side in range(2):
                back = 0.0 if now == 0 else -lasting[side]
                scale = row[side, k + side, 0]
                for s in range(n):
                    shock[side, s] = -aim[side, s]
                for i in range(w):
                    if i >= k and i != k + side:
                        continue
                    for s in range(n):
                        shock[side, s] += row[side, i, s] * m[now, i, s]
                    for j in range(w):
                        for s in range(n):
                            here[side, j, s] += within[now, j, i, s] * row[side, i, s]
                    if now > 0:
                        for other in range(2):
                            for s in range(n):
                                before[side, other, s] += (
                                    next_with[now - 1, i, k + other, s] * row[side, i, s]
                                )
                    for other in range(b - extra):
                        for s in range(n):
                            at_edge[side, other, s] += border_with[now, extra + other, i, s] * row[side, i, s]
                if now > 0:
                    for s in range(n):
                        shock[side, s] += back * m[now - 1, k + side, s]
                    for j in range(w):
                        for s in range(n):
                            here[side, j, s] += back * next_with[now - 1, j, k + side, s]
                    for other in range(2):
                        for s in range(n):
                            before[side, other, s] += back * within[now - 1, k + other, k + side, s]
                    for other in range(b - extra):
                        for s in range(n):
                            at_edge[side, other, s] += back * border_with[now - 1, extra + other, k + side, s]
                if b > extra:
                    for s in range(n):
                        shock[side, s] -= scale * force[s] * edge[extra + side, s]
                    for j in range(w):
                        for s in range(n):
                            here[side, j, s] -= border_with[now, extra + side, j, s] * scale * force[s]
                    for other in range(2):
                        for s in range(n):
                            at_edge[side, other, s] -= (
                                of_border[extra + other, extra + side, s] * scale * force[s]
                            )
                        if now > 0:
                            for s in range(n):
                                before[side, other, s] -= (
                                    border_with[now - 1, extra + side, k + other, s] * scale * force[s]
                                )
            for side in range(2):
                for other in range(2):
                    scale = row[other, k + other, 0]
                    covered = 0.0
                    for s in range(n):
                        covered += shock[side, s] * shock[other, s]
                        if now > 0:
                            covered -= lasting[other] * before[side, other, s]
                    for i in range(w):
                        if i >= k and i != k + other:
                            continue
                        for s in range(n):
                            covered += here[side, i, s] * row[other, i, s]
                    if b > extra:
                        for s in range(n):
                            covered -= at_edge[side, other, s] * scale * force[s]
                    products[side, other] += covered
                    if now == 0:
                        of_lasting[other] += (
                            lasting[other] / (1 - lasting[other] ** 2) * between[side, other] * covered
                        )
            for side in range(2):
                if now == 0:
                    of_lasting[side] -= n * lasting[side] / (1 - lasting[side] ** 2)
                for other in range(2):
                    weight = between[side, other]
                    if now > 0:
                        for s in range(n):
                            of_lasting[side] += weight * (
                                shock[other, s] * m[now - 1, k + side, s] + before[other, side, s]
                            )
                    weight *= row[side, k + side, 0]
                    for s in range(n):
                        of_moved[now, side, s] += weight * shock[other, s]
                    if b > extra:
                        for s in range(n):
                            of_felt[now, s] += weight * (
                                shock[other, s] * edge[extra + side, s] + at_edge[other, side, s]
                            )
                    for of in range(k):
                        for s in range(n):
                            gain = weight * (shock[other, s] * m[now, of, s] + here[other, of, s])
                            of_effects[0, side, of] += gain
                            of_effects[1, side, of] += gain * force[s]
                            of_felt[now, s] += gain * moderated[side, of]
            for of in range(r):
                by, place, at = loading[of], filter_of[of], 2 + of
                for s in range(n):
                    weight = weights[now, of, s]
                    left = values[now, of, s] - by * m[now, place, s] - edge[at, s]
                    with_level = border_with[now, at, place, s]
                    along = by * within[now, place, place, s] + with_level
                    squared = left * left + by * (along + with_level) + of_border[at, at, s]
                    of_measures[0, of] += weight * (left * m[now, place, s] - along)
                    of_measures[1, of] += 0.5 * weight * (weight * squared - 1)
    return (
        sound,
        total,
        of_filters,
        of_lasting,
        products,
        of_effects,
        of_moved,
        of_felt,
        edge_squares,
        of_measures,
    )


@njit_unchecked
def _constant(
    n: int, t: int, filters: Filters, ties: Ties, weights: Array, level: Array, tie_level: Array
) -> float:
    """Half the logarithm of what all variances that are given come to."""
    lasting, between = ties[0], ties[1]
    found = n * t * np.log(between[0, 0] * between[1, 1] - between[0, 1] ** 2)
    found += (
        n * np.log(1 - lasting**2).sum() + n * (np.log(1 - filters[0] ** 2) - t * np.log(filters[2])).sum()
    )
    found += n * (np.log(tie_level).sum() + np.log(level).sum() + np.log(ties[5]).sum())
    for weight in weights.ravel():
        if weight > 0:
            found += np.log(weight)
    return 0.5 * float(found)
