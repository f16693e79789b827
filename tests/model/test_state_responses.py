from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from counterpoise.model.impulse import long_run
from counterpoise.model.state_responses import joint_ties, state_responses
from tests.model.simulated import World, panel_of, repeated, simulated

WORLD = World(states=6, years=40)
TRUTH = simulated(WORLD, seed=6)
PANEL = panel_of(WORLD, TRUTH)


def test_a_state_responds_with_its_own_slope() -> None:
    own = replace(TRUTH, direct_of_state=np.array([[[0.6, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0.0]]]))
    found = state_responses(own, PANEL)
    alike = long_run(own, PANEL).sum(axis=1)[0]
    assert found.draws[0, 0, 0] - alike[0] == pytest.approx(0.6 / 0.3 * 0.15)
    np.testing.assert_allclose(found.draws[0, :, 1:] - alike[:, None], 0, atol=1e-12)
    assert found.table().height == 6 * 4


def test_states_that_respond_with_opposite_signs_are_told() -> None:
    # Six states, one of them above 0 and five below: 5 of the 15 pairs are opposed.
    slopes = np.zeros((1, 2, 6))
    slopes[0, 0] = [5, -5, -5, -5, -5, -5]
    found = state_responses(replace(TRUTH, direct_of_state=slopes), PANEL).differing()
    a = found.filter(outcome="a")
    assert (a["opposed"].item(), a["pairs"].item()) == (1.0, pytest.approx(5 / 15))
    alike = state_responses(replace(TRUTH, direct_of_state=np.zeros((1, 2, 6))), PANEL).differing()
    assert alike["opposed"].to_list() == [0.0] * 4
    assert alike["sd"].to_list() == pytest.approx([0.0] * 4)
    assert alike["opposed_of_all"].null_count() == 2


def test_any_two_states_that_there_could_be_are_opposed_as_often_as_their_law_says() -> None:
    found = state_responses(TRUTH, PANEL)
    q = norm.cdf(found.alike[0, 1] / (0.15 / 0.5 * 0.1))
    assert found.opposed(1) == pytest.approx(2 * q * (1 - q))
    assert 0.0 < found.opposed(1) < 0.5
    assert found.spread[0] == pytest.approx([0.15 / 0.3 * 0.15, 0.15 / 0.5 * 0.1])


def test_one_state_differs_from_none() -> None:
    alone = World(states=1, years=5)
    truth = simulated(alone, seed=1)
    assert state_responses(truth, panel_of(alone, truth)).differing().is_empty()


def test_ties_that_move_together_are_told_apart_from_shocks_that_do() -> None:
    told = joint_ties(repeated(TRUTH, 3))
    assert told.shocks.median == 0.3
    expected = np.corrcoef(TRUTH.tie_states[0].reshape(2, -1))[0, 1]
    assert told.ties.median == pytest.approx(expected)
    still = replace(TRUTH, tie_states=np.zeros_like(TRUTH.tie_states))
    assert joint_ties(still).ties.median == 0.0
    assert told.table()["of"].to_list() == ["shocks", "ties"]
