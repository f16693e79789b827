from dataclasses import replace

import numpy as np
import pytest

from counterpoise.findings.names import PowerNames
from counterpoise.findings.refusals import Refusals
from counterpoise.model.panel import FELT_ALIKE
from counterpoise.theory.modelled import Decision
from counterpoise.theory.titles import block_titles
from tests.findings.fitted import KnownFit, felt_alike, known_fit
from tests.model.rival_worlds import theory_of_library

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})
TITLES = block_titles(theory_of_library())
FEW = "a verdict takes 5 states at least, and this panel has 3"


def refusals(fit: KnownFit, **decision: float) -> Refusals:
    return Refusals(fit, Decision(**decision), NAMES, TITLES)


def test_nothing_stands_against_sound_draws_of_enough_states_that_differ() -> None:
    found = refusals(known_fit())
    assert (found.of_draws, found.of_panel, found.of_pressure, found.headline) == ((), (), (), None)
    assert (found.sentences_on_futures(), found.sentences_on_estimate()) == ((), ())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"reading": "direct"}, "only the reading 'direct' was kept"),
        ({"without": ("domestic",)}, "no effect was kept of domestic politics"),
        (
            {"blocked": ("R-hat above 1.01 of direct[a] (1.2)",)},
            "R-hat above 1.01 of direct effect of pressure on the tie with the United States (1.2)",
        ),
    ],
)
def test_each_reason_is_told_of_futures_and_of_the_estimate_alike(
    changed: dict[str, object], why: str
) -> None:
    found = refusals(replace(known_fit(), **changed))
    assert found.of_draws == (why,)
    assert found.sentences_on_futures() == (f"No verdict may rest on it: {why}.",)
    assert found.sentences_on_estimate() == (f"No verdict: {why}.",)
    assert found.headline == (f"No verdict rests on the draws of the model. What stands against them: {why}.")
    assert found.of_panel == ()


def test_too_few_states_stand_against_any_draws_of_their_panel_by_the_theory_s_own_number() -> None:
    found = refusals(known_fit(states=3))
    assert found.of_panel == found.of_draws == (FEW,)
    assert refusals(known_fit(states=3), fewest_states=3).of_draws == ()


def test_where_pressure_is_felt_alike_futures_carry_no_verdict_and_the_estimate_none_on_pressure() -> None:
    found = refusals(felt_alike())
    assert np.ptp(found.fit.panel.exposure) == 0
    assert (found.of_draws, found.of_pressure) == ((), (FELT_ALIKE,))
    assert found.sentences_on_futures() == (f"No verdict may rest on it: {FELT_ALIKE}.",)
    assert found.sentences_on_estimate() == (f"No verdict on what pressure does: {FELT_ALIKE}.",)
