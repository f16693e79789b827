"""A chain of the model by blocks (Gibbs sampling): each step draws every block from its density given all others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.blocks import State, draw_coefficients, draw_pressure, draw_responses, draw_states
from counterpoise.model.parameters import complete
from counterpoise.model.scalars import (
    draw_loose_responses,
    draw_of_filters,
    draw_of_measures,
    draw_of_pressure,
    draw_of_ties,
    turn_pressure,
)
from counterpoise.model.statespace import Inputs

Array = NDArray[np.float64]

KEPT = (
    *("pressure", "pressure_persistence", "pressure_loading", "pressure_error"),
    *("filter_states", "filter_persistence", "filter_response", "filter_sd"),
    *("loading", "extra_error", "measure_level_sd"),
    *("tie_levels", "tie_persistence", "tie_sd", "tie_level_sd", "tie_correlation"),
    *("direct", "direct_of_state", "response_sd", "mediated", "moderated", "year", "year_sd"),
)
"""What is kept of a step, beside `ties`, which are told with their levels, and `filter_levels`, those of the first measures."""


def start(inputs: Inputs, rng: np.random.Generator) -> State:
    """Where a chain begins: parameters from their priors, pressure as its series have it on the average, and states given these."""
    panel = inputs.panel
    n, t = len(panel.states), len(panel.years)
    drawn = {name: each.prior_draws(rng, 1) for name, each in inputs.parameters.items()}
    at = {
        name: np.array(value[0])
        for name, value in complete(drawn, panel, inputs.mask).items()
        if name in KEPT
    }
    seen = np.maximum((inputs.pressure_known >= 0).sum(axis=0), 1)
    at["pressure"] = inputs.pressure.sum(axis=0) / seen
    at["filter_states"] = np.zeros((len(panel.filters), n, t))
    draw_states(inputs, at, rng)
    return at


def sweep(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """One step of a chain: everything that is not observed, block after block."""
    draw_states(inputs, at, rng)
    draw_loose_responses(inputs, at, rng)
    draw_responses(inputs, at, rng)
    draw_of_filters(inputs, at, rng)
    draw_of_measures(inputs, at, rng)
    draw_pressure(inputs, at, rng)
    draw_of_pressure(inputs, at, rng)
    turn_pressure(inputs, at, rng)
    draw_coefficients(inputs, at, rng)
    draw_of_ties(inputs, at, rng)


def chain(
    inputs: Inputs, warmup: int, draws: int, thin: int, rng: np.random.Generator
) -> dict[str, NDArray[np.float32]]:
    """Draws (draws, ...) by name, each of them `thin` steps after the one before."""
    at = start(inputs, rng)
    first = [inputs.panel.filter_of.index(of) for of in range(len(inputs.panel.filters))]
    kept: dict[str, NDArray[np.float32]] = {}
    for step in range(-warmup, draws * thin):
        sweep(inputs, at, rng)
        if step >= 0 and (step + 1) % thin == 0:
            now = {name: at[name] for name in KEPT if name in at}
            now["filter_levels"] = at["measure_levels"][first]
            now["ties"] = at["tie_states"] + at["tie_levels"][:, :, None]
            for name, value in now.items():
                if name not in kept:
                    kept[name] = np.empty((draws, *value.shape), np.float32)
                kept[name][step // thin] = value
    return kept
