from collections.abc import Iterator
from dataclasses import replace

import polars as pl
import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.point_series import PointSeries, point_series
from counterpoise.measurement.ties import TieInput, measure_ties
from counterpoise.theory.elements import Indicator
from tests.study_in_miniature import observed

TRADE = TieInput(
    "trade", "economic", Indicator(id="trade_share", title="Trade", unit="percent", both_powers=True),
    "trade_share", in_share=True,
)  # fmt: skip


def series_of(*values: Value, start: int = 1990, end: int = 2020) -> list[PointSeries]:
    ties = measure_ties(table_of_values(values), (TRADE,), ("PAK",), {"a": "USA", "b": "CHN"})
    return list(point_series(ties, (TRADE,), start, end))


def yearly(partner: str, first: int, last: int, se: float | None = None) -> Iterator[Value]:
    for year in range(first, last + 1):
        yield replace(observed(partner, year, "trade_share", 10.0 + year % 3), se=se)


def test_each_power_has_its_series_in_order_of_time() -> None:
    values = [*yearly("USA", 1995, 1999), *yearly("CHN", 2000, 2002)]
    a, b = series_of(*values[::-1])
    assert (a.side, a.years.tolist()) == ("a", [1995, 1996, 1997, 1998, 1999])
    assert (b.side, b.years.tolist()) == ("b", [2000, 2001, 2002])
    assert a.ties.tolist() == a.rows["tie"].to_list()


def test_an_interval_is_one_point_at_its_middle_and_what_crosses_the_span_is_left_out() -> None:
    values = [observed("USA", year, "trade_share", 10.0, end=year + 4) for year in (1986, 1990, 2018)]
    (found,) = series_of(*values)
    assert found.years.tolist() == [1992, 2020]
    assert found.left_out == ((1986, 1990),)


def test_draws_follow_standard_errors() -> None:
    (certain,) = series_of(*yearly("USA", 1990, 1999))
    assert certain.draws(1).shape == (10, 1)
    assert certain.draws(1)[:, 0] == pytest.approx(certain.ties)
    (blurred,) = series_of(*yearly("USA", 1990, 1999, se=0.5))
    assert blurred.draws(1, 50).shape == (10, 50)
    (partly,) = series_of(*yearly("USA", 1990, 1995), *yearly("USA", 1996, 1999, se=0.5))
    drawn = partly.draws(1, 50)
    assert drawn.shape == (10, 50)
    assert (drawn[0] == drawn[0, 0]).all()
    assert drawn[9].std() > 0


def test_without_rows_there_are_no_series() -> None:
    assert series_of() == []
    assert PointSeries(TRADE, "a", pl.DataFrame(), ()).left_out == ()
