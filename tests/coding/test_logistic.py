import numpy as np
import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st
from scipy.special import expit

from counterpoise.coding.logistic import Precision, fit, recalibrated


def drawn(seed: int, passages: int = 60, codes: int = 3, dimensions: int = 4):
    chance = np.random.default_rng(seed)
    grounds = np.concatenate(
        [np.ones((passages, codes, 1)), chance.normal(size=(passages, codes, 2))], axis=2
    )
    points = chance.normal(size=(passages, dimensions))
    given = chance.random((passages, codes)) < expit(grounds @ [-1.0, 1.5, 0.0] + points[:, :1])
    return grounds, points, given


PRIOR = np.array([-2.0, 1.0, 0.5])


def test_without_a_passage_the_weights_are_those_they_began_at():
    grounds, points, given = drawn(1, passages=0)
    told = fit(grounds, points, given, np.zeros(0), PRIOR)
    np.testing.assert_allclose(told.shared, PRIOR)
    assert not told.own.any()
    assert not told.often.any()


@settings(max_examples=15, deadline=None)
@hypothesis_given(st.integers(0, 10_000))
def test_at_the_estimate_the_posterior_is_flat(seed):
    # The score equations of Bishop (2006), equations 4.96 and 4.143, for each block of weights.
    grounds, points, given = drawn(seed)
    held = Precision(2.0, 3.0, 1.5)
    told = fit(grounds, points, given, np.ones(len(points)), PRIOR, held)
    wrong = expit(told.log_odds(grounds, points)) - given
    np.testing.assert_allclose(
        np.einsum("pck,pc->k", grounds, wrong), -held.shared * (told.shared - PRIOR), atol=2e-2
    )
    np.testing.assert_allclose(wrong.sum(axis=0), -held.often * told.often, atol=2e-2)
    np.testing.assert_allclose(points.T @ wrong, -held.own * told.own, atol=2e-2)


def test_a_passage_that_counts_twice_is_two_passages():
    grounds, points, given = drawn(3)
    twice = fit(grounds, points, given, np.full(len(points), 2.0), PRIOR)
    doubled = fit(
        np.concatenate([grounds, grounds]),
        np.concatenate([points, points]),
        np.concatenate([given, given]),
        np.ones(2 * len(points)),
        PRIOR,
    )
    np.testing.assert_allclose(twice.log_odds(grounds, points), doubled.log_odds(grounds, points), atol=1e-2)


def test_shapes_that_do_not_agree_are_refused():
    grounds, points, given = drawn(4)
    with pytest.raises(ValueError, match="do not agree"):
        fit(grounds, points[1:], given, np.ones(len(points)), PRIOR)


def test_log_odds_that_are_twice_too_sure_are_halved():
    chance = np.random.default_rng(5)
    true = chance.normal(-1, 2, size=(4000, 2))
    slope, offset = recalibrated(2 * true, chance.random(true.shape) < expit(true))
    assert slope == pytest.approx(0.5, abs=0.04)
    assert offset == pytest.approx(0, abs=0.08)
