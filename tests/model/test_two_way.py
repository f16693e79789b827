import numpy as np
import pytest

from counterpoise.model.two_way import within_states_and_years

RNG = np.random.default_rng(4)


def by_indicators(values: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Residuals and leverages (N, T) of a regression on an indicator of each state and of each year, states counted so many times."""
    states, years = np.nonzero(~np.isnan(values) & (times[:, None] > 0))
    design = np.hstack([np.eye(values.shape[0])[states], np.eye(values.shape[1])[years]])
    root = np.sqrt(times[states])
    left = (
        values[states, years]
        - design @ np.linalg.lstsq(root[:, None] * design, root * values[states, years])[0]
    )
    hat = np.diag(root[:, None] * design @ np.linalg.pinv(root[:, None] * design, rcond=1e-10))
    found = np.full((2, *values.shape), np.nan)
    found[:, states, years] = left, hat
    return found[0], found[1]


def gappy() -> np.ndarray:
    """Two quantities of 7 states over 12 years, a third of which is not observed, with levels of states and years."""
    values = RNG.normal(size=(2, 7, 12)) + 5 * RNG.normal(size=(2, 7, 1)) + 5 * RNG.normal(size=(2, 1, 12))
    values[:, RNG.random((7, 12)) < 0.35] = np.nan
    return values


@pytest.mark.parametrize("times", [np.ones(7, int), np.array([2, 0, 1, 3, 0, 1, 0])])
def test_a_panel_with_gaps_is_swept_as_by_a_regression_on_indicators(times: np.ndarray) -> None:
    values = gappy()
    # A year of one state alone, and a state that one year links to the others.
    values[:, :, 11] = np.nan
    values[:, 0, 11] = 3.0
    values[:, 3] = np.nan
    values[:, 3, 5] = 7.0
    found = within_states_and_years(values, times)
    for left, each in zip(found, values, strict=True):
        expected, leverage = by_indicators(each, times)
        free = leverage < 1 - 1e-9
        assert 10 < free.sum() < (~np.isnan(each)).sum()
        np.testing.assert_array_equal(~np.isnan(left), free)
        np.testing.assert_allclose(left[free], expected[free], atol=1e-9)


def test_of_a_whole_panel_the_means_of_states_and_years_are_taken_out() -> None:
    values = RNG.normal(size=(1, 5, 9))
    by_hand = values - values.mean(axis=1, keepdims=True) - values.mean(axis=2, keepdims=True) + values.mean()
    np.testing.assert_allclose(within_states_and_years(values), by_hand, atol=1e-12)


def test_what_all_states_have_in_common_leaves_nothing() -> None:
    common = 1e3 * RNG.normal(size=(1, 6, 1)) + RNG.normal(size=(1, 1, 10)).cumsum(axis=2)
    assert (within_states_and_years(common) == 0).all()


def test_what_is_observed_of_one_quantity_alone_is_left_out_of_all() -> None:
    values = RNG.normal(size=(2, 6, 8))
    values[0, 2, 3] = np.nan
    assert np.isnan(within_states_and_years(values)[:, 2, 3]).all()


def test_where_each_year_has_one_state_nothing_is_left() -> None:
    values = np.full((1, 4, 8), np.nan)
    values[0, np.arange(8) % 4, np.arange(8)] = RNG.normal(size=8)
    assert np.isnan(within_states_and_years(values)).all()
