"""How to divide what there is to give so that the worst cases cost least: allocation by mean and CVaR."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.model.outset import outset
from counterpoise.model.panel import ModelPanel
from counterpoise.model.plan import nothing_done
from counterpoise.model.posterior import Posterior
from counterpoise.model.simulation import account

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Allocation:
    """Weights (n,) that sum to 1, the gain that they bring on average, and their loss: at the edge of the tail and in it.

    `value_at_risk` is the loss that is passed in the part `tail` of cases, `tail_loss` the mean of those losses.
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


def effort_between_powers(
    posterior: Posterior, panel: ModelPanel, state: str, tail: float, seed: int
) -> Allocation:
    """Divide a state's effort between both powers so that the ties tended lose least in the worst cases of a year.

    A case is one draw and the year after the last: what a unit of effort brings with a power is the change of that tie in
    its own scale as the model has it, T' - T, with shocks of its own for each draw. Weights are in the order of the powers.
    Raises CounterpoiseError for a state that is not of the panel.
    """
    now = outset(panel, posterior, state)
    later = account(now, nothing_done(len(panel.filters), 1), now.draws, seed)
    change = later.ties[:, 0] - now.ties[:, later.parameters]
    return least_tail_loss(change.T * panel.tie_scale, tail)
