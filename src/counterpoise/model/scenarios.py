"""Scenarios: the futures of one state under shocks, levers and strategies, from draws of the model."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.draws import quantiles_of_rows
from counterpoise.model.explanation import explain
from counterpoise.model.forced_choice import TimeToChoice, ever_forced, over_draws, time_to_choice
from counterpoise.model.futures import SERIES, Array, Effect, Futures, LeverEffect
from counterpoise.model.outset import Outset
from counterpoise.model.plan import Plan
from counterpoise.model.planning import Planner
from counterpoise.model.prim import find_box
from counterpoise.model.regret import regrets, worth
from counterpoise.model.scenariofile import TIES, Pulled, ScenarioFile, Shock, unmeasured
from counterpoise.model.simulation import Paths, natural, run_forward
from counterpoise.model.summary import summary
from counterpoise.theory.policies import Policies
from counterpoise.wording import listed

WEIGHTS = (0.0, 0.5, 1.0)
"""How much the gap between both ties counts against their mean, at each of which strategies are compared."""

LESSER = 0.5
"""The weight at which a path is worth the lesser of both ties."""

COMPARED = 4_000
"""As many runs as strategies, levers and shocks are compared over; the fans of the scenario have all that it asks for."""

CHOICE_DRAWS = 200
"""Over so many draws of the parameters it is looked how likely a forced choice is, and how that differs by the draw."""

CHOICE_RUNS = 40_000
"""In so many runs of all these draws together."""

AS_NOW = "as_now"


def polarised(policies: Policies, last_year: int) -> ScenarioFile:
    """The scenario by which it is asked whether balancing lasts: what the theory calls polarisation, from the next year on."""
    impulse = policies.polarisation
    first = last_year + 1
    shock = Shock(to=impulse.to, by=impulse.by, year=first, until=last_year + impulse.years)
    return ScenarioFile(
        scenario="Polarisation rises", years=max(10, impulse.years), shocks=(shock,), draws=COMPARED
    )


def simulate(outset: Outset, policies: Policies, scenario: ScenarioFile) -> Futures:
    """Simulate a scenario, each of its strategies with and without its shocks and the replies of the powers.

    Everything is compared run by run on the same chance. Time and memory grow with the scenario's draws: one fan of a
    million runs over ten years takes seconds and 120 MB.
    """
    return _Simulation(outset, policies, scenario).futures()


class _Simulation:
    """One scenario with the plans that are made from it."""

    def __init__(self, outset: Outset, policies: Policies, scenario: ScenarioFile) -> None:
        self.outset, self.policies, self.scenario = outset, policies, scenario
        self.first = outset.year + 1
        self.planner = Planner(policies, outset.filter_names, self.first, scenario.years)
        self.runs = min(scenario.draws, COMPARED)
        self.few = outset.thinned(CHOICE_DRAWS)
        self.unmeasured = unmeasured(policies, outset.filter_names)
        self.strategies = scenario.strategies or tuple(policies.strategies)
        if AS_NOW in policies.strategies:
            self.strategies = tuple(dict.fromkeys((AS_NOW, *self.strategies)))

    def futures(self) -> Futures:
        """Everything that is asked of the scenario."""
        conditions = [(shocks, replies) for shocks in (True, False) for replies in (True, False)]
        worths: dict[float, dict[str, list[Array]]] = {weight: {} for weight in WEIGHTS}
        choices = {}
        for strategy in self.strategies:
            for shocks, replies in conditions:
                plan = self.planner.plan(self.scenario, strategy, shocks=shocks, replies=replies)
                paths = self._run(plan)
                for weight in WEIGHTS:
                    worths[weight].setdefault(strategy, []).append(worth(paths.ties, weight))
                if shocks:
                    choices[strategy, replies], _ = self._choice(plan)
        still = ScenarioFile(scenario="nothing", years=self.scenario.years, replies=False)
        main = self.planner.plan(self.scenario, self.strategies[0])
        nothing = self.planner.plan(still, self.strategies[0])
        fans, at_ends = {}, []
        for strategy in self.strategies:
            paths = self._run(self.planner.plan(self.scenario, strategy), self.scenario.draws)
            fans[strategy] = _fan(paths.ties)
            at_ends.append(float(((paths.ties == 0) | (paths.ties == 1)).mean()))
        evens = frozenset(name for name in self.strategies if self.policies.strategies[name].evens > 0)
        return Futures(
            scenario=self.scenario,
            state=self.outset.state,
            years=tuple(range(self.first, self.first + self.scenario.years)),
            fans=fans,
            still=_fan(self._run(nothing, self.scenario.draws).ties),
            choices=choices,
            regrets={weight: regrets(of) for weight, of in worths.items()},
            narrowed={replies: _narrowed(worths[LESSER], conditions, replies) for replies in (True, False)},
            ahead={weight: _ahead(of, evens) for weight, of in worths.items()}
            if 0 < len(evens) < len(self.strategies)
            else {},
            balancing=evens,
            levers=self._levers(main),
            shocks=self._shocks(nothing),
            explanation=explain(
                self.outset, main, nothing, self.runs, self.scenario.seed, self._moving_ties(main)
            ),
            answers=self.policies.replies,
            forced_by_one=self._forced_by_one() if AS_NOW in self.strategies else {},
            at_ends=max(at_ends),
            unmeasured=self.unmeasured,
            ties_until=self.outset.ties_until,
        )

    def _run(self, plan: Plan, runs: int | None = None) -> Paths:
        return run_forward(self.outset, plan, runs or self.runs, self.scenario.seed)

    def _choice(self, plan: Plan) -> tuple[TimeToChoice, NDArray[np.bool_]]:
        """The time to a forced choice, and whether one is forced in each run of each draw of the parameters, (runs, draws)."""
        few, rule = self.few, self.scenario.forced_choice
        runs = -(-CHOICE_RUNS // few.draws)
        paths = run_forward(few, plan, few.draws * runs, self.scenario.seed)
        start = natural(few, few.ties[:, paths.parameters], paths.parameters)
        ever = ever_forced(paths.ties, start, rule)
        by_draw = ever[np.argsort(paths.parameters, kind="stable")].reshape(few.draws, runs).T
        found = time_to_choice(paths.ties, start, rule)
        return replace(found, over_draws=over_draws(by_draw, self.scenario.seed)), by_draw

    def _forced_by_one(self) -> dict[str, float]:
        """The probability of a forced choice where the powers give one of their replies and not the other."""
        both = self.planner.plan(self.scenario, AS_NOW, replies=True)
        alone = {"inducement": replace(both, punishment=0.0), "punishment": replace(both, inducement=0.0)}
        return {reply: float(self._choice(plan)[1].mean()) for reply, plan in alone.items()}

    def _moving_ties(self, main: Plan) -> Mapping[str, str]:
        """By what the ties themselves are moved in this scenario, beside what the model does, as `explain` tells it."""
        shocked = any(shock.to in TIES for shock in self.scenario.shocks)
        pulled = any(self.policies.levers[each.lever].ties for each in self.scenario.levers)
        evened, held = bool(main.evens.any()), bool(np.isfinite(main.held_ties).any())
        added = {"shocks to the tie itself": shocked, "what levers add to both ties": pulled}
        set_ = {"evening out the tilt": evened, "what is held": held}
        return {
            part: f"by {listed([words for words, so in told.items() if so])}"
            for part, told in (("shock", added), ("steered", set_))
        }

    def _levers(self, main: Plan) -> tuple[LeverEffect, ...]:
        """What each lever of the theory does beside all else that the scenario has."""
        without = self._run(main)
        conditions, names = self._conditions(without)
        _, forced = self._choice(main)
        found = []
        for name in self.policies.levers:
            if name in self.unmeasured.levers:
                continue
            plan = self.planner.pulled(main, [Pulled(lever=name)])
            with_it = self._run(plan)
            better = worth(with_it.ties, LESSER) > worth(without.ties, LESSER)
            effect = _effect(name, with_it.ties, without.ties)
            changes = self._choice(plan)[1].astype(np.int64) - forced
            over = over_draws(changes, self.scenario.seed, least=-1)
            box = find_box(conditions, names, better)
            found.append(LeverEffect(effect, box, float(changes.mean()), over))
        return tuple(found)

    def _shocks(self, nothing: Plan) -> dict[str, Effect]:
        """What the shock of each row of a table does in a world where nothing else happens."""
        without = self._run(nothing)
        found = {}
        for row, impulse in self.policies.shocks.items():
            if row in self.unmeasured.shocks:
                continue
            last = self.first + min(impulse.years, self.scenario.years) - 1
            shock = Shock(to=impulse.to, by=impulse.by, year=self.first, until=last)
            found[row] = _effect(row, self._run(self.planner.shocked(nothing, [shock])).ties, without.ties)
        return found

    def _conditions(self, paths: Paths) -> tuple[Array, tuple[str, ...]]:
        """What is known of each run, (R, F): how much pressure is felt in it, and how its ties answer and last."""
        at, outset = paths.parameters, self.outset
        start = natural(outset, outset.ties[:, at], at)
        told: Mapping[str, NDArray[np.floating]] = {
            "pressure felt over the years": paths.felt.mean(axis=0),
            "direct effect of pressure on the tie with power a": outset.direct[0, at],
            "direct effect of pressure on the tie with power b": outset.direct[1, at],
            "persistence of the tie with power a": outset.tie_persistence[0, at],
            "persistence of the tie with power b": outset.tie_persistence[1, at],
            "tilt to power a at the start": start[0] - start[1],
        }
        return np.stack([np.asarray(each, np.float64) for each in told.values()], axis=1), tuple(told)


def _narrowed(worths: Mapping[str, list[Array]], conditions: list[tuple[bool, bool]], replies: bool) -> Array:
    """What the best strategy of each run has less of the lesser tie where the scenario's shocks come than where none does."""
    best = [
        np.max([of[conditions.index((shocks, replies))] for of in worths.values()], axis=0)
        for shocks in (False, True)
    ]
    lost: Array = best[0] - best[1]
    return lost


