from dataclasses import replace

import numpy as np
import pytest

from counterpoise.measurement.draws import (
    QUANTILES,
    ObservedTie,
    Position,
    distance_draws,
    position_draws,
    quantiles,
    quantiles_of_rows,
    quantity_draws,
    standard_normal,
    tie_draws,
)

MANY = 20_000


def place(state: str, at: float, se: float) -> Position:
    return Position("ideal_point:all", state, 2010, at, se)


def tie(strength: float, se: float | None, **fields) -> ObservedTie:
    return ObservedTie(observation="an id", strength=strength, se=se, goalpost=4.0, **fields)


def test_draws_have_the_spread_that_the_source_publishes():
    (drawn,) = tie_draws([tie(0.5, 0.05)], seed=1, draws=MANY)
    assert drawn.mean() == pytest.approx(0.5, abs=0.002)
    assert drawn.std() == pytest.approx(0.05, rel=0.03)


@pytest.mark.parametrize("se", [None, 0.0])
def test_a_tie_without_a_standard_error_is_not_drawn(se):
    assert tie_draws([tie(0.5, se)], seed=1).tolist() == [[0.5]]


def test_a_quantity_is_drawn_in_its_own_unit_about_its_value():
    # A standard error of .05 of a tie is one of .2 of a quantity whose goalpost is 4.
    (drawn,) = quantity_draws([tie(0.5, 0.05)], [2.0], seed=1, distance=False, draws=MANY)
    assert drawn.mean() == pytest.approx(2.0, abs=0.01)
    assert drawn.std() == pytest.approx(0.2, rel=0.03)
    assert quantity_draws([tie(0.5, None)], [2.0], seed=1, distance=False).tolist() == [[2.0]]


def test_a_drawn_distance_is_never_below_nothing_and_is_that_of_its_positions():
    assert quantity_draws([tie(0.9, 0.5)], [0.4], seed=1, distance=True, draws=MANY).min() == 0
    assert quantity_draws([tie(0.1, 0.5)], [0.4], seed=1, distance=False, draws=MANY).min() < 0
    own, power = place("PAK", -0.3, 0.2), place("CHN", -0.8, 0.1)
    drawn = quantity_draws([tie(0.9, 0.5, own=own, power=power)], [0.5], seed=1, distance=True, draws=MANY)
    assert (drawn == distance_draws([own], [power], 1, MANY)).all()


def test_draws_are_those_of_their_name_and_of_the_seed_whatever_else_is_drawn():
    first = standard_normal(1, 100, "PAK", 2010)
    standard_normal(1, 100, "VNM", 2010)
    assert (standard_normal(1, 100, "PAK", 2010) == first).all()
    standard_normal.cache_clear()
    assert (standard_normal(1, 100, "PAK", 2010) == first).all()
    for seed, name in ((2, ("PAK", 2010)), (1, ("PAK", 2011)), (1, ("VNM", 2010))):
        assert (
            abs(np.corrcoef(standard_normal(seed, 1000, *name), standard_normal(1, 1000, "PAK", 2010))[0, 1])
            < 0.1
        )


def test_distances_from_both_powers_share_the_error_of_the_state():
    # Between two powers whose places are certain, what takes the state nearer to one takes it from the other.
    state, a, b = place("PAK", 0.0, 0.3), place("USA", 3.0, 1e-9), place("CHN", -3.0, 1e-9)
    to_a, to_b = distance_draws([state, state], [a, b], 1, MANY)
    assert np.corrcoef(to_a, to_b)[0, 1] == pytest.approx(-1)
    assert to_a.std() == pytest.approx(0.3, rel=0.03)
    # With errors of the same size in all three the correlation is half: var(i) / (var(i) + var(p)).
    a, b = place("USA", 3.0, 0.3), place("CHN", -3.0, 0.3)
    to_a, to_b = distance_draws([state, state], [a, b], 1, MANY)
    assert np.corrcoef(to_a, to_b)[0, 1] == pytest.approx(-0.5, abs=0.03)
    assert to_a.std() == pytest.approx(np.hypot(0.3, 0.3), rel=0.03)


def test_two_states_share_the_error_of_a_power():
    power = place("USA", 3.0, 0.3)
    of_power = position_draws((power,), 1, MANY)
    near = distance_draws([place("PAK", 0.0, 1e-9)], [power], 1, MANY)
    assert near == pytest.approx(of_power)


def test_positions_with_a_posterior_keep_what_they_have_in_common():
    # Two states whose errors are one and the same error: their distance is certain, which draws apart from each other hide.
    common = np.random.default_rng(1).normal(0, 0.3, 50).astype(np.float32)
    one, other = (
        replace(place(name, at, 0.3), posterior=common + at) for name, at in (("PAK", 0.0), ("USA", 1.0))
    )
    drawn = position_draws((one, other), 1, 120)
    assert drawn[0, :50] == pytest.approx(common)
    assert (drawn[:, 50:100] == drawn[:, :50]).all()
    together = distance_draws([one], [other], 1, 120)
    assert together.std() < 1e-6
    apart = distance_draws([place("PAK", 0.0, 0.3)], [place("USA", 1.0, 0.3)], 1, 120)
    assert apart.std() > 0.3


def test_the_tie_of_a_distance_is_one_less_the_distance_over_its_goalpost():
    near = tie(0.0, 9.0, own=place("PAK", 0.0, 1e-9), power=place("USA", 1.0, 1e-9))
    drawn = tie_draws([tie(0.2, None), near, tie(0.3, 0.01)], seed=1)
    assert drawn[1] == pytest.approx(np.full(1000, 0.75))
    # Beside it one without an error is the same in each draw, and one with an error is drawn about its own.
    assert set(drawn[0]) == {0.2}
    assert drawn[2].std() == pytest.approx(0.01, rel=0.1)


def test_quantiles_of_rows_are_those_of_each_row_of_what_is_defined():
    drawn = np.random.default_rng(2).random((3, 997))
    drawn[1, ::2] = np.nan
    drawn[2] = np.nan
    found = quantiles_of_rows(drawn)
    for row, told in zip(drawn, found, strict=True):
        wanted = [np.nan if each is None else each for each in quantiles(row).values()]
        assert told == pytest.approx(wanted, abs=1e-12, nan_ok=True)
    assert quantiles_of_rows(drawn[:1]) == pytest.approx(found[:1])
    assert quantiles_of_rows(drawn[:, :1])[0].tolist() == [drawn[0, 0]] * 5


def test_quantiles_of_what_is_defined():
    found = quantiles(np.array([*np.linspace(0, 1, 101), np.nan]))
    assert found == pytest.approx(
        {"median": 0.5, "low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}
    )
    drawn = np.random.default_rng(1).random(997)
    assert list(quantiles(drawn).values()) == pytest.approx(
        np.quantile(drawn, list(QUANTILES.values())), abs=1e-12
    )
    assert set(quantiles(np.array([0.4])).values()) == {0.4}
    assert set(quantiles(np.array([np.nan, np.nan])).values()) == {None}
