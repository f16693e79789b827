"""Passages: sentences grouped into stretches that a coder can judge."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterpoise.documents.canonical import Part, Role
from counterpoise.documents.document import Document
from counterpoise.documents.sentences import REACH, Span, sentences, trimmed
from counterpoise.evidence import Passage, passage_of

FEWEST_WORDS, MOST_WORDS = 45, 150

_IDEOGRAPHS = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_WORD = re.compile(f"[{_IDEOGRAPHS}]{{1,2}}|[^\\s{_IDEOGRAPHS}]+")
_SPACES = np.array([point for point in range(0x3001) if chr(point).isspace()], np.uint32)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARK = re.compile("[.!?…]")
_CLAUSE_MARKS = ";,:—；，、：؛،"
_FARTHEST = 2_000
"""Code points that are looked through for the sentence before a passage."""

Voice = Literal["body", "table", "footnote"]
_VOICE: dict[Role, Voice] = {
    "paragraph": "body",
    "list item": "body",
    "table": "table",
    "footnote": "footnote",
}


class _Stretch(NamedTuple):
    """Text between two headings that is all prose, all footnotes, or one table, under the heading above it."""

    start: int
    end: int
    voice: Voice
    heading: Span | None


class _Unit(NamedTuple):
    """What is never cut: a sentence, or the row of a table, or a piece of an endless sentence."""

    start: int
    end: int
    words: int
    is_sentence: bool = True


def passages(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages of 45 to 150 words, where its paragraphs and sentences allow it.

    A passage holds whole sentences, never crosses a heading, and mixes neither footnotes nor a table with
    prose; of a table it holds whole rows. Short paragraphs are joined with the next of the same section, long
    ones are divided evenly, and only a sentence of more than 150 words is cut, at the end of a clause.
    Headings are in no passage: each passage names its own. Comments are in none either, as they are
    somebody's remarks on the document and not its text.
    """
    return tuple(passage for passage, _ in passages_with_sentences(document))


def passages_with_sentences(document: Document) -> Iterator[tuple[Passage, tuple[Span, ...] | None]]:
    """The passages of a document, each with what `sentences` would find in its quotation.

    That is None where it may differ from the sentences that the document was cut into, and must be looked for.
    """
    text, name = document.text, document.id
    for stretch in _stretches(text, document.parts):
        heading = None if stretch.heading is None else text[slice(*stretch.heading)]
        for units in _grouped(text, stretch):
            start, end = units[0].start, units[-1].end
            spans = None
            if _stands_alone(text, units, stretch):
                spans = tuple([(first - start, last - start) for first, last, _, _ in units])
            yield passage_of(name, text, start, end, document.page_at(start), heading), spans


def _stands_alone(text: str, units: Sequence[_Unit], stretch: _Stretch) -> bool:
    """Whether a passage taken out of its text surely has the same sentences: nothing around it had a say in them."""
    start, end = units[0].start, units[-1].end
    opens_line = start == stretch.start or text[start - 1] == "\n"
    ends_word = end == stretch.end or text[end].isspace()
    return (
        ends_word
        and (opens_line or not _MARK.search(text, start, start + REACH + 1))
        and False not in [unit.is_sentence for unit in units]
    )


def previous_sentence(document: Document, passage: Passage) -> str | None:
    """The sentence before a passage in the same section, as context for whoever judges it; None where it opens one.

    The body's own sentence is looked for behind notes and tables that stand between; the row above is given
    within a table. Where a cut sentence goes on in the passage, its earlier part is given. At most 2,000 code
    points are looked through.
    """
    text, parts = document.text, document.parts
    here = _part_at(parts, passage.start)
    end, farthest = passage.start, max(passage.start - _FARTHEST, 0)
    while (end := trimmed(text, farthest, end)[1]) > farthest:
        before = _part_at(parts, end - 1)
        role = before.role if before else "paragraph"
        if role == "heading":
            return None
        if here != before and (_voice(here) != "body" or _voice(before) != "body"):
            if before is None or _voice(here) != "body":
                return None
            end = before.start
            continue
        start = max(text.rfind("\n", farthest, end) + 1, before.start if before else 0, farthest)
        if _voice(before) == "table":
            return text[start:end]
        left, right = sentences(text[start:end])[-1]
        return text[start + left : start + right]
    return None


def word_count(text: str) -> int:
    """Words of a text; two Chinese characters or Korean syllables count as one."""
    if text.isascii() or not _IDEOGRAPH.search(text):
        return len(text.split())
    return sum(1 for _ in _WORD.finditer(text))


def word_starts(text: str) -> NDArray[np.int64]:
    """Where each word of a text begins, in code points; there are as many as `word_count` counts."""
    if _IDEOGRAPH.search(text):
        return np.array([match.start() for match in _WORD.finditer(text)], np.int64)
    code_points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    begins = ~np.isin(code_points, _SPACES)
    begins[1:] &= ~begins[:-1]
    return np.flatnonzero(begins)


