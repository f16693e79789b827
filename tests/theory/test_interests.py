from pathlib import Path

import pytest
from pydantic import ValidationError

from counterpoise.theory.interests import Frontier
from counterpoise.theory.reading import read_theory


def test_every_loss_weighs_alike_where_nothing_is_said() -> None:
    assert Frontier().losses == {"dependence": 1, "abandonment": 1, "entrapment": 1}
    assert Frontier().tail == 0.05


@pytest.mark.parametrize(
    ("losses", "told"),
    [
        ({}, "one of them above 0"),
        ({"dependence": 0}, "one of them above 0"),
        ({"dependence": 1, "entrapment": -1}, "losses.entrapment"),
    ],
)
def test_a_loss_weighs_something(losses: dict[str, float], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Frontier(losses=losses)


def test_a_loss_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValidationError, match="abandonment"):
        Frontier(losses={"desertion": 1})


def test_the_library_theory_values_what_its_source_names() -> None:
    # Kanwal, Samrana and Alvi (2026), lines 221-223: security, prosperity and stability.
    model = read_theory("neoclassical-realism", Path()).model
    assert model is not None
    interests = model.frontier.interests
    assert set(interests) == {"security", "prosperity", "stability"}
    assert interests["prosperity"].more_is == "better"
    assert interests["security"].more_is == "worse"
