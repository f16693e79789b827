"""Plausible values of what enters the rivals' regression: series measured without the outcome, with their error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.panel import ModelPanel

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inputs:
    """M plausible values of the pressure (M, T) and of the K filters of N states (M, K, N, T), and which filters are observed.

    `filters` names the filters that something observes; one of which nothing is observed is not among them.
    """

    pressure: Array
    values: Array
    filters: tuple[str, ...]
    unobserved: tuple[str, ...]


def plausible_inputs(panel: ModelPanel, imputations: int, seed: int) -> Inputs:
    """Draw inputs from their own series alone, so that nothing of the ties that they are to explain is in them.

    A filter is the mean of its measures weighted by their precision, with the error of that mean; one observed without error is
    taken as it is. The pressure of a year is the mean of its series with the error of a mean of so many. What is not
    observed is drawn from the spread of its own series, or the panel's (Rubin 1987, multiple imputation; Mislevy 1991, plausible
    values): nothing is carried forward.
    """
    rng = np.random.default_rng(seed)
    observed = {k for r, k in enumerate(panel.filter_of) if np.isfinite(panel.measures[r]).any()}
    kept = [k for k in range(len(panel.filters)) if k in observed]
    states, years = len(panel.states), len(panel.years)
    filters = np.empty((imputations, len(kept), states, years))
    for place, k in enumerate(kept):
        rows = [r for r, of in enumerate(panel.filter_of) if of == k]
        mean, error = _pooled(panel.measures[rows], panel.measure_errors[rows])
        filters[:, place] = plausible(mean, error, imputations, rng)
    errors = np.zeros_like(panel.pressure) if panel.pressure_errors is None else panel.pressure_errors
    pressure, spread = _mean_of_series(panel.pressure, errors)
    return Inputs(
        pressure=plausible(pressure[None], spread[None], imputations, rng)[:, 0],
        values=filters,
        filters=tuple(panel.filters[k] for k in kept),
        unobserved=tuple(name for k, name in enumerate(panel.filters) if k not in observed),
    )


def plausible(values: Array, errors: Array, imputations: int, rng: np.random.Generator) -> Array:
    """Draws (M, S, T) of S series (S, T) by their standard errors; a missing cell by the mean and spread of its own series.

    A series that is observed nowhere, or once, takes those of all series.
    """
    seen = np.isfinite(values)
    whole = (values[seen].mean(), values[seen].std()) if seen.any() else (0.0, 1.0)
    count = seen.sum(axis=1, keepdims=True)
    kept = np.where(seen, values, 0.0)
    mean = np.where(count > 1, kept.sum(axis=1, keepdims=True) / np.maximum(count, 1), whole[0])
    square = np.where(seen, (values - mean) ** 2, 0.0).sum(axis=1, keepdims=True) / np.maximum(count, 1)
    spread = np.where(count > 1, np.sqrt(square), whole[1])
    centre = np.where(seen, values, mean)
    width = np.where(seen, np.where(np.isfinite(errors), errors, 0.0), spread)
    return centre + width * rng.standard_normal((imputations, *values.shape))


def _pooled(measures: Array, errors: Array) -> tuple[Array, Array]:
    """The mean of R measures (R, N, T) of one filter, weighted by their precision, and its standard error; nan of none.

    Half a unit of variance is each measure's own: measures of one filter are not the same thing measured twice.
    """
    seen = np.isfinite(measures)
    known = np.where(np.isfinite(errors), errors, 0.0)
    weight = np.where(seen, 1.0 / (0.5 + known**2), 0.0)
    total = weight.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(total > 0, (weight * np.where(seen, measures, 0.0)).sum(axis=0) / total, np.nan)
        error = np.sqrt((weight**2 * known**2).sum(axis=0)) / total
    return mean, error


def _mean_of_series(series: Array, errors: Array) -> tuple[Array, Array]:
    """The mean of J series (J, T) in each year, and its error: that of a mean of so many, and of what each is uncertain itself."""
    seen = np.isfinite(series)
    count = seen.sum(axis=0)
    kept = np.where(seen, series, 0.0)
    mean = np.where(count > 0, kept.sum(axis=0) / np.maximum(count, 1), np.nan)
    apart = np.where(seen, (series - mean) ** 2, 0.0).sum()
    degrees = max(int(np.maximum(count - 1, 0).sum()), 1)
    known = np.where(seen & np.isfinite(errors), errors, 0.0)
    own = (known**2).sum(axis=0) / np.maximum(count, 1) ** 2
    return mean, np.sqrt(apart / degrees / np.maximum(count, 1) + own)
