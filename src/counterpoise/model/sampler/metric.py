"""The units in which a sampler moves: learned from draws, so that a step is about as far in each direction as the density is wide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FEW = 50
"""From fewer draws than these no correlation is learned."""

LEAST = 1e-8


def scales(draws: Array, gradients: Array) -> Array:
    """The scale (C,) of each coordinate from draws (D, C) and the gradients there: the ratio of their standard deviations is that of a
    normal whatever the draws' own spread, which is what early draws are wrong about."""
    found: Array = np.sqrt(np.maximum(draws.std(axis=0), LEAST) / np.maximum(gradients.std(axis=0), LEAST))
    return found


def metric(draws: Array, gradients: Array) -> Array:
    """A lower triangle (C, C) that turns coordinates of variance 1 without correlation into those of draws (D, C).

    Correlations are shrunk towards 0, the more the fewer draws there are for so many coordinates.
    """
    d, c = draws.shape
    if d < FEW:
        return np.diag(scales(draws, gradients))
    sd = np.maximum(draws.std(axis=0), LEAST)
    apart = (draws - draws.mean(axis=0)) / sd
    between = d / (d + c) * (apart.T @ apart) / d
    between[np.diag_indices(c)] = 1.0
    found: Array = np.linalg.cholesky(between) * sd[:, None]
    return found
