import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.measurement.index.ranks import RankInterval, mean_shift, rank_intervals, ranks


def test_the_greatest_is_first_and_equals_share_the_better_rank():
    found = ranks(np.array([5.0, 7.0, 5.0, np.nan, 1.0]))
    assert found == pytest.approx([2, 1, 2, np.nan, 4], nan_ok=True)


@given(
    arrays(
        float, (6, 4), elements=st.one_of(st.just(np.nan), st.integers(-3, 3).map(float), st.floats(-1, 1))
    )
)
def test_ranks_by_draw_count_those_above(scores: np.ndarray):
    above = (scores[None] > scores[:, None]).sum(axis=1) + 1.0
    assert ranks(scores) == pytest.approx(np.where(np.isnan(scores), np.nan, above), nan_ok=True)


def test_intervals_over_draws():
    # Two units change places in one draw of ten; a third is last in all, a fourth is never observed.
    scores = np.array([[3.0] * 9 + [1.5], [2.0] * 10, [1.0] * 10, [np.nan] * 10])
    first, second, third, none = rank_intervals(scores)
    assert first == RankInterval(1, 1, 2, 0.9, 1)
    assert second == RankInterval(2, 1, 2, 0.1, 1)
    assert third == RankInterval(3, 3, 3, 0, 1)
    assert none == RankInterval(None, None, None, None, 0)


def test_mean_shift_of_ranks():
    # One pair of four changes places: (1 + 1 + 0 + 0) / 4.
    ranked = np.array([[1.0, 2], [2, 1], [3, 3], [4, 4]])
    assert mean_shift(ranked, np.array([1.0, 2, 3, 4])) == pytest.approx([0, 0.5])
    ranked[0, 1], ranked[:, 0] = np.nan, np.nan
    assert mean_shift(ranked, np.array([1.0, 2, 3, 4])) == pytest.approx([np.nan, 1 / 3], nan_ok=True)


def test_intervals_cover_the_true_rank_of_simulated_units_at_their_nominal_rate():
    # True scores of ten units, an estimate of each, and draws about the estimate: 90 per cent intervals of its rank.
    rng = np.random.default_rng(11)
    covered = []
    for _ in range(200):
        true = rng.normal(size=10)
        estimate = true + 0.5 * rng.normal(size=10)
        # The true scores are standard normal, so that this is their posterior.
        posterior = estimate[:, None] / 1.25 + 0.2**0.5 * rng.normal(size=(10, 400))
        intervals = rank_intervals(posterior)
        covered += [one.low90 <= rank <= one.high90 for one, rank in zip(intervals, ranks(true), strict=True)]
    # Ranks are whole numbers, so an interval holds a little more than its nominal share.
    assert 0.88 <= np.mean(covered) <= 0.97
