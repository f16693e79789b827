"""How well models predict what was left out: differences with their error, weights that predict best together, and forecasts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Array = NDArray[np.float64]

TOGETHER = 100_000
"""So many draws tell how probable it is that several differences are above 0 at once."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How much one model predicts better than another: the sum over points left out, its standard error, and P(better).

    The probability is that of a normal about the sum (Vehtari, Gelman and Gabry 2017, section 5). Of fewer than two points
    the error is not known, and infinite.
    """

    value: float
    error: float

    @property
    def probability(self) -> float:
        """That the one predicts better; even where no point tells them apart."""
        if self.error == 0:
            return 0.5 if self.value == 0 else float(self.value > 0)
        return float(ndtr(self.value / self.error))


def difference(one: Array, other: Array) -> Difference:
    """The difference of two models' pointwise scores (points,): Vehtari, Gelman and Gabry (2017), equation 24."""
    apart = one - other
    n = len(apart)
    error = float(np.sqrt(n * apart.var(ddof=1))) if n > 1 else math.inf
    return Difference(float(apart.sum()), error)


def better_than_all(apart: Array) -> float:
    """How probable it is that a model predicts better than each of several at once, by its pointwise differences to them (points, K).

    The sums are jointly normal, each as in `Difference` and with the covariance of a sum of points, of which `TOGETHER` are drawn, the
    same each time: the standard error of the probability is .0016 at most. Of fewer than two points the error is not known, and neither
    is this.

    Raises ValueError for fewer than two points.
    """
    points = len(apart)
    if points < 2:
        raise ValueError(f"{points} points tell no error of a difference")
    shocks = np.random.default_rng(0).standard_normal((TOGETHER, points))
    about = (apart - apart.mean(axis=0)) * math.sqrt(points / (points - 1))
    better: NDArray[np.bool_] = np.all(apart.sum(axis=0) + shocks @ about > 0, axis=1)
    return float(better.mean())


def stacking_weights(log_densities: Array, steps: int = 5000, tolerance: float = 1e-9) -> Array:
    """The weights (K,) of K models whose mixture predicts best what was left out, from log densities (points, K).

    Yao, Vehtari, Simpson and Gelman (2018), equation 4; the maximum of a concave function, found by expectation and
    maximisation from even weights.
    """
    models = log_densities.shape[1]
    weights = np.full(models, 1.0 / models)
    part = np.exp(log_densities - log_densities.max(axis=1, keepdims=True))
    for _ in range(steps):
        share = part * weights
        new: Array = (share / share.sum(axis=1, keepdims=True)).mean(axis=0)
        moved = np.abs(new - weights).max()
        weights = new
        if moved < tolerance:
            break
    return weights


def crps(draws: Array, observed: Array) -> Array:
    """The continuous ranked probability score (R,) of draws (D, R): Gneiting and Raftery (2007), equation 21."""
    ordered = np.sort(draws, axis=0)
    d = len(ordered)
    rank = 2 * np.arange(1, d + 1) - d - 1
    spread = (rank[:, None] * ordered).sum(axis=0) / d**2
    score: Array = np.abs(draws - observed).mean(axis=0) - spread
    return score


def crps_normal(mean: Array, width: Array, observed: Array) -> Array:
    """The continuous ranked probability score of normals: Gneiting and Raftery (2007), section 4.2."""
    z = (observed - mean) / width
    density = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    score: Array = width * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi))
    return score


def mixed(log_densities: Array) -> Array:
    """The log density of an even mixture over the first axis."""
    most = log_densities.max(axis=0)
    found: Array = most + np.log(np.exp(log_densities - most).mean(axis=0))
    return found
