"""States: who is who by ISO 3166 code, Correlates of War number, name and date.

`states.csv` lists every member of the Correlates of War (COW) state system since 1945, one row per spell.
A state that exists is known by its ISO3 code, a state that is gone by `COW<number>`. Two COW numbers may be
one state (260 and 255 are the Federal Republic of Germany before and after unification), and one number may
be two states (345 is Yugoslavia to 1991, Serbia and its federations since): every translation takes a year.
A spell starts with membership of the state system or of the United Nations, whichever came first. No state
has two numbers in one year: 1990 belongs to 255.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

if TYPE_CHECKING:
    import polars as pl

OPEN_UNTIL = 2100
"""The last year of the dated tables for states that exist."""

WITH_ARTICLE = frozenset(
    {
        "United",
        "Bahamas",
        "Comoros",
        "Gambia",
        "Maldives",
        "Netherlands",
        "Philippines",
        "Seychelles",
        "Republic",
        "Islands",
        "Emirates",
        "Union",
        "Congo",
    }
)
"""First or last words of names that take an article in a sentence."""


@dataclass(frozen=True, slots=True)
class State:
    """A state over one spell; `end` is None while it exists.

    `names` are further names and abbreviations under which texts and data sets know it.
    """

    iso3: str
    cow: int
    name: str
    adjective: str
    names: tuple[str, ...]
    capital: str
    start: int
    end: int | None

    @property
    def in_a_sentence(self) -> str:
        """The name as a sentence takes it: some names want an article, as in `the Philippines`."""
        first, last = self.name.split()[0], self.name.split()[-1]
        plural = first in WITH_ARTICLE or last in WITH_ARTICLE
        return f"the {self.name}" if plural else self.name

    def existed_in(self, year: int) -> bool:
        """Whether the spell covers some part of a year."""
        return self.start <= year <= (self.end or OPEN_UNTIL)


@cache
def all_states() -> tuple[State, ...]:
    """Every spell of every state, in order of COW number and start."""
    text = files("counterpoise").joinpath("states.csv").read_text(encoding="utf-8")
    spells = [
        State(
            iso3=row["iso3"],
            cow=int(row["cow"]),
            name=row["name"],
            adjective=row["adjective"],
            names=tuple(name for name in row["names"].split("|") if name),
            capital=row["capital"],
            start=int(row["start"]),
            end=int(row["end"]) if row["end"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(spells, key=lambda spell: (spell.cow, spell.start)))


@cache
def _latest() -> Mapping[str, State]:
    """The latest spell under each id."""
    by_start = sorted(all_states(), key=lambda spell: spell.start)
    return {spell.iso3: spell for spell in by_start}


def known_iso3() -> frozenset[str]:
    """Every id of a state: ISO3 codes, and `COW<number>` for states that are gone."""
    return frozenset(_latest())


def state(iso3: str) -> State:
    """The state with an id, in its latest spell; an unknown id is an error that names the nearest one."""
    found = _latest().get(iso3)
    if found is None:
        raise CounterpoiseError(Problem("state", unknown_state(iso3)))
    return found


def name_of_voice(voice: str) -> str:
    """The name of the state with an id, as in a sentence; a group of states, such as a bloc, has the name it is written with."""
    found = _latest().get(voice)
    return found.in_a_sentence if found is not None else voice


def iso3_as_written(text: str) -> str:
    """The id that a text spells, in any case; a text that spells none stays as it is."""
    code = text.strip().upper()
    return code if code in _latest() else text


def unknown_state(found: str) -> str:
    """Say that an id is not one of a state, with the nearest id or the id of the state of that name."""
    by_name = {
        name.casefold(): spell
        for spell in all_states()
        for name in (spell.name, *spell.names, spell.adjective)
    }
    code = found.strip().upper()
    swapped = sorted(iso3 for iso3 in known_iso3() if sorted(iso3) == sorted(code))
    if named := by_name.get(found.strip().casefold()):
        hint = f" - did you mean '{named.iso3}' ({named.name})?"
    else:
        hint = did_you_mean(code, swapped or sorted(known_iso3()))
    return f"unknown state '{found}'; expected an ISO3 code such as NOR{hint}"


@cache
def iso3_of_cow(cow: int, year: int) -> str | None:
    """The id of the state that has a COW number in a year, or None if there is none."""
    return next((spell.iso3 for spell in all_states() if spell.cow == cow and spell.existed_in(year)), None)


@cache
def cow_of_iso3(iso3: str, year: int) -> int | None:
    """The COW number of a state in a year, or None if it has none."""
    return next((spell.cow for spell in all_states() if spell.iso3 == iso3 and spell.existed_in(year)), None)


@cache
def iso3_by_cow() -> pl.DataFrame:
    """The dated crosswalk: cow (Int32), year (Int32), iso3 (String); one row per number and year."""
    return _by_year("cow", [(spell.cow, spell) for spell in all_states()])


@cache
def iso3_by_name() -> pl.DataFrame:
    """Names by year as a table: name (String), year (Int32), iso3 (String); exact spelling."""
    named = [(name, spell) for spell in all_states() for name in dict.fromkeys((spell.name, *spell.names))]
    return _by_year("name", named)


def _by_year(key: str, keyed: Sequence[tuple[int | str, State]]) -> pl.DataFrame:
    """Spread spells over their years; a later spell under the same key wins a year that two share."""
    import polars as pl  # here, because reading a study file asks who is a state and needs no table
    from polars import selectors

    return (
        pl.DataFrame(
            {
                key: [k for k, _ in keyed],
                "start": [spell.start for _, spell in keyed],
                "end": [spell.end or OPEN_UNTIL for _, spell in keyed],
                "iso3": [spell.iso3 for _, spell in keyed],
            }
        )
        .with_columns(selectors.integer().cast(pl.Int32))
        .with_columns(year=pl.int_ranges("start", pl.col("end") + 1, dtype=pl.Int32))
        .explode("year")
        .sort(key, "year", "start")
        .unique([key, "year"], keep="last", maintain_order=True)
        .select(key, "year", "iso3")
    )


def with_iso3(frame: pl.LazyFrame, cow: str, year: str, as_: str) -> pl.LazyFrame:
    """Add column `as_`, the id of the state with the COW number `cow` in `year`; null where there is none."""
    import polars as pl

    crosswalk = iso3_by_cow().lazy().rename({"cow": cow, "year": year, "iso3": as_})
    return frame.with_columns(pl.col(cow, year).cast(pl.Int32)).join(
        crosswalk, on=[cow, year], how="left", maintain_order="left"
    )
