from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from counterpoise.findings.names import PowerNames
from counterpoise.findings.scenario_estimates import ScenarioEstimates, best_as_often
from counterpoise.findings.unobserved_ties import unobserved_ties
from counterpoise.model import scenarios
from counterpoise.model.forced_choice import OverDraws
from counterpoise.model.outset import outset
from counterpoise.model.scenariofile import Unmeasured
from counterpoise.theory.modelled import Decision
from counterpoise.theory.policies import Strategy
from counterpoise.theory.titles import block_titles
from counterpoise.wording import decimals_that_tell
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
        futures, NAMES, TITLES, Decision(), fit.panel, made_from(fit.panel, theory_of_library()).whole
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
    whole = made_from(panel, theory_of_library()).whole
    return ScenarioEstimates(futures, NAMES, TITLES, Decision(), panel, whole)


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
        assert np.mean(ahead > 0) == pytest.approx(often, abs=0.05)
    labels = [each.label for each in told().balancing_is_best().numbers]
    assert "tilt to a" not in told().balancing_is_best().reasons[0]
    assert "at a weight of 0 tilt to the United States" in told().balancing_is_best().reasons[0]
    assert labels[:2] == [
        "A balancing strategy is worth more than the best other, the gap weighing 0",
        "What it is worth more than the best other, the gap weighing 0",
    ]
    assert in_a_world((0.5, 0.5), **AS_NOW).futures.ahead == {}


def test_where_every_strategy_evens_both_ties_none_can_be_better_than_others() -> None:
    found = in_a_world((0.5, 0.5), hedge=Strategy(evens=0.1), equidistance=Strategy(evens=0.25))
    (why,) = found.balancing_is_best().silent
    assert why.startswith("a strategy that does not even both ties, to compare with")


def test_room_narrows_where_pressure_takes_from_both_ties_and_not_where_it_adds() -> None:
    for direct, finding in (((-2.0, -2.0), "supported"), ((2.0, 2.0), "contradicted")):
        found = in_a_world((0.5, 0.5), direct, **AS_NOW).narrows()
        assert found.judged(Decision()).finding == finding
        assert [each.interval is not None for each in found.numbers] == [True, True]
    # A strategy that evens both ties keeps more of the lesser than one that does not.
    even = in_a_world((0.5, 0.5), (-2.0, 0.0), as_now=Strategy(), even=Strategy(evens=0.5))
    alone = in_a_world((0.5, 0.5), (-2.0, 0.0), **AS_NOW)
    assert np.median(even.futures.narrowed[True]) < np.median(alone.futures.narrowed[True])


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
    assert "Best is a strategy that at no weight" in worse.balancing_is_best().reasons[1]
    assert worse.balancing_is_best().judged(Decision()).finding == "contradicted"
    assert in_a_world((0.4, 0.4), **AS_NOW).balancing_is_best().silent


def with_all(found: ScenarioEstimates, by: float, **of_weights: float) -> ScenarioEstimates:
    """The same where every run says that there is so much more, in parts of the spread that counts as none; of some weights otherwise."""
    futures, runs = found.futures, np.ones(100)
    unit = {weight: found._negligible(weight) for weight in futures.ahead}
    more = by * unit[0.5] * runs
    lever = futures.levers[0]
    return replace(
        found,
        futures=replace(
            futures,
            levers=(replace(lever, effect=replace(lever.effect, more=more)),),
            narrowed=dict.fromkeys(futures.narrowed, more),
            ahead={
                weight: of_weights.get(f"at_{weight:g}".replace(".", "_"), by) * each * runs
                for weight, each in unit.items()
            },
        ),
    )


@pytest.mark.parametrize(("by", "finding"), [(0.9, "contradicted"), (1.1, "supported"), (-5, "contradicted")])
def test_what_is_certainly_more_by_no_more_than_is_negligible_is_not_supported(
    by: float, finding: str
) -> None:
    found = with_all(told(), by)
    name = found.futures.levers[0].effect.name
    assert found.lever(name).judged(Decision()).finding == finding
    assert found.narrows().judged(Decision()).finding == finding
    # A theory that takes hardly anything for nothing judges the same otherwise.
    strict = replace(found, decision=Decision(negligible=0.05))
    assert strict.lever(name).judged(Decision()).finding == ("contradicted" if by < 0 else "supported")


def test_a_strategy_that_is_as_good_as_another_is_neither_best_nor_worse() -> None:
    for by, finding in ((0.9, "undecided"), (1.1, "supported"), (-1.1, "contradicted"), (-0.9, "undecided")):
        assert with_all(told(), by).balancing_is_best().judged(Decision()).finding == finding
    # Better at one weight and as good at the others is best; worse at one is not, and is no contrary either.
    assert with_all(told(), 0.0, at_1=2.0).balancing_is_best().probability == 1
    torn = with_all(told(), 2.0, at_0=-2.0).balancing_is_best()
    assert (torn.probability, torn.contrary) == (0, 0)


def test_what_counts_as_none_is_told_in_both_units() -> None:
    found = told()
    panel = found.panel
    a, b = (panel.tie_centre[side] + panel.tie_scale[side] * panel.ties[side] for side in (0, 1))
    # At one half a path is worth the lesser of both ties, at 0 their mean.
    assert found._negligible(0.5) == pytest.approx(0.1 * np.nanstd(np.minimum(a, b)))
    assert found._negligible(0.0) == pytest.approx(0.1 * np.nanstd((a + b) / 2))
    rule = found.narrows().reasons[1]
    assert rule == (
        "A difference of up to 0.1 standard deviations of the lesser tie over the states and years of the panel counts as none: "
        f"that is {found._negligible(0.5):.3f} on the scale of 0 to 1."
    )


