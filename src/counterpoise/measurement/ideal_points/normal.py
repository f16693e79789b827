"""The normal distribution from a table: log Phi and phi / Phi in a few nanoseconds, and draws between cuts.

One table with 1,280 cells over [-10, 10] of the inverse Mills ratio phi / Phi and of phi, taken as straight within a cell and
integrated so, so that log Phi and Phi belong to their slopes; all are right to 2e-5. Below -10 the slope of the last
cell goes on.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from counterpoise.compiled import njit_unchecked

CELLS = 1280
REACH = 10.0
WIDTH = 2 * REACH / CELLS
PER_UNIT = 1 / WIDTH
SMALLEST = 1e-14
"""The least share of a band's probability that is told apart from none."""

CENTRE = 4.0
"""Between cuts that are this near to 0 the difference of two Phi is exact enough; beyond, it is taken by logarithms."""

LEAST_PROBABILITY = 1e-280


def _tabled() -> NDArray[np.float64]:
    """The table (CELLS + 1, 4): log Phi, phi / Phi, Phi and phi at the edges of the cells."""
    edges = -REACH + WIDTH * np.arange(CELLS + 1)
    density = np.exp(-edges * edges / 2) / math.sqrt(2 * math.pi)
    ratio = density / ndtr(edges)
    rises, shares = ((each[:-1] + each[1:]) * WIDTH / 2 for each in (ratio, density))
    log_phi = -np.append(np.cumsum(rises[::-1])[::-1], 0.0)
    return np.stack([log_phi, ratio, np.append(0.0, np.cumsum(shares)), density], axis=1)


TABLE = _tabled()


@njit_unchecked
def phi_and_density(x: float) -> tuple[float, float]:
    """Phi(x) and phi(x), for x within `CENTRE` of 0."""
    place = (x + REACH) * PER_UNIT
    cell = int(place)
    within = place - cell
    density = TABLE[cell, 3]
    rise = within * (TABLE[cell + 1, 3] - density)
    return TABLE[cell, 2] + WIDTH * within * (density + 0.5 * rise), density + rise


@njit_unchecked
def log_phi_and_ratio(x: float) -> tuple[float, float]:
    """Log Phi(x) and phi(x) / Phi(x)."""
    if x >= REACH:
        return 0.0, 0.0
    if x <= -REACH:
        beyond = x + REACH
        ratio = TABLE[0, 1]
        bend = ratio * (ratio - REACH)
        return TABLE[0, 0] + beyond * (ratio - 0.5 * bend * beyond), ratio - bend * beyond
    place = (x + REACH) * PER_UNIT
    cell = int(place)
    within = place - cell
    ratio = TABLE[cell, 1]
    rise = within * (TABLE[cell + 1, 1] - ratio)
    return TABLE[cell, 0] + WIDTH * within * (ratio + 0.5 * rise), ratio + rise


@njit_unchecked
def ratio_alone(x: float) -> float:
    """phi(x) / Phi(x), where the logarithm is not asked for."""
    if x >= REACH:
        return 0.0
    if x <= -REACH:
        ratio = TABLE[0, 1]
        return float(ratio - ratio * (ratio - REACH) * (x + REACH))
    place = (x + REACH) * PER_UNIT
    cell = int(place)
    ratio = TABLE[cell, 1]
    return float(ratio + (place - cell) * (TABLE[cell + 1, 1] - ratio))


@njit_unchecked
def band(low: float, high: float) -> tuple[float, float, float, float]:
    """Of N(0, 1) between two cuts, P = Phi(high) - Phi(low): l and s with log P = l + log(s), phi(low) / P and phi(high) / P.

    Far from 0 both cuts are taken on the side where Phi is small, so that the difference is not lost in rounding.
    """
    if low > -CENTRE and high < CENTRE:
        phi_low, density_low = phi_and_density(low)
        phi_high, density_high = phi_and_density(high)
        difference = max(phi_high - phi_low, SMALLEST)
        inverse = 1.0 / difference
        return 0.0, difference, density_low * inverse, density_high * inverse
    turned = low + high > 0.0
    if turned:
        low, high = -high, -low
    log_high, ratio_high = log_phi_and_ratio(high)
    log_low, ratio_low = log_phi_and_ratio(low)
    lower = math.exp(log_low - log_high)
    share = max(1.0 - lower, SMALLEST)
    at_high, at_low = ratio_high / share, ratio_low * lower / share
    if turned:
        return log_high, share, at_high, at_low
    return log_high, share, at_low, at_high


@njit_unchecked
def quantile(p: float) -> float:
    """The x with Phi(x) = p, for p in (0, 0.5], by the table: a first guess (Abramowitz & Stegun 1964, 26.2.23), twice mended."""
    p = min(max(p, LEAST_PROBABILITY), 0.5)
    log_p = math.log(p)
    t = math.sqrt(-2.0 * log_p)
    x = (2.515517 + t * (0.802853 + t * 0.010328)) / (
        1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    ) - t
    for _ in range(2):
        # Newton's step of second order on log Phi(x) = log p, whose derivatives are the ratio r and -r (r + x).
        log_phi, ratio = log_phi_and_ratio(x)
        step = (log_phi - log_p) / ratio
        x -= step / (1.0 + 0.5 * step * (ratio + x))
    return x


@njit_unchecked
def below(cut: float, noise: float) -> float:
    """A draw from N(0, 1) below a cut, made of one from N(0, 1): itself if it lies there, else its mirror in probability."""
    if noise <= cut:
        return noise
    log_above, _ = log_phi_and_ratio(-cut)
    log_noise, _ = log_phi_and_ratio(-noise)
    log_below, _ = log_phi_and_ratio(cut)
    # Above the cut, the share of the probability that lies beyond the draw is uniform.
    p = math.exp(log_noise - log_above + log_below)
    return quantile(p) if p <= 0.5 else -quantile(1.0 - p)


@njit_unchecked
def between(low: float, high: float, noise: float) -> float:
    """A draw from N(0, 1) between two cuts, made of one from N(0, 1)."""
    if low <= noise <= high:
        return noise
    turned = low + high > 0.0
    if turned:
        low, high, noise = -high, -low, -noise
    log_high, _ = log_phi_and_ratio(high)
    log_low, _ = log_phi_and_ratio(low)
    top, bottom = math.exp(log_high), math.exp(log_low)
    # Outside the cuts, the share of the outside probability up to the draw is uniform.
    log_noise, _ = log_phi_and_ratio(noise)
    up_to = math.exp(log_noise)
    outside = up_to if noise < low else up_to - (top - bottom)
    share = min(max(outside / (1.0 - (top - bottom)), 0.0), 1.0)
    p = bottom + share * (top - bottom)
    found = quantile(p) if p <= 0.5 else -quantile(1.0 - p)
    found = min(max(found, low), high)
    return -found if turned else found
