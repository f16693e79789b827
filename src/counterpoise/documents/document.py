"""A document: its canonical text and its bibliographic record."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import Literal

from counterpoise.documents.canonical import Part
from counterpoise.identity import identifier

Layout = Literal["ungdc", "cmfa-press-conferences", "frus-tei", "state-briefings"]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the study file declares of a set of documents.

    It speaks for the set, so what one document says of itself (front matter, an official file name)
    comes before it, and what was guessed from a file (its embedded properties, its name) after it.
    """

    kind: str
    origin: str | None = None
    title: str | None = None
    date: str | None = None
    layout: Layout | None = None
    source: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Canonical text and bibliographic record of one document.

    `text` is in Unicode NFC with one paragraph a line; every offset counts its code points. `pages` holds
    the offset at which each page starts, and is empty where there are none; `parts` holds the spans of
    headings, list items, tables, footnotes and comments. `origin` is the ISO3 code of the state that speaks, `date` is
    YYYY, YYYY-MM or YYYY-MM-DD, and `sha256` is that of the original bytes. `boxes` is the SHA-256 of the object that
    holds where each code point is printed, where the original has print, and `unread` says what of it could not be read.
    `on_behalf_of` is the state or group that the origin speaks for, where it does not speak for itself; `language` an ISO 639-1
    code, "und" where it could not be told. `stated` names the fields of the record that the document states of itself,
    and `reference` is the id of the reference of a bibliography that is its record.
    """

    id: str
    title: str
    kind: str
    origin: str | None
    date: str | None
    source: str
    path: str
    sha256: str
    text: str
    pages: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    boxes: str | None = None
    unread: str | None = None
    on_behalf_of: str | None = None
    language: str | None = None
    stated: tuple[str, ...] = ()
    reference: str | None = None

    @property
    def voice(self) -> str | None:
        """Whose words these are: of the one spoken for, or else of the origin."""
        return self.on_behalf_of or self.origin

    @property
    def headings(self) -> tuple[tuple[int, int], ...]:
        """The (start, end) spans of the headings."""
        return tuple((part.start, part.end) for part in self.parts if part.role == "heading")

    @property
    def year(self) -> int | None:
        """The year of the document, where its date is known."""
        return int(self.date[:4]) if self.date else None

    def page_at(self, offset: int) -> int | None:
        """Number, from 1, of the page on which a code point stands; None where there are no pages."""
        return max(bisect.bisect_right(self.pages, offset), 1) if self.pages else None


def document_id(sha256: str, part: str | None = None) -> str:
    """Name a document by the bytes of its file and, where a file holds several, by its part."""
    return identifier(sha256=sha256, part=part)
