"""What simulated futures say: whether balancing lasts, which strategies are best, and what levers of policy do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.findings.basis import Basis
from counterpoise.findings.estimate import Estimate, spread
from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import Number, interval90, years_of
from counterpoise.findings.unobserved_ties import unobserved_ties
from counterpoise.model.forced_choice import OverDraws
from counterpoise.model.futures import Futures
from counterpoise.model.panel import SIDES, ModelPanel
from counterpoise.model.regret import Regret, worth
from counterpoise.model.scenarios import AS_NOW, LESSER
from counterpoise.model.summary import Summary, summary
from counterpoise.theory.modelled import Decision
from counterpoise.wording import decimals_that_tell, listed, percent, several, within_a_sentence, words_of

ASSUMED = "What a lever or shock does at first is assumed in the theory file and not estimated; what follows from it is simulated."

Array = NDArray[np.float64]

REPLYING = {True: "the powers replying", False: "no power replying"}


@dataclass(frozen=True)
class ScenarioEstimates:
    """What the futures of a state under rising polarisation say; `titles` are what readers know filters by, `basis` is what the model was made from.

    What a path is worth is on the ties' scale of 0 to 1, and `decision.negligible` is in standard deviations: those of the same
    worth over all states and years of the panel in which both ties are observed, as effects are in those of what they are on.
    """

    futures: Futures
    names: PowerNames
    titles: Mapping[str, str]
    decision: Decision
    panel: ModelPanel
    basis: Basis

    def lasts(self) -> Estimate:
        """Whether no choice between the powers is forced within the horizon, if the state goes on as now."""
        if AS_NOW not in self.futures.fans:
            return Estimate("", silent=(f"a strategy '{AS_NOW}' (`strategies` of the theory's `policies`)",))
        last = self.futures.years[-1]
        choices = {replies: self.futures.choices[AS_NOW, replies] for replies in (True, False)}
        forced = {replies: float(found.by_year[-1]) for replies, found in choices.items()}
        return Estimate(
            says=f"no choice between {self.names.a} and {self.names.b} is forced by {last}",
            probability=1.0 - forced[True],
            contrary=forced[True],
            numbers=tuple(
                number
                for replies in (True, False)
                for number in (
                    self._chance(
                        f"Forced choice by {last}, {REPLYING[replies]}",
                        forced[replies],
                        choices[replies].over_draws,
                    ),
                    self._year_of_choice(replies),
                )
            ),
            reasons=(
                f"Polarisation rises from {self.futures.years[0]} on, and the state goes on as it does now (the strategy {words_of(AS_NOW).lower()}). A choice is forced where one tie falls below "
                f"{self.futures.scenario.forced_choice.below:.0%} of what it is now for "
                f"{several(self.futures.scenario.forced_choice.years, 'year')}, and the other does not.",
                "The interval of a chance is over draws of what the model leaves uncertain, for each of which there is a chance of its own: nine in ten of them lie within, or more, "
                "since it holds too what the runs of one draw err by. That of a year is over runs, of which one in twenty has come to a choice by its beginning, and all but one in twenty by its end.",
                why_replies_matter(self.futures),
                *unobserved_ties(self.futures.ties_until, self.futures.years[0] - 1, self.names),
                ASSUMED,
            ),
        )

    def balancing_is_best(self) -> Estimate:
        """Whether a strategy that evens both ties is best, however much the gap between them counts; the contrary is that another is at every weight."""
        if not self.futures.balancing:
            return Estimate(
                "", silent=("a strategy that evens both ties (`evens` in the theory's `policies`)",)
            )
        if not self.futures.ahead:
            return Estimate(
                "", silent=("a strategy that does not even both ties, to compare with (`policies`)",)
            )
        # In units of what counts as none, run by run, a row for each weight.
        ahead = np.stack([more / self._negligible(weight) for weight, more in self.futures.ahead.items()])
        so = np.all(ahead >= -1, axis=0) & np.any(ahead > 1, axis=0)
        first = [
            f"at a weight of {weight:g} {within_a_sentence(self.names.strategy(of[0].strategy))}, which is best in {percent(of[0].least)} of the runs{best_as_often(of, self.names)}"
            for weight, of in self.futures.regrets.items()
        ]
        named = listed([words_of(name).lower() for name in sorted(self.futures.balancing)])
        return Estimate(
            says=f"a strategy that evens both ties ({named}) is best, whatever the gap between them weighs",
            probability=float(so.mean()),
            contrary=float(np.all(ahead < -1, axis=0).mean()),
            contrary_says="it is worth less than the best other at every weight, by more than is negligible",
            numbers=tuple(self._best()),
            reasons=(
                f"Regretted least: {'; '.join(first)}.",
                "Best is a strategy that at no weight of the gap is worth less than the best other, and at one more. "
                + self._rule(*self.futures.ahead),
                ASSUMED,
            ),
        )

    def _best(self) -> Iterator[Number]:
        """Of each weight of the gap how often a strategy that evens both ties is best, and what it is worth more."""
        for weight, more in self.futures.ahead.items():
            of_weight = f"the gap weighing {weight:g}"
            often = float(np.mean(more > self._negligible(weight)))
            yield self._simulated(
                f"A balancing strategy is worth more than the best other, {of_weight}",
                decimals_that_tell(often),
                "part of the runs, with and without the rise and the replies",
            )
            yield self._worth(f"What it is worth more than the best other, {of_weight}", summary(more))

    def narrows(self) -> Estimate:
        """Whether the best that any strategy keeps of both ties at once is less where polarisation rises, by more than counts as none."""
        lost = self.futures.narrowed
        many = several(len(self.futures.fans), "strategy", "strategies")
        probability = self._more(lost[True])
        return Estimate(
            says="the most that any strategy keeps of the lesser of both ties is less where polarisation rises",
            probability=probability,
            contrary=1.0 - probability,
            numbers=tuple(
                self._worth(f"Room lost to polarisation, {REPLYING[replies]}", summary(lost[replies]))
                for replies in (True, False)
            ),
            reasons=(
                f"Room to balance is the most of the lesser of both ties, the mean of {self.futures.years[0]}-{self.futures.years[-1]}, that one of {many} "
                "keeps in a run; each run is held against itself without the shocks.",
                self._rule(LESSER),
                ASSUMED,
            ),
        )

    def lever(self, name: str) -> Estimate:
        """Whether a lever, pulled every year, makes the lesser of both ties greater by more than counts as none."""
        if lacking := self.futures.unmeasured.levers.get(name):
            told = listed([self.titles.get(each, words_of(each).lower()) for each in lacking])
            return Estimate("", silent=(f"measures of {told}",))
        found = next((each for each in self.futures.levers if each.effect.name == name), None)
        if found is None:
            return Estimate(
                "",
                silent=(
                    f"what the lever {words_of(name).lower()} does (`levers` of the theory's `policies`)",
                ),
            )
        probability = self._more(found.effect.more)
        return Estimate(
            says="it makes the lesser of both ties greater",
            probability=probability,
            contrary=1.0 - probability,
            numbers=(
                self._worth("Change in the lesser tie over the years", found.effect.worth),
                self._chance(
                    "Change in the chance of a forced choice", found.forced, found.forced_over_draws, "+"
                ),
            ),
            reasons=(
                self._rule(LESSER),
                "The interval of the change in a chance is over draws of what the model leaves uncertain, and holds too what the runs of one draw err by.",
                ASSUMED,
            ),
        )

    def shocks(self) -> Mapping[str, Number]:
        """What the shock of each row of a table does to the lesser tie, by the name of the row."""
        return {
            row: self._worth(
                f"Effect of {words_of(row).lower()} on the lesser tie", effect.worth, "nothing else happens"
            )
            for row, effect in self.futures.shocks.items()
        }

    def _more(self, draws: Array) -> float:
        """How probable it is that there is more of the lesser tie, by more than counts as none."""
        return float(np.mean(draws > self._negligible(LESSER)))

    def _negligible(self, weight: float) -> float:
        """How much of what a path is worth counts as none, on the ties' scale of 0 to 1."""
        return self.decision.negligible * self._spread(weight)

    def _spread(self, weight: float) -> float:
        """The standard deviation over states and years of what both ties of one are worth."""
        return spread(worth(self.panel.ties_on_own_scale.reshape(len(SIDES), 1, -1), weight))

    def _rule(self, *weights: float) -> str:
        """What counts as none, in both units."""
        told = listed([f"{self._negligible(each):.3f}" for each in weights])
        of_each = f", at the weights {listed([f'{each:g}' for each in weights])}" if len(weights) > 1 else ""
        of = "of what ties are worth" if len(weights) > 1 else "of the lesser tie"
        return (
            f"A difference of up to {self.decision.negligible:g} standard deviations {of} over the states and years of the panel counts as none: "
            f"that is {told} on the scale of 0 to 1{of_each}."
        )

    def _year_of_choice(self, replies: bool) -> Number:
        """The year by which a choice is forced in half of the runs, and those by which it is in one and in nineteen of twenty."""
        by_year, years = self.futures.choices[AS_NOW, replies].by_year, self.futures.years
        low, median, high = (
            str(years[at])
            if (at := int(np.searchsorted(by_year, part))) < len(years)
            else f"after {years[-1]}"
            for part in (0.05, 0.5, 0.95)
        )
        return self._simulated(
            f"Year of a forced choice, {REPLYING[replies]}",
            median,
            "the year by which half of the runs have come to it",
            interval90(low, high),
        )

    def _worth(self, label: str, found: Summary, world: str = "") -> Number:
        """What something is worth, its median and interval over the runs, in the scenario or another `world`."""
        interval = interval90(decimals_that_tell(found.low90), decimals_that_tell(found.high90))
        text = decimals_that_tell(found.median)
        return self._simulated(label, text, "on a scale of 0 to 1, median of the runs", interval, world)

    def _chance(self, label: str, value: float, over: OverDraws | None, sign: str = "") -> Number:
        interval = (
            None
            if over is None
            else interval90(decimals_that_tell(over.low90, sign), decimals_that_tell(over.high90, sign))
        )
        return self._simulated(label, decimals_that_tell(value, sign), "probability", interval)

    def _simulated(
        self, label: str, text: str, unit: str, interval: str | None = None, world: str = ""
    ) -> Number:
        return Number(
            label=label,
            text=text,
            unit=unit,
            years=years_of(self.futures.years[0], self.futures.years[-1]),
            source="simulated with the model of the causal figure",
            release="this study",
            row=f"{self.names.state}: {world or self.futures.scenario.scenario}",
            evidence=(),
            interval=interval,
            basis=self.basis,
        )


