"""Constructs as functions of ties: share, engagement, balance, contradiction, dependence, autonomy, published scales.

Every function takes and gives arrays of draws of one shape, nan where nothing is defined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def weighted_means(values: Sequence[Iterable[Draws]], weights: Iterable[Draws] | None = None) -> list[Draws]:
    """sum(w x) / sum(w) over k parts, of each of some quantities that are defined in the same draws: nan where no weight stands.

    Each quantity is k arrays, and so are the weights, which are equal without; shapes need only broadcast, so that what is the same
    in each draw is reckoned once. A part that is not defined (nan) has no weight: a dimension in which neither power has a tie has no
    balance.
    """
    totals: list[Draws] = [np.zeros(())] * len(values)
    whole: Draws = np.zeros(())
    of_parts = list(zip(*values, strict=True))
    weighed = zip([None] * len(of_parts) if weights is None else weights, of_parts, strict=True)
    # The narrow ones first, so that as few as can be are reckoned draw by draw.
    for weight, parts in sorted(weighed, key=lambda each: each[1][0].size):
        undefined = np.isnan(parts[0])
        if undefined.any():
            weight = np.where(undefined, 0.0, 1.0 if weight is None else weight)
            parts = tuple(np.where(undefined, 0.0, part) for part in parts)
        whole = whole + (1.0 if weight is None else weight)
        totals = [
            total + (part if weight is None else weight * part)
            for total, part in zip(totals, parts, strict=True)
        ]
    return [_quotient(total, whole) for total in totals]


def mean_of_defined(values: Iterable[Draws]) -> Draws:
    """The mean of those of k arrays that are defined; nan where none is. Shapes need only broadcast."""
    (found,) = weighted_means([values])
    return found


def contradiction(shares: Iterable[Draws]) -> Draws:
    """The standard deviation of alignment shares over dimensions, divided by the largest possible, .5; in [0, 1].

    Shapes: (dimensions, ...) to (...), where those of dimensions need only broadcast. 0 where every dimension leans alike; 1
    where half of them stand wholly with each power. nan where fewer than two dimensions have a share. Equal weights. Kuik
    (2021), doi 10.1007/s10308-021-00601-5 (hedging as mixed signals across domains).
    """
    known, defined = [], []
    for share in shares:
        undefined = np.isnan(share)
        some = bool(undefined.any())
        known.append(np.where(undefined, 0.0, share) if some else share)
        defined.append(~undefined if some else np.ones((), bool))
    counts = sum((each.astype(np.float64) for each in defined), np.zeros(()))
    mean = sum(known, np.zeros(())) / np.maximum(counts, 1.0)
    squares = np.zeros(mean.shape)
    for share, within in zip(known, defined, strict=True):
        apart = share - mean
        apart *= apart
        squares += apart if within.all() else apart * within
    found: Draws = np.sqrt(squares / np.maximum(counts, 1.0))
    found /= LARGEST_DEVIATION
    return found if (counts >= 2).all() else np.where(counts >= 2, found, np.nan)


def dependence(shares: Iterable[Draws], importance: Iterable[Draws]) -> Draws:
    """Mean over flows of share times importance, in [0, 1]; (flows, ...), (flows, ...) to (...), broadcast within a flow.

    A share is what part of a flow goes to or comes from one power, its importance what part the whole flow has in
    what the state needs. A flow that is not observed (nan) does not enter; nan where none is.
    Hirschman (1945), National Power and the Structure of Foreign Trade; Moyer et al. (2021), the FBIC index.
    """
    return mean_of_defined([share * weight for share, weight in zip(shares, importance, strict=True)])


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
    above = wholes > 0
    found: Draws
    if above.all():
        found = parts / wholes
        return found
    found = np.full(np.broadcast(parts, wholes).shape, np.nan)
    np.divide(parts, wholes, out=found, where=above)
    return found
