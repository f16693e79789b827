"""What becomes of codings, links and memos that come in: those of people enter the ledger, each with an event of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from counterpoise.coding.decided import added, coder_name
from counterpoise.coding.linked import link_added
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.evidence import Coding, Link, Passage, passage_of
from counterpoise.exchange.incoming import NOBODY, Apart, Incoming
from counterpoise.exchange.records import CodingRecord, LinkRecord, kind_of
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.review.codebook import CodebookVersion
from counterpoise.review.judged import Judged
from counterpoise.review.memos import memo_written

__all__ = ["IMPORTED", "Taken", "imported", "taken"]

IMPORTED = "codings.imported"

Record = TypeVar("Record", CodingRecord, LinkRecord)


@dataclass(frozen=True, slots=True)
class Taken:
    """The codings and links that a study takes over with their events, how many it has already, and what stands apart.

    `memos` counts those that become memos on codings. `known` counts judgements that stand in the ledger as they came,
    `suggestions` codings and links of machines, which runs make.
    """

    codings: tuple[CodingRecord, ...]
    links: tuple[LinkRecord, ...]
    memos: int
    events: tuple[NewEvent, ...]
    known: int
    suggestions: int
    apart: tuple[Apart, ...]


def taken(
    now: Projection,
    found: Incoming,
    documents: Mapping[str, Document],
    said: Judged,
    codebook: CodebookVersion,
    effects: Collection[str],
    coder: str | None = None,
) -> Taken:
    """What a study with those documents, by id, takes over of codings and links that came in, as its ledger stands now.

    `said` is what people judged so far, read with the same documents and `codebook`; `effects` are those of the theory.
    `coder` is who coded where a file does not say. Raises CounterpoiseError where that is no name of a person.
    """
    taking = _Taking(
        now, documents, said, codebook, effects, coder_name(coder) if coder is not None else NOBODY
    )
    for record in found.codings:
        taking.coding(record)
    for link in found.links:
        taking.link(link)
    return Taken(
        tuple(taking.codings),
        tuple(taking.links),
        taking.memos,
        tuple(taking.events.values()),
        taking.known,
        taking.suggestions,
        (*found.apart, *taking.apart),
    )


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


class _Taking:
    """What was taken so far of a file, one coding or link after the other."""

    def __init__(
        self,
        now: Projection,
        documents: Mapping[str, Document],
        said: Judged,
        codebook: CodebookVersion,
        effects: Collection[str],
        nobody: str,
    ) -> None:
        self._now, self._documents, self._nobody = now, documents, nobody
        self._codebook, self._effects = codebook, effects
        self._codings = {_same_coding(each.passage, each.coding): each for each in said.codings}
        self._links = {_same_link(each.passage, each.link): each for each in said.links}
        self._memos = {(each.coder, each.name): each.text for each in said.memos if each.on == "coding"}
        self.codings: list[CodingRecord] = []
        self.links: list[LinkRecord] = []
        self.events: dict[str, NewEvent] = {}
        self.apart: list[Apart] = []
        self.memos = self.known = self.suggestions = 0

    def coding(self, record: CodingRecord) -> None:
        """Take over a coding and what was noted of it, or say why not."""
        self._take(record, self._coding, record.code, record.memo)

    def link(self, record: LinkRecord) -> None:
        """Take over a link, or say why not."""
        self._take(record, self._link, f"{record.factor} -> {record.effect}", record.reason)

    def _take(self, record: Record, take: Callable[[Record, Passage], None], what: str, noted: str) -> None:
        if kind_of(record.coder) == "machine":
            self.suggestions += 1
            return
        named = replace(record, coder=self._nobody) if record.coder == NOBODY else record
        document = self._documents[named.document]
        page = document.page_at(named.start)
        passage = passage_of(document.id, document.text, named.start, named.end, page)
        try:
            take(named, passage)
        except CounterpoiseError as error:
            why = "; ".join(problem.what for problem in error.problems)
            place = (document.title, named.start, named.end, passage.quotation)
            self.apart.append(Apart(*place, what, named.coder, noted, why))

    def _coding(self, record: CodingRecord, passage: Passage) -> None:
        told = self._told_coding(record, passage)
        has = self._codings.get(_same_coding(passage, told))
        if has is None:
            if record.status != "accepted":
                why = f"it is {record.status}; that answers a suggestion, which is done in the study"
                raise CounterpoiseError(Problem("status", why))
            name = self._add(added(self._now, passage, told))
            self.codings.append(record)
        else:
            if (has.coding.direction, has.coding.status) != (record.direction, record.status):
                raise _otherwise(told.coder, f"as {has.coding.direction}, {has.coding.status}")
            name = has.id
            self.known += 1
        # What was noted of codings that came in before there were memos stands in their reasons.
        if has is None or record.memo not in has.coding.reason.split("\n\n"):
            self._memo(told.coder, name, record.memo, passage)

    def _link(self, record: LinkRecord, passage: Passage) -> None:
        told = self._told_link(record, passage)
        has = self._links.get(_same_link(passage, told))
        if has is None:
            self._add(link_added(self._now, passage, told))
            self.links.append(record)
        elif (has.link.sign, has.status) != (told.sign, "accepted"):
            raise _otherwise(told.coder, f"with the sign {has.link.sign:+d}, {has.status}")
        else:
            self.known += 1

    def _told_coding(self, record: CodingRecord, passage: Passage) -> Coding:
        if record.code in self._codebook.divided:
            raise CounterpoiseError(Problem("code", self._codebook.what_is_wrong(record.code)))
        return Coding(
            passage=passage.id,
            code=self._codebook.name_now(record.code) or record.code,
            power=record.power,
            direction=record.direction,
            coder=coder_name(record.coder),
            score=1.0,
            reason=record.reason,
            span=record.span,
        )

    def _told_link(self, record: LinkRecord, passage: Passage) -> Link:
        factor = self._codebook.name_now(record.factor)
        problems = []
        if factor is None:
            problems.append(Problem("factor", self._codebook.what_is_wrong(record.factor)))
        if record.effect not in self._effects:
            near = did_you_mean(record.effect, self._effects)
            problems.append(Problem("effect", f"the study has no effect '{record.effect}'{near}"))
        if problems:
            raise CounterpoiseError(*problems)
        return Link(
            passage=passage.id,
            factor=factor or record.factor,
            effect=record.effect,
            power=record.power,
            sign=record.sign,
            coder=coder_name(record.coder),
            reason=record.reason,
            span=record.span,
        )

    def _memo(self, coder: str, name: str, text: str, passage: Passage) -> None:
        """A memo on a coding; one that the person has on it already is left as it is."""
        has = self._memos.get((coder, name))
        if not text.strip() or has == text.strip():
            return
        if has is not None:
            raise CounterpoiseError(Problem("memo", f"{coder} has another memo on this in the study already"))
        self._add(memo_written(self._now, coder, "coding", name, text, passage))
        self.memos += 1

    def _add(self, event: NewEvent) -> str:
        if event.subject in self.events:
            told = "the same person said this before it in the file, with another direction, sign, reason or memo"
            raise CounterpoiseError(Problem("file", told))
        self.events[event.subject] = event
        return event.subject


def _otherwise(coder: str, how: str) -> CounterpoiseError:
    return CounterpoiseError(Problem("ledger", f"{coder} coded this in the study already, {how}"))


def _same_coding(passage: Passage, coding: Coding) -> tuple[str, ...]:
    return (coding.coder, passage.id, coding.code, coding.power)


def _same_link(passage: Passage, link: Link) -> tuple[str, ...]:
    return (link.coder, passage.id, link.factor, link.effect, link.power)
