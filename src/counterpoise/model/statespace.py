"""The equations of the model, those above `posterior.Posterior`, as what they leave over: shocks, and errors of measures.

The years before a panel begins are not known, so in its first year a filter and a tie stand about what moves them then with
the standard deviation that their path has in the long run; a first shock is told on the scale of the others.
"""

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

LEAST_ERROR = 0.02
"""The error of an observed tie beyond that of its sources, in standard deviations of the panel: an average of a few indicators is
no tie measured without error, whatever they publish."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """A panel with all that its density is made of: `known` are the variances of what the sources say (J, T) and (R, N, T).

    `firsts` (R,) is where a measure is the first of its filter, `precisions` (2, N, T) those of ties; where nothing is observed
    variances are -1, precisions 0, and so are values.
    """

    panel: ModelPanel
    mask: MaskArrays
    parameters: Mapping[str, Parameter]
    filter_of: NDArray[np.int64]
    firsts: NDArray[np.bool_]
    pressure: Array
    pressure_known: Array
    measures: Array
    measures_known: Array
    ties: Array
    precisions: Array


def inputs_of(panel: ModelPanel, mask: MaskArrays, priors: Priors) -> Inputs:
    """Inputs of the density for a panel."""
    errors = np.zeros(panel.pressure.shape) if panel.pressure_errors is None else panel.pressure_errors
    of = panel.filter_of
    return Inputs(
        panel,
        mask,
        {each.name: each for each in parameters_of(panel, mask, priors)},
        np.array(of, np.int64),
        np.array([each not in of[:place] for place, each in enumerate(of)], bool),
        np.nan_to_num(panel.pressure),
        np.where(np.isnan(panel.pressure), -1.0, np.nan_to_num(errors) ** 2),
        np.nan_to_num(panel.measures),
        np.where(np.isnan(panel.measures), -1.0, np.nan_to_num(panel.measure_errors) ** 2),
        np.nan_to_num(panel.ties),
        np.where(panel.observed_ties, tie_error(panel) ** -2.0, 0.0),
    )


def tie_error(panel: ModelPanel) -> Array:
    """The standard error (2, N, T) with which each tie is taken to be observed."""
    found: Array = np.sqrt(np.nan_to_num(panel.tie_errors) ** 2 + LEAST_ERROR**2)
    return found


def felt_by(inputs: Inputs, at: Mapping[str, Array]) -> Array:
    """The pressure (N, T) that each state feels."""
    found: Array = inputs.panel.exposure[:, None] * at["pressure"]
    return found


def changes(paths: Array, persistence: Array) -> Array:
    """What series (M, N, T) are beyond what is left of the year before (persistence (M,)); of the first year all."""
    found = paths.copy()
    found[:, :, 1:] -= persistence[:, None, None] * paths[:, :, :-1]
    return found


def on_scale(shocks: Array, persistence: Array) -> Array:
    """Shocks (M, N, T) with the first year's, which have the long-run standard deviation, on the scale of the others."""
    found = shocks.copy()
    found[:, :, 0] *= np.sqrt(1 - persistence**2)[:, None]
    return found


def filter_shocks(inputs: Inputs, at: Mapping[str, Array]) -> Array:
    """The shocks (K, N, T) of filters."""
    moved = at["filter_response"][:, None, None] * felt_by(inputs, at)
    rho = at["filter_persistence"]
    return on_scale(changes(at["filter_states"], rho) - moved, rho)


def tie_inputs(inputs: Inputs, at: Mapping[str, Array]) -> Array:
    """What moves ties beside their past (2, N, T): pressure, filters, both together and the year."""
    felt, filters = felt_by(inputs, at), at["filter_states"]
    response = at["direct"][:, None] + at["direct_of_state"]
    found: Array = (
        (response[:, :, None] + np.tensordot(at["moderated"], filters, 1)) * felt
        + np.tensordot(at["mediated"], filters, 1)
        + at["year"][:, None, :]
    )
    return found


def tie_shocks(inputs: Inputs, at: Mapping[str, Array]) -> Array:
    """The shocks (2, N, T) of ties, whose states are about their levels."""
    rho = at["tie_persistence"]
    return on_scale(changes(at["tie_states"], rho) - tie_inputs(inputs, at), rho)


def shock_precision(at: Mapping[str, Array]) -> Array:
    """The precision (2, 2) of the shocks of both ties."""
    between, sd = at["tie_correlation"], at["tie_sd"]
    found: Array = np.array([[1.0, -between], [-between, 1.0]]) / (1 - between**2) / np.outer(sd, sd)
    return found


def measure_precisions(inputs: Inputs, at: Mapping[str, Array]) -> Array:
    """The precisions (R, N, T) of measures about filter and level, 0 where nothing is observed."""
    known = inputs.measures_known
    return np.where(known < 0, 0.0, 1 / (np.maximum(known, 0) + at["extra_error"][inputs.filter_of][:, None, None] ** 2))


def measure_levels(inputs: Inputs, at: Mapping[str, Array], rng: np.random.Generator) -> Array:
    """A draw (R, N) of the level of each measure in each state, given parameters and filters."""
    weights = measure_precisions(inputs, at)
    apart = inputs.measures - at["loading"][:, None, None] * at["filter_states"][inputs.filter_of]
    precision = weights.sum(axis=2) + 1 / at["measure_level_sd"][:, None] ** 2
    found: Array = (weights * apart).sum(axis=2) / precision
    found += rng.standard_normal(found.shape) / np.sqrt(precision)
    return found
