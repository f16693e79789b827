"""Roll calls of the General Assembly on adopted resolutions, from the United Nations Digital Library.

The library's file of General Assembly votes (digitallibrary.un.org/record/4060887) has one row per resolution and
member. It covers adopted resolutions as wholes; drafts that failed, amendments and paragraphs are not in it
(research.un.org/en/docs/unvoting/undl). Its layout of 2026 differs from that of 2025 by the column vote_note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_coded_or_named
from counterpoise.datasets.layout import first_and_last_year, read_columns, skipped
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.unplaced import unplaced
from counterpoise.datasets.vote_agreement import (
    CATEGORY,
    CastVotes,
    RollCalls,
    indicators_of_sets,
    last_complete_year,
    numbered_session,
    yearly_agreement,
)
from counterpoise.errors import Problem
from counterpoise.wording import several

LAYOUT_2025 = ("undl_id", "ms_code", "ms_name", "ms_vote", "date", "session", "resolution", "total_ms")
LAYOUT_2026 = (*LAYOUT_2025, "vote_note")
LETTERS = {"Y": CATEGORY["yes"], "A": CATEGORY["abstain"], "N": CATEGORY["no"]}
NOT_VOTING = "X"
SET = "final-passage"


class UndlVotes:
    """Agreement in roll calls on adopted resolutions, yearly."""

    name = "undl-votes"
    title = "United Nations Digital Library: General Assembly votes"
    citation = (
        "United Nations, Dag Hammarskjöld Library. United Nations General Assembly voting data. "
        "United Nations Digital Library, digitallibrary.un.org/record/4060887."
    )
    licence = "copyright of the United Nations; non-commercial use with attribution"
    redistributable = False
    release = "as of the last vote in the file"
    where = "digitallibrary.un.org/record/4060887: the file ga_voting.csv with the date of its making before the name"
    layouts: Sequence[Sequence[str]] = (LAYOUT_2025, LAYOUT_2026)
    indicators: Mapping[str, str] = indicators_of_sets((SET,))

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the library's votes in the General Assembly."""
        return set(LAYOUT_2025) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Percent agreement of each state with each power per calendar year, from resolutions adopted in it."""
        cast = self.cast(paths)
        parts, ends = yearly_agreement(cast, wanted)
        return reading(self, parts, cast.problems, ends, cast.notices)

    def cast(self, paths: Sequence[Path]) -> CastVotes:
        """Every vote by state on adopted resolutions.

        A member is known by its ISO3 code, or where that is empty or not a state's, by its name. An emergency or special
        session, whose number is no plain one, counts with the regular session in whose time it met.
        """
        path = own_file(self, paths)
        kinds: dict[str, type[pl.DataType]] = dict.fromkeys(
            ("ms_code", "ms_name", "ms_vote", "session", "resolution"), pl.String
        )
        kinds |= {"undl_id": pl.Int64, "date": pl.Date, "total_ms": pl.Int32}
        table, problems = read_columns(
            path, kinds, keys=("undl_id", "ms_name", "ms_vote", "date", "resolution")
        )
        lettered = pl.col("ms_vote").is_in([*LETTERS, NOT_VOTING])
        problems += skipped(path, table.filter(~lettered), partial(_other_letter, path))
        dated = table.filter(lettered).with_columns(year=pl.col("date").dt.year())
        by_state = with_coded_or_named(dated.lazy(), "ms_code", "ms_name", "year", "state").collect()
        problems += _cut_short(path, by_state)
        votes = (
            by_state.filter(pl.col("ms_vote") != NOT_VOTING)
            .unique(["undl_id", "state"], keep="first", maintain_order=True)
            .select(
                "state",
                rcid="undl_id",
                vote=pl.col("ms_vote").replace_strict(LETTERS, return_dtype=pl.Int8),
            )
        )
        resolutions = by_state.select("date", "year", session=numbered_session(), rcid="undl_id").unique(
            "rcid", maintain_order=True
        )
        first_and_last_year(path, resolutions["year"])
        sets = {SET: RollCalls(resolutions, last_complete_year(resolutions["date"]))}
        nobody = by_state.filter(pl.col("state").is_null())
        notices = unplaced(nobody, ["ms_name"], "year", path.name, "name")
        return CastVotes(path.name, _release(resolutions), votes, sets, tuple(problems), notices)


def _release(resolutions: pl.DataFrame) -> str:
    return "votes to " + str(resolutions["date"].max())


def _other_letter(path: Path, row: Mapping[str, object]) -> Problem:
    place = f"{path.name} undl_id={row['undl_id']} ms_name={row['ms_name']}"
    return Problem(place, f"ms_vote is {row['ms_vote']!r}, expected Y, N, A or X. Row skipped")


def _cut_short(path: Path, cast: pl.DataFrame) -> list[Problem]:
    """Say which resolution has fewer rows than it had members, as the last of a file that was cut short."""
    short = (
        cast.group_by("undl_id", maintain_order=True)
        .agg(rows=pl.len(), members=pl.col("total_ms").max(), resolution=pl.col("resolution").first())
        .filter(pl.col("rows") < pl.col("members"))
    )
    if short.is_empty():
        return []
    first = short.row(0, named=True)
    more = f", and {several(short.height - 1, 'further resolution')} likewise" if short.height > 1 else ""
    what = f"has {first['rows']} of {first['members']} members{more}; what is there was counted"
    return [Problem(f"{path.name} undl_id={first['undl_id']} {first['resolution']}", what)]


UNDL_VOTES: Source = UndlVotes()
