"""The crosswalk: codes and names of states in five systems, each with its years, to ids and back.

Systems are `cow` (Correlates of War numbers), `gw` (Gleditsch & Ward numbers), `iso3` and `iso2` (ISO 3166-1, with
the codes that ISO has withdrawn and those that data sets use in their place), and `name`. Gleditsch & Ward (1999),
International Interactions 25: 393-413, date independence and not recognition, so their spells are mostly longer than
those of the Correlates of War; `crosswalk.csv` has them where they differ, and the further codes and spellings.
An ISO code or a name holds in every year in which either list has the state. In one year a code is one state.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, get_args

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.states import OPEN_UNTIL, State, all_states

if TYPE_CHECKING:
    import polars as pl

System = Literal["cow", "gw", "iso3", "iso2", "name"]
SYSTEMS: tuple[System, ...] = get_args(System)
NUMBERED = ("cow", "gw")
"""The systems whose codes are whole numbers."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A code that means one state from `start` to `end`, both included."""

    code: str
    iso3: str
    start: int
    end: int


@cache
def spells(system: System) -> tuple[Spell, ...]:
    """Every code of a system with its years; of two codes for one state in one year the usual one comes first."""
    if system == "cow":
        return tuple(
            Spell(str(each.cow), each.iso3, each.start, each.end or OPEN_UNTIL)
            for each in all_states()
            if each.cow is not None
        )
    if system == "gw":
        return _gleditsch_ward()
    found = []
    for each, start, end in _lives():
        codes = {"iso3": (each.iso3,), "iso2": (each.iso2,), "name": (each.name, *each.names)}[system]
        found += [Spell(code, each.iso3, start, end) for code in codes if code]
    return (*found, *_further(system))


@cache
def crosswalk(system: System) -> pl.DataFrame:
    """The dated crosswalk of a system: code and written (both Int32 or String), year (Int32), iso3 (String), usual.

    One row per code and year; names are `folded`, and `written` as they are spelled. `usual` (Boolean) marks the one
    code by which a state goes in a year.
    """
    import polars as pl  # here, because reading a study file asks who is a state and needs no table

    listed = spells(system)
    columns = ("code", "iso3", "start", "end")
    table = pl.DataFrame({name: [getattr(spell, name) for spell in listed] for name in columns})
    written = pl.col("code").cast(pl.Int32) if system in NUMBERED else pl.col("code")
    return (
        table.with_row_index("place")
        .with_columns(
            pl.col("start", "end").cast(pl.Int32),
            written=written,
            code=folded("code") if system == "name" else written,
        )
        .with_columns(year=pl.int_ranges("start", pl.col("end") + 1, dtype=pl.Int32))
        .explode("year")
        .sort("code", "year", "start", descending=[False, False, True], maintain_order=True)
        .unique(["code", "year"], keep="first", maintain_order=True)
        .with_columns(usual=pl.col("place") == pl.col("place").min().over("iso3", "year"))
        .select("code", "year", "iso3", "usual", "written")
    )


def folded(name: str) -> pl.Expr:
    """A column of names without case, accents, punctuation and articles: `Côte d’Ivoire` is `cote divoire`."""
    import polars as pl

    return (
        pl.col(name)
        .cast(pl.String)
        .str.normalize("NFKD")
        .str.replace_all(r"[\p{M}'’‘ʼ`´]", "")
        .str.to_lowercase()
        .str.replace_all("ı", "i")
        .str.replace_all("&", " and ")
        .str.replace_all(r"\bst\b", "saint")
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.strip_chars()
        .str.replace(r"^the ", "")
        .str.replace(r" the$", "")
    )


def with_iso3(frame: pl.LazyFrame, code: str, year: str, as_: str, system: System = "cow") -> pl.LazyFrame:
    """Add column `as_`, the id of the state that has the code `code` of a system in `year`; null where there is none.

    Codes of letters may stand in any case. Raises CounterpoiseError for an unknown system.
    """
    import polars as pl

    table = crosswalk(_known(system)).lazy().select("year", _code="code", _iso3="iso3").rename({"_iso3": as_})
    dated = frame.with_columns(pl.col(year).cast(pl.Int32))
    if system in NUMBERED:
        keyed = dated.with_columns(_code=pl.col(code).cast(pl.Int32))
    else:
        text = pl.col(code).cast(pl.String)
        key = folded(code) if system == "name" else text.str.strip_chars().str.to_uppercase()
        keys = frame.select(code).unique().with_columns(_code=key)  # so that each name is folded once
        keyed = dated.join(keys, on=code, how="left", maintain_order="left")
    return keyed.join(
        table, left_on=["_code", year], right_on=["_code", "year"], how="left", maintain_order="left"
    ).drop("_code")


