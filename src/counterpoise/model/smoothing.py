"""Draws of unobserved series given everything else, from the sparse precision of all years at once, compiled.

Given pressure and parameters, the filters and ties of a state over all years with their levels are one Gaussian vector. Its
precision is a band, as each year depends on the one before, with a border of levels. To factor it from the first
year to the last and to solve from the last to the first is forward filtering and backward sampling (Carter and Kohn
1994, On Gibbs sampling for state space models, Biometrika 81; Fruehwirth-Schnatter 1994, Data augmentation and dynamic linear
models, Journal of Time Series Analysis 15), written by precisions as in Chan and Jeliazkov (2009), Efficient simulation
and integrated likelihood estimation in state space models (International Journal of Mathematical Modelling and
Numerical Optimisation 1). What is not observed has the precision 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit_finite

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]


@njit_finite
def gaussian_draw(precision: Array, towards: Array, first: Numbers, noise: Array) -> Array:
    """A draw (D,) of the normal with a precision (D, D) and mean precision^-1 towards (D,), from standard normal noise (D,).

    Of row i no column before `first[i]` is other than 0, and only the lower half is read. The precision is overwritten by its Cholesky factor.
    """
    size = towards.shape[0]
    found = np.empty(size)
    for i in range(size):
        for j in range(first[i], i):
            begin = max(first[i], first[j])
            total = precision[i, j]
            for k in range(begin, j):
                total -= precision[i, k] * precision[j, k]
            precision[i, j] = total / precision[j, j]
        square, solved = precision[i, i], towards[i]
        for k in range(first[i], i):
            square -= precision[i, k] * precision[i, k]
            solved -= precision[i, k] * found[k]
        precision[i, i] = np.sqrt(square)
        found[i] = solved / precision[i, i]
    for i in range(size):
        found[i] += noise[i]
    for i in range(size - 1, -1, -1):
        found[i] /= precision[i, i]
        for k in range(first[i], i):
            found[k] -= precision[i, k] * found[i]
    return found


@njit_finite
def state_draws(
    filters: tuple[Array, Array, Array],
    ties: tuple[Array, Array, Array, Array],
    felt: Array,
    measures: tuple[Array, Array, Array, Numbers, Array],
    observed: tuple[Array, Array, Array],
    noise: Array,
) -> Array:
    """Filters, ties about their levels, and levels of each state, drawn together: (N, T (K + 2) + 2 + R).

    `filters` are the persistence, response and variance of shocks (K,); `ties` the persistence (2,), the precision of shocks (2, 2),
    what moves ties beside filters (2, N, T), and the weights of filters (2, 2, K): mediated and moderated. `felt` (N, T) is pressure
    as a state feels it. `measures` are values and precisions (R, N, T), loadings (R,), the filter of each (R,) and the precision of
    levels (R,); `observed` ties and their precisions (2, N, T) and the precision of levels (2,). Of each state first come the years,
    each with its filters and both ties, then the levels of ties and those of measures.
    """
    persistence, response, variance = filters
    lasting, between, moved, weights = ties
    values, precisions, loading, filter_of, level = measures
    seen, sure, tie_level = observed
    n, t, k, r = felt.shape[0], felt.shape[1], persistence.shape[0], loading.shape[0]
    wide = k + 2
    inner = t * wide
    size = inner + 2 + r
    first = np.zeros(size, np.int64)
    for i in range(inner):
        first[i] = max(0, (i // wide - 1) * wide)
    found = np.empty((n, size))
    matrix = np.empty((size, size))
    row = np.zeros((2, 2 * wide))
    for state in range(n):
        towards = np.zeros(size)
        for i in range(size):
            for j in range(first[i], i + 1):
                matrix[i, j] = 0.0
        for year in range(t):
            now = year * wide
            before = now - wide
            for of in range(k):
                rho, place = persistence[of], now + of
                aim = response[of] * felt[state, year]
                weight = 1 / variance[of]
                if year == 0:
                    weight *= 1 - rho * rho
                else:
                    matrix[place - wide, place - wide] += weight * rho * rho
                    matrix[place, place - wide] -= weight * rho
                    towards[place - wide] -= weight * rho * aim
                matrix[place, place] += weight
                towards[place] += weight * aim
            for side in range(2):
                rho = lasting[side]
                scale = np.sqrt(1 - rho * rho) if year == 0 else 1.0
                for of in range(k):
                    row[side, wide + of] = -scale * (
                        weights[0, side, of] + weights[1, side, of] * felt[state, year]
                    )
                row[side, k + side] = 0.0 if year == 0 else -rho
                row[side, wide + k + side] = scale
            for side in range(2):
                scale = np.sqrt(1 - lasting[side] ** 2) if year == 0 else 1.0
                aim = scale * moved[side, state, year]
                for other in range(2):
                    weight = between[side, other]
                    for i in range(k, 2 * wide):
                        left = weight * row[other, i]
                        if left == 0.0:
                            continue
                        towards[before + i] += left * aim
                        for j in range(k, i + 1):
                            if row[side, j] != 0.0:
                                matrix[before + i, before + j] += left * row[side, j]
            for side in range(2):
                weight, place = sure[side, state, year], now + k + side
                if weight > 0:
                    matrix[place, place] += weight
                    matrix[inner + side, place] += weight
                    matrix[inner + side, inner + side] += weight
                    towards[place] += weight * seen[side, state, year]
                    towards[inner + side] += weight * seen[side, state, year]
            for of in range(r):
                weight, place, border = precisions[of, state, year], now + filter_of[of], inner + 2 + of
                if weight > 0:
                    matrix[place, place] += weight * loading[of] ** 2
                    matrix[border, place] += weight * loading[of]
                    matrix[border, border] += weight
                    towards[place] += weight * loading[of] * values[of, state, year]
                    towards[border] += weight * values[of, state, year]
        for side in range(2):
            matrix[inner + side, inner + side] += tie_level[side]
        for of in range(r):
            matrix[inner + 2 + of, inner + 2 + of] += level[of]
        found[state] = gaussian_draw(matrix, towards, first, noise[state])
    return found
