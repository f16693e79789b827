"""Whether states have more of one construct in years in which they have more of another than the others do: rank correlations over the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.evidence import ids_of_table
from counterpoise.findings.asked import Asked
from counterpoise.findings.claim import NOT_TESTABLE, Answer
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.estimate import Estimate
from counterpoise.findings.numbers import Number, interval90, years_of
from counterpoise.measurement.scores import Scores
from counterpoise.measurement.ties import by_year, series_name
from counterpoise.model.association import FEW, Association, none_up_to, within_association
from counterpoise.model.own_measures import by_state
from counterpoise.study import Study
from counterpoise.theory.elements import Construct, Then, Theory
from counterpoise.wording import listed, several, within_a_sentence, words_of

Array = NDArray[np.float64]

UNIT = "over state-years, the levels of states and of years taken out"


@dataclass(frozen=True, slots=True)
class Associations:
    """A study's panel with all that is measured of it."""

    study: Study
    scores: Scores
    values: pl.DataFrame

    def told(self, construct: str, estimand: str) -> Association:
        """Spearman's correlation of a construct with that of an estimand, both less the levels of states and of years.

        What shares an indicator is never correlated. Errors of measurement are not in the interval, which holds the choice of
        states (`within_association`).
        """
        theory, other = self.study.theory, self._name(estimand)
        if other is None:
            return Association(None, 0, 0, f"the theory has no construct that measures {estimand}")
        shared = inputs_of(theory, construct) & inputs_of(theory, other)
        if shared:
            titles = sorted(_titles(theory, shared))
            verb = "stands" if len(titles) == 1 else "stand"
            return Association(None, 0, 0, f"true by definition: {listed(titles)} {verb} behind both")
        one, two = self._levels(construct), self._levels(other)
        for name, found in ((construct, one), (other, two)):
            if np.isnan(found).all():
                return Association(None, 0, 0, f"{self.title(name)} is not observed")
        return within_association(
            one, two, self.study.declared.settings.seed, self.study.theory.decision.fewest_states
        )

    def title(self, construct: str) -> str:
        """What a construct is called in a sentence."""
        declared = self.study.theory.constructs[construct]
        return within_a_sentence(declared.title or words_of(construct))

    def number(self, construct: str, estimand: str, found: Association) -> Number:
        """A correlation that is told, of the years from the first to the last that entered, with the observations of its state-years.

        What those are set against, such as the goalposts of ties, is no part of its evidence. Raises ValueError where nothing is told.
        """
        if found.rho is None or found.used is None:
            raise ValueError(f"{construct} with {estimand}: {found.why}")
        years = self.study.start + np.flatnonzero(found.used.any(axis=0))
        return Number(
            label=f"Rank correlation of {self.title(construct)} with {estimand}",
            text=f"{found.rho.median:z.2f}",
            unit=UNIT,
            years=years_of(int(years[0]), int(years[-1])),
            source="computed from the scores of the panel",
            release="this study",
            row=f"{several(found.state_years, 'state-year')} of {several(found.states, 'state')}, the median over samples of states",
            evidence=self._evidence(construct, estimand, found.used),
            interval=interval90(f"{found.rho.low90:z.2f}", f"{found.rho.high90:z.2f}"),
        )

    def estimate(self, construct: str, estimand: str, then: Then) -> Estimate:
        """Whether there is more, less, or no less of the estimand with more of the construct."""
        found, negligible = self.told(construct, estimand), self.study.theory.decision.negligible
        if found.rho is None:
            return Estimate("", silent=(f"{self.title(construct)} beside {estimand}: {found.why}",))
        beyond = {
            "more": "0 or below",
            "less": "0 or above",
            "no less": f"below -{negligible:g}",
        }
        by_noise = f"there being no {'more' if then == 'more' else 'less'}"
        none = "" if then == "no less" else f"{none_up_to(negligible)} "
        narrow = (
            f", and of as few as {several(found.states, 'state')} it is likely to be too narrow (Cameron, Gelbach and Miller 2008)"
            if found.states < FEW
            else ""
        )
        return Estimate(
            says=f"with more of {self.title(construct)} a state has {then} {estimand}",
            probability=found.probability(then, negligible),
            contrary=found.contrary(then, negligible),
            contrary_says=f"the correlation is {beyond[then]}",
            numbers=(self.number(construct, estimand, found),),
            reasons=(
                "By the rank correlation over the state-years of the panel. What a state always has does not count, nor what all states have "
                f"in common in a year: the levels of both are taken out. {none}The interval holds the choice of states{narrow}. "
                f"Noise in what is measured draws a correlation towards 0 and does not turn it, which by itself would speak for {by_noise}: so "
                f"that takes a correlation of 0 or {'below' if then == 'more' else 'above'}. What goes together need not bring the other about.",
            ),
        )

    def _name(self, estimand: str) -> str | None:
        constructs = self.study.theory.constructs.items()
        return next((name for name, each in constructs if each.estimand == estimand), None)

    def _levels(self, name: str) -> Array:
        """A construct of each state of the panel (N, T), nan where not all that the state ever has of it is observed."""
        declared = self.study.theory.constructs[name]
        if declared.estimand is not None:
            return self._scored(name, declared)
        if declared.role == "behaviour":
            return self._of_both_ties(name)
        roll_calls, years = self.study.declared.settings.roll_calls, self._years
        series = [
            by_state(self.values, each, roll_calls, self.study.panel, years)[0]
            for each in declared.indicators
        ]
        return _mean_of_whole(
            [each for each in map(_standardised, series) if not np.isnan(each).all()], self._empty()
        )

    def _scored(self, name: str, declared: Construct) -> Array:
        called = "balance" if declared.estimand == "balance" else name
        found = self._empty()
        most = pl.col("observed").max().over("state")
        rows = self.scores.alignment.filter(construct=called, dimension=declared.dimension or "all").filter(
            pl.col("median").is_not_null(),
            pl.col("state").is_in(self.study.panel),
            pl.col("observed") == most,
        )
        for state, year, median in rows.select("state", "year", "median").iter_rows():
            self._put(found, state, year, median)
        return found

    def _of_both_ties(self, name: str) -> Array:
        """The mean of the ties with both powers by which a construct is measured."""
        sides = []
        for side in self.study.powers:
            found = self._empty()
            rows = self.scores.ties.filter(pl.col("state").is_in(self.study.panel), construct=name, side=side)
            yearly = by_year(rows).group_by("state", "year").agg(pl.col("tie").mean())
            for state, year, tie in yearly.iter_rows():
                self._put(found, state, year, tie)
            sides.append(found)
        return np.asarray((sides[0] + sides[1]) / 2)

    def _put(self, found: Array, state: str, year: int, value: float) -> None:
        if year in self._years:
            found[self.study.panel.index(state), year - self.study.start] = value

    @property
    def _years(self) -> range:
        return range(self.study.start, self.study.end + 1)

    def _empty(self) -> Array:
        return np.full((len(self.study.panel), len(self._years)), np.nan)

    def _evidence(self, construct: str, estimand: str, used: NDArray[np.bool_]) -> tuple[str, ...]:
        """The observations of the states and years that entered (N, T), of both constructs, with the powers or of the state itself."""
        theory, roll_calls = self.study.theory, self.study.declared.settings.roll_calls
        behind = inputs_of(theory, construct) | inputs_of(theory, self._name(estimand) or "")
        series = [
            series_name(each, roll_calls)
            for of in theory.constructs.values()
            for each in of.indicators
            if each.id in behind
        ]
        powers = list(self.study.powers.values())
        of_series = self.values.filter(
            pl.col("indicator").is_in(series), pl.col("partner").is_null() | pl.col("partner").is_in(powers)
        )
        states, years = np.nonzero(used)
        entered = pl.DataFrame(
            {
                "state": [self.study.panel[i] for i in states],
                "year": pl.Series(self.study.start + years, dtype=pl.Int32),
            }
        )
        draws = by_year(of_series).join(entered, on=["state", "year"], how="semi")["draw"]
        return tuple(ids_of_table(of_series[draws.unique().sort()]))


