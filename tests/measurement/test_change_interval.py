import numpy as np
import pytest

from counterpoise.measurement.change_interval import change_interval


def test_the_change_is_that_of_sens_estimate_over_the_span():
    # Sen (1968), section 6: the estimate is 4, and the interval at 93 per cent reaches from 26/7 to 35/8.
    years, values = np.array([1.0, 2, 3, 4, 10, 12, 18]), np.array([9.0, 15, 19, 20, 45, 55, 78])
    found = change_interval(years, values, 4)
    assert found.points == 7
    assert found.change == pytest.approx(4 * 17)
    assert 26 / 7 * 17 - 1e-8 <= found.low < found.change < found.high <= 35 / 8 * 17 + 1e-8


@pytest.mark.parametrize("points", [0, 1, 3])
def test_too_few_points_have_no_change(points):
    assert change_interval(np.arange(float(points)), np.zeros(points), 4) is None


def test_points_of_one_time_have_no_change():
    assert change_interval(np.zeros(5), np.arange(5.0), 4) is None


def test_a_series_that_never_moves_changes_by_nothing():
    found = change_interval(np.arange(9.0), np.full(9, 0.3), 4)
    assert (found.change, found.low, found.high) == (0, 0, 0)


def test_four_points_that_only_rise_leave_out_none_and_three_of_four_do_not():
    years = np.arange(4.0)
    assert change_interval(years, np.array([0.1, 0.2, 0.3, 0.5]), 4).low > 0
    assert change_interval(years, np.array([0.1, 0.3, 0.2, 0.5]), 4).low < 0
