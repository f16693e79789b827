import numpy as np
import pytest

from counterpoise.model.regret import regrets, worth


def test_at_one_half_a_path_is_worth_the_lesser_of_both_ties() -> None:
    ties = np.array([[[0.2, 0.6], [0.4, 0.6]], [[0.4, 0.2], [0.4, 0.2]]])
    np.testing.assert_allclose(worth(ties, 0.5), [0.3, 0.2])
    np.testing.assert_allclose(worth(ties, 0), [0.35, 0.4])


def test_a_strategy_that_is_never_best_may_be_regretted_least() -> None:
    """Savage's point: what is second in each condition may lose less at worst than what is best in one."""
    found = regrets(
        {
            "bold": [np.full(10, 1.0), np.full(10, 0.0)],
            "shy": [np.full(10, 0.0), np.full(10, 1.0)],
            "even": [np.full(10, 0.8), np.full(10, 0.8)],
        }
    )
    assert [each.strategy for each in found] == ["even", "bold", "shy"]
    assert found[0].regret == pytest.approx(0.2)
    assert (found[0].least, found[1].least) == (0, 0.5)


def test_what_a_strategy_is_worth_more_than_the_best_other_is_told_run_by_run() -> None:
    one, two, three = np.arange(101.0), np.full(101, 50.0), np.zeros(101)
    found = {each.strategy: each.ahead for each in regrets({"one": [one], "two": [two], "three": [three]})}
    assert (found["one"].median, found["one"].low90, found["one"].high90) == (0, -45, 45)
    assert (found["two"].low90, found["two"].high90) == (-45, 45)
    assert found["three"].high90 == -50
    assert regrets({"alone": [one]})[0].ahead is None


def test_ties_of_worth_are_shared_and_the_tail_is_that_of_the_worst_runs() -> None:
    found = regrets({"one": [np.arange(20.0)], "two": [np.arange(20.0)]})
    assert [each.least for each in found] == [0.5, 0.5]
    assert found[0].tail == 0.5
