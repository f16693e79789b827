"""The parameters of the model that are not normal given the rest, each by a slice of its exact density.

Each is drawn in the coordinate of `parameters`. Where two go together, so that given the one the other hardly moves, a further
step moves both: a standard deviation with the series that it scales (Yu and Meng 2011, To center or not to center,
Journal of Computational and Graphical Statistics 20), a latent series with all that is told in its units (Liu and Sabatti
2000, Generalised Gibbs sampler and multigrid Monte Carlo, Biometrika 87).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.blocks import State
from counterpoise.model.parameters import Parameter
from counterpoise.model.slices import (
    CORRELATION,
    ERROR,
    EXPONENTIAL,
    PERSISTENCE,
    STATIONARY,
    slice_draws,
)
from counterpoise.model.statespace import (
    Inputs,
    felt_by,
    filter_shocks,
    measure_levels,
    measure_precisions,
    on_scale,
    shock_precision,
    tie_inputs,
    tie_shocks,
)

Array = NDArray[np.float64]

_NONE = np.zeros((1, 0))


def draw_of_filters(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """Standard deviations and persistences of filters (K,), given their paths."""
    square = (filter_shocks(inputs, at) ** 2).sum(axis=(1, 2))
    number = at["filter_states"][0].size
    _draw_sds(inputs, at, "filter_sd", np.full(square.shape, number), square, rng)
    filters, precision = at["filter_states"], at["filter_sd"] ** -2.0
    moved = filters - at["filter_response"][:, None, None] * felt_by(inputs, at)
    before, now, first = filters[:, :, :-1], moved[:, :, 1:], moved[:, :, 0]
    a = _beta(inputs, "filter_persistence", len(precision))
    a[:, 2] = (before**2).sum(axis=(1, 2)) * precision
    a[:, 3] = (before * now).sum(axis=(1, 2)) * precision
    a[:, 4] = filters.shape[1]
    a[:, 5] = (first**2).sum(axis=1) * precision
    at["filter_persistence"] = _draw_logits(PERSISTENCE, at["filter_persistence"], a, rng)


def draw_loose_responses(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """What pressure does to each filter (K,), whose shocks stay as they are, so that its path moves with it: a normal too."""
    by, prior = _lasting(inputs, at, at["pressure"]), inputs.parameters["filter_response"].scale ** -2.0
    for of in range(len(by)):
        along = at | {"filter_states": np.zeros_like(at["filter_states"])}
        along["filter_states"][of] = by[of]
        rows = inputs.filter_of == of
        square, cross = _told_by_measures(inputs, along, at["loading"], at)
        effect = at["mediated"][:, of, None, None] + at["moderated"][:, of, None, None] * felt_by(inputs, at)
        part = on_scale(effect * by[of], at["tie_persistence"])
        weighed = np.tensordot(shock_precision(at), part, 1)
        precision = square[rows].sum() + (weighed * part).sum() + prior
        toward = cross[rows].sum() + (weighed * tie_shocks(inputs, at)).sum()
        toward -= prior * at["filter_response"][of]
        step = toward / precision + rng.standard_normal() / np.sqrt(precision)
        at["filter_response"][of] += step
        at["filter_states"][of] += step * by[of]


def draw_of_measures(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """Loadings, standard deviations of levels and errors (R,), with moves of filters along their scale; levels anew."""
    _draw_loadings(inputs, at, rng)
    for of in range(len(inputs.panel.filters)):
        _stretch_filter(inputs, at, of, rng, shocks_alone=True)
        _stretch_filter(inputs, at, of, rng, shocks_alone=False)
    at["measure_levels"] = measure_levels(inputs, at, rng)
    apart = inputs.measures - at["loading"][:, None, None] * at["filter_states"][inputs.filter_of]
    squares = (apart - at["measure_levels"][:, :, None]) ** 2
    at["extra_error"] = _draw_errors(inputs, at, "extra_error", squares, inputs.measures_known, rng)
    levels = at["measure_levels"]
    _draw_sds(
        inputs, at, "measure_level_sd", np.full(len(levels), levels.shape[1]), (levels**2).sum(axis=1), rng
    )


def draw_of_pressure(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """Loadings and errors (J,) of the series of pressure and its persistence, with a move of pressure along its scale."""
    pressure, known = at["pressure"], inputs.pressure_known
    sure = np.where(known < 0, 0.0, 1 / (np.maximum(known, 0) + at["pressure_error"][:, None] ** 2))
    a = _logarithm(inputs.parameters["pressure_loading"], len(known))
    a[:, 3] = -0.5 * (sure * pressure**2).sum(axis=1)
    a[:, 2] = (sure * pressure * inputs.pressure).sum(axis=1)
    at["pressure_loading"] = _draw_logs(at["pressure_loading"], a, rng)
    squares = (inputs.pressure - at["pressure_loading"][:, None] * pressure) ** 2
    at["pressure_error"] = _draw_errors(inputs, at, "pressure_error", squares, known, rng)
    a = _beta(inputs, "pressure_persistence", 1)
    a[:, 2] = len(pressure) - 1
    a[:, 3] = (pressure[1:] ** 2).sum()
    a[:, 4] = (pressure[1:] * pressure[:-1]).sum()
    a[:, 5] = (pressure[:-1] ** 2).sum()
    lasts = at["pressure_persistence"].reshape(1)
    at["pressure_persistence"] = _draw_logits(STATIONARY, lasts, a, rng)[0]
    _stretch_pressure(inputs, at, rng)


def turn_pressure(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """Pressure and all that is told in its units with the other sign, as often as its series allow it (Metropolis).

    Filters and ties are as likely under either sign, so that a chain that begins with the wrong one would hardly leave it.
    """
    if inputs.mask.direct_sign.any() or inputs.mask.moderated_sign.any():
        return
    known = inputs.pressure_known
    sure = np.where(known < 0, 0.0, 1 / (np.maximum(known, 0) + at["pressure_error"][:, None] ** 2))
    agree = (sure * at["pressure_loading"][:, None] * at["pressure"] * inputs.pressure).sum()
    if np.log(1 - rng.random()) < -2 * agree:
        for name in ("pressure", "filter_response", "direct", "direct_of_state", "moderated"):
            at[name] = -at[name]


def draw_of_ties(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """Persistences and shocks of ties, and how far states and years differ, given their paths and coefficients."""
    for side in range(2):
        _draw_tie_persistence(inputs, at, side, rng)
    shocks = tie_shocks(inputs, at)
    square, number = np.einsum("pnt,qnt->pq", shocks, shocks), shocks[0].size
    for side in range(2):
        between, other = float(at["tie_correlation"]), 1 - side
        a = _logarithm(inputs.parameters["tie_sd"], 1)
        a[:, 0] -= number
        a[:, 5] = -0.5 * square[side, side] / (1 - between**2)
        a[:, 4] = between * square[0, 1] / at["tie_sd"][other] / (1 - between**2)
        at["tie_sd"][side] = _draw_logs(at["tie_sd"][side : side + 1], a, rng)[0]
    a = np.zeros((1, 7))
    scaled = square / np.outer(at["tie_sd"], at["tie_sd"])
    a[0, :3] = number, scaled[0, 0] + scaled[1, 1], scaled[0, 1]
    now = np.arctanh(at["tie_correlation"]).reshape(1)
    at["tie_correlation"] = np.tanh(slice_draws(CORRELATION, now, a, _NONE, _NONE, 0.2, rng))[0]
    levels = at["tie_levels"]
    _draw_sds(inputs, at, "tie_level_sd", np.full(2, levels.shape[1]), (levels**2).sum(axis=1), rng)
    if "response_sd" in inputs.parameters:
        felt = np.broadcast_to(felt_by(inputs, at), shocks.shape)
        _draw_spread(inputs, at, "response_sd", "direct_of_state", felt, rng)
    if "year_sd" in inputs.parameters:
        _draw_spread(inputs, at, "year_sd", "year", np.ones(shocks.shape), rng)


def _draw_sds(
    inputs: Inputs, at: State, name: str, number: Array, square: Array, rng: np.random.Generator
) -> None:
    """Standard deviations (M,) of so many numbers each, whose squares have these sums."""
    a = _logarithm(inputs.parameters[name], len(square))
    a[:, 0] -= number
    a[:, 5] -= 0.5 * square
    at[name] = _draw_logs(at[name], a, rng)


def _draw_errors(
    inputs: Inputs, at: State, name: str, squares: Array, known: Array, rng: np.random.Generator
) -> Array:
    """Standard deviations of errors (M,) beyond known ones, from squares and known variances (M, ...)."""
    a, flat = _logarithm(inputs.parameters[name], len(squares)), (len(squares), -1)
    found: Array = np.exp(
        slice_draws(ERROR, np.log(at[name]), a, squares.reshape(flat), known.reshape(flat), 0.3, rng)
    )
    return found


def _draw_loadings(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """Loadings of measures beside the first of each filter, with the levels integrated out."""
    square, cross = _told_by_measures(inputs, at, np.ones(len(inputs.firsts)))
    rest = ~inputs.firsts
    a = _logarithm(inputs.parameters["loading"], int(rest.sum()))
    a[:, 3], a[:, 2] = -0.5 * square[rest], cross[rest]
    at["loading"][rest] = _draw_logs(at["loading"][rest], a, rng)


def _told_by_measures(
    inputs: Inputs, at: State, loading: Array, beside: State | None = None
) -> tuple[Array, Array]:
    """Of each measure (R,) the precision of a factor of loading times filter, and that times its mean, levels integrated out.

    With `beside`, that factor is of what the filters there leave over.
    """
    weights, level = measure_precisions(inputs, at), at["measure_level_sd"][:, None] ** -2.0
    signal = loading[:, None, None] * at["filter_states"][inputs.filter_of]
    apart = inputs.measures
    if beside is not None:
        apart = apart - loading[:, None, None] * beside["filter_states"][inputs.filter_of]
    weighed = weights * signal
    sums, total = weighed.sum(axis=2), weights.sum(axis=2) + level
    square = (weighed * signal).sum(axis=(1, 2)) - (sums**2 / total).sum(axis=1)
    values = (weights * apart).sum(axis=2)
    return square, (weighed * apart).sum(axis=(1, 2)) - (sums * values / total).sum(axis=1)


def _stretch_filter(
    inputs: Inputs, at: State, of: int, rng: np.random.Generator, *, shocks_alone: bool
) -> None:
    """A filter made larger by a factor with its shocks and its response; where not alone, all else told in its units with it."""
    square, cross = _told_by_measures(inputs, at, at["loading"])
    rows = inputs.filter_of == of
    known = inputs.parameters
    a = np.zeros((1, 7))
    a[0, 0] = 1.0
    a[0, 3] = -0.5 * (at["filter_response"][of] / known["filter_response"].scale) ** 2
    _shifted(a, at["filter_sd"][of : of + 1], known["filter_sd"], 1)
    if shocks_alone:
        moved = at["mediated"][:, of, None, None] + at["moderated"][:, of, None, None] * felt_by(inputs, at)
        part = on_scale(moved * at["filter_states"][of], at["tie_persistence"])
        weighed = np.tensordot(shock_precision(at), part, 1)
        a[0, 3] -= 0.5 * (square[rows].sum() + (weighed * part).sum())
        a[0, 2] = cross[rows].sum() + (weighed * (tie_shocks(inputs, at) + part)).sum()
    else:
        first = rows & inputs.firsts
        a[0, 3] -= 0.5 * square[first].sum()
        a[0, 2] = cross[first].sum()
        _shifted(a, at["loading"][rows & ~inputs.firsts], known["loading"], -1)
        for name in ("mediated", "moderated"):
            kept = getattr(inputs.mask, name)[:, of] > 0
            if kept.any():
                a[0, 0] -= kept.sum()
                a[0, 5] -= 0.5 * ((at[name][kept, of] / known[f"{name}_free"].scale) ** 2).sum()
    factor = _draw_logs(np.ones(1), a, rng)[0]
    at["filter_states"][of] *= factor
    at["filter_response"][of] *= factor
    at["filter_sd"][of] *= factor
    if not shocks_alone:
        at["loading"][rows & ~inputs.firsts] /= factor
        for name in ("mediated", "moderated"):
            at[name][:, of] /= factor


def _lasting(inputs: Inputs, at: State, pressure: Array) -> Array:
    """What pressure adds up to in each filter (K, N, T) for a response of 1."""
    found = np.empty((len(at["filter_persistence"]), len(pressure)))
    found[:, 0] = pressure[0]
    for t in range(1, len(pressure)):
        found[:, t] = at["filter_persistence"] * found[:, t - 1] + pressure[t]
    return found[:, None, :] * inputs.panel.exposure[:, None]


def _stretch_pressure(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """Pressure made larger by a factor, and all that is told in its units smaller."""
    known, mask, pressure = inputs.parameters, inputs.mask, at["pressure"]
    lasts = float(at["pressure_persistence"])
    a = np.zeros((1, 7))
    a[0, 0] = len(pressure)
    a[0, 3] = -0.5 * (pressure[0] ** 2 + ((pressure[1:] - lasts * pressure[:-1]) ** 2).sum() / (1 - lasts**2))
    _shifted(a, at["pressure_loading"], known["pressure_loading"], -1)
    a[0, 0] -= at["filter_response"].size
    a[0, 5] = -0.5 * ((at["filter_response"] / known["filter_response"].scale) ** 2).sum()
    for name, kept in (("direct", mask.direct > 0), ("moderated", mask.moderated > 0)):
        if kept.any():
            a[0, 0] -= kept.sum()
            a[0, 5] -= 0.5 * ((at[name][kept] / known[f"{name}_free"].scale) ** 2).sum()
    if "response_sd" in known:
        _shifted(a, at["response_sd"], known["response_sd"], -1)
    factor = _draw_logs(np.ones(1), a, rng)[0]
    at["pressure"] = pressure * factor
    for name in (
        "pressure_loading",
        "filter_response",
        "direct",
        "direct_of_state",
        "moderated",
        "response_sd",
    ):
        at[name] = at[name] / factor


def _draw_tie_persistence(inputs: Inputs, at: State, side: int, rng: np.random.Generator) -> None:
    """The persistence of one tie, given that of the other."""
    other, between = 1 - side, shock_precision(at)
    shocks, ties = tie_shocks(inputs, at), at["tie_states"][side]
    moved = ties - tie_inputs(inputs, at)[side]
    before, now, first = ties[:, :-1], moved[:, 1:], moved[:, 0]
    a = _beta(inputs, "tie_persistence", 1)
    a[0, 2] = between[side, side] * (before**2).sum()
    a[0, 3] = (before * (between[side, side] * now + between[side, other] * shocks[other, :, 1:])).sum()
    a[0, 4] = len(ties)
    a[0, 5] = between[side, side] * (first**2).sum()
    a[0, 6] = between[side, other] * (first * shocks[other, :, 0]).sum()
    drawn = _draw_logits(PERSISTENCE, at["tie_persistence"][side : side + 1], a, rng)
    at["tie_persistence"][side] = drawn[0]


def _draw_spread(
    inputs: Inputs, at: State, name: str, of: str, felt: Array, rng: np.random.Generator
) -> None:
    """How far states or years differ (2,), given how they do, and then with all of that made larger or smaller together.

    `felt` (2, N, T) is what a difference of 1 moves the tie by.
    """
    number = at[of].shape[1]
    _draw_sds(inputs, at, name, np.full(2, number), (at[of] ** 2).sum(axis=1), rng)
    along = at[of][:, :, None] if of == "direct_of_state" else at[of][:, None, :]
    part = on_scale(along * felt, at["tie_persistence"])
    between = shock_precision(at)
    for side in range(2):
        left = tie_shocks(inputs, at)
        left[side] += part[side]
        a = np.zeros((1, 7))
        _shifted(a, at[name][side : side + 1], inputs.parameters[name], 1)
        a[0, 3] -= 0.5 * between[side, side] * (part[side] ** 2).sum()
        a[0, 2] = (part[side] * np.tensordot(between[side], left, 1)).sum()
        factor = _draw_logs(np.ones(1), a, rng)[0]
        at[name][side] *= factor
        at[of][side] *= factor


def _logarithm(prior: Parameter, number: int) -> Array:
    """Coefficients (M, 7) of the prior of the logarithm of a scale: of a log-normal, or a half-normal."""
    a = np.zeros((number, 7))
    if prior.family == "half-normal":
        a[:, 0], a[:, 3] = 1.0, -0.5 / prior.scale**2
    else:
        a[:, 0], a[:, 1] = np.log(prior.middle) / prior.scale**2, -0.5 / prior.scale**2
    return a


def _shifted(a: Array, now: Array, prior: Parameter, way: int) -> None:
    """Add to coefficients (1, 7) the prior of scales (M,) that a factor e^u multiplies, or divides if `way` is -1."""
    if prior.family == "half-normal":
        a[0, 0] += way * now.size
        a[0, 3 if way > 0 else 5] -= 0.5 * ((now / prior.scale) ** 2).sum()
    else:
        a[0, 0] -= way * (np.log(now / prior.middle) / prior.scale**2).sum()
        a[0, 1] -= 0.5 * now.size / prior.scale**2


def _beta(inputs: Inputs, name: str, number: int) -> Array:
    a = np.zeros((number, 7))
    a[:, :2] = inputs.parameters[name].numbers
    return a


def _draw_logs(now: Array, a: Array, rng: np.random.Generator) -> Array:
    none = np.zeros((len(a), 0))
    found: Array = np.exp(slice_draws(EXPONENTIAL, np.log(now), a, none, none, 0.5, rng))
    return found


def _draw_logits(form: int, now: Array, a: Array, rng: np.random.Generator) -> Array:
    none = np.zeros((len(a), 0))
    found: Array = 1 / (1 + np.exp(-slice_draws(form, np.log(now / (1 - now)), a, none, none, 0.5, rng)))
    return found
