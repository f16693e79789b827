"""The ties of one state as arrays: one series for each indicator and power, years by draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.constructs import Draws
from counterpoise.measurement.draws import quantity_draws, tie_draws
from counterpoise.measurement.ties import observed_ties
from counterpoise.theory.elements import Side


@dataclass(frozen=True, slots=True)
class TieSeries:
    """What one indicator gives for one power: draws (years, n), 0 where it is not observed, (years, 1) without errors.

    `observed` (years,) says in which years it is. `imputed` (years,) says in which of them no source observed it, and it was
    drawn from the other ties of the panel; None where nothing was.
    """

    indicator: str
    side: Side
    dimension: str
    construct: str
    in_share: bool
    draws: Draws
    observed: NDArray[np.bool_]
    imputed: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A construct over the years: draws (years, n), and on which series it rests in which year (series, years).

    Where `observed` is false throughout a year, the construct is not observed in it and its draws mean nothing;
    a draw may be nan in other years, where the construct is observed and not defined.
    """

    draws: Draws
    series: tuple[TieSeries, ...]
    observed: NDArray[np.bool_]

    @property
    def years(self) -> NDArray[np.bool_]:
        """The years (years,) in which it is observed."""
        found: NDArray[np.bool_] = np.any(self.observed, axis=0)
        return found

    @property
    def inputs(self) -> NDArray[np.int64]:
        """How many series it rests on, each year (years,)."""
        found: NDArray[np.int64] = self.observed.sum(axis=0)
        return found

    @property
    def imputed(self) -> NDArray[np.int64]:
        """How many of these no source observed, each year (years,)."""
        drawn = [
            np.zeros_like(each.observed) if each.imputed is None else each.imputed for each in self.series
        ]
        found: NDArray[np.int64] = (self.observed & np.array(drawn)).sum(axis=0)
        return found

    def indicators(self) -> list[str]:
        """The indicators that it rests on, each year, with commas between."""
        names = [each.indicator for each in self.series]
        found: dict[bytes, str] = {}
        told = []
        for year in self.observed.T:
            key = year.tobytes()
            if key not in found:
                found[key] = ", ".join(sorted({names[place] for place in np.flatnonzero(year).tolist()}))
            told.append(found[key])
        return told


def tie_series(
    ties: pl.DataFrame, seed: int, start: int, end: int, *, quantities: bool = False
) -> list[TieSeries]:
    """The series of one state from rows of `TIE_SCHEMA`, for the years start..end.

    With `quantities`, draws are of what was observed, in its unit, and not of ties. Intervals of one indicator that
    overlap in a year count as one, their mean.
    """
    return list(_series(ties, seed, start, end, quantities))


def _series(ties: pl.DataFrame, seed: int, start: int, end: int, quantities: bool) -> Iterator[TieSeries]:
    keys = ("dimension", "construct", "indicator", "side", "in_share")
    ordered = ties.sort(*keys, maintain_order=True)
    rows = ordered.select(*keys, "start", "end", "value", "distance").iter_rows()
    together = zip(rows, observed_ties(ordered), strict=True)
    for key, found in groupby(together, key=lambda each: itemgetter(0, 1, 2, 3, 4)(each[0])):
        drawn = []
        for (*_, first, last, value, distance), tie in found:
            draws = (
                quantity_draws(tie, value, seed, distance=distance) if quantities else tie_draws(tie, seed)
            )
            drawn.append((slice(max(first, start) - start, min(last, end) - start + 1), draws))
        total = np.zeros((end - start + 1, max(draws.size for _, draws in drawn)))
        count = np.zeros(end - start + 1)
        for years, draws in drawn:
            total[years] += draws
            count[years] += 1
        observed = count > 0
        total[observed] /= count[observed, None]
        dimension, construct, indicator, side, in_share = key
        yield TieSeries(indicator, side, dimension, construct, in_share, total, observed)


def mean_of(series: Sequence[TieSeries], observed: Sequence[NDArray[np.bool_]] | None = None) -> Drawn | None:
    """The mean of some series, of those observed in each year; None without any.

    `observed` may narrow for each series the years (years,) in which it counts.
    """
    if not series:
        return None
    seen = np.array([each.observed for each in series] if observed is None else observed)
    total: Draws = np.zeros((seen.shape[1], 1))
    for each, years in zip(series, seen, strict=True):
        total = total + np.where(years[:, None], each.draws, 0.0)
    count = seen.sum(axis=0)
    return Drawn(total / np.maximum(count, 1)[:, None], tuple(series), seen)
