import pytest

from counterpoise.coding.llm.answers import Spent, cost_at
from counterpoise.coding.llm.budget import next_breaks
from counterpoise.studyfile import LanguageModel


def model(**budget: float) -> LanguageModel:
    told = {"endpoint": "http://here/v1", "model": "m", "budget": budget, "price": {"sent": 2, "received": 8}}
    return LanguageModel.model_validate(told)


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        ({"calls": 3}, None),
        ({"calls": 2}, "2 calls"),
        ({"tokens": 360}, None),
        ({"tokens": 359}, "359 tokens"),
        ({"cost": 0.00108}, None),
        ({"cost": 0.00107}, "a cost of 0.00107"),
        ({"calls": 0}, "0 calls"),
    ],
)
def test_a_call_that_may_go_beyond_the_budget_is_foreseen(budget: dict[str, float], told: str | None) -> None:
    # Two calls of 120 tokens; a third as large makes 360, at 300 * 2 + 60 * 8 = 1,080 millionths.
    known = model(**budget)
    assert known.price is not None
    cost = cost_at(Spent(2, 200, 40), known.price)
    assert next_breaks(Spent(2, 200, 40), cost, Spent(1, 100, 20), known) == told


def test_what_was_spent_at_another_price_counts_as_it_cost_then() -> None:
    assert next_breaks(Spent(2, 200, 40), 0.5, Spent(), model(cost=0.4)) == "a cost of 0.4"
    assert next_breaks(Spent(2, 200, 40), 0.3, Spent(), model(cost=0.4)) is None
