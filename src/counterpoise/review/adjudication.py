"""Adjudication: where coders of a passage part, with what each said, and the decision that counts in their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterpoise.coding.decided import HumanCoding, added
from counterpoise.coding.places import Places
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Coding, Direction, Passage, Power
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.review.actions import Action, go_through, in_words
from counterpoise.review.judged import Judged
from counterpoise.wording import listed

__all__ = ["Disagreement", "Parting", "Verdict", "adjudicated", "disagreements", "refuse_outdated"]


@dataclass(frozen=True, slots=True)
class Parting:
    """A code, with power and direction, that some coders of a passage found there and others did not."""

    code: str
    power: Power
    direction: Direction
    found: tuple[HumanCoding, ...]
    not_found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A passage that coders read otherwise: who judged it, where they part, and what all of them say."""

    passage: Passage
    coders: tuple[str, ...]
    partings: tuple[Parting, ...]
    agreed: tuple[HumanCoding, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What counts for a passage, as the adjudicator decides: codings with the reason, and what was said in all."""

    code: str
    power: Power
    direction: Direction
    reason: str = ""
    span: tuple[int, int] | None = None


def disagreements(judged: Judged) -> tuple[Disagreement, ...]:
    """The passages on which two or more coders part, in order of document and place; those settled are left out.

    Who went through a passage says no to every code not given there; who only answered suggestions says yes or no to
    those codes alone. Coders part on a code that one found and another did not, and on its power or direction.
    """
    readers: defaultdict[str, set[str]] = defaultdict(set)
    units: dict[str, Passage] = {}
    settled = {each.passage.id for each in judged.reviewed if each.adjudicates}
    for seen in judged.reviewed:
        units[seen.passage.id] = seen.passage
        if not seen.adjudicates:
            readers[seen.passage.id].add(seen.coder)
    place = Places(units.values())
    said: defaultdict[str, list[HumanCoding]] = defaultdict(list)
    for each in judged.codings:
        unit = place.unit_of(each.passage)
        units.setdefault(unit.id, unit)
        if each.adjudicates:
            settled.add(unit.id)
        else:
            said[unit.id].append(each)
    found = (
        _between(units[name], readers[name], said[name])
        for name in dict.fromkeys([*readers, *said])
        if name not in settled
    )
    return tuple(
        sorted(
            (each for each in found if each.partings),
            key=lambda each: (each.passage.document, each.passage.start),
        )
    )


def _between(unit: Passage, readers: set[str], said: Sequence[HumanCoding]) -> Disagreement:
    coders = tuple(sorted(readers | {each.coder for each in said}))
    alike: defaultdict[tuple[str, Power, Direction], list[HumanCoding]] = defaultdict(list)
    spoke: defaultdict[str, set[str]] = defaultdict(set)
    for each in said:
        coding = each.coding
        spoke[coding.code].add(each.coder)
        if coding.status == "accepted":
            alike[coding.code, coding.power, coding.direction].append(each)
    partings, agreed = [], []
    for (code, power, direction), found in alike.items():
        names = {each.coder for each in found}
        against = (readers | spoke[code]) - names
        if against:
            partings.append(Parting(code, power, direction, tuple(found), tuple(sorted(against))))
        else:
            agreed.append(found[0])
    return Disagreement(unit, coders, tuple(partings), tuple(agreed))


def adjudicated(
    now: Projection, document: Document, about: Disagreement, verdicts: Iterable[Verdict], coder: str
) -> Action:
    """The events that settle a passage: what all coders found, what the adjudicator decides, and that this is all.

    From then on these codings alone count for the passage. All are recorded together.
    """
    counts = {
        (each.coding.code, each.coding.power): _verdict(each, f"found by {listed(about.coders)}")
        for each in about.agreed
    }
    counts |= {(each.code, each.power): each for each in verdicts}
    here = about.passage.id
    codings = [
        Coding(here, each.code, each.power, each.direction, coder, 1.0, each.reason, "accepted", each.span)
        for each in counts.values()
    ]
    events: list[NewEvent] = [added(now, about.passage, each, adjudicates=True) for each in codings]
    mark = go_through(now, about.passage, coder, adjudicates=True)
    events += mark.events if mark is not None else ()
    told = listed([in_words(each) for each in codings])
    return Action(f"settled a passage of {document.title}: {told or 'no code'}", tuple(events))


def refuse_outdated(judged: Judged, about: Disagreement) -> None:
    """Raise CounterpoiseError where what people say of a passage is not what it was when somebody set about settling it."""
    found = next((each for each in disagreements(judged) if each.passage.id == about.passage.id), None)
    if found != about:
        told = "was settled by somebody else" if found is None else "is read otherwise by its coders"
        quoted = " ".join(about.passage.quotation.split())
        raise CounterpoiseError(
            Problem(f"“{quoted[:60]}”", f"{told} meanwhile; nothing was recorded, settle it anew")
        )


def _verdict(each: HumanCoding, reason: str) -> Verdict:
    coding = each.coding
    return Verdict(coding.code, coding.power, coding.direction, reason, coding.span)
