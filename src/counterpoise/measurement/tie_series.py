"""The ties of each state as arrays: one series for each indicator and power, years by draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, groupby, pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.constructs import Draws
from counterpoise.measurement.draws import quantity_draws, tie_draws
from counterpoise.measurement.ties import observed_ties, with_errors
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


@dataclass(frozen=True)
class Drawn:
    """A construct over the years: draws (years, n), and on which series it rests in which year (series, years).

    Where `observed` is false throughout a year, the construct is not observed in it and its draws mean nothing;
    a draw may be nan in other years, where the construct is observed and not defined.
    """

    draws: Draws
    series: tuple[TieSeries, ...]
    observed: NDArray[np.bool_]

    @cached_property
    def years(self) -> NDArray[np.bool_]:
        """The years (years,) in which it is observed."""
        found: NDArray[np.bool_] = np.any(self.observed, axis=0)
        return found

    @cached_property
    def inputs(self) -> NDArray[np.int64]:
        """How many series it rests on, each year (years,)."""
        found: NDArray[np.int64] = self.observed.sum(axis=0)
        return found

    @cached_property
    def imputed(self) -> NDArray[np.int64]:
        """How many of these no source observed, each year (years,)."""
        found: NDArray[np.int64] = np.zeros(self.observed.shape[1], np.int64)
        for each, years in zip(self.series, self.observed, strict=True):
            if each.imputed is not None:
                found += each.imputed & years
        return found

    @cached_property
    def indicators(self) -> list[str]:
        """The indicators that it rests on, each year, with commas between."""
        return names_by_year(self.observed, self.names)

    @property
    def names(self) -> tuple[frozenset[str], ...]:
        """The indicator of each series."""
        return tuple(frozenset({each.indicator}) for each in self.series)


def names_by_year(seen: NDArray[np.bool_], names: Sequence[frozenset[str]]) -> list[str]:
    """What is seen each year (series, years), by the names that each series stands for, in order and with commas between."""
    told: list[str] = []
    begin = [0, *(np.flatnonzero((seen[:, 1:] != seen[:, :-1]).any(axis=0)) + 1).tolist(), seen.shape[1]]
    for year, after in pairwise(begin):
        here = compress(names, seen[:, year].tolist())
        told += [", ".join(sorted(set().union(*here)))] * (after - year)
    return told


def tie_series(
    ties: pl.DataFrame, seed: int, start: int, end: int, *, quantities: bool = False
) -> Iterator[tuple[str, list[TieSeries]]]:
    """The series of each state that has any, from rows of `TIE_SCHEMA`, for the years start..end.

    States are in the order of their names. With `quantities`, draws are of what was observed, in its unit, and not of ties.
    Intervals of one indicator that overlap in a year count as one, their mean.
    """
    keys = ("state", "dimension", "construct", "indicator", "side", "in_share")
    # Without series whose rows all lie in other years.
    within = (pl.col("start") <= end) & (pl.col("end") >= start)
    rows = ties.filter(within).sort(*keys, maintain_order=True)
    names = rows.select(*keys, series=pl.struct(*keys).rle_id())
    of_series = names.group_by("series", maintain_order=True).first().drop("series").rows()
    begin = np.searchsorted(names["series"].to_numpy(), np.arange(len(of_series) + 1))
    first = np.maximum(rows["start"].to_numpy(), start) - start
    last = np.minimum(rows["end"].to_numpy(), end) - start
    observed = rows["value" if quantities else "tie"].to_numpy()
    uncertain = np.zeros(len(of_series), dtype=bool)
    uncertain[names["series"].filter(rows.select(with_errors()).to_series()).to_numpy()] = True
    to_draw = uncertain[names["series"].to_numpy()]
    ties_of = observed_ties(rows.filter(pl.Series(to_draw)))
    place = np.concatenate([[0], np.cumsum(to_draw)])
    total, count = _laid_out(
        names["series"].to_numpy(), first, last, observed, len(of_series), end - start + 1
    )
    divided = total / np.maximum(count, 1)
    numbered = enumerate(of_series)
    for state, found in groupby(numbered, key=lambda each: each[1][0]):
        series = []
        for number, (_, dimension, construct, indicator, side, in_share) in found:
            of_this = slice(begin[number], begin[number + 1])
            draws = divided[number, :, None]
            if uncertain[number]:
                some = ties_of[place[begin[number]] : place[begin[number + 1]]]
                distance = bool(rows["distance"][int(begin[number])])
                each = (
                    quantity_draws(some, observed[of_this].tolist(), seed, distance=distance)
                    if quantities
                    else tie_draws(some, seed)
                )
                draws = _over_years(each, first[of_this], last[of_this], count[number])
            series.append(
                TieSeries(indicator, side, dimension, construct, in_share, draws, count[number] > 0)
            )
        yield state, series


def _laid_out(
    series: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    values: NDArray[np.float64],
    many: int,
    years: int,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The sum of the values of each series (many,) in each year (years,), and how many they are; intervals first..last."""
    lengths = last - first + 1
    row = np.repeat(np.arange(len(values)), lengths)
    cell = series[row] * years + first[row] + np.arange(len(row)) - (np.cumsum(lengths) - lengths)[row]
    shape = many, years
    total = np.bincount(cell, values[row], many * years).astype(np.float64)
    return total.reshape(shape), np.bincount(cell, minlength=many * years).reshape(shape)


def _over_years(
    drawn: Draws, first: NDArray[np.int64], last: NDArray[np.int64], count: NDArray[np.int64]
) -> Draws:
    """Draws of intervals (intervals, n) as the mean in each year (years, n), 0 in years of none."""
    if len(drawn) == len(count) and np.array_equal(first, last) and (np.diff(first) == 1).all():
        return drawn
    total = np.zeros((len(count), drawn.shape[1]))
    for each, begin, end in zip(drawn, first.tolist(), last.tolist(), strict=True):
        total[begin : end + 1] += each
    total /= np.maximum(count, 1)[:, None]
    return total


def mean_of(series: Sequence[TieSeries], observed: Sequence[NDArray[np.bool_]] | None = None) -> Drawn | None:
    """The mean of some series, of those observed in each year; None without any.

    `observed` may narrow for each series the years (years,) in which it counts.
    """
    if not series:
        return None
    seen = np.array([each.observed for each in series] if observed is None else observed)
    drawn = [
        each.draws if np.array_equal(years, each.observed) else np.where(years[:, None], each.draws, 0.0)
        for each, years in zip(series, seen, strict=True)
    ]
    # Those without errors first: their sum is one number a year.
    first, *others = sorted(drawn, key=lambda draws: draws.shape[1])
    total = sum(others, first)
    count = seen.sum(axis=0)
    if (count > 1).any():
        total = total / np.maximum(count, 1)[:, None]
    return Drawn(total, tuple(series), seen)
