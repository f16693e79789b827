"""What the model says of effects: of pressure in all, through filters and by what filters make of it, and how states differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.findings.basis import Basis
from counterpoise.findings.estimate import (
    POSITIVE,
    Estimate,
    Fit,
    either_way,
    model_number,
    says_anything,
    spread,
    times_in_words,
)
from counterpoise.findings.model_evidence import ModelEvidence
from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import Number
from counterpoise.measurement.breaks.stated import odds
from counterpoise.model.association import none_up_to
from counterpoise.model.diagnostics import WEAK
from counterpoise.model.effects import Effects, effects
from counterpoise.model.generative import prior_paths
from counterpoise.model.impulse import OUTCOMES, READINGS, half_lives
from counterpoise.model.panel import SIDES
from counterpoise.model.state_responses import correlation_of_ties, joint_ties, state_responses
from counterpoise.model.summary import summary
from counterpoise.theory.modelled import Decision
from counterpoise.wording import listed

Array = NDArray[np.float64]

OF_BALANCE = ("tilt", "engagement")
"""What balance is told by: the tie with power a less that with b, and the mean of both."""


@dataclass(frozen=True)
class EffectEstimates:
    """Effects of one fit, in standard deviations of what they are on; `evidence` is what the model was made from.

    `titles` are what readers know filters by.
    """

    fit: Fit
    names: PowerNames
    titles: Mapping[str, str]
    decision: Decision
    evidence: ModelEvidence
    found: Effects

    @classmethod
    def of(
        cls,
        fit: Fit,
        names: PowerNames,
        titles: Mapping[str, str],
        decision: Decision,
        evidence: ModelEvidence,
    ) -> EffectEstimates:
        """Reckon the effects of a fit."""
        return cls(fit, names, titles, decision, evidence, effects(fit.posterior, fit.panel))

    @property
    def no_long_run(self) -> str | None:
        """Why effects have no long run that is told, and what is told in its place; None where one is in sight."""
        if self.found.settles:
            return None
        years = half_lives(self.fit.posterior)
        slowest = int(np.argmax(np.quantile(years, 0.95, axis=0, method="inverted_cdf")))
        panel = self.fit.panel
        called = [f"the tie with {name}" for name in (self.names.a, self.names.b)]
        called += [self.titles[name] for name in panel.filters]
        # Draws of no interpolation, since a half-life may be infinite.
        between = np.quantile(years[:, slowest], (0.05, 0.5, 0.95), method="inverted_cdf")
        low, middle, high = (_years(each) for each in between)
        return (
            f"No long run is told: half of what moves {called[slowest]} is still there {middle} years later (90 % interval {low} to {high}), "
            f"and the panel has {len(panel.years)}. Where effects would settle lies beyond what is observed, and so they are told after "
            f"{self.found.horizons[-1]} of pressure that lasts."
        )

    def pressure(self) -> Estimate:
        """Whether pressure has an effect on balance at all, by whatever way."""
        drawn = {name: self._drawn(READINGS, name) for name in OF_BALANCE}
        return self._told("pressure moves tilt or engagement", drawn, "Effect of pressure on {}", READINGS)

    def mediated(self, filters: Collection[str] = ()) -> Estimate:
        """Whether the filters, or some of them, pass pressure on."""
        drawn = {name: self._drawn(("mediated",), name, filters) for name in OF_BALANCE}
        whose = self._whose(filters)
        return self._told(
            f"pressure moves tilt or engagement through {whose}",
            drawn,
            f"Effect of pressure through {whose} on {{}}",
            ("mediated",),
            filters,
            basis=self.evidence.of_filters(filters),
        )

    def moderated(self, filters: Collection[str] = ()) -> Estimate:
        """Whether a unit of any of the filters, a standard deviation of its first measure, changes what pressure does at once."""
        chosen = self._chosen(filters)
        slopes = self.fit.posterior.moderated[..., chosen] * self.fit.panel.tie_scale[:, None]
        sizes = self._sizes()
        drawn: dict[str, Array] = {}
        for place, k in enumerate(chosen):
            a, b = slopes[:, 0, place], slopes[:, 1, place]
            of = {"tilt": a - b, "engagement": (a + b) / 2}
            name = self.titles[self.fit.panel.filters[k]]
            drawn |= {f"{outcome} by {name}": of[outcome] / sizes[outcome] for outcome in OF_BALANCE}
        unit = "standard deviations of it, by a unit of felt pressure and one of the filter, within the year"
        return self._told(
            f"{self._whose(filters)} change what pressure does to tilt or engagement",
            drawn,
            "Change in the effect of pressure on {}",
            ("moderated",),
            filters,
            unit,
            self.evidence.of_filters(filters),
        )

    def responses(self) -> Estimate:
        """Whether states that feel one pressure respond differently: the spread of their own responses is not negligible."""
        panel, negligible = self.fit.panel, self.decision.negligible
        spreads = np.sqrt((self.fit.posterior.response_sd**2).mean(axis=1))
        differing = state_responses(self.fit.posterior, panel).differing()
        numbers = [
            self._number(
                "Spread of the responses of states",
                spreads,
                "standard deviations of a tie, by a unit of felt pressure",
            )
        ]
        reasons = [self._rule()]
        for row in differing.iter_rows(named=True):
            if row["outcome"] in SIDES:
                power = self.names.a if row["outcome"] == "a" else self.names.b
                reasons.append(
                    f"That two states respond with opposite signs in the tie with {power} has the probability {row['opposed']:.2f}."
                )
        prior_alone = self._prior_alone("response_sd")
        return Estimate.of_draws(
            f"responses of states to one pressure are spread by more than {negligible:g}",
            spreads > negligible,
            numbers=tuple(numbers),
            reasons=tuple(reasons),
            silent=prior_alone,
        )

    def joint(self) -> Estimate:
        """Whether the ties with both powers move together, or against each other, beyond pressure, filters and years."""
        found = joint_ties(self.fit.posterior)
        told = either_way(
            "what moves the one tie goes with what moves the other",
            {"the correlation": self.fit.posterior.tie_correlation},
            self.decision.negligible,
        )
        numbers = tuple(
            model_number(label, of, "correlation", self.fit.panel, self.evidence.whole)
            for label, of in (
                ("Correlation of what else moves both ties", found.shocks),
                ("Correlation of both ties about their levels", found.ties),
            )
        )
        rule = none_up_to(self.decision.negligible)
        return replace(told, numbers=numbers, reasons=(rule, *told.reasons))

    def single(self) -> Estimate:
        """Whether the tie with one power leaves open how the other stands, and so how even both are: it tells too little of its variation.

        That is probable on no data at all, since worlds of the prior have ties that tell little of each other. So it is asked of the
        state-years in which both are observed, for in others ties are as the prior has them; these must be enough; and the odds must
        have moved from those of the prior, for a verdict.
        """
        enough, together = self.decision.tells, self._together
        if lacking := self._seen_together():
            return Estimate("", silent=lacking)
        told = correlation_of_ties(self.fit.posterior.tie_states[..., together]) ** 2
        # Worlds of the prior in this panel, by one seed for all: how often it is so needs no other chance.
        before = (
            correlation_of_ties(prior_paths(self.fit.prior, self.fit.panel, 0)["ties"][..., together]) ** 2
        )
        prior, now = (float(np.mean(each < enough)) for each in (before, told))
        changed = odds(now) / odds(prior)
        found = Estimate.of_draws(
            f"the tie with one power tells less than {enough:.0%} of the variation of that with the other",
            told < enough,
            numbers=(
                self._number(
                    "What the tie with one power tells of that with the other",
                    told,
                    "R-squared over state-years in which both are observed",
                ),
            ),
            reasons=(
                "How even both ties are follows from both: of one that tells the other nothing more needs to be known.",
                f"Before any data it has the probability {prior:.2f}; now its odds are {times_in_words(changed)} those that it had then, and less than "
                f"{POSITIVE:g} times or 1/{POSITIVE:g} of them says nothing.",
            ),
        )
        return replace(found, told_apart=says_anything(changed))

    def _told(
        self,
        says: str,
        drawn: dict[str, Array],
        label: str,
        readings: Collection[str],
        filters: Collection[str] = (),
        unit: str = "",
        basis: Basis | None = None,
    ) -> Estimate:
        """An effect by some readings and filters in either direction, with the rule and how much of it is prior."""
        asked = {f"the effect on {name}": each for name, each in drawn.items()}
        told = either_way(says, asked, self.decision.negligible)
        of = unit or f"standard deviations of it, {self._when()}, by a lasting unit of felt pressure"
        numbers = tuple(self._number(label.format(name), each, of, basis) for name, each in drawn.items())
        why = () if unit or self.no_long_run is None else (self.no_long_run,)
        return replace(
            told,
            numbers=numbers,
            reasons=(self._rule(), *told.reasons, *self._of_priors(readings, filters), *why),
        )

    def _when(self) -> str:
        last = self.found.horizons[-1]
        return f"in the {last}" if self.found.settles else f"after {last}"

    def _rule(self) -> str:
        return f"An effect of up to {self.decision.negligible:g} standard deviations counts as none."

    def _number(self, label: str, drawn: Array, unit: str, basis: Basis | None = None) -> Number:
        """A quantity by its draws; it stands on the whole panel where nothing is said."""
        return model_number(label, summary(drawn), unit, self.fit.panel, basis or self.evidence.whole)

    def _drawn(self, readings: Collection[str], outcome: str, filters: Collection[str] = ()) -> Array:
        """Draws of an effect on an outcome at the last horizon that is told, in its standard deviations; of some filters, or of all."""
        known, o = len(self.found.filters), OUTCOMES.index(outcome)
        chosen = self._chosen(filters)
        places = {
            "direct": [0],
            "mediated": [1 + k for k in chosen],
            "moderated": [1 + known + k for k in chosen],
        }
        rows = [row for reading in readings for row in places[reading]]
        drawn = self.found.draws[:, -1, rows, o].sum(axis=1)
        sized: Array = drawn / self._sizes()[outcome]
        return sized

    def _sizes(self) -> dict[str, float]:
        """The standard deviation of each outcome over the panel, in the ties' own scale."""
        ties = self.fit.panel.ties_on_own_scale
        return {
            "tilt": spread(ties[0] - ties[1]),
            "engagement": spread((ties[0] + ties[1]) / 2),
        }

    def _chosen(self, filters: Collection[str]) -> list[int]:
        return [k for k, name in enumerate(self.found.filters) if not filters or name in filters]

    def _whose(self, filters: Collection[str]) -> str:
        named = [self.titles[name] for name in self.found.filters if name in filters]
        return listed(named) if named else "the filters"

    @property
    def _together(self) -> NDArray[np.bool_]:
        """In which state-years both ties are observed (N, T)."""
        return np.asarray(self.fit.panel.observed_ties.all(axis=0), np.bool_)

    def _seen_together(self) -> tuple[str, ...]:
        """That both ties are observed in the same years, where they are so in too few years of too few states to tell how they go together."""
        years, states = self.decision.fewest_years, self.decision.fewest_states
        so = int((self._together.sum(axis=1) >= years).sum())
        if so >= states:
            return ()
        return (
            f"ties with both powers observed together, in {years} years or more of each of {states} states or more: it is so of {so}",
        )

    def _of_priors(self, readings: Collection[str], filters: Collection[str]) -> tuple[str, ...]:
        """How much of the effects behind some readings is prior, and of the responses of filters that pass pressure on; nothing where none is told."""
        chosen = [self.found.filters[k] for k in self._chosen(filters)]
        behind = [f"filter_response[{name}]" for name in chosen if "mediated" in readings]
        for side in SIDES:
            behind += [f"direct[{side}]"] * ("direct" in readings)
            through = [reading for reading in readings if reading != "direct"]
            behind += [f"{reading}[{side}, {name}]" for reading in through for name in chosen]
        table = self.fit.table()
        shared = table.filter(table["parameter"].is_in(behind))["overlap"].to_numpy()
        if not shared.size:
            return ()
        hardly = int((shared > WEAK).sum())
        answers = ", and what filters answer to pressure" if "mediated" in readings else ""
        return (
            f"Of the effects behind it{answers}, {shared.min():.0%} to {shared.max():.0%} of the posterior lies within the "
            f"prior. Where that is more than {WEAK:.0%} the data hardly tell one: it is so of {hardly} of {shared.size}.",
        )

    def _prior_alone(self, parameter: str) -> tuple[str, ...]:
        """That a parameter is told by its prior, where most of its posterior lies within that."""
        table = self.fit.table()
        rows = table.filter(table["parameter"].str.starts_with(parameter))
        least = rows["overlap"].min() if rows.height else None
        if isinstance(least, float) and least > PRIOR_ALONE:
            return (
                f"data that tell more of it than its prior does: {least:.0%} of the posterior lies within the prior",
            )
        return ()


PRIOR_ALONE = 0.8
"""Where more than this of a posterior lies within its prior, a verdict on a spread, which no data make 0, would be the prior's."""


def _years(number: float) -> str:
    """A number of years in words."""
    return f"{number:.0f}" if np.isfinite(number) else "endless"
