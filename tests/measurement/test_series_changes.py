from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from counterpoise.datasets.chronology import DatedEvent
from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.series_changes import SeriesChange, compare_volatility, series_changes
from counterpoise.measurement.ties import measure_ties
from tests.measurement.test_point_series import TRADE
from tests.study_in_miniature import observed

EVENTS = tuple(
    DatedEvent(f"{year}-05", ("PAK",), "economic", f"Something of {year}.", "made up", f"events.csv:{year}")
    for year in (1960, 1995, 2005, 2019)
)


def values(
    partner: str, noise: float, jump: float, se: float | None = None, last: int = 2019
) -> Iterator[Value]:
    """Trade 1980 to `last`, in per cent, higher by `jump` from 2005 on."""
    drawn = np.random.default_rng(6).normal(0, noise, 40)
    for year in range(1980, last + 1):
        share = 20 + drawn[year - 1980] + (jump if year >= 2005 else 0)
        yield replace(observed(partner, year, "trade_share", share), se=se)


def changes_of(*found: Value, window: tuple[int, int] = (1980, 2019)) -> tuple[SeriesChange, ...]:
    ties = measure_ties(table_of_values(found), (TRADE,), ("PAK",), {"a": "USA", "b": "CHN"})
    return series_changes(ties, (TRADE,), "PAK", window, EVENTS, 1)


def test_a_series_that_breaks_breaks_at_the_event_of_its_year_and_at_no_other() -> None:
    (found,) = changes_of(*values("USA", 1.0, 15.0))
    at = {event.year: stated for event, stated in found.events}
    assert set(at) == {1995, 2005}  # the series does not bear on 1960, and of 2019 there is but one year
    assert at[2005].probability > 0.95
    assert at[1995].probability < 0.05
    goalpost = found.series.rows["goalpost"][0]
    assert at[2005].size["median"] == pytest.approx(15 / goalpost, rel=0.1)
    assert found.least_squares.dates(1).tolist() == [2005]


def test_without_standard_errors_a_word_has_no_probability_and_that_is_said() -> None:
    (found,) = changes_of(*values("USA", 1.0, 0.0))
    assert not found.with_errors
    assert "no standard errors" in found.note
    (blurred,) = changes_of(*values("USA", 1.0, 0.0, se=0.5))
    assert blurred.with_errors
    assert blurred.note is None
    assert sum(blurred.drawn.probabilities().values()) == pytest.approx(1)


def test_the_published_word_is_that_of_the_series_as_observed() -> None:
    (found,) = changes_of(*values("USA", 1.0, 15.0, se=2.0))
    assert found.point.word == "expanding"
    assert found.drawn.probabilities()["expanding"] > 0.5


def test_a_short_series_says_how_short() -> None:
    (found,) = changes_of(*values("USA", 1.0, 0.0, last=1985))
    assert (found.drawn, found.breaks, found.least_squares, found.events) == (None, None, None, ())
    assert found.note == "too short: 6 observations, 8 are asked for"


def test_points_of_one_time_are_one_for_breaks() -> None:
    double = [replace(value, source="another") for value in values("USA", 1.0, 15.0)]
    (found,) = changes_of(*values("USA", 1.0, 15.0), *double)
    assert found.point.points == 80
    assert len(found.breaks.times) == 40


def test_a_series_longer_than_breaks_can_be_weighed_in_is_told_without_them() -> None:
    drawn = np.random.default_rng(8).uniform(10, 20, 203)
    long = [observed("USA", 1816 + year, "trade_share", share) for year, share in enumerate(drawn)]
    (found,) = changes_of(*long, window=(1816, 2025))
    assert found.point.points == 203
    assert found.drawn is not None
    assert (found.breaks, found.least_squares, found.events) == (None, None, ())
    assert "no break is told: observed at 203 distinct times, 200 at most can be weighed" in found.note


def test_a_series_with_enough_points_at_too_few_times_says_so() -> None:
    few = list(values("USA", 1.0, 0.0, last=1985))
    (found,) = changes_of(*few, *(replace(value, source="another") for value in few))
    assert found.point.points == 12
    assert found.breaks is None
    assert "no break is told: observed at 6 distinct times, 8 are asked for" in found.note


def test_years_and_means_of_two_years_leave_an_event_untold_and_that_is_said() -> None:
    means = [
        observed("USA", year, "trade_share", 20.0 + year % 3, end=year + 1) for year in range(1980, 2019)
    ]
    (found,) = changes_of(*values("USA", 1.0, 15.0), *means)
    assert found.breaks is not None
    assert [event.year for event, _ in found.events] == [2019]  # at the end fewer may begin a spell
    assert "no break is told at events of 1995, 2005: so many observations lie within a year" in found.note


def test_where_only_some_years_are_so_close_the_other_events_are_told() -> None:
    means = [observed("USA", year, "trade_share", 20.0, end=year + 1) for year in range(1990, 1999)]
    (found,) = changes_of(*values("USA", 1.0, 15.0), *means)
    ((event, stated),) = found.events
    assert event.year == 2005
    assert stated.probability > 0.95
    assert stated.placebo < 0.1
    assert "at events of 1995: " in found.note


def test_each_power_has_noise_of_its_own() -> None:
    a, b = changes_of(*values("USA", 1.0, 0.0), *values("CHN", 1.0, 0.0))
    assert a.drawn.residual_sd == pytest.approx(b.drawn.residual_sd)  # the same shares
    for name in ("volatility", "slope_drawn"):
        together = np.corrcoef(getattr(a.drawn, name), getattr(b.drawn, name))[0, 1]
        assert abs(together) < 0.15
    (pair,) = compare_volatility((a, b))
    assert pair.probability == pytest.approx(0.5)


def test_volatility_is_compared_between_the_powers() -> None:
    (pair,) = compare_volatility(changes_of(*values("USA", 5.0, 0.0), *values("CHN", 1.0, 0.0)))
    assert pair.probability > 0.99
    assert (pair.a.series.side, pair.b.series.side) == ("a", "b")
    assert compare_volatility(changes_of(*values("USA", 5.0, 0.0))) == ()
