"""Formal alliances: Correlates of War Formal Alliances, version 4.1, by member.

Gibler (2009), International Military Alliances, 1648-2008. A row is one state's membership of one alliance, with its
dates and the kinds of promise: defence, neutrality, non-aggression, entente. Two states are allied while both are
members. A membership without a last year was still in force where the data end: with 2012, or a later year that a row names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.alliance_ties import AllianceTies, category, strongest
from counterpoise.datasets.dyad_lists import dyad_counts
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.state_years import forward_spells, over_years
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import Problem

MEMBERSHIP = ("version4id", "ccode", "mem_st_year", "mem_end_year")
KINDS: Mapping[str, str] = {
    "defence_pact_with": "defense",
    "neutrality_pact_with": "neutrality",
    "nonaggression_pact_with": "nonaggression",
    "entente_with": "entente",
}
"""The column that tells of each kind."""

FIRST, LAST = 1816, 2012
"""The years of version 4.1; what began before is told from 1816 on."""


class CowAlliances:
    """Alliances of each state, with each power and of which kind, and between the powers."""

    name = "cow-alliances"
    title = "Correlates of War Formal Alliances"
    citation = (
        "Gibler, Douglas M. 2009. International Military Alliances, 1648-2008. CQ Press. Correlates of War Formal "
        "Alliances, version 4.1."
    )
    licence = "free for public and academic use with citation"
    redistributable = False
    release = "4.1"
    where = "correlatesofwar.org, Formal Alliances (v4.1): alliance_v4.1_by_member.csv"
    layouts: Sequence[Sequence[str]] = ((*MEMBERSHIP, "right_censor", *KINDS.values()),)
    indicators: Mapping[str, str] = {
        "alliances": "Formal alliances that a state has with anyone in a year (count)",
        "alliances_with": "Formal alliances in which a state and a power are both members (count)",
        "alliances_ab": "Formal alliances in which the two powers are both members (count)",
        "defence_pact_with": "Those of a state with a power in which both promise defence (count)",
        "neutrality_pact_with": "Those of a state with a power in which both promise neutrality (count)",
        "nonaggression_pact_with": "Those of a state with a power in which both promise non-aggression (count)",
        "entente_with": "Those of a state with a power in which both promise to consult (count)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the list by member."""
        return set(self.layouts[0]) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Distinct alliances per year, with zeros where both states existed and have none."""
        path, members, covered, problems = self._memberships(paths)
        in_years = _in_years(members, wanted)
        wanted_ones = (
            in_years.pipe(with_iso3, "ccode", "year", "state")
            .filter(pl.col("state").is_in(wanted.everyone))
            .drop("state")
        )
        allied = wanted_ones.rename({"ccode": "ccode1"}).join(
            in_years.rename({"ccode": "ccode2"}), on=["version4id", "year"], suffix="_of_other"
        )
        allied = allied.filter(pl.col("ccode1") != pl.col("ccode2"))
        parts = dyad_counts(allied, "version4id", list(self.indicators)[:3], path.name, wanted, covered)
        for indicator, kind in KINDS.items():
            promised = allied.filter(pl.col(kind) == 1, pl.col(f"{kind}_of_other") == 1)
            names = ("", indicator, "")
            parts.append(dyad_counts(promised, "version4id", names, path.name, wanted, covered)[1])
        notices = unplaced(members, MEMBERSHIP[1:2], "mem_end_year", path.name)
        ends = dict.fromkeys(self.indicators, covered[1])
        return reading(self, parts, problems, ends, notices)

    def ties(self, paths: Sequence[Path]) -> AllianceTies:
        """Of any two members of an alliance the strongest promise per year that both make, over all their alliances."""
        path, members, covered, problems = self._memberships(paths)
        in_years = _in_years(members, Wanted((), ("", ""), *covered)).pipe(
            with_iso3, "ccode", "year", "state"
        )
        others = in_years.drop("ccode").rename({"state": "partner"})
        both = in_years.join(others, on=["version4id", "year"], suffix="_of_other")
        promised = {kind: (pl.col(kind) == 1) & (pl.col(f"{kind}_of_other") == 1) for kind in KINDS.values()}
        defence, neutrality, nonaggression, entente = promised.values()
        listed = both.with_columns(category=category(defence, neutrality | nonaggression, entente))
        notices = unplaced(members, MEMBERSHIP[1:2], "mem_end_year", path.name)
        return AllianceTies(
            path.name, self.release, strongest(listed), *covered, tuple(problems), tuple(notices)
        )

    def _memberships(
        self, paths: Sequence[Path]
    ) -> tuple[Path, pl.DataFrame, tuple[int, int], list[Problem]]:
        """The file, its memberships, each with a last year, the years that it covers, and what is wrong with it."""
        path = own_file(self, paths)
        columns = self.layouts[0]
        table, problems = read_columns(path, dict.fromkeys(columns, pl.Int32), keys=MEMBERSHIP[:3])
        forward = table.filter((pl.col("mem_end_year") >= pl.col("mem_st_year")).fill_null(True))
        _, newest = first_and_last_year(path, pl.concat([forward["mem_st_year"], forward["mem_end_year"]]))
        covered = (FIRST, max(LAST, newest))
        members = table.with_columns(pl.col("mem_end_year").fill_null(covered[1]))
        members, backward = forward_spells(members, "mem_st_year", "mem_end_year", "version4id", path.name)
        return path, members, covered, [*problems, *backward]


def _in_years(members: pl.DataFrame, wanted: Wanted) -> pl.LazyFrame:
    """Memberships as one row for each alliance, state and year, with what the state promises in it."""
    return (
        members.lazy()
        .pipe(over_years, "mem_st_year", "mem_end_year", wanted)
        .group_by("version4id", "ccode", "year")
        .agg(pl.max(*KINDS.values()))
    )


COW_ALLIANCES: Source = CowAlliances()
