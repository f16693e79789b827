"""What benefit and risk say: whether balanced state-years are the efficient ones, and where the state stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from counterpoise.datasets.indicators import in_titles, titles_in_sentences
from counterpoise.findings.basis import Basis
from counterpoise.findings.estimate import Estimate, Fit, model_number
from counterpoise.findings.model_evidence import ModelEvidence
from counterpoise.findings.numbers import Number
from counterpoise.model.association import Association, none_up_to
from counterpoise.model.balance import Balance, balance_apart
from counterpoise.model.frontier import BenefitAndRisk, efficient_balancing
from counterpoise.study import Study
from counterpoise.theory.modelled import Decision, ModelPart
from counterpoise.wording import listed, words_of

UNIT = "rank correlation over state-years"

APART = (
    "a dimension of ties that is no part of the model, from which to measure balance (`held_out` in the theory's `model`): risk is "
    "made of all the ties that the model has"
)
"""What efficiency lacks where no observed tie is left to measure a balance from that it is not itself made of."""


def efficient(
    study: Study,
    fit: Fit,
    model: ModelPart,
    ties: pl.DataFrame,
    evidence: ModelEvidence,
    found: BenefitAndRisk,
) -> Estimate:
    """Whether efficiency, benefit over risk, goes with balance as it is measured from indicators that neither is made of.

    `found` is benefit and risk as the fit has them, `ties` those observed (`TIE_SCHEMA`).
    """
    seed = study.declared.settings.seed
    behind = found.inputs | found.behind_risk
    balance = balance_apart(ties, fit.panel, study.theory.dimensions, behind, len(found.benefit), seed)
    held = efficient_balancing(found, balance, model.decision, study.theory.rules_id, seed)
    titles = titles_in_sentences(study.theory)
    reasons = [
        f"Benefit is made of {listed([words_of(name).lower() for name in found.names])}, risk of what is lost by ties in the worst "
        f"{model.frontier.tail:.0%} of next years; both are compared within a year.",
        *_of_balance(balance, titles, model.decision),
        *found.notes,
    ]
    of_balance = ties.filter(
        pl.col("state").is_in(fit.panel.states), pl.col("indicator").is_in(sorted(balance.inputs))
    )
    beside = tuple(of_balance["observation"])
    numbers = [
        *_associated("Efficiency and balance", held.efficiency, fit, evidence.whole, beside),
        *_associated("Benefit and balance", held.benefit, fit, evidence.whole, beside),
        *_standing(study.state, found, evidence),
    ]
    if held.probability is None or held.contrary is None:
        lacking = (
            f"balance that may be held against efficiency: {held.efficiency.why}" if balance.inputs else APART
        )
        return Estimate("", numbers=tuple(numbers), reasons=tuple(reasons), silent=(lacking,))
    return Estimate(
        says="efficient state-years are the balanced ones",
        probability=held.probability,
        contrary=held.contrary,
        contrary_says="the correlation is 0 or below",
        numbers=tuple(numbers),
        reasons=tuple(reasons),
    )


def _of_balance(balance: Balance, titles: Mapping[str, str], decision: Decision) -> Iterator[str]:
    """What balance is measured from, and how efficiency is held against it; nothing where it is measured from nothing."""
    if not balance.inputs:
        return
    inputs = sorted({in_titles(each, titles) for each in balance.inputs})
    yield f"Balance is measured from {listed(inputs)}, which {'is' if len(inputs) == 1 else 'are'} behind neither."
    yield (
        "By the rank correlation over state-years as they are: what a state always has counts, and so does what all have in common in a "
        f"year. {none_up_to(decision.negligible)}"
    )


def _associated(
    label: str, found: Association, fit: Fit, basis: Basis, evidence: tuple[str, ...]
) -> list[Number]:
    return [] if found.rho is None else [model_number(label, found.rho, UNIT, fit.panel, basis, evidence)]


def _standing(state: str, found: BenefitAndRisk, evidence: ModelEvidence) -> list[Number]:
    """How probable it is that the state stands on the frontier, in the last year that is told."""
    if state not in found.states:
        return []
    row = found.on_frontier[found.states.index(state)]
    told = np.flatnonzero(~np.isnan(row))
    if not told.size:
        return []
    last = int(told[-1])
    return [
        Number(
            label="On the frontier of benefit and risk",
            text=f"{row[last]:.2f}",
            unit="probability",
            years=str(found.years[last]),
            source="estimated with the model of the causal figure",
            release="this study",
            row=f"among the states told of in {found.years[last]}",
            evidence=(),
            basis=evidence.of_state(state),
        )
    ]
