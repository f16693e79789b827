"""What a unit of felt pressure does to the ties, year by year and in the long run where one is in sight: sums of powers, not simulations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import polars as pl

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.model.panel import Array, ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.summary import summary

OUTCOMES = ("a", "b", "tilt", "engagement")
"""The tie with each power, a minus b, and the mean of both."""

READINGS = ("direct", "mediated", "moderated")
"""The readings of the figure: pressure acts by itself, through the filters, and by what the filters make of it."""

YEARS_TOLD = 10
"""After so many years the effect of what lasts is told where no long run is in sight, or after as many as a shorter panel has."""

IN_SIGHT = 0.95
"""A long run is in sight where with this probability half of it comes within as many years as the panel has."""

Course = Literal["once", "own", "lasting"]
"""Felt pressure of one unit in one year only, one that fades as pressure does, or one that lasts."""


@dataclass(frozen=True, slots=True)
class Responses:
    """Draws of what a unit of felt pressure adds to each outcome after 0, 1, ... years, by reading.

    `draws` (D, 3, 4, H), in the order of `READINGS` and `OUTCOMES`, in the ties' own scale.
    """

    course: Course
    draws: Array

    def table(self) -> pl.DataFrame:
        """The summary of each reading, and of their total, for each outcome and horizon."""
        with_total = np.concatenate([self.draws, self.draws.sum(axis=1, keepdims=True)], axis=1)
        names = [*READINGS, "total"]
        return pl.DataFrame(
            [
                {"reading": names[r], "outcome": OUTCOMES[o], "horizon": h}
                | summary(with_total[:, r, o, h]).row()
                for r, o, h in product(*(range(size) for size in with_total.shape[1:]))
            ]
        )


def impulse_responses(
    posterior: Posterior, panel: ModelPanel, horizons: int = 10, course: Course = "own"
) -> Responses:
    """What a unit of felt pressure, in a state where nothing else is amiss, adds after 0 to `horizons` years.

    Of a chain of persistences r_1, ..., r_m the response after n years is h_n(r_1, ..., r_m), the complete homogeneous
    symmetric polynomial, whose generating function is prod 1/(1 - r_j z): direct h_n(rho, tau), mediated
    beta_k alpha_k h_n(rho, phi_k, tau), with rho the persistence of the pressure (0 for `once`, 1 for `lasting`),
    phi_k of the filter and tau of the tie. Of the moderated term, the product of a filter alpha_k h_n(rho, phi_k) and
    the pressure rho^n, it is gamma_k alpha_k h_n(rho^2, rho phi_k, tau), exactly for one unit and no other size.
    """
    parts = _parts(posterior, _persistence_of_pressure(posterior, course), horizons + 1)
    return Responses(course, in_own_scale(_by_reading(parts), panel))


def half_lives(posterior: Posterior) -> Array:
    """The years after which half is left of what moved each tie, then each filter: draws (D, 2 + K); infinite from a persistence of 1 on."""
    kept = np.abs(np.concatenate([posterior.tie_persistence, posterior.filter_persistence], axis=1))
    fades = (kept > 0) & (kept < 1)
    years = np.log(0.5) / np.log(np.where(fades, kept, 0.5))
    return np.where(fades, years, np.where(kept == 0, 0.0, np.inf))


def last_told(posterior: Posterior, panel: ModelPanel) -> int | None:
    """After how many years what a lasting unit does is told last: None where that is the long run; where none is in sight, `YEARS_TOLD` or all that the panel has.

    What fades by half in more years than the panel has comes to its long run in a time of which nothing is observed, and by a
    persistence whose distance from 1 the panel hardly tells: 1/(1 - persistence) has no bound there.
    """
    slowest = half_lives(posterior).max(axis=1)
    in_sight = np.isfinite(slowest).all() and np.mean(slowest <= len(panel.years)) >= IN_SIGHT
    return None if in_sight else min(YEARS_TOLD, len(panel.years))


def lasting(posterior: Posterior, panel: ModelPanel, years: int | None) -> Array:
    """What a unit of felt pressure that lasts does after some years, None for the long run: draws (D, 1 + 2K, 4), in parts as `long_run`."""
    if years is None:
        return long_run(posterior, panel)
    return in_own_scale(_parts(posterior, np.ones(posterior.draws), years + 1)[..., years], panel)


def handed_on_for(persistence: Array, years: int | None) -> Array:
    """By how much a series multiplies what comes to it every year, after some years or, None, in the long run: alike in shape."""
    if years is None:
        return np.asarray(1 / (1 - persistence))
    found: Array = fading([np.ones_like(persistence), persistence], years + 1)[..., years]
    return found


def long_run(posterior: Posterior, panel: ModelPanel) -> Array:
    """Where a unit of felt pressure that lasts brings each outcome in the end: draws (D, 1 + 2K, 4).

    The parts are direct, mediated by each filter and moderated by each: 1/(1 - tau) times the effect, divided by
    (1 - phi_k) where it runs through a filter. Raises CounterpoiseError where a persistence of ties or filters is 1 or more.
    """
    beyond = sum(
        int((np.abs(each) >= 1).sum()) for each in (posterior.tie_persistence, posterior.filter_persistence)
    )
    if beyond:
        told = f"{beyond} draws of a persistence are 1 or more, so that nothing settles in the long run"
        raise CounterpoiseError(Problem("posterior", told))
    settled = 1 / (1 - posterior.tie_persistence)
    response = posterior.filter_response / (1 - posterior.filter_persistence)
    through = [
        (effect * response[:, None] * settled[..., None]).transpose(0, 2, 1)
        for effect in (posterior.mediated, posterior.moderated)
    ]
    return in_own_scale(np.concatenate([(posterior.direct * settled)[:, None], *through], axis=1), panel)


def in_own_scale(of_ties: Array, panel: ModelPanel) -> Array:
    """Turn effects on both ties (D, P, 2, ...) in standard deviations into those on `OUTCOMES` (D, P, 4, ...), 0 to 1."""
    a, b = (of_ties[:, :, side] * panel.tie_scale[side] for side in range(2))
    return np.stack([a, b, a - b, (a + b) / 2], axis=2)


def fading(persistences: Sequence[Array], years: int) -> Array:
    """h_0, ..., h_(years - 1) of persistences that are alike in shape: (..., years)."""
    found = np.zeros((*np.broadcast_shapes(*(each.shape for each in persistences)), years))
    found[..., 0] = 1
    for ratio in persistences:
        for year in range(1, years):
            found[..., year] += ratio * found[..., year - 1]
    return found


def _persistence_of_pressure(posterior: Posterior, course: Course) -> Array:
    fixed = {"once": 0.0, "lasting": 1.0}
    return np.full(posterior.draws, fixed[course]) if course in fixed else posterior.pressure_persistence


def _parts(posterior: Posterior, rho: Array, years: int) -> Array:
    """Responses of both ties in standard deviations, (D, 1 + 2K, 2, years): direct, mediated, moderated."""
    tau = posterior.tie_persistence
    direct = posterior.direct[..., None] * fading([rho[:, None], tau], years)
    rho, tau = rho[:, None, None], tau[:, None, :]
    phi = posterior.filter_persistence[..., None]
    response = posterior.filter_response[..., None]
    mediated, moderated = (
        (response * effect.transpose(0, 2, 1))[..., None] * fading(chain, years)
        for effect, chain in (
            (posterior.mediated, [rho, phi, tau]),
            (posterior.moderated, [rho**2, rho * phi, tau]),
        )
    )
    return np.concatenate([direct[:, None], mediated, moderated], axis=1)


def _by_reading(parts: Array) -> Array:
    filters = parts.shape[1] // 2
    through = parts[:, 1 : filters + 1].sum(axis=1), parts[:, filters + 1 :].sum(axis=1)
    return np.stack([parts[:, 0], *through], axis=1)
