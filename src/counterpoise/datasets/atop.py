"""Alliance obligations: Alliance Treaty Obligations and Provisions, version 5.1.

Leeds, Ritter, Mitchell & Long (2002), International Interactions 28: 237-260. The directed dyad-year table
lists the years in which state 1 owes state 2 something by treaty; a dyad-year that is not listed has no
alliance, so it counts as zero while both states exist and within the years that the data cover.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.alliance_ties import AllianceTies, category, strongest
from counterpoise.datasets.layout import another_layout, first_and_last_year, only_file, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.state_years import dyad_years, with_zeros
from counterpoise.datasets.tablefile import header
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import Problem

DYAD = ("ccode1", "ccode2", "year")
OFFICIAL_DYAD = ("stateA", "stateB", "year")
OFFICIAL_OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
OBLIGATIONS = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
R_OBJECT = ("object:atop_alliance",)


class Atop:
    """How many kinds of obligation a state has toward a power."""

    name = "atop"
    title = "Alliance Treaty Obligations and Provisions"
    citation = (
        "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long. 2002. Alliance "
        "Treaty Obligations and Provisions, 1815-1944. International Interactions 28: 237-260. Version 5.1."
    )
    licence = "free with citation"
    redistributable = False
    release = "5.1"
    where = "atopdata.org, directed dyad-year data: atop5_1ddyr.csv or .dta; R package peacesciencer"
    layouts: Sequence[Sequence[str]] = (
        (*OFFICIAL_DYAD, *OFFICIAL_OBLIGATIONS),
        (*DYAD, *OBLIGATIONS),
        R_OBJECT,
    )
    indicators: Mapping[str, str] = {
        "atop_obligations": "Kinds of treaty obligation of a state toward a power: defence, "
        "offence, neutrality, non-aggression, consultation (0 to 5)"
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the directed dyad-year table, official or of peacesciencer."""
        return _columns(columns) is not None

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Obligations per year, with zeros where two existing states have no alliance."""
        path, columns, table, problems, notices = self._obligations(paths)
        first, last = first_and_last_year(path, table["year"])
        allied = (
            table.lazy()
            .with_columns(
                row=pl.format(f"{path.name} {columns[0]}={{}} {columns[1]}={{}} year={{}}", *DYAD),
                value=pl.sum_horizontal(OBLIGATIONS),
            )
            .pipe(with_iso3, "ccode1", "year", "state")
            .filter(pl.col("state").is_in(wanted.states))
            .pipe(with_iso3, "ccode2", "year", "partner")
            .filter(pl.col("partner").is_in(list(wanted.powers)))
            .select("state", "partner", "year", "value", "row")
            .collect()
        )
        none = f"{path.name} no alliance {columns[0]}={{}} {columns[1]}={{}} year={{}}"
        values = with_zeros(
            dyad_years(wanted, first, last),
            allied,
            "atop_obligations",
            "kinds of obligation",
            pl.format(none, "code", "partner_code", "year"),
        )
        return reading(self, [values], problems, {"atop_obligations": last}, notices)

    def ties(self, paths: Sequence[Path]) -> AllianceTies:
        """Of any two states the strongest obligation of the one toward the other per year."""
        path, _, table, problems, notices = self._obligations(paths)
        first, last = first_and_last_year(path, table["year"])
        owed = {name: pl.col(name) == 1 for name in OBLIGATIONS}
        defence, offence, neutral, nonaggression, consultation = owed.values()
        listed = (
            table.lazy()
            .pipe(with_iso3, "ccode1", "year", "state")
            .pipe(with_iso3, "ccode2", "year", "partner")
            .with_columns(category=category(defence | offence, neutral | nonaggression, consultation))
        )
        return AllianceTies(
            path.name, self.release, strongest(listed), first, last, tuple(problems), tuple(notices)
        )

    def _obligations(
        self, paths: Sequence[Path]
    ) -> tuple[Path, tuple[str, ...], pl.DataFrame, list[Problem], tuple[Problem, ...]]:
        """The file, what it calls our columns, and its rows under our names, with problems and notices."""
        path = only_file(self.name, paths)
        columns = _columns(header(path))
        if columns is None:
            raise another_layout(path, self.name, *self.layouts)
        found, problems = read_columns(path, dict.fromkeys(columns, pl.Int32), keys=columns[:3])
        table = found.rename(dict(zip(columns, (*DYAD, *OBLIGATIONS), strict=True)))
        return path, columns, table, problems, unplaced(found, columns[:2], "year", path.name)


def _columns(names: Sequence[str]) -> tuple[str, ...] | None:
    """The names that a file gives to the dyad and its obligations, in our order."""
    found = set(names)
    if {*OFFICIAL_DYAD, *OFFICIAL_OBLIGATIONS} <= found:
        return (*OFFICIAL_DYAD, *OFFICIAL_OBLIGATIONS)
    return (*DYAD, *OBLIGATIONS) if {*DYAD, *OBLIGATIONS} <= found or set(R_OBJECT) == found else None


ATOP: Source = Atop()
