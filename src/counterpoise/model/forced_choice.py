"""When a state is left with one power: the first year in which one tie has fallen far and the other has not, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.scenariofile import ForcedChoice

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OverDraws:
    """How a chance differs by what the parameters are: in 90 per cent of the draws of these it lies from `low90` to `high90`.

    `draws` is how many draws were looked at, `runs` in how many runs each.
    """

    low90: float
    high90: float
    draws: int
    runs: int


@dataclass(frozen=True, slots=True)
class TimeToChoice:
    """How probable it is that a choice was forced by each of H years, of it one for either power, and its median year.

    `by_year` (H,), and `for_a`, the part of forced choices that left the state with power a, None where there was none.
    `median` counts years from 1, None where fewer than half of the runs came to it within the horizon. `over_draws` is how the
    probability of the last year differs by the draw of the parameters, None where that was not looked at.
    """

    by_year: Array
    for_a: float | None
    median: int | None
    over_draws: OverDraws | None = None


def time_to_choice(ties: NDArray[np.floating], start: Array, rule: ForcedChoice) -> TimeToChoice:
    """The time to a forced choice in runs of both ties (2, H, R), on their own scale, that set out from `start` (2, R).

    A choice is forced in the last of `rule.years` years in a row in which one tie is below `rule.below` of what it was
    and the other is not. What happens after the horizon is not known: such runs count as not forced.
    """
    forced = _forced(ties, start, rule)
    either = forced.any(axis=0)
    ever = either.any(axis=0)
    first = either.argmax(axis=0)
    by_year = np.cumsum(np.bincount(first[ever], minlength=either.shape[0])) / ever.size
    left_with_a = forced[1][first, np.arange(ever.size)][ever]
    half = np.flatnonzero(by_year >= 0.5)
    return TimeToChoice(
        by_year=by_year,
        for_a=float(left_with_a.mean()) if ever.any() else None,
        median=int(half[0]) + 1 if half.size else None,
    )


def ever_forced(ties: NDArray[np.floating], start: Array, rule: ForcedChoice) -> NDArray[np.bool_]:
    """In which of the runs of `time_to_choice` a choice is forced within the horizon, (R,)."""
    return np.asarray(_forced(ties, start, rule).any(axis=(0, 1)), np.bool_)


def over_draws(values: NDArray[np.generic]) -> OverDraws:
    """How the mean of some `values` (S, D), of S runs of each of D draws of the parameters, differs by the draw.

    The means of draws differ by chance too, by the variance within a draw over S. They are drawn in to their own mean until
    their variance is what is left without that (Louis 1984, Estimating a population of parameter values using Bayes and empirical Bayes
    methods, JASA 79(386): 393-398).
    """
    each = np.asarray(values, np.float64)
    runs, draws = each.shape
    means = each.mean(axis=0)
    differing = float(means.var(ddof=1)) if draws > 1 else 0.0
    by_chance = float(each.var(axis=0, ddof=1).mean()) / runs
    kept = np.sqrt(max(differing - by_chance, 0.0) / differing) if differing > 0 else 0.0
    low, high = np.quantile(means.mean() + kept * (means - means.mean()), (0.05, 0.95)).tolist()
    return OverDraws(low, high, draws, runs)


def _forced(ties: NDArray[np.floating], start: Array, rule: ForcedChoice) -> NDArray[np.bool_]:
    """Where a choice is forced by the tie with either power, (2, H, R)."""
    fallen = ties < rule.below * start[:, None]
    alone = fallen & ~fallen[::-1]
    return np.stack([_in_a_row(each, rule.years) for each in alone])


def _in_a_row(true: NDArray[np.bool_], times: int) -> NDArray[np.bool_]:
    """Where a year (H, R) is the last of so many in a row."""
    found = np.zeros_like(true)
    if true.shape[0] >= times:
        windows = np.lib.stride_tricks.sliding_window_view(true, times, axis=0)
        found[times - 1 :] = windows.all(axis=-1)
    return found
