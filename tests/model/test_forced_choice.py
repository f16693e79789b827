import numpy as np
import pytest

from counterpoise.model.forced_choice import ever_forced, over_draws, time_to_choice
from counterpoise.model.scenariofile import ForcedChoice

START = np.full((2, 4), 0.4)
RULE = ForcedChoice(below=0.5, years=2)


def test_a_choice_is_forced_when_one_tie_alone_stays_low_for_the_years_of_the_rule() -> None:
    ties = np.full((2, 4, 4), 0.4)
    ties[0, 1:, 0] = 0.1  # left with b in the third year
    ties[1, 0, 1] = 0.1  # one year only
    ties[:, :, 2] = 0.1  # both fall
    ties[1, 2:, 3] = 0.1  # left with a in the fourth year
    found = time_to_choice(ties, START, RULE)
    assert found.by_year.tolist() == [0, 0, 0.25, 0.5]
    assert found.for_a == 0.5
    assert found.median == 4


def test_where_it_never_comes_to_that_there_is_neither_a_side_nor_a_median() -> None:
    found = time_to_choice(np.full((2, 3, 4), 0.4), START, RULE)
    assert found.by_year.tolist() == [0, 0, 0]
    assert (found.for_a, found.median) == (None, None)


def test_a_horizon_shorter_than_the_rule_forces_nothing() -> None:
    ties = np.full((2, 1, 4), 0.4)
    ties[0] = 0
    assert time_to_choice(ties, START, RULE).by_year.tolist() == [0]
    assert time_to_choice(ties, START, ForcedChoice(years=1)).by_year.tolist() == [1]


def test_runs_in_which_a_choice_is_ever_forced_are_those_that_count_in_the_last_year() -> None:
    ties = np.full((2, 4, 4), 0.4)
    ties[0, 1:, 0] = 0.1
    ties[1, 0, 1] = 0.1
    ties[1, 2:, 3] = 0.1
    assert ever_forced(ties, START, RULE).tolist() == [True, False, False, True]
    assert time_to_choice(ties, START, RULE).by_year[-1] == ever_forced(ties, START, RULE).mean()


def drawn(chances: np.ndarray, runs: int) -> np.ndarray:
    return np.random.default_rng(7).random((runs, chances.size)) < chances


def test_a_chance_that_is_the_same_in_every_draw_has_hardly_an_interval() -> None:
    # Fifty runs of a chance of .3 give shares from .2 to .4 in nine of ten draws; none of that is of the draws.
    found = over_draws(drawn(np.full(400, 0.3), 50))
    assert found.high90 - found.low90 < 0.06
    assert (found.draws, found.runs) == (400, 50)


def test_a_chance_that_differs_by_draw_has_the_interval_of_the_chances_and_not_of_their_shares() -> None:
    chances = np.random.default_rng(1).beta(8, 12, 2000)
    found, shares = over_draws(drawn(chances, 20)), drawn(chances, 20).mean(axis=0)
    low, high = np.quantile(chances, (0.05, 0.95))
    assert (found.low90, found.high90) == pytest.approx((low, high), abs=0.03)
    wider = np.quantile(shares, 0.95) - np.quantile(shares, 0.05)
    assert wider > 1.3 * (high - low)


def test_where_a_choice_is_sure_in_some_draws_and_out_of_the_question_in_others_anything_may_be() -> None:
    halves = drawn(np.repeat([0.0, 1.0], 100), 10)
    found = over_draws(halves)
    assert (found.low90, found.high90) == pytest.approx((0, 1))
    changes = over_draws(halves.astype(float) - 1)
    assert (changes.low90, changes.high90) == pytest.approx((-1, 0))


def test_one_draw_alone_has_no_width() -> None:
    one = drawn(np.array([0.4]), 30)
    found = over_draws(one)
    assert found.low90 == found.high90 == one.mean()
