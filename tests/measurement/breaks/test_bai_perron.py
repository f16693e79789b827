import numpy as np
import pytest

from counterpoise.measurement.breaks.bai_perron import (
    FIVE_PER_CENT_ANY,
    bai_perron,
    least_squares_breaks,
)
from tests.nile import FLOW, YEARS

RNG = np.random.default_rng(7)


def test_the_nile_as_published() -> None:
    # Zeileis, Kleiber, Kraemer and Hornik (2003) doi 10.1016/S0167-9473(03)00030-6, and the manual of strucchange: sums
    # of squares for 0 to 5 breaks, sup F 75.93, and one break in 1898 with a 95 per cent interval of 1895-1902. There a
    # date is the last year before the change, here the first one after it.
    found = bai_perron(YEARS, FLOW)
    assert found.residuals.round().tolist() == [2835157, 1597457, 1552924, 1538097, 1507888, 1659994]
    assert found.any_break[0] == pytest.approx(75.93, abs=0.005)
    assert (found.by_bic, found.by_lwz, found.sequential) == (1, 1, 1)
    assert [found.dates(number).tolist() for number in (0, 1, 2, 3)] == [
        [],
        [1899],
        [1899, 1954],
        [1899, 1939, 1954],
    ]
    assert found.interval(1, 0, mass=0.95) == (1896, 1903)


def test_exact_steps_are_found_exactly() -> None:
    times = np.arange(30.0)
    series = np.select([times < 10, times < 18], [0.0, 5.0], 2.0)
    found = bai_perron(times, series)
    assert found.dates(2).tolist() == [10, 18]
    assert found.residuals[2] == pytest.approx(0, abs=1e-12)
    assert np.isfinite([found.any_break, found.next_break]).all()
    assert found.any_break[1] > 1e12
    assert [found.interval(2, place) for place in (0, 1)] == [(10, 10), (18, 18)]


def test_of_noise_the_tests_find_a_break_in_about_one_of_twenty() -> None:
    times = np.arange(200.0)
    found = [bai_perron(times, np.random.default_rng(seed).normal(size=200)) for seed in range(200)]
    assert 0.01 <= np.mean([each.any_break[0] > FIVE_PER_CENT_ANY[0] for each in found]) <= 0.10
    assert np.mean([each.any_break[4] > FIVE_PER_CENT_ANY[4] for each in found]) <= 0.10
    assert np.mean([each.sequential > 0 for each in found]) <= 0.10
    assert np.mean([each.by_lwz == 0 for each in found]) >= 0.97


def test_intervals_hold_the_date_in_nine_of_ten_series() -> None:
    times = np.arange(80.0)
    held = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        place = int(rng.integers(20, 60))
        series = rng.normal(size=80) + 1.5 * (times >= place)
        found = bai_perron(times, series, most=1)
        low, high = found.interval(1, 0)
        held.append(low <= place <= high)
    # Each bound is rounded outwards to whole observations, so that somewhat more than nine in ten hold.
    assert 0.85 <= np.mean(held) <= 0.97


def test_where_one_side_of_a_break_has_no_noise_that_of_both_is_taken() -> None:
    times = np.arange(40.0)
    series = np.where(times < 20, 0.0, 3.0 + 0.5 * np.random.default_rng(4).normal(size=40))
    low, high = bai_perron(times, series, most=1).interval(1, 0)
    assert 17 <= low < 20 < high <= 23


def test_draws_are_cut_each_for_itself() -> None:
    times = np.arange(25.0)
    series = RNG.normal(size=(25, 6)) + 4 * (times >= 12)[:, None]
    residuals, places = least_squares_breaks(times, series, fewest=3, most=2)
    for draw in range(6):
        residual, place = least_squares_breaks(times, series[:, [draw]], fewest=3, most=2)
        assert residuals[:, draw] == pytest.approx(residual[:, 0])
        assert (places[:, :, draw] == place[:, :, 0]).all()
    assert (places[0] == -1).all()


def test_what_is_too_short_is_told() -> None:
    with pytest.raises(ValueError, match="expected at least 6 of each"):
        bai_perron(np.arange(5.0), np.zeros(5))


def test_a_series_that_never_changes_is_cut_for_nothing() -> None:
    found = bai_perron(np.arange(20.0), np.full(20, 0.3))
    assert np.isfinite(found.bic).all()
    assert found.by_bic == 0
    assert (found.any_break == 0).all()
