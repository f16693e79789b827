from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from counterpoise.findings.names import PowerNames
from counterpoise.findings.scenario_estimates import ScenarioEstimates
from counterpoise.model import scenarios
from counterpoise.model.outset import outset
from counterpoise.model.regret import Regret
from counterpoise.theory.modelled import Decision
from counterpoise.theory.policies import Strategy
from counterpoise.theory.titles import block_titles
from tests.findings.fitted import known_fit, made_from
from tests.model.rival_worlds import theory_of_library

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})
TITLES = block_titles(theory_of_library())


@cache
def told() -> ScenarioEstimates:
    fit, model = known_fit(), theory_of_library().model
    assert model is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scenarios, "COMPARED", 200)
        polarised = scenarios.polarised(model.policies, fit.panel.years[-1])
        futures = scenarios.simulate(outset(fit.panel, fit.posterior, "PAK"), model.policies, polarised)
    return ScenarioEstimates(
        futures, NAMES, TITLES, fit.panel, made_from(fit.panel, theory_of_library()).whole
    )


def in_a_world(
    levels: tuple[float, float], direct: tuple[float, float] | None = None, **strategies: Strategy
) -> ScenarioEstimates:
    """What the futures say where ties stand at these levels and pressure does this to them at once, and no more; few strategies."""
    fit, policies = known_fit(), theory_of_library().model.policies
    policies = policies.model_copy(
        update={"levers": {}, "shocks": {}, "strategies": strategies or policies.strategies}
    )
    panel, posterior = replace(fit.panel, tie_centre=np.array(levels)), fit.posterior
    if direct is not None:
        posterior = replace(
            posterior,
            direct=np.broadcast_to(direct, posterior.direct.shape),
            direct_of_state=np.zeros_like(posterior.direct_of_state),
        )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scenarios, "COMPARED", 200)
        polarised = scenarios.polarised(policies, panel.years[-1])
        futures = scenarios.simulate(outset(panel, posterior, "PAK"), policies, polarised)
    return ScenarioEstimates(futures, NAMES, TITLES, panel, made_from(panel, theory_of_library()).whole)


AS_NOW = {"as_now": Strategy()}


def test_the_year_of_a_choice_is_told_with_its_interval_as_far_as_the_horizon() -> None:
    found = in_a_world((0.5, 0.5), (-2.0, 0.0), **AS_NOW)
    by_year = found.futures.choices["as_now", True].by_year
    number = next(each for each in found.lasts().numbers if each.label.startswith("Year of a forced choice"))
    assert number.label == "Year of a forced choice, the powers replying"
    low, high = number.interval.removeprefix("90 % interval ").split(" to ")
    for part, told in ((0.05, low), (0.5, number.text), (0.95, high)):
        first = np.flatnonzero(by_year >= part)
        assert told == (str(found.futures.years[first[0]]) if first.size else "after 2029")
    assert by_year[-1] > 0.05


def test_how_far_balancing_is_ahead_has_the_sign_of_how_often_it_is_best() -> None:
    for weight, ahead in told().futures.ahead.items():
        often = sum(
            each.least for each in told().futures.regrets[weight] if each.strategy in told().futures.balancing
        )
        assert ahead.positive == pytest.approx(often, abs=0.05)
    labels = [each.label for each in told().balancing_is_best().numbers]
    assert labels[:2] == [
        "A balancing strategy is best, the gap weighing 0",
        "What it is worth more than the best other, the gap weighing 0",
    ]
    assert in_a_world((0.5, 0.5), **AS_NOW).futures.ahead == {}


