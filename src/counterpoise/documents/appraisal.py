"""Appraisal: how far a document can be trusted, by the four criteria of Scott, A Matter of Record (1990)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.ledger.events import Event, NewEvent

APPRAISED = "document.appraised"

Criterion = Literal["authenticity", "credibility", "representativeness", "meaning"]
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)

QUESTIONS: Mapping[Criterion, str] = MappingProxyType(
    {
        "authenticity": "Is it what it claims to be, whole, and by whom it says?",
        "credibility": "Is it free from error and distortion, by what its author could know and wanted?",
        "representativeness": "Is it typical of its kind, and if not, how far is it known to differ?",
        "meaning": "Is it clear, and understood as it was in its time and place?",
    }
)
"""What each criterion asks of a document."""

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Rating:
    """How far a document meets a criterion, from 1 (not at all) to 5 (fully), and why; None where not rated."""

    criterion: Criterion
    score: int | None = None
    note: str = ""

    def __str__(self) -> str:
        told = "not rated" if self.score is None else f"{self.score} of {HIGHEST}"
        return f"{self.criterion}: {told}{f' ({self.note})' if self.note else ''}"


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One person's ratings of a document, one for each criterion in order; `at` is UTC in ISO 8601."""

    document: str
    ratings: tuple[Rating, ...]
    by: str
    at: str


def appraised(document: str, ratings: Iterable[Rating]) -> NewEvent:
    """The event that a document was appraised, signed and dated by the ledger; criteria left out are not rated.

    Raises CounterpoiseError with every problem: a criterion that there is not or that is rated twice, a score
    that is no whole number from 1 to 5, a score without a note.
    """
    given = tuple(ratings)
    place = f"appraisal of {document}"
    named = [rating.criterion for rating in given]
    problems = [
        Problem(place, f"{criterion} is rated twice")
        for criterion in dict.fromkeys(named)
        if named.count(criterion) > 1
    ]
    body = {
        "document": document,
        "ratings": {
            rating.criterion: {"score": rating.score, "note": rating.note.strip()} for rating in given
        },
    }
    _read(body, place, problems)
    return NewEvent(APPRAISED, document, body)


def appraisals(events: Iterable[Event]) -> Mapping[str, tuple[Appraisal, ...]]:
    """The appraisals that stand after some events of a ledger, by document: the last one of each person.

    Raises CounterpoiseError naming each event whose body is no appraisal.
    """
    found: dict[str, dict[str, Appraisal]] = {}
    problems: list[Problem] = []
    for event in events:
        if event.kind != APPRAISED:
            continue
        try:
            document, ratings = _read(event.body, f"event {event.seq}", [])
        except CounterpoiseError as error:
            problems += error.problems
            continue
        found.setdefault(document, {})[event.who] = Appraisal(document, ratings, event.who, event.at)
    if problems:
        raise CounterpoiseError(*problems)
    return {document: tuple(each.values()) for document, each in found.items()}


def _read(body: Mapping[str, Any], place: str, problems: list[Problem]) -> tuple[str, tuple[Rating, ...]]:
    """The document and ratings of an event's body; raises what was wrong before and what is wrong with it."""
    document, stated = body.get("document"), body.get("ratings")
    if not isinstance(document, str) or not isinstance(stated, Mapping):
        raise UsageError(*problems, Problem(place, "expected a 'document' and its 'ratings'"))
    for criterion in stated:
        if criterion not in CRITERIA:
            near = did_you_mean(str(criterion), CRITERIA) or f"; expected one of {', '.join(CRITERIA)}"
            problems.append(Problem(place, f"unknown criterion '{criterion}'{near}"))
    ratings = tuple(
        _rating(criterion, stated.get(criterion, {"score": None, "note": ""}), place, problems)
        for criterion in CRITERIA
    )
    if problems:
        raise UsageError(*problems)
    return document, ratings


def _rating(criterion: Criterion, stated: object, place: str, problems: list[Problem]) -> Rating:
    if not isinstance(stated, Mapping) or not isinstance(stated.get("note"), str):
        problems.append(Problem(place, f"{criterion} is {stated!r}; expected a score and a note"))
        return Rating(criterion)
    score, note = stated.get("score"), stated["note"]
    if score is None:
        return Rating(criterion, None, note)
    if isinstance(score, bool) or not isinstance(score, int) or not LOWEST <= score <= HIGHEST:
        told = f"{criterion} is {score!r}; expected a whole number from {LOWEST} to {HIGHEST}, or not rated"
        problems.append(Problem(place, told))
    elif not note:
        problems.append(Problem(place, f"{criterion} is rated {score} without a note that says why"))
    return Rating(criterion, score, note)
