"""Major powers: Correlates of War State System Membership, version 2016, its list of major powers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.state_years import forward_spells, over_years, state_years, with_zeros
from counterpoise.datasets.unplaced import unplaced

YEARS = ("ccode", "styear", "endyear")
OF_THIS_DATA_SET = ("stmonth", "stday", "endmonth", "endday", "version")
OF_ALL_MEMBERS = "statenme"
"""The list of all members of the system has the same columns and the names of states besides."""


class CowMajors:
    """Whether a state was a major power in a year."""

    name = "cow-majors"
    title = "Correlates of War list of major powers"
    citation = "Correlates of War Project. 2017. State System Membership List, v2016. correlatesofwar.org."
    licence = "free for public and academic use with citation"
    redistributable = False
    release = "2016"
    where = "correlatesofwar.org, State System Membership (v2016): majors2016.csv"
    layouts: Sequence[Sequence[str]] = ((*YEARS, *OF_THIS_DATA_SET),)
    indicators: Mapping[str, str] = {
        "major_power": "Whether a state was a major power in some part of a year (0 or 1)"
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the list of major powers."""
        return {*YEARS, *OF_THIS_DATA_SET} <= set(columns) and OF_ALL_MEMBERS not in columns

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """1 in the years of a spell, the first and last included, and 0 in the other years of a state."""
        path = own_file(self, paths)
        spells, problems = read_columns(path, dict.fromkeys(YEARS, pl.Int32), keys=YEARS)
        spells, backward = forward_spells(spells, "styear", "endyear", "ccode", path.name)
        first, _ = first_and_last_year(path, spells["styear"])
        _, last = first_and_last_year(path, spells["endyear"])
        listed = (
            spells.lazy()
            .pipe(over_years, "styear", "endyear", wanted)
            .pipe(with_iso3, "ccode", "year", "state")
            .filter(pl.col("state").is_in(wanted.everyone))
            .sort("styear")
            .unique(["state", "year"], keep="first", maintain_order=True)
            .with_columns(
                value=pl.lit(1), row=pl.format(f"{path.name} ccode={{}} styear={{}}", "ccode", "styear")
            )
            .collect()
        )
        none = pl.format(f"{path.name} ccode={{}}: no row of {{}}", "code", "year")
        years = state_years(wanted.everyone, wanted, first, last)
        values = with_zeros(years, listed, "major_power", "0 or 1", none)
        notices = unplaced(spells, YEARS[:1], "endyear", path.name)
        return reading(self, [values], [*problems, *backward], {"major_power": last}, notices)


COW_MAJORS: Source = CowMajors()
