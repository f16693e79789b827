"""Everything that is measured of a study's panel: ties, constructs, types, votes and movement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

import polars as pl

from counterpoise.evidence import covering
from counterpoise.measurement.alignment import OVERALL
from counterpoise.measurement.draws import QUANTILES
from counterpoise.measurement.index.goalposts import Goalpost
from counterpoise.measurement.movement import FEWEST_POINTS, MovementResult, movement
from counterpoise.measurement.panel import panel_ties
from counterpoise.measurement.point_series import middle_within, point_series
from counterpoise.measurement.state_years import measure_state_years
from counterpoise.measurement.ties import TieInput, by_year, tie_inputs, with_errors
from counterpoise.measurement.votes import measure_votes
from counterpoise.study import Study
from counterpoise.theory.elements import Side

NO_ERROR = "no error stated"
"""Stands in place of an interval that would have no width for want of standard errors."""


@dataclass(frozen=True, slots=True)
class IndicatorMovement:
    """The movement of one indicator's tie with one power, over one window of years, with the ids of its values.

    `left_out` are the intervals, first and last year, that reach into the window and have their middle outside it.
    """

    indicator: str
    title: str
    side: Side
    dimension: str
    result: MovementResult
    evidence: tuple[str, ...]
    left_out: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WholeTie:
    """The movement of the whole tie with one power, the titles of the indicators in it and of those too short for it."""

    result: MovementResult
    indicators: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured, for the whole panel. Tables are those of `measure_ties` and `measure_state_years`.

    `ties` are those that cover a year of the study's period or window; `goalposts` rest on all years observed.
    `types` gives each type of each state-year with its probability, `correlations` how alignment in one dimension goes with
    that in another, `in_band` how probable an even share over all dimensions is. `votes` is the share from ideal points alone, with its interval where one can be given. `movements` and
    `whole_ties` are those of the state under study over the study's window, `period_movements` those over its
    period. `last_year` is the last year of each indicator. `release` names the release of the goalposts, None where they
    are the panel's own.
    """

    ties: pl.DataFrame
    goalposts: tuple[Goalpost, ...]
    alignment: pl.DataFrame
    types: pl.DataFrame
    correlations: pl.DataFrame
    in_band: pl.DataFrame
    votes: pl.DataFrame
    movements: tuple[IndicatorMovement, ...]
    period_movements: tuple[IndicatorMovement, ...]
    whole_ties: Mapping[Side, WholeTie]
    last_year: Mapping[str, int]
    release: str | None = None

    def goalposts_of(self, state: str) -> tuple[Goalpost, ...]:
        """The goalposts that rest on one state alone: its ties are set against nobody else's."""
        return tuple(each for each in self.goalposts if each.states == (state,))

    def told(self) -> pl.DataFrame:
        """The constructs as a reader is told them: no interval where no source states an error, and `interval` says so.

        Without errors all draws are one number, and so are the ends of its interval. So they are where every draw reaches 0 or 1;
        that is an interval, if the state's ties of the dimension have errors.
        """
        erring = self.ties.filter(with_errors()).select("state", "dimension").unique()
        of_any = erring.select(pl.col("state").unique()).with_columns(dimension=pl.lit(OVERALL))
        errors = pl.concat([erring, of_any]).with_columns(has_errors=True)
        inside = (pl.col("median") > 0) & (pl.col("median") < 1)
        unstated = (pl.col("low90") == pl.col("high90")) & (inside | pl.col("has_errors").is_null())
        ends = [name for name in QUANTILES if name != "median"]
        return (
            self.alignment.join(errors, on=["state", "dimension"], how="left", maintain_order="left")
            .with_columns(
                *(pl.when(~unstated).then(pl.col(name)).alias(name) for name in ends),
                interval=pl.when(unstated).then(pl.lit(NO_ERROR)),
            )
            .drop("has_errors")
        )

    def table(self) -> pl.DataFrame:
        """The constructs by state, dimension and year."""
        return self.alignment


