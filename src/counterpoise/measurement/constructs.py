"""Constructs as functions of ties: share, engagement, balance, contradiction, dependence, autonomy, published scales.

Every function takes and gives arrays of draws of one shape, nan where nothing is defined.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Draws = NDArray[np.float64]

LARGEST_DEVIATION = 0.5
"""The largest standard deviation that shares between 0 and 1 can have."""


def alignment_share(tie_a: Draws, tie_b: Draws) -> Draws:
    """E_a / (E_a + E_b): 0 is wholly with power b, 1 wholly with power a; nan where there is no tie at all.

    Shapes: any, alike. The scale is that of Khong and Liow's AOCAI divided by 100.
    """
    return _quotient(tie_a, tie_a + tie_b)


def engagement(tie_a: Draws, tie_b: Draws) -> Draws:
    """(E_a + E_b) / 2, in [0, 1]. An even share at low engagement is disengagement. Shapes: any, alike."""
    return (tie_a + tie_b) / 2


def balance(share: Draws) -> Draws:
    """4 a (1 - a), in [0, 1]: 1 at an even share, 0 wholly with one power. Any shape."""
    return 4 * share * (1 - share)


def weighted_mean(values: Draws, weights: Draws) -> Draws:
    """sum(w x) / sum(w) over the first axis; (k, ...), (k, ...) to (...), nan where no weight stands.

    A value that is not defined (nan) has no weight: a dimension in which neither power has a tie has no balance.
    """
    undefined = np.isnan(values)
    known = np.where(undefined, 0.0, weights)
    return _quotient((known * np.where(undefined, 0.0, values)).sum(axis=0), known.sum(axis=0))


def contradiction(shares: Draws) -> Draws:
    """The standard deviation of alignment shares over dimensions, divided by the largest possible, .5; in [0, 1].

    Shapes: (dimensions, ...) to (...). 0 where every dimension leans alike; 1 where half of them stand wholly with
    each power. nan where fewer than two dimensions have a share. Equal weights. Kuik (2021),
    doi 10.1007/s10308-021-00601-5 (hedging as mixed signals across domains).
    """
    defined = ~np.isnan(shares)
    counts = defined.sum(axis=0)
    known = np.where(defined, shares, 0.0)
    mean = known.sum(axis=0) / np.maximum(counts, 1)
    squares = (np.where(defined, shares - mean, 0.0) ** 2).sum(axis=0)
    found: Draws = np.where(counts >= 2, np.sqrt(squares / np.maximum(counts, 1)) / LARGEST_DEVIATION, np.nan)
    return found


def dependence(shares: Draws, importance: Draws) -> Draws:
    """Mean over flows of share times importance, in [0, 1]; (flows, ...), (flows, ...) to (...).

    A share is what part of a flow goes to or comes from one power, its importance what part the whole flow has in
    what the state needs. A flow that is not observed (nan) does not enter; nan where none is.
    Hirschman (1945), National Power and the Structure of Foreign Trade; Moyer et al. (2021), the FBIC index.
    """
    products = shares * importance
    return weighted_mean(products, np.ones_like(products))


def autonomy(dependence_a: Draws, dependence_b: Draws) -> Draws:
    """1 - max(D_a, D_b), in [0, 1]: what does not hang on the power that more hangs on. Shapes: any, alike."""
    return 1 - np.maximum(dependence_a, dependence_b)


def aocai(share: Draws) -> Draws:
    """The alignment share on the scale 0 to 100 of Khong and Liow's Anatomy of Choice Alignment Index. Any shape."""
    return 100 * share


def influence_capacity(bandwidth: Draws, dependence: Draws) -> Draws:
    """Bandwidth times dependence, in [0, 1], as Moyer et al.'s Formal Bilateral Influence Capacity combines them.

    Shapes: any, alike. The parts are ours (a tie for bandwidth), so that only the form is that of the index.
    """
    return bandwidth * dependence


def _quotient(parts: Draws, wholes: Draws) -> Draws:
    """Parts of wholes; nan where the whole is 0."""
    found: Draws = np.full(np.broadcast(parts, wholes).shape, np.nan)
    np.divide(parts, wholes, out=found, where=wholes > 0)
    return found
