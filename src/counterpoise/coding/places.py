"""Passages by where they stand, so that a stretch of text finds the one that it belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from counterpoise.evidence import Passage

__all__ = ["Places"]


class Places:
    """Passages by where they stand, so that a person's stretch of text finds the one that it belongs to."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._of: defaultdict[str, list[Passage]] = defaultdict(list)
        for passage in passages:
            self._of[passage.document].append(passage)
        for listed in self._of.values():
            listed.sort(key=lambda each: (each.start, each.end))
        self._starts = {name: [each.start for each in listed] for name, listed in self._of.items()}

    def unit_of(self, stretch: Passage) -> Passage:
        """The passage that shares most text with a stretch, if that is half of the shorter; else the stretch itself."""
        listed = self._of.get(stretch.document, [])
        last = bisect_right(self._starts.get(stretch.document, []), stretch.end)
        best, shared = stretch, 0
        for passage in reversed(listed[:last]):
            common = min(passage.end, stretch.end) - max(passage.start, stretch.start)
            shorter = min(passage.end - passage.start, stretch.end - stretch.start)
            if 2 * common >= shorter and common > shared:
                best, shared = passage, common
        return best
