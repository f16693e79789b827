"""The law of the estimated date of a break: the argument of the maximum of Brownian motion with drift on both sides."""

from __future__ import annotations

import math
from functools import lru_cache


def argmax_tail(x: float, own: float, other: float) -> float:
    """P(V > x), x >= 0, of where B(s) - |s| / 2 is greatest, with variance `own` a unit on that side, `other` on the other.

    The greatest value on a side is exponential with the variance as its mean. That m is reached at s and not passed
    has the density of the first passage at s times 1 / own, and the other side stays below m with probability
    1 - exp(-m / other); the integral over m has a closed form, that over s is taken numerically. With equal variances
    it is the law of Yao (1987) doi 10.1214/aos/1176350509.
    """
    from scipy.integrate import quad

    if x == 0.0:
        # The greater of two exponentials.
        return own / (own + other)
    # V is as many times greater as the variances are: at a variance of one the integral has its weight near one.
    decay = own / other
    found, _ = quad(lambda s: _passage(s, 0.0) - _passage(s, decay), x / own, math.inf, limit=200)
    return float(found)


def _passage(s: float, decay: float) -> float:
    """The integral over m of exp(-decay m) times the density of greatest value m, first reached at s, at variance 1.

    That density is m / sqrt(2 pi s^3) exp(-(m + s/2)^2 / (2 s)).
    """
    # exp(-decay m) moves the middle of the normal from -s/2 to -(s/2 + decay s); what completing the square leaves
    # outside, less the square at m = 0, is -s/8 whatever the decay.
    z = (0.5 + decay) * math.sqrt(s / 2)
    return math.exp(-s / 8) / math.sqrt(2 * math.pi * s) * _left(z)


def _left(z: float) -> float:
    """1 - sqrt(pi) z exp(z^2) erfc(z), of which nothing would be left of a great z but rounding."""
    from scipy.special import erfcx

    return 1 / (2 * z * z) if z > _GREAT else 1 - math.sqrt(math.pi) * z * float(erfcx(z))


_GREAT = 1e4
"""The first term of the asymptotic series is then right to 2e-8 of itself."""


@lru_cache(maxsize=256)
def argmax_quantile(tail: float, own: float, other: float) -> float:
    """The x with P(V > x) = `tail` on the side with variance `own`; 0 where that side holds less."""
    from scipy.optimize import brentq

    if argmax_tail(0.0, own, other) <= tail:
        return 0.0
    high = own
    while argmax_tail(high, own, other) > tail:
        high *= 2
    return float(brentq(lambda x: argmax_tail(x, own, other) - tail, 0.0, high, xtol=1e-9))


def date_interval(size: float, before: float, after: float, mass: float = 0.9) -> tuple[int, int]:
    """How many observations before and after its estimate a change of level by `size` may lie.

    `before` and `after` are the variances of the noise on both sides. Bai (1997) doi 10.1162/003465397557132: the
    estimate misses the date by V / size^2; each bound is rounded down and one added.

    The estimate lies after the date where V is positive, so that the bound below comes from the upper tail.
    """
    tail = (1 - mass) / 2
    below = argmax_quantile(tail, after / size**2, before / size**2)
    above = argmax_quantile(tail, before / size**2, after / size**2)
    return math.floor(below) + 1, math.floor(above) + 1
