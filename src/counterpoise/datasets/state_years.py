"""State-years and dyad-years: the years for which a source says something, whether or not it lists them.

Lists of disputes, alliances or rivalries name only what there was. A year without a row is a zero, as long as the
state existed and the list covers the year.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from counterpoise.crosswalk import System, crosswalk
from counterpoise.datasets.source import Wanted
from counterpoise.errors import Problem

COMPLETE = 0.75
YEARS_BEFORE = 3


def state_years(
    states: Collection[str], wanted: Wanted, first: int, last: int, system: System = "cow"
) -> pl.DataFrame:
    """Each state (column `state`, with its `code` in a system) in every wanted year of first..last in which it exists.

    A state exists in the years of the system: a source whose codes are placed as those of `iso3` or as names, which hold
    in every year in which either list of states has it, asks for the years of `iso3`, lest what is placed be lost.
    """
    return (
        crosswalk(system)
        .filter(
            "usual",
            pl.col("iso3").is_in(list(states)),
            pl.col("year").is_between(max(first, wanted.start), min(last, wanted.end)),
        )
        .select("code", "year", state="iso3")
    )


def dyad_years(wanted: Wanted, first: int, last: int, system: System = "cow") -> pl.DataFrame:
    """Every wanted state with every power (`partner`, `partner_code`) in each such year in which both exist."""
    powers = state_years(wanted.powers, wanted, first, last, system)
    return (
        state_years(wanted.states, wanted, first, last, system)
        .join(powers.rename({"state": "partner", "code": "partner_code"}), on="year")
        .filter(pl.col("state") != pl.col("partner"))
    )


def power_years(wanted: Wanted, first: int, last: int) -> pl.DataFrame:
    """Power b (`state`) with power a (`partner`) in each such year in which both exist."""
    a, b = wanted.powers
    return dyad_years(Wanted((b,), (a, b), wanted.start, wanted.end), first, last)


def forward_spells(
    spells: pl.DataFrame, start: str, end: str, number: str, file: str
) -> tuple[pl.DataFrame, list[Problem]]:
    """The spells that end no earlier than they start, and what is wrong with the others; `number` tells them apart."""
    backward = spells.filter(pl.col(end) < pl.col(start))
    problems = [
        Problem(f"{file} {number}={row[number]}", f"ends in {row[end]}, before {row[start]}. Row skipped")
        for row in backward.iter_rows(named=True)
    ]
    return spells.filter(pl.col(end) >= pl.col(start)), problems


def over_years(spells: pl.LazyFrame, start: str, end: str, wanted: Wanted) -> pl.LazyFrame:
    """Spells as one row a year (column `year`), both ends included, within the wanted years."""
    return (
        spells.with_columns(
            _first=pl.col(start).clip(lower_bound=wanted.start),
            _last=pl.col(end).clip(upper_bound=wanted.end),
        )
        .filter(pl.col("_first") <= pl.col("_last"))
        .with_columns(year=pl.int_ranges("_first", pl.col("_last") + 1, dtype=pl.Int32))
        .explode("year")
        .drop("_first", "_last")
    )


def with_zeros(
    years: pl.DataFrame, found: pl.DataFrame, indicator: str, unit: str, none_listed: pl.Expr
) -> pl.DataFrame:
    """The values of a list: those found (`value`, `row`), and zero in the other years.

    `found` has at most one row for each state, partner (if `years` has one) and year; `none_listed` says, from the
    columns of `years`, where nothing was found.
    """
    keys = [name for name in ("state", "partner", "year") if name in years.columns]
    return years.join(found.select(*keys, "value", "row"), on=keys, how="left").select(
        *keys[:-1],
        start="year",
        end="year",
        indicator=pl.lit(indicator),
        value=pl.col("value").fill_null(0),
        unit=pl.lit(unit),
        row=pl.col("row").fill_null(none_listed),
    )


def last_complete_year(world: Mapping[int, float]) -> int:
    """The last year that is not partial, from the world's total by year, of one year or more."""
    for year in sorted(world, reverse=True):
        before = [world[y] for y in range(year - YEARS_BEFORE, year) if y in world]
        if not before or world[year] >= COMPLETE * sum(before) / len(before):
            return year
    return min(world)
