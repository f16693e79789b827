"""Where the unobserved series of a panel roughly lie, and how surely: the coordinates in which they are sampled.

A series is sampled as z with series = centre + spread @ z, where centre and spread are those of its posterior under
fixed, rough parameters. The model is the same in any coordinates; in these z is nearly standard normal and independent, so
that Hamiltonian paths are short, whether a series is observed closely, loosely, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.panel import ModelPanel

Array = NDArray[np.float64]

PERSISTENCE = 0.9
"""The persistence of every series in the rough model."""

LEAST_ERROR = 0.02
"""The error of an observed tie beyond that of its sources, in standard deviations of the panel: an average of a few indicators is
no tie measured without error, whatever they publish."""

LEAST_SHOCK = 0.02
"""The least standard deviation of shocks, and of the error of a measure beyond its own, in the rough model."""

UNKNOWN_LEVEL = 1.0
"""The standard deviation of the level of a state in the rough model."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Centre and spread of the pressure (T,), (T, T), the filters (K, N, T), (K, N, T, T), the ties (2, N, T), (2, N, T, T)
    and the levels of ties (2, N), (2, N).

    `shocks` (K,) are the standard deviations of shocks of filters in the rough model. `looseness` (K,) is 0 for a filter that its first measure pins down and 1 for one of which that says nothing: by this power the
    coordinates of a filter stretch with the standard deviation of its shocks (Papaspiliopoulos, Roberts and Skold 2007, A
    general framework for the parametrization of hierarchical models, Statistical Science 22).
    """

    pressure: Array
    pressure_spread: Array
    filters: Array
    filters_spread: Array
    ties: Array
    ties_spread: Array
    levels: Array
    levels_spread: Array
    looseness: Array
    shocks: Array


def autoregression(years: int, persistence: float, sd: float) -> Array:
    """The covariance (T, T) of a first-order autoregression with standard deviation `sd` throughout."""
    apart = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
    found: Array = sd**2 * persistence**apart
    return found


def rough_posterior(prior: Array, seen: Array, precision: Array, level_sd: float) -> tuple[Array, Array]:
    """Centre (T,) and a square root (T, T) of the covariance of a series of prior covariance (T, T) about 0.

    `seen` (R, T) are observations of it, each about a level of its own that has the standard deviation `level_sd`, of
    precision (R, T), 0 where there is none.
    """
    inverse = np.linalg.inv(prior)
    towards = np.zeros(prior.shape[0])
    for values, weights in zip(seen, precision, strict=True):
        # The level integrated out: W - W 11' W / (1 / level_sd^2 + sum of W).
        weighed = np.diag(weights) - np.outer(weights, weights) / (1 / level_sd**2 + weights.sum())
        inverse = inverse + weighed
        towards = towards + weighed @ np.where(weights > 0, values, 0.0)
    covariance = np.linalg.inv(inverse)
    spread = np.linalg.cholesky((covariance + covariance.T) / 2).astype(np.float64)
    return covariance @ towards, spread


def rough_moves(values: Array) -> tuple[float, float]:
    """The standard deviations of shocks and of error of a series (N, T) that were a random walk seen with error.

    Its changes over one year then have the variance shock^2 + 2 error^2, and those over two 2 shock^2 + 2 error^2.
    """
    if values.shape[1] < 3:
        return 0.25, 0.2
    one, two = ((values[:, by:] - values[:, :-by]) ** 2 for by in (1, 2))
    if np.isnan(one).all() or np.isnan(two).all():
        return 0.25, 0.2
    first, second = float(np.nanmean(one)), float(np.nanmean(two))
    least = max(LEAST_SHOCK, 0.3 * first**0.5)
    return max(second - first, least**2) ** 0.5, max(first - second / 2, LEAST_SHOCK**2) ** 0.5


def tie_error(panel: ModelPanel) -> Array:
    """The standard error (2, N, T) with which each tie is taken to be observed."""
    found: Array = np.sqrt(np.nan_to_num(panel.tie_errors) ** 2 + LEAST_ERROR**2)
    return found


def reference(panel: ModelPanel) -> Reference:
    """The coordinates for a panel."""
    n, t, k = len(panel.states), len(panel.years), len(panel.filters)
    seen = ~np.isnan(panel.pressure)
    pressure, pressure_spread = rough_posterior(
        autoregression(t, PERSISTENCE, 1.0), panel.pressure, np.where(seen, 1.0, 0.0), 0.3
    )
    filters, filters_spread, looseness = np.zeros((k, n, t)), np.zeros((k, n, t, t)), np.zeros(k)
    moves = [rough_moves(each) for each in panel.measures]
    shocks = np.array([moves[panel.filter_of.index(of)][0] for of in range(k)])
    extra = np.array([error for _, error in moves])[:, None, None]
    weights = np.where(
        np.isnan(panel.measures), 0.0, 1 / (np.nan_to_num(panel.measure_errors) ** 2 + extra**2)
    )
    for of in range(k):
        rows = np.flatnonzero(np.array(panel.filter_of) == of)
        prior = autoregression(t, PERSISTENCE, shocks[of] / np.sqrt(1 - PERSISTENCE**2))
        for state in range(n):
            filters[of, state], filters_spread[of, state] = rough_posterior(
                prior, panel.measures[rows, state], weights[rows, state], UNKNOWN_LEVEL
            )
            first = rows[:1]
            _, left = rough_posterior(
                prior, panel.measures[first, state], weights[first, state], UNKNOWN_LEVEL
            )
            looseness[of] += (left**2).sum() / np.trace(prior) / n
    ties, ties_spread = np.zeros((2, n, t)), np.zeros((2, n, t, t))
    precision = np.where(panel.observed_ties, tie_error(panel) ** -2.0, 0.0)
    levels, levels_spread = np.zeros((2, n)), np.full((2, n), UNKNOWN_LEVEL)
    for side in range(2):
        shock, _ = rough_moves(panel.ties[side])
        around = autoregression(t, PERSISTENCE, shock / np.sqrt(1 - PERSISTENCE**2))
        for state in range(n):
            values, weight = panel.ties[side, state], precision[side, state]
            observed = weight > 0
            if observed.any():
                levels[side, state] = values[observed].mean()
                lasts = max(int(observed.sum()) * (1 - PERSISTENCE), 1.0)
                levels_spread[side, state] = min(shock / np.sqrt(1 - PERSISTENCE**2) / np.sqrt(lasts), 1.0)
            about = values - levels[side, state]
            centre, spread = rough_posterior(around, about[None], weight[None], 1e-3)
            ties[side, state], ties_spread[side, state] = centre + levels[side, state], spread
    return Reference(
        pressure,
        pressure_spread,
        filters,
        filters_spread,
        ties,
        ties_spread,
        levels,
        levels_spread,
        looseness,
        shocks,
    )
