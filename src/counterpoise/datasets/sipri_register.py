"""Arms imports from the trade register of the SIPRI Arms Transfers Database: one row per deal.

The register says how much of a deal was delivered and in which years, not how much in which: the volume is spread
evenly over them (`arms.spread_evenly`). Above its columns, some of which have no name, the export says which
suppliers, recipients and years it covers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.arms import (
    CITATION,
    INDICATORS,
    LICENCE,
    WHERE,
    arms_imports,
    spread_evenly,
)
from counterpoise.datasets.layout import first_and_last_year, read_columns, skipped
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.tablefile import preamble
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import Problem

RECIPIENT, SUPPLIER, YEARS = "Recipient", "Supplier", "Year(s) of delivery"
DELIVERED = "SIPRI TIV of delivered weapons"
COLUMNS = (RECIPIENT, SUPPLIER, "Year of order", "Deliveries in the Year Range", YEARS, "status", DELIVERED)
FIRST_YEAR = 1950
"""The first year of the database."""

COVERS = re.compile(r"arms from (?P<suppliers>.+?)\s+to (?P<recipients>.+?)\s*\. Deals")
SEVERAL = re.compile(r"\s*(?:[,;]|\band\b)\s*")
YEAR_RANGE = re.compile(r"year range '(?P<first>[^']*)' to '(?P<last>[^']*)'")
GENERATED = re.compile(r"Data generated: \d+ \w+ (?P<year>\d{4})")
ALL = "All countries"


class SipriRegister:
    """What each power delivered to a state, and its share, from deals."""

    name = "sipri-register"
    title = "SIPRI Arms Transfers Database: trade register"
    citation = CITATION
    licence = LICENCE
    redistributable = False
    release = "as of the day on which the file was made"
    where = f"{WHERE}: trade register, exported as csv"
    layouts: Sequence[Sequence[str]] = (COLUMNS,)
    indicators: Mapping[str, str] = INDICATORS

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the register."""
        return set(COLUMNS) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Deliveries to the recipients of the file from the powers, or from those of them that it has as suppliers.

        Suppliers that are no state, and those that are unknown, count in the whole of which a power has a share.
        """
        path = own_file(self, paths)
        kinds: dict[str, type[pl.DataType]] = dict.fromkeys((RECIPIENT, SUPPLIER, YEARS), pl.String)
        kinds[DELIVERED] = pl.Float64
        table, problems = read_columns(path, kinds, keys=(RECIPIENT, SUPPLIER))
        deals, undated = _dated(path, table.filter(pl.col(DELIVERED) > 0))
        deliveries = spread_evenly(deals)
        _, last = first_and_last_year(path, deliveries["year"])
        said = " ".join(preamble(path))
        years = _range(said, last)
        coded = (
            deliveries.lazy()
            .pipe(with_iso3, RECIPIENT, "year", "state", system="name")
            .pipe(with_iso3, SUPPLIER, "year", "partner", system="name")
            .filter(pl.col("state").is_not_null())
            .select("state", "partner", "year", "tiv", said=pl.format("deals of {}", SUPPLIER))
            .collect()
        )
        covers = COVERS.search(said)
        named = "" if covers is None or covers["suppliers"] == ALL else covers["suppliers"]
        suppliers = _suppliers(named, years) if named else None
        notices = unplaced(deliveries, [RECIPIENT, SUPPLIER], "year", path.name, "name")
        ends = dict.fromkeys(INDICATORS, years[1])
        if suppliers is not None:
            ends = {"arms_imports": years[1]} if suppliers & set(wanted.powers) else {}
            what = f"holds the deliveries of {named} only; no shares of arms imports"
            problems.append(Problem(path.name, what))
        totals = coded.group_by("state", "year").agg(pl.col("tiv").sum())
        parts = arms_imports(coded, totals, wanted, path.name, years, suppliers)
        return reading(self, parts, [*problems, *undated], ends, notices)


def _dated(path: Path, deals: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """Deals with the years of their deliveries as a list; one without is named and left out."""
    listed = deals.with_columns(
        years=pl.col(YEARS)
        .str.split(";")
        .list.eval(pl.element().str.strip_chars().cast(pl.Int32, strict=False)),
        tiv=pl.col(DELIVERED),
    )
    dated = pl.col("years").is_not_null() & ~pl.col("years").list.contains(None)
    undated = listed.filter(~dated.fill_null(False))
    return listed.filter(dated.fill_null(False)), skipped(path, undated, partial(_undated, path))


def _undated(path: Path, row: Mapping[str, object]) -> Problem:
    place = f"{path.name} {RECIPIENT}={row[RECIPIENT]} {SUPPLIER}={row[SUPPLIER]}"
    what = f"{row[DELIVERED]:g} million TIV were delivered, but {YEARS} is {row[YEARS] or 'empty'!r}. Row skipped"
    return Problem(place, what)


def _suppliers(named: str, years: tuple[int, int]) -> frozenset[str]:
    """The states (ISO3) that the export names as its suppliers: one, or several between commas or with `and`."""
    names = {named, *SEVERAL.split(named)}
    dated = pl.LazyFrame({"name": sorted(names)}).join(
        pl.LazyFrame({"year": pl.int_range(years[0], years[1] + 1, dtype=pl.Int32, eager=True)}), how="cross"
    )
    found = dated.pipe(with_iso3, "name", "year", "state", system="name").select("state").unique().collect()
    return frozenset(found["state"].drop_nulls())


def _range(said: str, last: int) -> tuple[int, int]:
    """The years that the export covers: those asked for, or else from the first of the database to the last delivery.

    No year is covered before the first of the database, nor after the one before the export was made, unless there are
    deliveries in it.
    """
    asked, made = YEAR_RANGE.search(said), GENERATED.search(said)
    first, end = (asked["first"], asked["last"]) if asked else ("", "")
    newest = max(last, int(made["year"]) - 1 if made else last)
    return (
        max(FIRST_YEAR, int(first)) if first.isdecimal() else FIRST_YEAR,
        min(newest, int(end)) if end.isdecimal() else last,
    )


SIPRI_REGISTER: Source = SipriRegister()
