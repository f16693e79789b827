"""Ranks of units by their scores, and how far the draws leave them open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RankInterval:
    """Where the draws set a unit: median rank, 90 per cent interval, and in which share of the draws it is first.

    None throughout where the unit has no score in any draw; `defined` is the share of the draws in which it has one.
    """

    median: float | None
    low90: float | None
    high90: float | None
    first: float | None
    defined: float


def ranks(scores: Floats) -> Floats:
    """Rank 1 for the greatest score; equal scores share the better rank; a unit without one (nan) has none.

    Shapes: (units,) or (units, draws), to the same.
    """
    unranked = np.isnan(scores)
    falling = np.where(unranked, np.inf, -scores)
    order = np.argsort(falling, axis=0, kind="stable")
    ordered = np.take_along_axis(falling, order, axis=0)
    places = np.arange(len(scores)).reshape(-1, *[1] * (scores.ndim - 1))
    # The place of the first of its equals: where a score differs from the one before, its own.
    starts = np.where(
        np.concatenate([np.ones_like(ordered[:1]), np.diff(np.nan_to_num(ordered), axis=0)]) != 0, places, 0
    )
    ranked: Floats = np.empty_like(falling)
    np.put_along_axis(ranked, order, np.maximum.accumulate(starts, axis=0) + 1.0, axis=0)
    ranked[unranked] = np.nan
    return ranked


def rank_intervals(scores: Floats) -> tuple[RankInterval, ...]:
    """The interval of each unit's rank over draws; scores (units, draws), nan where a unit has none in a draw.

    Source: Saisana, Saltelli & Tarantola (2005), doi 10.1111/j.1467-985X.2005.00350.x, section 4.
    """
    return tuple(_interval(of_unit) for of_unit in ranks(scores))


def mean_shift(ranked: Floats, reference: Floats) -> Floats:
    """Mean absolute change of rank against a reference: (units, draws), (units,) to (draws,).

    Over the units that have a rank in the draw, nan where none has. Source: Saisana, Saltelli & Tarantola (2005),
    equation 7.
    """
    shift = np.abs(ranked - reference[:, None])
    compared = np.count_nonzero(~np.isnan(shift), axis=0)
    mean: Floats = np.full(shift.shape[1], np.nan)
    np.divide(np.nansum(shift, axis=0), compared, out=mean, where=compared > 0)
    return mean


def _interval(drawn: Floats) -> RankInterval:
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return RankInterval(None, None, None, None, 0.0)
    # Ranks are whole numbers: so are the ends of their intervals.
    low, median, high = np.quantile(defined, [0.05, 0.5, 0.95], method="inverted_cdf")
    first = float(np.mean(defined == 1))
    return RankInterval(float(median), float(low), float(high), first, len(defined) / len(drawn))
