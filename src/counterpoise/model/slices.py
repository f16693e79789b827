"""Draws of single parameters from their exact density given everything else, by slices, compiled.

Neal (2003), Slice sampling (Annals of Statistics 31): a height below the density, an interval stepped out until it
holds the slice, and points drawn in it that shrink it until one lies in the slice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit

Array = NDArray[np.float64]

EXPONENTIAL, ERROR, PERSISTENCE, STATIONARY, CORRELATION = range(5)
"""The forms of a log density in a coordinate without bounds, by `coefficients` a (7,):

EXPONENTIAL  of a logarithm u: a0 u + a1 u^2 + a2 e^u + a3 e^2u + a4 e^-u + a5 e^-2u
ERROR        of the logarithm u of an error that is beyond known ones: a0 u + a1 u^2, and of squares q with known variances v
             the sum of -log(v + e^2u) / 2 - q / (v + e^2u) / 2, where v is not below 0
PERSISTENCE  of a logit, with p the value: a0 log p + a1 log(1 - p) - a2 p^2 / 2 + a3 p + a4 log(1 - p^2) / 2
             - a5 (1 - p^2) / 2 - a6 (1 - p^2)^.5
STATIONARY   of a logit, of a series with a fixed variance: a0 log p + a1 log(1 - p) - a2 log(1 - p^2) / 2
             - (a3 - 2 a4 p + a5 p^2) / (1 - p^2) / 2
CORRELATION  of an inverse hyperbolic tangent, with p the value: (1 - a0 / 2) log(1 - p^2) - (a1 - 2 a2 p) / (1 - p^2) / 2
"""

STEPS = 30
"""As often as an interval is stepped out on either side at most."""

FARTHEST = 18.0
"""No coordinate goes farther than this: e^18, and 1 less a logistic of it, are still told from infinity and 0."""


@njit
def log_density(form: int, u: float, a: Array, squares: Array, known: Array) -> float:
    """The log density at a coordinate, up to a constant; minus infinity where no coordinate goes."""
    if abs(u) > FARTHEST:
        return -np.inf
    if form == EXPONENTIAL:
        e = np.exp(u)
        return float(a[0] * u + a[1] * u * u + a[2] * e + a[3] * e * e + a[4] / e + a[5] / (e * e))
    if form == ERROR:
        total, own = a[0] * u + a[1] * u * u, np.exp(2 * u)
        for place in range(squares.shape[0]):
            if known[place] >= 0:
                variance = known[place] + own
                total -= 0.5 * (np.log(variance) + squares[place] / variance)
        return float(total)
    if form == CORRELATION:
        p = np.tanh(u)
        rest = 1 / np.cosh(u) ** 2
        return float((1 - 0.5 * a[0]) * np.log(rest) - 0.5 * (a[1] - 2 * a[2] * p) / rest)
    p = 1 / (1 + np.exp(-u))
    q = 1 / (1 + np.exp(u))
    rest = q * (1 + p)
    total = a[0] * np.log(p) + a[1] * np.log(q)
    if form == PERSISTENCE:
        total += -0.5 * a[2] * p * p + a[3] * p + 0.5 * a[4] * np.log(rest)
        return float(total - 0.5 * a[5] * rest - a[6] * np.sqrt(rest))
    total -= 0.5 * a[2] * np.log(rest) + 0.5 * (a[3] - 2 * a[4] * p + a[5] * p * p) / rest
    return float(total)


@njit
def slice_draws(
    form: int,
    at: Array,
    coefficients: Array,
    squares: Array,
    known: Array,
    width: float,
    rng: np.random.Generator,
) -> Array:
    """Coordinates (M,) drawn one by one, from `at` (M,), each from the density with its own coefficients (M, 7).

    `squares` and `known` are (M, Q), read for ERROR only; `width` is about the spread of the density.
    """
    found = at.copy()
    for m in range(at.shape[0]):
        a, q, v = coefficients[m], squares[m], known[m]
        height = log_density(form, at[m], a, q, v) + np.log(1 - rng.random())
        low = at[m] - width * rng.random()
        high = low + width
        for _ in range(STEPS):
            if log_density(form, low, a, q, v) <= height:
                break
            low -= width
        for _ in range(STEPS):
            if log_density(form, high, a, q, v) <= height:
                break
            high += width
        while True:
            u = low + (high - low) * rng.random()
            if log_density(form, u, a, q, v) >= height or high - low < 1e-12:
                found[m] = u if high - low >= 1e-12 else at[m]
                break
            if u < at[m]:
                low = u
            else:
                high = u
    return found
