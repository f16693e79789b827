"""The ties of a panel with each power as one series a state: the mean over dimensions, in years in which it is a mean of the same.

A mean of what happens to be observed moves when a series ends. So of each power's series those are taken, by how much of the
panel each covers, with which the complete part of the panel is largest, and a year of a state counts where
all of them that the state ever has are observed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.tie_series import TieSeries, tie_series
from counterpoise.theory.elements import Side

Array = NDArray[np.float64]

Series = tuple[str, str]
"""A dimension and an indicator."""


@dataclass(frozen=True, slots=True)
class JointTies:
    """The tie with one power (N, T) and its standard error, nan where it is not observed, on the scale of 0 to 1.

    `kept` are the series that it is a mean of, `left_out` those that end too early or begin too late to be part of it.
    """

    tie: Array
    error: Array
    kept: tuple[Series, ...]
    left_out: tuple[Series, ...]


def joint_ties(
    ties: pl.DataFrame, states: tuple[str, ...], years: range, seed: int
) -> Mapping[Side, JointTies]:
    """The joint tie of each state with each power from ties in `ties.TIE_SCHEMA`; nan throughout without any."""
    found = dict(tie_series(ties.filter(pl.col("state").is_in(states)), seed, years[0], years[-1]))
    return {side: _of_power(found, side, states, len(years)) for side in ("a", "b")}


def _of_power(
    found: Mapping[str, list[TieSeries]], side: Side, states: tuple[str, ...], years: int
) -> JointTies:
    of_state = {
        state: {(each.dimension, each.indicator): each for each in found.get(state, ()) if each.side == side}
        for state in states
    }
    covered: dict[Series, int] = {}
    for of in of_state.values():
        for name, series in of.items():
            covered[name] = covered.get(name, 0) + int(series.observed.sum())
    order = sorted((name for name in covered if covered[name]), key=lambda name: (-covered[name], name))
    sizes = [
        size * sum(int(_complete(of, order[:size], years).sum()) for of in of_state.values())
        for size in range(1, len(order) + 1)
    ]
    kept = order[: 1 + int(np.argmax(sizes))] if sizes else []
    tie, error = np.full((2, len(states), years), np.nan)
    for row, of in enumerate(of_state.values()):
        complete = _complete(of, kept, years)
        if complete.any():
            drawn = _mean([of[name] for name in sorted(kept) if name in of])
            tie[row] = np.where(complete, drawn.mean(axis=1), np.nan)
            error[row] = np.where(complete, drawn.std(axis=1), np.nan)
    return JointTies(tie, error, tuple(sorted(kept)), tuple(sorted(set(order) - set(kept))))


def _complete(of: Mapping[Series, TieSeries], names: list[Series], years: int) -> NDArray[np.bool_]:
    """The years (T,) in which a state has all of the named series that it ever has; none where it has none."""
    seen = [of[name].observed for name in names if name in of]
    found: NDArray[np.bool_] = np.all(seen, axis=0) if seen else np.zeros(years, bool)
    return found


def _mean(series: list[TieSeries]) -> Array:
    """The mean (T, draws) over dimensions of the means of their series, which stand in order of dimension."""
    parts = []
    for _, of in groupby(series, key=lambda each: each.dimension):
        drawn = [each.draws for each in of]
        parts.append(sum(drawn[1:], drawn[0]) / len(drawn))
    found: Array = np.asarray(sum(parts[1:], parts[0]) / len(parts))
    return found
