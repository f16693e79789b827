"""What a study may spend on a language model, and when to stop."""

from __future__ import annotations

from counterpoise.coding.llm.answers import Spent, cost_at
from counterpoise.studyfile import LanguageModel

__all__ = ["next_breaks"]


def next_breaks(spent: Spent, cost: float | None, calls: Spent, model: LanguageModel) -> str | None:
    """Which part of the budget further calls would go beyond, in words; None for none.

    `spent` is all that the study ever spent and `cost` what that cost, so that a run does not begin anew with the whole
    budget; `calls` is what the further ones may take.
    """
    budget = model.budget
    then = spent + calls
    if budget.calls is not None and then.calls > budget.calls:
        return f"{budget.calls:,} calls"
    if budget.tokens is not None and then.tokens > budget.tokens:
        return f"{budget.tokens:,} tokens"
    if budget.cost is None or model.price is None or cost is None:
        return None
    return f"a cost of {budget.cost:g}" if cost + cost_at(calls, model.price) > budget.cost else None
