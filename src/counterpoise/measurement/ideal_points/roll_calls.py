"""One roll call given the points: what its votes say of its cuts, and what it then says of the points.

z = b theta + e with e ~ N(0, 1) is cut at g1 < g2 into yes, abstention and no (Bailey, Strezhnev & Voeten 2017, p. 436).
Of each roll call b, a cut and the logarithm of the distance of the two cuts are kept. One in which only two of
the three categories occur has one cut, between these.
"""

from __future__ import annotations

import math

from counterpoise.compiled import njit_unchecked
from counterpoise.measurement.ideal_points.normal import band, log_phi_and_ratio, ratio_alone
from counterpoise.measurement.ideal_points.votes import (
    ABSTAIN_OR_NO,
    ALL_THREE,
    YES_OR_ABSTAIN,
    Floats,
    Integers,
)

OfCuts = tuple[float, float, float, float, float, float, float]
Factor = tuple[float, float, float]


@njit_unchecked
def edges(kind: int, starts: Integers) -> tuple[int, int]:
    """Where the votes end that lie below every cut of a roll call, and where those begin that lie above every cut."""
    below = starts[2] if kind == ABSTAIN_OR_NO else starts[1]
    above = starts[1] if kind == YES_OR_ABSTAIN else starts[2]
    return below, above


@njit_unchecked
def of_cuts(
    b: float,
    cut: float,
    log_width: float,
    kind: int,
    starts: Integers,
    units: Integers,
    theta: Floats,
    likelihood: bool,
) -> OfCuts:
    """Log likelihood of a roll call's votes, its slope in cut and log width, the curvature of minus it, and its slope in b.

    The curvature is (cut cut, cut width, width width); that of the width leaves out what is nothing at the maximum, so
    that it is never negative, and all of it is 0 where there is one cut. `starts` (4,) is that of the roll call, `units`
    (votes,) and `theta` (units,) are those of all. Where the `likelihood` is not asked for it is not whole.
    """
    low = cut
    high = cut + math.exp(log_width) if kind == ALL_THREE else cut
    below, above = edges(kind, starts)
    total = first = second = c11 = c12 = c22 = of_b = 0.0
    for place in range(starts[0], below):
        at = theta[units[place]]
        x = low - b * at
        log_phi, ratio = log_phi_and_ratio(x)
        total += log_phi
        first += ratio
        of_b -= at * ratio
        c11 += ratio * (ratio + x)
    for place in range(below, above):
        at = theta[units[place]]
        mean = b * at
        log_high, share, at_low, at_high = band(low - mean, high - mean)
        if likelihood:
            total += log_high + math.log(share)
        first -= at_low
        second += at_high
        of_b += at * (at_low - at_high)
        c11 += at_low * (at_low - (low - mean))
        c22 += at_high * (at_high + (high - mean))
        c12 -= at_low * at_high
    for place in range(above, starts[3]):
        at = theta[units[place]]
        x = b * at - high
        log_phi, ratio = log_phi_and_ratio(x)
        total += log_phi
        second -= ratio
        of_b += at * ratio
        c22 += ratio * (ratio + x)
    width = high - low
    return (
        total,
        first + second,
        width * second,
        c11 + 2 * c12 + c22,
        width * (c12 + c22),
        width * width * c22,
        of_b,
    )


@njit_unchecked
def expect(
    b: float,
    cut: float,
    log_width: float,
    kind: int,
    starts: Integers,
    units: Integers,
    theta: Floats,
    expected: Floats,
) -> None:
    """Set in `expected` (votes of the roll call,) what z is expected to be, given each vote."""
    low = cut
    high = cut + math.exp(log_width) if kind == ALL_THREE else cut
    below, above = edges(kind, starts)
    begin = starts[0]
    for place in range(begin, below):
        mean = b * theta[units[place]]
        expected[place - begin] = mean - ratio_alone(low - mean)
    for place in range(below, above):
        mean = b * theta[units[place]]
        _, _, at_low, at_high = band(low - mean, high - mean)
        expected[place - begin] = mean + at_low - at_high
    for place in range(above, starts[3]):
        mean = b * theta[units[place]]
        expected[place - begin] = mean + ratio_alone(mean - high)


LEAST = 1e-8
"""Under the roots of the factor: what rounding leaves of a curvature that is nothing."""


@njit_unchecked
def factor(curvature: Factor, kind: int) -> Factor:
    """L of the curvature L L' of both cuts, as (L11, L21, L22); of one cut its root, and as if the width had 1."""
    root = math.sqrt(max(curvature[0], LEAST))
    if kind != ALL_THREE:
        return root, 0.0, 1.0
    beside = curvature[1] / root
    return root, beside, math.sqrt(max(curvature[2] - beside * beside, LEAST))


@njit_unchecked
def newton(found: OfCuts, more: float, kind: int) -> tuple[float, float, Factor]:
    """Newton's step of cut and log width, and the factor of the curvature; `more` is added to slope and curvature of the width."""
    lower = factor((found[3], found[4], found[5] + more), kind)
    one = found[1] / lower[0]
    two = (found[2] + more - lower[1] * one) / lower[2] if kind == ALL_THREE else 0.0
    width = two / lower[2]
    return (one - lower[1] * width) / lower[0], width, lower
