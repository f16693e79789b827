"""How the variation of the ties is shared out over pressure and the filters, and what hypotheses come to by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.model.contributions import CHUNK, Contributions, check_fit, contributions
from counterpoise.model.equations import handed_on
from counterpoise.model.impulse import OUTCOMES, READINGS, handed_on_for, in_own_scale, last_told, lasting
from counterpoise.model.panel import SIDES, Array, ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.shapley import coalitions, shapley_interactions, shapley_values
from counterpoise.model.summary import Summary, summary
from counterpoise.theory.modelled import Decision, ShareRule, Word
from counterpoise.wording import listed

PRESSURE = "pressure"
"""The block that every figure has beside its filters."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Draws of each block's share in Bayesian R^2 of both ties, and of what every two bring together.

    `shares` (k, D) sum to `r2` (D,); `interactions` (k, k, D) is symmetric. `effects` (k, D, 4) is what a lasting unit of
    each block does to `OUTCOMES` in the long run, or as `last_told` says, in the ties' own scale: of pressure all that it does,
    through the filters too, of a filter what it adds by itself where pressure is as usual. It is None for readings.
    """

    blocks: tuple[str, ...]
    shares: Array
    r2: Array
    interactions: Array
    effects: Array | None = None

    def largest(self, of: tuple[str, ...]) -> Array:
        """Whether a set of blocks has a larger share than every other set of its size, draw by draw (D,): 0 or 1.

        That is so just when each of its blocks has more than each other one: to exchange the smallest of it for the
        largest of the others is the best that another set can do. Of all blocks there is one set alone, which decides nothing.
        """
        inside = np.isin(self.blocks, of)
        if inside.all():
            return np.zeros(len(self.r2))
        return np.asarray(self.shares[inside].min(axis=0) > self.shares[~inside].max(axis=0), float)

    def above_equal(self, of: tuple[str, ...]) -> Array:
        """Whether each block of a set has more than an equal share, R^2 / k, draw by draw (D,): 0 or 1."""
        inside = np.isin(self.blocks, of)
        return np.asarray((self.shares[inside] > self.r2 / len(self.blocks)).all(axis=0), float)

    def holds(self, rule: ShareRule) -> NDArray[np.bool_]:
        """Whether all that a rule asks of a set of blocks is so in one draw (D,)."""
        largest = self.largest(rule.largest) > 0
        return largest & (self.above_equal(rule.largest) > 0) if rule.each else largest

    def table(self) -> pl.DataFrame:
        """Each block: its share of R^2 and its part of all shares, with intervals, and the effect of a unit beside them."""
        rows = []
        for j, block in enumerate(self.blocks):
            row: dict[str, object] = {"block": block, **_named("share", self.shares[j])}
            row |= _named("part", _parts(self.shares, self.r2)[j])
            row |= {
                "largest": float(self.largest((block,)).mean()),
                "above_equal": float(self.above_equal((block,)).mean()),
            }
            if self.effects is not None:
                for o, outcome in enumerate(OUTCOMES):
                    row |= _named(f"effect_{outcome}", self.effects[j, :, o])
            rows.append(row)
        return pl.DataFrame(rows)

    def pairs(self) -> pl.DataFrame:
        """Every two blocks: their Shapley interaction, and how probable it is that theirs is the largest pair."""
        return pl.DataFrame(
            [
                {
                    "one": one,
                    "other": other,
                    **summary(self.interactions[i, j]).row(),
                    "largest": float(self.largest((one, other)).mean()),
                }
                for i, one in enumerate(self.blocks)
                for j, other in enumerate(self.blocks)
                if i < j
            ]
        )

    def interaction(self, one: str, other: str) -> Summary:
        """What two blocks bring together beyond what each brings alone, in units of R^2."""
        return summary(self.interactions[self.blocks.index(one), self.blocks.index(other)])


@dataclass(frozen=True, slots=True)
class ShareVerdict:
    """What a hypothesis comes to by shares: the probabilities, the word they decide, and the id of the rules they were held to.

    `each` is None where the rule does not ask for it; `probability` is that of all that the rule asks for, at once.
    `verdict` is None where `why` says why nothing can be told.
    """

    hypothesis: str
    blocks: tuple[str, ...]
    of: int
    largest: float | None
    each: float | None
    probability: float | None
    verdict: Word | None
    rules_id: str
    why: str | None = None

    def __str__(self) -> str:
        named = listed(self.blocks)
        if self.verdict is None or self.largest is None:
            return f"{self.hypothesis}: not testable with this evidence: {self.why} (rules {self.rules_id})."
        sets = comb(self.of, len(self.blocks))
        told = f"P({named} is the largest of {sets} sets of {len(self.blocks)}) = {self.largest:.2f}"
        if self.each is not None:
            told += f", P(each above 1/{self.of}) = {self.each:.2f}, both {self.probability:.2f}"
        return f"{self.hypothesis}: {self.verdict}; {told} (rules {self.rules_id})."


def attribution(posterior: Posterior, panel: ModelPanel) -> Attribution:
    """Shapley shares of Bayesian R^2 over pressure (direct, with the states' slopes) and each filter (mediated and moderated).

    The fit of a coalition of blocks is what its terms have brought to the ties by each year, as the ties' persistence
    hands it on: f[t] = tau f[t-1] + terms[t]. Its worth is var(f) / (var(f) + var(d - f)), d the tie about its level (Gelman,
    Goodrich, Gabry & Vehtari 2019, doi 10.1080/00031305.2018.1549100), variances over the state-years in which a tie is
    observed, added up over both ties in standard deviations. Over all 2^k coalitions, for each draw.

    Raises CounterpoiseError where no tie is observed in two state-years, or the posterior is not of this panel.
    """
    found = _attribution(posterior, panel, (PRESSURE, *panel.filters), lambda terms: terms.by_block)
    years = last_told(posterior, panel)
    settled = handed_on_for(posterior.tie_persistence, years)
    of_filters = (posterior.mediated * settled[..., None]).transpose(0, 2, 1)
    effects = np.concatenate(
        [lasting(posterior, panel, years).sum(axis=1, keepdims=True), in_own_scale(of_filters, panel)], axis=1
    )
    return Attribution(*found, effects=effects.swapaxes(0, 1))


def attribution_of_readings(posterior: Posterior, panel: ModelPanel) -> Attribution:
    """The same shares over what is direct, mediated and moderated, so that it shows which reading the evidence bears."""
    return Attribution(*_attribution(posterior, panel, READINGS, lambda terms: terms.by_reading))


def share_verdict(
    hypothesis: str, rule: ShareRule, found: Attribution, decision: Decision, rules_id: str
) -> ShareVerdict:
    """Hold shares to a rule: the set is the largest of all of its size and, with `each`, each of it above an equal share.

    Both must be so in one draw: two of four blocks reach one half by construction, so that sums prove nothing. `rules_id` names
    the rules, fixed before.
    """
    k = len(found.blocks)
    lacking = [name for name in rule.largest if name not in found.blocks]
    why = None
    if lacking:
        why = f"nothing is observed of {listed(lacking)}"
    elif len(set(rule.largest)) == k:
        why = f"{listed(rule.largest)} are all blocks that were estimated, so that there is no other set"
    if why is not None:
        return ShareVerdict(hypothesis, rule.largest, k, None, None, None, None, rules_id, why)
    probability = float(found.holds(rule).mean())
    return ShareVerdict(
        hypothesis=hypothesis,
        blocks=rule.largest,
        of=k,
        largest=float(found.largest(rule.largest).mean()),
        each=float(found.above_equal(rule.largest).mean()) if rule.each else None,
        probability=probability,
        verdict=decision.of(probability),
        rules_id=rules_id,
    )


def _attribution(
    posterior: Posterior,
    panel: ModelPanel,
    blocks: tuple[str, ...],
    cut: Callable[[Contributions], Array],
) -> tuple[tuple[str, ...], Array, Array, Array]:
    check_fit(posterior, panel)
    seen = [panel.observed_ties[side].reshape(-1) for side in range(len(SIDES))]
    if any(each.sum() < 2 for each in seen):
        told = "a tie is observed in fewer than two state-years, so that there is no variation to share out"
        raise CounterpoiseError(Problem("attribution", told))
    worth = np.empty((2 ** len(blocks), posterior.draws))
    for start in range(0, posterior.draws, CHUNK):
        some = slice(start, start + CHUNK)
        fits = handed_on(
            cut(contributions(posterior, panel, some)), posterior.tie_persistence[some, :, None, None]
        )
        ties = posterior.tie_states[some, :, None]
        both = np.concatenate([fits, ties], axis=2).reshape(len(fits), len(SIDES), len(blocks) + 1, -1)
        worth[:, some] = _worth(
            np.sum([_covariance(both[:, side][..., at]) for side, at in enumerate(seen)], axis=0)
        )
    shares = shapley_values(worth)
    return blocks, shares, worth[-1], shapley_interactions(worth)


def _covariance(rows: Array) -> Array:
    """Covariances (D, r, r) of the rows of (D, r, n)."""
    about = rows - rows.mean(axis=2, keepdims=True)
    found: Array = about @ about.transpose(0, 2, 1) / rows.shape[2]
    return found


def _worth(covariance: Array) -> Array:
    """Bayesian R^2 of every coalition (2^k, D), from the covariances (D, k + 1, k + 1) of the fits of blocks and the tie."""
    inside = coalitions(covariance.shape[1] - 1).astype(float)
    fit = np.einsum("ci,dij,cj->cd", inside, covariance[:, :-1, :-1], inside, optimize=True)
    with_tie = inside @ covariance[:, :-1, -1].T
    rest = np.maximum(covariance[:, -1, -1] - 2 * with_tie + fit, 0)
    return np.asarray(np.divide(fit, fit + rest, out=np.zeros_like(fit), where=fit + rest > 0))


def _parts(shares: Array, r2: Array) -> Array:
    return np.divide(shares, r2, out=np.full_like(shares, 1 / len(shares)), where=r2 > 0)


def _named(name: str, drawn: Array) -> dict[str, float]:
    found = summary(drawn)
    return {name: found.median, f"{name}_low90": found.low90, f"{name}_high90": found.high90}
