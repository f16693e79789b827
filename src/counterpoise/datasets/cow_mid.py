"""Militarised disputes: Correlates of War Militarized Interstate Disputes, version 5.0.

Palmer et al. (2022), Conflict Management and Peace Science 39(4): 470-482. The directed dyad-dispute-year table has
a row for each dispute, year and pair of states on its two sides, once from each side. It tells which states stood on
opposite sides in a year, not that the two of them fought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.datasets.dyad_lists import dyad_counts
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.unplaced import unplaced

COLUMNS = ("dispnum", "ccode1", "ccode2", "year")
OF_THIS_DATA_SET = ("dispongoing", "disponset", "hostlev1", "hostlev2")


class CowMid:
    """Disputes of each state, with each power, and between the powers."""

    name = "cow-mid"
    title = "Correlates of War Militarized Interstate Disputes"
    citation = (
        "Palmer, Glenn, Roseanne W. McManus, Vito D'Orazio, Michael R. Kenwick, Mikaela Karstens, Chase Bloch, "
        "Nick Dietrich, Kayla Kahn, Kellan Ritter and Michael J. Soules. 2022. The MID5 dataset, 2011-2014: "
        "Procedures, coding rules, and description. Conflict Management and Peace Science 39(4): 470-482."
    )
    licence = "free for public and academic use with citation"
    redistributable = False
    release = "5.0"
    where = "correlatesofwar.org, Militarized Interstate Disputes (v5.0), by directed dyad, dispute and year; R package peacesciencer"
    layouts: Sequence[Sequence[str]] = ((*COLUMNS, *OF_THIS_DATA_SET),)
    indicators: Mapping[str, str] = {
        "militarised_disputes": "Militarised interstate disputes that a state took part in in a year (count)",
        "disputes_with": "Those in which a state and a power stood on opposite sides (count)",
        "disputes_ab": "Those in which the two powers stood on opposite sides (count)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the directed dyad-dispute-year table."""
        return {*COLUMNS, *OF_THIS_DATA_SET} <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Distinct disputes per year, with zeros where a state existed and none is listed."""
        path = own_file(self, paths)
        table, problems = read_columns(path, dict.fromkeys(COLUMNS, pl.Int32), keys=COLUMNS)
        first, last = first_and_last_year(path, table["year"])
        parts = dyad_counts(table.lazy(), "dispnum", tuple(self.indicators), path.name, wanted, (first, last))
        notices = unplaced(table, COLUMNS[1:3], "year", path.name)
        return reading(self, parts, problems, dict.fromkeys(self.indicators, last), notices)


COW_MID: Source = CowMid()
