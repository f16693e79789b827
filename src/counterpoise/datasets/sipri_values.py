"""Arms imports from the tables of import values of the SIPRI Arms Transfers Database: suppliers by year.

A table is about one recipient, whom its last row names. SIPRI dates every delivery itself, so shares are its own but for
the rounding to whole millions. A zero is a volume under half a million, an empty field is no delivery identified.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.arms import CITATION, INDICATORS, LICENCE, WHERE, arms_imports
from counterpoise.datasets.layout import another_layout, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.tablefile import header
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.wording import listed

SUPPLIER = "Supplier"
COLUMNS = (SUPPLIER, "Percentage", "Sum total years", "Percentage of total")
TOTAL = "Total exports to "
YEAR = re.compile(r"\d{4}")


class SipriValues:
    """What each power delivered to a state, and its share, from yearly tables."""

    name = "sipri-values"
    title = "SIPRI Arms Transfers Database: import values"
    citation = CITATION
    licence = LICENCE
    redistributable = False
    release = "as of the day on which the file was made"
    where = f"{WHERE}: import/export values, one recipient by supplier, exported as csv"
    layouts: Sequence[Sequence[str]] = (COLUMNS,)
    indicators: Mapping[str, str] = INDICATORS

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of a table of import values."""
        return set(COLUMNS) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Deliveries to the recipient of each file from the powers. Two files of one recipient are an error.

        The last complete year is the earliest that a table of a wanted state ends in.
        """
        parts: list[pl.DataFrame] = []
        problems: list[Problem] = []
        notices: list[Problem] = []
        files: dict[str, Path] = {}
        ends: dict[str, int] = {}
        of_wanted: set[str] = set()
        for path in sorted(paths):
            columns = header(path)
            years = sorted(int(name) for name in columns if YEAR.fullmatch(name))
            if not self.recognises(columns) or not years:
                raise another_layout(path, self.name, *self.layouts)
            table, skipped = read_columns(
                path, {SUPPLIER: pl.String, **{str(year): pl.Float64 for year in years}}, keys=(SUPPLIER,)
            )
            recipient = _recipient(path, table)
            if (first := files.setdefault(recipient, path)) != path:
                what = f"a second table of imports of {recipient}; the first is {first.name}"
                raise CounterpoiseError(Problem(path.name, what))
            coded = _coded(table, recipient)
            totals = coded.filter("total").select("state", "year", pl.col("tiv").fill_null(0))
            delivered = coded.filter(~pl.col("total"))
            notices += unplaced(delivered, ["recipient", SUPPLIER], "year", path.name, "name")
            known = delivered.filter(pl.col("state").is_not_null(), pl.col("tiv").is_not_null())
            parts += arms_imports(
                known, totals.filter(pl.col("state").is_not_null()), wanted, path.name, (years[0], years[-1])
            )
            problems += skipped
            ends[path.name] = years[-1]
            if not set(coded["state"].drop_nulls()).isdisjoint(wanted.states):
                of_wanted.add(path.name)
        told = {name: end for name, end in ends.items() if name in of_wanted} or ends
        last = min(told.values())
        notices += _ends_told(told, last)
        return reading(self, parts, problems, dict.fromkeys(INDICATORS, last), notices)


def _ends_told(ends: Mapping[str, int], last: int) -> list[Problem]:
    """Say of tables that end in different years which end first: there is one last year for all of them."""
    if max(ends.values()) == last:
        return []
    early = listed([name for name, end in ends.items() if end == last])
    later = listed([f"{name} ({end})" for name, end in ends.items() if end > last])
    what = f"ends in {last}, which is told as the last year of all tables, though {later} go on, whose later values are kept"
    return [Problem(early, what)]


def _recipient(path: Path, table: pl.DataFrame) -> str:
    """The state that a table is about, from the row of its total."""
    found = table.filter(pl.col(SUPPLIER).str.starts_with(TOTAL))[SUPPLIER].to_list()
    if len(found) != 1:
        what = f"expected one row '{TOTAL}...' that names the recipient, found {len(found)}; the file may be cut short"
        raise CounterpoiseError(Problem(path.name, what))
    return str(found[0]).removeprefix(TOTAL)


def _coded(table: pl.DataFrame, recipient: str) -> pl.DataFrame:
    """By supplier and year: recipient, state, Supplier, partner, year, tiv (null where none was identified), said, total."""
    return (
        table.unpivot(index=SUPPLIER, variable_name="year", value_name="tiv")
        .with_columns(
            pl.col("year").cast(pl.Int32),
            recipient=pl.lit(recipient),
            total=pl.col(SUPPLIER).str.starts_with(TOTAL),
            said=pl.when(pl.col("tiv") == 0)
            .then(pl.format("{} under half a million", SUPPLIER))
            .otherwise(SUPPLIER),
        )
        .lazy()
        .pipe(with_iso3, "recipient", "year", "state", system="name")
        .pipe(with_iso3, SUPPLIER, "year", "partner", system="name")
        .collect()
    )


SIPRI_VALUES: Source = SipriValues()
