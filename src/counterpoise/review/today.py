"""Where passages that were judged, and memos, stand in the documents of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counterpoise.documents.document import Document
from counterpoise.documents.records import documents_of_record
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Passage, passage_of
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection
from counterpoise.review.anchoring import Anchor, anchored
from counterpoise.review.memos import Memo

__all__ = ["Today"]


class Today:
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
