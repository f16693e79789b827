"""Anchoring: where a passage stands in a text that is not the one in which it was coded.

A passage is found by its quotation and the text around it, as a TextQuoteSelector of the Web Annotation Data Model
(W3C Recommendation 23 February 2017, section 4.2.4): exactly; with other blanks; or, where few words were changed, by
the stretch that has most of its words in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["ALIKE", "Anchor", "anchored"]

ALIKE = 0.8
"""A stretch with changed words is the passage where at least this share of the words of both is shared, in order."""

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quotation stands, in code points, and whether its words are unchanged."""

    start: int
    end: int
    exact: bool = True


def anchored(text: str, quotation: str, before: str, after: str, start: int) -> Anchor | None:
    """The place of a quotation in a text, the one whose surroundings are most alike; of several the nearest to `start`.

    None where it is not there and no stretch is `ALIKE`. Takes time linear in the text where the words are unchanged.
    """
    words = quotation.split()
    if not words:
        return None
    end = start + len(quotation)
    around = _shared(text, start, end, before, after)
    if text[start:end] == quotation and around == len(before) + len(after):
        return Anchor(start, end)
    found = list(_exactly(text, quotation)) or [
        match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text)
    ]
    if found:
        best = max(
            found, key=lambda span: (_shared(text, span[0], span[1], before, after), -abs(span[0] - start))
        )
        return Anchor(*best)
    return _alike(text, quotation)


def _exactly(text: str, quotation: str) -> Iterator[tuple[int, int]]:
    place = text.find(quotation)
    while place >= 0:
        yield place, place + len(quotation)
        place = text.find(quotation, place + 1)


def _shared(text: str, start: int, end: int, before: str, after: str) -> int:
    """Code points of the text around a place that are as they were."""
    left = text[max(start - len(before), 0) : start]
    right = text[end : end + len(after)]
    return _alike_from_here(left[::-1], before[::-1]) + _alike_from_here(right, after)


def _alike_from_here(text: str, other: str) -> int:
    """How many first characters two texts share."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((place for place, (one, two) in pairs if one != two), min(len(text), len(other)))


def _alike(text: str, quotation: str) -> Anchor | None:
    places = [match.span() for match in _WORD.finditer(text)]
    words = [text[first:last].casefold() for first, last in places]
    wanted = [match[0].casefold() for match in _WORD.finditer(quotation)]
    if not wanted or not words:
        return None
    whole = SequenceMatcher(None, words, wanted, autojunk=False)
    largest = whole.find_longest_match()
    if 4 * largest.size < len(wanted) and largest.size < 5:
        return None
    begins = max(largest.a - largest.b - len(wanted) // 2, 0)
    ends = min(largest.a - largest.b + len(wanted) + len(wanted) // 2, len(words))
    near = SequenceMatcher(None, words[begins:ends], wanted, autojunk=False)
    blocks = [block for block in near.get_matching_blocks() if block.size]
    if not blocks:
        return None
    first, last = blocks[0].a, blocks[-1].a + blocks[-1].size
    shared = sum(block.size for block in blocks)
    if 2 * shared / (last - first + len(wanted)) < ALIKE:
        return None
    return Anchor(places[begins + first][0], places[begins + last - 1][1], exact=False)
