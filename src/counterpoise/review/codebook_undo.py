"""Undoing changes of the codebook: the last one is taken back by new events, which make a new version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterpoise.coding.decided import reopened, reviewed
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Passage
from counterpoise.ledger.decisions import State, standing
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.projections import Projection, replay
from counterpoise.ledger.vocabulary import problems_of
from counterpoise.review.actions import is_to_go_through
from counterpoise.review.codebook import codebook_now, state_of_code, version_now
from counterpoise.theory.elements import Theory

__all__ = ["change_undone", "last_change"]


def last_change(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events of the last change of the codebook that was not undone, with those that opened passages for it.

    `events` are all of the ledger, in their order. Called again after an undoing it goes back step by step.
    """
    changes: dict[int, list[Event]] = {}
    for event in events:
        if "version" not in event.body or event.kind.partition(".")[0] not in {"code", "passage"}:
            continue
        if "undoes" in event.body:
            changes.pop(int(event.body["undoes"]), None)
        else:
            changes.setdefault(int(event.body["version"]), []).append(event)
    return tuple(next(reversed(changes.values()))) if changes else ()


def change_undone(
    history: Iterable[Event], now: Projection, theory: Theory, reason: str
) -> tuple[NewEvent, ...]:
    """The events by which each code is again what it was before the last change of the codebook, and why.

    A code that the change made is withdrawn; what was coded with it is kept under its name. The names that a code
    bore meanwhile still lead to it. A passage that the change opened, and that the coder has not gone through since, is gone
    through again without a new reading; one that the coder went through by what is undone is opened once more.
    Raises CounterpoiseError where no change is left, and without a reason.
    """
    events = tuple(history)
    change = last_change(events)
    if not change:
        raise CounterpoiseError(Problem("undo", "the codebook was not changed, or all changes are undone"))
    undone = int(change[0].body["version"])
    before = replay(event for event in events if event.seq < change[0].seq)
    more = {"reason": reason.strip(), "version": version_now(now) + 1, "undoes": undone}
    made = [
        NewEvent(each.kind, each.subject, {**each.body, **more})
        for each in (*_codes(change, now, before, theory), *_passages(change, now, before, reason))
    ]
    problems = [problem for each in made for problem in problems_of(each.kind, each.subject, each.body)]
    if problems:
        raise CounterpoiseError(*problems)
    return tuple(made)


def _codes(
    change: Iterable[Event], now: Projection, before: Projection, theory: Theory
) -> Iterator[NewEvent]:
    """What becomes of each code, by the names under which the ledger keeps them."""
    of_codes = [event for event in change if event.kind.startswith("code.")]
    names = dict.fromkeys(name for each in of_codes for name in (each.subject, *each.body.get("codes", ())))
    entries = {entry.id: entry for entry in codebook_now(theory, before).codes.values()}
    for name in names:
        ended = before.decisions.get(("code", name))
        if ended is not None and ended.subject == name and "into" in ended.body:
            # A name of a code that was divided before: what followed is undone, the division is not.
            yield NewEvent(ended.kind, name, {key: ended.body[key] for key in ("before", "into")})
            continue
        stood, stands = standing(before, "code", name), standing(now, "code", name)
        if stood is None and name in entries:
            stood = state_of_code(entries[name])
        if stood is not None:
            yield NewEvent("code.restored", name, {"before": stands, "after": _known(stood, stands)})
        elif stands is not None or now.decisions["code", name].subject != name:
            yield NewEvent("code.withdrawn", name, {"before": stands})


def _known(stood: State, stands: State | None) -> State:
    """A state as it was, with the name that the code bore meanwhile, under which it may have been given."""
    borne = () if stands is None else (stands["name"],)
    formerly = dict.fromkeys((*stood["formerly"], *borne))
    return {**stood, "formerly": [name for name in formerly if name != stood["name"]]}


def _passages(
    change: Iterable[Event], now: Projection, before: Projection, reason: str
) -> Iterator[NewEvent]:
    """What becomes of each passage that was opened for a coder by the change."""
    for event in change:
        if event.kind != "passage.reopened":
            continue
        ((_, place),) = (each for each in event.places if each[0] == "reviewed")
        last, stood = now.parts["reviewed"][place], before.parts["reviewed"].get(place)
        passage, coder = Passage(**event.body["place"]), str(event.body["coder"])
        if last.kind == "passage.reviewed":
            opened = reopened(passage, coder, reason)
            yield replace(opened, body={**opened.body, "again": True})
        elif last.seq == event.seq or "undoes" in last.body:
            if stood is not None and stood.kind == "passage.reviewed":
                yield reviewed(passage, coder)
                continue
            again = stood is not None and is_to_go_through(stood)
            closed = reopened(passage, coder, reason)
            yield replace(closed, body={**closed.body, "again": again})
