"""What simulated futures say: whether balancing lasts, which strategies are best, and what levers of policy do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from counterpoise.findings.basis import Basis
from counterpoise.findings.estimate import Estimate, at_least, model_number
from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import Number, interval90, years_of
from counterpoise.model.futures import Futures
from counterpoise.model.panel import ModelPanel
from counterpoise.model.scenarios import AS_NOW
from counterpoise.model.summary import Summary
from counterpoise.wording import listed, several, words_of

ASSUMED = "What a lever or shock does at first is assumed in the theory file and not estimated; what follows from it is simulated."


REPLYING = {True: "the powers replying", False: "no power replying"}


@dataclass(frozen=True)
class ScenarioEstimates:
    """What the futures of a state under rising polarisation say; `titles` are what readers know filters by, `basis` is what the model was made from,
    `raises` the filters that each lever of the theory raises."""

    futures: Futures
    names: PowerNames
    titles: Mapping[str, str]
    panel: ModelPanel
    basis: Basis
    raises: Mapping[str, Collection[str]] = field(default_factory=lambda: MappingProxyType({}))

    def lasts(self) -> Estimate:
        """Whether no choice between the powers is forced within the horizon, if the state goes on as now."""
        if AS_NOW not in self.futures.fans:
            return Estimate("", silent=(f"a strategy '{AS_NOW}' (`strategies` of the theory's `policies`)",))
        last = self.futures.years[-1]
        forced = {
            replies: float(self.futures.choices[AS_NOW, replies].by_year[-1]) for replies in (True, False)
        }
        return Estimate(
            says=f"no choice between {self.names.a} and {self.names.b} is forced by {last}",
            probability=1.0 - forced[True],
            contrary=forced[True],
            numbers=tuple(
                number
                for replies in (True, False)
                for number in (
                    self._chance(f"Forced choice by {last}, {REPLYING[replies]}", forced[replies]),
                    self._year_of_choice(replies),
                )
            ),
            reasons=(
                f"Polarisation rises from {self.futures.years[0]} on, and the state goes on as it does now (the strategy {words_of(AS_NOW).lower()}). A choice is forced where one tie falls below "
                f"{self.futures.scenario.forced_choice.below:.0%} of what it is now for "
                f"{several(self.futures.scenario.forced_choice.years, 'year')}, and the other does not.",
                ASSUMED,
            ),
        )

    def balancing_is_best(self) -> Estimate:
        """Whether a strategy that evens both ties is best, however much the gap between them counts; the contrary is that none is at any weight."""
        if not self.futures.balancing:
            return Estimate(
                "", silent=("a strategy that evens both ties (`evens` in the theory's `policies`)",)
            )
        often = {
            weight: sum(each.least for each in of if each.strategy in self.futures.balancing)
            for weight, of in self.futures.regrets.items()
        }
        first = [
            f"at a weight of {weight:g} {words_of(of[0].strategy).lower()}"
            for weight, of in self.futures.regrets.items()
        ]
        named = listed([words_of(name).lower() for name in sorted(self.futures.balancing)])
        return Estimate(
            says=f"a strategy that evens both ties ({named}) is best, whatever the gap between them weighs",
            probability=at_least(list(often.values())),
            contrary=at_least([1.0 - each for each in often.values()]),
            numbers=tuple(
                number
                for weight, value in often.items()
                for number in (
                    self._chance(f"A balancing strategy is best, the gap weighing {weight:g}", value),
                    *(
                        [
                            self._worth(
                                f"What it is worth more than the best other, the gap weighing {weight:g}",
                                self.futures.ahead[weight],
                            )
                        ]
                        if weight in self.futures.ahead
                        else []
                    ),
                )
            ),
            reasons=(f"Regretted least: {listed(first)}.", ASSUMED),
        )

    def narrows(self) -> Estimate:
        """Whether the best that any strategy keeps of both ties at once is less where polarisation rises."""
        lost = self.futures.narrowed[True]
        many = several(len(self.futures.fans), "strategy", "strategies")
        return Estimate(
            says="the most that any strategy keeps of the lesser of both ties is less where polarisation rises",
            probability=lost.positive,
            contrary=1.0 - lost.positive,
            numbers=tuple(
                self._worth(
                    f"Room lost to polarisation, {REPLYING[replies]}",
                    self.futures.narrowed[replies],
                )
                for replies in (True, False)
            ),
            reasons=(
                f"Room to balance is the most of the lesser of both ties, the mean of {self.futures.years[0]}-{self.futures.years[-1]}, that one of {many} "
                "keeps in a run; each run is held against itself without the shocks.",
                ASSUMED,
            ),
        )

    def lever(self, name: str) -> Estimate:
        """Whether a lever, pulled every year, makes the lesser of both ties greater."""
        found = next((each for each in self.futures.levers if each.effect.name == name), None)
        unmeasured = [each for each in self.raises.get(name, ()) if each not in self.panel.filters]
        if found is None and unmeasured:
            told = listed([self.titles.get(each, words_of(each).lower()) for each in unmeasured])
            return Estimate("", silent=(f"measures of {told}",))
        if found is None:
            return Estimate(
                "",
                silent=(
                    f"what the lever {words_of(name).lower()} does (`levers` of the theory's `policies`)",
                ),
            )
        worth = found.effect.worth
        return Estimate(
            says="it makes the lesser of both ties greater",
            probability=worth.positive,
            contrary=1.0 - worth.positive,
            numbers=(
                self._worth("Change in the lesser tie over the years", worth),
                self._chance("Change in the chance of a forced choice", found.forced, "+.2f"),
            ),
            reasons=(ASSUMED,),
        )

    def shocks(self) -> Mapping[str, Number]:
        """What the shock of each row of a table does to the lesser tie, by the name of the row."""
        return {
            row: self._worth(f"Effect of {words_of(row).lower()} on the lesser tie", effect.worth)
            for row, effect in self.futures.shocks.items()
        }

    def _year_of_choice(self, replies: bool) -> Number:
        """The year by which a choice is forced, of the runs in order of theirs: the middle one and the twentieth at either end."""
        by_year, years = self.futures.choices[AS_NOW, replies].by_year, self.futures.years
        low, median, high = (
            str(years[at])
            if (at := int(np.searchsorted(by_year, part))) < len(years)
            else f"after {years[-1]}"
            for part in (0.05, 0.5, 0.95)
        )
        return replace(
            self._chance(f"Year of a forced choice, {REPLYING[replies]}", 0.0),
            text=median,
            unit="the middle of all runs",
            interval=interval90(low, high),
        )

    def _worth(self, label: str, worth: Summary) -> Number:
        return model_number(label, worth, "on a scale of 0 to 1", self.panel, self.basis)

    def _chance(self, label: str, value: float, form: str = ".2f") -> Number:
        return Number(
            label=label,
            text=f"{value:{form}}",
            unit="probability",
            years=years_of(self.futures.years[0], self.futures.years[-1]),
            source="simulated with the model of the causal figure",
            release="this study",
            row=self.futures.scenario.scenario,
            evidence=(),
            basis=self.basis,
        )
