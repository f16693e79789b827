from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.model.shapley import coalitions, shapley_interactions, shapley_values


def test_the_glove_game_has_its_published_values() -> None:
    # Osborne & Rubinstein (1994), A Course in Game Theory, ch. 14: two with a left glove and one with a right: 1/6, 1/6, 2/3.
    inside = coalitions(3)
    worth = (inside[:, 2] & (inside[:, 0] | inside[:, 1])).astype(float)[:, None]
    assert shapley_values(worth)[:, 0] == pytest.approx([1 / 6, 1 / 6, 2 / 3])


def test_unanimity_is_shared_alike_and_all_of_it_is_interaction() -> None:
    # Grabisch & Roubens (1999): in the unanimity game of a pair the interaction of the pair is 1.
    worth = (coalitions(4)[:, 1] & coalitions(4)[:, 3]).astype(float)[:, None]
    assert shapley_values(worth)[:, 0] == pytest.approx([0, 0.5, 0, 0.5])
    found = shapley_interactions(worth)[..., 0]
    assert found[1, 3] == pytest.approx(1)
    assert np.abs(found).sum() == pytest.approx(2)


def test_what_each_brings_alone_has_no_interaction() -> None:
    worth = coalitions(5) @ np.array([0.1, 0.2, 0.0, -0.3, 0.4])
    assert shapley_values(worth[:, None])[:, 0] == pytest.approx([0.1, 0.2, 0.0, -0.3, 0.4])
    np.testing.assert_allclose(shapley_interactions(worth[:, None]), 0, atol=1e-15)


@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_values_are_the_mean_over_all_orders_and_sum_to_the_worth_of_all(players: int, seed: int) -> None:
    worth = np.random.default_rng(seed).normal(size=(2**players, 3))
    gained = np.zeros((players, 3))
    orders = list(permutations(range(players)))
    for order in orders:
        there = 0
        for player in order:
            gained[player] += worth[there | 1 << player] - worth[there]
            there |= 1 << player
    found = shapley_values(worth)
    np.testing.assert_allclose(found, gained / len(orders), atol=1e-12)
    np.testing.assert_allclose(found.sum(axis=0), worth[-1] - worth[0], atol=1e-9)


def test_coalitions_of_no_number_of_players_are_refused() -> None:
    with pytest.raises(ValueError, match="6 coalitions"):
        shapley_values(np.zeros((6, 1)))
