"""Rivalries and arms races: lists of pairs of states with a first and a last year.

Thompson, Sakuwa & Suhas (2021), Analyzing Strategic Rivalries in World Politics, chapter 2; Thompson & Dreyer (2012),
Handbook of International Rivalries; Gibler, Rider & Hutchison (2005), Journal of Peace Research 42(2): 131-147. Where a
list ends, what goes on and what ended that year look the same: nothing is said of later years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from counterpoise.datasets.dyad_lists import both_ways, dyad_counts
from counterpoise.datasets.layout import (
    another_layout,
    first_and_last_year,
    header,
    only_file,
    read_columns,
)
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.state_years import forward_spells, over_years
from counterpoise.datasets.unplaced import unplaced

SYSTEM_BEGINS = 1816
"""Before it the Correlates of War have no states, so that older rivalries have codes and no state."""


@dataclass(frozen=True, slots=True)
class Rivalries:
    """One list of rivalries; `covered` is the first and last year in which what it does not list was not there.

    `number`, `first` and `last` are its columns of what a rivalry is known by and of its years; `of_this_list` are
    further columns by which it is told from the others.
    """

    name: str
    title: str
    citation: str
    release: str
    where: str
    number: str
    first: str
    last: str
    of_this_list: tuple[str, ...]
    covered: tuple[int, int]
    indicators: Mapping[str, str]
    licence: str = "free with citation"
    redistributable: bool = False

    @property
    def layouts(self) -> Sequence[Sequence[str]]:
        """The columns that are read, and those that tell the list from the others."""
        return ((self.number, "ccode1", "ccode2", self.first, self.last, *self.of_this_list),)

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of this list."""
        return set(self.layouts[0]) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """How many a state has in a year, whether it has one with a power, and whether the powers have one."""
        path = only_file(self.name, paths)
        if not self.recognises(header(path)):
            raise another_layout(path, self.name, *self.layouts)
        columns = self.layouts[0][:5]
        table, problems = read_columns(path, dict.fromkeys(columns, pl.Int32), keys=columns)
        spells, backward = forward_spells(table, self.first, self.last, self.number, path.name)
        _, last = first_and_last_year(path, spells[self.last])
        last = max(last, self.covered[1])
        listed = (
            spells.lazy()
            .pipe(both_ways)
            .pipe(over_years, self.first, self.last, wanted)
            .select("ccode1", "ccode2", "year", self.number)
        )
        parts = dyad_counts(
            listed, self.number, tuple(self.indicators), path.name, wanted, (self.covered[0], last)
        )
        in_the_system = spells.filter(pl.col(self.last) >= SYSTEM_BEGINS)
        notices = unplaced(in_the_system, ("ccode1", "ccode2"), self.last, path.name)
        ends = dict.fromkeys(self.indicators, last)
        return reading(self, parts, [*problems, *backward], ends, notices)


TSS_RIVALRIES: Source = Rivalries(
    name="tss-rivalries",
    title="Strategic rivalries, 1494-2020",
    citation=(
        "Thompson, William R., Kentaro Sakuwa and Prashant Hosur Suhas. 2021. Analyzing Strategic Rivalries in World "
        "Politics: Types of Rivalry, Regional Variation, and Escalation/De-escalation. Springer."
    ),
    release="2021",
    where="the tables of chapter 2 of the book; as a table in the R package peacesciencer",
    number="tssr_id",
    first="start",
    last="end",
    of_this_list=("positional", "spatial", "ideological", "interventionary"),
    covered=(1494, 2020),
    indicators={
        "rivalries": "Strategic rivalries of a state in a year, Thompson, Sakuwa and Suhas (count)",
        "rivalry_with": "Strategic rivalries of a state with a power in a year (count)",
        "rivalry_ab": "Strategic rivalries of the two powers with each other in a year (count)",
    },
)

TD_RIVALRIES: Source = Rivalries(
    name="td-rivalries",
    title="Strategic rivalries, 1494-2010",
    citation="Thompson, William R. and David Dreyer. 2012. Handbook of International Rivalries. CQ Press.",
    release="2012",
    where="the appendix of the book; as a table in the R package peacesciencer",
    number="rivalryno",
    first="styear",
    last="endyear",
    of_this_list=("rivalryname", "type1"),
    covered=(1494, 2010),
    indicators={
        "rivalries_td": "Strategic rivalries of a state in a year, Thompson and Dreyer (count)",
        "rivalry_td_with": "Strategic rivalries of a state with a power, Thompson and Dreyer (count)",
        "rivalry_td_ab": "Strategic rivalries of the two powers with each other, Thompson and Dreyer (count)",
    },
)

GRH_ARMS_RACES: Source = Rivalries(
    name="grh-arms-races",
    title="Conventional arms races during periods of rivalry, 1816-1993",
    citation=(
        "Gibler, Douglas M., Toby J. Rider and Marc L. Hutchison. 2005. Taking Arms Against a Sea of Troubles: "
        "Conventional Arms Races During Periods of Rivalry. Journal of Peace Research 42(2): 131-147."
    ),
    release="2005",
    where="the appendix of the article; as a table in the R package peacesciencer",
    number="race_id",
    first="styear",
    last="endyear",
    of_this_list=(),
    covered=(1816, 1993),
    indicators={
        "arms_races": "Arms races of a state with its rivals in a year (count)",
        "arms_race_with": "Arms races of a state with a power in a year (count)",
        "arms_race_ab": "Arms races of the two powers with each other in a year (count)",
    },
)
