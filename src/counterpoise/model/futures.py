"""What simulations of one scenario come to: fans, forced choices, regrets, what levers and shocks do, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.draws import QUANTILES
from counterpoise.model.explanation import Explanation
from counterpoise.model.forced_choice import TimeToChoice
from counterpoise.model.prim import Box
from counterpoise.model.regret import Regret
from counterpoise.model.scenariofile import ScenarioFile
from counterpoise.model.summary import Summary

Array = NDArray[np.float64]

SERIES = ("tie_a", "tie_b", "engagement", "tilt", "share")
"""What a fan is told of: each tie, their mean, a minus b, and the part of a in both."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What something does to each of `SERIES` in the last year, and to the lesser of both ties over all years."""

    name: str
    on: Mapping[str, Summary]
    worth: Summary


@dataclass(frozen=True, slots=True)
class LeverEffect:
    """What pulling a lever of strength 1 in every year does, and where it makes the lesser tie greater.

    `forced` is by how much it changes the probability that a choice is forced within the horizon.
    """

    effect: Effect
    box: Box
    forced: float


@dataclass(frozen=True, slots=True)
class Futures:
    """The futures of a state over some years.

    `fans` gives each strategy of the scenario, and each of `SERIES`, the quantiles (H, 5) in the order of `QUANTILES`; `still`
    those of a world in which nothing of the scenario happens and no power replies. `choices` has the time to a forced choice by
    strategy and whether powers reply, `regrets` those of strategies by the weight of the gap (`regret.worth`).
    `narrowed` is by how much the lesser of both ties, under the strategy that keeps most of it in each run, is less than where
    the scenario's shocks do not come, by whether powers reply. `ahead` is by how much the best of the `balancing` strategies is worth
    more than the best of the others, run by run over all conditions, by the weight of the gap; empty without either.
    `at_ends` is the part of simulated ties that lie at an end of their scale.
    """

    scenario: ScenarioFile
    state: str
    years: tuple[int, ...]
    fans: Mapping[str, Mapping[str, Array]]
    still: Mapping[str, Array]
    choices: Mapping[tuple[str, bool], TimeToChoice]
    regrets: Mapping[float, tuple[Regret, ...]]
    balancing: frozenset[str]
    narrowed: Mapping[bool, Summary]
    ahead: Mapping[float, Summary]
    levers: tuple[LeverEffect, ...]
    shocks: Mapping[str, Effect]
    explanation: Explanation
    at_ends: float

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
