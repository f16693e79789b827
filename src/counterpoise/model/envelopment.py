"""Data envelopment analysis: how far each unit is from the frontier that the units themselves span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem

Array = NDArray[np.float64]

Returns = Literal["constant", "variable"]
"""The frontier of Charnes, Cooper & Rhodes (CCR), or that of Banker, Charnes & Cooper (BCC)."""

Orientation = Literal["input", "output"]

NONE_LEFT = 1e-7
"""What is left over below this part of the largest input or output is rounding."""


@dataclass(frozen=True, slots=True)
class Envelopment:
    """Scores (n,) in 0 to 1, whether each unit is efficient (n,), and the units that it is compared with, (n, n).

    `score` says to what part all inputs could shrink at the same outputs, or, oriented to outputs, what part of
    those that could be had the outputs are. A unit is `efficient` if its score is 1 and nothing is left over: neither less of one input nor
    more of one output could be had (Pareto and Koopmans). Row i of `peers` holds the weights of the units that
    show it.
    """

    score: Array
    efficient: NDArray[np.bool_]
    peers: Array


def envelopment(
    inputs: Array, outputs: Array, returns: Returns = "constant", orientation: Orientation = "input"
) -> Envelopment:
    """Score n units by inputs (n, m), of which less is better, and outputs (n, s), of which more is.

    Two linear programmes for each unit, by HiGHS: first min theta with X'l <= theta x_i, Y'l >= y_i, l >= 0 (and sum l = 1 with
    variable returns), then the most that is left over at this theta. What is left over is reckoned in parts of the largest of its
    column, so that units of measurement do not matter. Charnes, Cooper & Rhodes (1978), doi 10.1016/0377-2217(78)90138-8;
    Banker, Charnes & Cooper (1984), doi 10.1287/mnsc.30.9.1078.

    Raises CounterpoiseError for values that are missing or below 0, or a unit without any input or output.
    """
    _check(inputs, outputs)
    units = len(inputs)
    x, y = inputs / inputs.max(axis=0), outputs / outputs.max(axis=0)
    score, efficient, peers = np.empty(units), np.empty(units, bool), np.empty((units, units))
    for i in range(units):
        theta, peers[i], left = _scored(x, y, i, returns, orientation)
        score[i] = min(theta, 1.0)
        efficient[i] = theta >= 1 - NONE_LEFT and left <= NONE_LEFT
    return Envelopment(score, efficient, peers)


def fewest_units(inputs: int, outputs: int) -> int:
    """Of fewer units with so many inputs and outputs nearly all are efficient, and a score tells little: Cooper, Seiford and Tone (2007), Data
    Envelopment Analysis."""
    return max(inputs * outputs, 3 * (inputs + outputs))


def _scored(
    x: Array, y: Array, i: int, returns: Returns, orientation: Orientation
) -> tuple[float, Array, float]:
    """The score of one unit, the weights of its peers, and what is left over in the second programme."""
    from scipy.optimize import linprog

    units, (m, s) = len(x), (x.shape[1], y.shape[1])
    by_input = orientation == "input"
    # Variables: theta (or eta, by which outputs grow), then one weight for each unit.
    rows = np.vstack([np.column_stack([np.zeros(m), x.T]), np.column_stack([np.zeros(s), -y.T])])
    rows[slice(m) if by_input else slice(m, None), 0] = -x[i] if by_input else y[i]
    limits = np.concatenate([np.zeros(m) if by_input else x[i], -y[i] if by_input else np.zeros(s)])
    convex = np.concatenate([[0.0], np.ones(units)])[None] if returns == "variable" else None
    one = None if convex is None else [1.0]
    cost = np.zeros(units + 1)
    cost[0] = 1 if by_input else -1
    first = linprog(cost, rows, limits, convex, one, bounds=(0, None), method="highs")
    if not first.success:
        raise CounterpoiseError(Problem("data envelopment", f"unit {i + 1}: {first.message}"))
    theta = float(first.x[0])
    # At that theta, with a slack for each row: the weights, then the slacks, of which the sum is to be the largest.
    equal = np.column_stack([rows[:, 1:], np.eye(m + s)])
    target = limits - rows[:, 0] * theta
    kept = equal, target
    if convex is not None:
        kept = (
            np.vstack([equal, np.concatenate([np.ones(units), np.zeros(m + s)])]),
            np.append(target, 1.0),
        )
    most = np.concatenate([np.zeros(units), -np.ones(m + s)])
    second = linprog(most, A_eq=kept[0], b_eq=kept[1], bounds=(0, None), method="highs")
    weights, left = (second.x[:units], -second.fun) if second.success else (first.x[1:], 0.0)
    return (theta if by_input else 1 / theta), weights, float(left)


def _check(inputs: Array, outputs: Array) -> None:
    problems = []
    for name, table in (("input", inputs), ("output", outputs)):
        if not np.isfinite(table).all():
            problems.append(f"an {name} is missing")
        elif (table < 0).any():
            problems.append(f"an {name} is {table.min():g}; expected 0 or more")
        else:
            none = np.flatnonzero((table == 0).all(axis=1))
            problems += [f"unit {place + 1} has no {name} at all" for place in none]
            none = np.flatnonzero((table == 0).all(axis=0))
            problems += [f"{name} {place + 1} is 0 in every unit" for place in none]
    if problems:
        raise CounterpoiseError(*(Problem("data envelopment", found) for found in problems))
