"""What people's judgements come to today: codes as they are called now, places in the documents as they are read now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from counterpoise.coding.decided import HumanCoding, Reviewed, human_codings, reviewed_passages
from counterpoise.coding.linked import HumanLink, human_links
from counterpoise.documents.document import Document
from counterpoise.documents.records import documents_of_record
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Coding, Passage, passage_of
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection
from counterpoise.review.anchoring import Anchor, anchored
from counterpoise.review.codebook import CodebookVersion
from counterpoise.review.memos import Memo, memos
from counterpoise.wording import several

__all__ = [
    "Judged",
    "as_in_theory",
    "judged",
    "links_as_in_theory",
    "named_as_in_theory",
    "names_in_theory",
    "suggested_as_in_theory",
    "table_as_in_theory",
]


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
    places = _Today(now, objects, documents)
    codings: list[HumanCoding] = []
    links: list[HumanLink] = []
    unplaced: list[HumanCoding | HumanLink] = []
    unknown: Counter[str] = Counter()
    for coding in human_codings(now):
        code = codebook.name_now(coding.coding.code)
        if code is None:
            unknown[coding.coding.code] += 1
        found = places.of(coding.passage)
        if found is None:
            unplaced.append(coding)
            continue
        span = places.span(coding.passage, coding.coding.span)
        said = replace(coding.coding, passage=found[0].id, code=code or coding.coding.code, span=span)
        codings.append(replace(coding, passage=found[0], coding=said))
    for link in human_links(now):
        found = places.of(link.passage)
        if found is None:
            unplaced.append(link)
            continue
        factor = codebook.name_now(link.link.factor) or link.link.factor
        span = places.span(link.passage, link.link.span)
        told_link = replace(link.link, passage=found[0].id, factor=factor, span=span)
        links.append(replace(link, passage=found[0], link=told_link))
    reviewed: list[Reviewed] = []
    again: Counter[tuple[str, str]] = Counter()
    for each in reviewed_passages(now):
        found = places.of(each.passage)
        if found is not None and found[1]:
            reviewed.append(replace(each, passage=found[0]))
        else:
            again[each.coder, places.name_of(each.passage.document)] += 1
    told = tuple(places.memo(memo) for memo in memos(now))
    problems = [
        *(Problem(f"code '{code}'", _of_unknown(codebook, code, number)) for code, number in unknown.items()),
        *_lost(unplaced, places),
        *(
            Problem(
                where, f"the text is another since; {coder} is to go through {several(n, 'passage')} again"
            )
            for (coder, where), n in again.items()
        ),
    ]
    return Judged(
        tuple(codings), tuple(links), tuple(reviewed), tuple(unplaced), dict(unknown), told, tuple(problems)
    )


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


def _lost(unplaced: Iterable[HumanCoding | HumanLink], places: _Today) -> Iterator[Problem]:
    for each in unplaced:
        what = (
            each.coding.code if isinstance(each, HumanCoding) else f"{each.link.factor} -> {each.link.effect}"
        )
        quoted = " ".join(each.passage.quotation.split())
        told = f"{each.coder}'s '{what}' on “{quoted[:60]}” is found no longer; it is kept as {each.id}"
        yield Problem(places.name_of(each.passage.document), told)


class _Today:
    """Where passages stand in the documents of today; each is looked for once."""

    def __init__(self, now: Projection, objects: ObjectStore, documents: Mapping[str, Document]) -> None:
        self._now, self._objects, self._documents = now, objects, documents
        self._by_path = {each.path: each for each in documents.values()}
        self._successors: dict[str, Document | None] = {}
        self._found: dict[Passage, tuple[Passage, bool] | None] = {}

    def of(self, passage: Passage) -> tuple[Passage, bool] | None:
        """The passage as it stands now, and whether its words are unchanged; None where it is not found."""
        if passage not in self._found:
            self._found[passage] = self._look(passage)
        return self._found[passage]

    def span(self, passage: Passage, span: tuple[int, int] | None) -> tuple[int, int] | None:
        """Where the words within a passage that moved the coder stand now; None where that cannot be told."""
        found = self.of(passage)
        if span is None or found is None:
            return None
        shift = found[0].start - passage.start
        return (span[0] + shift, span[1] + shift) if found[0].quotation == passage.quotation else None

    def memo(self, memo: Memo) -> Memo:
        """A memo on what stands now where the passage or document stood that it is about, if anything does."""
        found = self.of(memo.passage) if memo.passage is not None else None
        place = found[0] if found is not None else memo.passage
        if memo.on == "passage" and place is not None:
            return replace(memo, name=place.id, passage=place)
        if memo.on == "document" and memo.name not in self._documents:
            following = self._successor(memo.name)
            return memo if following is None else replace(memo, name=following.id)
        return replace(memo, passage=place)

    def name_of(self, document: str) -> str:
        """A document by its place in the study, where one is known."""
        event = self._now.documents.get((document,))
        known = self._documents.get(document)
        return known.path if known is not None else str(event.body["path"]) if event is not None else document

    def _look(self, passage: Passage) -> tuple[Passage, bool] | None:
        document = self._documents.get(passage.document) or self._successor(passage.document)
        if document is None:
            return None
        text = document.text
        place = anchored(text, passage.quotation, passage.before, passage.after, passage.start)
        if place is None:
            return None
        if (document.id, place) == (passage.document, Anchor(passage.start, passage.end)):
            return passage, True
        there = passage_of(
            document.id, text, place.start, place.end, document.page_at(place.start), passage.heading
        )
        return there, place.exact

    def _successor(self, gone: str) -> Document | None:
        """The document that stands where another stood, as its import tells or `document.replaced` says."""
        if gone not in self._successors:
            self._successors[gone] = self._find_successor(gone)
        return self._successors[gone]

    def _find_successor(self, gone: str) -> Document | None:
        event = self._now.documents.get((gone,))
        seen = {gone}
        while event is not None and event.kind == "document.replaced" and event.body["after"] not in seen:
            following = str(event.body["after"])
            if following in self._documents:
                return self._documents[following]
            seen.add(following)
            event = self._now.documents.get((following,))
        if event is None or event.kind != "document.imported":
            return None
        for record in event.body["record"]:
            try:
                known = documents_of_record(self._objects.get(record))
            except CounterpoiseError:
                continue
            for each in known:
                if each.id in seen:
                    return self._by_path.get(each.path)
        return None
