"""Lists of what two states have with each other - disputes, rivalries, alliances - as counts by state and by dyad."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.source import Wanted
from counterpoise.datasets.state_years import dyad_years, power_years, state_years, with_zeros


def both_ways(listed: pl.LazyFrame) -> pl.LazyFrame:
    """A list in which each dyad stands once (`ccode1`, `ccode2`), seen from either side."""
    turned = listed.rename({"ccode1": "ccode2", "ccode2": "ccode1"})
    return pl.concat([listed, turned.select(listed.collect_schema().names())])


def dyad_counts(
    listed: pl.LazyFrame,
    number: str,
    indicators: Sequence[str],
    file: str,
    wanted: Wanted,
    covered: tuple[int, int],
) -> list[pl.DataFrame]:
    """How many different ones a state has in a year, how many with each power, and how many the powers have.

    `listed` has a row a year (`ccode1`, `ccode2`, `year`) from either side, and in `number` what each is known by.
    `indicators` names the three counts in that order. A state that exists in a year of `covered` and is not listed
    has none.
    """
    sides = (
        listed.filter(pl.col("year").is_between(max(wanted.start, covered[0]), min(wanted.end, covered[1])))
        .pipe(with_iso3, "ccode1", "year", "state")
        .filter(pl.col("state").is_in(wanted.everyone))
        .pipe(with_iso3, "ccode2", "year", "partner")
        .collect()
    )
    of_state = _counted(sides, ["state"], number, f"{file} ccode1={{}} year={{}} {number}={{}}", ["ccode1"])
    of_dyad = _counted(
        sides.filter(pl.col("partner") != pl.col("state")),
        ["state", "partner"],
        number,
        f"{file} ccode1={{}} ccode2={{}} year={{}} {number}={{}}",
        ["ccode1", "ccode2"],
    )
    none = pl.format(f"{file} ccode1={{}} year={{}}: no row", "code", "year")
    none_with = pl.format(f"{file} ccode1={{}} ccode2={{}} year={{}}: no row", "code", "partner_code", "year")
    of_a_state, with_power, between = indicators
    return [
        with_zeros(state_years(wanted.everyone, wanted, *covered), of_state, of_a_state, "count", none),
        with_zeros(dyad_years(wanted, *covered), of_dyad, with_power, "count", none_with),
        with_zeros(power_years(wanted, *covered), of_dyad, between, "count", none_with),
    ]


def _counted(sides: pl.DataFrame, keys: list[str], number: str, place: str, codes: list[str]) -> pl.DataFrame:
    numbers = pl.col(number).list.eval(pl.element().cast(pl.String)).list.join(",")
    return (
        sides.group_by(*keys, "year")
        .agg(pl.col(number).unique().sort(), pl.first(*codes))
        .with_columns(value=pl.col(number).list.len(), row=pl.format(place, *codes, "year", numbers))
    )