def why_replies_matter(futures: Futures) -> str:
    """Whether a choice is rarer or likelier where the powers reply, the state going on as now, and what each of the replies that the theory assumes does alone."""
    forced = {replies: float(futures.choices[AS_NOW, replies].by_year[-1]) for replies in (True, False)}
    both, none = (decimals_that_tell(forced[replies]) for replies in (True, False))
    given, taken = (decimals_that_tell(futures.forced_by_one[one]) for one in ("inducement", "punishment"))
    said = f"{'rarer' if forced[True] < forced[False] else 'likelier'} where the powers reply ({both}) than where they do not ({none})"
    as_likely = f"as likely where the powers reply as where they do not ({both})"
    return (
        f"A forced choice is {as_likely if both == none else said}. That rests on what the theory assumes of a power, and nothing estimates: each year it adds to its own tie "
        f"{futures.answers.inducement:.0%} of what that has lost since the start, which holds up a tie that falls, and takes from it {futures.answers.punishment:.0%} of what the tie with the "
        f"other power has won, which lowers it. With the first alone the chance is {given}, with the second alone {taken}."
    )


def best_as_often(of: Sequence[Regret], names: PowerNames) -> str:
    """Which other strategies are best in as many runs as the first of some, or in more, as the end of a sentence; nothing where none is."""
    first, *others = of
    told = [
        f"{within_a_sentence(names.strategy(each.strategy))} in {percent(each.least)}"
        for each in sorted(others, key=lambda each: -each.least)
        if percent(each.least) == percent(first.least) or each.least > first.least
    ]
    return f" (as often or oftener: {listed(told)})" if told else ""
