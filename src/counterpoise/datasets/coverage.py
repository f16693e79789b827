"""Coverage: what is observed, missing or ended - by indicator, state, power and year.

Nothing is imputed: a year without a value has none, and says why. A value over several years covers each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from counterpoise.crosswalk import crosswalk
from counterpoise.datasets.indicators import indicators_of
from counterpoise.theory.elements import Theory

WORDS: Mapping[str, str] = {
    "observed": "a value covers the year",
    "missing": "within the years of the series, and without a value",
    "ended": "after the last complete year of the series",
    "before": "before the series begins",
    "absent": "the state, or the power, did not exist",
}
"""What is said of a year, and what it means."""

SCHEMA: Mapping[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "state": pl.String,
    "partner": pl.String,
    "year": pl.Int32,
    "word": pl.String,
}
SERIES = ("indicator", "state", "partner")


def coverage(
    values: pl.DataFrame,
    last_complete_year: Mapping[str, int],
    theory: Theory,
    states: Sequence[str],
    powers: Sequence[str],
    years: tuple[int, int],
) -> pl.DataFrame:
    """What is known of each series in each year: `SCHEMA`, one row for each series and year, by series and year.

    `values` are in `evidence.VALUE_SCHEMA`. A series is an indicator of a state, toward a power or by itself. Those
    that the values have are there, and those that the theory names and nothing observes: toward both powers where it
    says so. `years` are first and last.
    """
    begun = values.group_by("indicator").agg(begins=pl.col("start").min())
    ends = pl.DataFrame(
        {"indicator": list(last_complete_year), "ends": list(last_complete_year.values())},
        schema={"indicator": pl.String, "ends": pl.Int32},
    )
    first, last = years
    spine = _series(values, theory, states, powers).join(
        pl.DataFrame({"year": pl.int_range(first, last + 1, dtype=pl.Int32, eager=True)}), how="cross"
    )
    observed = (
        values.select(*SERIES, "start", "end")
        .with_columns(pl.col("start").clip(lower_bound=first), pl.col("end").clip(upper_bound=last))
        .filter(pl.col("start") <= pl.col("end"))
        .with_columns(year=pl.int_ranges("start", pl.col("end") + 1, dtype=pl.Int32))
        .explode("year")
        .select(*SERIES, "year")
        .unique()
        .with_columns(observed=pl.lit(True))
    )
    there = crosswalk("iso3").select("year", "iso3").unique().with_columns(there=pl.lit(True))
    word = (
        pl.when(pl.col("observed"))
        .then(pl.lit("observed"))
        .when(
            pl.col("there").is_null() | (pl.col("partner").is_not_null() & pl.col("there_partner").is_null())
        )
        .then(pl.lit("absent"))
        .when(pl.col("year") > pl.col("ends"))
        .then(pl.lit("ended"))
        .when(pl.col("year") < pl.col("begins"))
        .then(pl.lit("before"))
        .otherwise(pl.lit("missing"))
    )
    return (
        spine.join(observed, on=[*SERIES, "year"], how="left", nulls_equal=True)
        .join(there, left_on=["state", "year"], right_on=["iso3", "year"], how="left")
        .join(there, left_on=["partner", "year"], right_on=["iso3", "year"], how="left", suffix="_partner")
        .join(begun, on="indicator", how="left")
        .join(ends, on="indicator", how="left")
        .select(*SERIES, "year", word=word)
        .sort(*SERIES, "year", nulls_last=False)
        .cast(dict(SCHEMA))  # type: ignore[arg-type]
    )


def _series(
    values: pl.DataFrame, theory: Theory, states: Sequence[str], powers: Sequence[str]
) -> pl.DataFrame:
    """Each series once: those with a value, each state with each partner that its indicator has, and the unobserved."""
    schema = dict.fromkeys(SERIES, pl.String)
    found = values.select(SERIES).unique()
    toward = found.filter(pl.col("state").is_in(list(states))).select("indicator", "partner").unique()
    every = toward.join(pl.DataFrame({"state": list(states)}, schema={"state": pl.String}), how="cross")
    there = set(values["indicator"].str.split(":").list.first())
    unobserved = [
        (each.id, state, partner)
        for each in indicators_of(theory).values()
        if each.id not in there
        for state in states
        for partner in (powers if each.both_powers else (None,))
    ]
    rows = pl.DataFrame(unobserved, schema=schema, orient="row")
    return (
        pl.concat([found.select(SERIES), every.select(SERIES), rows])
        .unique()
        .filter(pl.col("state").ne_missing(pl.col("partner")))
        .sort(SERIES, nulls_last=False)
    )


def spans(series: pl.DataFrame) -> list[tuple[str, int, int]]:
    """(word, first year, last year) of each run of years with one word, from the rows of one series."""
    runs = series.sort("year").with_columns(run=pl.col("word").rle_id())
    of_run = runs.group_by("run", maintain_order=True).agg(
        pl.col("word").first(), first=pl.col("year").min(), last=pl.col("year").max()
    )
    return [(word, first, last) for _, word, first, last in of_run.iter_rows()]
