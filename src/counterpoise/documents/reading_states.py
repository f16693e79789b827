"""Reading states: how closely each reader has gone through a document (Bowen 2009: skimming, reading, interpreting)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.ledger.events import Event, NewEvent

READ = "document.read"

ReadingState = Literal["skimmed", "read", "interpreted"]
READING_STATES: tuple[ReadingState, ...] = get_args(ReadingState)
"""In the order in which a document is worked through."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader reached with a document, and when (UTC in ISO 8601); a step back carries its reason."""

    document: str
    state: ReadingState
    reader: str
    at: str
    reason: str | None = None


def reached(
    document: str, state: str, reader: str, so_far: Iterable[Reading], reason: str | None = None
) -> NewEvent:
    """The event that a reader reached a state with a document, given all readings so far.

    Each reader goes forward only, perhaps over a state; going back needs a reason. Raises CounterpoiseError for
    a state that there is not, for one that the reader is in already, and for a step back without a reason.
    """
    place = f"reading of {document} by {reader}"
    before = _current(so_far).get((document, reader))
    reason = (reason or "").strip() or None
    problem = _problem(state, before, reason, place)
    if problem:
        raise UsageError(problem)
    body = {
        "document": document,
        "before": before.state if before else None,
        "state": state,
        "reason": reason,
    }
    return NewEvent(READ, document, body)


def readings(events: Iterable[Event]) -> tuple[Reading, ...]:
    """Every reading among some events of a ledger, in order.

    Raises CounterpoiseError naming each event that says what `reached` would have refused.
    """
    found: list[Reading] = []
    current: dict[tuple[str, str], Reading] = {}
    problems: list[Problem] = []
    for event in events:
        if event.kind != READ:
            continue
        document, state, reason = (event.body.get(field) for field in ("document", "state", "reason"))
        key = (str(document), event.who)
        problem = _problem(state, current.get(key), reason, f"event {event.seq}")
        if not isinstance(document, str):
            problem = Problem(f"event {event.seq}", "names no document")
        if problem or state not in READING_STATES:
            problems += [problem] if problem else []
            continue
        current[key] = Reading(str(document), state, event.who, event.at, reason)
        found.append(current[key])
    if problems:
        raise CounterpoiseError(*problems)
    return tuple(found)


def furthest(so_far: Iterable[Reading]) -> Mapping[str, Reading]:
    """For each document the reading of the one who has gone furthest with it, the first of those who have."""
    best: dict[str, Reading] = {}
    for (document, _), reading in _current(so_far).items():
        known = best.get(document)
        if known is None or _rank(reading.state) > _rank(known.state):
            best[document] = reading
    return best


def _current(so_far: Iterable[Reading]) -> dict[tuple[str, str], Reading]:
    """The last reading of each reader of each document."""
    return {(reading.document, reading.reader): reading for reading in so_far}


def _problem(state: object, before: Reading | None, reason: object, place: str) -> Problem | None:
    if state not in READING_STATES:
        near = did_you_mean(str(state), READING_STATES) or f"; expected one of {', '.join(READING_STATES)}"
        return Problem(place, f"unknown state '{state}'{near}")
    if before is None:
        return None
    if state == before.state:
        return Problem(place, f"is '{state}' already, since {before.at}")
    if _rank(state) < _rank(before.state) and not reason:
        return Problem(place, f"goes back from '{before.state}' to '{state}'; that needs a reason")
    return None


def _rank(state: ReadingState) -> int:
    return READING_STATES.index(state)
