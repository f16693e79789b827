"""Aid of the United States by recipient and fiscal year, as published on ForeignAssistance.gov.

The last years of a download are partial because agencies report late: a trailing year counts as complete
only if the world's obligations in it are at least three quarters of their mean over the three years before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_coded_or_named
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.state_years import YEARS_BEFORE, last_complete_year, state_years
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import Problem
from counterpoise.wording import listed

COLUMNS = (
    "country_code",
    "country_name",
    "transaction_type_name",
    "fiscal_year",
    "current_amount",
    "constant_amount",
)
DONOR = "USA"
MILLION = 1e6


class UsForeignAid:
    """Obligations to each recipient in constant dollars, toward the United States as partner."""

    name = "us-foreign-aid"
    title = "United States foreign assistance by country"
    citation = "United States Department of State and USAID. ForeignAssistance.gov, country summary data."
    licence = "work of the United States government, public domain"
    redistributable = True
    release = "2021"
    where = "foreignassistance.gov, data: us_foreign_aid_country.csv"
    layouts: Sequence[Sequence[str]] = (COLUMNS,)
    indicators: Mapping[str, str] = {
        "us_aid": "Obligations of United States aid in a fiscal year (million constant USD)"
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the country summary."""
        return set(COLUMNS) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Obligations per complete fiscal year; a listed recipient without a row in a year received none.

        Nothing if the United States is not one of the powers. The quarter between fiscal years 1976 and 1977
        belongs to neither and is left out.
        """
        path = own_file(self, paths)
        kinds: dict[str, type[pl.DataType]] = dict.fromkeys(COLUMNS[:4], pl.String)
        kinds |= dict.fromkeys(COLUMNS[4:], pl.Float64)
        table, problems = read_columns(
            path, kinds, keys=("country_name", "transaction_type_name", "fiscal_year")
        )
        obliged = table.filter(
            pl.col("transaction_type_name") == "Obligations", pl.col("fiscal_year").str.contains(r"^\d{4}$")
        ).with_columns(year=pl.col("fiscal_year").cast(pl.Int32))
        _, newest = first_and_last_year(path, obliged["year"])
        # The code of North Yemen is that of the Yemen of today: no code is read without its year.
        obliged = with_coded_or_named(
            obliged.lazy(), "country_code", "country_name", "year", "state"
        ).collect()
        world = (
            obliged.group_by("year", maintain_order=True)
            .agg(pl.sum("current_amount", "constant_amount"))
            .sort("year")
        )
        last = last_complete_year(dict(world.select("year", "constant_amount").iter_rows()))
        parts = []
        notices = _unplaced(obliged, path.name)
        if DONOR in wanted.powers:
            received = _received(obliged, wanted, (last, newest), base_year(world), path.name)
            parts.append(received.filter((pl.col("end") <= last) | pl.lit(wanted.include_partial)))
            notices += _partial(path.name, world, last, kept=wanted.include_partial)
        return reading(self, parts, problems, {"us_aid": last}, notices)


def _partial(file: str, world: pl.DataFrame, last: int, *, kept: bool) -> tuple[Problem, ...]:
    """Say which years are partial, how far, and whether they are kept."""
    complete = world.filter(pl.col("year").is_between(last - YEARS_BEFORE + 1, last))["constant_amount"]
    usual = float(complete.sum()) / complete.len()
    partial = world.filter(pl.col("year") > last).select("year", "constant_amount")
    shares = [
        f"{year} ({100 * amount / usual:.0f} %)" if usual else str(year)
        for year, amount in partial.iter_rows()
    ]
    if not shares:
        return ()
    what = (
        f"partial fiscal years: {listed(shares)} of what was obligated to the world in a year up to {last}; "
        f"{'kept and marked' if kept else 'left out'}"
    )
    return (Problem(file, what),)


def base_year(world: pl.DataFrame) -> int:
    """The year whose dollars the constant amounts are in: where constant and current totals are nearest."""
    off = (world["current_amount"] / world["constant_amount"] - 1).abs()
    return int(world["year"][int(off.arg_min() or 0)])


def _unplaced(obliged: pl.DataFrame, file: str) -> tuple[Problem, ...]:
    """Recipients that neither their name nor their code makes a state in the year; some have no code."""
    left = obliged.filter(pl.col("state").is_null())
    coded = pl.col("country_code").is_not_null()
    return (
        *unplaced(left.filter(coded), ["country_code"], "year", file, "iso3", US_FOREIGN_AID.name),
        *unplaced(left.filter(~coded), ["country_name"], "year", file, "name", US_FOREIGN_AID.name),
    )


def _received(
    obliged: pl.DataFrame, wanted: Wanted, ends: tuple[int, int], base: int, file: str
) -> pl.DataFrame:
    """Yearly sums by recipient, zero in the years of its existence without a row since its first one.

    `ends` are the last complete year and the newest; rows of years after the former say that they are partial.
    """
    last, newest = ends
    by_recipient = (
        obliged.filter(pl.col("state").is_in(wanted.states))
        .group_by("state", "year", maintain_order=True)
        .agg(amount=pl.col("constant_amount").sum() / MILLION)
    )
    first = by_recipient.group_by("state").agg(since=pl.col("year").min())
    years = (
        state_years(first["state"], wanted, wanted.start, newest, "iso3")
        .join(first, on="state")
        .filter(pl.col("year") >= pl.col("since"))
    )
    row = pl.format(f"{file} country_code={{}} fiscal_year={{}} Obligations", "state", "year") + pl.when(
        pl.col("year") > last
    ).then(pl.lit(" of a partial year")).otherwise(pl.lit(""))
    return (
        years.join(by_recipient, on=["state", "year"], how="left")
        .select(
            "state",
            partner=pl.lit(DONOR),
            start="year",
            end="year",
            indicator=pl.lit("us_aid"),
            value=pl.col("amount").fill_null(0),
            unit=pl.lit(f"million constant {base} USD"),
            price_base=pl.lit(f"constant {base} USD"),
            row=pl.when(pl.col("amount").is_null()).then(row + ": no row").otherwise(row),
        )
        .filter(pl.col("state") != DONOR)
    )


US_FOREIGN_AID: Source = UsForeignAid()
