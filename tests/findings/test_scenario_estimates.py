from dataclasses import replace
from functools import cache

import pytest

from counterpoise.findings.names import PowerNames
from counterpoise.findings.scenario_estimates import ScenarioEstimates
from counterpoise.model import scenarios
from counterpoise.model.outset import outset
from tests.findings.fitted import known_fit
from tests.model.rival_worlds import theory_of_library

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})


@cache
def told() -> ScenarioEstimates:
    fit, model = known_fit(), theory_of_library().model
    assert model is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scenarios, "COMPARED", 200)
        polarised = scenarios.polarised(model.policies, fit.panel.years[-1])
        futures = scenarios.simulate(outset(fit.panel, fit.posterior, "PAK"), model.policies, polarised)
    return ScenarioEstimates(futures, NAMES, fit.panel, ("id",))


def test_balancing_lasts_as_often_as_no_choice_is_forced() -> None:
    found = told().lasts()
    forced = told().futures.choices["as_now", True].by_year[-1]
    assert found.probability == pytest.approx(1 - forced)
    assert found.contrary == pytest.approx(forced)
    assert found.says == "no choice between the United States and China is forced by 2029"
    assert [number.label for number in found.numbers] == [
        "Forced choice by 2029, the powers replying",
        "Forced choice by 2029, no power replying",
    ]


def test_balancing_is_best_if_it_is_at_every_weight_of_the_gap() -> None:
    found = told().balancing_is_best()
    often = [
        sum(each.least for each in of if each.strategy in told().futures.balancing)
        for of in told().futures.regrets.values()
    ]
    assert found.probability == pytest.approx(min(often))
    assert found.contrary == pytest.approx(1 - max(often))


def test_a_lever_is_held_to_the_lesser_tie_and_what_is_assumed_is_told() -> None:
    found = told().lever("balanced_diplomacy")
    effect = next(each.effect for each in told().futures.levers if each.effect.name == "balanced_diplomacy")
    assert found.probability == effect.worth.positive
    assert any("assumed in the theory file" in reason for reason in found.reasons)
    assert all(number.evidence == ("id",) for number in found.numbers)


def test_a_lever_that_the_policies_do_not_know_has_no_verdict() -> None:
    (why,) = told().lever("charm").silent
    assert why.startswith("what the lever charm does")


def test_a_lever_on_what_nothing_measures_says_what_it_lacks() -> None:
    raising = replace(told(), raises={"leaders": ("charm",)})
    assert raising.lever("leaders").silent == ("measures of the filter charm",)
