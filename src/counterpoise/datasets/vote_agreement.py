"""How far pairs of states agree in roll calls, whatever source the votes come from.

Which roll calls are counted changes the results, so each set of them is an indicator of its own: all of them, those on
final passage (without amendments and paragraphs), those that the State Department of the United States named as important
in its yearly report to Congress on voting practices (since 1983), and those on one of six issues.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, runtime_checkable

import polars as pl

from counterpoise.datasets.source import Wanted
from counterpoise.errors import Problem

CATEGORY = {"yes": 1, "abstain": 2, "no": 3}
ISSUES: Mapping[str, str] = {
    "me": "the Palestinian conflict",
    "nu": "nuclear weapons and nuclear material",
    "di": "arms control and disarmament",
    "hr": "human rights",
    "co": "colonialism",
    "ec": "economic development",
}
"""The issues of the Voting Data, by their short names."""

SETS: Mapping[str, str] = {
    "all": "all roll calls",
    "final-passage": "roll calls other than those on amendments and paragraphs",
    "important": "roll calls that the report Voting Practices in the United Nations called important",
} | {name: f"roll calls on {issue}" for name, issue in ISSUES.items()}
"""The sets of roll calls, by the names that they have in a study file."""

FIRST_SESSION = 1946
"""The year in which the first session of the Assembly met; session s opens in 1945 + s."""

SEPTEMBER, DECEMBER = 9, 12


@dataclass(frozen=True, slots=True)
class RollCalls:
    """A set of roll calls, with rcid, session and year, and the last year that it covers to its end."""

    table: pl.DataFrame
    last_complete_year: int


@dataclass(frozen=True, slots=True)
class CastVotes:
    """Every vote in a source's files, and the sets of roll calls that they tell apart.

    `votes` has rcid, state (ISO3) and vote (1 yes, 2 abstain, 3 no); `file` names the file they stand in. What is wrong
    with rows stands in `problems`, and what there is nothing wrong with and is of no use in `notices`.
    """

    file: str
    release: str
    votes: pl.DataFrame
    sets: Mapping[str, RollCalls]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


@runtime_checkable
class RollCallSource(Protocol):
    """A source whose files hold roll calls by state."""

    name: str

    def cast(self, paths: Sequence[Path]) -> CastVotes:
        """Every vote in the files; a damaged file or one of another layout is an error that names it."""
        ...


def indicators_of_sets(names: Sequence[str]) -> dict[str, str]:
    """The indicator of each set of roll calls with what it is."""
    return {
        indicator_of(name): f"Agreement in {SETS[name]} of a year: mean of 1 - |k - l| / 2 (percent)"
        for name in names
    }


def indicator_of(roll_calls: str) -> str:
    """The id of agreement in a set of roll calls."""
    return f"vote_agreement:{roll_calls}"


def agreement(
    votes: pl.DataFrame,
    roll_calls: pl.DataFrame,
    states: Sequence[str],
    powers: Sequence[str],
    periods: Sequence[tuple[int, int]],
    contested: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Agreement of each state with each power in each period, over roll calls where both voted.

    `votes` has rcid, state (ISO3), vote (1 yes, 2 abstain, 3 no) of every state that voted; `roll_calls` has
    rcid and year; a period is years start..end inclusive. `contested` has rcid and contested (Boolean), whether states
    voted differently, where `votes` are not those of every state. One row per pair and period with a roll call:
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
    if contested is None:
        contested = divided(votes)
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


def divided(votes: pl.DataFrame) -> pl.DataFrame:
    """Of each roll call whether the states voted differently: rcid, contested."""
    return votes.group_by("rcid").agg(contested=pl.col("vote").n_unique() > 1)


def numbered_session() -> pl.Expr:
    """The column `session` as a number; where it is none, the regular session in whose time `date` lies.

    Regular sessions open in September.
    """
    opened = pl.col("date").dt.year() - FIRST_SESSION + (pl.col("date").dt.month() >= SEPTEMBER)
    return pl.coalesce(pl.col("session").cast(pl.Int32, strict=False), opened.cast(pl.Int32))


def last_complete_year(dates: pl.Series) -> int:
    """The last year whose roll calls reach December, when the Assembly votes on most of its resolutions; of one date or more."""
    last: date = dates.drop_nulls().sort()[-1]
    return last.year if last.month == DECEMBER else last.year - 1


def yearly_agreement(cast: CastVotes, wanted: Wanted) -> tuple[list[pl.DataFrame], dict[str, int]]:
    """Percent agreement of each state with each power per calendar year and set of roll calls, and where each set ends.

    The year after a set's last complete one is kept on request, and its rows say that it is partial.
    """
    parts, ends = [], {}
    counted = cast.votes.filter(pl.col("state").is_in(list(wanted.everyone)))
    contested = divided(cast.votes)
    for name, roll_calls in cast.sets.items():
        last = ends[indicator_of(name)] = roll_calls.last_complete_year
        end = wanted.end if wanted.include_partial else min(wanted.end, last)
        years = [(year, year) for year in range(wanted.start, end + 1)]
        found = agreement(counted, roll_calls.table, wanted.states, wanted.powers, years, contested)
        row = pl.format(f"{cast.file} year={{}} {{}}-{{}}, {{}} roll calls", "start", "state", "partner", "n")
        parts.append(
            found.select(
                "state",
                "partner",
                "start",
                "end",
                indicator=pl.lit(indicator_of(name)),
                value=100 * pl.col("agree_abs_half"),
                unit=pl.lit("percent"),
                release=pl.lit(cast.release),
                row=pl.when(pl.col("end") > last).then(row + " of a partial year").otherwise(row),
            )
        )
    return parts, ends
