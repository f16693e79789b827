"""How each series of a state moved: its word with probability, slope, volatility, and when it broke."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.datasets.chronology import DatedEvent
from counterpoise.identity import identifier
from counterpoise.measurement.breaks.bai_perron import BaiPerron, bai_perron
from counterpoise.measurement.breaks.posterior import MOST_POINTS, PRIOR, BreakPosterior, break_posterior
from counterpoise.measurement.breaks.stated import StatedBreak, break_at, too_dense
from counterpoise.measurement.movement import FEWEST_POINTS, MovementResult, movement
from counterpoise.measurement.movement_draws import MovementDraws, movement_draws, probability_more_volatile
from counterpoise.measurement.point_series import PointSeries, point_series
from counterpoise.measurement.ties import TieInput

BREAK_DRAWS = 200
"""Draws of a series whose breaks are weighed; the probabilities of these are means, and need no more."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What one series of ties did; `drawn`, `breaks` and `least_squares` are None where it is too short.

    `untold` says why no break is told of a series that is long enough for its word, or none at some of the events.

    `with_errors` tells whether its source gives standard errors: without them there is one draw, and the probability
    of a word is not testable. `events` are those on which the series bears.
    """

    state: str
    series: PointSeries
    point: MovementResult
    drawn: MovementDraws | None
    with_errors: bool
    breaks: BreakPosterior | None
    least_squares: BaiPerron | None
    events: tuple[tuple[DatedEvent, StatedBreak], ...]
    untold: str | None

    @property
    def note(self) -> str | None:
        """Why something is not told."""
        if self.drawn is None:
            return f"too short: {self.point.points} observations, {FEWEST_POINTS} are asked for"
        errors = None if self.with_errors else "no standard errors: how probable a word is cannot be told"
        return "; ".join(note for note in (errors, self.untold) if note) or None


@dataclass(frozen=True, slots=True)
class VolatilityComparison:
    """Whether an indicator moved more about its line with power a than with power b; `probability` is of that."""

    state: str
    a: SeriesChange
    b: SeriesChange
    probability: float


def series_changes(
    ties: pl.DataFrame,
    inputs: tuple[TieInput, ...],
    state: str,
    years: tuple[int, int],
    events: Sequence[DatedEvent],
    seed: int,
) -> tuple[SeriesChange, ...]:
    """What every series of a state did within a span of years, first and last, by rows of `TIE_SCHEMA`.

    Breaks are those of a level, by `posterior.PRIOR`. A year with several events is asked about once.
    """
    of_state = ties.filter(pl.col("state") == state)
    return tuple(_change(state, series, events, seed) for series in point_series(of_state, inputs, *years))


def _change(state: str, series: PointSeries, events: Sequence[DatedEvent], seed: int) -> SeriesChange:
    draws = series.draws(seed)
    times, distinct = _one_for_each_time(series.years, draws[:, :: max(1, draws.shape[1] // BREAK_DRAWS)])
    drawn = movement_draws(series.years, draws, _own_seed(seed, "movement", state, series))
    untold = _too_few_or_many(len(times))
    posterior, by_squares = None, None
    if drawn is not None and untold is None:
        posterior = break_posterior(times, distinct, _own_seed(seed, "breaks", state, series), prior=PRIOR)
        by_squares = bai_perron(times, _one_for_each_time(series.years, series.ties[:, None])[1][:, 0])
    at_events: list[tuple[DatedEvent, StatedBreak]] = []
    if posterior is not None:
        years = {event.year for event in events}
        dense = sorted(year for year in years if too_dense(posterior, year))
        of_year = {year: break_at(posterior, year) for year in years.difference(dense)}
        at_events = [(event, told) for event in events if (told := of_year.get(event.year)) is not None]
        if dense:
            untold = (
                f"no break is told at events of {', '.join(map(str, dense))}: so many observations lie within a year "
                "of each that there may be two breaks among them"
            )
    return SeriesChange(
        state=state,
        series=series,
        point=movement(series.years, series.ties),
        drawn=drawn,
        with_errors=draws.shape[1] > 1,
        breaks=posterior,
        least_squares=by_squares,
        events=tuple(at_events),
        untold=None if drawn is None else untold,
    )


def _too_few_or_many(times: int) -> str | None:
    """Why a series observed at so many distinct times has no break told; None where breaks can be told."""
    if times < FEWEST_POINTS:
        return f"no break is told: observed at {times} distinct times, {FEWEST_POINTS} are asked for"
    if times > MOST_POINTS:
        return f"no break is told: observed at {times} distinct times, {MOST_POINTS} at most can be weighed"
    return None


def _own_seed(seed: int, purpose: str, state: str, series: PointSeries) -> int:
    """The seed of one series and purpose: series of one length have nothing drawn in common beyond their errors."""
    return int(identifier(seed=seed, named=(purpose, state, series.entry.series, series.side)), 16)


def _one_for_each_time(years: Floats, draws: Floats) -> tuple[Floats, Floats]:
    """Times in order without repetition, and the mean of the draws (n, draws) at each."""
    times, place = np.unique(years, return_inverse=True)
    total = np.zeros((len(times), draws.shape[1]))
    np.add.at(total, place, draws)
    return times, total / np.bincount(place)[:, None]


def compare_volatility(changes: Iterable[SeriesChange]) -> tuple[VolatilityComparison, ...]:
    """For each indicator observed with both powers whether it is more volatile with power a; of one state or several."""
    of_pair: dict[tuple[str, str], dict[str, SeriesChange]] = {}
    for change in changes:
        of_pair.setdefault((change.state, change.series.entry.series), {})[change.series.side] = change
    return tuple(
        VolatilityComparison(state, pair["a"], pair["b"], probability_more_volatile(a, b))
        for (state, _), pair in of_pair.items()
        if len(pair) == 2
        and pair["a"].series.entry.indicator.both_powers
        and (a := pair["a"].drawn) is not None
        and (b := pair["b"].drawn) is not None
    )
