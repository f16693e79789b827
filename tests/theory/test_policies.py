from pathlib import Path

import pytest
from pydantic import ValidationError

from counterpoise.theory.policies import Lever, Policies
from counterpoise.theory.reading import read_theory


def test_a_lever_that_does_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="does nothing"):
        Lever()
    assert Lever(ties=-0.5).exposure == 1


def test_polarisation_is_a_rise_in_pressure_and_in_nothing_else() -> None:
    assert (Policies().polarisation.to, Policies().polarisation.years) == ("pressure", 10)
    with pytest.raises(ValidationError, match="polarisation"):
        Policies(polarisation={"to": "economic"})


def test_what_is_steered_by_nothing_is_among_the_strategies_and_replies_lie_between_0_and_1() -> None:
    assert Policies().strategies["as_now"] == type(Policies().strategies["as_now"])()
    with pytest.raises(ValidationError, match="punishment"):
        Policies(replies={"punishment": 2})


def test_every_lever_of_the_library_theory_does_something_in_its_model() -> None:
    theory = read_theory("neoclassical-realism", Path())
    assert theory.model is not None
    assert set(theory.model.policies.levers) == set(theory.levers)
