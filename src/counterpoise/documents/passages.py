"""Passages: sentences grouped into stretches that a coder can judge."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator

from counterpoise.documents.document import Document
from counterpoise.documents.sentences import Span, sentences, trimmed
from counterpoise.evidence import CONTEXT, Passage

FEWEST_WORDS, MOST_WORDS = 45, 150

_IDEOGRAPHS = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(f"[{_IDEOGRAPHS}]{{1,2}}|[^\\s{_IDEOGRAPHS}]+")
_CLAUSE_MARKS = ";,:—；，、：؛،"


def passages(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages of 45 to 150 words, where its paragraphs and sentences allow it.

    A passage holds whole sentences and never crosses a heading. Short paragraphs are joined with the
    next of the same section, long ones are divided evenly, and only a sentence of more than 150 words is
    cut, at the end of a clause. Headings are in no passage: each passage names its own.
    """
    text = document.text
    headings = sorted(document.headings)
    starts = [start for start, _ in headings]
    found: list[Passage] = []
    for section in _sections(len(text), headings):
        for start, end in _grouped(text, section):
            above = bisect.bisect_right(starts, start) - 1
            found.append(
                Passage(
                    document=document.id,
                    start=start,
                    end=end,
                    quotation=text[start:end],
                    before=text[max(start - CONTEXT, 0) : start],
                    after=text[end : end + CONTEXT],
                    page=document.page_at(start),
                    heading=text[slice(*headings[above])] if above >= 0 else None,
                )
            )
    return tuple(found)


def word_count(text: str) -> int:
    """Words of a text; two Chinese characters or Korean syllables count as one."""
    return sum(1 for _ in _WORD.finditer(text))


def _sections(length: int, headings: Iterable[Span]) -> Iterator[Span]:
    """Stretches between headings."""
    start = 0
    for heading_start, heading_end in headings:
        if start < heading_start:
            yield start, heading_start
        start = max(start, heading_end)
    if start < length:
        yield start, length


def _grouped(text: str, section: Span) -> Iterator[Span]:
    """Passages of one section."""
    groups: list[list[tuple[int, int, int]]] = []
    group: list[tuple[int, int, int]] = []
    last_end = section[0]
    for start, end, words in _counted(text, section):
        new_paragraph = "\n" in text[last_end:start]
        if group and new_paragraph and _words(group) >= FEWEST_WORDS:
            groups.append(group)
            group = []
        group.append((start, end, words))
        last_end = end
    if group:
        if groups and _words(group) < FEWEST_WORDS and _words(groups[-1]) + _words(group) <= MOST_WORDS:
            groups[-1] += group
        else:
            groups.append(group)
    for each in groups:
        yield from _divided(each)


def _counted(text: str, section: Span) -> Iterator[tuple[int, int, int]]:
    """Sentences of a section with their words; an endless one in pieces."""
    offset = section[0]
    for start, end in sentences(text[slice(*section)]):
        sentence = text[offset + start : offset + end]
        words = word_count(sentence)
        if words <= MOST_WORDS:
            yield offset + start, offset + end, words
        else:
            for left, right in _clauses(sentence):
                yield offset + start + left, offset + start + right, word_count(sentence[left:right])


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


def _divided(group: list[tuple[int, int, int]]) -> Iterator[Span]:
    """Divide sentences evenly into as few passages as the longest one allows."""
    total = _words(group)
    pieces = -(-total // MOST_WORDS)
    first, gathered, left = 0, 0, total
    for number, (_, end, words) in enumerate(group):
        gathered += words
        following = group[number + 1][2] if number + 1 < len(group) else 0
        target = left / pieces if pieces else left
        if (
            following
            and pieces > 1
            and (gathered + following / 2 >= target or gathered + following > MOST_WORDS)
        ):
            yield group[first][0], end
            first, left, gathered = number + 1, left - gathered, 0
            pieces = max(-(-left // MOST_WORDS), 1)
    yield group[first][0], group[-1][1]


def _words(group: list[tuple[int, int, int]]) -> int:
    return sum(words for _, _, words in group)