def with_coded_or_named(frame: pl.LazyFrame, code: str, name: str, year: str, as_: str) -> pl.LazyFrame:
    """Add column `as_`, the id of the state that has the ISO3 code `code` in `year`, or else the name `name`; or null."""
    import polars as pl

    return (
        frame.pipe(with_iso3, code, year, "_coded", system="iso3")
        .pipe(with_iso3, name, year, "_named", system="name")
        .with_columns(pl.coalesce("_coded", "_named").alias(as_))
        .drop("_coded", "_named")
    )


def with_code(frame: pl.LazyFrame, iso3: str, year: str, as_: str, system: System) -> pl.LazyFrame:
    """Add column `as_`, the usual code in a system of the state `iso3` in `year`; null where it has none.

    A name is the one of the year as `states.csv` spells it. Raises CounterpoiseError for an unknown system.
    """
    import polars as pl

    table = (
        crosswalk(_known(system)).lazy().filter("usual").select(_iso3="iso3", _year="year", _code="written")
    )
    return frame.with_columns(pl.col(year).cast(pl.Int32)).join(
        table.rename({"_code": as_}),
        left_on=[iso3, year],
        right_on=["_iso3", "_year"],
        how="left",
        maintain_order="left",
    )


def _known(system: str) -> System:
    for each in SYSTEMS:
        if each == system:
            return each
    raise CounterpoiseError(
        Problem(
            f"system '{system}'",
            f"unknown; states are coded by {', '.join(SYSTEMS)}{did_you_mean(system, SYSTEMS)}",
        )
    )


def _further(system: System) -> Iterator[Spell]:
    """The further codes of `crosswalk.csv`; without dates they hold as long as the state is there."""
    lived = defaultdict(list)
    for each, start, end in _lives():
        lived[each.iso3].append((start, end))
    for row in _rows()[system]:
        if not row["start"] and not row["end"]:
            yield from (Spell(row["code"], row["iso3"], start, end) for start, end in lived[row["iso3"]])
        else:
            yield _dated(row)


@cache
def _gleditsch_ward() -> tuple[Spell, ...]:
    """Spells of `crosswalk.csv`; a state that has none there has the number and the dates of COW, or its own."""
    listed = [_dated(row) for row in _rows()["gw"]]
    differing = {spell.iso3 for spell in listed}
    same = [
        Spell(str(each.cow or each.iso3.removeprefix("GW")), each.iso3, each.start, each.end or OPEN_UNTIL)
        for each in all_states()
        if each.iso3 not in differing
    ]
    return (*listed, *same)


@cache
def _lives() -> tuple[tuple[State, int, int], ...]:
    """Who each state was and from when to when, in either list; years that only Gleditsch & Ward have go to the next spell."""
    by_id: dict[str, list[State]] = defaultdict(list)
    for each in all_states():
        by_id[each.iso3].append(each)
    lives = [(each, each.start, each.end or OPEN_UNTIL) for each in all_states()]
    for spell in _gleditsch_ward():
        known = sorted(by_id[spell.iso3], key=lambda each: each.start)
        year = spell.start
        for each in known:
            if year < each.start:
                lives.append((each, year, min(spell.end, each.start - 1)))
            year = max(year, (each.end or OPEN_UNTIL) + 1)
        lives.append((known[-1], year, spell.end))
    return tuple((each, start, end) for each, start, end in lives if start <= end)


@cache
def _rows() -> Mapping[str, Sequence[Mapping[str, str]]]:
    text = files("counterpoise").joinpath("crosswalk.csv").read_text(encoding="utf-8")
    by_system: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in csv.DictReader(text.splitlines()):
        by_system[row["system"]].append(row)
    return by_system


def _dated(row: Mapping[str, str]) -> Spell:
    return Spell(
        row["code"], row["iso3"], int(row["start"] or 0), int(row["end"]) if row["end"] else OPEN_UNTIL
    )
