import numpy as np

from counterpoise.model.planning import Planner
from counterpoise.model.scenariofile import Held, Pulled, ScenarioFile, Shock
from counterpoise.theory.policies import Lever, Policies, Strategy

POLICIES = Policies(
    levers={"capacity": Lever(raises={"institutions": 1}), "wall": Lever(exposure=0.5, evens=0.5, ties=0.1)}
)
PLANNER = Planner(POLICIES, ("economic", "institutions"), first=2026, years=5)


def scenario(**keys: object) -> ScenarioFile:
    return ScenarioFile(scenario="S", years=5, **keys)


def test_a_shock_falls_in_its_years_and_only_where_it_is_asked_for() -> None:
    asked = scenario(
        shocks=[Shock(to="pressure", by=1.5, year=2027, until=2028), Shock(to="tie_b", by=-1, year=2030)]
    )
    plan = PLANNER.plan(asked, "as_now")
    assert plan.pressure.tolist() == [0, 1.5, 1.5, 0, 0]
    assert plan.ties.tolist() == [[0, 0, 0, 0, 0], [0, 0, 0, 0, -1]]
    assert not PLANNER.plan(asked, "as_now", shocks=False).pressure.any()


def test_what_is_held_is_set_from_year_to_year_and_free_elsewhere() -> None:
    plan = PLANNER.plan(scenario(held=[Held(what="economic", at=0.5, **{"from": 2029})]), "as_now")
    assert plan.held_filters[0, 3:].tolist() == [0.5, 0.5]
    assert np.isnan(plan.held_filters[0, :3]).all()
    assert np.isnan(plan.held_filters[1]).all()


def test_a_lever_pulled_twice_as_strongly_does_twice_or_twice_over_what_it_does() -> None:
    levers = [Pulled(lever="capacity", strength=2, to=2027), Pulled(lever="wall", strength=2)]
    plan = PLANNER.plan(scenario(levers=levers), "as_now")
    assert plan.raised.tolist() == [[0] * 5, [2, 2, 0, 0, 0]]
    assert plan.exposure.tolist() == [0.25] * 5
    assert plan.evens.tolist() == [0.75] * 5
    assert plan.ties.tolist() == [[0.2] * 5] * 2


def test_a_strategy_steers_in_every_year_and_the_powers_reply_as_the_file_says_or_as_asked() -> None:
    plan = PLANNER.plan(scenario(), "tilt_to_b")
    of_b = POLICIES.strategies["tilt_to_b"]
    assert isinstance(of_b, Strategy)
    assert plan.ties.tolist() == [[of_b.a] * 5, [of_b.b] * 5]
    assert plan.inducement == POLICIES.replies.inducement
    assert PLANNER.plan(scenario(replies=False), "as_now").punishment == 0
    assert PLANNER.plan(scenario(), "as_now", replies=False).inducement == 0
