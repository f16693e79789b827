"""Anchoring: which document of a study a text of another program is, and where a stretch of that text stands in it.

Programs change blanks, line ends and normal forms. A text is a document when both have the same characters in the same
order, blanks apart, once the text is brought to canonical form; a stretch is then found by the characters that it holds.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.documents.canonical import PAGE_START, Block, set_text
from counterpoise.documents.document import Document
from counterpoise.exchange.outgoing import document_guid
from counterpoise.identity import sha256

__all__ = ["Anchored", "Anchors"]

_BLANKS = np.array(
    [
        *range(9, 14),
        *range(0x1C, 0x21),
        0x85,
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
    ],
    dtype=np.uint32,
)
"""The code points at which `str.split` divides."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A document, and where the characters of a text stand in it.

    `theirs` and `ours` hold, for each character that is no blank, its offset in the text and in the document; both are
    None where the text is the document's own, code point for code point.
    """

    document: Document
    theirs: NDArray[np.int64] | None = None
    ours: NDArray[np.int64] | None = None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the text stands in the document; None where it holds no character, or lies outside."""
        if not 0 <= start < end:
            return None
        if self.theirs is None or self.ours is None:
            inside = end <= len(self.document.text) and bool(self.document.text[start:end].strip())
            return (start, end) if inside else None
        first = int(np.searchsorted(self.theirs, start))
        last = int(np.searchsorted(self.theirs, end)) - 1
        if first > last:
            return None
        return int(self.ours[first]), int(self.ours[last]) + 1


class Anchors:
    """The documents of a study, by what they hold."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._by_guid = {document_guid(document.id): document for document in self._documents}
        self._by_content: dict[str, Document] | None = None

    def find(self, text: str, guid: str | None = None) -> Anchored | None:
        """The document that a text is; of several, the one that a source of that GUID stands for."""
        named = self._by_guid.get(guid or "")
        if named is not None and named.text == text:
            return Anchored(named)
        canonical, places = _canonical(text)
        key = _key(canonical)
        found = named if named is not None and _key(named.text) == key else self._holding().get(key)
        if found is None:
            return None
        if found.text == text:
            return Anchored(found)
        return Anchored(found, places[_characters(canonical)], _characters(found.text))

    def has(self, document: str, start: int, end: int) -> bool:
        """Whether a document of that id has text between two code points."""
        found = self._by_guid.get(document_guid(document))
        return found is not None and Anchored(found).span(start, end) is not None

    def _holding(self) -> dict[str, Document]:
        if self._by_content is None:
            self._by_content = {_key(document.text): document for document in reversed(self._documents)}
            self._by_content.pop(_key(""), None)
        return self._by_content


def _canonical(text: str) -> tuple[str, NDArray[np.int64]]:
    """A text in canonical form, and the offset in the text of each of its code points."""
    block = Block(text.replace(PAGE_START, "\n"), glyphs=array("i", range(len(text))))
    found = set_text([block])
    places = np.array(found.glyphs if found.glyphs is not None else (), dtype=np.int64)
    # What was never in the text stands where the character before it stood.
    return found.text, np.maximum.accumulate(places) if len(places) else places


def _key(text: str) -> str:
    return sha256("".join(text.split()).encode("utf-8", "surrogatepass"))


def _characters(text: str) -> NDArray[np.int64]:
    """The offsets of the characters that are no blanks."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.flatnonzero(~np.isin(points, _BLANKS)).astype(np.int64)
