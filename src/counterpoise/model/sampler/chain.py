"""A chain of draws of the model: parameters by their gradient, and filters, ties and levels given these."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.parameters import complete
from counterpoise.model.sampler.hamiltonian import Leaps, draws_of
from counterpoise.model.sampler.marginal import state_draws
from counterpoise.model.sampler.target import Target, arguments
from counterpoise.model.statespace import Inputs, State

Array = NDArray[np.float64]

TURNED = ("filter_response", "mediated", "moderated")
"""What changes its sign where a filter is turned upside down."""

OF_FILTER = ("filter_persistence", "filter_sd")
"""What else two filters exchange: what each is, and not how it is measured."""

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


def turns(target: Target) -> Leaps:
    """The leaps that turn a filter and all that is told in its units, one for each filter whose effects have no sign fixed.

    A filter that its measures tell little of is about as likely upside down.
    """
    signs = np.array([_turned(target, of) for of in _free(target)]).reshape(-1, target.size)
    return Leaps(np.tile(np.arange(target.size), (len(signs), 1)), signs)


def exchanges(target: Target) -> Leaps:
    """The leaps by which two filters change places in what they are and do, either of them turned or not; one is tried by lot.

    Where ties move in a way that no filter is measured to, one filter that is measured badly is about as likely to stand for it as
    another. Only filters of which the same effects are kept, with no sign fixed, are exchanged: these have the same priors.
    """
    orders, signs = [], []
    kept = np.vstack([target.inputs.mask.mediated, target.inputs.mask.moderated])
    for one, other in combinations(_free(target), 2):
        if not kept[:, one].any() or not np.array_equal(kept[:, one], kept[:, other]):
            continue
        order = np.arange(target.size)
        for each in target.coordinates:
            if each.name in (*OF_FILTER, *TURNED):
                of, places = each.chosen % len(kept.T), np.arange(target.size)[each.places]
                order[places[of == one]], order[places[of == other]] = places[of == other], places[of == one]
        for turned in product((False, True), repeat=2):
            orders.append(order)
            chosen = [_turned(target, of) for of, way in zip((one, other), turned, strict=True) if way]
            signs.append(np.prod(chosen, axis=0) if chosen else np.ones(target.size))
    return Leaps(
        np.array(orders, np.int64).reshape(-1, target.size),
        np.array(signs).reshape(-1, target.size),
        by_lot=True,
    )


def _free(target: Target) -> list[int]:
    """The filters whose effects have no sign fixed."""
    mask = target.inputs.mask
    fixed = mask.mediated_sign.any(axis=0) | mask.moderated_sign.any(axis=0)
    return [int(of) for of in np.flatnonzero(~fixed)]


def _turned(target: Target, of: int) -> Array:
    """The signs (C,) that turn a filter."""
    signs = np.ones(target.size)
    for each in target.coordinates:
        if each.name in TURNED:
            signs[each.places][each.chosen % len(target.inputs.panel.filters) == of] = -1.0
    return signs


def chain(
    inputs: Inputs, warmup: int, draws: int, rng: np.random.Generator
) -> dict[str, NDArray[np.float32]]:
    """Draws (draws, ...) by name after so many to warm up.

    They hold `ties` with their levels, as `filter_levels` those of the first measure of each filter, and as `lost` whether the
    trajectory to a draw was lost (a divergence).
    """
    target = Target(inputs)
    leaps = turns(target), exchanges(target)
    drawn = draws_of(target.density, start(target, rng), warmup, draws, rng, leaps)
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
