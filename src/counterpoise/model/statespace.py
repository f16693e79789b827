"""A panel as the density of the model reads it: values with what is known of their errors, the years first and states last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.mask import MaskArrays
from counterpoise.model.panel import ModelPanel
from counterpoise.model.parameters import Parameter, parameters_of
from counterpoise.theory.modelled import Priors

Array = NDArray[np.float64]
State = dict[str, Array]
"""Everything unobserved by the names of `posterior.Posterior`, and the parameters that stand in none of its equations."""

LEAST_ERROR = 0.02
"""The error of an observed tie beyond that of its sources, in standard deviations of the panel: an average of a few indicators is
no tie measured without error, whatever they publish."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """A panel with all that its density is made of.

    `pressure` (J, T) with its precisions, `ties` (T, 2, N) with theirs, and `measures` (T, R, N) with the variances of what their
    sources say, of the filters in `filter_of` (R,), of which `firsts` (R,) are the first. Where nothing is observed precisions are
    0, known variances -1, and so are values 0.
    """

    panel: ModelPanel
    mask: MaskArrays
    parameters: Mapping[str, Parameter]
    filter_of: NDArray[np.int64]
    firsts: NDArray[np.bool_]
    pressure: Array
    pressure_precisions: Array
    measures: Array
    measures_known: Array
    ties: Array
    tie_precisions: Array


def inputs_of(panel: ModelPanel, mask: MaskArrays, priors: Priors) -> Inputs:
    """Inputs of the density for a panel."""
    of = panel.filter_of
    known = np.where(np.isnan(panel.measures), -1.0, np.nan_to_num(panel.measure_errors) ** 2)
    return Inputs(
        panel,
        mask,
        {each.name: each for each in parameters_of(panel, mask, priors)},
        np.array(of, np.int64),
        np.array([each not in of[:place] for place, each in enumerate(of)], bool),
        np.nan_to_num(panel.pressure),
        np.where(np.isnan(panel.pressure), 0.0, priors.pressure_error**-2.0),
        _by_year(np.nan_to_num(panel.measures)),
        _by_year(known),
        _by_year(np.nan_to_num(panel.ties)),
        _by_year(np.where(panel.observed_ties, tie_error(panel) ** -2.0, 0.0)),
    )


def _by_year(values: Array) -> Array:
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def tie_error(panel: ModelPanel) -> Array:
    """The standard error (2, N, T) with which each tie is taken to be observed."""
    found: Array = np.sqrt(np.nan_to_num(panel.tie_errors) ** 2 + LEAST_ERROR**2)
    return found


def shock_precision(at: Mapping[str, Array]) -> Array:
    """The precision (2, 2) of the shocks of both ties."""
    between, sd = at["tie_correlation"], at["tie_sd"]
    found: Array = np.array([[1.0, -between], [-between, 1.0]]) / (1 - between**2) / np.outer(sd, sd)
    return found


def measure_precisions(inputs: Inputs, at: Mapping[str, Array]) -> Array:
    """The precisions (T, R, N) of measures about filter and level, 0 where nothing is observed."""
    known, own = inputs.measures_known, at["extra_error"][inputs.filter_of][:, None] ** 2
    found: Array = (known >= 0) / (np.maximum(known, 0) + own)
    return found
