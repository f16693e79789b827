"""What a coder does at one stroke: the events of it are recorded together, or none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from counterpoise.coding.decided import (
    HumanCoding,
    added,
    answered,
    deleted,
    human_coding_of,
    reopened,
    reviewed,
    revised,
)
from counterpoise.coding.linked import (
    HumanLink,
    human_link_of,
    link_added,
    link_answered,
    link_deleted,
    link_revised,
)
from counterpoise.documents.document import Document
from counterpoise.documents.sentences import Span
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.identity import identifier
from counterpoise.ledger.decisions import standing
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.ledger.vocabulary import places_of
from counterpoise.review.spans import pieces, stretch
from counterpoise.wording import listed, several

__all__ = [
    "Action",
    "Deed",
    "add",
    "add_link",
    "answer",
    "change",
    "go_through",
    "in_words",
    "is_to_go_through",
    "merge",
    "reopen",
    "signed",
    "split",
    "take_back",
]


@dataclass(frozen=True, slots=True)
class Action:
    """What a coder did, in words, and its events."""

    told: str
    events: tuple[NewEvent, ...]


Deed = Callable[[Projection], Action | None]
"""What a coder means to do, as the action that it is in the state of the ledger in which it is recorded."""


def signed(action: Action, now: Projection, coder: str) -> tuple[NewEvent, ...]:
    """The events of an action, each with its name, by which all of them are undone together."""
    name = identifier(after=now.head, coder=coder)
    return tuple(
        replace(each, body={**each.body, "coder": coder, "action": name, "told": action.told})
        for each in action.events
    )


def answer(
    now: Projection,
    passage: Passage,
    suggestion: Coding | Link,
    coder: str,
    *,
    found: bool,
    reason: str = "",
    **changes: Any,
) -> Action:
    """Accept a suggestion, perhaps with another code, power or direction (of a link: effect, sign), or reject it."""
    if isinstance(suggestion, Coding):
        event = answered(now, passage, suggestion, coder, found=found, reason=reason, **changes)
    else:
        event = link_answered(now, passage, suggestion, coder, found=found, reason=reason, **changes)
    what = in_words(replace(suggestion, **changes))
    word = "rejected" if not found else "accepted, changed:" if changes else "accepted"
    return Action(f"{word} {what}", (event,))


def change(
    now: Projection, mine: HumanCoding | HumanLink, reason: str, *, found: bool = True, **changes: Any
) -> Action:
    """Give what a coder said another code, power or direction, or say yes instead of no; the reason is demanded.

    Raises CounterpoiseError where nothing is changed, without a reason, and where the coder has said the new thing of
    the passage already.
    """
    if isinstance(mine, HumanCoding):
        kept = _kept(now, mine)
        coding = replace(kept.coding, status="accepted" if found else "rejected", reason=reason, **changes)
        if replace(coding, reason=kept.coding.reason) == kept.coding:
            raise CounterpoiseError(Problem(in_words(mine.coding), "nothing is changed"))
        _refuse_twice(now, kept, coding)
        return Action(
            f"changed {in_words(mine.coding)} to {'' if found else 'no '}{in_words(coding)}",
            (revised(now, kept, coding, reason),),
        )
    link = human_link_of(mine.id, _state(now, "link", mine.id))
    after = replace(link.link, reason=reason, **changes)
    status = "accepted" if found else "rejected"
    if (replace(after, reason=link.link.reason), status) == (link.link, link.status):
        raise CounterpoiseError(Problem(in_words(mine.link), "nothing is changed"))
    return Action(
        f"changed {in_words(mine.link)} to {'' if found else 'no '}{in_words(after)}",
        (link_revised(now, link, after, reason, status=status),),  # type: ignore[arg-type]
    )


def add(
    now: Projection,
    document: Document,
    unit: Passage,
    told: Coding,
    *,
    span: Span | None = None,
    adjudicates: bool = False,
) -> Action:
    """Code a passage, or a span inside the document, with a code that nobody need have suggested."""
    place = unit if span is None else stretch(document, span, unit.heading)
    coding = replace(told, passage=place.id, span=None if span is None else (place.start, place.end))
    event = added(now, place, coding, adjudicates=adjudicates)
    where = "" if span is None else f" on “{_short(place.quotation)}”"
    return Action(f"added {in_words(coding)}{where}", (event,))


def add_link(now: Projection, unit: Passage, told: Link) -> Action:
    """Say that a passage claims that a factor leads to an effect."""
    link = replace(told, passage=unit.id)
    return Action(f"added {in_words(link)}", (link_added(now, unit, link),))


def take_back(now: Projection, mine: HumanCoding | HumanLink, reason: str) -> Action:
    """Take back what a coder said, and why."""
    if isinstance(mine, HumanCoding):
        return Action(f"took back {in_words(mine.coding)}", (deleted(now, _kept(now, mine), reason),))
    link = human_link_of(mine.id, _state(now, "link", mine.id))
    return Action(f"took back {in_words(mine.link)}", (link_deleted(now, link, reason),))


def split(now: Projection, document: Document, mine: HumanCoding, at: int) -> Action:
    """Cut a coding in two before a code point: the one is deleted, the parts are added.

    Raises CounterpoiseError for a refusal of a suggestion, and where a part holds no text.
    """
    _refuse_refused("split", mine)
    first, second = pieces(document, (mine.passage.start, mine.passage.end), at)
    parts = [stretch(document, each, mine.passage.heading) for each in (first, second)]
    reason = f"split at {at}"
    events = [deleted(now, _kept(now, mine), reason)]
    events += [added(now, part, _on(mine, part), adjudicates=mine.adjudicates) for part in parts]
    quoted = listed([f"“{_short(part.quotation)}”" for part in parts])
    return Action(f"split {in_words(mine.coding)} into {quoted}", tuple(events))


def merge(now: Projection, document: Document, several_codings: Sequence[HumanCoding]) -> Action:
    """Make one coding of several of one code, power and direction, from where the first begins to where the last ends.

    Raises CounterpoiseError for fewer than two, for those that are not the same, and for refusals of suggestions.
    """
    _refuse_refused("merge", *several_codings)
    mine = list(dict.fromkeys(several_codings))
    if len(mine) < 2:
        raise CounterpoiseError(Problem("merge", "needs two codings or more"))
    said = {(each.coding.code, each.coding.power, each.coding.direction, each.coding.status) for each in mine}
    if len(said) > 1 or any(each.passage.document != document.id for each in mine):
        told = f"{listed([in_words(each.coding) for each in mine])} are not the same; change one first"
        raise CounterpoiseError(Problem("merge", told))
    whole = (min(each.passage.start for each in mine), max(each.passage.end for each in mine))
    place = stretch(document, whole, mine[0].passage.heading)
    keeps = [each for each in mine if (each.passage.start, each.passage.end) == (place.start, place.end)][:1]
    events = [
        deleted(now, _kept(now, each), "merged with what overlaps it or follows")
        for each in mine
        if each not in keeps
    ]
    if not keeps:
        events.append(added(now, place, _on(mine[0], place), adjudicates=mine[0].adjudicates))
    return Action(f"merged {several(len(mine), 'coding')} of {in_words(mine[0].coding)}", tuple(events))


def go_through(now: Projection, unit: Passage, coder: str, *, adjudicates: bool = False) -> Action | None:
    """Mark a passage as gone through: what is not given there was not found. None where it was marked before."""
    event = reviewed(unit, coder, adjudicates=adjudicates)
    stands = _last_on(now, event)
    if stands is not None and stands.kind == "passage.reviewed":
        return None
    return Action(f"went through “{_short(unit.quotation)}”", (_after(stands, event),))


def reopen(now: Projection, unit: Passage, coder: str, reason: str) -> Action:
    """Say that a coder is to go through a passage again, and why."""
    event = reopened(unit, coder, reason)
    return Action(f"reopened “{_short(unit.quotation)}”", (_after(_last_on(now, event), event),))


def is_to_go_through(last: Event) -> bool:
    """Whether the last event on a passage and coder asks for it to be gone through again; taking back a mark does not."""
    asks = "undoes" not in last.body or bool(last.body.get("again"))
    return last.kind == "passage.reopened" and asks


def _last_on(now: Projection, event: NewEvent) -> Event | None:
    """The last event on the passage and coder of an event."""
    (place,) = (
        each for each in places_of(event.kind, event.subject, "", event.body) if each[0] == "reviewed"
    )
    return now.parts["reviewed"].get(place[1])


def _after(stands: Event | None, event: NewEvent) -> NewEvent:
    """An event that says what stood before it, so that it can be undone: gone through, or to be gone through and why."""
    stood: str | dict[str, str] | None = None
    if stands is not None and stands.kind == "passage.reviewed":
        stood = "gone through"
    elif stands is not None and is_to_go_through(stands):
        stood = {"to go through again": stands.body["reason"]}
    return replace(event, body={**event.body, "before": stood})


def in_words(judged: Coding | Link) -> str:
    """What a coding or link says: `trade (a, strengthens)`, `trade -> stronger_ties (b, denied)`."""
    if isinstance(judged, Link):
        sign = "" if judged.sign > 0 else ", denied"
        return f"{judged.factor} -> {judged.effect} ({judged.power}{sign})"
    direction = "" if judged.direction == "none" else f", {judged.direction}"
    return f"{judged.code} ({judged.power}{direction})"


def _kept(now: Projection, mine: HumanCoding) -> HumanCoding:
    """A coding as the ledger keeps it, whatever its code is called and wherever its text stands today."""
    return human_coding_of(mine.id, _state(now, "coding", mine.id))


def _state(now: Projection, thing: str, name: str) -> Any:
    state = standing(now, thing, name)
    if state is None:
        raise CounterpoiseError(Problem(f"{thing} {name}", f"there is no such {thing} any more"))
    return state


def _refuse_twice(now: Projection, kept: HumanCoding, after: Coding) -> None:
    for thing, name in now.decisions:
        if thing != "coding" or name == kept.id:
            continue
        state = standing(now, thing, name)
        if state is None or state["coding"]["code"] != after.code or state["coding"]["coder"] != after.coder:
            continue
        other = human_coding_of(name, state)
        same = (other.coding.id, other.adjudicates) == (after.id, kept.adjudicates)
        if same and other.coding.status == after.status == "accepted":
            raise CounterpoiseError(
                Problem(in_words(after), f"{kept.coder} has said so of the passage already")
            )


def _refuse_refused(what: str, *codings: HumanCoding) -> None:
    """What is added stands as found, which would turn a no into a yes."""
    refused = [each for each in codings if each.coding.status == "rejected"]
    if refused:
        told = [Problem(what, f"{in_words(each.coding)} was refused, and is no coding") for each in refused]
        raise CounterpoiseError(*told)


def _on(mine: HumanCoding, place: Passage) -> Coding:
    return replace(mine.coding, passage=place.id, span=(place.start, place.end))


def _short(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= 48 else f"{told[:30]} … {told[-15:]}"
