"""Numbers as measures of a panel: indicators of states by year, on the scale on which they are compared."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.ties import by_year, series_name
from counterpoise.theory.elements import Indicator
from counterpoise.wording import within_a_sentence

Array = NDArray[np.float64]


def less_of(title: str) -> str:
    """What the title of an indicator becomes where less of it is measured by: `GDP per head` is `Less GDP per head`."""
    return f"Less {within_a_sentence(title)}"


def measured_title(indicator: Indicator) -> str:
    """What an indicator measures its construct by: its title, or `less_of` it where more of it is less."""
    return less_of(indicator.title) if indicator.more_is == "less" else indicator.title


def by_state(
    values: pl.DataFrame, indicator: Indicator, roll_calls: str, states: tuple[str, ...], years: range
) -> tuple[Array, Array]:
    """An indicator of each state itself (states, T), as more of what it measures, and its standard error, 0 where its source gives none.

    Amounts and ratios are taken by their logarithm, counts by that of one more (`scaled`). nan where nothing is observed;
    intervals that overlap in a year count as one, their mean. One of which more is less has its sign turned.
    """
    found, error = np.full((2, len(states), len(years)), np.nan)
    rows = values.filter(
        (pl.col("indicator") == series_name(indicator, roll_calls))
        & pl.col("state").is_in(states)
        & (pl.col("start") <= years[-1])
        & (pl.col("end") >= years[0])
    )
    if rows.is_empty():
        return found, error
    yearly = (
        by_year(rows)
        .filter(pl.col("year").is_between(years[0], years[-1]))
        .group_by("state", "year")
        .agg(pl.col("value").mean(), pl.col("se").fill_null(0.0).mean())
    )
    place = {state: row for row, state in enumerate(states)}
    for state, year, value, se in yearly.iter_rows():
        at = place[state], year - years[0]
        found[at], error[at] = value, se
    values_scaled, error = scaled(found, error, indicator.unit)
    return -values_scaled if indicator.more_is == "less" else values_scaled, error


def scaled(values: Array, errors: Array, unit: str) -> tuple[Array, Array]:
    """Values and their errors as the model compares them: log of amounts and ratios, log1p of counts, others as they are.

    What is not above 0, of which there is no logarithm, counts as not observed.
    """
    if unit == "count":
        return np.log1p(values), errors / (1 + values)
    if unit == "ratio" or "USD" in unit or "share of the world" in unit:
        above = np.where(values > 0, values, np.nan)
        return np.log(above), errors / above
    return values, errors


def of_powers(
    values: pl.DataFrame, indicator: Indicator, roll_calls: str, powers: tuple[str, str], years: range
) -> tuple[Array, Array]:
    """An indicator of the two powers (T,) and its standard error: what stands between them, or else the mean of both.

    Of a mean, only years count in which both are observed.
    """
    of = values.filter(pl.col("indicator") == series_name(indicator, roll_calls))
    between = of.filter(pl.col("state").is_in(powers) & pl.col("partner").is_in(powers))
    if not between.is_empty():
        one = between.with_columns(pl.lit(powers[0]).alias("state"))
        found, error = by_state(one, indicator, roll_calls, powers[:1], years)
        return found[0], error[0]
    found, error = by_state(of.filter(pl.col("partner").is_null()), indicator, roll_calls, powers, years)
    return found.mean(axis=0), np.hypot(error[0], error[1]) / 2
