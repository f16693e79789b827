"""What people's judgements come to today: codes as they are called now, places in the documents as they are read now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import polars as pl

from counterpoise.coding.decided import (
    HumanCoding,
    Reviewed,
    human_coding_of,
    human_codings,
    reviewed_of,
    reviewed_passages,
)
from counterpoise.coding.linked import HumanLink, human_link_of, human_links
from counterpoise.documents.document import Document
from counterpoise.errors import Problem
from counterpoise.evidence import Coding
from counterpoise.ledger.events import Event
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection
from counterpoise.review.codebook import CodebookVersion
from counterpoise.review.memos import Memo, memo_of, memos
from counterpoise.review.today import Today
from counterpoise.wording import several

__all__ = [
    "Judged",
    "Reading",
    "as_in_theory",
    "judged",
    "links_as_in_theory",
    "named_as_in_theory",
    "names_in_theory",
    "suggested_as_in_theory",
    "table_as_in_theory",
]


Said = TypeVar("Said", HumanCoding, HumanLink)


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgements of people that have a place in the documents, what each went through, and what to know of them.

    `unplaced` holds the codings whose text is found no longer: they are kept, and named among the problems.
    `memos` are those of everybody; `unknown` counts the codings of each code that the codebook does not have; they are among `codings`.
    """

    codings: tuple[HumanCoding, ...]
    links: tuple[HumanLink, ...]
    reviewed: tuple[Reviewed, ...]
    unplaced: tuple[HumanCoding | HumanLink, ...] = ()
    unknown: Mapping[str, int] | None = None
    memos: tuple[Memo, ...] = ()
    problems: tuple[Problem, ...] = ()


def judged(
    now: Projection, objects: ObjectStore, documents: Mapping[str, Document], codebook: CodebookVersion
) -> Judged:
    """Every judgement that stands, read with today's codebook and found again in today's documents, by id.

    A document at the same place in the study is taken for the one that stood there before. What was gone through is
    gone through still where its words are unchanged. Nothing is recorded.
    """
    return Reading(now, objects, documents, codebook).judged


class Reading:
    """What people's judgements come to while the ledger grows: each event costs what it says, however much was said.

    It begins with all that stands in a state of the ledger, and goes on with the events that `take` is told of, in
    their order. The documents and the codebook stay as they are.
    """

    def __init__(
        self,
        now: Projection,
        objects: ObjectStore,
        documents: Mapping[str, Document],
        codebook: CodebookVersion,
    ) -> None:
        self._places, self._codebook = Today(now, objects, documents), codebook
        self._codings: dict[str, tuple[HumanCoding, HumanCoding | None]] = {}
        self._links: dict[str, tuple[HumanLink, HumanLink | None]] = {}
        self._reviewed: dict[tuple[str, str, bool], tuple[Reviewed, Reviewed | None]] = {}
        self._memos: dict[str, Memo] = {}
        self._standing: defaultdict[str, dict[str, HumanCoding | HumanLink]] = defaultdict(dict)
        self._judged: Judged | None = None
        for coding in human_codings(now):
            self._put(self._codings, coding, self._coding_today(coding))
        for link in human_links(now):
            self._put(self._links, link, self._link_today(link))
        for each in reviewed_passages(now):
            self._review(each)
        for memo in memos(now):
            self._memos[memo.id] = self._places.memo(memo)

    def take(self, events: Iterable[Event]) -> None:
        """Go on with events that happened since, in their order."""
        self._judged = None
        for event in events:
            thing = event.kind.partition(".")[0]
            state = event.body.get("after")
            match thing:
                case "coding":
                    self._drop(self._codings, event.subject)
                    if state is not None:
                        coding = human_coding_of(event.subject, state)
                        self._put(self._codings, coding, self._coding_today(coding))
                case "link":
                    self._drop(self._links, event.subject)
                    if state is not None:
                        link = human_link_of(event.subject, state)
                        self._put(self._links, link, self._link_today(link))
                case "memo":
                    self._memos.pop(event.subject, None)
                    if state is not None:
                        self._memos[event.subject] = self._places.memo(memo_of(event.subject, state))
                case "passage" if "place" in event.body:
                    each = reviewed_of(event)
                    self._reviewed.pop((each.passage.id, each.coder, each.adjudicates), None)
                    if event.kind == "passage.reviewed":
                        self._review(each)

    @property
    def memos(self) -> Iterable[Memo]:
        """The memos of everybody."""
        return self._memos.values()

    def of_document(self, document: str) -> Iterable[HumanCoding | HumanLink]:
        """What everybody said of a document, the codings before the links, each in the order in which it was said."""
        said = self._standing[document].values()
        return (
            *(each for each in said if isinstance(each, HumanCoding)),
            *(each for each in said if isinstance(each, HumanLink)),
        )

    @property
    def judged(self) -> Judged:
        """Every judgement that stands, and what to know of them."""
        if self._judged is None:
            self._judged = self._read()
        return self._judged

    def _read(self) -> Judged:
        unplaced: list[HumanCoding | HumanLink] = [
            *(told for told, found in self._codings.values() if found is None),
            *(told for told, found in self._links.values() if found is None),
        ]
        codes = (told.coding.code for told, _ in self._codings.values())
        unknown = Counter(code for code in codes if self._codebook.name_now(code) is None)
        again = Counter(
            (told.coder, self._places.name_of(told.passage.document))
            for told, found in self._reviewed.values()
            if found is None
        )
        problems = [
            *(
                Problem(f"code '{code}'", _of_unknown(self._codebook, code, number))
                for code, number in unknown.items()
            ),
            *_lost(unplaced, self._places),
            *(
                Problem(
                    where,
                    f"the text is another since; {coder} is to go through {several(n, 'passage')} again",
                )
                for (coder, where), n in again.items()
            ),
        ]
        return Judged(
            tuple(found for _, found in self._codings.values() if found is not None),
            tuple(found for _, found in self._links.values() if found is not None),
            tuple(found for _, found in self._reviewed.values() if found is not None),
            tuple(unplaced),
            dict(unknown),
            tuple(self._memos.values()),
            tuple(problems),
        )

    def _coding_today(self, coding: HumanCoding) -> HumanCoding | None:
        found = self._places.of(coding.passage)
        if found is None:
            return None
        code = self._codebook.name_now(coding.coding.code) or coding.coding.code
        span = self._places.span(coding.passage, coding.coding.span)
        said = replace(coding.coding, passage=found[0].id, code=code, span=span)
        return replace(coding, passage=found[0], coding=said)

    def _link_today(self, link: HumanLink) -> HumanLink | None:
        found = self._places.of(link.passage)
        if found is None:
            return None
        factor = self._codebook.name_now(link.link.factor) or link.link.factor
        span = self._places.span(link.passage, link.link.span)
        return replace(
            link, passage=found[0], link=replace(link.link, passage=found[0].id, factor=factor, span=span)
        )

    def _review(self, each: Reviewed) -> None:
        found = self._places.of(each.passage)
        unchanged = replace(each, passage=found[0]) if found is not None and found[1] else None
        self._reviewed[each.passage.id, each.coder, each.adjudicates] = each, unchanged

    def _put(self, said: dict[str, tuple[Said, Said | None]], told: Said, found: Said | None) -> None:
        said[told.id] = told, found
        if found is not None:
            self._standing[found.passage.document][told.id] = found

    def _drop(self, said: dict[str, tuple[Said, Said | None]], name: str) -> None:
        _, found = said.pop(name, (None, None))
        if found is not None:
            self._standing[found.passage.document].pop(name, None)