def measure(study: Study, values: pl.DataFrame) -> Scores:
    """Measure a study's constructs from a table of observations (`evidence.VALUE_SCHEMA`).

    Raises CounterpoiseError as `panel_ties` does: for units that differ, and goalposts that do not fit.
    """
    settings = study.declared.settings
    panel = panel_ties(study, values)
    inputs = panel.inputs
    ties = covering(panel.ties, min(study.window[0], study.start), max(study.window[1], study.end))
    measured = measure_state_years(
        ties,
        inputs,
        values,
        study.theory,
        study.powers,
        settings.seed,
        study.start,
        study.end,
        imputed=settings.imputation == "dynamic-factor",
    )
    return Scores(
        ties=ties,
        goalposts=panel.goalposts,
        alignment=measured.scores,
        types=measured.types,
        correlations=measured.correlations,
        in_band=measured.in_band,
        votes=measure_votes(ties, inputs, settings.seed),
        **_moved(study, ties, inputs),
        last_year={
            str(name): int(year)
            for name, year in ties.group_by("indicator").agg(pl.col("end").max()).iter_rows()
        },
        release=panel.release,
    )


def scores_of(scores: Scores, study: Study) -> Scores:
    """The same scores with the movements of another state of the panel, that of `study`, in place of the first one's."""
    inputs = tie_inputs(study.theory, study.declared.settings.roll_calls)
    return replace(scores, **_moved(study, scores.ties, inputs))


class _Moved(TypedDict):
    movements: tuple[IndicatorMovement, ...]
    period_movements: tuple[IndicatorMovement, ...]
    whole_ties: Mapping[Side, WholeTie]


def _moved(study: Study, ties: pl.DataFrame, inputs: tuple[TieInput, ...]) -> _Moved:
    """How the ties of the state under study moved, over its window and its period."""
    of_state = ties.filter(state=study.state)
    return {
        "movements": _movements(of_state, inputs, *study.window),
        "period_movements": _movements(of_state, inputs, study.start, study.end),
        "whole_ties": {side: _whole_tie(of_state, side, *study.window) for side in study.powers},
    }


def _movements(
    of_state: pl.DataFrame, inputs: tuple[TieInput, ...], start: int, end: int
) -> tuple[IndicatorMovement, ...]:
    """The movement of every indicator of every tie, each interval of years as one point at its middle."""
    return tuple(
        IndicatorMovement(
            indicator=series.entry.series,
            title=series.entry.indicator.title,
            side=series.side,
            dimension=series.entry.dimension,
            result=movement(series.years, series.ties),
            evidence=tuple(series.rows["observation"]),
            left_out=series.left_out,
        )
        for series in point_series(of_state, inputs, start, end)
    )


def _whole_tie(of_state: pl.DataFrame, side: Side, start: int, end: int) -> WholeTie:
    """The movement of E_p, the mean over dimensions of the mean of each dimension's ties.

    Indicators with fewer points than the rule of movement asks for are left out. Of the others only the years
    in which all are observed enter, so that a series that begins or ends is not taken for a movement of the tie.
    Intervals of one indicator that overlap in a year count as one. Years in which every tie is the same observation,
    as those of one five-year share are, make one point at their middle, which lies within the window.
    """
    within = of_state.filter((pl.col("side") == side) & middle_within(start, end))
    enough = pl.col("observation").n_unique().over("indicator") >= FEWEST_POINTS
    long, short = within.filter(enough), within.filter(~enough)
    yearly = by_year(long)
    indicators = yearly["indicator"].n_unique()
    complete = yearly.filter(pl.col("indicator").n_unique().over("year") == indicators)
    mean = (
        complete.sort("year", "dimension", "indicator", "draw")
        .group_by("year", "dimension", "indicator", maintain_order=True)
        .agg(pl.col("tie").mean(), pl.col("draw"))
        .group_by("year", "dimension", maintain_order=True)
        .agg(pl.col("tie").mean(), pl.col("draw").explode())
        .group_by("year", maintain_order=True)
        .agg(pl.col("tie").mean(), pl.col("draw").explode().sort())
        .group_by("draw", maintain_order=True)
        .agg(pl.col("tie").first(), pl.col("year").mean())
        .filter(pl.col("year").is_between(start, end))
        .sort("year")
    )
    return WholeTie(
        result=movement(mean["year"].cast(pl.Float64).to_numpy(), mean["tie"].to_numpy()),
        indicators=tuple(long["title"].unique(maintain_order=True)),
        left_out=tuple(short["title"].unique(maintain_order=True)),
    )
