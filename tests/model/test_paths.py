from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.paths import paths
from tests.model.simulated import World, panel_of, repeated, simulated

WORLD = World(states=3, years=8)
TRUTH = simulated(WORLD, seed=9)
PANEL = panel_of(WORLD, TRUTH)
MANY = repeated(TRUTH, 300, spread=0.02, seed=1)


def test_parts_add_up_to_the_change_of_the_tie_that_is_observed() -> None:
    found = paths(MANY, PANEL, "S1")
    np.testing.assert_allclose(found.draws.sum(axis=1), found.changes, atol=1e-9)
    observed = np.diff(PANEL.ties[:, 1], axis=1) * PANEL.tie_scale[:, None]
    np.testing.assert_allclose(found.changes[7, :2], observed, atol=1e-9)
    np.testing.assert_allclose(found.changes[7, 2], observed[0] - observed[1], atol=1e-9)
    assert len(found.parts) == 3 + 1 + 2 * 4


def test_without_shocks_nothing_is_left_unexplained() -> None:
    quiet = replace(WORLD, tie_sd=np.zeros(2))
    truth = simulated(quiet, seed=9)
    found = paths(truth, panel_of(quiet, truth), "S0")
    shock = [part.kind for part in found.parts].index("shock")
    np.testing.assert_allclose(found.draws[:, shock], 0, atol=1e-12)
    assert np.abs(found.draws[:, :shock]).max() > 0.05


def test_shocks_that_are_left_are_as_large_as_those_of_the_world() -> None:
    long = World(states=3, years=600)
    truth = simulated(long, seed=2)
    found = paths(truth, panel_of(long, truth), "S2")
    shocks = found.draws[0, -1, :2] / long.tie_scale[:, None]
    # 599 draws of N(0, .4^2): the standard error of their standard deviation is .012.
    assert shocks.std(axis=1) == pytest.approx([0.4, 0.4], abs=0.05)
    assert np.corrcoef(shocks)[0, 1] == pytest.approx(0.3, abs=0.12)


def test_a_sentence_names_the_parts_that_are_told_apart_the_largest_first() -> None:
    ties, filters = np.zeros((1, 2, 3, 8)), np.zeros((1, 4, 3, 8))
    ties[0, 0, 0, 4] = 2.0
    filters[0, 1, 0, 4] = 5.0
    filters[0, 0, 0, 4] = -4.0
    still = replace(
        TRUTH, tie_states=ties, filter_states=filters, pressure=np.zeros((1, 8)), year=np.zeros((1, 2, 8))
    )
    found = paths(repeated(still, 200, spread=0.01), PANEL, "S0")
    # 5 x .3 x .15 = .225, -4 x .2 x .15 = -.12, and what is left of 2 x .15 = .3.
    titles = {"a": "Xanadu", "security": "Threats to the state"}
    sentence = found.sentence(1994, "a", titles)
    assert sentence.startswith("S0, 1994: the tie with Xanadu rose by 0.30. Parts whose direction is clear: ")
    parts = sentence.partition("clear: ")[2]
    assert parts.index("what threats to the state passed on (+0.2") < parts.index("does not explain (+0.")
    assert parts.index("does not explain") < parts.index("what economic passed on (-0.12)")
    assert "made of the pressure" not in parts
    quiet = found.sentence(1992, "tilt", titles)
    assert "away from power b, did not move" in quiet
    assert quiet.endswith(". Of no single part is the direction clear.")
    assert found.sentence(1994, "a", {"S0": "Philippines"}).startswith("Philippines, 1994: ")


def test_every_part_stands_in_the_table() -> None:
    table = paths(MANY, PANEL, "S0").table()
    assert table.height == 7 * 4 * 13
    one = table.filter(year=1995, outcome="a", part="persistence")["median"].item()
    expected = (0.7 - 1) * TRUTH.tie_states[0, 0, 0, 4] * 0.15
    assert one == pytest.approx(expected)


def test_a_state_or_year_that_there_is_not_is_told() -> None:
    with pytest.raises(CounterpoiseError, match="no state 'S9'"):
        paths(MANY, PANEL, "S9")
    with pytest.raises(CounterpoiseError, match="no change in 1990; 1991 to 1997 have one"):
        paths(TRUTH, PANEL, "S0").sentence(1990, "a")


def test_small_numbers_keep_their_digits_and_what_did_not_move_is_told_so() -> None:
    found = paths(MANY, PANEL, "S0")
    changes, draws = np.zeros_like(found.changes), np.zeros_like(found.draws)
    still = replace(found, changes=changes, draws=draws).sentence(1992, "engagement")
    assert still == (
        "S0, 1992: engagement with power a and power b did not move. Of no single part is the direction clear."
    )
    changes[:] = np.linspace(-0.0031, 0.0004, 300)[:, None, None]
    draws[:, 1] = -0.0012
    little = replace(found, changes=changes, draws=draws).sentence(1992, "engagement")
    assert "did not clearly move (90 % interval -0.003 to +0.0002). No part whose direction is" in little
    assert little.endswith("moved it by 0.005 or more.")
