"""What becomes of codings, links and memos that come in: those of people enter the ledger, each with an event of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from counterpoise.coding.decided import added, answered, coder_name, reviewed
from counterpoise.coding.linked import link_added
from counterpoise.coding.places import Places
from counterpoise.documents.document import Document
from counterpoise.documents.passages import passages
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.evidence import Coding, Link, Passage, passage_of
from counterpoise.exchange.incoming import NOBODY, Apart, Incoming
from counterpoise.exchange.records import CodingRecord, LinkRecord, MemoRecord, ReviewRecord, kind_of
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.review.actions import is_to_go_through
from counterpoise.review.codebook import CodebookVersion
from counterpoise.review.judged import Judged
from counterpoise.review.memos import Subject, memo_written

__all__ = ["IMPORTED", "Taken", "imported", "taken"]

IMPORTED = "codings.imported"

Record = TypeVar("Record", CodingRecord, LinkRecord)


@dataclass(frozen=True, slots=True)
class Taken:
    """The codings and links that a study takes over with their events, how many it has already, and what stands apart.

    `memos` counts those that become memos, `reviews` the passages that coders went through. `known` counts judgements
    that stand in the ledger as they came, `suggestions` codings and links of machines, which runs make; so many of each
    are links. All codings and links that came in are among those taken over, known, suggestions, or apart.
    """

    codings: tuple[CodingRecord, ...]
    links: tuple[LinkRecord, ...]
    memos: int
    events: tuple[NewEvent, ...]
    known: int
    suggestions: int
    apart: tuple[Apart, ...]
    reviews: int = 0
    known_links: int = 0
    suggested_links: int = 0


def taken(
    now: Projection,
    found: Incoming,
    documents: Mapping[str, Document],
    said: Judged,
    codebook: CodebookVersion,
    effects: Collection[str],
    coder: str | None = None,
    suggested: Iterable[tuple[Passage, Coding]] = (),
) -> Taken:
    """What a study with those documents, by id, takes over of codings and links that came in, as its ledger stands now.

    `said` is what people judged so far, read with the same documents and `codebook`; `effects` are those of the theory.
    `coder` is who coded where a file does not say; `suggested` what machines suggest in the study, named as in `codebook`,
    which a refusal answers. Raises CounterpoiseError where that is no name of a person.
    """
    taking = _Taking(
        now, documents, said, codebook, effects, coder_name(coder) if coder is not None else NOBODY
    )
    taking.suggested(suggested, found.codings)
    for record in found.codings:
        taking.coding(record)
    for link in found.links:
        taking.link(link)
    for memo in found.memos:
        taking.memo(memo)
    for review in found.reviews:
        taking.review(review)
    return Taken(
        tuple(taking.codings),
        tuple(taking.links),
        taking.memos,
        tuple(taking.events.values()),
        taking.known,
        taking.suggestions,
        (*found.apart, *taking.apart),
        taking.reviews,
        taking.known_links,
        taking.suggested_links,
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
        self._codings = {
            _same_coding(each.passage, each.coding, each.adjudicates): each for each in said.codings
        }
        self._links = {_same_link(each.passage, each.link): each for each in said.links}
        self._memos = {(each.coder, each.on, each.name): each.text for each in said.memos}
        self._suggested: Mapping[tuple[str, str, str], list[Coding]] = {}
        self._units: dict[str, Places] = {}
        self._seen = {(each.passage.id, each.coder, each.adjudicates) for each in said.reviewed}
        self._seen |= {
            (place[0], place[1], len(place) > 2)
            for place, event in now.parts["reviewed"].items()
            if is_to_go_through(event)
        }
        self.codings: list[CodingRecord] = []
        self.links: list[LinkRecord] = []
        self.events: dict[str, NewEvent] = {}
        self.apart: list[Apart] = []
        self.memos = self.known = self.suggestions = self.reviews = 0
        self.known_links = self.suggested_links = 0

    def suggested(self, study: Iterable[tuple[Passage, Coding]], file: Iterable[CodingRecord]) -> None:
        """What machines suggest in the study, and where they do not, what they did in that of the file."""
        of_file: defaultdict[tuple[str, str, str], list[Coding]] = defaultdict(list)
        of_study: defaultdict[tuple[str, str, str], list[Coding]] = defaultdict(list)
        for record in file:
            if kind_of(record.coder) == "machine":
                passage = self._passage(record.document, record.start, record.end)
                code = self._codebook.name_now(record.code) or record.code
                told = Coding(
                    passage.id,
                    code,
                    record.power,
                    record.direction,
                    record.coder,
                    1.0 if record.score is None else record.score,
                    record.reason,
                    span=record.span,
                )
                of_file[passage.id, code, record.power].append(told)
        for passage, coding in study:
            of_study[passage.id, coding.code, coding.power].append(coding)
        self._suggested = {**of_file, **of_study}

    def coding(self, record: CodingRecord) -> None:
        """Take over a coding and what was noted of it, or say why not."""
        self._take(record, self._coding, record.code, record.memo)

    def link(self, record: LinkRecord) -> None:
        """Take over a link, or say why not."""
        self._take(record, self._link, f"{record.factor} -> {record.effect}", record.reason)

    def memo(self, record: MemoRecord) -> None:
        """Take over a memo on a document, passage or code, or say why not."""
        told = replace(record, coder=self._nobody) if record.coder == NOBODY else record
        passage = None
        name, title, words = record.document or "", "", ""
        if record.document is not None:
            title = self._documents[record.document].title
        try:
            if record.code is not None:
                if self._codebook.name_now(record.code) is None:
                    raise CounterpoiseError(Problem("code", self._codebook.what_is_wrong(record.code)))
                name = self._codebook.meant(record.code).id
            elif record.document is not None and record.start is not None and record.end is not None:
                passage = self._unit(self._passage(record.document, record.start, record.end))
                name, words = passage.id, passage.quotation
            self._memo(coder_name(told.coder), record.on, name, told.text, passage)
        except CounterpoiseError as error:
            place = (title, record.start, record.end, words)
            self.apart.append(Apart(*place, record.code or "", told.coder, told.text, _why(error)))

    def review(self, record: ReviewRecord) -> None:
        """Take over that a coder went through a passage, unless the study has it so or wants it gone through again."""
        passage = self._unit(self._passage(record.document, record.start, record.end))
        try:
            coder = coder_name(self._nobody if record.coder == NOBODY else record.coder)
        except CounterpoiseError as error:
            place = (self._documents[record.document].title, record.start, record.end, passage.quotation)
            self.apart.append(Apart(*place, "", record.coder, "", _why(error)))
            return
        if (passage.id, coder, record.adjudicates) not in self._seen:
            self._seen.add((passage.id, coder, record.adjudicates))
            mark = reviewed(passage, coder, adjudicates=record.adjudicates)
            self.events[f"{passage.id} {coder} {record.adjudicates}"] = mark
            self.reviews += 1

    def _passage(self, document: str, start: int, end: int) -> Passage:
        found = self._documents[document]
        return passage_of(document, found.text, start, end, found.page_at(start))

    def _unit(self, stretch: Passage) -> Passage:
        """The passage of the study that a stretch belongs to, under which a coder sees what was noted of it."""
        if stretch.document not in self._units:
            self._units[stretch.document] = Places(passages(self._documents[stretch.document]))
        return self._units[stretch.document].unit_of(stretch)

    def _take(self, record: Record, take: Callable[[Record, Passage], None], what: str, noted: str) -> None:
        if kind_of(record.coder) == "machine":
            self.suggestions += 1
            self.suggested_links += isinstance(record, LinkRecord)
            return
        named = replace(record, coder=self._nobody) if record.coder == NOBODY else record
        passage = self._passage(named.document, named.start, named.end)
        try:
            take(named, passage)
        except CounterpoiseError as error:
            title = self._documents[named.document].title
            place = (title, named.start, named.end, passage.quotation)
            self.apart.append(Apart(*place, what, named.coder, noted, _why(error)))

    def _coding(self, record: CodingRecord, passage: Passage) -> None:
        told = self._told_coding(record, passage)
        has = self._codings.get(_same_coding(passage, told, record.adjudicates))
        if has is None:
            if record.status == "rejected":
                event = self._refused(passage, told)
            elif record.status == "accepted":
                event = added(self._now, passage, told, adjudicates=record.adjudicates)
            else:
                why = f"it is {record.status}, which a person's coding is not"
                raise CounterpoiseError(Problem("status", why))
            name = self._add(event)
            self.codings.append(record)
        else:
            if (has.coding.direction, has.coding.status) != (record.direction, record.status):
                raise _otherwise(told.coder, f"as {has.coding.direction}, {has.coding.status}")
            name = has.id
            self.known += 1
        # What was noted of codings that came in before there were memos stands in their reasons.
        if has is None or record.memo not in has.coding.reason.split("\n\n"):
            self._memo(told.coder, "coding", name, record.memo, passage)

    def _refused(self, passage: Passage, told: Coding) -> NewEvent:
        """The event that a person refused what a machine suggests there: what is alike in direction, or the surest."""
        found = self._suggested.get((passage.id, told.code, told.power))
        if found is None:
            why = "it refuses what no machine suggests there; `counterpoise run` suggests codes"
            raise CounterpoiseError(Problem("status", why))
        suggestion = max(found, key=lambda each: (each.direction == told.direction, each.score))
        changes: dict[str, Any] = (
            {"direction": told.direction} if told.direction != suggestion.direction else {}
        )
        return answered(
            self._now, passage, suggestion, told.coder, found=False, reason=told.reason, **changes
        )

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
            self.known_links += 1

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

    def _memo(self, coder: str, on: Subject, name: str, text: str, passage: Passage | None) -> None:
        """A memo; one that the person has on the same thing already is left as it is."""
        has = self._memos.get((coder, on, name))
        if not text.strip() or has == text.strip():
            return
        if has is not None:
            raise CounterpoiseError(Problem("memo", f"{coder} has another memo on this in the study already"))
        self._add(memo_written(self._now, coder, on, name, text, passage))
        self.memos += 1

    def _add(self, event: NewEvent) -> str:
        if event.subject in self.events:
            told = "the same person said this before it in the file, with another direction, sign, reason or memo"
            raise CounterpoiseError(Problem("file", told))
        self.events[event.subject] = event
        return event.subject


def _otherwise(coder: str, how: str) -> CounterpoiseError:
    return CounterpoiseError(Problem("ledger", f"{coder} coded this in the study already, {how}"))


def _why(error: CounterpoiseError) -> str:
    return "; ".join(problem.what for problem in error.problems)


def _same_coding(passage: Passage, coding: Coding, adjudicates: bool) -> tuple[str | bool, ...]:
    return (coding.coder, passage.id, coding.code, coding.power, adjudicates)


def _same_link(passage: Passage, link: Link) -> tuple[str, ...]:
    return (link.coder, passage.id, link.factor, link.effect, link.power)