def test_room_narrows_where_pressure_takes_from_both_ties_and_not_where_it_adds() -> None:
    for direct, finding in (((-2.0, -2.0), "supported"), ((2.0, 2.0), "contradicted")):
        found = in_a_world((0.5, 0.5), direct, **AS_NOW).narrows()
        assert found.judged(Decision()).finding == finding
        assert [each.interval is not None for each in found.numbers] == [True, True]
    # A strategy that evens both ties keeps more of the lesser than one that does not.
    even = in_a_world((0.5, 0.5), (-2.0, 0.0), as_now=Strategy(), even=Strategy(evens=0.5))
    alone = in_a_world((0.5, 0.5), (-2.0, 0.0), **AS_NOW)
    assert even.futures.narrowed[True].median < alone.futures.narrowed[True].median


def test_balancing_lasts_where_ties_are_far_from_a_choice_and_not_where_pressure_ends_one() -> None:
    lasting = in_a_world((0.9, 0.9), **AS_NOW).lasts()
    assert lasting.judged(Decision()).finding == "supported"
    assert lasting.says == "no choice between the United States and China is forced by 2029"
    assert "goes on as it does now (the strategy as now)" in lasting.reasons[0]
    assert [number.label for number in lasting.numbers] == [
        "Forced choice by 2029, the powers replying",
        "Year of a forced choice, the powers replying",
        "Forced choice by 2029, no power replying",
        "Year of a forced choice, no power replying",
    ]
    assert (lasting.numbers[1].text, lasting.numbers[1].interval) == (
        "after 2029",
        "90 % interval after 2029 to after 2029",
    )
    ending = in_a_world((0.4, 0.5), (-6.0, 0.0), **AS_NOW).lasts()
    assert ending.judged(Decision()).finding == "contradicted"


def test_whether_balancing_lasts_is_told_of_a_state_that_goes_on_as_now() -> None:
    (why,) = in_a_world((0.9, 0.9), tilt_to_a=Strategy(a=0.25)).lasts().silent
    assert why == "a strategy 'as_now' (`strategies` of the theory's `policies`)"


def test_balancing_is_best_where_ties_are_uneven_and_not_where_more_of_both_can_be_had() -> None:
    shrinking, closer = Strategy(a=-0.25, b=-0.25), Strategy(a=0.25, b=0.375)
    best = in_a_world((0.15, 0.9), **AS_NOW, equidistance=Strategy(evens=0.25), disengage=shrinking)
    assert best.balancing_is_best().judged(Decision()).finding == "supported"
    # A tie with a varies by .15 and one with b by .1: a quarter of the one is as much as three eighths of the other.
    worse = in_a_world((0.4, 0.4), **AS_NOW, hedge=Strategy(evens=0.01), closer=closer)
    assert worse.balancing_is_best().judged(Decision()).finding == "contradicted"
    assert in_a_world((0.4, 0.4), **AS_NOW).balancing_is_best().silent


def test_best_at_every_weight_is_as_probable_as_what_each_leaves() -> None:
    found = told()
    often = {0.0: 0.95, 0.5: 0.97, 1.0: 0.98}
    regrets = {weight: (Regret("equidistance", 0.0, 0.0, 0.0, each),) for weight, each in often.items()}
    best = replace(found, futures=replace(found.futures, regrets=regrets)).balancing_is_best()
    assert best.probability == pytest.approx(0.90)
    assert best.contrary == 0.0


def test_a_lever_is_held_to_the_lesser_tie_and_what_is_assumed_is_told() -> None:
    found = told().lever("balanced_diplomacy")
    effect = next(each.effect for each in told().futures.levers if each.effect.name == "balanced_diplomacy")
    assert found.probability == effect.worth.positive
    assert any("assumed in the theory file" in reason for reason in found.reasons)
    assert all(number.basis is told().basis for number in found.numbers)


def test_a_lever_that_the_policies_do_not_know_has_no_verdict() -> None:
    (why,) = told().lever("charm").silent
    assert why.startswith("what the lever charm does")


def test_a_lever_on_what_nothing_measures_says_what_it_lacks() -> None:
    raising = replace(told(), raises={"leaders": ("charm",)})
    assert raising.lever("leaders").silent == ("measures of charm",)
