from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.contributions import contributions
from tests.model.simulated import World, panel_of, repeated, simulated

WORLD = World(states=3, years=6)
TRUTH = simulated(WORLD, seed=1)
PANEL = panel_of(WORLD, TRUTH)


def test_what_the_terms_leave_of_a_simulated_tie_is_its_shock() -> None:
    # Without shocks and years nothing is left: the terms are those of the equation, by another program.
    quiet = replace(WORLD, tie_sd=np.zeros(2), year_sd=0.0)
    truth = simulated(quiet, seed=2)
    found = contributions(truth, panel_of(quiet, truth))
    total = found.by_block.sum(axis=2)[0]
    ties = truth.tie_states[0]
    left = ties[..., 1:] - quiet.tie_persistence[:, None, None] * ties[..., :-1] - total[..., 1:]
    assert np.abs(ties).max() > 0.5
    np.testing.assert_allclose(left, 0, atol=1e-12)


def test_blocks_and_readings_are_two_ways_of_adding_up_the_same() -> None:
    found = contributions(TRUTH, PANEL)
    assert found.by_block.shape == (1, 2, 5, 3, 6)
    np.testing.assert_allclose(found.by_block.sum(axis=2), found.by_reading.sum(axis=2), atol=1e-12)


def test_some_draws_and_states_are_those_of_all() -> None:
    many = repeated(TRUTH, 5, spread=0.1)
    some = contributions(many, PANEL, slice(2, 4), slice(1, 2))
    np.testing.assert_array_equal(some.moderated, contributions(many, PANEL).moderated[2:4, :, :, 1:2])


def test_draws_of_another_panel_are_refused() -> None:
    world = World(states=8, years=6)
    other = panel_of(world, simulated(world, seed=1))
    with pytest.raises(CounterpoiseError, match="4 filters, 3 states and 6 years; the panel has 4, 8 and 6"):
        contributions(TRUTH, other)
