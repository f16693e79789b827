"""What simulated futures say: whether balancing lasts, whether rivalry leaves less room for it, what is regretted least, what levers do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counterpoise.findings.estimate import Estimate, Fit, model_number
from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import Number, years_of
from counterpoise.model.futures import Effect, Futures
from counterpoise.model.outset import outset
from counterpoise.model.scenarios import polarised, simulate
from counterpoise.theory.modelled import ModelPart
from counterpoise.wording import listed, several, words_of

UNIT = "of the scale of ties, 0 to 1"

POLARISATION = "polarisation"
"""The shock whose effect says whether rivalry leaves less room, where a theory has one of this name."""

ASSUMED = "What levers, strategies and replies do is assumed in the theory file and not estimated."


@dataclass(frozen=True)
class FutureEstimates:
    """The futures of one state under rising polarisation; `evidence` are the ids of the values that the fit stands on."""

    fit: Fit
    names: PowerNames
    model: ModelPart
    evidence: tuple[str, ...]
    futures: Futures

    @classmethod
    def of(
        cls, fit: Fit, names: PowerNames, model: ModelPart, evidence: tuple[str, ...], state: str
    ) -> FutureEstimates:
        """Simulate the futures of a state of the panel. Raises CounterpoiseError where it is none of it."""
        start = outset(fit.panel, fit.posterior, state)
        scenario = polarised(model.policies, start.year)
        return cls(fit, names, model, evidence, simulate(start, model.policies, scenario))

    def lasting(self) -> Estimate:
        """Whether no choice between the powers is forced within the horizon, with their replies and without."""
        strategy, years = next(iter(self.futures.fans)), self.futures.years
        forced = {
            "reply": self.futures.choices[strategy, True].by_year[-1],
            "do not reply": self.futures.choices[strategy, False].by_year[-1],
        }
        rule = self.futures.scenario.forced_choice
        numbers = tuple(
            self._chance(
                f"Probability of a forced choice by {years[-1]} where the powers {how}", float(chance)
            )
            for how, chance in forced.items()
        )
        return Estimate(
            says=f"no choice between {self.names.a} and {self.names.b} is forced by {years[-1]} under rising polarisation",
            probability=1.0 - float(max(forced.values())),
            contrary=float(min(forced.values())),
            numbers=numbers,
            reasons=(
                f"A choice is forced where one tie is below {rule.below:.0%} of what it was and the other is not, for "
                f"{several(rule.years, 'year')} on end.",
                ASSUMED,
            ),
        )

    def room(self) -> Estimate:
        """Whether polarisation makes the lesser of both ties smaller than it is where nothing happens."""
        effect = self.futures.shocks.get(POLARISATION)
        if effect is None:
            return Estimate(
                "", silent=(f"a shock named {POLARISATION} in the policies of the theory's model",)
            )
        return Estimate(
            says="polarisation makes the lesser of both ties smaller",
            probability=1.0 - effect.worth.positive,
            contrary=effect.worth.positive,
            numbers=(self._number(effect),),
            reasons=("Room is the lesser of both ties, the mean of the years.",),
        )

    def best(self) -> Estimate:
        """Whether a strategy that evens out the tilt is best, at every weight of the gap and run by run."""
        balancing, numbers, chances, least = self.futures.balancing, [], [], []
        for weight, of in self.futures.regrets.items():
            chance = sum(each.least for each in of if each.strategy in balancing)
            chances.append(chance)
            least.append(of[0].strategy in balancing)
            told = f"Probability that balancing is best where the gap counts {weight:g} times"
            numbers.append(self._chance(told, chance))
        named = listed([f"'{words_of(name)}'" for name in sorted(balancing)])
        first = listed(
            [
                f"{words_of(of[0].strategy).lower()} at {weight:g}"
                for weight, of in self.futures.regrets.items()
            ]
        )
        return Estimate(
            says=f"a strategy that balances ({named}) is best, however much the gap between the ties counts",
            probability=min(chances),
            contrary=1.0 - max(chances),
            numbers=tuple(numbers),
            reasons=(f"Regretted least by the weight of the gap: {first}.", ASSUMED),
            told_apart=len(set(least)) == 1,
        )

    def lever(self, name: str) -> Estimate:
        """Whether a lever makes the lesser of both ties greater."""
        effects = {each.effect.name: each for each in self.futures.levers}
        if name not in effects:
            return Estimate("", silent=(self._why_not(name),))
        found = effects[name]
        says = f"{words_of(name).lower()} makes the lesser of both ties greater"
        forced = self._chance("Change in the probability of a forced choice", found.forced)
        return Estimate(
            says=says,
            probability=found.effect.worth.positive,
            contrary=1.0 - found.effect.worth.positive,
            numbers=(self._number(found.effect), forced),
            reasons=(ASSUMED,),
        )

    def shocks(self) -> Mapping[str, Number]:
        """What the shock of each row of a table does to the lesser tie, by the name of the row."""
        return {row: self._number(effect) for row, effect in self.futures.shocks.items()}

    def _why_not(self, name: str) -> str:
        lever = self.model.policies.levers.get(name)
        if lever is None:
            return f"a meaning of the lever {words_of(name).lower()} in the policies of the theory's model"
        unobserved = [each for each in lever.raises if each not in self.fit.panel.filters]
        return f"measures of {listed([f'the filter {words_of(each).lower()}' for each in unobserved])}"

    def _number(self, effect: Effect) -> Number:
        label = f"Effect of {words_of(effect.name).lower()} on the lesser tie"
        return model_number(label, effect.worth, UNIT, self.fit.panel, self.evidence)

    def _chance(self, label: str, value: float) -> Number:
        years = self.futures.years
        return Number(
            label=label,
            text=f"{value:.2f}",
            unit="probability",
            years=years_of(years[0], years[-1]),
            source="simulated with the model of the causal figure",
            release="this study",
            row=several(self.futures.scenario.draws, "run"),
            evidence=self.evidence,
        )
