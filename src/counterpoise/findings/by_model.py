"""Answers by the estimated model: each estimand that a question needs, held to the thresholds that the theory fixed beforehand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.findings.asked import Asked
from counterpoise.findings.claim import NOT_TESTABLE, SOUND_DRAWS, UNEQUAL_PRESSURE, Answer, Finding
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.effect_estimates import EffectEstimates
from counterpoise.findings.estimate import Estimate, Fit, all_of
from counterpoise.findings.frontier_estimates import efficient
from counterpoise.findings.model_accounts import ModelAccounts
from counterpoise.findings.model_evidence import ModelEvidence
from counterpoise.findings.names import PowerNames
from counterpoise.findings.refusals import Refusals
from counterpoise.findings.rival_estimates import against_rivals, forecast, of_rival
from counterpoise.findings.scenario_estimates import ScenarioEstimates
from counterpoise.findings.share_estimates import ShareEstimates
from counterpoise.model.attribution import PRESSURE
from counterpoise.model.outset import outset
from counterpoise.model.rivals import Comparison, compare
from counterpoise.model.scenarios import polarised, simulate
from counterpoise.study import Study
from counterpoise.theory.elements import ClaimUnderTest
from counterpoise.theory.estimands import BY_MODEL, BY_PREDICTION, OF_FILTERS, OF_PRESSURE
from counterpoise.theory.modelled import ModelPart
from counterpoise.theory.titles import block_titles


@dataclass(frozen=True)
class ByModel:
    """Everything that a fit says of a study under a theory with a model; what it takes long to reckon is reckoned once."""

    study: Study
    values: pl.DataFrame
    ties: pl.DataFrame
    names: PowerNames
    fit: Fit
    model: ModelPart

    @cached_property
    def evidence(self) -> ModelEvidence:
        """The observations and passages that the panel was put together from, and that rivals look at."""
        return ModelEvidence.of(self.study, self.values, self.fit.panel)

    @cached_property
    def comparison(self) -> Comparison | CounterpoiseError:
        """The theory beside its rivals, or why there is no comparison."""
        study = self.study
        try:
            return compare(
                study.theory, self.fit.panel, self.values, study.powers, study.declared.settings.seed
            )
        except CounterpoiseError as error:
            return error

    @cached_property
    def effects(self) -> EffectEstimates:
        """What effects come to."""
        return EffectEstimates.of(self.fit, self.names, self.titles, self.model.decision, self.evidence)

    @cached_property
    def shares(self) -> ShareEstimates | CounterpoiseError:
        """How what is explained is shared out, or why it is not."""
        try:
            return ShareEstimates.of(
                self.fit, self.model, self.titles, self.study.theory.rules_id, self.evidence
            )
        except CounterpoiseError as error:
            return error

    @cached_property
    def efficiency(self) -> Estimate:
        """Whether efficient state-years are the balanced ones, or why that is not told."""
        found = self.accounts.weighed
        if isinstance(found, CounterpoiseError):
            return Estimate("", silent=_told(found))
        return efficient(self.study, self.fit, self.model, self.ties, self.evidence, found)

    @cached_property
    def accounts(self) -> ModelAccounts:
        """What the fit tells beyond effects and shares of blocks."""
        return ModelAccounts(self.study, self.fit)

    @cached_property
    def scenarios(self) -> ScenarioEstimates | CounterpoiseError:
        """What the state's futures say under what the theory calls polarisation, or why there are none."""
        policies, panel = self.model.policies, self.fit.panel
        if self.study.state not in panel.states:
            return CounterpoiseError(Problem("scenarios", "ties of the state itself in the panel"))
        now = outset(panel, self.fit.posterior, self.study.state)
        futures = simulate(now, policies, polarised(policies, panel.years[-1]))
        return ScenarioEstimates(
            futures, self.names, self.titles, self.model.decision, panel, self.evidence.whole
        )

    @cached_property
    def block_of_code(self) -> Mapping[str, str]:
        """The block of the figure that each code speaks of: the filter whose construct names it, or pressure."""
        theory = self.study.theory
        of_construct = {name: block for block, name in self.model.filters.items()}
        blocks: dict[str, str] = {}
        for name, construct in theory.constructs.items():
            block = PRESSURE if construct.role == "pressure" else of_construct.get(name)
            if block is not None:
                blocks |= dict.fromkeys(theory.codes_of(construct.codes), block)
        return blocks

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What readers know pressure and each filter by."""
        return block_titles(self.study.theory)

    @property
    def refusals(self) -> Refusals:
        """Why no verdict may rest on the fit."""
        return self.accounts.refusals

    @property
    def headline(self) -> str | None:
        """Why no verdict rests on the draws, or none on what pressure does, told once where answers lean on them; None where one may."""
        return self.refusals.headline

    def needs_of(self, claim: ClaimUnderTest) -> Sequence[str]:
        """What a claim needs, with its own rule in the place of `attribution` where the theory has one; nothing where no fit tells it."""
        if claim.id in self.model.decided:
            return tuple(claim.id if need == "attribution" else need for need in claim.needs)
        return claim.needs if self.needed(claim.needs) else ()

    def needed(self, needs: Collection[str]) -> tuple[str, ...]:
        """The estimands among some needs, and those that hypotheses among them stand for."""
        theory = self.study.theory
        found: list[str] = []
        for need in needs:
            if need in BY_MODEL or need in self.model.decided:
                found.append(need)
            elif need in theory.hypotheses:
                found += self.needed(theory.hypotheses[need].needs)
            elif need in theory.debates and "scenarios" in theory.debates[need].needs:
                found.append(need)
        return tuple(dict.fromkeys(found))

    def answer(
        self,
        asked: Asked,
        needs: Sequence[str],
        rival: str | None = None,
        bearing: Sequence[CodedPassage] = (),
    ) -> Answer:
        """The verdict on something by every estimand that it needs; passages that bear on it stand beside.

        Of draws that carry no verdict there is no number in it either: what they say stands for inspection in the model's own section.
        """
        filters = [name for name, construct in self.model.filters.items() if construct in needs]
        levers = [need for need in needs if need in self.model.policies.levers]
        estimates = [self._estimate(need, filters, rival, levers) for need in self.needed(needs)]
        told = all_of(estimates)
        if told.silent or not self.evidence:
            lacking = told.silent or ("observations that the model is estimated on",)
            needs = [self.names.bound(each) for each in lacking]
            return asked.silence(NOT_TESTABLE, needs, told.reasons, bearing, told.numbers)
        return asked.claim(
            verdict := told.judged(self.model.decision),
            told.reasons,
            (),
            numbers=told.numbers,
            bearing=bearing,
            would_change=verdict.turned(),
        )

    def rival(self, name: str) -> tuple[Finding, str]:
        """The verdict on a rival and what it rests on, in words."""
        if isinstance(self.comparison, CounterpoiseError):
            return NOT_TESTABLE, str(self.comparison)
        if few := self._too_few_states:
            return NOT_TESTABLE, "; ".join(few)
        found = of_rival(name, self.comparison, self.fit.panel, self.model.decision, self.evidence)
        if found.silent:
            return NOT_TESTABLE, self.names.bound("; ".join(found.silent))
        judged, (apart,) = found.judged(self.model.decision), found.numbers
        told = f"{judged}; difference in predictive density {apart.text}"
        between = f" ({apart.interval})" if apart.interval else ""
        rule = f", and one below {self.model.decision.told_apart:g} tells nothing, whatever its probability"
        return judged.finding, f"{told}{between}{'' if found.told_apart else rule}"

    def _refused(self, need: str) -> tuple[str, ...]:
        """What an estimate lacks where none may rest on the draws, in a few words: the reasons stand in `headline`."""
        of_pressure = need in OF_PRESSURE or need in {*self.model.decided, *self.study.theory.debates}
        alike = bool(self.refusals.of_pressure) and of_pressure
        return (*((SOUND_DRAWS,) if self.refusals.of_draws else ()), *((UNEQUAL_PRESSURE,) if alike else ()))

    def _estimate(
        self, need: str, filters: Sequence[str], rival: str | None, levers: Sequence[str]
    ) -> Estimate:
        if need in BY_PREDICTION:
            return self._by_prediction(need, rival)
        unmeasured = (
            [] if need not in OF_FILTERS else [each for each in filters if each not in self.fit.panel.filters]
        )
        if lacking := (*self._refused(need), *(f"measures of {self.titles[each]}" for each in unmeasured)):
            return Estimate("", silent=lacking)
        if need == "frontier":
            return self.efficiency
        if need in ("scenarios", "room") or need in self.study.theory.debates:
            return self._by_scenario(need, levers)
        if need in self.model.decided or need in ("attribution", "interaction"):
            if isinstance(self.shares, CounterpoiseError):
                return Estimate("", silent=_told(self.shares))
            if need in self.model.decided:
                return self.shares.decided(need, self.model.decided[need])
            if need == "interaction":
                return self.shares.together(filters)
            return Estimate(
                "", silent=("a rule by which shares decide it (`decided` in the theory's `model`)",)
            )
        return self._effect(need, filters)

    def _effect(self, need: str, filters: Sequence[str]) -> Estimate:
        match need:
            case "pressure_effect":
                return self.effects.pressure()
            case "mediated_effect":
                return self.effects.mediated(filters)
            case "moderated_effect":
                return self.effects.moderated(filters)
            case "response_variance":
                return self.effects.responses()
            case "single_tie":
                return self.effects.single()
        return self.effects.joint()

    def _by_scenario(self, need: str, levers: Sequence[str]) -> Estimate:
        if isinstance(self.scenarios, CounterpoiseError):
            return Estimate("", silent=_told(self.scenarios))
        if need == "room":
            return self.scenarios.narrows()
        if need != "scenarios":
            return self.scenarios.lasts()
        if levers:
            return all_of([self.scenarios.lever(name) for name in levers])
        return self.scenarios.balancing_is_best()

    @property
    def _too_few_states(self) -> tuple[str, ...]:
        """What predictions lack of a panel of too few states: that a theory does worse for one state says little of the theory."""
        return tuple(f"more states: {why}" for why in self.refusals.of_panel)

    def _by_prediction(self, need: str, rival: str | None) -> Estimate:
        found = self.comparison
        if isinstance(found, CounterpoiseError):
            return Estimate("", silent=_told(found))
        if few := self._too_few_states:
            return Estimate("", silent=few)
        if need == "forecast_score":
            return forecast(found, self.fit.panel, self.model.decision, self.evidence)
        return against_rivals(found, self.fit.panel, self.model.decision, self.evidence, rival)


def _told(error: CounterpoiseError) -> tuple[str, ...]:
    return tuple(problem.what for problem in error.problems)