def named_as_in_theory(codings: Iterable[HumanCoding], codebook: CodebookVersion) -> tuple[HumanCoding, ...]:
    """Judgements under the names that the theory file has for their codes; one that it does not know keeps its name."""
    return tuple(replace(each, coding=as_in_theory(each.coding, codebook)) for each in codings)


def suggested_as_in_theory(codings: Iterable[Coding], codebook: CodebookVersion) -> tuple[Coding, ...]:
    """Suggestions under the names that the theory file has for their codes, in their order.

    Where a machine gave a passage several codes for one power that are one code now, the surest stands for all of them.
    """
    found: dict[str, Coding] = {}
    for each in codings:
        named = as_in_theory(each, codebook)
        if named.id not in found or found[named.id].score < named.score:
            found[named.id] = named
    return tuple(found.values())


def as_in_theory(coding: Coding, codebook: CodebookVersion) -> Coding:
    """A coding, of a person or a machine, under the name in the theory file of what its code is part of now."""
    return replace(coding, code=codebook.name_in_theory(coding.code) or coding.code)


def links_as_in_theory(links: Iterable[HumanLink], codebook: CodebookVersion) -> tuple[HumanLink, ...]:
    """Judgements of links, their factors under the names that the theory file has for them."""
    return tuple(
        replace(each, link=replace(each.link, factor=codebook.name_in_theory(factor) or factor))
        for each in links
        for factor in (each.link.factor,)
    )


def table_as_in_theory(table: pl.DataFrame, codebook: CodebookVersion) -> pl.DataFrame:
    """Judgements, a table with a column `code`, under the names that the theory file has for their codes."""
    return table.with_columns(pl.col("code").replace(names_in_theory(codebook)))


def names_in_theory(codebook: CodebookVersion) -> dict[str, str]:
    """Every other name of each code of the theory file, now or formerly, with its name there."""
    names = {each: codebook.name_in_theory(each) for each in (*codebook.codes, *codebook.known_as)}
    return {each: name for each, name in names.items() if name is not None and name != each}


def _of_unknown(codebook: CodebookVersion, code: str, number: int) -> str:
    told = f"{codebook.what_is_wrong(code)}; {several(number, 'coding')} of it {'is' if number == 1 else 'are'} kept"
    near = codebook.nearest_to(code)
    if code not in codebook.divided and near is not None:
        told += f". `counterpoise codebook rename {code} {near}` leads what was coded over"
    return told


def _lost(unplaced: Iterable[HumanCoding | HumanLink], places: Today) -> Iterator[Problem]:
    for each in unplaced:
        what = (
            each.coding.code if isinstance(each, HumanCoding) else f"{each.link.factor} -> {each.link.effect}"
        )
        quoted = " ".join(each.passage.quotation.split())
        told = f"{each.coder}'s '{what}' on “{quoted[:60]}” is found no longer; it is kept as {each.id}"
        yield Problem(places.name_of(each.passage.document), told)
