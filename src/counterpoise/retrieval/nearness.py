"""How far codings stand apart, in words, sentences or passages, and which stand near each other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from counterpoise.documents.document import Document
from counterpoise.documents.passages import passages, word_starts
from counterpoise.documents.sentences import sentences
from counterpoise.retrieval.codings import Codings, Mask, Numbers
from counterpoise.retrieval.query import Unit

__all__ = ["Nearness"]

_DOCUMENT = 1 << 32
"""More units than a document can have; a place is numbered by its document's number and its own."""

_STARTS: dict[Unit, Callable[[Document], Numbers]] = {
    "words": lambda document: word_starts(document.text),
    "sentences": lambda document: np.array([start for start, _ in sentences(document.text)], np.int64),
    "passages": lambda document: np.array([each.start for each in passages(document)], np.int64),
}


class Nearness:
    """The places of codings in units of their documents; a document is cut into them when first asked for."""

    def __init__(self, codings: Codings) -> None:
        self._codings = codings
        bounds = np.searchsorted(codings.document, np.arange(len(codings.documents) + 1))
        self._rows = tuple(slice(first, last) for first, last in pairwise(bounds))
        self._spans: dict[Unit, tuple[Numbers, Numbers]] = {}
        self._cut: dict[Unit, Mask] = {}
        self._order: dict[Unit, Numbers] = {}

    def near(self, left: Mask, right: Mask, distance: int, unit: Unit) -> Mask:
        """The codings of `left` that stand near one of `right` in the same document.

        In words, at most `distance` stand between the two spans; in sentences and passages the two are at most so
        many apart, so that 0 asks for the same one. Spans that overlap are near. A code is not near itself: the same
        span with the same code is no other coding, whoever gave it.

        Of the spans of the right side, those that begin after the window are taken from those that do not, and those
        that end before it likewise, so that the time is that of sorting.
        """
        codings = self._codings
        on_the_left, on_the_right = np.flatnonzero(left), np.flatnonzero(right)
        both = self._in(on_the_left) & self._in(on_the_right)
        on_the_left = on_the_left[both[codings.document[on_the_left]]]
        on_the_right = on_the_right[both[codings.document[on_the_right]]]
        found = np.zeros(len(codings), bool)
        if not len(on_the_right):
            return found
        low, high = self._span(unit, both)
        # Every key of a document lies above all of those before it, whatever the distance.
        of_left, of_right = (codings.document[rows] * _DOCUMENT for rows in (on_the_left, on_the_right))
        starts = np.sort(of_right + low[on_the_right], kind="stable")
        ends = np.sort(of_right + high[on_the_right], kind="stable")
        last = of_left + np.minimum(high[on_the_left] + distance, _DOCUMENT - 1)
        first = of_left + np.maximum(low[on_the_left] - distance, 0)
        number = np.searchsorted(starts, last, side="right") - np.searchsorted(ends, first, side="left")
        same = np.bincount(codings.place[on_the_right], minlength=codings.places)[codings.place[on_the_left]]
        found[on_the_left] = number > same
        return found

    def span(self, unit: Unit, rows: Numbers) -> tuple[Numbers, Numbers]:
        """The first and last place of each coding in units of its document; right for some codings, by number."""
        return self._span(unit, self._in(rows))

    def in_order(self, unit: Unit, rows: Numbers) -> Numbers:
        """Some codings, by number, in the order of their documents and of where they begin in units."""
        low, _ = self.span(unit, rows)
        if unit not in self._order:
            self._order[unit] = np.argsort(self._codings.document * _DOCUMENT + low, kind="stable")
        order = self._order[unit]
        wanted = np.zeros(len(order), bool)
        wanted[rows] = True
        return order[wanted[order]]

    def _in(self, rows: Numbers) -> Mask:
        """The documents in which some codings stand, these by number."""
        found = np.zeros(len(self._codings.documents), bool)
        found[self._codings.document[rows]] = True
        return found

    def _span(self, unit: Unit, wanted: Mask) -> tuple[Numbers, Numbers]:
        """The first and last place of each coding in units; right for the codings of the documents wanted only."""
        size = len(self._codings)
        low, high = self._spans.setdefault(unit, (np.zeros(size, np.int64), np.zeros(size, np.int64)))
        cut = self._cut.setdefault(unit, np.zeros(len(self._codings.documents), bool))
        first, last = self._codings.first, self._codings.last
        for number in np.flatnonzero(wanted & ~cut):
            self._order.pop(unit, None)
            starts = _STARTS[unit](self._codings.documents[number])
            rows = self._rows[number]
            if unit == "words":
                # As many words begin before the span, and before its end: their difference stands between two spans.
                low[rows] = np.searchsorted(starts, first[rows], side="left")
                high[rows] = np.searchsorted(starts, last[rows], side="left")
            else:
                low[rows] = np.searchsorted(starts, first[rows], side="right")
                high[rows] = np.searchsorted(starts, np.maximum(last[rows] - 1, first[rows]), side="right")
            cut[number] = True
        return low, high
