"""When a state is left with one power: the first year in which one tie has fallen far and the other has not, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.scenariofile import ForcedChoice

Array = NDArray[np.float64]

OUTCOMES = (-1, 0, 1)
"""What a run says of a choice, in the order in which they are counted: forced no longer, as it was, forced."""

POSTERIOR = 100
"""As many draws of the chance of each draw of the parameters."""


@dataclass(frozen=True, slots=True)
class OverDraws:
    """How a chance, or a change of one, differs by what the parameters are: from `low90` to `high90` in 90 per cent of the draws of these at least.

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


def over_draws(values: NDArray[np.generic], seed: int, least: Literal[0, -1] = 0) -> OverDraws:
    """Between which bounds the mean of some `values` (S, D), of S runs of each of D draws of the parameters, lies by the draw.

    A value is `least`, 1 or between them 0: whether a choice is forced (0 or 1), or how a lever changes that (-1, 0 or 1). The mean of a
    draw is known by S runs alone: it has the posterior of the Bayesian bootstrap (Rubin 1981, Annals of Statistics 9(1): 130-134),
    with one run more of the value 1 for the upper bound and one more of `least` for the lower, which for a chance are the bounds of
    Clopper and Pearson (1934, Biometrika 26(4): 404-413). The bounds are the .95 and .05 quantiles of what all draws have together. They
    hold what so few runs err by too, so that they are too wide rather than too narrow, and never without width.
    """
    each = np.asarray(values, np.int64)
    runs, draws = each.shape
    chance = np.random.default_rng([seed, 3])
    counts = np.stack([(each == value).sum(axis=0) for value in OUTCOMES])
    low, high = (
        float(np.quantile(_means(counts, also, chance), at)) for also, at in ((least, 0.05), (1, 0.95))
    )
    return OverDraws(low, high, draws, runs)


def _means(counts: NDArray[np.int64], also: int, chance: np.random.Generator) -> Array:
    """Posterior draws of the mean of each draw of the parameters, of `counts` (3, D) of `OUTCOMES` and one run more of the value `also`."""
    more = np.equal(OUTCOMES, also)[:, None]
    weights = chance.standard_gamma(counts + more, size=(POSTERIOR, *counts.shape))
    means: Array = (weights[:, 2] - weights[:, 0]) / weights.sum(axis=1)
    return means


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
