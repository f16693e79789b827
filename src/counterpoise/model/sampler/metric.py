"""The units in which a sampler moves: learned from draws, so that a step is about as far in each direction as the density is wide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit_unchecked
from counterpoise.model.sampler.smoothing import cholesky

Array = NDArray[np.float64]

FEW = 50
"""From fewer draws than these no correlation is learned."""

LEAST = 1e-8

SHRUNK = 2.0
"""Correlations count as if beside the draws there were so many without any for each coordinate."""


def scales(draws: Array, gradients: Array) -> Array:
    """The scale (C,) of each coordinate from draws (D, C) and the gradients there: the ratio of their standard deviations is that of a
    normal whatever the draws' own spread, which is what early draws are wrong about."""
    found: Array = np.sqrt(np.maximum(draws.std(axis=0), LEAST) / np.maximum(gradients.std(axis=0), LEAST))
    return found


def metric(draws: Array, gradients: Array) -> Array:
    """A lower triangle (C, C) that turns coordinates of variance 1 without correlation into those of draws (D, C).

    Correlations are shrunk towards 0, the more the fewer draws there are for so many coordinates. Libraries of linear algebra
    would add up in another order on another number of cores, and a chain go elsewhere.
    """
    d, c = draws.shape
    if d < FEW:
        return np.diag(scales(draws, gradients))
    sd = np.maximum(draws.std(axis=0), LEAST)
    apart = (draws - draws.mean(axis=0)) / sd
    between = np.einsum("di,dj->ij", apart, apart) / (d + SHRUNK * c)
    between[np.diag_indices(c)] = 1.0
    root = np.ascontiguousarray(between[:, :, None])
    cholesky(root, np.zeros(1))
    found: Array = np.tril(root[:, :, 0]) * sd[:, None]
    return found


@njit_unchecked
def stretched(root: Array, vector: Array) -> Array:
    """A lower triangle (C, C) times a vector (C,)."""
    c = vector.shape[0]
    found = np.zeros(c)
    for i in range(c):
        for j in range(i + 1):
            found[i] += root[i, j] * vector[j]
    return found


@njit_unchecked
def pulled(root: Array, vector: Array) -> Array:
    """The transpose of a lower triangle (C, C) times a vector (C,)."""
    c = vector.shape[0]
    found = np.zeros(c)
    for i in range(c):
        for j in range(i + 1):
            found[j] += root[i, j] * vector[i]
    return found
