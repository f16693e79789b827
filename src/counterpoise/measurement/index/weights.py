"""Weights of indicators: stated, equal, or drawn from the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights (indicators,) of 0 or more with sum 1, and what a reader should know of them."""

    method: str
    values: Floats
    remarks: tuple[str, ...] = ()


def equal(table: Floats) -> Weights:
    """One weight for each indicator of a table (units, indicators)."""
    indicators = table.shape[1]
    return Weights("equal", np.full(indicators, 1 / indicators))


def stated(weights: Sequence[float] | Floats) -> Weights:
    """Weights as somebody gives them, brought to sum 1. Raises CounterpoiseError where one is negative, or all are 0."""
    given = np.asarray(weights, dtype=np.float64)
    wrong = [f"{weight:g}" for weight in given if not np.isfinite(weight) or weight < 0]
    if wrong:
        raise _unusable("stated", f"found {', '.join(wrong)}; expected weights of 0 or more")
    if given.sum() == 0:
        raise _unusable("stated", "all weights are 0; expected one above 0")
    return Weights("stated", given / given.sum())


def principal_component(table: Floats) -> Weights:
    """Squared loadings of the indicators on the first principal component of their correlations; these sum to 1.

    `table` is (units, indicators); units that miss an indicator are left out. Source: Nicoletti, Scarpetta & Boylaud
    (2000), doi 10.1787/215182844604, and Nardo et al. (2008), section 6.1. An indicator whose loading has the other
    sign runs against the rest: its square hides that, so it is named among the remarks.
    """
    complete = _complete(table, "principal_component")
    variances, vectors = np.linalg.eigh(_correlations(complete, "principal_component"))
    loadings = vectors[:, -1]
    against = np.flatnonzero(loadings * np.sign(loadings.sum()) < 0)
    share = variances[-1] / variances.sum()
    remarks = [f"the first component holds {share:.0%} of the variance"]
    remarks += [f"indicator {place + 1} runs against the others" for place in against]
    return Weights("principal_component", loadings**2, tuple(remarks))


def entropy(table: Floats) -> Weights:
    """1 less the entropy of each indicator's shares over the units, brought to sum 1: what varies more, weighs more.

    e_j = -sum_i p_ij log p_ij / log n, with p_ij the share of unit i in the sum of indicator j. `table` is (units,
    indicators). Source: Hwang & Yoon (1981), Multiple Attribute Decision Making, chapter 2, after Shannon (1948).
    Raises CounterpoiseError where a value is negative, or where no indicator varies.
    """
    complete = _complete(table, "entropy")
    if (complete < 0).any():
        raise _unusable("entropy", f"the least value is {complete.min():g}; expected values of 0 or more")
    sums = complete.sum(axis=0)
    shares = complete / np.where(sums > 0, sums, 1)
    # 0 log 0 is 0.
    each = np.where(shares > 0, shares * np.log(np.where(shares > 0, shares, 1)), 0).sum(axis=0)
    # An indicator that is 0 for everybody tells nobody apart, as one that is the same for everybody.
    diversity = np.where(sums > 0, np.maximum(1 + each / np.log(len(complete)), 0), 0)
    if diversity.sum() < 1e-12:
        raise _unusable("entropy", "no indicator varies over the units; expected one that does")
    return Weights("entropy", diversity / diversity.sum())


def critic(table: Floats) -> Weights:
    """CRITIC: the sd of each indicator on 0 to 1, times the sum of 1 - r with each other indicator, brought to sum 1.

    `table` is (units, indicators). Source: Diakoulaki, Mavrotas & Papayannakis (1995), doi 10.1016/0305-0548(94)00059-H.
    Raises CounterpoiseError where an indicator does not vary, or where all of them are one and the same.
    """
    complete = _complete(table, "critic")
    if complete.shape[1] == 1:
        return Weights("critic", np.ones(1))
    correlations = _correlations(complete, "critic")
    deviation = ((complete - complete.min(axis=0)) / np.ptp(complete, axis=0)).std(axis=0, ddof=1)
    information = deviation * (1 - correlations).sum(axis=0)
    if information.sum() < 1e-12:
        raise _unusable("critic", "the indicators are all one and the same; expected some that differ")
    return Weights("critic", information / information.sum())


WEIGHTINGS: Mapping[str, Callable[[Floats], Weights]] = MappingProxyType(
    {each.__name__: each for each in (equal, principal_component, entropy, critic)}
)
"""The weightings that need nothing but the table of normalised values."""


def effective_weights(weights: Floats, group: NDArray[np.int_], of_groups: Floats) -> Floats:
    """The weight that each indicator has in the index in the end: its weight in its group times that of the group.

    `weights` (indicators,), `group` (indicators,) the number of each one's group, `of_groups` (groups,); sums to 1.
    Source: `get_eff_weights` of COINr.
    """
    in_group = np.bincount(group, weights, minlength=len(of_groups))
    if (in_group <= 0).any():
        empty = ", ".join(str(place + 1) for place in np.flatnonzero(in_group <= 0))
        raise _unusable(
            "effective_weights", f"group {empty} has no weight; expected an indicator with some in each"
        )
    result: Floats = weights / in_group[group] * (of_groups / of_groups.sum())[group]
    return result


def _complete(table: Floats, method: str) -> Floats:
    """The units that miss nothing. Raises CounterpoiseError where there are fewer than three."""
    complete: Floats = table[~np.isnan(table).any(axis=1)]
    if len(complete) < 3:
        found = f"{len(complete)} of {len(table)} units have all indicators; expected at least 3"
        raise _unusable(method, found)
    return complete


def _correlations(complete: Floats, method: str) -> Floats:
    constant = np.flatnonzero(np.ptp(complete, axis=0) == 0)
    if len(constant):
        which = ", ".join(str(place + 1) for place in constant)
        raise _unusable(method, f"indicator {which} never varies; expected indicators that do")
    return np.atleast_2d(np.corrcoef(complete, rowvar=False))


def _unusable(method: str, found: str) -> CounterpoiseError:
    return CounterpoiseError(Problem(f"weights {method}", found))
