"""Boxes of conditions in which something comes about more often: the patient rule induction method (PRIM).

Friedman and Fisher (1999), Statistics and Computing 9: 123-143; as scenario discovery, Bryant and Lempert (2010),
Technological Forecasting and Social Change 77(1): 34-49.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PEEL = 0.05
"""The part of the runs in the box that one peel takes off."""

SMALLEST = 0.1
"""The part of all runs that a box holds at least."""


@dataclass(frozen=True, slots=True)
class Box:
    """Limits on some conditions, by name, and what holds within them.

    `density` is how often it comes about within the box, `everywhere` how often in all runs; `coverage` is the part of all
    times that it came about which lies within, `support` the part of all runs.
    """

    limits: tuple[tuple[str, float, float], ...]
    density: float
    everywhere: float
    coverage: float
    support: float


def find_box(conditions: Array, names: Sequence[str], came: NDArray[np.bool_]) -> Box:
    """The box that peeling and pasting find for conditions (R, F) under which something came about or not (R,).

    Each peel takes from one end of one condition the `PEEL` part of what is in the box whose going raises the density
    most, until nothing raises it or `SMALLEST` would be gone below; then each end is moved out again as long as that lowers the
    density by nothing. A condition that the box does not limit is not told.
    """
    low, high = conditions.min(axis=0), conditions.max(axis=0)
    start = low.copy(), high.copy()
    inside = np.ones(came.size, dtype=bool)
    while (peeled := _peel(conditions, came, inside)) is not None:
        feature, end, limit = peeled
        (low if end == 0 else high)[feature] = limit
        inside = _within(conditions, low, high)
    for feature in range(conditions.shape[1]):
        for bounds, widest in ((low, start[0]), (high, start[1])):
            kept = bounds[feature]
            bounds[feature] = widest[feature]
            wider = _within(conditions, low, high)
            if came[wider].mean() < came[inside].mean():
                bounds[feature] = kept
            else:
                inside = wider
    limits = [
        (names[f], float(low[f]), float(high[f]))
        for f in range(len(names))
        if low[f] > start[0][f] or high[f] < start[1][f]
    ]
    happened = max(int(came.sum()), 1)
    return Box(
        limits=tuple(limits),
        density=float(came[inside].mean()),
        everywhere=float(came.mean()),
        coverage=float(came[inside].sum() / happened),
        support=float(inside.mean()),
    )


def _within(conditions: Array, low: Array, high: Array) -> NDArray[np.bool_]:
    return np.asarray(((conditions >= low) & (conditions <= high)).all(axis=1))


def _peel(
    conditions: Array, came: NDArray[np.bool_], inside: NDArray[np.bool_]
) -> tuple[int, int, float] | None:
    """The condition, its end and its new limit whose peel leaves the greatest density, None where none raises it."""
    at = conditions[inside]
    here = came[inside]
    best, found = float(here.mean()), None
    for feature in range(conditions.shape[1]):
        values = at[:, feature]
        for end, part in ((0, PEEL), (1, 1 - PEEL)):
            limit = float(np.quantile(values, part))
            left = values >= limit if end == 0 else values <= limit
            if left.all() or left.sum() < SMALLEST * came.size:
                continue
            density = float(here[left].mean())
            if density > best:
                best, found = density, (feature, end, limit)
    return found
