"""Which votes ideal points are estimated from: the rules of the published release, each by its name.

Bailey, Strezhnev & Voeten (2017), online appendix. Together they leave, of the release of February 2021, the votes that the
estimates of April 2020 rest on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from counterpoise.datasets.vote_agreement import ISSUES
from counterpoise.datasets.voting_record import FIRST_SESSION, VotingRecord
from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.measurement.ideal_points.repeated import repeated

RULES: Mapping[str, str] = {
    "session-19": "leaves out session 19, in which hardly anything was voted on",
    "zanzibar": "leaves out Zanzibar, which voted twice",
    "south-africa-48": "leaves out the one vote of South Africa in session 48, after nineteen years without",
    "late-parts": "leaves out votes on paragraphs and amendments after 1989",
    "unanimous": "leaves out roll calls in which all states voted alike",
    "repeated": "takes a resolution that comes back word for word in the next session for the same roll call",
}
"""The rules, in the order in which they are followed."""

BY_DEFAULT = tuple(rule for rule in RULES if rule != "repeated")
"""`repeated` is on demand: the release links resolutions by a list that people made, and not all that have the same words."""

LAST_YEAR_OF_PARTS = 1989
LAST_SESSION = 1000
"""What is larger than this is a year."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Votes that are left: roll_call (an id; one for all linked), session, country, state and vote; by session and roll call.

    `left_out` says how many votes each rule left out, and of `repeated` how many roll calls it linked to an earlier one.
    `not_followed` are rules that the files do not tell enough for.
    """

    votes: pl.DataFrame
    left_out: Mapping[str, int]
    not_followed: tuple[str, ...] = ()


def rules_of(keep: Collection[str], skip: Collection[str]) -> tuple[str, ...]:
    """The rules that are followed by default, with some more and without others. Raises CounterpoiseError for unknown ones."""
    if problems := _unknown("rule", (*keep, *skip), RULES):
        raise UsageError(*problems)
    return tuple(rule for rule in RULES if (rule in BY_DEFAULT or rule in keep) and rule not in skip)


def known_issues(issues: Collection[str]) -> Collection[str]:
    """Issues as they were named. Raises UsageError for unknown ones."""
    if problems := _unknown("issue", issues, ISSUES):
        raise UsageError(*problems)
    return issues


def clean(
    record: VotingRecord,
    rules: Collection[str] = BY_DEFAULT,
    issues: Collection[str] = (),
    since: int | None = None,
) -> Cleaned:
    """The votes that estimates rest on, by rules, in roll calls on any of some issues, from a session or a year on.

    Raises UsageError for an unknown rule or issue and where no votes are left, CounterpoiseError for issues that the files do not tell.
    """
    if problems := [*_unknown("rule", rules, RULES), *_unknown("issue", issues, ISSUES)]:
        raise UsageError(*problems)
    _told(record, issues)
    roll_calls = record.roll_calls
    if issues:
        roll_calls = roll_calls.filter(pl.any_horizontal(pl.col(each) for each in issues))
    if since is not None:
        first = since if since <= LAST_SESSION else since - FIRST_SESSION
        roll_calls = roll_calls.filter(pl.col("session") >= first)
    votes = record.votes.join(
        roll_calls.select(
            "rcid", "year", *(each for each in ("amend", "para") if each in roll_calls.columns)
        ),
        on="rcid",
        maintain_order="left",
    ).with_columns(roll_call="rcid")
    left_out: dict[str, int] = {}
    not_followed: list[str] = []
    for rule in RULES:
        if rule not in rules:
            continue
        if rule == "repeated":
            earlier = repeated(roll_calls) if "text" in roll_calls.columns else None
            if earlier is None:
                not_followed.append(rule)
                continue
            left_out[rule] = len(earlier)
            votes = votes.with_columns(roll_call=pl.col("rcid").replace(earlier))
            continue
        keep = _kept(rule, votes.columns)
        if keep is None:
            not_followed.append(rule)
            continue
        kept = votes.filter(keep)
        left_out[rule] = votes.height - kept.height
        votes = kept
    if votes.is_empty():
        raise UsageError(
            Problem("votes", "no votes are left by the issues, the years and the rules asked for")
        )
    order = votes.with_columns(first=pl.col("session").min().over("roll_call"))
    return Cleaned(
        order.sort("first", "roll_call", "session", "country").select(
            "roll_call", "session", "country", "state", "vote"
        ),
        left_out,
        tuple(not_followed),
    )


def _kept(rule: str, columns: Collection[str]) -> pl.Expr | None:
    """What a rule keeps of votes with some columns; None where they do not tell enough."""
    match rule:
        case "session-19":
            return pl.col("session") != 19
        case "zanzibar":
            return ~_is("Zanzibar", "511")
        case "south-africa-48":
            return ~(_is("South Africa", "560") & (pl.col("session") == 48))
        case "late-parts":
            marks = [pl.col(each) for each in ("amend", "para") if each in columns]
            if not marks:
                return None
            marked = pl.any_horizontal((mark == 1).fill_null(False) for mark in marks)
            return ~(marked & (pl.col("year") > LAST_YEAR_OF_PARTS))
        case _:
            return pl.col("vote").n_unique().over("roll_call") > 1


def _is(*names: str) -> pl.Expr:
    """Whether a vote is a state's, by its name or its number in the Correlates of War."""
    return pl.col("country").is_in(names)


def _unknown(noun: str, named: Collection[str], known: Collection[str]) -> list[Problem]:
    return [
        Problem(f"{noun} '{each}'", f"unknown; the {noun}s are {', '.join(known)}{did_you_mean(each, known)}")
        for each in named
        if each not in known
    ]


def _told(record: VotingRecord, issues: Collection[str]) -> None:
    """Raise CounterpoiseError for issues of which the files do not say which roll calls are on them."""
    why = "the files do not say which roll calls are on it; un_roll_call_issues does"
    problems = [Problem(f"issue '{each}'", why) for each in issues if each not in record.roll_calls.columns]
    if problems:
        raise CounterpoiseError(*problems)
