"""What an estimated model says of one quantity that something is decided by, before it becomes a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeGuard

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

POSITIVE = 3.0
"""By so many times odds must change for the data to have said anything (Kass and Raftery 1995, section 3.2)."""

Drawn = NDArray[np.bool_]
"""Whether something is so, draw by draw of one posterior (D,)."""


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
    def prior(self) -> Mapping[str, NDArray[np.float64]]:
        """Draws (P, ...) of its parameters before any data, by name."""

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

    @property
    def taken(self) -> str:
        """Why it was taken where several are kept that follow from the same; empty where there is no other."""

    def table(self) -> pl.DataFrame:
        """Every parameter with its interval, how well it was sampled, and how much of it is prior."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How probable it is that something is so, and that its contrary is, as `says` puts it; with the numbers behind.

    Of what cannot be told `silent` says why, and there is no probability. What is not `told_apart` decides nothing. Where a
    probability is known but between bounds, `probability` and `contrary` are the lower, `at_most` and `contrary_at_most` the upper.
    `so` and `against` (D,) tell for each draw of the fit's posterior, in its order, whether it is so and whether its contrary is;
    they are None of what is told by anything else. `contrary_says` is what the contrary is, where that is more than that it is not so.
    """

    says: str
    probability: float = 0.0
    contrary: float = 0.0
    numbers: tuple[Number, ...] = ()
    reasons: tuple[str, ...] = ()
    told_apart: bool = True
    silent: tuple[str, ...] = ()
    at_most: float | None = None
    contrary_at_most: float | None = None
    contrary_says: str = ""
    so: Drawn | None = None
    against: Drawn | None = None

    @classmethod
    def of_draws(
        cls,
        says: str,
        so: Drawn,
        numbers: tuple[Number, ...] = (),
        reasons: tuple[str, ...] = (),
        silent: tuple[str, ...] = (),
    ) -> Estimate:
        """What is so in some draws of the fit's posterior (D,); that it is not is the contrary."""
        probability = float(so.mean())
        return cls(says, probability, 1.0 - probability, numbers, reasons, silent=silent, so=so, against=~so)

    @property
    def within(self) -> tuple[float, float]:
        """Between what its probability is known to lie: anywhere, where nothing is told apart."""
        if not self.told_apart:
            return 0.0, 1.0
        return self.probability, self.probability if self.at_most is None else self.at_most

    @property
    def contrary_within(self) -> tuple[float, float]:
        """The same of its contrary."""
        if not self.told_apart:
            return 0.0, 1.0
        return self.contrary, self.contrary if self.contrary_at_most is None else self.contrary_at_most

    def judged(self, decision: Decision) -> Judgement:
        """The estimate held to the thresholds of a theory."""
        return Judgement(
            says=self.says,
            probability=self.probability,
            contrary=self.contrary,
            decision=decision,
            told_apart=self.told_apart,
            at_most=self.at_most,
            contrary_at_most=self.contrary_at_most,
            contrary_says=self.contrary_says,
        )


def all_of(estimates: Sequence[Estimate]) -> Estimate:
    """Whether everything is so that some estimates are of; the contrary of all is that of any. Of nothing nothing is told.

    Where each is told draw by draw of one posterior, so is all of it. Else it is known between the bounds of Frechet (1935): it is
    at least as probable as what is left when what each leaves is taken from 1, at most as the least probable of them; the contrary, at
    least as the most probable and at most as their sum. A part that is not told apart may be so with any probability: it leaves what
    others contradict contradicted, and all of it never supported.
    """
    if not estimates:
        return Estimate("", silent=("quantities of the model that decide it",))
    if len(estimates) == 1:
        return estimates[0]
    reasons = tuple(dict.fromkeys(reason for each in estimates for reason in each.reasons))
    silent = tuple(dict.fromkeys(reason for each in estimates for reason in each.silent))
    told = Estimate(
        says=listed([each.says for each in estimates]),
        numbers=tuple(number for each in estimates for number in each.numbers),
        reasons=reasons,
        told_apart=any(each.told_apart for each in estimates),
        silent=silent,
        contrary_says="the contrary of one of them is so",
    )
    so, against = [each.so for each in estimates], [each.against for each in estimates]
    every_part = all(each.told_apart for each in estimates)
    if every_part and _of_one_posterior(so) and _of_one_posterior(against):
        every, any_ = np.all(so, axis=0), np.any(against, axis=0)
        return replace(
            told,
            probability=float(every.mean()),
            contrary=float(any_.mean()),
            so=every,
            against=any_,
        )
    least, most = zip(*(each.within for each in estimates), strict=True)
    contrary, contrary_most = zip(*(each.contrary_within for each in estimates), strict=True)
    return replace(
        told,
        probability=at_least(least),
        at_most=min(most),
        contrary=max(contrary),
        contrary_at_most=min(1.0, sum(contrary_most)),
        reasons=(*reasons, *(() if silent else (_apart(estimates),))),
    )


