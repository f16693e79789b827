"""What an estimated model says of one quantity that something is decided by, before it becomes a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.findings.basis import Basis
from counterpoise.findings.claim import Judgement
from counterpoise.findings.numbers import Number, interval90, years_of
from counterpoise.model.panel import ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.summary import Summary
from counterpoise.theory.modelled import Decision
from counterpoise.wording import listed, several


class Fit(Protocol):
    """A model estimated on a panel: its draws, why no verdict may rest on them, and what a reader should know.

    `reading` is "all", or the reading of the figure whose effects alone were kept; `without` names filters of which none was kept.

    `table` has a row for each parameter: `parameter`, `median`, `low90`, `high90`, `r_hat`, `effective_draws`, and `overlap`, how
    much of its posterior lies within its prior.
    """

    @property
    def panel(self) -> ModelPanel:
        """What it was estimated on."""

    @property
    def posterior(self) -> Posterior:
        """Its draws."""

    @property
    def reading(self) -> str:
        """Which effects of the figure were kept."""

    @property
    def without(self) -> tuple[str, ...]:
        """The filters of which no effect was kept."""

    @property
    def blocked(self) -> tuple[str, ...]:
        """Why no verdict may rest on it; nothing where one may."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know."""

    def table(self) -> pl.DataFrame:
        """Every parameter with its interval, how well it was sampled, and how much of it is prior."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How probable it is that something is so, and that its contrary is, as `says` puts it; with the numbers behind.

    Of what cannot be told `silent` says why, and there is no probability. What is not `told_apart` decides nothing.
    """

    says: str
    probability: float = 0.0
    contrary: float = 0.0
    numbers: tuple[Number, ...] = ()
    reasons: tuple[str, ...] = ()
    told_apart: bool = True
    silent: tuple[str, ...] = ()

    def judged(self, decision: Decision) -> Judgement:
        """The estimate held to the thresholds of a theory."""
        return Judgement(
            says=self.says,
            probability=self.probability,
            contrary=self.contrary,
            decision=decision,
            told_apart=self.told_apart,
        )


def all_of(estimates: Sequence[Estimate]) -> Estimate:
    """Whether everything is so that some estimates are of: at least as probable as the sum of what is left of each.

    The contrary of all is that of any. Of nothing nothing is told.
    """
    if not estimates:
        return Estimate("", silent=("quantities of the model that decide it",))
    if len(estimates) == 1:
        return estimates[0]
    return Estimate(
        says=listed([each.says for each in estimates]),
        probability=at_least([each.probability for each in estimates]),
        contrary=max(each.contrary for each in estimates),
        numbers=tuple(number for each in estimates for number in each.numbers),
        reasons=tuple(dict.fromkeys(reason for each in estimates for reason in each.reasons)),
        told_apart=all(each.told_apart for each in estimates),
        silent=tuple(dict.fromkeys(reason for each in estimates for reason in each.silent)),
    )


def at_least(probabilities: Sequence[float]) -> float:
    """How probable it is at least that all is so of which each by itself is so probable: the bound of Frechet (1935).

    It holds however they hang together; the least of them is the bound from above.
    """
    return max(0.0, 1.0 - sum(1.0 - each for each in probabilities))


def either_way(says: str, draws: Mapping[str, NDArray[np.float64]], negligible: float) -> Estimate:
    """Whether any of some quantities is larger than what is negligible, on a side that can be told.

    `draws` gives each quantity's (D,). For each quantity and side one probability is taken, and what the likeliest leaves is
    counted as often as there are quantities and sides (Bonferroni), so that many questions are not one. The contrary is that all of
    them are negligible (Kruschke 2018, the region of practical equivalence).
    """
    sides = [float(np.mean(sign * each > negligible)) for each in draws.values() for sign in (1, -1)]
    within = np.all([np.abs(each) <= negligible for each in draws.values()], axis=0)
    likeliest = max(sides)
    return Estimate(
        says=says,
        probability=max(0.0, 1.0 - len(sides) * (1.0 - likeliest)),
        contrary=float(within.mean()),
    )


def spread(values: NDArray[np.float64]) -> float:
    """The standard deviation of what is observed of some values with nan, in which an effect on them is told; 1 where nothing moves."""
    found = float(np.nanstd(values)) if np.isfinite(values).any() else 0.0
    return found if found > 0 else 1.0


def model_number(
    label: str, found: Summary, unit: str, panel: ModelPanel, basis: Basis, evidence: tuple[str, ...] = ()
) -> Number:
    """A quantity of the model with its interval, of the years and states that it was estimated on; `evidence` are ids of values beyond its basis."""
    return Number(
        label=label,
        text=f"{found.median:z.2f}",
        unit=unit,
        years=years_of(panel.years[0], panel.years[-1]),
        source="estimated with the model of the causal figure",
        release="this study",
        row=f"posterior median over {several(len(panel.states), 'state')}",
        evidence=evidence,
        basis=basis,
        interval=interval90(f"{found.low90:z.2f}", f"{found.high90:z.2f}"),
    )
