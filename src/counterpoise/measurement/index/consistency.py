"""Consistency: whether indicators that are put together say the same, too much the same, or the contrary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.measurement.index.normalisation import rank
from counterpoise.measurement.index.ranks import ranks

Floats = NDArray[np.float64]

REDUNDANT = 0.9
"""The correlation above which two indicators may count one thing twice (the default of COINr)."""

CONTRARY = -0.4
"""The correlation below which two indicators of one group work against each other (Becker et al. 2022, COINr)."""


@dataclass(frozen=True, slots=True)
class CorrelationFlag:
    """Two indicators of one group, by place, with a correlation that asks for a look; `word` is redundant or contrary."""

    one: int
    other: int
    correlation: float
    units: int
    word: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What becomes of the index without one indicator.

    `correlation` is the Spearman correlation of the scores with those of the whole index, `mean_shift` and `most_shift`
    the mean and the greatest change of rank. None where fewer than three units are left or nothing varies.
    """

    indicator: int
    scores: Floats
    correlation: float | None
    mean_shift: float | None
    most_shift: float | None


def cronbach_alpha(table: Floats) -> float:
    """k / (k - 1) (1 - sum of variances / sum of all covariances) of k indicators; table (units, indicators).

    Covariances are of the units that have both indicators. Source: Cronbach (1951), doi 10.1007/BF02310555; Nardo et
    al. (2008), section 3.1 (`get_cronbach` of COINr). Raises CounterpoiseError for one indicator, for a pair with
    fewer than two units, and where the indicators cancel out.
    """
    indicators = table.shape[1]
    if indicators < 2:
        raise _unusable(f"{indicators} indicator; expected at least 2")
    covariances = np.empty((indicators, indicators))
    for one in range(indicators):
        for other in range(one, indicators):
            x, y = _both(table, one, other)
            if len(x) < 2:
                raise _unusable(
                    f"indicators {one + 1} and {other + 1} have {len(x)} units in common; expected 2"
                )
            covariances[one, other] = covariances[other, one] = np.cov(x, y)[0, 1]
    total = covariances.sum()
    if total <= 0:
        raise _unusable("the sum of the indicators never varies; expected indicators that do not cancel out")
    return float(indicators / (indicators - 1) * (1 - np.trace(covariances) / total))


def correlation_flags(
    table: Floats, group: NDArray[np.int_] | None = None, high: float = REDUNDANT, low: float = CONTRARY
) -> tuple[CorrelationFlag, ...]:
    """Pairs of indicators of one group whose Pearson correlation is above `high` or below `low`.

    `table` is (units, indicators), `group` (indicators,) the number of each one's group; each pair is looked at once,
    over the units that have both. Pairs of fewer than three units, or in which one never varies, have no correlation.
    Source: `get_corr_flags` of COINr.
    """
    indicators = table.shape[1]
    of = np.zeros(indicators, int) if group is None else group
    found = []
    for one in range(indicators):
        for other in range(one + 1, indicators):
            x, y = _both(table, one, other)
            correlation = _correlation(x, y)
            if of[one] != of[other] or correlation is None:
                continue
            if correlation > high or correlation < low:
                word = "redundant" if correlation > high else "contrary"
                found.append(CorrelationFlag(one, other, correlation, len(x), word))
    return tuple(found)


def leave_one_out(scored: Callable[[Floats], Floats], table: Floats, whole: Floats) -> tuple[LeftOut, ...]:
    """The index without each indicator in turn.

    `scored` gives scores (units,) for a table (units, indicators) in which the values of the indicator left out are
    nan; `whole` are the scores (units,) with all. Source: Nardo et al. (2008), section 7. Empty for one indicator.
    """
    if table.shape[1] < 2:
        return ()
    found = []
    of_whole = ranks(whole)
    for place in range(table.shape[1]):
        without = table.copy()
        without[:, place] = np.nan
        scores = scored(without)
        both = ~np.isnan(scores) & ~np.isnan(whole)
        shift = np.abs(ranks(scores) - of_whole)[both]
        correlation = _correlation(_mid_ranks(scores[both]), _mid_ranks(whole[both]))
        mean, most = (float(shift.mean()), float(shift.max())) if len(shift) else (None, None)
        found.append(LeftOut(place, scores, correlation, mean, most))
    return tuple(found)


def _mid_ranks(values: Floats) -> Floats:
    """Ranks in which equal values share the middle one, as a correlation of ranks needs."""
    return (rank(values) - rank(-values)) / 2


def _both(table: Floats, one: int, other: int) -> tuple[Floats, Floats]:
    observed = ~np.isnan(table[:, one]) & ~np.isnan(table[:, other])
    return table[observed, one], table[observed, other]


def _correlation(x: Floats, y: Floats) -> float | None:
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])


def _unusable(found: str) -> CounterpoiseError:
    return CounterpoiseError(Problem("Cronbach's alpha", found))
