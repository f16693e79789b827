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


@pytest.mark.parametrize(
    "chances",
    [
        np.zeros(200),
        np.full(200, 0.0002),
        np.full(200, 0.3),
        np.ones(200),
        # A rare thing that a few draws alone can come to, which no share of 200 runs tells for certain.
        np.where(np.arange(200) < 40, 0.01, 0.0),
        np.random.default_rng(1).beta(0.3, 5, 200),
        np.random.default_rng(1).beta(0.05, 0.05, 200),
        np.random.default_rng(1).beta(8, 12, 200),
    ],
)
def test_the_interval_holds_the_chances_of_nine_draws_of_ten(chances: np.ndarray) -> None:
    held = []
    for seed in range(20):
        runs = np.random.default_rng(seed).random((200, 200)) < chances
        found = over_draws(runs, 7)
        held.append(np.mean((chances >= found.low90) & (chances <= found.high90)))
        assert found.low90 < found.high90
    # Some twenty draws of two hundred lie without, give or take the chance of which are drawn.
    assert np.mean(held) >= 0.9
    assert min(held) >= 0.88
    assert (found.draws, found.runs) == (200, 200)


@pytest.mark.parametrize("runs", [(25, 400), (200, 200)])
@pytest.mark.parametrize(("more", "fewer"), [(0.0, 0.0), (0.008, 0.012), (0.02, 0.02)])
def test_where_a_choice_changes_by_chance_alone_the_interval_of_the_change_holds_nothing_and_the_true_change(
    runs: tuple[int, int], more: float, fewer: float
) -> None:
    drawn = np.random.default_rng(7).random(runs)
    found = over_draws((drawn < more).astype(int) - (drawn > 1 - fewer), 7, least=-1)
    assert found.low90 < min(0, more - fewer)
    assert max(0, more - fewer) < found.high90


def test_a_change_that_is_the_same_in_every_draw_does_not_hold_nothing() -> None:
    drawn = np.random.default_rng(7).random((200, 200))
    found = over_draws((drawn < 0.3).astype(int) - (drawn > 0.95), 7, least=-1)
    assert 0.1 < found.low90 < 0.25 < found.high90 < 0.4


def test_the_bounds_of_one_draw_are_those_of_clopper_and_pearson() -> None:
    """None of 200 runs: 1 - .05 ** (1 / 200); 12 of 30: R's `binom.test(12, 30, conf.level = .9)`."""
    none = over_draws(np.zeros((200, 1), int), 7)
    assert (none.low90, none.high90) == pytest.approx((0, 1 - 0.05 ** (1 / 200)), abs=0.006)
    some = over_draws(np.arange(30)[:, None] < 12, 7)
    assert (some.low90, some.high90) == pytest.approx((0.2495, 0.5661), abs=0.05)


def test_where_a_choice_is_sure_in_some_draws_and_out_of_the_question_in_others_anything_may_be() -> None:
    halves = np.random.default_rng(7).random((200, 200)) < np.repeat([0.0, 1.0], 100)
    found = over_draws(halves, 7)
    assert (found.low90, found.high90) == pytest.approx((0, 1), abs=0.02)
    changes = over_draws(halves.astype(int) - 1, 7, least=-1)
    assert (changes.low90, changes.high90) == pytest.approx((-1, 0), abs=0.02)
