"""A Bayesian linear regression with signs that are expected of some terms: its posterior, and the density of what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import gammaln, gdtrix, ndtr, ndtri, stdtr

Array = NDArray[np.float64]

SHAPE, SCALE = 2.0, 0.4
"""The inverse gamma of the variance of the noise: a mean of 0.4 of that of a standardised tie, with little weight."""

POINTS = 512
"""Points at which the probability of several signs at once is reckoned; that of one sign is exact."""

LEAST = 1e-300
"""No probability is taken for less, so that its logarithm is finite."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Normal of P coefficients given the noise: `mean` (P,) and `spread` (P,) in standard deviations of it; `sign` (P,) -1, 0 or 1."""

    mean: Array
    spread: Array
    sign: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The normal-inverse-gamma posterior before signs are asked for.

    `mean` (P,) and `cover` (P, P), in units of the noise's variance, whose inverse gamma has `shape` and `scale`; `sign`
    (P,) is that of the prior.
    """

    mean: Array
    cover: Array
    shape: float
    scale: float
    sign: NDArray[np.int8]


def fit(
    gram: Array, moment: Array, square: Array, rows: NDArray[np.int64], prior: Prior
) -> list[Coefficients]:
    """The posterior of each of F sets of rows, from what they come to: X'X (F, P, P), X'y (F, P), y'y (F,) and their number (F,).

    The conjugate one of O'Hagan and Forster (2004, chapter 11).
    """
    precision = prior.spread**-2
    cover = np.linalg.inv(np.diag(precision) + gram)
    weighed = precision * prior.mean + moment
    mean = np.einsum("fpq,fq->fp", cover, weighed)
    left = square + (precision * prior.mean**2).sum() - (mean * weighed).sum(axis=1)
    scale = SCALE + np.maximum(left, 0.0) / 2
    return [
        Coefficients(mean[f], cover[f], float(SHAPE + rows[f] / 2), float(scale[f]), prior.sign)
        for f in range(len(rows))
    ]


def log_density(found: Coefficients, x: Array, y: Array) -> float:
    """The log density of rows y (R,) at x (R, P) together, of which the posterior knows nothing.

    That of Student without signs. A prior that is cut at 0 multiplies it by how much more probable the rows make the signs:
    p(y | signs) = p(y) P(signs | y) / P(signs), Bayes's rule, with both probabilities of a multivariate t.
    """
    if not len(y):
        return 0.0
    n, df = len(y), 2 * found.shape
    lower = np.linalg.cholesky(np.eye(n) + x @ found.cover @ x.T)
    apart = solve_triangular(lower, y - x @ found.mean, lower=True)
    constant = gammaln((df + n) / 2) - gammaln(df / 2) - 0.5 * n * np.log(2 * np.pi * found.scale)
    misfit = float(apart @ apart)
    density = float(
        constant - np.log(np.diag(lower)).sum() - 0.5 * (df + n) * np.log1p(misfit / (2 * found.scale))
    )
    if not found.sign.any():
        return density
    lean = solve_triangular(lower, x @ found.cover, lower=True)
    with_rows = Coefficients(
        mean=found.mean + lean.T @ apart,
        cover=found.cover - lean.T @ lean,
        shape=found.shape + n / 2,
        scale=found.scale + misfit / 2,
        sign=found.sign,
    )
    return density + log_of_signs(with_rows) - log_of_signs(found)


def log_of_signs(found: Coefficients) -> float:
    """The log probability that every coefficient has the sign that its prior expects, of a multivariate t.

    Of one sign by its distribution; of several given the noise by the sequential sampler of Geweke, Hajivassiliou and Keane
    (Genz and Bretz 2009, section 4.2), at the same points whatever is asked.
    """
    s = np.flatnonzero(found.sign)
    mean = found.sign[s] * found.mean[s]
    cover = found.cover[np.ix_(s, s)] * np.outer(found.sign[s], found.sign[s])
    if s.size == 1:
        z = mean[0] / np.sqrt(cover[0, 0] * found.scale / found.shape)
        return float(np.log(max(float(stdtr(2 * found.shape, z)), LEAST)))
    points = _points(s.size + 1)
    precision = gdtrix(found.scale, found.shape, points[:, 0])
    wide = np.sqrt(1.0 / precision)
    lower = np.linalg.cholesky(cover)
    weight, drawn = np.ones(len(points)), np.zeros((len(points), s.size))
    for j in range(s.size):
        least = -(mean[j] / wide + drawn[:, :j] @ lower[j, :j]) / lower[j, j]
        above = np.maximum(ndtr(-least), LEAST)
        weight = weight * above
        drawn[:, j] = -ndtri(np.clip(points[:, j + 1] * above, LEAST, 1 - 1e-16))
    return float(np.log(max(float(weight.mean()), LEAST)))


@cache
def _points(dimensions: int) -> Array:
    """Points (`POINTS`, dimensions) that fill the unit cube evenly: a lattice by roots of primes (Richtmyer 1951), halved cells in from the ends."""
    primes: list[int] = []
    number = 2
    while len(primes) < dimensions:
        if all(number % each for each in primes):
            primes.append(number)
        number += 1
    turned = np.arange(1, POINTS + 1)[:, None] * np.sqrt(np.array(primes))
    return np.asarray(np.clip(turned % 1.0, 0.5 / POINTS, 1 - 0.5 / POINTS), dtype=np.float64)


def draw_rows(found: Coefficients, x: Array, draws: int, rng: np.random.Generator) -> Array:
    """Draws (draws, R) of what rows at x (R, P) may be, each row by itself, where no sign is expected.

    Raises ValueError where one is: a forecast is made by the main theory, which expects none.
    """
    if found.sign.any():
        raise ValueError("draws of rows are told of coefficients without expected signs")
    noise = found.scale / np.asarray(rng.standard_gamma(found.shape, draws), dtype=np.float64)
    width = np.sqrt(1.0 + np.einsum("rp,pq,rq->r", x, found.cover, x))
    drawn: Array = x @ found.mean + np.sqrt(noise)[:, None] * width * rng.standard_normal((draws, len(x)))
    return drawn
