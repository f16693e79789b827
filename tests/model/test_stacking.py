import numpy as np
import pytest
from scipy.stats import norm

from counterpoise.model.stacking import (
    better_than_all,
    crps,
    crps_normal,
    difference,
    mixed,
    stacking_weights,
)


def test_a_difference_has_the_error_of_a_sum_over_points() -> None:
    # Vehtari, Gelman and Gabry (2017), equation 24: the root of n times the variance of the pointwise differences.
    found = difference(np.array([1.0, 2.0, 4.0]), np.array([0.0, 0.0, 0.0]))
    assert found.value == 7.0
    assert found.error == pytest.approx(np.sqrt(3 * 7 / 3))
    assert found.probability == pytest.approx(norm.cdf(7 / np.sqrt(7)))


def test_points_that_tell_nothing_apart_leave_an_even_chance() -> None:
    assert difference(np.ones(3), np.ones(3)).probability == 0.5


def test_of_one_point_the_error_is_not_known() -> None:
    found = difference(np.array([5.0]), np.array([0.0]))
    assert (found.error, found.probability) == (np.inf, 0.5)


def test_better_than_all_of_like_models_is_better_than_one_and_of_unlike_ones_is_the_product() -> None:
    give_or_take = np.array([1.0, 1.0, -1.0, -1.0])
    other_way = np.array([1.0, -1.0, 1.0, -1.0])
    one = 0.5 + give_or_take
    alone = difference(one, np.zeros(4)).probability
    assert better_than_all(one[:, None]) == pytest.approx(alone, abs=0.005)
    assert better_than_all(np.stack([one, one], axis=1)) == pytest.approx(alone, abs=0.005)
    # Pointwise differences that go together in no way: independent sums.
    assert better_than_all(np.stack([one, 0.5 + other_way], axis=1)) == pytest.approx(alone**2, abs=0.005)
    # Whatever the one loses the other gains: both are above 0 where the sum of one, 2 of error 2.31, is between 0 and 4.
    both = better_than_all(np.stack([one, 0.5 - give_or_take], axis=1))
    assert both == pytest.approx(2 * alone - 1, abs=0.005)
    with pytest.raises(ValueError, match="1 points"):
        better_than_all(np.ones((1, 2)))


def test_stacking_weighs_models_by_how_often_each_is_right() -> None:
    # Two models, each sure of its own points: the mixture that predicts best has them in these parts.
    sure, not_ = np.log(0.999), np.log(0.001)
    points = np.array([[sure, not_]] * 30 + [[not_, sure]] * 10)
    assert stacking_weights(points) == pytest.approx([0.75, 0.25], abs=0.01)


def test_stacking_gives_a_copy_of_the_best_no_more_than_the_best() -> None:
    # Yao, Vehtari, Simpson and Gelman (2018), section 3.3: weights of like models are shared, not doubled.
    best = np.full(20, -1.0)
    weights = stacking_weights(np.stack([best, best, best - 2], axis=1))
    assert weights[2] < 0.01
    assert weights[:2].sum() == pytest.approx(1, abs=0.01)


def test_the_ranked_probability_score_of_draws_is_that_of_their_normal() -> None:
    drawn = np.random.default_rng(1).normal(0.3, 0.8, (20_000, 1))
    exact = crps_normal(np.array([0.3]), np.array([0.8]), np.array([1.1]))
    assert crps(drawn, np.array([1.1])) == pytest.approx(exact, abs=0.01)
    # Gneiting and Raftery (2007): of a normal that is right on average, width over the root of pi at its mean less the rest.
    assert crps_normal(np.zeros(1), np.ones(1), np.zeros(1)) == pytest.approx(
        (np.sqrt(2) - 1) / np.sqrt(np.pi)
    )


def test_an_even_mixture_is_the_mean_of_densities() -> None:
    assert mixed(np.log([[0.2], [0.4]])) == pytest.approx(np.log([0.3]))
