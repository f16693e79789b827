from functools import cache

import pytest

from counterpoise.findings.rival_estimates import against_rivals, forecast, of_rival
from counterpoise.model.panel import ModelPanel
from counterpoise.model.rivals import Comparison, compare
from counterpoise.theory.modelled import Decision
from tests.model.rival_worlds import POWERS, simulated, theory_of_library

STATES = ("LKA", "MYS", "PAK", "PHL", "SGP", "THA")


@cache
def world(truth: str) -> tuple[Comparison, ModelPanel]:
    panel, values = simulated(truth, states=STATES)
    theory = theory_of_library()
    kept = {
        name: theory.rivals[name] for name in ("ideology", "liberal_institutionalism", "classical_alignment")
    }
    found = compare(theory.model_copy(update={"rivals": kept}), panel, values, POWERS, 1, imputations=1)
    return found, panel


@pytest.mark.parametrize(
    ("truth", "finding"), [("filters", "supported"), ("ideology", "contradicted"), ("nothing", "weakened")]
)
def test_a_theory_is_held_to_every_rival_that_can_be_tested(truth: str, finding: str) -> None:
    found = against_rivals(*world(truth), Decision(), ("id",))
    assert found.judged(Decision()).finding == finding
    assert {number.label for number in found.numbers} == {
        "Difference in predictive density to ideology",
        "Difference in predictive density to classical alignment",
        "Difference in predictive density to mere persistence",
    }
    assert "Not testable with this evidence, and not among them: liberal institutionalism." in found.reasons


def test_a_claim_may_name_the_one_rival() -> None:
    found = against_rivals(*world("filters"), Decision(), ("id",), "ideology")
    assert found.says == "the theory predicts later years better than ideology"
    assert len(found.numbers) == 1
    untestable = against_rivals(*world("filters"), Decision(), ("id",), "liberal_institutionalism")
    assert "Openness to trade under pressure: trade_openness not observed" in untestable.silent


def test_a_rival_is_held_to_that_ties_persist() -> None:
    assert of_rival("ideology", *world("ideology"), Decision(), ()).judged(Decision()).finding == "supported"
    assert of_rival("ideology", *world("nothing"), Decision(), ()).judged(Decision()).finding == "weakened"
    assert of_rival("liberal_institutionalism", *world("nothing"), Decision(), ()).silent


def test_a_forecast_is_held_to_the_better_baseline() -> None:
    found = forecast(*world("filters"), ("id",))
    assert found.says == "the theory forecasts a year ahead better than the tie of the year before"
    assert found.numbers[0].label == "Miss of forecasts by the theory"
    assert found.probability + found.contrary == pytest.approx(1)
