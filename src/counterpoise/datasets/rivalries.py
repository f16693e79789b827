"""Rivalries and arms races: lists of pairs of states with a first and a last year.

Thompson, Sakuwa & Suhas (2021), Analyzing Strategic Rivalries in World Politics, chapter 2; Thompson & Dreyer (2012),
Handbook of International Rivalries; Gibler, Rider & Hutchison (2005), Journal of Peace Research 42(2): 131-147. Where a
list ends, what goes on and what ended that year look the same: nothing is said of later years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.datasets.dyad_lists import both_ways, dyad_counts
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.state_years import forward_spells, over_years
from counterpoise.datasets.unplaced import unplaced

SYSTEM_BEGINS = 1816
"""Before it the Correlates of War have no states, so that older rivalries have codes and no state."""


class Rivalries:
    """What the three lists have in common; each says what it is and which columns are its own.

    `covered` is the first and last year in which what a list does not name was not there. The first five columns of
    its layout are what a rivalry is known by, the two states, and its first and last year.
    """

    name: str
    title: str
    citation: str
    licence = "free with citation"
    redistributable = False
    release: str
    where: str
    layouts: Sequence[Sequence[str]]
    indicators: Mapping[str, str]
    covered: tuple[int, int]

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of this list."""
        return set(self.layouts[0]) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """How many a state has in a year, whether it has one with a power, and whether the powers have one."""
        path = own_file(self, paths)
        columns = self.layouts[0][:5]
        number, _, _, start, end = columns
        table, problems = read_columns(path, dict.fromkeys(columns, pl.Int32), keys=columns)
        spells, backward = forward_spells(table, start, end, number, path.name)
        _, last = first_and_last_year(path, spells[end])
        last = max(last, self.covered[1])
        listed = (
            spells.lazy()
            .pipe(both_ways)
            .pipe(over_years, start, end, wanted)
            .select("ccode1", "ccode2", "year", number)
        )
        parts = dyad_counts(
            listed, number, tuple(self.indicators), path.name, wanted, (self.covered[0], last)
        )
        in_the_system = spells.filter(pl.col(end) >= SYSTEM_BEGINS)
        notices = unplaced(in_the_system, ("ccode1", "ccode2"), end, path.name)
        ends = dict.fromkeys(self.indicators, last)
        return reading(self, parts, [*problems, *backward], ends, notices)


class TssRivalries(Rivalries):
    """Strategic rivalries as Thompson, Sakuwa and Suhas have them."""

    name = "tss-rivalries"
    title = "Strategic rivalries, 1494-2020"
    citation = (
        "Thompson, William R., Kentaro Sakuwa and Prashant Hosur Suhas. 2021. Analyzing Strategic Rivalries in World "
        "Politics: Types of Rivalry, Regional Variation, and Escalation/De-escalation. Springer."
    )
    release = "2021"
    where = "the tables of chapter 2 of the book; as a table in the R package peacesciencer"
    layouts: Sequence[Sequence[str]] = (
        (
            "tssr_id",
            "ccode1",
            "ccode2",
            "start",
            "end",
            "positional",
            "spatial",
            "ideological",
            "interventionary",
        ),
    )
    covered = (1494, 2020)
    indicators: Mapping[str, str] = {
        "rivalries": "Strategic rivalries of a state in a year, Thompson, Sakuwa and Suhas (count)",
        "rivalry_with": "Strategic rivalries of a state with a power in a year (count)",
        "rivalry_ab": "Strategic rivalries of the two powers with each other in a year (count)",
    }


TSS_RIVALRIES: Source = TssRivalries()


class TdRivalries(Rivalries):
    """Strategic rivalries as Thompson and Dreyer have them."""

    name = "td-rivalries"
    title = "Strategic rivalries, 1494-2010"
    citation = "Thompson, William R. and David Dreyer. 2012. Handbook of International Rivalries. CQ Press."
    release = "2012"
    where = "the appendix of the book; as a table in the R package peacesciencer"
    layouts: Sequence[Sequence[str]] = (
        ("rivalryno", "ccode1", "ccode2", "styear", "endyear", "rivalryname", "type1"),
    )
    covered = (1494, 2010)
    indicators: Mapping[str, str] = {
        "rivalries_td": "Strategic rivalries of a state in a year, Thompson and Dreyer (count)",
        "rivalry_td_with": "Strategic rivalries of a state with a power, Thompson and Dreyer (count)",
        "rivalry_td_ab": "Strategic rivalries of the two powers with each other, Thompson and Dreyer (count)",
    }


TD_RIVALRIES: Source = TdRivalries()


class GrhArmsRaces(Rivalries):
    """Arms races of strategic rivals."""

    name = "grh-arms-races"
    title = "Conventional arms races during periods of rivalry, 1816-1993"
    citation = (
        "Gibler, Douglas M., Toby J. Rider and Marc L. Hutchison. 2005. Taking Arms Against a Sea of Troubles: "
        "Conventional Arms Races During Periods of Rivalry. Journal of Peace Research 42(2): 131-147."
    )
    release = "2005"
    where = "the appendix of the article; as a table in the R package peacesciencer"
    layouts: Sequence[Sequence[str]] = (("race_id", "ccode1", "ccode2", "styear", "endyear"),)
    covered = (1816, 1993)
    indicators: Mapping[str, str] = {
        "arms_races": "Arms races of a state with its rivals in a year (count)",
        "arms_race_with": "Arms races of a state with a power in a year (count)",
        "arms_race_ab": "Arms races of the two powers with each other in a year (count)",
    }


GRH_ARMS_RACES: Source = GrhArmsRaces()
