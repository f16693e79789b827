"""States: who is who by ISO 3166 code, Correlates of War number, name and date.

`states.csv` lists every member of the Correlates of War (COW) state system since 1816, one row per spell, and the
states that Gleditsch & Ward (1999, International Interactions 25: 393-413) list and COW does not. A state that
exists is known by its ISO3 code, a state that is gone by `COW<number>` or, where COW never had it, `GW<number>`.
Two COW numbers may be one state (260 and 255 are the Federal Republic of Germany before and after unification),
and one number may be two states (345 is Serbia to 1917, Yugoslavia to 1991, Serbia and its federations since):
every translation takes a year. A spell starts with membership of the state system or of the United Nations,
whichever came first. No state has two numbers in one year: 1990 belongs to 255. Other codes and spellings, with
their dates, are in `crosswalk`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

if TYPE_CHECKING:
    import polars as pl

OPEN_UNTIL = 2100
"""The last year of the dated tables for states that exist."""

_NO_COW = 10_000
_WAR_ENDED = 1945

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

    `names` are further names and abbreviations under which texts and data sets know it. `cow` is None for a
    state that only Gleditsch & Ward list, `iso2` is empty for one that never had such a code.
    """

    iso3: str
    iso2: str
    cow: int | None
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
    """Every spell of every state, in order of COW number and start, those without a number last."""
    text = files("counterpoise").joinpath("states.csv").read_text(encoding="utf-8")
    spells = [
        State(
            iso3=row["iso3"],
            iso2=row["iso2"],
            cow=int(row["cow"]) if row["cow"] else None,
            name=row["name"],
            adjective=row["adjective"],
            names=tuple(name for name in row["names"].split("|") if name),
            capital=row["capital"],
            start=int(row["start"]),
            end=int(row["end"]) if row["end"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(spells, key=lambda spell: (spell.cow or _NO_COW, spell.start)))


@cache
def states_since_1945() -> tuple[State, ...]:
    """The members of the state system since the Second World War: those whose names texts are read for.

    Names of states that were gone by then, such as Parma or Baden, are the names of other things today.
    """
    return tuple(spell for spell in all_states() if spell.cow and (spell.end or OPEN_UNTIL) > _WAR_ENDED)


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
        for spell in states_since_1945()
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
    """The dated table of members: cow (Int32), year (Int32), iso3 (String); one row per number and year."""
    import polars as pl  # here, because reading a study file asks who is a state and needs no table

    members = [spell for spell in all_states() if spell.cow is not None]
    return (
        pl.DataFrame(
            {
                "cow": [spell.cow for spell in members],
                "start": [spell.start for spell in members],
                "end": [spell.end or OPEN_UNTIL for spell in members],
                "iso3": [spell.iso3 for spell in members],
            },
            schema_overrides={"cow": pl.Int32, "start": pl.Int32, "end": pl.Int32},
        )
        .with_columns(year=pl.int_ranges("start", pl.col("end") + 1, dtype=pl.Int32))
        .explode("year")
        .sort("cow", "year")
        .select("cow", "year", "iso3")
    )
