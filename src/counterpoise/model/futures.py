"""What simulations of one scenario come to: fans, forced choices, regrets, what levers and shocks do, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.draws import QUANTILES
from counterpoise.model.explanation import Explanation
from counterpoise.model.forced_choice import OverDraws, TimeToChoice
from counterpoise.model.prim import Box
from counterpoise.model.regret import Regret
from counterpoise.model.scenariofile import ScenarioFile, Unmeasured
from counterpoise.model.summary import Summary, summary
from counterpoise.theory.policies import Replies

Array = NDArray[np.float64]

SERIES = ("tie_a", "tie_b", "engagement", "tilt", "share")
"""What a fan is told of: each tie, their mean, a minus b, and the part of a in both."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What something does to each of `SERIES` in the last year, and to the lesser of both ties over all years.

    `more` (R,) is by how much more of the lesser tie there is, the mean of the years, run by run.
    """

    name: str
    on: Mapping[str, Summary]
    more: Array

    @property
    def worth(self) -> Summary:
        """What `more` comes to over all runs."""
        return summary(self.more)


@dataclass(frozen=True, slots=True)
class LeverEffect:
    """What pulling a lever of strength 1 in every year does, and where it makes the lesser tie greater.

    `forced` is by how much it changes the probability that a choice is forced within the horizon, `forced_over_draws` how that differs
    by the draw of the parameters.
    """

    effect: Effect
    box: Box
    forced: float
    forced_over_draws: OverDraws


@dataclass(frozen=True, slots=True)
class Futures:
    """The futures of a state over some years.

    `fans` gives each strategy of the scenario, and each of `SERIES`, the quantiles (H, 5) in the order of `QUANTILES`; `still`
    those of a world in which nothing of the scenario happens and no power replies. `choices` has the time to a forced choice by
    strategy and whether powers reply, `regrets` those of strategies by the weight of the gap (`regret.worth`).
    `narrowed` (R,) is by how much the lesser of both ties, under the strategy that keeps most of it in each run, is less than where
    the scenario's shocks do not come, by whether powers reply. `ahead` (4 R,) is by how much the best of the `balancing` strategies is worth
    more than the best of the others, run by run over all conditions, by the weight of the gap; empty without either. Both are in the
    ties' scale of 0 to 1.
    `answers` is what the theory assumes of the powers' replies, and `forced_by_one` the probability of a forced choice within the
    horizon where the powers give that reply alone, the state going on as now; empty without such a strategy. `at_ends` is the part of simulated ties that lie at an end of their scale. `unmeasured` gives the levers, and the rows of tables
    with a shock, that are left out, since nothing in the panel measures the filters that each names. `ties_until` is the last year
    in which the tie with either power is observed of the state, None where it never is.
    """

    scenario: ScenarioFile
    state: str
    years: tuple[int, ...]
    fans: Mapping[str, Mapping[str, Array]]
    still: Mapping[str, Array]
    choices: Mapping[tuple[str, bool], TimeToChoice]
    regrets: Mapping[float, tuple[Regret, ...]]
    balancing: frozenset[str]
    narrowed: Mapping[bool, Array]
    ahead: Mapping[float, Array]
    levers: tuple[LeverEffect, ...]
    shocks: Mapping[str, Effect]
    explanation: Explanation
    answers: Replies
    forced_by_one: Mapping[str, float]
    at_ends: float
    unmeasured: Unmeasured
    ties_until: tuple[int | None, int | None]

    def table(self) -> pl.DataFrame:
        """Every fan in one line for each strategy, series and year."""
        fans = {**self.fans, "nothing happens": self.still}
        return pl.DataFrame(
            [
                {"strategy": strategy, "series": series, "year": year}
                | dict(zip(QUANTILES, quantiles[h].tolist(), strict=True))
                for strategy, of in fans.items()
                for series, quantiles in of.items()
                for h, year in enumerate(self.years)
            ]
        )

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()
