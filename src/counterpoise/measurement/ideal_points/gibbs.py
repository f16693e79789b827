"""Draws from the posterior of ideal points, as the published ones are drawn: Gibbs with the z's, and Metropolis for the cuts.

Bailey, Strezhnev & Voeten (2017), online appendix, after Johnson & Albert (1999, section 5.2): the cuts of each roll call
given its slope and the points (here proposed around Newton's step, so that they move as far as they can), z given all,
slopes given z, points given z. Each sweep then moves sessions along what no vote speaks of, and brings the
points to mean 0 and standard deviation 1 with the roll calls as they are, as the published ones are: where votes say little, this
holds extreme points back.
"""

from __future__ import annotations

import math

import numpy as np

from counterpoise.compiled import njit_unchecked
from counterpoise.measurement.ideal_points.chain import Chain, update_points
from counterpoise.measurement.ideal_points.normal import below as drawn_below
from counterpoise.measurement.ideal_points.normal import between
from counterpoise.measurement.ideal_points.roll_calls import edges, newton, of_cuts
from counterpoise.measurement.ideal_points.shift import shift
from counterpoise.measurement.ideal_points.votes import ALL_THREE, Floats, Integers, Votes

FARTHEST_CUT = 7.0
"""Cuts lie within this of 0, as in the program of Bailey, Strezhnev & Voeten."""


@njit_unchecked
def sweep_rolls(
    rolls: Floats,
    theta: Floats,
    observed: Integers,
    starts: Integers,
    units: Integers,
    noise: Floats,
    of_roll: Floats,
    log_uniform: Floats,
    diagonal: Floats,
    right: Floats,
) -> int:
    """Draw cuts, z and slope of every roll call given the points; gives how many proposals of cuts were taken.

    `noise` (votes,) and `of_roll` (roll calls, 3) are from N(0, 1), `log_uniform` (roll calls,) logarithms from U(0, 1). Changes
    `rolls`, and adds to `diagonal` and `right` (units,) what the roll calls then say of the points.
    """
    taken = 0
    z = np.empty((starts[:, 3] - starts[:, 0]).max())
    for roll in range(rolls.shape[0]):
        first, last, kind = starts[roll, 0], starts[roll, 3], observed[roll]
        b, cut, width = rolls[roll, 0], rolls[roll, 1], rolls[roll, 2]
        more = 1.0 if kind == ALL_THREE else 0.0
        found = of_cuts(b, cut, width, kind, starts[roll], units, theta, True)
        at_cut, at_width, lower = newton(found, more, kind)
        second = more * of_roll[roll, 1] / lower[2]
        to_cut = cut + at_cut + (of_roll[roll, 0] - lower[1] * second) / lower[0]
        to_width = width + at_width + second
        to_high = to_cut + math.exp(to_width) if kind == ALL_THREE else to_cut
        if to_cut > -FARTHEST_CUT and to_high < FARTHEST_CUT:
            then = of_cuts(b, to_cut, to_width, kind, starts[roll], units, theta, True)
            back_cut, back_width, upper = newton(then, more, kind)
            over, beside = cut - to_cut - back_cut, more * (width - to_width - back_width)
            one, two = upper[0] * over + upper[1] * beside, upper[2] * beside
            ratio = then[0] - found[0] + more * (to_width - width)
            ratio += math.log(upper[0] * upper[2] / (lower[0] * lower[2]))
            ratio += 0.5 * (of_roll[roll, 0] ** 2 + more * of_roll[roll, 1] ** 2 - one * one - two * two)
            if ratio > log_uniform[roll]:
                taken += 1
                cut, width = to_cut, to_width
        low = cut
        high = cut + math.exp(width) if kind == ALL_THREE else cut
        under, above = edges(kind, starts[roll])
        squares = product = 0.0
        for place in range(first, last):
            at = theta[units[place]]
            mean = b * at
            if place < under:
                e = drawn_below(low - mean, noise[place])
            elif place < above:
                e = between(low - mean, high - mean, noise[place])
            else:
                e = -drawn_below(mean - high, noise[place])
            z[place - first] = mean + e
            squares += at * at
            product += at * (mean + e)
        precision = 1.0 + squares
        slope = product / precision + of_roll[roll, 2] / math.sqrt(precision)
        rolls[roll, 0], rolls[roll, 1], rolls[roll, 2] = slope, cut, width
        for place in range(first, last):
            unit = units[place]
            diagonal[unit] += slope * slope
            right[unit] += slope * z[place - first]
    return taken


class Sampler:
    """A chain of draws: where it is, the source of its randomness, and how many cuts moved in the last sweep."""

    def __init__(self, votes: Votes, chain: Chain, theta: Floats, rolls: Floats, seed: int) -> None:
        self.votes, self.chain = votes, chain
        self.theta, self.lag, self.rolls = theta.copy(), theta.copy(), rolls.copy()
        self.random = np.random.default_rng(seed)
        self.taken = 0

    def sweep(self) -> Floats:
        """Draw everything once; gives the points (units,), with mean 0 and standard deviation 1."""
        votes, chain, random = self.votes, self.chain, self.random
        count = votes.observed.size
        diagonal, right = np.zeros(self.theta.size), np.zeros(self.theta.size)
        self.taken = sweep_rolls(
            self.rolls,
            self.theta,
            votes.observed,
            votes.starts,
            votes.units,
            random.standard_normal(votes.units.size),
            random.standard_normal((count, 3)),
            np.log(random.random(count)),
            diagonal,
            right,
        )
        self.theta, self.lag, _ = update_points(
            diagonal,
            right,
            self.lag,
            chain.held,
            chain.heard,
            chain.precision,
            random.standard_normal(self.theta.size),
        )
        moves = shift(votes, chain, self.theta, random.standard_normal(int(votes.block.max()) + 1))
        self.theta += moves[votes.block]
        self.lag += moves[votes.block]
        self.rolls[:, 1] += self.rolls[:, 0] * moves[votes.roll_block]
        mean, scale = self.theta.mean(), self.theta.std()
        self.theta = (self.theta - mean) / scale
        self.lag = (self.lag - mean) / scale
        self.rolls[:, 1] -= self.rolls[:, 0] * mean
        return self.theta