def test_a_lever_is_held_to_the_lesser_tie_and_what_is_assumed_is_told() -> None:
    found = told().lever("balanced_diplomacy")
    effect = next(each.effect for each in told().futures.levers if each.effect.name == "balanced_diplomacy")
    assert found.probability == np.mean(effect.more > told()._negligible(0.5))
    assert any("assumed in the theory file" in reason for reason in found.reasons)
    assert all(number.basis is told().basis for number in found.numbers)
    assert all(number.interval for number in found.numbers)


def test_a_lever_that_the_policies_do_not_know_has_no_verdict() -> None:
    (why,) = told().lever("charm").silent
    assert why.startswith("what the lever charm does")


def test_a_lever_on_what_nothing_measures_says_what_it_lacks() -> None:
    lacking = Unmeasured({"leaders": ("charm",)}, {})
    raising = replace(told(), futures=replace(told().futures, unmeasured=lacking))
    assert raising.lever("leaders").silent == ("measures of charm",)


def test_the_chance_of_a_choice_has_an_interval_over_draws_and_says_so() -> None:
    found = in_a_world((0.5, 0.5), (-2.0, 0.0), **AS_NOW)
    number = next(each for each in found.lasts().numbers if each.label.startswith("Forced choice by"))
    over = found.futures.choices["as_now", True].over_draws
    assert over is not None
    assert (
        number.interval
        == f"90 % interval {decimals_that_tell(over.low90)} to {decimals_that_tell(over.high90)}"
    )
    assert over.low90 < float(number.text) < over.high90
    assert any("The interval of a chance is over draws" in reason for reason in found.lasts().reasons)


def test_since_when_no_tie_is_observed_is_among_the_reasons() -> None:
    futures = replace(told().futures, ties_until=(2014, 2014))
    (sentence,) = unobserved_ties((2014, 2014), futures.years[0] - 1, NAMES)
    assert sentence in replace(told(), futures=futures).lasts().reasons


def test_every_number_of_a_simulation_is_of_its_years_and_state() -> None:
    found, years = told(), told().futures.years
    numbers = [
        *(found.lasts().numbers),
        *(found.balancing_is_best().numbers),
        *(found.narrows().numbers),
        *(found.lever("balanced_diplomacy").numbers),
        *(found.shocks().values()),
    ]
    assert len(numbers) > 10
    assert {number.years for number in numbers} == {f"{years[0]}-{years[-1] % 100}"}
    assert {number.source for number in numbers} == {"simulated with the model of the causal figure"}
    assert {number.row for number in numbers} == {
        "Pakistan: Polarisation rises",
        "Pakistan: nothing else happens",
    }


def test_a_chance_that_hardly_changes_is_told_with_digits_that_tell() -> None:
    found = told()
    lever = replace(
        found.futures.levers[0], forced=-0.0038, forced_over_draws=OverDraws(-0.03, 0.004, 200, 200)
    )
    number = (
        replace(found, futures=replace(found.futures, levers=(lever,))).lever(lever.effect.name).numbers[1]
    )
    assert (number.text, number.interval) == ("-0.004", "90 % interval -0.03 to +0.004")


@pytest.mark.parametrize(
    ("replying", "alone", "told_of"),
    [
        (
            0.1,
            0.3,
            (
                "rarer where the powers reply (0.10) than where they do not (0.30)",
                "holds up a tie that falls",
            ),
        ),
        (0.3, 0.1, ("likelier where the powers reply (0.30)", "takes from it 10% of what")),
        (0.3, 0.3, ("as likely where the powers reply as where they do not (0.30)", "nothing estimates")),
    ],
)
def test_why_a_choice_is_rarer_or_likelier_where_the_powers_reply_is_told(
    replying: float, alone: float, told_of: tuple[str, str]
) -> None:
    found = told()
    choices = {
        ("as_now", replies): replace(
            found.futures.choices["as_now", replies], by_year=np.full(len(found.futures.years), chance)
        )
        for replies, chance in ((True, replying), (False, alone))
    }
    by_one = {"inducement": 0.05, "punishment": 0.4}
    futures = replace(found.futures, choices=choices, forced_by_one=by_one)
    reasons = replace(found, futures=futures).lasts().reasons
    (reason,) = (each for each in reasons if "what the theory assumes of a power" in each)
    assert all(each in reason for each in told_of)
    assert reason.endswith("With the first alone the chance is 0.05, with the second alone 0.40.")


def test_what_is_regretted_least_is_told_with_how_often_it_is_best_and_what_is_as_often() -> None:
    found = told()
    first, second, *rest = found.futures.regrets[0.5]
    of = (
        replace(first, least=0.1),
        replace(second, least=0.104),
        *(replace(each, least=0.0) for each in rest),
    )
    assert best_as_often(of, NAMES).endswith(" in 10%)")
    assert best_as_often((replace(first, least=0.9), *of[1:]), NAMES) == ""
    assert "which is best in" in found.balancing_is_best().reasons[0]
