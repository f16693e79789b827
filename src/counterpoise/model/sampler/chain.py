"""A chain of draws of the model: parameters by their gradient, and filters, ties and levels given these."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.parameters import complete
from counterpoise.model.sampler.hamiltonian import draws_of
from counterpoise.model.sampler.marginal import state_draws
from counterpoise.model.sampler.target import Target, arguments
from counterpoise.model.statespace import Inputs, State

Array = NDArray[np.float64]

NEAR = 0.3
"""A chain begins with effects of so much of a draw of their priors: under most that these allow, ties would go astray."""


def start(target: Target, rng: np.random.Generator) -> Array:
    """The vector (C,) where a chain begins: parameters from their priors, and pressure as its series have it."""
    inputs = target.inputs
    drawn = {name: each.prior_draws(rng, 1) for name, each in inputs.parameters.items()}
    at = {name: value[0] for name, value in complete(drawn, inputs.panel, inputs.mask).items()}
    for name in ("direct", "mediated", "moderated", "filter_response", "year"):
        at[name] = NEAR * at[name]
    sure = inputs.pressure_precisions.sum(axis=0)
    at["pressure"] = (inputs.pressure_precisions * inputs.pressure).sum(axis=0) / np.maximum(sure, 1.0)
    return target.placed(at)


def turns(target: Target) -> Array:
    """For each filter whose effects have no sign fixed, the signs (M, C) that turn it and all that is told in its units.

    A filter that its measures tell little of is about as likely upside down.
    """
    mask, found = target.inputs.mask, []
    k = len(target.inputs.panel.filters)
    for of in range(k):
        if mask.mediated_sign[:, of].any() or mask.moderated_sign[:, of].any():
            continue
        signs = np.ones(target.size)
        for each in target.coordinates:
            if each.name in ("filter_response", "mediated", "moderated"):
                signs[each.places][each.chosen % k == of] = -1.0
        found.append(signs)
    return np.array(found).reshape(-1, target.size)


def chain(
    inputs: Inputs, warmup: int, draws: int, rng: np.random.Generator
) -> dict[str, NDArray[np.float32]]:
    """Draws (draws, ...) by name after so many to warm up.

    They hold `ties` with their levels, as `filter_levels` those of the first measure of each filter, and as `lost` whether the
    trajectory to a draw was lost (a divergence).
    """
    target = Target(inputs)
    drawn = draws_of(target.density, start(target, rng), warmup, draws, rng, turns(target))
    kept: dict[str, NDArray[np.float32]] = {"lost": drawn.lost.astype(np.float32)}
    for row, u in enumerate(drawn.vectors):
        for name, value in _told(inputs, target.values(u), rng).items():
            if name not in kept:
                kept[name] = np.empty((draws, *value.shape), np.float32)
            kept[name][row] = value
    return kept


def _told(inputs: Inputs, at: State, rng: np.random.Generator) -> State:
    """All that is kept of a draw, with what is drawn of states."""
    n, t, k = len(inputs.panel.states), len(inputs.panel.years), len(inputs.panel.filters)
    levels = 2 + len(inputs.filter_of)
    given = arguments(inputs, at)
    noise = rng.standard_normal((t * (k + 2) + levels + len(given[3][-1]), n))
    paths, border = state_draws(*given, noise)
    paths = paths.transpose(1, 2, 0)
    first = [inputs.panel.filter_of.index(of) for of in range(k)]
    if len(border) > levels:
        at["direct_of_state"] = border[levels:]
    return {
        **at,
        "filter_states": paths[:k],
        "filter_levels": border[2:levels][first],
        "ties": paths[k:] + border[:2, :, None],
        "tie_levels": border[:2],
    }
