"""How a program counts the places of a text: by code points, as the standard asks, or in another way that its file shows.

A selection that names the words it holds shows how they were counted: with the byte order mark or without, in code
points or the units of UTF-16, with a carriage return before a line feed or without, to the last character or past it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

__all__ = ["STANDARD", "Counted", "Counting", "counting_of"]


@dataclass(frozen=True, slots=True)
class Counting:
    """A way to count: each field says in what it departs from the standard."""

    utf_16: bool = False
    line_ends_once: bool = False
    mark: bool = False
    end_included: bool = False

    def __str__(self) -> str:
        told = (
            ("units of UTF-16", self.utf_16),
            ("a line end of two characters as one", self.line_ends_once),
            ("the byte order mark", self.mark),
            ("up to the last character and not past it", self.end_included),
        )
        return ", ".join(words for words, so in told if so) or "code points"

    def offsets(self, text: str, marked: bool) -> NDArray[np.int64] | None:
        """What this way counts at each code point of a text and at its end; None where it counts as the standard does."""
        widths = np.ones(len(text), dtype=np.int64)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        if self.utf_16:
            widths += points > 0xFFFF
        if self.line_ends_once:
            widths[:-1] -= (points[:-1] == 13) & (points[1:] == 10)
        first = int(self.mark and marked)
        counted = np.concatenate(([first], first + np.cumsum(widths)))
        # A line end less and an emoji more may leave the length as it was, and the places not.
        return None if first == 0 and bool((widths == 1).all()) else counted

    def span(
        self, start: int, end: int, offsets: NDArray[np.int64] | None, length: int
    ) -> tuple[int, int] | None:
        """The code points, from one to before another, that two offsets mean; None where the text has no such place."""
        after = end + int(self.end_included)
        if offsets is None:
            return (start, after) if 0 <= start <= length and 0 <= after <= length else None
        # Of code points that share an offset, the first of a line end is where it begins.
        places = [int(np.searchsorted(offsets, each)) for each in (start, after)]
        if any(
            place > length or offsets[place] != each
            for place, each in zip(places, (start, after), strict=True)
        ):
            return None
        return places[0], places[1]


STANDARD = Counting()

_WAYS = tuple(Counting(*ways) for ways in product((False, True), repeat=4))


@dataclass(frozen=True, slots=True)
class Counted:
    """The text of a source, whether its file had a byte order mark, and its selections: start, end and name."""

    text: str
    marked: bool
    selections: Sequence[tuple[int, int, str | None]]


def counting_of(sources: Iterable[Counted]) -> tuple[Counting, int, int]:
    """How the selections of a project count, and how many of them show it, of how many that could.

    Another way than the standard's is believed only where it finds the named words more often; where no words are
    named, only where it alone finds a place for every selection. Only texts count in which the ways differ.
    """
    held = [source for source in sources if source.selections]
    scores = {STANDARD: _total(held, STANDARD)}
    named, _, selections = (int(each) for each in scores[STANDARD])
    if named == selections:
        return STANDARD, named, selections
    scores |= {way: _total(held, way) for way in _WAYS if way != STANDARD}
    best = max(_WAYS, key=lambda way: (scores[way][0], -_departures(way)))
    if scores[best][0] == scores[STANDARD][0]:
        best = STANDARD
        if scores[STANDARD][0] == 0 and scores[STANDARD][1] < scores[STANDARD][2]:
            whole = [way for way in _WAYS if not way.end_included and scores[way][1] == scores[way][2]]
            best = min(whole, key=_departures, default=STANDARD)
    return best, int(scores[best][0]), int(scores[best][2])


def _departures(way: Counting) -> int:
    return way.utf_16 + way.line_ends_once + way.mark + way.end_included


def _total(sources: Iterable[Counted], way: Counting) -> NDArray[np.int64]:
    """The sum of `_score` over sources."""
    return sum((_score(source, way) for source in sources), start=np.zeros(3, dtype=np.int64))


def _score(source: Counted, way: Counting) -> NDArray[np.int64]:
    """How many selections hold the words that they name, how many have a place in the text, and how many there are."""
    offsets = way.offsets(source.text, source.marked)
    placed = [
        (way.span(start, end, offsets, len(source.text)), name) for start, end, name in source.selections
    ]
    found = [(span, name) for span, name in placed if span is not None]
    named = sum(_names(source.text[span[0] : span[1]], name) for span, name in found)
    return np.array([named, len(found), len(placed)], dtype=np.int64)


def _names(words: str, name: str | None) -> bool:
    """Whether the name of a selection is made of its words, or of the first of them."""
    if not name or not words.strip():
        return False
    # A long quotation would be compared many times over, and its beginning tells as much.
    short, whole = " ".join(name[:400].split()), " ".join(words[:400].split())
    cut = re.sub(r"\s*(?:…|\.\.\.)$", "", short)
    return (
        whole == short
        or (len(name) >= 400 and whole[:300] == short[:300])
        or (cut != short and whole.startswith(cut))
    )
