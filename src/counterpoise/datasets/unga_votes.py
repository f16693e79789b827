"""Roll calls of the United Nations General Assembly, and how far pairs of states agree in them.

Voeten, Strezhnev & Bailey, United Nations General Assembly Voting Data (Harvard Dataverse,
doi:10.7910/DVN/LEJUQZ), as `un_votes` with `un_roll_calls` (R package unvotes; R or Parquet), or as the
authors' own `UNVotesPublished.RData`, which does not tell amendments and paragraphs from final votes. A roll
call belongs to the calendar year of its date; one without a date, to the year in which its session began.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import another_layout, header, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import CounterpoiseError, Problem

VOTES = ("rcid", "country", "vote")
ROLL_CALLS = ("rcid", "session", "date", "amend", "para")
OBJECTS = {"object:un_votes": "votes", "object:un_roll_calls": "roll calls", "object:x": "published"}
CATEGORY = {"yes": 1, "abstain": 2, "no": 3}
SETS = ("all", "final-passage")
DECEMBER = 12
NOT_A_MEMBER = 9
"""What the published table has for a state in the years before it joined."""


def agreement(
    votes: pl.DataFrame,
    roll_calls: pl.DataFrame,
    states: Sequence[str],
    powers: Sequence[str],
    periods: Sequence[tuple[int, int]],
) -> pl.DataFrame:
    """Agreement of each state with each power in each period, over roll calls where both voted.

    `votes` has rcid, state (ISO3), vote (1 yes, 2 abstain, 3 no) of every state that voted; `roll_calls` has
    rcid and year; a period is years start..end inclusive. One row per pair and period with a roll call:
    state, partner, start, end and
    n: roll calls where both voted; agree_strict: share with the same vote;
    agree_abs_half: mean of 1 - |k - l| / 2, so that Signorino & Ritter's (1999) S = 2 agree_abs_half - 1;
    n_nonunanimous, agree_dataverse: the same without roll calls in which all states voted alike, as in the
    dyadic file of the Dataverse study;
    n_yesno, agree_yesno: share with the same vote where neither abstained.
    Shares are in [0, 1], null where there is nothing to count.
    """
    spans = (
        pl.DataFrame(periods, schema={"start": pl.Int32, "end": pl.Int32}, orient="row")
        .with_columns(year=pl.int_ranges("start", pl.col("end") + 1, dtype=pl.Int32))
        .explode("year")
    )
    contested = votes.group_by("rcid").agg(contested=pl.col("vote").n_unique() > 1)
    dated = roll_calls.select("rcid", "year").join(spans, on="year").join(contested, on="rcid")
    ours = votes.filter(pl.col("state").is_in(list(states)))
    theirs = votes.filter(pl.col("state").is_in(list(powers))).rename({"state": "partner", "vote": "reply"})
    gap = (pl.col("vote").cast(pl.Float64) - pl.col("reply")).abs()
    both_decided = (pl.col("vote") != CATEGORY["abstain"]) & (pl.col("reply") != CATEGORY["abstain"])
    return (
        ours.join(theirs, on="rcid")
        .filter(pl.col("state") != pl.col("partner"))
        .join(dated, on="rcid")
        .group_by("state", "partner", "start", "end")
        .agg(
            n=pl.len(),
            agree_strict=(gap == 0).mean(),
            agree_abs_half=(1 - gap / 2).mean(),
            n_nonunanimous=pl.col("contested").sum(),
            agree_dataverse=(1 - gap / 2).filter(pl.col("contested")).mean(),
            n_yesno=both_decided.sum(),
            agree_yesno=(gap == 0).filter(both_decided).mean(),
        )
        .sort("state", "partner", "start", "end")
    )


def last_complete_year(dates: pl.Series) -> int:
    """The last year whose roll calls reach December, when the Assembly votes on most of its resolutions."""
    last: date = dates.drop_nulls().sort()[-1]
    return last.year if last.month == DECEMBER else last.year - 1


class UngaVotes:
    """Agreement in roll calls, yearly, for both sets of roll calls."""

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
    layouts: Sequence[Sequence[str]] = (VOTES, ROLL_CALLS)
    indicators: Mapping[str, str] = {
        "vote_agreement:all": "Agreement in all roll calls of a year: mean of 1 - |k - l| / 2 (percent)",
        "vote_agreement:final-passage": "The same without votes on amendments and paragraphs (percent)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether a file holds votes, roll calls, or the published table of both, from its columns."""
        return _part(columns) is not None

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Percent agreement of each state with each power per calendar year, from roll calls of that year."""
        parts = {_known_part(path): path for path in paths}
        if "published" in parts and len(parts) == 1:
            return self._published(parts["published"], wanted)
        if set(parts) != {"votes", "roll calls"} or len(paths) != 2:
            names = ", ".join(path.name for path in paths)
            raise CounterpoiseError(
                Problem(
                    names,
                    f"'{self.name}' needs one file of votes (un_votes) and one of roll calls (un_roll_calls)",
                )
            )
        votes, skipped = read_columns(
            parts["votes"], dict(zip(VOTES, (pl.Int32, pl.String, pl.String), strict=True)), keys=VOTES
        )
        table, skipped_too = read_columns(
            parts["roll calls"],
            {"rcid": pl.Int32, "date": pl.Date, "amend": pl.Int32, "para": pl.Int32},
            keys=("rcid", "date"),
        )
        roll_calls = table.with_columns(year=pl.col("date").dt.year())
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
        final = roll_calls.filter(pl.col("amend").fill_null(0) != 1, pl.col("para").fill_null(0) != 1)
        return self._yearly(
            parts["votes"].name,
            coded,
            {"all": roll_calls, "final-passage": final},
            wanted,
            self.release,
            [*skipped, *skipped_too],
            unplaced(dated, ["country"], "year", parts["votes"].name, "name"),
        )

    def _published(self, path: Path, wanted: Wanted) -> Reading:
        kinds = {"rcid": pl.Int32, "vote": pl.Int32, "ccode": pl.Int32, "date": pl.String, "year": pl.Int32}
        table, skipped = read_columns(path, kinds, keys=("rcid", "vote", "ccode", "year"))
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
        roll_calls = dated.select("rcid", "date", "year").unique("rcid", maintain_order=True)
        unmarked = Problem(
            path.name, "does not mark amendments and paragraphs; no agreement on final passage"
        )
        voted = dated.filter(pl.col("vote") != NOT_A_MEMBER)
        return self._yearly(
            path.name,
            coded,
            {"all": roll_calls},
            wanted,
            "2016",
            [*skipped, unmarked],
            unplaced(voted, ["ccode"], "year", path.name),
        )

    def _yearly(
        self,
        file: str,
        votes: pl.DataFrame,
        sets: Mapping[str, pl.DataFrame],
        wanted: Wanted,
        release: str,
        problems: Sequence[Problem],
        notices: Sequence[Problem],
    ) -> Reading:
        last = last_complete_year(sets["all"]["date"])
        end = wanted.end if wanted.include_partial else min(wanted.end, last)
        years = [(year, year) for year in range(wanted.start, end + 1)]
        values = []
        for roll_calls, table in sets.items():
            found = agreement(votes, table, wanted.states, wanted.powers, years)
            values.append(
                found.select(
                    "state",
                    "partner",
                    "start",
                    "end",
                    indicator=pl.lit(f"vote_agreement:{roll_calls}"),
                    value=100 * pl.col("agree_abs_half"),
                    unit=pl.lit("percent"),
                    release=pl.lit(release),
                    row=pl.format(
                        f"{file} year={{}} {{}}-{{}}, {{}} roll calls", "start", "state", "partner", "n"
                    ),
                )
            )
        return reading(self, values, problems, {f"vote_agreement:{name}": last for name in sets}, notices)


def _part(columns: Sequence[str]) -> str | None:
    if columns and columns[0] in OBJECTS:
        return OBJECTS[columns[0]]
    if set(VOTES) <= set(columns):
        return "votes"
    return "roll calls" if set(ROLL_CALLS) <= set(columns) else None


def _known_part(path: Path) -> str:
    part = _part(header(path))
    if part is None:
        raise another_layout(path, UngaVotes.name, *UngaVotes.layouts)
    return part


UNGA_VOTES: Source = UngaVotes()
