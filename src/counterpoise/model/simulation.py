"""The model run forward from where a state stands, many times: each run has its own parameters and its own chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.equations import OnTies, correlated, filters_after, pressure_after, tie_terms
from counterpoise.model.outset import Outset
from counterpoise.model.plan import Array, Plan

BLOCK = 8192
"""As many runs as go through the years together: their arrays stay within the cache of one core."""

WORKERS = 2


@dataclass(frozen=True, slots=True)
class Paths:
    """`ties` (2, H, R) of R runs over H years on their own scale of 0 to 1, and the pressure felt (H, R), in single precision.

    `parameters` (R,) says which draw of the posterior each run has.
    """

    ties: NDArray[np.float32]
    felt: NDArray[np.float32]
    parameters: NDArray[np.int64]


def parts(filters: Sequence[str]) -> tuple[str, ...]:
    """What adds up to a tie in a year, by name: `before` is what is left of the year before, `filter:` and `changed:` go through filters."""
    through = [f"filter:{name}" for name in filters]
    changed = [f"changed:{name}" for name in filters]
    return ("before", "pressure", *through, *changed, "shock", "reply", "chance", "steered")


@dataclass(frozen=True, slots=True)
class Account:
    """Of what each tie is made each year: `terms` (P, 2, H, R) in the order of `parts`, which add up to `ties` (2, H, R).

    Both in standard deviations about the level of the tie. What was held is counted as steered. `parameters` are as in `Paths`.
    """

    names: tuple[str, ...]
    terms: Array
    ties: Array
    parameters: NDArray[np.int64]


def run_forward(outset: Outset, plan: Plan, runs: int, seed: int) -> Paths:
    """Run the model `runs` times over the years of a plan.

    The same `seed` gives the same chance whatever the plan, so that plans are compared run by run. The equations are
    those of `equations`; what the plan does is told in `Plan`. Memory grows by 12 bytes for each run and year.
    """
    ties = np.empty((2, plan.years, runs), np.float32)
    felt = np.empty((plan.years, runs), np.float32)
    parameters = _parameters(outset, runs, seed)

    def block(start: int) -> None:
        chosen = slice(start, min(start + BLOCK, runs))
        level, scale = _levels(outset, parameters[chosen])
        for year, (tie, pressure, _) in enumerate(_years(outset, plan, parameters[chosen], seed, start)):
            felt[year, chosen] = pressure
            ties[:, year, chosen] = _own_scale(level, scale, tie)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(block, range(0, runs, BLOCK)))
    return Paths(ties, felt, parameters)


def account(outset: Outset, plan: Plan, runs: int, seed: int) -> Account:
    """Run as `run_forward` does and keep what each tie is made of, as many `runs` as are asked for, up to `BLOCK`."""
    runs = min(runs, BLOCK)
    parameters = _parameters(outset, runs, seed)
    found = list(_years(outset, plan, parameters, seed, 0))
    terms = np.stack([np.stack(each) for _, _, each in found], axis=2)
    return Account(
        parts(outset.filter_names), terms, np.stack([tie for tie, _, _ in found], axis=1), parameters
    )


def natural(outset: Outset, ties: Array, parameters: NDArray[np.int64]) -> Array:
    """Ties (2, R) on their own scale, which ends at 0 and 1."""
    return _own_scale(*_levels(outset, parameters), ties)


def _levels(outset: Outset, parameters: NDArray[np.int64]) -> tuple[Array, Array]:
    """The levels of the ties on their own scale (2, R), and the length of a standard deviation there (2, 1)."""
    scale = outset.scale[:, None]
    return outset.centre[:, None] + scale * outset.tie_levels[:, parameters], scale


def _own_scale(level: Array, scale: Array, ties: Array) -> Array:
    return np.clip(level + scale * ties, 0.0, 1.0)


def _parameters(outset: Outset, runs: int, seed: int) -> NDArray[np.int64]:
    """Which draw each run has: every draw as often as any other, as far as may be."""
    times = -(-runs // outset.draws)
    return np.random.default_rng([seed, 1]).permutation(np.tile(np.arange(outset.draws), times))[:runs]


def _years(
    outset: Outset, plan: Plan, chosen: NDArray[np.int64], seed: int, block: int
) -> Iterator[tuple[Array, Array, tuple[Array, ...]]]:
    """The ties (2, R) about their levels, the pressure felt (R,) and the terms (2, R) in the order of `parts`, year by year."""
    chance = np.random.default_rng([seed, 2, block])
    k, runs = len(outset.filter_names), chosen.size
    pressure, persistence = outset.pressure[chosen], outset.pressure_persistence[chosen]
    filters, filter_sd = outset.filters[:, chosen], outset.filter_sd[:, chosen]
    filter_persistence, response = outset.filter_persistence[:, chosen], outset.filter_response[:, chosen]
    ties = first = outset.ties[:, chosen]
    tie_persistence = outset.tie_persistence[:, chosen]
    effects = OnTies(outset.direct[:, chosen], outset.mediated[:, :, chosen], outset.moderated[:, :, chosen])
    together = _together(outset, chosen)
    level, scale = _levels(outset, chosen)
    drawn = np.empty((1 + k + 4, runs))
    for year in range(plan.years):
        chance.standard_normal(out=drawn)
        pressure = pressure_after(pressure, persistence, drawn[0]) + plan.pressure[year]
        pressure = _held(pressure, plan.held_pressure[year])
        felt = outset.exposure * plan.exposure[year] * pressure
        filters = filters_after(filters, felt, filter_persistence, response, filter_sd * drawn[1 : 1 + k])
        filters = _held(filters + plan.filters[:, year, None], plan.held_filters[:, year, None])
        added = tie_terms(felt, filters + plan.raised[:, year, None], effects)
        terms = (
            tie_persistence * ties,
            added.direct,
            *(added.mediated[:, each] for each in range(k)),
            *(added.moderated[:, each] for each in range(k)),
            np.broadcast_to(plan.ties[:, year, None], (2, runs)),
            _reply(plan, ties, first),
            _chance_of_ties(together, drawn[1 + k :]),
        )
        ties = sum(terms[1:], start=terms[0])
        steered = _held(_evened(ties, level, scale, plan.evens[year]), plan.held_ties[:, year, None])
        yield steered, felt, (*terms, steered - ties)
        ties = steered


def _held(values: Array, at: Array | float) -> Array:
    set_ = ~np.isnan(at)
    return np.where(set_, at, values) if np.any(set_) else values


def _evened(ties: Array, level: Array, scale: Array, part: float) -> Array:
    """Ties of which a part of the tilt is taken away, half of it from each, on their own scale."""
    if not part:
        return ties
    own = level + scale * ties
    moved = part * (own[0] - own[1]) / 2
    return ties - np.stack([moved, -moved]) / scale


def _reply(plan: Plan, ties: Array, first: Array) -> Array:
    """What each power adds to its tie for what that has lost since the start, and takes for what the other's has won."""
    if not plan.inducement and not plan.punishment:
        return np.zeros_like(ties)
    change = ties - first
    return plan.inducement * np.maximum(-change, 0) - plan.punishment * np.maximum(change[::-1], 0)


def _together(outset: Outset, chosen: NDArray[np.int64]) -> tuple[Array, Array, Array]:
    """The standard deviations of a tie's own shock and of a year's, and the correlation of the former, by run."""
    return outset.tie_sd[:, chosen], outset.year_sd[:, chosen], outset.tie_correlation[chosen]


def _chance_of_ties(together: tuple[Array, Array, Array], drawn: Array) -> Array:
    """Shocks of both ties (2, R) from four independent standard normals (4, R)."""
    tie_sd, year_sd, correlation = together
    own: Array = tie_sd * correlated(correlation, drawn[0], drawn[1])
    return own + year_sd * drawn[2:]
