"""What becomes of codings that come in: those of people become judgements in the ledger, each with an event of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from counterpoise.coding.decided import HumanCoding, added, coder_name, human_codings
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, Passage, passage_of
from counterpoise.exchange.incoming import NOBODY, Apart, Incoming
from counterpoise.exchange.records import CodingRecord, LinkRecord, kind_of
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.projections import Projection

__all__ = ["IMPORTED", "Taken", "imported", "taken"]

IMPORTED = "codings.imported"


@dataclass(frozen=True, slots=True)
class Taken:
    """The codings that a study takes over with their events, how many it has already, and those that stand apart.

    `known` counts judgements that stand in the ledger as they came, `suggestions` codings and links of machines, which runs
    make.
    """

    codings: tuple[CodingRecord, ...]
    events: tuple[NewEvent, ...]
    known: int
    suggestions: int
    apart: tuple[Apart, ...]


def taken(
    now: Projection, found: Incoming, documents: Mapping[str, Document], coder: str | None = None
) -> Taken:
    """What a study with those documents, by id, takes over of codings that came in, as its ledger stands now.

    `coder` is who coded where a file does not say. Raises CounterpoiseError where that is no name of a person.
    """
    nobody = coder_name(coder) if coder is not None else NOBODY
    standing = {_same(each): each for each in human_codings(now)}
    codings: list[CodingRecord] = []
    events: dict[str, NewEvent] = {}
    apart = [*found.apart, *(_link_apart(each, documents) for each in found.links if _by_a_person(each))]
    known, suggestions = 0, sum(not _by_a_person(each) for each in found.links)
    for record in found.codings:
        if not _by_a_person(record):
            suggestions += 1
            continue
        named = replace(record, coder=nobody) if record.coder == NOBODY else record
        document = documents[named.document]
        passage = passage_of(
            document.id, document.text, named.start, named.end, document.page_at(named.start)
        )
        event, why = _judgement(now, named, passage, standing)
        if event is not None and event.subject in events:
            event, why = (
                None,
                "the same person coded this before it in the file, with another direction or reason",
            )
        if event is not None:
            events[event.subject] = event
            codings.append(named)
        elif why:
            apart.append(_apart(named, document, passage.quotation, why))
        else:
            known += 1
    return Taken(tuple(codings), tuple(events.values()), known, suggestions, tuple(apart))


def imported(path: str, sha256: str, took: Taken) -> NewEvent:
    """The event that codings came from a file, whose bytes are kept as the object of that SHA-256."""
    body = {
        "key": sha256,
        "path": path,
        "original": sha256,
        "ids": [event.subject for event in took.events],
        "known": took.known,
        "suggestions": took.suggestions,
        "apart": len(took.apart),
    }
    return NewEvent(IMPORTED, path, body)


def _by_a_person(record: CodingRecord | LinkRecord) -> bool:
    return kind_of(record.coder) == "human"


def _link_apart(link: LinkRecord, documents: Mapping[str, Document]) -> Apart:
    document = documents[link.document]
    words = document.text[link.start : link.end]
    claim = f"{link.factor} -> {link.effect}"
    why = "links of people are made in the study"
    return Apart(document.title, link.start, link.end, words, claim, link.coder, link.reason, why)


def _same(judged: HumanCoding) -> tuple[str, ...]:
    return (judged.coder, judged.passage.id, judged.coding.code, judged.coding.power)


def _judgement(
    now: Projection, record: CodingRecord, passage: Passage, standing: Mapping[tuple[str, ...], HumanCoding]
) -> tuple[NewEvent | None, str]:
    """The event of a coding; or none, with why it stands apart, or with no reason where the study has it already."""
    try:
        coder = coder_name(record.coder)
    except CounterpoiseError as error:
        return None, "; ".join(str(problem) for problem in error.problems)
    has = standing.get((coder, passage.id, record.code, record.power))
    if has is not None:
        alike = (has.coding.direction, has.coding.status) == (record.direction, record.status)
        told = f"{coder} coded this in the study already, as {has.coding.direction}, {has.coding.status}"
        return None, "" if alike else told
    if record.status != "accepted":
        return None, f"it is {record.status}; that answers a suggestion, which is done in the study"
    told_so = Coding(
        passage=passage.id,
        code=record.code,
        power=record.power,
        direction=record.direction,
        coder=coder,
        score=1.0,
        reason="\n\n".join(dict.fromkeys(each for each in (record.reason, record.memo) if each)),
        span=record.span,
    )
    try:
        return added(now, passage, told_so), ""
    except CounterpoiseError as error:
        return None, "; ".join(problem.what for problem in error.problems)


def _apart(record: CodingRecord, document: Document, quotation: str, why: str) -> Apart:
    return Apart(
        document.title, record.start, record.end, quotation, record.code, record.coder, record.memo, why
    )
