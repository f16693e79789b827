from dataclasses import replace

import numpy as np
import pytest

from counterpoise.model.futures import Futures
from counterpoise.model.scenariofile import Held, Pulled, ScenarioFile, Shock, Unmeasured
from counterpoise.model.scenarios import polarised, simulate
from counterpoise.theory.policies import Impulse, Lever, Policies
from tests.model.simulated_outset import made_up_outset

POLICIES = Policies(
    levers={"evening": Lever(evens=0.5), "nothing_felt": Lever(exposure=0)},
    shocks={"rivalry": Impulse(to="pressure", by=2, years=3)},
)


def scenario(**keys: object) -> ScenarioFile:
    return ScenarioFile(scenario="S", draws=400, years=4, **keys)


@pytest.fixture(scope="module")
def futures() -> Futures:
    shock = Shock(to="tie_a", by=-4, year=2021, until=2024)
    return simulate(made_up_outset(), POLICIES, scenario(shocks=[shock]))


def test_a_fan_has_ordered_quantiles_for_every_strategy_series_and_year(futures: Futures) -> None:
    table = futures.table()
    assert table.height == 7 * 5 * 4
    for low, high in (("low90", "low50"), ("low50", "median"), ("median", "high50"), ("high50", "high90")):
        assert (table[low] <= table[high]).all()
    assert futures.years == (2021, 2022, 2023, 2024)


def test_a_tie_that_is_cut_forces_a_choice_for_the_other_power(futures: Futures) -> None:
    found = futures.choices["as_now", False]
    assert found.by_year[-1] > 0.9
    assert found.for_a == 0
    assert found.median is not None
    assert futures.choices["equidistance", False].by_year[-1] < found.by_year[-1]


def test_regret_is_that_over_conditions_and_weights(futures: Futures) -> None:
    assert set(futures.regrets) == {0.0, 0.5, 1.0}
    for of_weight in futures.regrets.values():
        assert sum(each.least for each in of_weight) == pytest.approx(1)
        assert min(each.regret for each in of_weight) >= 0
    assert futures.balancing == {"equidistance", "hedge"}
    assert futures.regrets[1.0][0].strategy in futures.balancing


def test_a_lever_does_what_it_is_said_to_and_nothing_at_a_weight_that_it_has_not(futures: Futures) -> None:
    evening, unfelt = futures.levers
    assert evening.effect.on["tilt"].positive > 0.9
    assert evening.forced < 0
    over = evening.forced_over_draws
    assert over.low90 <= evening.forced <= over.high90
    assert -1 <= over.low90 < 0
    assert unfelt.effect.name == "nothing_felt"
    assert 0 <= evening.box.density <= 1


def test_a_row_of_a_table_has_the_shock_that_stands_for_it(futures: Futures) -> None:
    found = futures.shocks["rivalry"]
    assert found.on["tie_a"].median < 0 < found.on["tie_b"].median


def test_what_each_reply_of_the_powers_does_alone_is_what_both_do_where_the_other_is_none() -> None:
    asked = scenario(strategies=["as_now"])
    both = simulate(made_up_outset(), POLICIES, asked).forced_by_one
    assert set(both) == {"inducement", "punishment"}
    for one, other in (("inducement", "punishment"), ("punishment", "inducement")):
        replies = POLICIES.replies.model_copy(update={other: 0.0})
        alone = simulate(made_up_outset(), POLICIES.model_copy(update={"replies": replies}), asked)
        assert both[one] == alone.choices["as_now", True].by_year[-1] == alone.forced_by_one[one]
        assert alone.forced_by_one[other] == alone.choices["as_now", False].by_year[-1]
    assert both["inducement"] < both["punishment"]


def test_polarisation_rises_from_the_year_after_the_last() -> None:
    found = polarised(POLICIES, 2020)
    assert (found.shocks[0].year, found.shocks[0].until, found.years) == (2021, 2030, 10)


