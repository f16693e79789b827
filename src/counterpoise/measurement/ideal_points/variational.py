"""Ideal points by variational EM: a point estimate in less than a second, and where the sampler starts.

The posterior is taken as a product of normal distributions of the points and of the slopes b, the z truncated normal
given their means, and cuts at their maximum (Imai, Lo & Olmsted 2016, section 3, there for yes and no). E[theta^2] and
E[b^2] are carried along: with points and slopes at their joint maximum instead, blocs that vote alike run away. Slopes are
uncertain about the mean of those who voted, so that where a session lies costs nothing. Steps are extrapolated by
Anderson's method, which takes half as many as SQUAREM (Varadhan & Roland 2008) here. The variances are far smaller
than the posterior's, and are not given out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import ndtri

from counterpoise.compiled import njit_unchecked
from counterpoise.measurement.ideal_points.chain import Chain, update_points
from counterpoise.measurement.ideal_points.roll_calls import expect, newton, of_cuts
from counterpoise.measurement.ideal_points.shift import shift
from counterpoise.measurement.ideal_points.votes import ABSTAIN_OR_NO, ALL_THREE, Floats, Integers, Votes

TOLERANCE = 3e-4
"""The step of the points (root mean square, in their standard deviations) at which the estimate stands."""

MOST_STEPS = 400
PLAIN_STEPS = 3
MEMORY = 6
"""Of so many steps back the changes are put together to see where the steps lead."""

DAMPING = 1e-8
LONGEST_STEP = 1.0
FIRST_SPREAD = 0.05
ROUNDS = 8
RAREST = 0.01


@dataclass(frozen=True, slots=True)
class Fit:
    """Points (units,) with mean 0 and standard deviation 1, and of each roll call b, cut and log width (roll calls, 3).

    `steps` is how many were taken, and `moved` how far the last one moved the points.
    """

    theta: Floats
    rolls: Floats
    steps: int
    moved: float


@njit_unchecked
def step_rolls(
    rolls: Floats,
    theta: Floats,
    spread: Floats,
    observed: Integers,
    starts: Integers,
    units: Integers,
    diagonal: Floats,
    right: Floats,
) -> None:
    """One step of every roll call given the points and their variances `spread`.

    Changes `rolls`, and adds to `diagonal` and `right` (units,) what the roll calls then say of the points.
    """
    expected = np.empty((starts[:, 3] - starts[:, 0]).max())
    for roll in range(rolls.shape[0]):
        first, last, kind = starts[roll, 0], starts[roll, 3], observed[roll]
        b, cut, width = rolls[roll, 0], rolls[roll, 1], rolls[roll, 2]
        found = of_cuts(b, cut, width, kind, starts[roll], units, theta, False)
        at_cut, at_width, _ = newton(found, 0.0, kind)
        summed = squares = uncertain = 0.0
        for place in range(first, last):
            at = theta[units[place]]
            summed += at
            squares += at * at
            uncertain += spread[units[place]]
        mean = summed / (last - first)
        squares -= mean * summed
        variance = 1.0 / (1.0 + squares + uncertain)
        # Slope and cut turn about the mean of those who voted: the slope of the likelihood in b is taken there.
        slope = (b * squares + found[6] + mean * found[1]) * variance
        cut += min(max(at_cut, -LONGEST_STEP), LONGEST_STEP) + mean * (slope - b)
        width += min(max(at_width, -LONGEST_STEP), LONGEST_STEP)
        rolls[roll, 0], rolls[roll, 1], rolls[roll, 2] = slope, cut, width
        expect(slope, cut, width, kind, starts[roll], units, theta, expected)
        squared, pull = slope * slope + variance, variance * mean
        for place in range(first, last):
            unit = units[place]
            diagonal[unit] += squared
            right[unit] += slope * expected[place - first] + pull


def step(votes: Votes, chain: Chain, theta: Floats, rolls: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """One step of everything: points and their variances; changes `rolls`."""
    nothing = np.zeros(theta.size)
    diagonal, right = np.zeros(theta.size), np.zeros(theta.size)
    step_rolls(rolls, theta, spread, votes.observed, votes.starts, votes.units, diagonal, right)
    _, theta, spread = update_points(
        diagonal, right, theta, chain.held, chain.heard, chain.precision, nothing
    )
    moves = shift(votes, chain, theta)
    theta += moves[votes.block]
    rolls[:, 1] += rolls[:, 0] * moves[votes.roll_block]
    scale = standardise(theta, rolls, float(spread.mean()))
    return theta, spread / (scale * scale)


def standardise(theta: Floats, rolls: Floats, spread: float = 0.0) -> float:
    """Bring points to mean 0 and variance 1 (with `spread`, their mean variance, in it), and roll calls with them.

    No vote is more or less probable by it. Changes both; gives the standard deviation before.
    """
    mean = float(theta.mean())
    scale = float(np.sqrt(theta.var() + spread))
    theta -= mean
    theta /= scale
    rolls[:, 1] -= rolls[:, 0] * mean
    rolls[:, 0] *= scale
    return scale


def start(votes: Votes, state: Integers, positive: int, negative: int) -> tuple[Floats, Floats]:
    """Where the estimate begins: points (units,) the same for a state throughout, and roll calls (roll calls, 3).

    `state` (units,) numbers states from 0. The points are those along which states differ most, found by going to and fro between
    states and roll calls from a point of 1 for the state `positive` and -1 for `negative`.
    """
    sizes = np.diff(votes.starts, axis=1)
    roll = np.repeat(np.arange(sizes.shape[0]), sizes.sum(axis=1))
    vote = np.repeat(np.tile([-1.0, 0.0, 1.0], sizes.shape[0]), sizes.ravel())
    lean = vote - (np.bincount(roll, vote) / np.bincount(roll))[roll]
    states, count = int(state.max()) + 1, sizes.shape[0]
    cell = state[votes.units] * count + roll
    table = np.bincount(cell, lean, states * count).reshape(states, count).astype(np.float32)
    voted = np.bincount(cell, minlength=states * count).reshape(states, count).astype(np.float32)
    place = np.zeros(table.shape[0], np.float32)
    place[positive], place[negative] = 1, -1
    for _ in range(ROUNDS):
        b = place @ table / (np.sqrt(np.square(place) @ voted) + 1)
        place = table @ b / (voted @ np.square(b) + 1)
        place /= place.std()
    below = np.cumsum(sizes, axis=1)[:, :2] / sizes.sum(axis=1, keepdims=True)
    cut = ndtri(np.clip(below, RAREST, 1 - RAREST))
    rolls = np.zeros((sizes.shape[0], 3))
    rolls[:, 1] = np.where(votes.observed == ABSTAIN_OR_NO, cut[:, 1], cut[:, 0])
    three = votes.observed == ALL_THREE
    rolls[three, 2] = np.log(np.maximum(cut[three, 1] - cut[three, 0], RAREST))
    return place[state].astype(np.float64), rolls


def fit(votes: Votes, chain: Chain, theta: Floats, rolls: Floats) -> Fit:
    """The variational estimate from a start: points (units,) and parameters of roll calls (roll calls, 3)."""
    at = np.concatenate([theta, rolls.ravel()])
    points = theta.size
    spread = np.full(points, FIRST_SPREAD)
    steps, moved = 0, np.inf
    reached: list[Floats] = []
    changes: list[Floats] = []
    while steps < MOST_STEPS and moved >= TOLERANCE:
        rolls = at[points:].reshape(-1, 3).copy()
        theta, spread = step(votes, chain, at[:points], rolls, spread)
        reached.append(np.concatenate([theta, rolls.ravel()]))
        changes.append(reached[-1] - at)
        moved = float(np.sqrt(np.mean(np.square(changes[-1][:points]))))
        steps += 1
        del reached[: -MEMORY - 1], changes[: -MEMORY - 1]
        at = reached[-1] if steps <= PLAIN_STEPS else extrapolated(reached, changes, points)
    theta, rolls = reached[-1][:points], reached[-1][points:].reshape(-1, 3)
    standardise(theta, rolls)
    return Fit(theta, rolls, steps, moved)


def extrapolated(reached: list[Floats], changes: list[Floats], points: int) -> Floats:
    """Where the last steps lead to: the mixture of them whose change of the points is least (Anderson; Walker & Ni 2011).

    `reached` are the ends of the steps and `changes` what they changed, each (parameters,), of which `points` come first.
    """
    bends = np.stack([later[:points] - former[:points] for former, later in pairwise(changes)])
    system = bends @ bends.T
    system += np.eye(len(bends)) * np.trace(system) * DAMPING
    weights = np.linalg.solve(system, bends @ changes[-1][:points])
    found = reached[-1].copy()
    for weight, (former, later) in zip(weights, pairwise(reached), strict=True):
        found -= weight * (later - former)
    return found
