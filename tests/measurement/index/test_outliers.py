import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.index.outliers import (
    box_cox,
    keeps_the_rule,
    kurtosis,
    log_gii,
    log_of_shifted,
    log_of_shifted_by_one,
    skewness,
    treat,
    winsorise,
)
from tests.r_random import runif

TWO_OUTLIERS = np.array([*range(1, 11), 30.0, 100.0])


def test_skewness_and_kurtosis_that_coinr_prints():
    # COINr 1.1.11, reference page of check_SkewKurt: set.seed(100); x <- runif(20), and then with 1000 added.
    values = runif(100, 20)
    assert (skewness(values), kurtosis(values)) == pytest.approx((0.1935009, -0.7407903), abs=5e-8)
    assert keeps_the_rule(values)
    beyond = np.append(values, 1000)
    assert (skewness(beyond), kurtosis(beyond)) == pytest.approx((4.582568, 20.99995), abs=5e-6)
    assert not keeps_the_rule(beyond)


def test_winsorising_that_coinr_prints():
    # COINr 1.1.11, reference page of winsorise: 1 to 10, 30 and 100; one value is moved.
    assert winsorise(TWO_OUTLIERS) == pytest.approx([*range(1, 11), 30, 30])


def test_one_far_value_is_set_to_the_next():
    # COINr, test of Treat: 1 to 10 and 100 becomes 1 to 10 and 10.
    found = treat(np.array([*range(1, 11), 100.0]))
    assert found.method == "winsorised"
    assert found.values == pytest.approx([*range(1, 11), 10])
    assert found.moved.tolist() == [False] * 10 + [True]
    assert found.passes


def test_a_far_value_below_is_raised():
    # COINr, test of Treat on a data frame: 1 to 10 and -100.
    assert treat(np.array([*range(1, 11), -100.0])).values == pytest.approx([*range(1, 11), 1])


def test_where_moving_is_not_enough_the_series_as_it_was_is_transformed():
    # COINr, test of Treat: 1 to 20, 100 and 200, of which only one value may be moved.
    values = np.array([*range(1, 21), 100.0, 200.0])
    found = treat(values, most=1)
    assert found.method == "log_of_shifted"
    assert found.values == pytest.approx(np.log(values - 1 + 0.01 * 199))


def test_what_has_no_outliers_is_left_alone():
    for values in (np.arange(10.0), np.ones(5), np.array([1.0, 2.0])):
        found = treat(values)
        assert found.method == "none"
        assert found.values is values


def test_transformations_by_their_formulas():
    values = np.array([0.0, 1.0, 3.0])
    assert log_of_shifted(values) == pytest.approx(np.log([0.03, 1.03, 3.03]))
    assert log_of_shifted_by_one(values) == pytest.approx(np.log([1, 2, 4]))
    # (3 - 1)(x - 0) / 3 + 1: 1, 5/3, 3.
    assert log_gii(values) == pytest.approx(np.log([1, 5 / 3, 3]))
    assert box_cox(values, 0) == pytest.approx(np.log([1, 2, 4]))
    assert box_cox(values, 2) == pytest.approx([0, 1.5, 7.5])
    assert box_cox(values + 1, 0.5, shift=False) == pytest.approx([0, 2 * (2**0.5 - 1), 2])


@given(st.lists(st.floats(-100, 100), min_size=5, max_size=30).map(np.array))
def test_treatment_keeps_the_order_and_leaves_nothing_undefined(values: np.ndarray):
    found = treat(values)
    assert np.isfinite(found.values).all()
    assert (np.diff(found.values[np.argsort(values)]) >= -1e-9).all()
    assert (found.values[~found.moved] == values[~found.moved]).all()


def test_one_value_against_all_others_is_not_moved_away():
    # Moved, every value would be 0: a series of two values is transformed, and still does not pass.
    found = treat(np.array([0.0] * 9 + [1.0]))
    assert (found.method, found.passes) == ("log_of_shifted", False)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (lambda: skewness(np.ones(2)), "skewness: 2 values; expected at least 3"),
        (lambda: kurtosis(np.ones(6)), "kurtosis: every value is 1; expected values that vary"),
        (lambda: log_gii(np.array([0.0, 0.5])), "the greatest value is 0.5; at 1 or less"),
        (lambda: log_of_shifted(np.ones(3)), "log_of_shifted: every value is 1"),
        (
            lambda: box_cox(np.array([0.0, 1]), 1, shift=False),
            "the least value is 0; expected values above 0",
        ),
        (lambda: treat(TWO_OUTLIERS, transformation="log_gi"), "did you mean 'log_gii'"),
    ],
)
def test_what_does_not_fit_is_said(found, message: str):
    with pytest.raises(CounterpoiseError, match=message):
        found()
