"""Why no verdict may rest on an estimated model, told in one way wherever the estimate is: by verbs, in notebooks and in reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from counterpoise.findings.estimate import Fit
from counterpoise.findings.names import PowerNames
from counterpoise.findings.parameter_names import with_parameters_in_words
from counterpoise.model.panel import FELT_ALIKE
from counterpoise.theory.modelled import Decision
from counterpoise.wording import listed, several, with_capital


@dataclass(frozen=True)
class Refusals:
    """What stands against verdicts on a fit by the rules of a theory; `titles` are what readers know filters by (`block_titles`)."""

    fit: Fit
    decision: Decision
    names: PowerNames
    titles: Mapping[str, str]

    @cached_property
    def of_draws(self) -> tuple[str, ...]:
        """Why no verdict may rest on the draws, each reason as the end of a sentence: what was left out, what sampling came to, how few states there are."""
        labels = self.fit.table()["parameter"].to_list()
        blocked = [with_parameters_in_words(why, labels, self.names, self.titles) for why in self.fit.blocked]
        return (*self._left_out(), *blocked, *self.of_panel)

    @property
    def of_panel(self) -> tuple[str, ...]:
        """Why none may rest on any draws from this panel, however many there are."""
        states, fewest = len(self.fit.panel.states), self.decision.fewest_states
        few = f"a verdict takes {several(fewest, 'state')} at least, and this panel has {states}"
        return (few,) if states < fewest else ()

    @property
    def of_pressure(self) -> tuple[str, ...]:
        """Why none may rest on what pressure does, as effects, shares and futures tell it, whatever the draws."""
        return () if self.fit.panel.varied_exposure else (FELT_ALIKE,)

    @property
    def headline(self) -> str | None:
        """Everything that stands against verdicts in one paragraph; None where nothing does."""
        told = []
        if self.of_draws:
            told.append(
                f"No verdict rests on the draws of the model. What stands against them: {'; '.join(self.of_draws)}."
            )
        told += [
            f"{with_capital(why)}: no verdict on what pressure does rests on the draws."
            for why in self.of_pressure
        ]
        return " ".join(told) or None

    @property
    def of_years_to_come(self) -> tuple[str, ...]:
        """Why none may rest on what is simulated of years to come: all of it follows from draws and from what pressure does."""
        return (*self.of_draws, *self.of_pressure)

    def sentences_on_futures(self) -> tuple[str, ...]:
        """Why no verdict may rest on simulated futures, a sentence each."""
        return tuple(f"No verdict may rest on it: {why}." for why in self.of_years_to_come)

    def sentences_on_estimate(self) -> tuple[str, ...]:
        """Why no verdict may rest on the estimate, a sentence each."""
        return (
            *(f"No verdict: {why}." for why in self.of_draws),
            *(f"No verdict on what pressure does: {why}." for why in self.of_pressure),
        )

    def _left_out(self) -> tuple[str, ...]:
        """What a fit lacks that kept only some effects of the figure: of the others it says what was set, and not what was found."""
        left = []
        if self.fit.reading != "all":
            left.append(f"only the reading '{self.fit.reading}' was kept")
        if self.fit.without:
            left.append(f"no effect was kept of {listed([self.titles[name] for name in self.fit.without])}")
        return tuple(left)
