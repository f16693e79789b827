"""Debates on what followed a year: whether a tie broke downward then, dimension by dimension, beside other years and states."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from counterpoise.findings.asked import Asked
from counterpoise.findings.claim import NOT_TESTABLE, Answer
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.estimate import Estimate, all_of, at_least, says_anything, times_in_words
from counterpoise.findings.numbers import Number, interval90, years_of
from counterpoise.measurement.breaks.posterior import MOST_POINTS, break_posterior
from counterpoise.measurement.breaks.stated import StatedBreak, break_at, odds, too_dense
from counterpoise.measurement.movement import FEWEST_POINTS
from counterpoise.measurement.point_series import PointSeries, point_series
from counterpoise.measurement.scores import Scores
from counterpoise.measurement.ties import tie_inputs
from counterpoise.study import Study
from counterpoise.theory.elements import Side
from counterpoise.wording import decimals_that_tell, several, within_a_sentence, words_of

FEWEST_AFTER = 3
"""As many observations after a year are asked for as the shortest spell between breaks has."""

DRAWS, DRAWS_ELSEWHERE = 20, 5
"""Draws from the errors of a series over which a probability is the mean, of the state and of each other of the panel."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed a year in one series of a tie, and in the same series of the other states of the panel.

    `elsewhere` counts for how many of them a fall at that year is at least as probable, `states` of how many it is told.
    """

    series: PointSeries
    told: StatedBreak
    elsewhere: int
    states: int


def after_a_year(
    asked: Asked,
    year: int,
    side: Side,
    study: Study,
    scores: Scores,
    reach: Mapping[str, str],
    past: Collection[str],
    numbers: Sequence[Number],
    coded: Sequence[CodedPassage],
) -> Answer:
    """Weigh whether the tie with a power fell at a year, in every dimension; one that does not reach past it leaves the whole open.

    `reach` says of each dimension how far it is observed, `past` which have an observation wholly after the year. A series
    bears on the year where three observations at least lie on either side; passages stand beside. The contrary of the whole is
    that no tie fell.
    """
    decision = study.theory.decision
    found = [
        each
        for dimension in reach
        if dimension in past
        for each in _followed(study, scores, year, side, dimension)
    ]
    estimates = [_estimate(each, year) for each in found]
    told = {each.series.entry.dimension for each in found}
    reasons = [*reach.values()]
    for each, estimate in zip(found, estimates, strict=True):
        reasons += _in_words(each, year, estimate.judged(decision).finding)
    values = (*(number for each in estimates for number in each.numbers), *numbers)
    open_ = [dimension for dimension in reach if dimension not in told]
    if open_ or not estimates:
        needs = [
            f"series of the tie in {words_of(dimension).lower()} with three observations or more after {year}"
            for dimension in open_
        ]
        return asked.silence(NOT_TESTABLE, needs, reasons, coded, values)
    contraries = [each.contrary for each in estimates]
    fell = all_of(estimates)
    none = replace(
        fell,
        told_apart=all(each.told_apart for each in estimates),
        contrary=at_least(contraries),
        contrary_at_most=None if len(contraries) == 1 else min(contraries),
        contrary_says="" if len(contraries) == 1 else "none of them fell",
    )
    whole = none.judged(decision)
    reasons += fell.reasons
    evidence = [id_ for each in found for id_ in each.series.rows["observation"]]
    return asked.claim(whole, reasons, evidence, numbers=values, bearing=coded)


def _followed(study: Study, scores: Scores, year: int, side: Side, dimension: str) -> Iterator[Followed]:
    """Each series of a dimension that bears on a year, beside those of the other states."""
    ties = scores.ties.filter(pl.col("side") == side, pl.col("dimension") == dimension)
    others_of = [state for state in study.panel if state != study.state]
    own = dict(_bearing(study, ties, study.state, year, DRAWS))
    of = {state: dict(_bearing(study, ties, state, year, DRAWS_ELSEWHERE)) for state in others_of if own}
    for series, (points, told) in own.items():
        others = [other[series][1].falls for other in of.values() if series in other]
        yield Followed(points, told, sum(falls >= told.falls for falls in others), len(others))


def _bearing(
    study: Study, ties: pl.DataFrame, state: str, year: int, draws: int
) -> Iterator[tuple[str, tuple[PointSeries, StatedBreak]]]:
    """Each series of a state in which a break at the year can be told, with what is told of it."""
    seed = study.declared.settings.seed
    of_state = ties.filter(pl.col("state") == state)
    for series in point_series(
        of_state, tie_inputs(study.theory, study.declared.settings.roll_calls), *study.window
    ):
        if (series.years > year).sum() < FEWEST_AFTER or len(np.unique(series.years)) != len(series.years):
            continue
        if not FEWEST_POINTS <= len(series.years) <= MOST_POINTS:
            continue
        breaks = break_posterior(series.years, series.draws(seed, draws), seed)
        if not too_dense(breaks, year) and (told := break_at(breaks, year)) is not None:
            yield series.entry.series, (series, told)


def _estimate(found: Followed, year: int) -> Estimate:
    told, series = found.told, found.series
    title = series.entry.indicator.title
    size = told.size or told.change
    low, high = size["low90"], size["high90"]
    return Estimate(
        says=f"{within_a_sentence(title)} fell at {year}",
        probability=told.falls,
        contrary=1.0 - told.falls,
        told_apart=says_anything(_changed(told)),
        numbers=(
            Number(
                label=f"Fall of {within_a_sentence(title)} at {year}",
                text=f"{told.falls:.2f}",
                unit="probability of a break downward within a year of it",
                years=years_of(int(series.years[0]), int(series.years[-1])),
                source="computed from the posterior of breaks",
                release="this study",
                row="posterior over breaks of any number",
                evidence=tuple(series.rows["observation"]),
            ),
            Number(
                label=f"Change of {within_a_sentence(title)} at a break in {year}",
                text=decimals_that_tell(size["median"] or 0.0, "+"),
                unit="on the tie's scale of 0 to 1",
                years=years_of(int(series.years[0]), int(series.years[-1])),
                source="computed from the posterior of breaks",
                release="this study",
                row="if there was one within a year of it",
                evidence=tuple(series.rows["observation"]),
                interval=None
                if low is None or high is None
                else interval90(decimals_that_tell(low, "+"), decimals_that_tell(high, "+")),
            ),
        ),
    )


def _changed(told: StatedBreak) -> float:
    """How many times the odds that a fall had before the series was seen its odds are now.

    A break at one year of many is improbable beforehand, so that the contrary is probable on no data at all; downward or
    upward are alike beforehand.
    """
    return odds(told.falls) / odds(told.prior / 2)


def _in_words(found: Followed, year: int, finding: str) -> Iterator[str]:
    """The verdict of one series with its placebos: other years of its own, and other states."""
    told, title = found.told, found.series.entry.indicator.title
    times = times_in_words(_changed(told))
    beside = (
        f"; so probable a fall is told of {found.elsewhere} of {several(found.states, 'other state')} of the panel"
        if found.states
        else ""
    )
    yield (
        f"{title}: a decline at {year} is {finding}. A break of any sort there has a probability of {told.probability:.2f}, a fall of "
        f"{told.falls:.2f}, whose odds are {times} those that it had before the series was seen; at other years of the series a break has {told.placebo:.2f} on average, and {told.as_probable:.0%} of "
        f"them are as probable{beside}."
    )
