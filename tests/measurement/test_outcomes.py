import numpy as np
import polars as pl
import pytest

from counterpoise.measurement.outcomes import own_series

SCHEMA = {
    "state": pl.String,
    "partner": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "value": pl.Float64,
    "se": pl.Float64,
}


def rows(*found: tuple[int, int, float, float | None]) -> pl.DataFrame:
    return pl.DataFrame([("PAK", None, *each) for each in found], schema=SCHEMA, orient="row")


def test_a_series_stands_in_its_years_and_is_nan_elsewhere() -> None:
    series = own_series(rows((2001, 2002, 0.4, None), (1990, 1999, 0.9, None)), "x", 7, 2000, 2003)
    assert series.draws.shape == (4, 1)
    assert series.observed.tolist() == [False, True, True, False]
    assert series.draws[1:3, 0].tolist() == [0.4, 0.4]


def test_intervals_that_overlap_count_as_their_mean() -> None:
    series = own_series(rows((2000, 2001, 1.0, None), (2001, 2002, 3.0, None)), "x", 7, 2000, 2002)
    assert series.draws[:, 0].tolist() == [1, 2, 3]


def test_standard_errors_are_drawn_the_same_each_time() -> None:
    one, again = (own_series(rows((2000, 2000, 5.0, 0.5)), "x", 7, 2000, 2000) for _ in range(2))
    assert np.array_equal(one.draws, again.draws)
    assert one.draws.shape == (1, 1000)
    assert one.draws.mean() == pytest.approx(5, abs=0.05)
    assert one.draws.std() == pytest.approx(0.5, rel=0.1)


def test_one_without_an_error_beside_one_with_one() -> None:
    series = own_series(rows((2000, 2000, 5.0, 0.5), (2001, 2001, 2.0, None)), "x", 7, 2000, 2001)
    assert np.ptp(series.draws[1]) == 0
    assert series.draws[1, 0] == 2