def by_association(
    asked: Asked,
    construct: str,
    estimand: str,
    then: Then,
    of: Associations,
    coded: Sequence[CodedPassage],
) -> Answer:
    """Weigh whether there is more of an estimand where there is more of a construct, or less, or no less."""
    found = of.estimate(construct, estimand, then)
    if found.silent:
        return asked.silence(NOT_TESTABLE, found.silent, (), coded)
    judged = found.judged(of.study.theory.decision)
    evidence = [id_ for number in found.numbers for id_ in number.evidence]
    return asked.claim(
        judged, found.reasons, evidence, numbers=found.numbers, bearing=coded, would_change=judged.turned()
    )


def inputs_of(theory: Theory, construct: str) -> frozenset[str]:
    """The ids of the indicators behind a construct, itself or through those that it is made from."""
    declared = theory.constructs.get(construct)
    if declared is None:
        return frozenset()
    found = {each.id for each in declared.indicators}
    for part in (*declared.made_from, *declared.importance.values(), *declared.mirrored.values()):
        found |= inputs_of(theory, part)
    return frozenset(found)


def _titles(theory: Theory, indicators: frozenset[str]) -> set[str]:
    return {
        within_a_sentence(each.title)
        for construct in theory.constructs.values()
        for each in construct.indicators
        if each.id in indicators
    }


def _standardised(values: Array) -> Array:
    """Values in standard deviations about their mean; nan throughout where they do not vary."""
    seen = values[~np.isnan(values)]
    spread = float(seen.std()) if seen.size else 0.0
    return (values - seen.mean()) / spread if spread > 0 else np.full_like(values, np.nan)


def _mean_of_whole(series: list[Array], empty: Array) -> Array:
    """The mean of some series where all of them are observed."""
    return np.asarray(np.mean(series, axis=0)) if series else empty
