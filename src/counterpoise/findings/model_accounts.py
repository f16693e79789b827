"""What an estimate tells beyond effects and shares of blocks: of the readings of its figure, and of the state under study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import polars as pl

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.findings.estimate import Fit
from counterpoise.findings.names import names_in_sentences
from counterpoise.findings.refusals import Refusals
from counterpoise.model.allocation import Division, effort_between_powers
from counterpoise.model.attribution import Attribution, attribution_of_readings
from counterpoise.model.balance import balance_of_ties
from counterpoise.model.frontier import BenefitAndRisk, benefit_and_risk, enveloped
from counterpoise.model.paths import Paths, paths
from counterpoise.model.summary import summary
from counterpoise.study import Study
from counterpoise.theory.interests import Frontier
from counterpoise.theory.titles import block_titles

Told = TypeVar("Told")

BALANCE_SCHEMA: dict[str, type[pl.DataType]] = {
    "year": pl.Int64,
    **dict.fromkeys(("median", "low90", "high90"), pl.Float64),
    "observed": pl.Int64,
}
"""Balance of a state by the model: of so many `observed` ties in the year, from 0 to 2."""


@dataclass(frozen=True)
class ModelAccounts:
    """What a fit tells of a study; each is reckoned when it is asked for, and is the reason where it cannot be."""

    study: Study
    fit: Fit

    @property
    def frontier(self) -> Frontier:
        """What the theory states of interests and losses; nothing where it has no model."""
        model = self.study.theory.model
        return Frontier() if model is None else model.frontier

    @cached_property
    def refusals(self) -> Refusals:
        """What stands against verdicts on the fit by the rules of the theory, or those that stand where it has no model."""
        theory = self.study.theory
        return Refusals(self.fit, theory.decision, names_in_sentences(self.study), block_titles(theory))

    @property
    def judged(self) -> bool:
        """Whether a verdict may rest on the draws: nothing of `Refusals.of_draws` stands against it."""
        return self.study.theory.model is not None and not self.refusals.of_draws

    @cached_property
    def readings(self) -> Attribution | CounterpoiseError:
        """How the variation of ties is shared out over what is direct, mediated and moderated."""
        return _or_why(lambda: attribution_of_readings(self.fit.posterior, self.fit.panel))

    @cached_property
    def effort(self) -> Division | CounterpoiseError:
        """How the state divides an effort between both powers so that its ties lose least in the theory's worst cases."""
        if against := self.refusals.of_years_to_come:
            return CounterpoiseError(*(Problem("effort", why) for why in against))
        fit, seed = self.fit, self.study.declared.settings.seed
        return _or_why(
            lambda: effort_between_powers(
                fit.posterior, fit.panel, self.study.state, self.frontier.tail, seed
            )
        )

    @cached_property
    def moved(self) -> Paths | CounterpoiseError:
        """What moved the ties of the state from each year to the next."""
        return _or_why(lambda: paths(self.fit.posterior, self.fit.panel, self.study.state))

    @cached_property
    def balance(self) -> pl.DataFrame:
        """Balance of the state by the model's own ties in each year (`BALANCE_SCHEMA`); empty where the panel does not have it.

        Of a year in which no tie is observed the model alone tells it.
        """
        panel = self.fit.panel
        if self.study.state not in panel.states:
            return pl.DataFrame(schema=BALANCE_SCHEMA)
        i = panel.states.index(self.study.state)
        drawn = balance_of_ties(self.fit.posterior, panel).draws[:, i]
        rows = []
        for t, year in enumerate(panel.years):
            told = drawn[:, t][~np.isnan(drawn[:, t])]
            if told.size:
                of = summary(told)
                rows.append((year, of.median, of.low90, of.high90, int(panel.observed_ties[:, i, t].sum())))
        return pl.DataFrame(rows, schema=BALANCE_SCHEMA, orient="row")

    @cached_property
    def weighed(self) -> BenefitAndRisk | CounterpoiseError:
        """Benefit against risk in every state-year."""
        titles = {
            each.id: each.title
            for construct in self.study.theory.constructs.values()
            for each in construct.indicators
        }
        fit, seed = self.fit, self.study.declared.settings.seed
        return _or_why(lambda: benefit_and_risk(fit.posterior, fit.panel, self.frontier, titles, seed))

    @cached_property
    def enveloped(self) -> pl.DataFrame | CounterpoiseError:
        """How far each state-year is from the frontier that the states of its year span, by all losses and interests at once."""
        found = self.weighed
        return found if isinstance(found, CounterpoiseError) else _or_why(lambda: enveloped(found))

    def data(self) -> dict[str, object]:
        """All of it as rows by name, for JSON; a sentence where it cannot be told, or would be concluded from draws that carry no verdict."""
        refused = CounterpoiseError(Problem("draws", "no verdict may rest on them"))
        enveloped = self.enveloped if self.judged else refused
        tables = {"readings": self.readings, "moved": self.moved, "envelopment": enveloped}
        return {
            "balance": self.balance.to_dicts(),
            "effort": _divided(self.effort),
            "explained": str(self.readings)
            if isinstance(self.readings, CounterpoiseError)
            else summary(self.readings.r2).row(),
            **{name: _rows(found) for name, found in tables.items()},
        }


def _divided(found: Division | CounterpoiseError) -> object:
    if isinstance(found, CounterpoiseError):
        return str(found)
    by_draw = {"share_a": found.shares, "gain": found.gains, "tail_loss": found.tail_losses}
    return {
        **asdict(found.whole),
        "weights": found.whole.weights.tolist(),
        "by_draw": {name: summary(drawn).row() for name, drawn in by_draw.items()},
        "by_chance": found.by_chance,
    }


def _rows(found: Attribution | Paths | pl.DataFrame | CounterpoiseError) -> object:
    if isinstance(found, CounterpoiseError):
        return str(found)
    return (found if isinstance(found, pl.DataFrame) else found.table()).to_dicts()


def _or_why(told: Callable[[], Told]) -> Told | CounterpoiseError:
    try:
        return told()
    except CounterpoiseError as error:
        return error
