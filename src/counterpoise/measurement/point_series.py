"""The ties of one indicator with one power over time: one point for each observation, at the middle of its years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.evidence import covering
from counterpoise.measurement.draws import DRAWS, tie_draws
from counterpoise.measurement.ties import TieInput, observed_ties
from counterpoise.theory.elements import Side


@dataclass(frozen=True, slots=True)
class PointSeries:
    """Rows of `TIE_SCHEMA` of one state, indicator and power, in order of time, within a span of years.

    `left_out` are the intervals, first and last year, that reach into the span and have their middle outside it.
    """

    entry: TieInput
    side: Side
    rows: pl.DataFrame
    left_out: tuple[tuple[int, int], ...]

    @property
    def years(self) -> NDArray[np.float64]:
        """The middle of each observation's years, (n,)."""
        return ((self.rows["start"] + self.rows["end"]) / 2).to_numpy()

    @property
    def ties(self) -> NDArray[np.float64]:
        """The ties as observed, (n,)."""
        return self.rows["tie"].to_numpy()

    def draws(self, seed: int, draws: int = DRAWS) -> NDArray[np.float64]:
        """Draws of the ties, (n, draws), or (n, 1) where the source gives no standard error of any."""
        return tie_draws(observed_ties(self.rows), seed, draws)


def point_series(
    of_state: pl.DataFrame, inputs: tuple[TieInput, ...], start: int, end: int
) -> Iterator[PointSeries]:
    """Every series of ties of a state, from rows of `TIE_SCHEMA`, whose points lie within a span of years."""
    sides: tuple[Side, ...] = ("a", "b")
    for entry in inputs:
        for side in sides:
            series = of_state.filter((pl.col("indicator") == entry.series) & (pl.col("side") == side))
            reaching = covering(series, start, end).sort("start")
            rows = reaching.filter(middle_within(start, end))
            if not rows.is_empty():
                crossing = reaching.filter(~middle_within(start, end))
                yield PointSeries(entry, side, rows, tuple(crossing.select("start", "end").iter_rows()))


def middle_within(start: int, end: int) -> pl.Expr:
    """Whether the middle of an interval lies within a span of years: by it an interval belongs to one window."""
    return ((pl.col("start") + pl.col("end")) / 2).is_between(start, end)
