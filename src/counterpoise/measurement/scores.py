"""Everything that is measured of a study's panel: ties, alignment, votes and movement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from counterpoise.measurement.alignment import by_year, measure_alignment, vote_share
from counterpoise.measurement.movement import MovementResult, movement
from counterpoise.measurement.ties import TieInput, measure_ties, tie_inputs
from counterpoise.study import Study
from counterpoise.theory.elements import Side


@dataclass(frozen=True, slots=True)
class IndicatorMovement:
    """The movement of one indicator's tie with one power, over one window of years, with the ids of its values."""

    indicator: str
    title: str
    side: Side
    dimension: str
    result: MovementResult
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured, for the whole panel. Tables are those of `measure_ties` and `measure_alignment`.

    `votes` is the share from ideal points alone (state, year, share). `movements` and `columns` are those of
    the state under study over the study's window, `period_movements` those over its period; `columns`
    gives the movement of the whole tie with each power. `last_year` is the last year of each indicator.
    """

    ties: pl.DataFrame
    alignment: pl.DataFrame
    votes: pl.DataFrame
    movements: tuple[IndicatorMovement, ...]
    period_movements: tuple[IndicatorMovement, ...]
    columns: Mapping[Side, MovementResult]
    last_year: Mapping[str, int]

    def table(self) -> pl.DataFrame:
        """The constructs by state, dimension and year."""
        return self.alignment

    def _repr_html_(self) -> str:
        return self.alignment._repr_html_()


def measure(study: Study, values: pl.DataFrame) -> Scores:
    """Measure a study's constructs from a table of observations (`evidence.VALUE_SCHEMA`)."""
    settings = study.declared.settings
    inputs = tie_inputs(study.theory, settings.roll_calls)
    first, last = min(study.window[0], study.start), max(study.window[1], study.end)
    within = values.filter((pl.col("start") >= first) & (pl.col("end") <= last))
    ties = measure_ties(within, inputs, study.panel, study.powers)
    of_state = ties.filter(state=study.state)
    return Scores(
        ties=ties,
        alignment=measure_alignment(ties, inputs, settings.seed, study.start, study.end),
        votes=_votes(ties, inputs),
        movements=_movements(of_state, inputs, *study.window),
        period_movements=_movements(of_state, inputs, study.start, study.end),
        columns={side: _whole_tie(of_state, side, *study.window) for side in study.powers},
        last_year={
            str(name): int(year)
            for name, year in ties.group_by("indicator").agg(pl.col("end").max()).iter_rows()
        },
    )


def _votes(ties: pl.DataFrame, inputs: tuple[TieInput, ...]) -> pl.DataFrame:
    """D_b / (D_a + D_b) of each state-year, where distances to both powers are observed."""
    distances = [entry.series for entry in inputs if entry.indicator.transform == "proximity"]
    observed = ties.filter(pl.col("indicator").is_in(distances)).select(
        "state", "side", pl.col("start").alias("year"), "value"
    )
    wide = (
        observed.filter(side="a")
        .join(observed.filter(side="b"), on=["state", "year"], suffix="_b")
        .sort("state", "year")
    )
    share = vote_share(wide["value"].to_numpy(), wide["value_b"].to_numpy())
    return wide.select("state", "year").with_columns(pl.Series("share", share))


def _movements(
    of_state: pl.DataFrame, inputs: tuple[TieInput, ...], start: int, end: int
) -> tuple[IndicatorMovement, ...]:
    """The movement of every indicator of every tie, each interval of years as one point at its middle."""
    found = []
    for entry in inputs:
        for side in entry.sides:
            series = of_state.filter(
                (pl.col("indicator") == entry.series)
                & (pl.col("side") == side)
                & (pl.col("start") >= start)
                & (pl.col("end") <= end)
            ).sort("start")
            if series.is_empty():
                continue
            years = ((series["start"] + series["end"]) / 2).to_numpy()
            found.append(
                IndicatorMovement(
                    indicator=entry.series,
                    title=entry.indicator.title,
                    side=side,
                    dimension=entry.dimension,
                    result=movement(years, series["tie"].to_numpy()),
                    evidence=tuple(series["observation"]),
                )
            )
    return tuple(found)


def _whole_tie(of_state: pl.DataFrame, side: Side, start: int, end: int) -> MovementResult:
    """The movement of E_p, the mean over dimensions of the mean of each dimension's ties.

    Only the years in which every indicator of the power is observed enter, so that a series that begins or
    ends is not taken for a movement of the tie. Years in which every tie is the same observation, as those of
    one five-year share are, make one point at their middle.
    """
    yearly = by_year(of_state.filter(side=side), start, end)
    indicators = yearly["indicator"].n_unique()
    complete = yearly.filter(pl.col("indicator").n_unique().over("year") == indicators)
    mean = (
        complete.group_by("year", "dimension")
        .agg(pl.col("tie").mean(), pl.col("draw"))
        .group_by("year")
        .agg(pl.col("tie").mean(), pl.col("draw").explode().sort())
        .group_by("draw")
        .agg(pl.col("tie").first(), pl.col("year").mean())
        .sort("year")
    )
    return movement(mean["year"].cast(pl.Float64).to_numpy(), mean["tie"].to_numpy())
