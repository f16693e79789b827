"""When a state is left with one power: the first year in which one tie has fallen far and the other has not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.scenariofile import ForcedChoice

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TimeToChoice:
    """How probable it is that a choice was forced by each of H years, of it one for either power, and its median year.

    `by_year` (H,), and `for_a`, the part of forced choices that left the state with power a, None where there was none.
    `median` counts years from 1, None where fewer than half of the runs came to it within the horizon.
    """

    by_year: Array
    for_a: float | None
    median: int | None


def time_to_choice(ties: NDArray[np.floating], start: Array, rule: ForcedChoice) -> TimeToChoice:
    """The time to a forced choice in runs of both ties (2, H, R), on their own scale, that set out from `start` (2, R).

    A choice is forced in the last of `rule.years` years in a row in which one tie is below `rule.below` of what it was
    and the other is not. What happens after the horizon is not known: such runs count as not forced.
    """
    fallen = ties < rule.below * start[:, None]
    alone = fallen & ~fallen[::-1]
    forced = np.stack([_in_a_row(each, rule.years) for each in alone])
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


def _in_a_row(true: NDArray[np.bool_], times: int) -> NDArray[np.bool_]:
    """Where a year (H, R) is the last of so many in a row."""
    found = np.zeros_like(true)
    if true.shape[0] >= times:
        windows = np.lib.stride_tricks.sliding_window_view(true, times, axis=0)
        found[times - 1 :] = windows.all(axis=-1)
    return found