def _ahead(worths: Mapping[str, list[Array]], some: Collection[str]) -> Array:
    """By how much the best of some strategies is worth more than the best of the others, run by run over all conditions."""
    best = [
        np.max([np.concatenate(of) for name, of in worths.items() if (name in some) is inside], axis=0)
        for inside in (True, False)
    ]
    more: Array = best[0] - best[1]
    return more


def _series(ties: NDArray[np.floating]) -> Mapping[str, NDArray[np.floating]]:
    """Each of `SERIES` (H, R) from both ties (2, H, R); where there is no tie at all the share is even."""
    both = ties[0] + ties[1]
    with np.errstate(invalid="ignore"):
        share = np.where(both > 0, ties[0] / both, 0.5)
    return dict(zip(SERIES, (ties[0], ties[1], both / 2, ties[0] - ties[1], share), strict=True))


def _fan(ties: NDArray[np.float32]) -> Mapping[str, Array]:
    return {name: quantiles_of_rows(np.asarray(of, np.float64)) for name, of in _series(ties).items()}


def _effect(name: str, moved: NDArray[np.float32], without: NDArray[np.float32]) -> Effect:
    """What the one set of runs has more than the other, run by run."""
    last = {
        series: np.asarray(of[-1], np.float64) - other[-1]
        for (series, of), other in zip(_series(moved).items(), _series(without).values(), strict=True)
    }
    more = worth(moved, LESSER) - worth(without, LESSER)
    return Effect(name, {series: summary(draws) for series, draws in last.items()}, more)
