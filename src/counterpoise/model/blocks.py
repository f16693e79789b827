"""The blocks of the model that are normal given the rest, each drawn at once: states, pressure with years, and coefficients."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.stats import truncnorm

from counterpoise.model.marginal import state_draws
from counterpoise.model.statespace import (
    Inputs,
    changes,
    felt_by,
    measure_precisions,
    on_scale,
    shock_precision,
)

Array = NDArray[np.float64]
State = dict[str, Array]
"""Everything unobserved at one step of a chain, by name, as `statespace` reads it."""


def draw_states(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """Filters and ties of every state with their levels and its own direct effects, given pressure, years and parameters."""
    from counterpoise.model.target import arguments
    k, n, t = at["filter_states"].shape
    given = arguments(inputs, at)
    edge = 2 + len(inputs.filter_of) + len(given[3][5])
    paths, found = state_draws(*given, rng.standard_normal((t * (k + 2) + edge, n)))
    paths = paths.transpose(1, 2, 0)
    at["filter_states"], at["tie_states"] = paths[:k].copy(), paths[k:].copy()
    levels = 2 + len(inputs.filter_of)
    at["tie_levels"], at["measure_levels"] = found[:2].copy(), found[2:levels].copy()
    if levels < len(found):
        at["direct_of_state"] = found[levels:].copy()


def draw_pressure(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """Pressure together with the effects of years, where there are any, given filters, ties and parameters."""
    exposure, t = inputs.panel.exposure, len(inputs.panel.years)
    n, filters, rho = len(exposure), at["filter_states"], at["tie_persistence"]
    wide = 3 if "year_sd" in at else 1
    felt = (at["direct"][:, None] + at["direct_of_state"])[:, :, None] + np.tensordot(
        at["moderated"], filters, 1
    )
    felt = on_scale(felt * exposure[:, None], rho)
    left = on_scale(changes(at["tie_states"], rho) - np.tensordot(at["mediated"], filters, 1), rho)
    between = shock_precision(at)
    weighed = np.tensordot(between, felt, 1)
    square, towards = (felt * weighed).sum(axis=(0, 1)), (left * weighed).sum(axis=(0, 1))
    rho = at["filter_persistence"]
    by = on_scale(
        np.broadcast_to((at["filter_response"][:, None] * exposure)[:, :, None], filters.shape), rho
    )
    weighed_by = by / at["filter_sd"][:, None, None] ** 2
    square += (by * weighed_by).sum(axis=(0, 1))
    towards += (on_scale(changes(filters, rho), rho) * weighed_by).sum(axis=(0, 1))
    known, loading = inputs.pressure_known, at["pressure_loading"][:, None]
    sure = np.where(known < 0, 0.0, 1 / (np.maximum(known, 0) + at["pressure_error"][:, None] ** 2))
    square += (sure * loading**2).sum(axis=0)
    towards += (sure * loading * inputs.pressure).sum(axis=0)
    lasts = float(at["pressure_persistence"])
    square[1:] += 1 / (1 - lasts**2)
    square[0] += 1.0
    square[:-1] += lasts**2 / (1 - lasts**2)
    matrix, aims = np.zeros((t * wide, t * wide)), np.zeros(t * wide)
    place = np.arange(t) * wide
    matrix[place, place], aims[place] = square, towards
    matrix[place[1:], place[:-1]] = -lasts / (1 - lasts**2)
    if wide == 3:
        # A year moves every state alike; in the first the shocks of a tie, and so what moves it, are on another scale.
        ones = on_scale(np.ones((2, 1, t)), at["tie_persistence"])[:, 0]
        moved, toward = weighed.sum(axis=1) * ones, np.tensordot(between, left, 1).sum(axis=1) * ones
        for side in range(2):
            matrix[place + 1 + side, place] = moved[side]
            matrix[place + 1 + side, place + 1 + side] = (
                n * between[side, side] * ones[side] ** 2 + at["year_sd"][side] ** -2.0
            )
            aims[place + 1 + side] = toward[side]
        matrix[place + 2, place + 1] = n * between[0, 1] * ones[0] * ones[1]
    found = gaussian_draw(matrix, aims, rng.standard_normal(t * wide))
    at["pressure"] = found[place]
    if wide == 3:
        at["year"] = np.stack([found[place + 1], found[place + 2]])


def draw_responses(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """What pressure does to each filter (K,), given its path."""
    rho, variance = at["filter_persistence"], at["filter_sd"] ** 2
    filters = at["filter_states"]
    felt = on_scale(np.broadcast_to(felt_by(inputs, at), filters.shape), rho)
    left = on_scale(changes(filters, rho), rho)
    precision = (felt**2).sum(axis=(1, 2)) / variance + inputs.parameters["filter_response"].scale ** -2.0
    mean = (felt * left).sum(axis=(1, 2)) / variance / precision
    at["filter_response"] = mean + rng.standard_normal(len(rho)) / np.sqrt(precision)


def draw_coefficients(inputs: Inputs, at: State, rng: np.random.Generator) -> None:
    """All coefficients of both ties at once: direct effects and those of states, mediated, moderated and effects of years.

    Those whose sign a mask fixes have a truncated normal, and are drawn one after the other before the rest.
    """
    n, k = at["filter_states"].shape[1], at["filter_states"].shape[0]
    precision, towards, chosen = regression(inputs, at)
    _, sign, kept = _prior_scales(inputs, at)
    size = kept.shape[1]
    found = np.zeros(2 * size)
    found[chosen] = _signed_draw(
        precision, towards, sign.ravel()[chosen], _coefficients(at).ravel()[chosen], rng
    )
    both = found.reshape(2, size)
    at["direct"], at["direct_of_state"] = both[:, 0].copy(), both[:, 1 : 1 + n].copy()
    at["mediated"] = both[:, 1 + n : 1 + n + k].copy()
    at["moderated"] = both[:, 1 + n + k : 1 + n + 2 * k].copy()
    at["year"] = both[:, 1 + n + 2 * k :].copy()


def regression(inputs: Inputs, at: State) -> tuple[Array, Array, NDArray[np.int64]]:
    """The precision (C, C) of the coefficients of ties that are kept, that times their mean (C,), and which they are of all."""
    (n, t), k = felt_by(inputs, at).shape, at["filter_states"].shape[0]
    scale, _, kept = _prior_scales(inputs, at)
    size = kept.shape[1]
    felt, filters = felt_by(inputs, at), at["filter_states"]
    rows = np.zeros((n, t, size))
    rows[:, :, 0] = felt
    rows[np.arange(n), :, 1 + np.arange(n)] = felt
    rows[:, :, 1 + n : 1 + n + k] = filters.transpose(1, 2, 0)
    rows[:, :, 1 + n + k : 1 + n + 2 * k] = (filters * felt).transpose(1, 2, 0)
    rows[:, np.arange(t), 1 + n + 2 * k + np.arange(t)] = 1.0
    begin, later = rows[:, 0], rows[:, 1:].reshape(-1, size)
    squares, at_first = later.T @ later, begin.T @ begin
    rho, between = at["tie_persistence"], shock_precision(at)
    ahead = np.sqrt(1 - rho**2)
    left = np.tensordot(between, on_scale(changes(at["tie_states"], rho), rho), 1)
    precision = np.block(
        [[between[p, q] * (squares + ahead[p] * ahead[q] * at_first) for q in range(2)] for p in range(2)]
    )
    towards = np.concatenate(
        [later.T @ left[p, :, 1:].ravel() + ahead[p] * (begin.T @ left[p, :, 0]) for p in range(2)]
    )
    chosen = np.flatnonzero(kept.ravel())
    precision, towards = precision[np.ix_(chosen, chosen)], towards[chosen]
    precision[np.diag_indices(len(chosen))] += scale.ravel()[chosen] ** -2.0
    return precision, towards, chosen


def _coefficients(at: State) -> Array:
    names = ("direct_of_state", "mediated", "moderated", "year")
    return np.concatenate([at["direct"][:, None], *(at[name] for name in names)], axis=1)


def _prior_scales(inputs: Inputs, at: State) -> tuple[Array, Array, Array]:
    """The prior standard deviation, the sign if any, and whether it is kept, of each coefficient (2, 1 + N + 2 K + T)."""
    n, t, mask = len(inputs.panel.states), len(inputs.panel.years), inputs.mask
    known, none = inputs.parameters, np.zeros((2, 1))
    width = {name: known[f"{name}_free"].scale if f"{name}_free" in known else 1.0 for name in _EFFECTS}
    own, year = at["response_sd"][:, None], at["year_sd"][:, None] if "year_sd" in at else none
    scale = [
        np.full((2, 1), width["direct"]),
        np.repeat(own, n, axis=1),
        np.full(mask.mediated.shape, width["mediated"]),
        np.full(mask.moderated.shape, width["moderated"]),
        np.repeat(year, t, axis=1),
    ]
    direct = mask.direct[:, None]
    kept = [direct, np.repeat(direct, n, axis=1), mask.mediated, mask.moderated]
    signs = [mask.direct_sign[:, None], np.zeros((2, n)), mask.mediated_sign, mask.moderated_sign]
    told = np.full((2, t), float("year_sd" in at))
    return (
        np.concatenate(scale, axis=1),
        np.concatenate([*signs, np.zeros((2, t))], axis=1),
        np.concatenate([*kept, told], axis=1),
    )


_EFFECTS = ("direct", "mediated", "moderated")


def _signed_draw(
    precision: Array, towards: Array, sign: Array, now: Array, rng: np.random.Generator
) -> Array:
    """Coefficients (C,) from their normal, those with a sign only on its side of 0 and each given all others as they are `now`."""
    found = now.copy()
    for place in np.flatnonzero(sign):
        sd = precision[place, place] ** -0.5
        mean = found[place] + (towards[place] - precision[place] @ found) / precision[place, place]
        along = truncnorm.rvs(-sign[place] * mean / sd, np.inf, random_state=rng)
        found[place] = mean + sign[place] * sd * along
    free, held = np.flatnonzero(sign == 0), np.flatnonzero(sign)
    towards = towards[free] - precision[np.ix_(free, held)] @ found[held]
    found[free] = gaussian_draw(precision[np.ix_(free, free)], towards, rng.standard_normal(len(free)))
    return found


def gaussian_draw(precision: Array, towards: Array, noise: Array) -> Array:
    """A draw (D,) of the normal with a precision (D, D), of which the lower half is read, and mean precision^-1 towards."""
    factor = np.linalg.cholesky(precision)
    half = solve_triangular(factor, towards, lower=True)
    found: Array = solve_triangular(factor, half + noise, lower=True, trans="T")
    return found
