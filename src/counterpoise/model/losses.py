"""What a state stands to lose within a year by its ties: dependence, abandonment and entrapment, in the worst cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import numpy as np

from counterpoise.model.contributions import check_fit
from counterpoise.model.equations import OnTies, correlated, filters_after, pressure_after, ties_after
from counterpoise.model.panel import Array, ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.tail_loss import tail_loss
from counterpoise.theory.interests import Loss

LOSSES: tuple[Loss, ...] = get_args(Loss)
DRAWS = 200
"""Draws that risk is reckoned on: each is simulated forward from every state-year."""

SHOCKS = 256
"""Next years that are simulated for each draw, spread evenly: the worst twentieth of them are some thirteen."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Draws of the loss in the worst cases of the next year, in each state-year.

    `total` (D, N, T) is that of the weighted loss; `parts` (D, 3, N, T) those of each of `LOSSES` by itself, which
    need not add up, since what is worst for one may not be for another.
    """

    total: Array
    parts: Array


def next_year_risk(
    posterior: Posterior, panel: ModelPanel, weights: Mapping[Loss, float], tail: float, seed: int
) -> Risk:
    """Simulate the next year of every state-year and take the mean of the worst part `tail` of its losses, draw by draw.

    With E the tie with a power in its own scale cut to 0 to 1, E' the same a year later, s the shares of the ties
    in their sum, and x' the pressure felt then, in standard deviations of its years:

    - dependence, |E'_a - E'_b|: what breaking with the closer power would cost, less what the other could make up
      for (Hirschman 1945, *National Power and the Structure of Foreign Trade*; vulnerability of Keohane & Nye 1977);
    - abandonment, sum of s_p max(E_p - E'_p, 0): what the powers leaned on withdraw;
    - entrapment, max E'_p Phi(x'): to stand close to a power when rivalry is high. Both of Snyder (1984), *World Politics* 36.

    All lie in 0 to 1. The weights of `LOSSES` count relative to their sum. The shocks are the same for each draw and state-year, so that
    state-years are compared and not their luck; the effect of the coming year is drawn with the spread of those estimated.
    """
    check_fit(posterior, panel)
    relative = np.array([weights.get(name, 0.0) for name in LOSSES])
    relative = relative / relative.sum()
    shape = posterior.draws, len(panel.states), len(panel.years)
    total, parts = np.empty(shape), np.empty((shape[0], len(LOSSES), *shape[1:]))
    shocks = _spread_evenly(5 + len(panel.filters), seed)
    for draw in range(posterior.draws):
        found = _losses(posterior, panel, draw, shocks)
        total[draw] = tail_loss(np.tensordot(relative, found, axes=1), tail)
        for place, each in enumerate(found):
            parts[draw, place] = tail_loss(each, tail)
    return Risk(total, parts)


def ties_in_own_scale(posterior: Posterior, panel: ModelPanel) -> Array:
    """Ties (D, 2, N, T) in their own scale, cut to 0 to 1."""
    about = posterior.tie_levels[..., None] + posterior.tie_states
    return _own(about, panel, axis=1)


def _spread_evenly(shocks: int, seed: int) -> Array:
    """So many independent standard normal shocks (shocks, 1, 1, M), by scrambled Sobol points, so that the tails are filled.

    Owen (1998), doi 10.1006/jcom.1998.0487.
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    points = qmc.Sobol(shocks, seed=np.random.default_rng([seed, 8])).random(SHOCKS)
    found: Array = ndtri(points).T[:, None, None]
    return found


def _own(about: Array, panel: ModelPanel, axis: int) -> Array:
    shape = [1] * about.ndim
    shape[axis] = 2
    return np.clip(panel.tie_centre.reshape(shape) + panel.tie_scale.reshape(shape) * about, 0.0, 1.0)


def _losses(posterior: Posterior, panel: ModelPanel, draw: int, shocks: Array) -> Array:
    """The three losses (3, N, T, M) of one draw."""
    from scipy.special import ndtr

    pressure = pressure_after(
        posterior.pressure[draw, :, None], posterior.pressure_persistence[draw], shocks[0]
    )
    felt = panel.exposure[:, None, None] * pressure
    filters = [
        filters_after(
            posterior.filter_states[draw, k, ..., None],
            felt,
            posterior.filter_persistence[draw, k],
            posterior.filter_response[draw, k],
            posterior.filter_sd[draw, k] * shocks[5 + k],
        )
        for k in range(len(panel.filters))
    ]
    slopes = posterior.direct[draw, :, None] + posterior.direct_of_state[draw]
    through = (each[draw, ..., None, None, None] for each in (posterior.mediated, posterior.moderated))
    own = correlated(posterior.tie_correlation[draw], shocks[1], shocks[2])
    later = ties_after(
        posterior.tie_states[draw, ..., None],
        felt,
        filters,
        posterior.tie_persistence[draw, :, None, None, None],
        OnTies(slopes[..., None, None], *through),
        posterior.year[draw].std(axis=1)[:, None, None, None] * shocks[3:5]
        + posterior.tie_sd[draw, :, None, None, None] * own,
    )
    levels = posterior.tie_levels[draw, :, :, None, None]
    now = _own(levels + posterior.tie_states[draw, ..., None], panel, axis=0)
    then = _own(levels + later, panel, axis=0)
    both = now.sum(axis=0)
    share = np.divide(now, both, out=np.full_like(now, 0.5), where=both > 0)
    fallen = np.maximum(now - then, 0)
    return np.stack([np.abs(then[0] - then[1]), (share * fallen).sum(axis=0), then.max(axis=0) * ndtr(felt)])
