"""Canonical text: what anchors count in, and how blocks of a document are set into it."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

PAGE_START = "\f"
"""Stands in the text of a block where a page begins; never in canonical text."""

_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# Kept: tabs, and the joiners U+200C and U+200D, which are letters' shapes in Persian and Urdu.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]",
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_BREAKS = re.compile("(?<![ \t])[ \t]*+\n[ \t\n]*+")
_RAGGED = (" \n", "\t\n", "\n ", "\n\t", "\n\n\n")
_PAGE_EDGES = re.compile("(?<![ \t\n])([ \t\n]*+)\f[ \t\n]*+")
_PAGE_STARTS = re.compile(PAGE_START)

INSERTED = -1
"""Stands for the glyph of a code point that no glyph was printed for."""


Role = Literal["paragraph", "heading", "list item", "table", "footnote", "comment"]
"""What a block is in its document; a comment is somebody's remark on it, and not its text."""


class Part(NamedTuple):
    """The span, in code points of the canonical text, of a block that is more than a paragraph."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document, such as a paragraph or the rows of a table, as a reader of a file format found it.

    `glyphs` holds for each code point of `text` the number of the printed glyph it came from, or `INSERTED`; None
    where the format has no print.
    """

    text: str
    role: Role = "paragraph"
    glyphs: array[int] | None = None


@dataclass(frozen=True, slots=True)
class SetText:
    """Canonical text with the offsets of its pages and the spans of all that is no plain paragraph.

    `glyphs` holds for each code point the number of the printed glyph it came from, or `INSERTED`; None where no
    block came from print.
    """

    text: str
    pages: tuple[int, ...]
    parts: tuple[Part, ...]
    glyphs: array[int] | None = None


def canonical(text: str) -> str:
    """Bring text to the form that anchors count in; doing so twice changes nothing.

    NFC; line feeds as line ends, at most one blank line; one space where there were several or of another
    width; no byte order mark, NUL, control character or soft hyphen; U+FFFD for a lone surrogate.
    """
    return _cleaned(text.replace(PAGE_START, "\n"))


def set_text(blocks: Iterable[Block]) -> SetText:
    """Set blocks one below another, a blank line between, keeping where pages start, what each part is and its glyphs."""
    pieces: list[str] = []
    pages: list[int] = []
    roles: list[Part] = []
    glyphs = _Trail()
    printed = False
    length = 0
    for block in blocks:
        trail = None if block.glyphs is None else _Trail(block.glyphs)
        body = _cleaned(block.text, trail)
        start = length + (2 if pieces and body else 0)
        if PAGE_START in body:
            edged = _sub(_PAGE_EDGES, _page_edge, body, trail)
            body = _stripped(_sub(_PAGE_STARTS, "", edged, trail), trail)
            start = length + (2 if pieces and body else 0)
            offset = start
            for part in edged.split(PAGE_START)[:-1]:
                offset += len(part)
                pages.append(min(offset, start + len(body)))
        if not body:
            continue
        if pieces:
            pieces.append("\n\n")
        pieces.append(body)
        length = start + len(body)
        if trail is not None:
            printed = True
            glyphs.reach(start)
            glyphs.numbers += trail.numbers
        if block.role != "paragraph":
            roles.append(Part(start, length, block.role))
    text = "".join(pieces)
    if not printed:
        return SetText(text, tuple(pages), tuple(roles))
    glyphs.reach(length)
    return SetText(text, tuple(pages), tuple(roles), glyphs.numbers)


def _cleaned(text: str, trail: _Trail | None = None) -> str:
    """Canonical text in which form feeds still mark the starts of pages; `trail` is led along."""
    # Most text needs none of this, and looking whether it does is far quicker than doing it: what Python
    # calls printable holds no control character, no lone surrogate and no space but the common one.
    if not text.replace("\n", " ").replace("\t", " ").isprintable():
        text = _sub(_LINE_ENDS, "\n", text, trail)
        text = _sub(_SURROGATES, "\ufffd", text, trail)
        text = _sub(_SPACES, " ", _sub(_DROPPED, "", text, trail), trail)
    elif "  " in text:
        text = _sub(_SPACES, " ", text, trail)
    if "\n" in text and any(ragged in text for ragged in _RAGGED):
        text = _sub(_LINE_BREAKS, _line_break, text, trail)
    text = _stripped(text, trail)
    composed = unicodedata.normalize("NFC", text)
    if trail is not None and composed != text:
        trail.compose(text, composed)
    return composed


class _Trail:
    """The glyphs of a text, led along as the text is changed."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self.numbers = array("i", numbers)

    def reach(self, length: int) -> None:
        """Fill up to a length with code points that were never printed."""
        self.numbers += array("i", [INSERTED]) * (length - len(self.numbers))

    def change(self, edits: Iterable[tuple[int, int, int]]) -> None:
        """Put so many code points in the place of each span (start, end, count): the first of its glyphs stay."""
        changed = _Trail()
        last = length = 0
        for start, end, count in edits:
            length += start - last + count
            changed.numbers += self.numbers[last : min(start + count, end)]
            changed.reach(length)
            last = end
        changed.numbers += self.numbers[last:]
        self.numbers = changed.numbers

    def compose(self, text: str, composed: str) -> None:
        """Follow text into NFC by way of NFD, in which either has the same letters and marks."""
        apart = [
            number
            for char, number in zip(text, self.numbers, strict=True)
            for _ in unicodedata.normalize("NFD", char)
        ]
        self.numbers = array("i")
        place = 0
        for char in composed:
            self.numbers.append(apart[place])
            place += len(unicodedata.normalize("NFD", char))


def _sub(
    pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str], text: str, trail: _Trail | None
) -> str:
    """As `re.sub`; `by` holds no reference to a group."""
    changed = pattern.sub(by, text)
    if trail is not None and changed != text:
        trail.change(
            (match.start(), match.end(), len(by if isinstance(by, str) else by(match)))
            for match in pattern.finditer(text)
        )
    return changed


def _stripped(text: str, trail: _Trail | None) -> str:
    """Text without the space around it."""
    short = text.strip("\n\t ")
    if trail is not None and len(short) != len(text):
        start = len(text) - len(text.lstrip("\n\t "))
        trail.numbers = trail.numbers[start : start + len(short)]
    return short


def _line_break(match: re.Match[str]) -> str:
    """Leave one line end, or a blank line where there were several, without the space around them."""
    return "\n" if match[0].count("\n") == 1 else "\n\n"


def _page_edge(match: re.Match[str]) -> str:
    """Leave one gap before the start of a page: a line end, a space or nothing."""
    gap = match[1]
    return ("\n\n" if "\n" in gap else " " if gap else "") + PAGE_START