def says_anything(changed: float) -> bool:
    """Whether odds that the data changed so many times were changed enough to say anything, up or down."""
    return changed >= POSITIVE or changed <= 1 / POSITIVE


def times_in_words(changed: float) -> str:
    """How many times their former the odds are: `4.2 times`, `1/3.0 of`."""
    return f"{changed:.1f} times" if changed >= 1 else f"1/{1 / changed:.1f} of"


def _of_one_posterior(drawn: Sequence[Drawn | None]) -> TypeGuard[Sequence[Drawn]]:
    """Whether each of some estimates is told draw by draw, all of them of as many; those of one fit are of the same draws."""
    return len({None if each is None else each.shape for each in drawn}) == 1 and drawn[0] is not None


def _apart(estimates: Sequence[Estimate]) -> str:
    """That parts of what is asked are told apart, and how probable each is."""
    by_itself = "; ".join(
        str(Judgement(each.says, each.probability, each.contrary, Decision(), at_most=each.at_most))
        + ("" if each.told_apart else ", which tells nothing")
        for each in estimates
    )
    return (
        "Its parts were reckoned each by itself and not jointly, so that all is so with a probability that is known but between bounds "
        f"(Frechet). By itself: {by_itself}."
    )


def at_least(probabilities: Sequence[float]) -> float:
    """How probable it is at least that all is so of which each by itself is so probable: the bound of Frechet (1935).

    It holds however they hang together; the least of them is the bound from above.
    """
    return max(0.0, 1.0 - sum(1.0 - each for each in probabilities))


def either_way(says: str, draws: Mapping[str, NDArray[np.float64]], negligible: float) -> Estimate:
    """Whether any of some quantities is larger than what is negligible, in a direction that can be told.

    `draws` gives each quantity's (D,), by what a sentence calls it. That one is larger on whichever side is easily so of whatever is
    uncertain; so of each quantity and side the probability is taken. What is left of the likeliest is counted as often as there are
    quantities and sides (Bonferroni), so that many questions are not one: that is the probability at least. At most it is that of any
    being larger. The contrary is that all of them are negligible (Kruschke 2018, the region of practical equivalence).
    """
    sides = {
        f"{name} is {way}{negligible:g}": float(np.mean(sign * each > negligible))
        for name, each in draws.items()
        for sign, way in ((1, "above "), (-1, "below -"))
    }
    within = np.all([np.abs(each) <= negligible for each in draws.values()], axis=0)
    likeliest = max(sides, key=lambda name: sides[name])
    negligible_all = float(within.mean())
    return Estimate(
        says=f"{says}, in a direction that can be told",
        probability=max(0.0, 1.0 - len(sides) * (1.0 - sides[likeliest])),
        at_most=1.0 - negligible_all,
        contrary=negligible_all,
        contrary_says="all that was asked for is negligible" if len(draws) > 1 else "it is negligible",
        reasons=(
            f"Likeliest is that {likeliest}, by itself with a probability of {sides[likeliest]:.2f}. {len(sides)} such were asked for, so "
            f"that what it leaves, {1.0 - sides[likeliest]:.2f}, is counted {len(sides)} times for the lower bound.",
        ),
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
