"""What a state's point in one session says of its point in the next: the two priors on a chain of sessions.

theta_t ~ N(theta_{t-1}, 0.5 n_t / (n_t + n_{t-1})), n the number of votes: the fewer votes a session has beside the one
before it, the nearer its point is held to that (Bailey, Strezhnev & Voeten 2017, p. 440). Sessions in which a state did not
vote are passed over.

- `smoother`: the joint distribution of the whole chain, which is what the formula says. A point hears of the session before
  it and of the session after it. The first of a chain is N(0, 1).
- `voeten2017`: as the published points are estimated. A point hears of the session before it only; the first of a chain
  is held to the second, as if that came before it. This is no joint distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from counterpoise.compiled import njit
from counterpoise.measurement.ideal_points.votes import Floats, Integers, Votes

Prior = Literal["smoother", "voeten2017"]
PRIORS: tuple[Prior, ...] = get_args(Prior)

LAG_VARIANCE = 0.5
"""Of the point of a session given the one before it, before the numbers of votes are weighed."""

FIRST_VARIANCE = 1.0


@dataclass(frozen=True, slots=True)
class Chain:
    """The prior of each unit: `held` (units,) is the unit that it is held to or -1, and `precision` how strongly.

    A unit that is held to none is N(0, 1 / precision). `heard` (units,) is the unit that is held to it and pulls on it, or
    -1: the one after it with the smoother, none with the lag only.
    """

    held: Integers
    heard: Integers
    precision: Floats


def chain_of(votes: Votes, prior: Prior) -> Chain:
    """The prior of the units of some votes."""
    held = votes.before
    if prior == "voeten2017":
        held = np.where(held < 0, votes.after, held).astype(np.int32)
    shared = LAG_VARIANCE * votes.count / (votes.count + votes.count[held])
    precision = 1.0 / np.where(held < 0, FIRST_VARIANCE, shared)
    heard = votes.after if prior == "smoother" else np.full(held.size, -1, np.int32)
    return Chain(held, heard, precision)


@njit
def update_points(
    diagonal: Floats,
    right: Floats,
    lag: Floats,
    held: Integers,
    heard: Integers,
    precision: Floats,
    noise: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Points given all else: draws of them where there is noise, their means, and their variances, each (units,).

    Of each unit `diagonal` is the precision and `right` the pull that votes bring. With the smoother the precision of a
    chain is tridiagonal, and the chain is drawn as one, forward elimination and backward sampling (Rue & Held 2005,
    algorithm 2.4). With the lag only, each point is drawn by itself, held to `lag` (units,). Units are
    numbered in the order of sessions, so that each comes after the one before it.
    """
    units = diagonal.size
    pivot, carried = np.empty(units), np.empty(units)
    drawn, mean, variance = np.empty(units), np.empty(units), np.empty(units)
    for unit in range(units):
        before, after = held[unit], heard[unit]
        pivot[unit] = diagonal[unit] + precision[unit]
        carried[unit] = right[unit]
        if after >= 0:
            pivot[unit] += precision[after]
        if before >= 0:
            if heard[before] == unit:
                share = precision[unit] / pivot[before]
                pivot[unit] -= precision[unit] * share
                carried[unit] += share * carried[before]
            else:
                carried[unit] += precision[unit] * lag[before]
    for unit in range(units - 1, -1, -1):
        after = heard[unit]
        mean[unit] = carried[unit] / pivot[unit]
        variance[unit] = 1.0 / pivot[unit]
        drawn[unit] = mean[unit] + noise[unit] / np.sqrt(pivot[unit])
        if after >= 0:
            share = precision[after] / pivot[unit]
            mean[unit] += share * mean[after]
            variance[unit] += share * share * variance[after]
            drawn[unit] += share * drawn[after]
    return drawn, mean, variance
