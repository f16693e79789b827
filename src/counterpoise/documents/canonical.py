"""Canonical text: what anchors count in, and how blocks of a document are set into it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
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


Role = Literal["paragraph", "heading", "list item", "table", "footnote", "comment"]
"""What a block is in its document; a comment is somebody's remark on it, and not its text."""


class Part(NamedTuple):
    """The span, in code points of the canonical text, of a block that is more than a paragraph."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document, such as a paragraph or the rows of a table, as a reader of a file format found it."""

    text: str
    role: Role = "paragraph"


@dataclass(frozen=True, slots=True)
class SetText:
    """Canonical text with the offsets of its pages and the spans of all that is no plain paragraph."""

    text: str
    pages: tuple[int, ...]
    parts: tuple[Part, ...]


def canonical(text: str) -> str:
    """Bring text to the form that anchors count in; doing so twice changes nothing.

    NFC; line feeds as line ends, at most one blank line; one space where there were several or of another
    width; no byte order mark, NUL, control character or soft hyphen; U+FFFD for a lone surrogate.
    """
    return _cleaned(text.replace(PAGE_START, "\n"))


def set_text(blocks: Iterable[Block]) -> SetText:
    """Set blocks one below another, a blank line between, keeping where pages start and what each part is."""
    pieces: list[str] = []
    pages: list[int] = []
    roles: list[Part] = []
    length = 0
    for block in blocks:
        cleaned = _cleaned(block.text)
        paged = PAGE_START in cleaned
        parts = _PAGE_EDGES.sub(_page_edge, cleaned).split(PAGE_START) if paged else [cleaned]
        body = "".join(parts).strip("\n\t ")
        start = length + (2 if pieces and body else 0)
        offset = start
        for part in parts[:-1]:
            offset += len(part)
            pages.append(min(offset, start + len(body)))
        if not body:
            continue
        if pieces:
            pieces.append("\n\n")
        pieces.append(body)
        length = start + len(body)
        if block.role != "paragraph":
            roles.append(Part(start, length, block.role))
    return SetText("".join(pieces), tuple(pages), tuple(roles))


def _cleaned(text: str) -> str:
    """Canonical text in which form feeds still mark the starts of pages."""
    # Most text needs none of this, and looking whether it does is far quicker than doing it: what Python
    # calls printable holds no control character, no lone surrogate and no space but the common one.
    if not text.replace("\n", " ").replace("\t", " ").isprintable():
        text = _LINE_ENDS.sub("\n", text)
        text = _SURROGATES.sub("\ufffd", text)
        text = _SPACES.sub(" ", _DROPPED.sub("", text))
    elif "  " in text:
        text = _SPACES.sub(" ", text)
    if any(ragged in text for ragged in _RAGGED):
        text = _LINE_BREAKS.sub(_line_break, text)
    return unicodedata.normalize("NFC", text.strip("\n\t "))


def _line_break(match: re.Match[str]) -> str:
    """Leave one line end, or a blank line where there were several, without the space around them."""
    return "\n" if match[0].count("\n") == 1 else "\n\n"


def _page_edge(match: re.Match[str]) -> str:
    """Leave one gap before the start of a page: a line end, a space or nothing."""
    gap = match[1]
    return ("\n\n" if "\n" in gap else " " if gap else "") + PAGE_START