def _part_at(parts: Sequence[Part], offset: int) -> Part | None:
    """The part that holds a code point; None within a plain paragraph."""
    number = bisect.bisect_right(parts, offset, key=lambda part: part.start) - 1
    return parts[number] if number >= 0 and offset < parts[number].end else None


def _voice(part: Part | None) -> Voice | None:
    """Whether a part is of the body, a table or a footnote; None for a heading or a comment."""
    return _VOICE.get(part.role) if part else "body"


def _stretches(text: str, parts: Sequence[Part]) -> Iterator[_Stretch]:
    """The stretches of a document in order; headings and comments are in none."""
    heading: Span | None = None
    start = end = 0
    voice: Voice | None = None
    for part in (*sorted(parts), Part(len(text), len(text), "heading")):
        found = _voice(part)
        # Between two parts stand plain paragraphs.
        paragraphs = bool(text[end : part.start].strip())
        if paragraphs and voice != "body":
            if voice:
                yield _Stretch(start, end, voice, heading)
            start, voice = end, "body"
        if found is None or found != voice or found == "table":
            if voice:
                yield _Stretch(start, part.start if voice == "body" else end, voice, heading)
            start = part.start
        voice, end = found, part.end
        if part.role == "heading":
            heading = (part.start, part.end)


def _grouped(text: str, stretch: _Stretch) -> Iterator[Sequence[_Unit]]:
    """Passages of one stretch, each as what it is made of."""
    groups: list[list[_Unit]] = []
    group: list[_Unit] = []
    last_end, gathered, last = stretch.start, 0, 0
    for unit in _units(text, stretch):
        start, end, words, _ = unit
        if gathered >= FEWEST_WORDS and "\n" in text[last_end:start]:
            groups.append(group)
            group, gathered, last = [], 0, gathered
        group.append(unit)
        gathered += words
        last_end = end
    if groups and gathered < FEWEST_WORDS and last + gathered <= MOST_WORDS:
        groups[-1] += group
    elif group:
        groups.append(group)
    for each in groups:
        yield from _divided(each)


def _units(text: str, stretch: _Stretch) -> list[_Unit]:
    """Rows of a table and sentences of any other stretch, with their words; an endless one in pieces."""
    first = stretch.start
    body = text[first : stretch.end]
    found: Iterable[Span] = sentences(body)
    is_sentence = stretch.voice != "table"
    if not is_sentence:
        found = (trimmed(body, *row.span()) for row in _LINE.finditer(body))
    # Most texts hold no ideograph, and then none of their sentences does.
    has_ideographs = not body.isascii() and _IDEOGRAPH.search(body) is not None
    units: list[_Unit] = []
    for start, end in found:
        unit = body[start:end]
        if has_ideographs:
            words = word_count(unit)
        else:
            # In canonical text one space parts two words, or else tabs do, which are not printable.
            words = unit.count(" ") + 1 if unit.isprintable() else len(unit.split())
        if words <= MOST_WORDS:
            units.append(_Unit(first + start, first + end, words, is_sentence))
            continue
        for left, right in _clauses(unit):
            piece = first + start + left, first + start + right
            units.append(_Unit(*piece, word_count(unit[left:right]), is_sentence=False))
    return units


def _clauses(sentence: str) -> Iterator[Span]:
    """Cut a sentence of too many words at the last clause end before each limit, or between words."""
    start = words = 0
    clause_end = clause_words = 0
    for token in _WORD.finditer(sentence):
        if words == MOST_WORDS:
            cut, left = (
                (clause_end, words - clause_words) if clause_words >= FEWEST_WORDS else (token.start(), 0)
            )
            yield trimmed(sentence, start, cut)
            start, words, clause_end, clause_words = cut, left, 0, 0
        words += 1
        if token[0][-1] in _CLAUSE_MARKS:
            clause_end, clause_words = token.end(), words
    yield trimmed(sentence, start, len(sentence))


def _divided(group: Sequence[_Unit]) -> Iterator[Sequence[_Unit]]:
    """Divide sentences evenly into as few passages as the longest one allows."""
    left = sum([unit.words for unit in group])
    pieces = -(-left // MOST_WORDS)
    if pieces <= 1:
        yield group
        return
    first = gathered = 0
    for number, unit in enumerate(group[:-1]):
        gathered += unit.words
        following = group[number + 1].words
        if pieces > 1 and (gathered + following / 2 >= left / pieces or gathered + following > MOST_WORDS):
            yield group[first : number + 1]
            first, left, gathered = number + 1, left - gathered, 0
            pieces = max(-(-left // MOST_WORDS), 1)
    yield group[first:]
