"""Spans: a stretch of text as a coder chooses it, by its words, and cut where no letter is torn from its marks."""

from __future__ import annotations

import re
import unicodedata

from counterpoise.documents.document import Document
from counterpoise.documents.sentences import Span, trimmed
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Passage, passage_of
from counterpoise.review.anchoring import anchored

__all__ = ["chosen", "pieces", "snapped", "stretch"]

_FROM_TO = re.compile(r"\s*(?:\.\.\.|…)\s*")
_JOINER = "\u200d"


def chosen(document: Document, within: Passage, typed: str) -> Span:
    """The span that a coder typed: words of the passage, or its first and last words with `...` between.

    Blanks need not be as they are in the text. Raises CounterpoiseError where the words are not in the passage.
    """
    first, _, last = _FROM_TO.sub("\0", typed.strip()).partition("\0")
    start, end = _found(document, within, within.start, first)
    if last:
        end = _found(document, within, end, last)[1]
    return snapped(document.text, start, end)


def _found(document: Document, within: Passage, since: int, words: str) -> Span:
    text = document.text[since : within.end]
    place = anchored(text, words, "", "", 0)
    if place is None or not place.exact:
        told = f"the words “{words}” are not in it" if words else "no words were given"
        raise CounterpoiseError(Problem("the passage", f"{told}; type them as they stand there"))
    return since + place.start, since + place.end


def snapped(text: str, start: int, end: int) -> Span:
    """The span without blanks at its edges, wide enough to hold every character whole that it touches.

    Marks and joiners belong to the letter before them (Unicode Standard Annex 29, rule GB9). Raises CounterpoiseError
    for one that holds no text.
    """
    start, end = max(min(start, len(text)), 0), max(min(end, len(text)), 0)
    while 0 < start < len(text) and _continues(text, start):
        start -= 1
    while 0 < end < len(text) and _continues(text, end):
        end += 1
    start, end = trimmed(text, start, end)
    if start >= end:
        raise CounterpoiseError(Problem(f"{start}-{end}", "the span holds no text"))
    return start, end


def _continues(text: str, place: int) -> bool:
    """Whether a code point belongs to the one before it."""
    here = text[place]
    return unicodedata.category(here)[0] == "M" or _JOINER in (here, text[place - 1])


def stretch(document: Document, span: Span, heading: str | None = None) -> Passage:
    """The passage that a span of a document makes. Raises CounterpoiseError where it holds no text."""
    start, end = snapped(document.text, *span)
    return passage_of(document.id, document.text, start, end, document.page_at(start), heading)


def pieces(document: Document, span: Span, at: int) -> tuple[Span, Span]:
    """A span cut in two before a code point. Raises CounterpoiseError where one of them would hold no text."""
    if not span[0] < at < span[1]:
        raise CounterpoiseError(Problem(str(at), f"is not inside the span {span[0]}-{span[1]}"))
    first = snapped(document.text, span[0], at)
    second = snapped(document.text, at, span[1])
    if first[1] > second[0]:
        raise CounterpoiseError(Problem(str(at), "no letter can be cut from its marks"))
    return first, second
