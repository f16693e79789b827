import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.index.aggregation import arithmetic
from counterpoise.measurement.index.consistency import correlation_flags, cronbach_alpha, leave_one_out


def test_alpha_by_hand():
    # Variances 1 and 13/3, covariance 3/2: 2 (1 - (16/3) / (25/3)).
    assert cronbach_alpha(np.array([[0.0, 0.0], [1.0, 4.0], [2.0, 3.0]])) == pytest.approx(0.72)


@given(st.floats(-0.9, 0.9))
def test_alpha_of_two_standardised_indicators_is_that_of_spearman_and_brown(r: float):
    # Cronbach (1951), equation 26: 2 r / (1 + r) for two parts of one variance.
    x = np.array([1.0, -1.0, 1.0, -1.0])
    y = r * x + (1 - r**2) ** 0.5 * np.array([1.0, 1.0, -1.0, -1.0])
    assert cronbach_alpha(np.column_stack([x, y])) == pytest.approx(2 * r / (1 + r), abs=1e-9)


def test_the_same_indicator_twice_is_wholly_consistent():
    assert cronbach_alpha(np.array([[1.0, 1], [2, 2], [5, 5]])) == pytest.approx(1)


def test_flags_of_what_counts_twice_and_of_what_works_against():
    rng = np.random.default_rng(2)
    x = rng.normal(size=100)
    table = np.column_stack([x, x + 0.1 * rng.normal(size=100), -x, rng.normal(size=100)])
    found = {(flag.one, flag.other): flag.word for flag in correlation_flags(table)}
    assert found == {(0, 1): "redundant", (0, 2): "contrary", (1, 2): "contrary"}
    assert correlation_flags(table, np.array([0, 1, 2, 3])) == ()


def test_pairs_that_cannot_be_compared_have_no_flag():
    table = np.array([[1.0, np.nan, 1], [2, np.nan, 1], [3, 1, 1], [np.nan, 2, 1]])
    assert correlation_flags(table) == ()


def test_each_indicator_left_out():
    table = np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 9.0]])

    def mean(of: np.ndarray) -> np.ndarray:
        return arithmetic(of, np.ones(2))

    first, second = leave_one_out(mean, table, mean(table))
    # Means 2, 2, 5 rank 2, 2, 1; without the first indicator 3, 2, 1, without the second 1, 2, 3.
    assert first.scores == pytest.approx([1, 2, 9])
    assert (first.mean_shift, first.most_shift) == pytest.approx((1 / 3, 1))
    assert (second.mean_shift, second.most_shift) == pytest.approx((1, 2))
    assert first.correlation == pytest.approx(0.75**0.5)
    assert second.correlation == pytest.approx(-(0.75**0.5))


def test_one_indicator_cannot_be_left_out():
    assert leave_one_out(lambda table: table[:, 0], np.ones((3, 1)), np.ones(3)) == ()


@given(arrays(float, (6, 3), elements=st.floats(-10, 10)))
def test_alpha_is_never_above_one(table: np.ndarray):
    assume(table.sum(axis=1).std() > 1e-3)
    assert cronbach_alpha(table) <= 1 + 1e-6


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (np.ones((3, 1)), "Cronbach's alpha: 1 indicator; expected at least 2"),
        (np.ones((3, 2)), "the sum of the indicators never varies"),
        (
            np.array([[1, np.nan], [np.nan, 1.0], [1, 2]]),
            "indicators 1 and 2 have 1 units in common; expected 2",
        ),
    ],
)
def test_what_does_not_fit_is_said(table, message: str):
    with pytest.raises(CounterpoiseError, match=message):
        cronbach_alpha(table)
