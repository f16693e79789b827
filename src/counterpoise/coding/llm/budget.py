"""What a study may spend on a language model, and when to stop."""

from __future__ import annotations

from counterpoise.coding.llm.answers import Spent
from counterpoise.studyfile import LanguageModel

__all__ = ["PER_PRICE", "cost_of", "next_breaks"]

PER_PRICE = 1_000_000
"""Prices are those of a million tokens."""


def cost_of(spent: Spent, model: LanguageModel) -> float | None:
    """What calls cost, in the currency of the prices; None where the study file states no prices."""
    if model.price is None:
        return None
    return (spent.sent * model.price.sent + spent.received * model.price.received) / PER_PRICE


def next_breaks(spent: Spent, largest: Spent, model: LanguageModel) -> str | None:
    """Which part of the budget one more call as large as the largest so far would go beyond, in words; None for none.

    `spent` is all that the study ever spent, so that a run does not begin anew with the whole budget.
    """
    budget = model.budget
    then = spent + Spent(1, largest.sent, largest.received)
    if budget.calls is not None and then.calls > budget.calls:
        return f"{budget.calls:,} calls"
    if budget.tokens is not None and then.tokens > budget.tokens:
        return f"{budget.tokens:,} tokens"
    cost = cost_of(then, model)
    if budget.cost is not None and cost is not None and cost > budget.cost:
        return f"a cost of {budget.cost:g}"
    return None
