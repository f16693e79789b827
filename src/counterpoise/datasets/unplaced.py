"""Codes of a file that are no state in their year: told, never dropped in silence.

A code may be a group of states, an organisation or a territory (`not_states.csv`, for every source or for one), a
state that was not there in the year, or unknown.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby

import polars as pl

from counterpoise.crosswalk import NUMBERED, System, folded, spells, with_iso3
from counterpoise.errors import Problem, did_you_mean
from counterpoise.states import OPEN_UNTIL
from counterpoise.wording import several

UNKNOWN, OUTSIDE, MISSING = "unknown", "not there in the year", "no code"
"""Kinds of codes that are no state; `not_states.csv` has further ones, such as `territory`."""

IN_FULL = 5
"""Up to so many codes of a kind are told with what they are; of more only years and rows are listed."""

MOST_LISTED = 12
"""Of more codes of a kind those with most rows are listed, and the others counted."""

_OF_NO_STATE = re.compile(
    r"[^:]+: (?:(?:one code is|\d+ codes in [\d,]+ rows are) (?:no state \(|of no state )|no code in .*, which are of no state)"
)
"""How a notice on codes that are known to be no state begins (`_said`)."""

MARK = "*"
"""The arms transfers database ends the names of movements (one) and of organisations (two) so."""


def unplaced_codes(
    table: pl.DataFrame, codes: Sequence[str], year: str, system: System = "cow", source: str = ""
) -> pl.DataFrame:
    """The codes of some columns that are no state of a system in their year, one row each, by kind and code.

    Gives code (String, null where the cell is empty), kind, name (what a code that is no state's stands for),
    rows (how many), first and last (years), column, at and place (column, year and number from 0 of the first row).
    """
    columns = [
        table.lazy()
        .select(code=column, year=pl.col(year).cast(pl.Int32))
        .with_row_index("place")
        .group_by("code", "year")
        .agg(rows=pl.len(), place=pl.col("place").min())
        .with_columns(column=pl.lit(column))
        for column in codes
    ]
    no_states = _not_states(source).lazy()
    text = pl.col("code").cast(pl.String).str.strip_chars()
    return (
        pl.concat(columns)
        .pipe(with_iso3, "code", "year", "state", system)
        .filter(pl.col("state").is_null())
        .sort("place", "column")
        .group_by("code", maintain_order=True)
        .agg(
            pl.sum("rows"),
            first=pl.min("year"),
            last=pl.max("year"),
            column=pl.first("column"),
            at=pl.first("year"),
            place=pl.first("place"),
        )
        .sort("code", maintain_order=True)
        .with_columns(code=text, key=text.str.to_uppercase(), folded=folded("code"))
        .join(no_states, on="key", how="left", maintain_order="left")
        .join(
            no_states.select(folded="key", kind_of_name="kind", of_name="name"),
            on="folded",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            known=pl.col("folded" if system == "name" else "key").is_in(list(_years(system))),
            name=pl.coalesce("name", "of_name"),
            kind=pl.coalesce("kind", "kind_of_name"),
        )
        .with_columns(
            kind=pl.when(pl.col("code").is_null())
            .then(pl.lit(MISSING))
            .when(pl.col("known"))
            .then(pl.lit(OUTSIDE))
            .when(pl.col("kind").is_not_null())
            .then("kind")
            .when(pl.col("code").str.ends_with(MARK))
            .then(pl.lit("organisation or movement"))
            .otherwise(pl.lit(UNKNOWN))
        )
        .sort("kind", maintain_order=True)
        .select("code", "kind", "name", "rows", "first", "last", "column", "at", "place")
        .collect()
    )


def unplaced(
    table: pl.DataFrame,
    codes: Sequence[str],
    year: str,
    file: str,
    system: System = "cow",
    source: str = "",
) -> tuple[Problem, ...]:
    """A notice for each kind of code that is no state in its year: which, how many rows, of what years, the first row."""
    found = unplaced_codes(table, codes, year, system, source)
    return tuple(
        Problem(file, _said(kind, list(rows), year, system))
        for kind, rows in groupby(found.iter_rows(named=True), key=lambda row: row["kind"])
    )


def in_brief(notices: Iterable[Problem]) -> tuple[Problem, ...]:
    """Notices with one in place of all on codes that are known to be no state; an unknown code may be a mistake and is told."""
    told = tuple(notices)
    brief = [each for each in told if _OF_NO_STATE.match(each.what)]
    if not brief:
        return told
    files = several(len({each.place for each in brief}), "file")
    one = Problem(
        "data",
        f"codes in {files} are no state in their year, so their rows have no values; `counterpoise run --json` names all of them",
    )
    return (*(each for each in told if each not in brief), one)


def _said(kind: str, rows: Sequence[Mapping[str, object]], year: str, system: System) -> str:
    first = min(rows, key=lambda row: (int(str(row["place"])), str(row["column"])))
    column = first["column"]
    if kind == MISSING:
        return f"{column}: no code in {_rows(first)} of {_span(first)}, which are of no state"
    whole = sum(int(str(row["rows"])) for row in rows)
    codes = f"{len(rows)} codes in {whole:,} rows are" if len(rows) > 1 else "one code is"
    what, hint = f"no state ({kind})", ""
    if kind == OUTSIDE:
        what = "of no state that was there in the year"
    elif kind == UNKNOWN:
        what = f"unknown in the system '{system}'"
        hint = "" if system in NUMBERED else did_you_mean(str(first["code"]), _codes(system))
    most = sorted(rows, key=lambda row: -int(str(row["rows"])))[:MOST_LISTED]
    shown = [row for row in rows if row in most]
    each = ", ".join(_listed(row, system, in_full=len(rows) <= IN_FULL) for row in shown)
    if (further := len(rows) - len(shown)) > 0:
        each += f" and {further} with fewer rows"
    return (
        f"{column}: {codes} {what}: {each}; the first is {column}={first['code']} {year}={first['at']}{hint}"
    )


def _listed(row: Mapping[str, object], system: System, in_full: bool) -> str:
    """A code with its years and rows and, in full, what it is or when it was there."""
    if not in_full:
        return f"{row['code']} ({_span(row)}, {row['rows']})"
    name = f"{row['name']}, " if row["name"] and row["name"] != row["code"] else ""
    there = f"; there {_there(str(row['code']), system)}" if row["kind"] == OUTSIDE else ""
    return f"{row['code']} ({name}{_span(row)}, {_rows(row)}{there})"


def _span(row: Mapping[str, object]) -> str:
    return f"{row['first']}" if row["first"] == row["last"] else f"{row['first']}-{row['last']}"


def _rows(row: Mapping[str, object]) -> str:
    return "1 row" if row["rows"] == 1 else f"{row['rows']:,} rows"


def _there(code: str, system: System) -> str:
    """The years in which a code is a state's, such as `1918-1940 and from 1991`."""
    years = sorted(_years(system)[_fold(code) if system == "name" else code.upper()])
    joined: list[tuple[int, int]] = []
    for start, end in years:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return " and ".join(f"from {start}" if end == OPEN_UNTIL else f"{start}-{end}" for start, end in joined)


@cache
def _years(system: System) -> Mapping[str, Sequence[tuple[int, int]]]:
    """The spells of each code, names folded."""
    listed = pl.DataFrame({"code": _codes(system)})
    keys = listed.select(folded("code"))["code"] if system == "name" else listed["code"]
    key_of = dict(zip(listed["code"], keys, strict=True))
    years: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for each in spells(system):
        years[key_of[each.code]].append((each.start, each.end))
    return dict(years)


@cache
def _codes(system: System) -> tuple[str, ...]:
    return tuple(sorted({each.code for each in spells(system)}))


def _fold(name: str) -> str:
    return str(pl.DataFrame({"name": [name]}).select(folded("name")).item())


@cache
def _not_states(source: str) -> pl.DataFrame:
    """What is no state by code in capitals and by folded name, for a source and then for all: key, kind, name."""
    text = files("counterpoise.datasets").joinpath("not_states.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["source"] in ("", source)]
    keyed = [
        (code, row["kind"], row["names"].split("|")[0], row["source"] != source)
        for row in rows
        for code in (*row["codes"].split("|"), *row["names"].split("|"))
        if code
    ]
    schema = {"code": pl.String, "kind": pl.String, "name": pl.String, "of_all": pl.Boolean}
    table = pl.DataFrame(keyed, schema=schema, orient="row").sort("of_all", maintain_order=True)
    return (
        pl.concat(
            [
                table.with_columns(key=pl.col("code").str.to_uppercase()),
                table.with_columns(key=folded("code")),
            ]
        )
        .sort("of_all", maintain_order=True)
        .unique("key", keep="first", maintain_order=True)
        .select("key", "kind", "name")
    )
