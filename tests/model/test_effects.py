from dataclasses import replace

import numpy as np
import pytest

from counterpoise.model.effects import AFTER, LONG_RUN, effects
from tests.model.simulated import World, panel_of, repeated, simulated

WORLD = World(states=2, years=4)
TRUTH = simulated(WORLD, seed=3)
PANEL = panel_of(WORLD, TRUTH)
ONE = effects(TRUTH, PANEL)


def test_effects_of_a_known_world_are_those_of_its_equations() -> None:
    # By hand, of the tie with a: mediated .2*.3 + .3*.5 + 0 + .1*-.2 = .19, moderated .1*.3 + .1*-.2 = .01, direct -.3;
    # times .15, the scale of that tie.
    told = {r: ONE.of(r, "a", "impact").median for r in ("direct", "mediated", "moderated", "total")}
    assert told == pytest.approx({"direct": -0.045, "mediated": 0.0285, "moderated": 0.0015, "total": -0.015})
    # In the long run each filter is multiplied by 1/(1 - phi) and all by 1/(1 - .7).
    through = 0.2 * 0.3 / 0.5 + 0.3 * 0.5 / 0.3 + 0.1 * -0.2 / 0.2
    assert ONE.of("mediated", "a").median == pytest.approx(through / 0.3 * 0.15)
    assert ONE.of("direct", "tilt").median == pytest.approx(-0.3 / 0.3 * 0.15 - 0.2 / 0.5 * 0.1)


def test_what_the_filters_mediate_adds_up_to_what_is_mediated() -> None:
    table = ONE.table()
    assert table.height == len(AFTER) * (4 + 2 * 4) * 4
    one = ONE.table().filter(horizon="long run", outcome="b")
    for reading in ("mediated", "moderated"):
        by_filter = one.filter(reading=reading).drop_nulls("filter")["median"].sum()
        assert by_filter == pytest.approx(ONE.of(reading, "b").median)


def test_the_reading_that_carries_most_is_told_with_its_probability() -> None:
    sure = effects(repeated(TRUTH, 200, spread=0.01), PANEL).carried().filter(horizon="impact", outcome="a")
    by_reading = dict(sure.select("reading", "most").iter_rows())
    assert by_reading == {"direct": 1.0, "mediated": 0.0, "moderated": 0.0}
    assert sure["part_median"].sum() == pytest.approx(1, abs=0.02)
    assert dict(sure.select("reading", "part_median").iter_rows())["direct"] == pytest.approx(
        0.3 / 0.5, abs=0.03
    )


def test_where_pressure_does_nothing_no_reading_carries_more() -> None:
    nothing = World(states=2, years=4, direct=np.zeros(2)).without_filters()
    truth = simulated(nothing, seed=3)
    found = effects(truth, panel_of(nothing, truth)).carried()
    assert found["part_median"].to_list() == pytest.approx([1 / 3] * found.height)


def test_effects_that_have_no_long_run_in_sight_are_told_after_years() -> None:
    # By hand, of the direct effect: -.3 times 1 + tau + ... + tau^n on the tie with a.
    endless = replace(TRUTH, tie_persistence=np.ones_like(TRUTH.tie_persistence))
    long = World(states=2, years=12)
    found = effects(endless, panel_of(long, simulated(long, seed=3)))
    assert found.horizons == ("impact", "5 years", "10 years")
    assert not found.settles
    assert [found.of("direct", "a", each).median for each in found.horizons] == pytest.approx(
        [-0.3 * 0.15 * years for years in (1, 6, 11)]
    )
    assert found.of("direct", "a").median == found.of("direct", "a", "10 years").median
    assert set(found.table()["horizon"]) == set(found.carried()["horizon"]) == set(found.horizons)
    assert ONE.horizons == ("impact", "5 years", "10 years", LONG_RUN)
    # Of a panel of eight years nothing is told ten years on, nor of one of four after five.
    for years, horizons in ((8, ("impact", "5 years", "8 years")), (4, ("impact", "4 years"))):
        short = World(states=2, years=years)
        assert effects(endless, panel_of(short, simulated(short, seed=3))).horizons == horizons
