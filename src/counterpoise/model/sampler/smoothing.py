"""Gaussian vectors of years with a border of what all years share, one for each state and all states at once, compiled.

The precision of such a vector is a band, as each year depends on the one before, with the border. Factored from the
first year to the last and solved from the last to the first, it gives means and draws (forward filtering, backward
sampling: Carter and Kohn 1994, Biometrika 81; Fruehwirth-Schnatter 1994, Journal of Time Series Analysis 15) and the density
of what is observed with the vector integrated out (Chan and Jeliazkov 2009, International Journal of Mathematical Modelling
and Numerical Optimisation 1); the covariances of neighbouring years follow by the recursion of Takahashi, Fagan and Chen (1973).

With w numbers of each of T years and b in the border, of N states, the precision has the blocks

    own     (T, w, w, N)  a year with itself, of which the lower half is read
    ahead   (T, w, w, N)  the next year with this one
    border  (T, b, w, N)  the border with a year
    shared  (b, b, N)     the border with itself, lower half

States come last, since every step of the arithmetic is the same for all of them and a processor takes several at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit_unchecked

Array = NDArray[np.float64]

SMALLEST = 1e-200
"""No pivot of a positive definite precision is below this one."""


@njit_unchecked
def factor(own: Array, ahead: Array, border: Array, shared: Array, log: Array) -> bool:
    """Turn precisions into their Cholesky factors in their place, and add the logarithms of determinants to `log` (N,).

    Gives whether all are positive definite to the machine.
    """
    years = own.shape[0]
    for t in range(years):
        if not cholesky(own[t], log):
            return False
        _right(border[t], own[t])
        _less(shared, border[t], border[t], True)
        if t + 1 < years:
            _right(ahead[t], own[t])
            _less(own[t + 1], ahead[t], ahead[t], True)
            _less(border[t + 1], border[t], ahead[t], False)
    return cholesky(shared, log)


@njit_unchecked
def cholesky(block: Array, log: Array) -> bool:
    """Turn the lower halves of blocks (w, w, N) into their Cholesky factors, in their place, and add the logarithms of determinants."""
    w, n = block.shape[0], block.shape[2]
    for i in range(w):
        for j in range(i + 1):
            for k in range(j):
                for s in range(n):
                    block[i, j, s] -= block[i, k, s] * block[j, k, s]
            if j < i:
                for s in range(n):
                    block[i, j, s] /= block[j, j, s]
        for s in range(n):
            if block[i, i, s] < SMALLEST:
                return False
            block[i, i, s] = np.sqrt(block[i, i, s])
            log[s] += 2 * np.log(block[i, i, s])
    return True


@njit_unchecked
def _right(rows: Array, left: Array) -> None:
    """Rows (m, w, N) times the inverse transpose of lower triangles (w, w, N), in their place."""
    m, w, n = rows.shape
    for i in range(m):
        for j in range(w):
            for k in range(j):
                for s in range(n):
                    rows[i, j, s] -= rows[i, k, s] * left[j, k, s]
            for s in range(n):
                rows[i, j, s] /= left[j, j, s]


@njit_unchecked
def _less(block: Array, one: Array, other: Array, half: bool) -> None:
    """Blocks (m, l, N) less (m, w, N) times the transpose of (l, w, N); of a square the lower half if that is wanted."""
    m, w, n = one.shape
    for i in range(m):
        for j in range(i + 1 if half else other.shape[0]):
            for k in range(w):
                for s in range(n):
                    block[i, j, s] -= one[i, k, s] * other[j, k, s]


@njit_unchecked
def solve(
    own: Array,
    ahead: Array,
    border: Array,
    shared: Array,
    towards: Array,
    edge: Array,
    noise: Array,
    square: Array,
) -> None:
    """Turn `towards` (T, w, N) and `edge` (b, N) in their place into draws with the mean precision^-1 times them, from factors.

    `noise` (T w + b, N) is standard normal, or 0 for the mean itself; to `square` (N,) is added towards' precision^-1 towards.
    """
    years, w, n = towards.shape
    b = edge.shape[0]
    for t in range(years):
        _forward(own[t], towards[t], square)
        for i in range(b):
            for k in range(w):
                for s in range(n):
                    edge[i, s] -= border[t, i, k, s] * towards[t, k, s]
        if t + 1 < years:
            for i in range(w):
                for k in range(w):
                    for s in range(n):
                        towards[t + 1, i, s] -= ahead[t, i, k, s] * towards[t, k, s]
    _forward(shared, edge, square)
    _backward(shared, edge, noise[years * w :])
    for t in range(years - 1, -1, -1):
        for i in range(b):
            for k in range(w):
                for s in range(n):
                    towards[t, k, s] -= border[t, i, k, s] * edge[i, s]
        if t + 1 < years:
            for i in range(w):
                for k in range(w):
                    for s in range(n):
                        towards[t, k, s] -= ahead[t, i, k, s] * towards[t + 1, i, s]
        _backward(own[t], towards[t], noise[t * w : (t + 1) * w])


@njit_unchecked
def _forward(left: Array, values: Array, square: Array) -> None:
    """Solve lower triangles (w, w, N) for values (w, N) in their place, and add up their squares."""
    w, n = values.shape
    for i in range(w):
        for k in range(i):
            for s in range(n):
                values[i, s] -= left[i, k, s] * values[k, s]
        for s in range(n):
            values[i, s] /= left[i, i, s]
            square[s] += values[i, s] ** 2


@njit_unchecked
def _backward(left: Array, values: Array, noise: Array) -> None:
    """Add noise (w, N) to values (w, N) and solve the transposes of lower triangles (w, w, N) for them, in their place."""
    w, n = values.shape
    for i in range(w):
        for s in range(n):
            values[i, s] += noise[i, s]
    for i in range(w - 1, -1, -1):
        for s in range(n):
            values[i, s] /= left[i, i, s]
        for k in range(i):
            for s in range(n):
                values[k, s] -= left[i, k, s] * values[i, s]


@njit_unchecked
def covariances(own: Array, ahead: Array, border: Array, shared: Array) -> tuple[Array, Array, Array, Array]:
    """The covariances (T, w, w, N) of a year, (T, w, w, N) of the next with it, (T, b, w, N) of the border with it, and (b, b, N).

    They follow from the factors, which are used up.
    """
    years, w, n = own.shape[0], own.shape[1], own.shape[3]
    b = shared.shape[0]
    within, next_with = np.zeros(own.shape), np.zeros(own.shape)
    border_with, of_border = np.zeros(border.shape), np.zeros(shared.shape)
    _invert(shared)
    for i in range(b):
        for j in range(i + 1):
            for k in range(i, b):
                for s in range(n):
                    of_border[i, j, s] += shared[k, i, s] * shared[k, j, s]
            for s in range(n):
                of_border[j, i, s] = of_border[i, j, s]
    for t in range(years - 1, -1, -1):
        _invert(own[t])
        _times(border[t], own[t])
        _weigh(border_with[t], of_border, border[t])
        if t + 1 < years:
            _times(ahead[t], own[t])
            _weigh(border_with[t], border_with[t + 1], ahead[t])
            _weigh(next_with[t], within[t + 1], ahead[t])
            _weigh_across(next_with[t], border_with[t + 1], border[t])
        # What the years ahead and the border leave over, times the factor of this year: only its lower half is reckoned.
        here, inverse = within[t], own[t]
        for i in range(w):
            for j in range(i + 1):
                for k in range(i, w):
                    for s in range(n):
                        here[i, j, s] += inverse[k, i, s] * inverse[k, j, s]
                for k in range(b):
                    for s in range(n):
                        here[i, j, s] -= border[t, k, i, s] * border_with[t, k, j, s]
                if t + 1 < years:
                    for k in range(w):
                        for s in range(n):
                            here[i, j, s] -= ahead[t, k, i, s] * next_with[t, k, j, s]
                for s in range(n):
                    here[j, i, s] = here[i, j, s]
    return within, next_with, border_with, of_border


@njit_unchecked
def _invert(left: Array) -> None:
    """Lower triangles (w, w, N) turned into their inverses, in their place."""
    w, n = left.shape[0], left.shape[2]
    for j in range(w):
        for s in range(n):
            left[j, j, s] = 1 / left[j, j, s]
    for j in range(w):
        for i in range(j + 1, w):
            total = np.zeros(n)
            for k in range(j, i):
                for s in range(n):
                    total[s] -= left[i, k, s] * left[k, j, s]
            for s in range(n):
                left[i, j, s] = total[s] * left[i, i, s]


@njit_unchecked
def _times(rows: Array, left: Array) -> None:
    """Rows (m, w, N) times lower triangles (w, w, N), in their place."""
    m, w, n = rows.shape
    for i in range(m):
        for j in range(w):
            for s in range(n):
                rows[i, j, s] *= left[j, j, s]
            for k in range(j + 1, w):
                for s in range(n):
                    rows[i, j, s] += rows[i, k, s] * left[k, j, s]


@njit_unchecked
def _weigh(block: Array, weights: Array, rows: Array) -> None:
    """Blocks (m, w, N) less weights (m, l, N) times rows (l, w, N)."""
    m, w, n = block.shape
    for i in range(m):
        for j in range(w):
            for k in range(weights.shape[1]):
                for s in range(n):
                    block[i, j, s] -= weights[i, k, s] * rows[k, j, s]


@njit_unchecked
def _weigh_across(block: Array, weights: Array, rows: Array) -> None:
    """Blocks (m, w, N) less the transpose of weights (l, m, N) times rows (l, w, N)."""
    m, w, n = block.shape
    for i in range(m):
        for j in range(w):
            for k in range(weights.shape[0]):
                for s in range(n):
                    block[i, j, s] -= weights[k, i, s] * rows[k, j, s]
