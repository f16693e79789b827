import pytest

from counterpoise.coding.llm.answers import Spent
from counterpoise.coding.llm.budget import cost_of, next_breaks
from counterpoise.studyfile import LanguageModel


def model(**budget: float) -> LanguageModel:
    told = {"endpoint": "http://here/v1", "model": "m", "budget": budget, "price": {"sent": 2, "received": 8}}
    return LanguageModel.model_validate(told)


def test_cost_is_by_the_million_tokens() -> None:
    assert cost_of(Spent(3, 500_000, 250_000), model(calls=9)) == pytest.approx(1 + 2)
    free = LanguageModel.model_validate({"endpoint": "http://here", "model": "m", "budget": {"calls": 1}})
    assert cost_of(Spent(3, 1, 1), free) is None


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
    assert next_breaks(Spent(2, 200, 40), Spent(1, 100, 20), model(**budget)) == told
