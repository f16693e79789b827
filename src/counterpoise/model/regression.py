"""A Bayesian linear regression with signs that are expected of some terms: its posterior, and the density of what was left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import gammaln, log_ndtr, ndtri_exp

from counterpoise.model.stacking import mixed

Array = NDArray[np.float64]

SHAPE, SCALE = 2.0, 0.4
"""The inverse gamma of the variance of the noise: a mean of 0.4 of that of a standardised tie, with little weight."""

CHAINS, SWEEPS = 100, 20
"""Draws of the coefficients that have a sign: so many chains apart from each other, each taken at its last sweep."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Normal of P coefficients given the noise: `mean` (P,) and `spread` (P,) in standard deviations of it; `sign` (P,) -1, 0 or 1."""

    mean: Array
    spread: Array
    sign: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The normal-inverse-gamma posterior before signs are asked for, and draws of those that have one.

    `mean` (P,) and `cover` (P, P), in units of the noise's variance, whose inverse gamma has `shape` and `scale`; `signed`
    (S,) the places of the coefficients with a sign, `draws` (C, S) of them and `variance` (C,) of the noise with them.
    Without any sign there are no draws.
    """

    mean: Array
    cover: Array
    shape: float
    scale: float
    signed: NDArray[np.intp]
    draws: Array
    variance: Array


def fit(
    gram: Array, moment: Array, square: Array, rows: NDArray[np.int64], prior: Prior, seed: int
) -> list[Coefficients]:
    """The posterior of each of F sets of rows, from what they come to: X'X (F, P, P), X'y (F, P), y'y (F,) and their number (F,).

    The conjugate one of O'Hagan and Forster (2004, chapter 11). Where a coefficient's sign is expected the prior is cut at 0,
    and those coefficients are drawn with the noise by Gibbs sampling, all others integrated out (Geweke 1991).
    """
    precision = prior.spread**-2
    cover = np.linalg.inv(np.diag(precision) + gram)
    weighed = precision * prior.mean + moment
    mean = np.einsum("fpq,fq->fp", cover, weighed)
    shape = SHAPE + rows / 2
    left = square + (precision * prior.mean**2).sum() - (mean * weighed).sum(axis=1)
    scale = SCALE + np.maximum(left, 0.0) / 2
    signed = np.flatnonzero(prior.sign)
    draws, variance = np.empty((len(rows), 0, 0)), np.empty((len(rows), 0))
    if signed.size:
        of_signed = np.asarray(cover[:, signed[:, None], signed], dtype=np.float64)
        draws, variance = _signed_draws(mean[:, signed], of_signed, prior.sign[signed], shape, scale, seed)
    return [
        Coefficients(mean[f], cover[f], float(shape[f]), float(scale[f]), signed, draws[f], variance[f])
        for f in range(len(rows))
    ]


def log_density(found: Coefficients, x: Array, y: Array) -> float:
    """The log density of rows y (R,) at x (R, P) together, of which the posterior knows nothing."""
    if not len(y):
        return 0.0
    n = len(y)
    if not found.signed.size:
        half, lower = _whitened(x, found.cover)
        apart = solve_triangular(lower, y - x @ found.mean, lower=True)
        df = 2 * found.shape
        constant = gammaln((df + n) / 2) - gammaln(df / 2) - 0.5 * n * np.log(2 * np.pi * found.scale)
        return float(constant - half - 0.5 * (df + n) * np.log1p(apart @ apart / (2 * found.scale)))
    mean, cover = _given_signed(found, x)
    half, lower = _whitened(x, cover)
    apart = solve_triangular(lower, y[:, None] - mean, lower=True)
    each = -0.5 * (apart**2).sum(axis=0) / found.variance - 0.5 * n * np.log(2 * np.pi * found.variance)
    return float(mixed(each) - half)


def draw_rows(found: Coefficients, x: Array, draws: int, rng: np.random.Generator) -> Array:
    """Draws (draws, R) of what rows at x (R, P) may be, each row by itself."""
    cover = found.cover
    centre: Array = (x @ found.mean)[None]
    noise: Array = found.scale / np.asarray(rng.standard_gamma(found.shape, draws), dtype=np.float64)
    if found.signed.size:
        mean, cover = _given_signed(found, x)
        chosen = rng.integers(len(found.variance), size=draws)
        centre, noise = mean.T[chosen], found.variance[chosen]
    width = np.sqrt(1.0 + np.einsum("rp,pq,rq->r", x, cover, x))
    drawn: Array = centre + np.sqrt(noise)[:, None] * width * rng.standard_normal((draws, len(x)))
    return drawn


def _whitened(x: Array, cover: Array) -> tuple[float, Array]:
    """Half the log determinant of the covariance of rows at x in units of the noise, and its Cholesky factor."""
    lower: Array = np.asarray(np.linalg.cholesky(np.eye(len(x)) + x @ cover @ x.T), dtype=np.float64)
    return float(np.log(np.diag(lower)).sum()), lower


def _given_signed(found: Coefficients, x: Array) -> tuple[Array, Array]:
    """The mean (R, C) of rows at x for each draw of the signed coefficients, and the covariance of all given them."""
    s = found.signed
    lean = np.linalg.solve(found.cover[np.ix_(s, s)], found.cover[s]).T
    mean: Array = (x @ found.mean)[:, None] + x @ (lean @ (found.draws - found.mean[s]).T)
    return mean, found.cover - lean @ found.cover[s]


def _signed_draws(
    mean: Array, cover: Array, sign: NDArray[np.int8], shape: Array, scale: Array, seed: int
) -> tuple[Array, Array]:
    """Draws (F, C, S) of coefficients cut at 0 and (F, C) of the variance, by Gibbs sampling over each and the variance."""
    rng = np.random.default_rng(seed)
    precision = np.linalg.inv(cover)
    own = np.diagonal(precision, axis1=1, axis2=2)
    folds, size = mean.shape
    width = np.sqrt(np.diagonal(cover, axis1=1, axis2=2) * (scale / shape)[:, None])
    start = np.where(mean * sign > 0, mean, sign * width)
    beta = np.repeat(start[:, None], CHAINS, axis=1)
    variance = np.empty((folds, CHAINS))
    for _ in range(SWEEPS):
        away = beta - mean[:, None]
        quadratic = np.einsum("fcs,fst,fct->fc", away, precision, away)
        drawn = rng.standard_gamma((shape + size / 2)[:, None], size=(folds, CHAINS))
        variance = (scale[:, None] + quadratic / 2) / drawn
        for j in range(size):
            away[..., j] = 0.0
            lean = np.einsum("fcs,fs->fc", away, precision[:, j]) / own[:, j, None]
            centre = sign[j] * (mean[:, j, None] - lean)
            beta[..., j] = sign[j] * _above_zero(centre, np.sqrt(variance / own[:, j, None]), rng)
            away[..., j] = beta[..., j] - mean[:, j, None]
    return beta, variance


def _above_zero(centre: Array, width: Array, rng: np.random.Generator) -> Array:
    """Draws of normals of these centres and widths that are above 0, by the inverse of their distribution."""
    reach = log_ndtr(centre / width) + np.log1p(-rng.random(centre.shape))
    above: Array = np.maximum(centre - width * ndtri_exp(reach), 1e-12)
    return above
