"""Roll calls of the United Nations General Assembly, from the data of Voeten, Strezhnev and Bailey.

United Nations General Assembly Voting Data (Harvard Dataverse, doi:10.7910/DVN/LEJUQZ), as `un_votes` with
`un_roll_calls` and `un_roll_call_issues` (R package unvotes; R or Parquet), or as the authors' own
`UNVotesPublished.RData` with their descriptions of roll calls. A roll call belongs to the calendar year of its date;
one without a date, to the year in which its session began.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import another_layout, first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.tablefile import header
from counterpoise.datasets.unplaced import unplaced
from counterpoise.datasets.vote_agreement import (
    CATEGORY,
    ISSUES,
    SETS,
    CastVotes,
    RollCalls,
    indicators_of_sets,
    last_complete_year,
    numbered_session,
    yearly_agreement,
)
from counterpoise.errors import CounterpoiseError, Problem

VOTES = ("rcid", "country", "vote")
ROLL_CALLS = ("rcid", "session", "importantvote", "date", "amend", "para")
OF_ISSUES = ("rcid", "short_name", "issue")
PUBLISHED = ("rcid", "session", "vote", "ccode", "member", "importantvote", "date", "year")
OBJECTS = {
    "object:un_votes": "votes",
    "object:un_roll_calls": "roll calls",
    "object:un_roll_call_issues": "issues",
    "object:x": "published",
}
MARKS = ("amend", "para")
IMPORTANT = "importantvote"
NOT_A_MEMBER = 9
"""What the published table has for a state in the years before it joined."""
TOGETHER = (
    {"votes", "roll calls"},
    {"votes", "roll calls", "issues"},
    {"published"},
    {"published", "roll calls"},
)
"""Which files stand for the whole."""

Read = tuple[pl.DataFrame, list[Problem]]


class UngaVotes:
    """Agreement in roll calls, yearly, for each set of roll calls that the files tell."""

    name = "unga-votes"
    title = "United Nations General Assembly Voting Data"
    citation = (
        "Voeten, Erik, Anton Strezhnev and Michael Bailey. United Nations General Assembly Voting Data. "
        "Harvard Dataverse, doi:10.7910/DVN/LEJUQZ."
    )
    licence = "CC0 1.0"
    redistributable = True
    release = "February 2021"
    where = "Harvard Dataverse, doi:10.7910/DVN/LEJUQZ; R package unvotes"
    layouts: Sequence[Sequence[str]] = (VOTES, ROLL_CALLS, OF_ISSUES, PUBLISHED)
    indicators: Mapping[str, str] = indicators_of_sets(tuple(SETS))

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether a file holds votes, roll calls, their issues, or the published table, from its columns."""
        return _part(columns) is not None

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Percent agreement of each state with each power per calendar year, from roll calls of that year."""
        cast = self.cast(paths)
        values, ends = yearly_agreement(cast, wanted)
        return reading(self, values, cast.problems, ends, cast.notices)

    def cast(self, paths: Sequence[Path]) -> CastVotes:
        """Every vote by state, and the roll calls in each set that the files tell, by rcid, session, year and date."""
        parts = parts_of(paths)
        if "published" in parts:
            path, release = parts["published"], "2016"
            votes, roll_calls, problems, notices = _published(path)
            if "roll calls" in parts:
                described, skipped = _roll_calls(parts["roll calls"])
                roll_calls = _described(roll_calls, described)
                problems += skipped
            else:
                what = "does not mark amendments and paragraphs; no agreement on final passage"
                problems.append(Problem(path.name, what))
        else:
            path, release = parts["votes"], self.release
            roll_calls, problems = _roll_calls(parts["roll calls"])
            if "issues" in parts:
                roll_calls, skipped = with_issues(roll_calls, parts["issues"])
                problems += skipped
            votes, skipped, notices = _votes(path, roll_calls, parts["roll calls"].name)
            problems += skipped
        first_and_last_year(parts.get("roll calls", path), roll_calls["date"].dt.year())
        return CastVotes(path.name, release, votes, _sets(roll_calls), tuple(problems), tuple(notices))


def _votes(
    path: Path, roll_calls: pl.DataFrame, described_in: str
) -> tuple[pl.DataFrame, list[Problem], list[Problem]]:
    """Votes by state, of the roll calls that are described: rcid, state, vote; with problems and notices."""
    kinds = dict(zip(VOTES, (pl.Int32, pl.String, pl.String), strict=True))
    votes, problems = read_columns(path, kinds, keys=VOTES)
    lacking = votes.join(roll_calls, on="rcid", how="anti")["rcid"].n_unique()
    what = f"{lacking} of {votes['rcid'].n_unique()} roll calls are not in {described_in} and were left out"
    dated = votes.join(roll_calls.select("rcid", "year"), on="rcid")
    coded = (
        dated.lazy()
        .pipe(with_iso3, "country", "year", "state", system="name")
        .select(
            "rcid",
            "state",
            vote=pl.col("vote").replace_strict(CATEGORY, default=None, return_dtype=pl.Int8),
        )
        .filter(pl.col("vote").is_not_null())
        .collect()
    )
    notices = [Problem(path.name, what)] if lacking else []
    return coded, problems, [*notices, *unplaced(dated, ["country"], "year", path.name, "name")]


def _published(path: Path) -> tuple[pl.DataFrame, pl.DataFrame, list[Problem], list[Problem]]:
    """Votes (rcid, state, vote) and roll calls (rcid, session, date, year, importantvote, issues) of the published table, with
    problems and notices.

    An issue is marked by 1; one cell of `ec` holds 0 with a stray quotation mark, so issues are read as text.
    """
    kinds: dict[str, type[pl.DataType]] = dict.fromkeys(
        ("rcid", "session", "vote", "ccode", "year", IMPORTANT), pl.Int32
    )
    kinds |= dict.fromkeys(("date", *ISSUES), pl.String)
    table, problems = read_columns(path, kinds, keys=("rcid", "vote", "ccode", "year"))
    dated = table.with_columns(pl.col("date").str.to_date("%m/%d/%Y", strict=False)).with_columns(
        year=pl.coalesce(pl.col("date").dt.year(), "year")
    )
    coded = (
        dated.lazy()
        .filter(pl.col("vote").is_between(1, 3))
        .pipe(with_iso3, "ccode", "year", "state")
        .select("rcid", "state", pl.col("vote").cast(pl.Int8))
        .collect()
    )
    first = dated.unique("rcid", maintain_order=True)
    return (
        coded,
        first.select("rcid", "session", "date", "year", IMPORTANT, *(_marked(issue) for issue in ISSUES)),
        problems,
        list(unplaced(dated.filter(pl.col("vote") != NOT_A_MEMBER), ["ccode"], "year", path.name)),
    )


def _roll_calls(path: Path) -> Read:
    """Roll calls with rcid, session, date, year, amend, para, and importantvote and issues where the file has them.

    A mark that is empty is not set: the authors leave it so where there are no votes on amendments or paragraphs.
    """
    issues = tuple(ISSUES) if set(ISSUES) <= set(header(path)) else ()
    kinds: dict[str, type[pl.DataType]] = {"rcid": pl.Int32, "date": pl.Date}
    kinds |= dict.fromkeys(("session", *MARKS, IMPORTANT), pl.Int32) | dict.fromkeys(issues, pl.String)
    table, problems = read_columns(path, kinds, keys=("rcid", "date"))
    return table.with_columns(
        *(_marked(issue) for issue in issues), session=numbered_session(), year=pl.col("date").dt.year()
    ), problems


def with_issues(roll_calls: pl.DataFrame, path: Path) -> Read:
    """Roll calls with a column for each issue, from a file with a row for each roll call and issue."""
    table, problems = read_columns(
        path, {"rcid": pl.Int32, "short_name": pl.String}, keys=("rcid", "short_name")
    )
    return roll_calls.with_columns(
        pl.col("rcid").is_in(table.filter(pl.col("short_name") == issue)["rcid"].to_list()).alias(issue)
        for issue in ISSUES
    ), problems


def _described(roll_calls: pl.DataFrame, described: pl.DataFrame) -> pl.DataFrame:
    """Published roll calls with the marks, issues and dates of their descriptions."""
    both = roll_calls.select("rcid", "session", "year", "date").join(
        described.drop("session").rename({"date": "described", "year": "of_date"}), on="rcid", how="left"
    )
    return both.with_columns(
        date=pl.coalesce("date", "described"),
        year=pl.when(pl.col("date").is_null()).then(pl.coalesce("of_date", "year")).otherwise("year"),
    )


def _sets(roll_calls: pl.DataFrame) -> dict[str, RollCalls]:
    """The sets of roll calls that a table tells apart.

    Each ends where the table does, but for the important ones: the table reaches beyond the last report that named them.
    """
    last = last_complete_year(roll_calls["date"])
    sets = {"all": RollCalls(roll_calls, last)}
    if set(MARKS) <= set(roll_calls.columns):
        final = roll_calls.filter(pl.col(mark).fill_null(0) != 1 for mark in MARKS)
        sets["final-passage"] = RollCalls(final, last)
    judged = roll_calls.filter(pl.col(IMPORTANT).is_not_null())
    if judged["date"].count():
        sets["important"] = RollCalls(
            judged.filter(pl.col(IMPORTANT) == 1), last_complete_year(judged["date"])
        )
    return sets | {
        issue: RollCalls(roll_calls.filter(issue), last) for issue in ISSUES if issue in roll_calls.columns
    }


def _marked(name: str) -> pl.Expr:
    return (pl.col(name) == "1").fill_null(False).alias(name)


def _part(columns: Sequence[str]) -> str | None:
    if columns and columns[0] in OBJECTS:
        return OBJECTS[columns[0]]
    found = set(columns)
    layouts = {"published": PUBLISHED, "votes": VOTES, "roll calls": ROLL_CALLS, "issues": OF_ISSUES}
    return next((part for part, layout in layouts.items() if set(layout) <= found), None)


def parts_of(paths: Sequence[Path]) -> dict[str, Path]:
    """Which part of the whole each file is. Raises CounterpoiseError where the files are not one whole."""
    parts = {_known_part(path): path for path in paths}
    if set(parts) not in TOGETHER or len(parts) != len(paths):
        names = ", ".join(path.name for path in paths)
        raise CounterpoiseError(
            Problem(
                names,
                f"'{UngaVotes.name}' needs one file of votes (un_votes) and one of roll calls (un_roll_calls), and may have "
                "one of issues (un_roll_call_issues); or UNVotesPublished.RData, and may have the descriptions "
                "of its roll calls",
            )
        )
    return parts


def _known_part(path: Path) -> str:
    part = _part(header(path))
    if part is None:
        raise another_layout(path, UngaVotes.name, *UngaVotes.layouts)
    return part


UNGA_VOTES: Source = UngaVotes()
