"""From a scenario to the plan of a simulation: which year is moved by what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from counterpoise.model.plan import Array, Plan, nothing_done
from counterpoise.model.scenariofile import TIES, Held, Pulled, ScenarioFile, Shock, Span
from counterpoise.theory.policies import Policies, Strategy
from counterpoise.theory.titles import PRESSURE


class Planner:
    """Makes plans for one horizon: `first` is its first year, `filters` the names of the model's filters in its order."""

    def __init__(self, policies: Policies, filters: tuple[str, ...], first: int, years: int) -> None:
        self.policies, self.filters, self.first, self.years = policies, filters, first, years

    def plan(
        self, scenario: ScenarioFile, strategy: str, *, shocks: bool = True, replies: bool | None = None
    ) -> Plan:
        """The plan of a scenario under a strategy, with its `shocks` or without, with `replies` as it has them or otherwise."""
        replies = scenario.replies if replies is None else replies
        plan = self.steered(nothing_done(len(self.filters), self.years), self.policies.strategies[strategy])
        plan = self.pulled(plan, scenario.levers)
        plan = self.held(plan, scenario.held)
        if shocks:
            plan = self.shocked(plan, scenario.shocks)
        if replies:
            told = self.policies.replies
            plan = replace(plan, inducement=told.inducement, punishment=told.punishment)
        return plan

    def shocked(self, plan: Plan, shocks: Iterable[Shock]) -> Plan:
        """The plan with shocks added."""
        pressure, filters, ties = plan.pressure.copy(), plan.filters.copy(), plan.ties.copy()
        for shock in shocks:
            self._part(shock.to, pressure, filters, ties)[
                self._of(shock.year, shock.until or shock.year)
            ] += shock.by
        return replace(plan, pressure=pressure, filters=filters, ties=ties)

    def held(self, plan: Plan, held: Iterable[Held]) -> Plan:
        """The plan with parts of the model set."""
        pressure, filters, ties = plan.held_pressure.copy(), plan.held_filters.copy(), plan.held_ties.copy()
        for each in held:
            self._part(each.what, pressure, filters, ties)[self._span(each)] = each.at
        return replace(plan, held_pressure=pressure, held_filters=filters, held_ties=ties)

    def pulled(self, plan: Plan, levers: Iterable[Pulled]) -> Plan:
        """The plan with levers pulled; what takes away a part of the rest does so as often as its strength says."""
        raised, ties = plan.raised.copy(), plan.ties.copy()
        exposure, evens = plan.exposure.copy(), plan.evens.copy()
        for each in levers:
            lever, when = self.policies.levers[each.lever], self._span(each)
            for name, by in lever.raises.items():
                raised[self.filters.index(name), when] += each.strength * by
            ties[:, when] += each.strength * lever.ties
            exposure[when] *= lever.exposure**each.strength
            evens[when] = 1 - (1 - evens[when]) * (1 - lever.evens) ** each.strength
        return replace(plan, raised=raised, ties=ties, exposure=exposure, evens=evens)

    def steered(self, plan: Plan, strategy: Strategy) -> Plan:
        """The plan with what a strategy steers by each year."""
        ties = plan.ties + np.array([[strategy.a], [strategy.b]])
        return replace(plan, ties=ties, evens=1 - (1 - plan.evens) * (1 - strategy.evens))

    def _part(self, name: str, pressure: Array, filters: Array, ties: Array) -> Array:
        if name == PRESSURE:
            return pressure
        part: Array = ties[TIES.index(name)] if name in TIES else filters[self.filters.index(name)]
        return part

    def _span(self, span: Span) -> slice:
        last = self.first + self.years - 1
        return self._of(span.from_year or self.first, span.to_year or last)

    def _of(self, year: int, until: int) -> slice:
        return slice(year - self.first, until - self.first + 1)
