"""Benefit against risk: which state-years stand on the frontier, how efficient each is, and whether balance goes with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.model.association import Association, rank_association
from counterpoise.model.balance import Balance, behind_ties
from counterpoise.model.envelopment import envelopment
from counterpoise.model.losses import DRAWS, Risk, next_year_risk
from counterpoise.model.own_measures import less_of
from counterpoise.model.panel import Array, ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.summary import summary
from counterpoise.theory.interests import Frontier, Interest
from counterpoise.theory.modelled import Decision, Word
from counterpoise.wording import listed, within_a_sentence, words_of


@dataclass(frozen=True, slots=True)
class BenefitAndRisk:
    """Draws of benefit, risk and efficiency in each state-year, and how probable it is that it stands on the frontier.

    `benefit` and `efficiency` (D, N, T) are nan, and so is `on_frontier` (N, T), where an interest or a tie is not
    observed, or no other state is told of in that year. `interests` (D, V, N, T) is what each interest comes to, in 0 to 1.
    `inputs` names the indicators behind benefit, and `behind_risk` those behind risk.
    """

    states: tuple[str, ...]
    years: tuple[int, ...]
    names: tuple[str, ...]
    interests: Array
    benefit: Array
    risk: Risk
    efficiency: Array
    on_frontier: Array
    inputs: frozenset[str]
    behind_risk: frozenset[str]
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> NDArray[np.bool_]:
        """The state-years (N, T) that anything is told of."""
        return ~np.isnan(self.on_frontier)

    def table(self) -> pl.DataFrame:
        """Every state-year that is told of."""
        rows = []
        for i, t in np.argwhere(self.told):
            row: dict[str, object] = {"state": self.states[i], "year": self.years[t]}
            for name, drawn in (
                ("benefit", self.benefit),
                ("risk", self.risk.total),
                ("efficiency", self.efficiency),
            ):
                found = summary(drawn[:, i, t])
                row |= {name: found.median, f"{name}_low90": found.low90, f"{name}_high90": found.high90}
            rows.append({**row, "on_frontier": float(self.on_frontier[i, t])})
        return pl.DataFrame(rows)


def benefit_and_risk(
    posterior: Posterior,
    panel: ModelPanel,
    frontier: Frontier,
    titles: Mapping[str, str],
    seed: int,
    of_ties: Collection[str] | None = None,
) -> BenefitAndRisk:
    """Weigh what a state has of its interests against what it stands to lose by its ties, on `DRAWS` draws.

    Benefit is the weighted mean over interests of Phi(z), z an indicator's distance from the state's own mean over the
    panel, in standard deviations, counted so that more is better: a state is held against itself, since it has neither wealth nor war from
    its ties alone. Standard errors are drawn. Risk is the loss in the worst part `tail` of next years (`next_year_risk`).
    States are compared within a year, as they face the same world: one is on the frontier of a draw where none has as
    much benefit at less risk, or more at as much. Efficiency is benefit over risk, as a part of the most that a state of that year has: the
    score of Charnes, Cooper & Rhodes (1978) with one input and one output.

    `titles` gives the title of each indicator, by which the panel's measures are known, `of_ties` the indicators of the ties, those that
    the panel names where nothing is said. Interests that the panel does not measure are left out, and `notes` say so.
    Raises CounterpoiseError where none is stated or measured, or one has no title.
    """
    thin = posterior.thinned(DRAWS)
    stated, notes = _measured(panel, frontier.interests, titles)
    interests = _interests(panel, stated, titles, thin.draws, seed)
    weights = np.array([each.weight for each in stated.values()])
    benefit = np.tensordot(interests, weights / weights.sum(), axes=([1], [0]))
    risk = next_year_risk(thin, panel, frontier.losses, frontier.tail, seed)
    told = ~np.isnan(benefit).any(axis=0) & panel.observed_ties.all(axis=0)
    told &= told.sum(axis=0) > 1
    benefit = np.where(told, benefit, np.nan)
    ratio = benefit / np.maximum(risk.total, np.finfo(float).tiny)
    most = np.where(told, ratio, -np.inf).max(axis=1, keepdims=True)
    on = np.where(told, not_dominated(benefit, risk.total).mean(axis=0), np.nan)
    return BenefitAndRisk(
        states=panel.states,
        years=panel.years,
        names=tuple(stated),
        interests=interests,
        benefit=benefit,
        risk=risk,
        efficiency=np.where(told, ratio / np.where(np.isfinite(most), most, 1.0), np.nan),
        on_frontier=on,
        inputs=frozenset(each.indicator for each in stated.values()),
        behind_risk=behind_ties(panel) if of_ties is None else frozenset(of_ties),
        notes=notes,
    )


def not_dominated(benefit: Array, risk: Array) -> NDArray[np.bool_]:
    """Which states (D, N, T) are on the frontier of their draw and year: none has more of one and no less of the other.

    A state whose benefit is nan dominates nobody.
    """
    found = np.ones(benefit.shape, bool)
    for rival in range(benefit.shape[1]):
        b, r = benefit[:, rival, None], risk[:, rival, None]
        with np.errstate(invalid="ignore"):
            found &= ~((b >= benefit) & (r <= risk) & ((b > benefit) | (r < risk)))
    return found


def enveloped(found: BenefitAndRisk) -> pl.DataFrame:
    """Score each state-year by data envelopment within its year: all losses as inputs, all interests as outputs, medians of both.

    Variable returns, oriented to inputs: the part to which a state's losses could shrink while its interests stand as they do.
    """
    rows = []
    losses = np.median(found.risk.parts, axis=0)
    interests = np.median(found.interests, axis=0)
    for t in np.flatnonzero(found.told.any(axis=0)):
        at = np.flatnonzero(found.told[:, t])
        scored = envelopment(losses[:, at, t].T, interests[:, at, t].T, "variable")
        for place, i in enumerate(at):
            peers = [found.states[at[j]] for j in np.flatnonzero(scored.peers[place] > 1e-6) if j != place]
            rows.append(
                {
                    "state": found.states[i],
                    "year": found.years[t],
                    "score": float(scored.score[place]),
                    "efficient": bool(scored.efficient[place]),
                    "peers": ", ".join(peers),
                }
            )
    return pl.DataFrame(rows)


@dataclass(frozen=True, slots=True)
class FrontierVerdict:
    """What efficient balancing comes to: whether balanced state-years are the efficient ones.

    `efficiency` and `benefit` are the associations of each with balance; that with efficiency is not told where `shared`
    indicators are behind both, since it would be true by definition, and then nothing is decided: benefit is half of it only.
    `probability` is that of more than a negligible one with efficiency, `contrary` that of none or one below it (`Association.contrary`).
    """

    efficiency: Association
    benefit: Association
    shared: tuple[str, ...]
    probability: float | None
    contrary: float | None
    verdict: Word | None
    rules_id: str

    def table(self) -> pl.DataFrame:
        """Both associations; None where one is not told, with the reason."""
        rows = []
        for name, found in (("efficiency", self.efficiency), ("benefit", self.benefit)):
            told = dict.fromkeys(("median", "low90", "high90", "positive"))
            known = found.rho.row() if found.rho else {}
            told |= {key: known.get(key) for key in told}
            counted = {"states": found.states, "state_years": found.state_years, "why": found.why}
            rows.append({"with_balance": name, **told, **counted})
        return pl.DataFrame(rows, infer_schema_length=None)

    def __str__(self) -> str:
        word = self.verdict or "not testable with this evidence"
        return f"{word}: efficiency and balance: {self.efficiency}; benefit and balance: {self.benefit} (rules {self.rules_id})."


def efficient_balancing(
    found: BenefitAndRisk, balance: Balance, decision: Decision, rules_id: str, seed: int
) -> FrontierVerdict:
    """Hold the rank correlation of efficiency with balance to the rule: is it above what counts as none, `negligible`, and how surely.

    What shares an indicator is never correlated: risk is made of ties, and so is balance. A balance made of other
    indicators than those behind benefit and risk (`balance_apart`) is held against efficiency; else benefit alone is, where it is apart.

    Raises CounterpoiseError where balance has not as many draws as efficiency.
    """
    if balance.draws.shape != found.efficiency.shape:
        why = f"balance has the shape {balance.draws.shape}; expected {found.efficiency.shape}, as efficiency has"
        raise CounterpoiseError(Problem("frontier", why))
    parts = {}
    for name, drawn, inputs in (
        ("efficiency", found.efficiency, found.inputs | found.behind_risk),
        ("benefit", found.benefit, found.inputs),
    ):
        shared = tuple(sorted(inputs & balance.inputs))
        parts[name] = (
            Association(None, 0, 0, f"true by definition: {listed(shared)} stands behind both")
            if shared
            else rank_association(drawn, balance.draws, seed, decision.fewest_states)
        )
    efficiency = parts["efficiency"]
    told, against = (
        (None, None)
        if efficiency.rho is None
        else (of("more", decision.negligible) for of in (efficiency.probability, efficiency.contrary))
    )
    return FrontierVerdict(
        efficiency=efficiency,
        benefit=parts["benefit"],
        shared=tuple(sorted((found.inputs | found.behind_risk) & balance.inputs)),
        probability=told,
        contrary=against,
        verdict=None if told is None else decision.of(told, against),
        rules_id=rules_id,
    )


def _measured(
    panel: ModelPanel, interests: Mapping[str, Interest], titles: Mapping[str, str]
) -> tuple[dict[str, Interest], tuple[str, ...]]:
    """The interests that the panel measures, and a note on each of the others."""
    problems = [] if interests else ["no interest is stated, so that there is no benefit to weigh"]
    problems += [
        f"{words_of(name)}: no indicator '{each.indicator}' is known{did_you_mean(each.indicator, titles)}"
        for name, each in interests.items()
        if each.indicator not in titles
    ]
    found = {
        name: each
        for name, each in interests.items()
        if each.indicator in titles and _row(panel, titles[each.indicator]) is not None
    }
    if interests and not found and not problems:
        problems = ["none of its interests is measured in the panel, so that there is no benefit to weigh"]
    if problems:
        raise CounterpoiseError(*(Problem("frontier", told) for told in problems))
    lacking = [name for name in interests if name not in found]
    told = "{} is left out of benefit: {} is not measured in the panel"
    return found, tuple(
        told.format(words_of(name), within_a_sentence(titles[interests[name].indicator])) for name in lacking
    )


def _row(panel: ModelPanel, title: str) -> int | None:
    """Which measure of a panel an indicator is, by its title, as it is or turned; None where it is none."""
    for each in (title, less_of(title)):
        if each in panel.measure_titles:
            return panel.measure_titles.index(each)
    return None


def _interests(
    panel: ModelPanel, interests: Mapping[str, Interest], titles: Mapping[str, str], draws: int, seed: int
) -> Array:
    """What each interest comes to (D, V, N, T), in 0 to 1, nan where its indicator is not observed."""
    from scipy.special import ndtr

    rng = np.random.default_rng([seed, 13])
    found = np.empty((draws, len(interests), len(panel.states), len(panel.years)))
    for place, each in enumerate(interests.values()):
        row = _row(panel, titles[each.indicator])
        assert row is not None, "what is not measured was left out"
        observed, error = panel.measures[row], np.nan_to_num(panel.measure_errors[row])
        seen = ~np.isnan(observed)
        count = np.maximum(seen.sum(axis=1, keepdims=True), 1)
        usual = np.where(seen, observed, 0.0).sum(axis=1, keepdims=True) / count
        away = observed - usual + error * rng.standard_normal((draws, *observed.shape))
        turned = panel.measure_titles[row] != titles[each.indicator]
        better = (each.more_is == "better") != turned
        found[:, place] = ndtr(away if better else -away)
    return found
