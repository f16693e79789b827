"""The votes themselves: every state's vote in every roll call, from the files of the Voting Data.

Agreement reckons from pairs of states (`unga_votes.py`); ideal points are estimated from all votes of all states, so here they
are read as they stand, with what the files tell of each roll call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import System, with_iso3
from counterpoise.datasets.layout import SHOWN, read_columns
from counterpoise.datasets.tablefile import place_of_row, stored_columns, whole_table
from counterpoise.datasets.unga_votes import IMPORTANT, MARKS, NOT_A_MEMBER, VOTES, parts_of, with_issues
from counterpoise.datasets.unplaced import unplaced
from counterpoise.datasets.vote_agreement import CATEGORY, ISSUES
from counterpoise.errors import CounterpoiseError, Problem

ABSENT = 8
TEXTS = ("short", "descr")
FIRST_SESSION = 1945
"""A session is that of the year which comes so many years after its number."""


@dataclass(frozen=True, slots=True)
class VotingRecord:
    """Votes: rcid, session, country (as the file names a state), state (ISO3 or null), vote (1 yes, 2 abstain, 3 no).

    `roll_calls` has rcid, session and year, and where the files tell them amend, para and importantvote (Int32), text (what it
    was about) and a Boolean column for each issue. `notices` says what was read and cannot be placed.
    """

    votes: pl.DataFrame
    roll_calls: pl.DataFrame
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]


def read_voting_record(paths: Sequence[Path]) -> VotingRecord:
    """The votes of the files that `unga-votes` reads together.

    Raises CounterpoiseError where files are missing, and where votes are of unknown codes, naming their rows.
    """
    parts = parts_of(paths)
    problems: list[Problem] = []
    described = None
    if "roll calls" in parts:
        described, problems = _described(parts["roll calls"])
        if "issues" in parts:
            described, skipped = with_issues(described, parts["issues"])
            problems += skipped
    if "published" in parts:
        path = parts["published"]
        votes, roll_calls, skipped = _published(path)
        if described is not None:
            told = [name for name in (*MARKS, "text") if name in described.columns]
            roll_calls = roll_calls.join(described.select("rcid", *told), on="rcid", how="left")
    else:
        path = parts["votes"]
        assert described is not None
        roll_calls = described
        votes, skipped = _votes(path)
    system: System = "cow" if "published" in parts else "name"
    dated = votes.join(roll_calls.select("rcid", "session", "year"), on="rcid", maintain_order="left")
    placed = dated.lazy().pipe(with_iso3, "country", "year", "state", system).collect()
    notices = unplaced(dated, ["country"], "year", path.name, system)
    return VotingRecord(
        placed.select("rcid", "session", "country", "state", "vote"),
        roll_calls,
        tuple(problems + skipped),
        tuple(notices),
    )


def _votes(path: Path) -> tuple[pl.DataFrame, list[Problem]]:
    kinds = dict(zip(VOTES, (pl.Int32, pl.String, pl.String), strict=True))
    table, problems = read_columns(path, kinds, keys=VOTES)
    code = pl.col("vote").str.to_lowercase().replace_strict(CATEGORY, default=None, return_dtype=pl.Int8)
    read = table.with_columns(code=code)
    _refuse(path, read.filter(pl.col("code").is_null())["vote"], "yes, abstain or no")
    return read.select("rcid", "country", vote="code"), problems


def _published(path: Path) -> tuple[pl.DataFrame, pl.DataFrame, list[Problem]]:
    """Votes and roll calls of the published table, where a state that was absent or no member has a row too."""
    kinds: dict[str, type[pl.DataType]] = dict.fromkeys(
        ("rcid", "session", "vote", "ccode", "year", IMPORTANT), pl.Int32
    )
    kinds |= dict.fromkeys(ISSUES, pl.String)
    table, problems = read_columns(path, kinds, keys=("rcid", "session", "vote", "ccode", "year"))
    known = [*CATEGORY.values(), ABSENT, NOT_A_MEMBER]
    _refuse(
        path,
        table.filter(~pl.col("vote").is_in(known))["vote"],
        "1 yes, 2 abstain, 3 no, 8 absent or 9 no member",
    )
    first = table.unique("rcid", maintain_order=True)
    roll_calls = first.select(
        "rcid", "session", "year", IMPORTANT, *((pl.col(each) == "1").fill_null(False) for each in ISSUES)
    )
    votes = table.filter(pl.col("vote").is_in(list(CATEGORY.values())))
    return (
        votes.select("rcid", country=pl.col("ccode").cast(pl.String), vote=pl.col("vote").cast(pl.Int8)),
        roll_calls,
        problems,
    )


def _refuse(path: Path, unknown: pl.Series, expected: str) -> None:
    """Raise CounterpoiseError that names the rows of unknown votes: what they mean cannot be guessed."""
    if unknown.is_empty():
        return
    stored, first = stored_columns(path, ["vote"])
    same = stored["vote"].cast(unknown.dtype, strict=False).is_in(unknown.unique().to_list())
    rows = stored.with_row_index("_row", offset=first).filter(same)
    told = [
        Problem(place_of_row(path, row), f"vote is {vote!r}; expected {expected}")
        for row, vote in zip(
            rows["_row"].head(SHOWN), rows["vote"].cast(unknown.dtype).head(SHOWN), strict=True
        )
    ]
    if rows.height > SHOWN:
        told.append(Problem(path.name, f"{rows.height - SHOWN} further rows have a vote of that kind"))
    raise CounterpoiseError(*told)


def _described(path: Path) -> tuple[pl.DataFrame, list[Problem]]:
    there = set(whole_table(path)[0].columns)  # the header of an R file does not tell its columns
    texts = [name for name in TEXTS if name in there]
    kinds: dict[str, type[pl.DataType]] = {"rcid": pl.Int32, "session": pl.Int32, "date": pl.Date}
    kinds |= dict.fromkeys((*MARKS, IMPORTANT), pl.Int32) | dict.fromkeys(texts, pl.String)
    issues = tuple(ISSUES) if set(ISSUES) <= there else ()
    kinds |= dict.fromkeys(issues, pl.String)
    table, problems = read_columns(path, kinds, keys=("rcid", "session", "date"))
    text = pl.coalesce(*(pl.col(name) for name in reversed(texts))) if texts else pl.lit(None, pl.String)
    return table.select(
        "rcid",
        "session",
        *MARKS,
        IMPORTANT,
        *((pl.col(each) == "1").fill_null(False).alias(each) for each in issues),
        year=pl.col("date").dt.year(),
        text=text,
    ), problems
