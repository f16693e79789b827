"""How to divide what there is to give so that the worst cases cost least: allocation by mean and CVaR."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.measurement.draws import Z90
from counterpoise.model.outset import Outset, outset
from counterpoise.model.panel import ModelPanel
from counterpoise.model.plan import nothing_done
from counterpoise.model.posterior import Posterior
from counterpoise.model.simulation import BLOCK, account
from counterpoise.model.tail_loss import tail_loss

Array = NDArray[np.float64]

DRAWS_ALONE = 128
"""Draws of the posterior for each of which by itself an effort is divided."""

NEXT_YEARS = 8192
"""Next years that are simulated for each of them: the worst part `tail` of them, where it is a twentieth, are some four hundred."""

WIDTH90 = 2 * Z90
"""How many standard deviations wide a 90 per cent interval of a normal law is."""

GOLDEN = (5**0.5 - 1) / 2
"""The golden ratio's reciprocal: what a step of the golden section leaves of where a share lies."""

STEPS = 20
"""So often the golden section narrows where a share lies, to less than .0001."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Weights (n,) that sum to 1, the gain that they bring on average, and their loss: at the edge of the tail and in it.

    Gain and losses are in the unit of the gains of the options. `value_at_risk` is the loss that is passed in the part `tail` of cases,
    `tail_loss` the mean of those losses.
    """

    weights: Array
    gain: float
    value_at_risk: float
    tail_loss: float


def least_tail_loss(gains: Array, tail: float, at_least: float | None = None) -> Allocation:
    """Divide 1 over n options, none below 0, so that the mean loss in the worst part `tail` of M equally likely cases is least.

    `gains` (M, n) is what each option brings in each case; the loss is what it costs, -gain. With `at_least` the mean gain must
    be that or more. One linear programme, by HiGHS: min a + sum_j u_j / (tail M), u_j >= -gains_j w - a, u_j >= 0.
    Rockafellar & Uryasev (2000), *Journal of Risk* 2(3), equation 17.

    Raises CounterpoiseError where no weights reach the gain asked for.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, eye, hstack, vstack

    cases, options = gains.shape
    mean = gains.mean(axis=0)
    if at_least is not None and mean.max() < at_least:
        told = f"no option brings {at_least:g} on average; the most is {mean.max():g}"
        raise CounterpoiseError(Problem("allocation", told))
    # Variables: the weights, the edge of the tail (free), and by how much each case passes it.
    cost = np.concatenate([np.zeros(options), [1.0], np.full(cases, 1 / (tail * cases))])
    rows = hstack([csr_matrix(-gains), csr_matrix(-np.ones((cases, 1))), -eye(cases)])
    limits = np.zeros(cases)
    if at_least is not None:
        asked = np.concatenate([-mean, np.zeros(1 + cases)])
        rows, limits = vstack([rows, csr_matrix(asked)]), np.append(limits, -at_least)
    whole = csr_matrix(np.concatenate([np.ones(options), np.zeros(1 + cases)]))
    bounds = [(0, None)] * options + [(None, None)] + [(0, None)] * cases
    found = linprog(cost, rows, limits, whole, [1.0], bounds=bounds, method="highs")
    if not found.success:
        raise CounterpoiseError(Problem("allocation", str(found.message)))
    weights = found.x[:options]
    return Allocation(weights, float(mean @ weights), float(found.x[options]), float(found.fun))


def least_tail_share(gains: Array, tail: float) -> Array:
    """The share of the first of two options (D,) by which the tail loss is least, for D sets of M cases (D, M, 2) at once.

    As by `least_tail_loss`, in a hundredth of the time: the tail loss is convex in the weights, so that of two options the golden section
    finds where it is least (Kiefer 1953, *Proceedings of the American Mathematical Society* 4(3): 502-506).
    """
    first, difference = gains[..., 1], gains[..., 0] - gains[..., 1]
    low, high = np.zeros(len(gains)), np.ones(len(gains))
    for _ in range(STEPS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        below = tail_loss(-(first + left[:, None] * difference), tail)
        above = tail_loss(-(first + right[:, None] * difference), tail)
        low, high = np.where(below > above, left, low), np.where(below > above, high, right)
    return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Division:
    """An effort divided between both powers, and how far that depends on what is not known of the model.

    `whole` is the division by all draws together, `shares` (S,) that of power a by each of S draws alone, as if its parameters and its last
    ties were known. `gains` and `tail_losses` (S,) are what `whole` comes to by each of those draws: the change of the
    ties, weighted by it, on their own scale of 0 to 1, as a mean over next years, and their fall as a mean over the worst part `tail` of them. `by_chance` is
    how wide the 90 per cent interval of `shares` would be if all draws were alike, by the chance of the cases that are simulated for each.
    """

    whole: Allocation
    shares: Array
    gains: Array
    tail_losses: Array
    by_chance: float


def effort_between_powers(
    posterior: Posterior, panel: ModelPanel, state: str, tail: float, seed: int
) -> Division:
    """Divide a state's effort between both powers so that the ties tended lose least in the worst cases of a year.

    A case is one draw and the year after the last: what a unit of effort brings with a power is the change of that tie in
    its own scale as the model has it, T' - T, with shocks of its own for each case: `BLOCK` cases over all draws, and `NEXT_YEARS` for each of
    `DRAWS_ALONE` draws alone. So the spread over these holds what is not known of the parameters, and a little chance of the cases, which
    is told by how far the divisions by either half of a draw's cases differ.
    Weights are in the order of the powers. Raises CounterpoiseError for a state that is not of the panel.
    """
    now = outset(panel, posterior, state)
    whole = least_tail_loss(_changes(now, BLOCK, seed)[1], tail)
    alone = _by_draw(now.thinned(DRAWS_ALONE), seed)
    brought = alone @ whole.weights
    one, other = (least_tail_share(half, tail) for half in np.split(alone, 2, axis=1))
    return Division(
        whole=whole,
        shares=least_tail_share(alone, tail),
        gains=brought.mean(axis=1),
        tail_losses=tail_loss(-brought, tail),
        # Halves have twice the variance of the whole, and their difference four times.
        by_chance=WIDTH90 * float(np.sqrt(np.mean((one - other) ** 2))) / 2,
    )


def _changes(now: Outset, cases: int, seed: int) -> tuple[NDArray[np.int64], Array]:
    """How both ties change within a year in so many cases (M, 2), in their own scale, and by which draw each case is (M,)."""
    later = account(now, nothing_done(len(now.filter_names), 1), cases, seed)
    change = later.ties[:, 0] - now.ties[:, later.parameters]
    return later.parameters, change.T * now.scale


def _by_draw(now: Outset, seed: int) -> Array:
    """The same for each draw by itself (D, `NEXT_YEARS`, 2)."""
    at_once = BLOCK // now.draws
    found = []
    for turn in range(-(-NEXT_YEARS // at_once)):
        draws, changes = _changes(now, at_once * now.draws, seed + turn)
        found.append(changes[np.argsort(draws, kind="stable")].reshape(now.draws, at_once, -1))
    return np.concatenate(found, axis=1)[:, :NEXT_YEARS]