def test_a_world_in_which_nothing_happens_is_that_of_a_scenario_of_nothing() -> None:
    found = simulate(made_up_outset(), POLICIES, scenario(replies=False, strategies="as_now"))
    for series, quantiles in found.still.items():
        np.testing.assert_array_equal(found.fans["as_now"][series], quantiles)
    assert not found.explanation.difference.any()


def test_a_lever_of_the_scenario_is_at_work_in_its_fans() -> None:
    pulled = scenario(levers=[Pulled(lever="evening")], replies=False, strategies=["as_now"])
    plain = simulate(made_up_outset(), POLICIES, scenario(replies=False, strategies=["as_now"]))
    found = simulate(made_up_outset(), POLICIES, pulled)
    assert abs(found.fans["as_now"]["tilt"][-1, 0]) < abs(plain.fans["as_now"]["tilt"][-1, 0])


def test_what_acts_on_filters_that_are_not_measured_is_left_out_and_named() -> None:
    policies = Policies(
        levers={"opening": Lever(raises={"economic": 1, "leaders": 1}), "evening": Lever(evens=0.5)},
        shocks={"coup": Impulse(to="domestic"), "slump": Impulse(to="economic")},
    )
    found = simulate(made_up_outset(), policies, scenario(strategies=["as_now"]))
    assert [each.effect.name for each in found.levers] == ["evening"]
    assert set(found.shocks) == {"slump"}
    assert found.unmeasured == Unmeasured({"opening": ("leaders",)}, {"coup": ("domestic",)})


def test_the_chance_of_a_choice_differs_by_draw_as_the_draws_do() -> None:
    # Half of the draws have ties that nothing moves, in the others one tie is swept away.
    outset = made_up_outset()
    swept = np.arange(outset.draws) % 2 == 0
    torn = replace(
        outset,
        ties=np.zeros_like(outset.ties),
        tie_levels=np.zeros_like(outset.tie_levels),
        direct=np.where(swept, [[-9.0], [0.0]], 0.0),
        mediated=np.zeros_like(outset.mediated),
        moderated=np.zeros_like(outset.moderated),
        pressure=np.ones(outset.draws),
        pressure_persistence=np.full(outset.draws, 0.99),
        tie_sd=np.full_like(outset.tie_sd, 0.001),
        year_sd=np.full_like(outset.year_sd, 0.001),
    )
    asked = scenario(strategies=["as_now"], held=[Held(what="pressure", at=1)])
    found = simulate(torn, POLICIES, asked).choices["as_now", False]
    assert found.by_year[-1] == pytest.approx(0.5, abs=0.03)
    assert found.over_draws is not None
    assert (found.over_draws.low90, found.over_draws.high90) == pytest.approx((0, 1), abs=0.03)
    same = replace(torn, direct=np.broadcast_to([[-9.0], [0.0]], torn.direct.shape))
    sure = simulate(same, POLICIES, asked).choices["as_now", False].over_draws
    assert sure is not None
    assert (sure.low90, sure.high90) == pytest.approx((1, 1), abs=0.02)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"levers": [Pulled(lever="evening")]}, "by evening out the tilt"),
        ({"held": [Held(what="tie_a", at=-2)]}, "by what is held"),
        (
            {"levers": [Pulled(lever="evening")], "held": [Held(what="tie_a", at=-2, to=2022)]},
            "by evening out the tilt and what is held",
        ),
        ({"shocks": [Shock(to="tie_a", by=-4, year=2021)]}, "by shocks to the tie itself"),
        ({"levers": [Pulled(lever="closer")]}, "by what levers add to both ties"),
    ],
)
def test_why_a_path_differs_names_nothing_that_the_scenario_does_not_have(
    keys: dict[str, object], told: str
) -> None:
    policies = Policies(levers={"evening": Lever(evens=0.5), "closer": Lever(ties=1)})
    found = simulate(made_up_outset(), policies, scenario(replies=False, strategies=["as_now"], **keys))
    sentence = found.explanation.sentence(0, 1, "the tie with Alpha", 2022, "with nothing done")
    causes = [cause.partition(" ")[2] for cause in sentence.rstrip(".").partition(": ")[2].split(", ")]
    assert told in causes
