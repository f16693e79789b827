"""The text that coders went through as one line, and the units that each marked on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Text of a document from `start` to `end`, in code points, that all coders compared went through."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """Text of a document, in code points, to which a coder gave a code."""

    document: str
    start: int
    end: int
    code: str
    coder: str


@dataclass(frozen=True, slots=True)
class Units:
    """Units on the line, `start`, `end` and `document` (units,), in order and apart from one another."""

    start: Ints
    end: Ints
    document: Ints

    @property
    def length(self) -> Ints:
        """How many code points each unit has, (units,)."""
        return self.end - self.start


NO_UNITS = Units(*(np.array([], dtype=np.int64),) * 3)


@dataclass(frozen=True, slots=True)
class Continuum:
    """Stretches of documents laid end to end. Nothing on the line runs from one stretch into the next.

    The line holds no more than the ends of the stretches, whatever the length of the text. `names` are the documents;
    `document`, `start` and `end` (stretches,) say where each stretch stands in which of them.
    """

    names: tuple[str, ...]
    document: Ints
    start: Ints
    end: Ints

    @property
    def offsets(self) -> Ints:
        """Where each stretch begins on the line, and where the last one ends, (stretches + 1,)."""
        return np.concatenate([[0], np.cumsum(self.end - self.start)])

    @property
    def length(self) -> int:
        """How many code points there are."""
        return int((self.end - self.start).sum())

    @property
    def lengths(self) -> NDArray[np.float64]:
        """How many code points of each document there are, (documents,)."""
        return np.bincount(self.document, weights=self.end - self.start, minlength=len(self.names)).astype(
            float
        )

    @property
    def stretches(self) -> Ints:
        """How many stretches of each document there are, (documents,)."""
        return np.bincount(self.document, minlength=len(self.names)).astype(np.int64)

    def within(self, name: str) -> tuple[Ints, Ints]:
        """Where the stretches of a document start and end in it, (stretches,), (stretches,)."""
        there = self.document == self.names.index(name)
        return self.start[there], self.end[there]

    def place_of(self, position: int) -> tuple[str, int]:
        """The document, and the code point in it, that stand at a place on the line."""
        at = int(np.searchsorted(self.offsets, position, side="right")) - 1
        return self.names[self.document[at]], int(self.start[at] + position - self.offsets[at])

    def units_of(self, spans: Sequence[Span]) -> Units:
        """What of some spans lies on the line; those that overlap become one, those that touch stay two."""
        known = {name: at for at, name in enumerate(self.names)}
        there = [span for span in spans if span.document in known]
        document = np.array([known[span.document] for span in there], dtype=np.int64)
        # Documents side by side, each as long as its last stretch reaches, keep the order of the stretches.
        reach = np.zeros(len(self.names), dtype=np.int64)
        np.maximum.at(reach, self.document, self.end)
        base = np.cumsum(reach) - reach
        start = base[document] + np.minimum([span.start for span in there], reach[document])
        end = base[document] + np.minimum([span.end for span in there], reach[document])
        from_, to = base[self.document] + self.start, base[self.document] + self.end
        of_span, of_stretch = overlaps(start, end, from_, to)
        moved = self.offsets[of_stretch] - from_[of_stretch]
        start = np.maximum(start[of_span], from_[of_stretch]) + moved
        end = np.minimum(end[of_span], to[of_stretch]) + moved
        return _united(start, end, self.document[of_stretch])

    def gaps_between(self, units: Units) -> Units:
        """The text between some units, cut where a stretch ends."""
        begins = np.sort(np.concatenate([self.offsets[:-1], units.end]))
        ends = np.sort(np.concatenate([self.offsets[1:], units.start]))
        between = begins < ends
        stretch = np.searchsorted(self.offsets, begins[between], side="right") - 1
        return Units(begins[between], ends[between], self.document[stretch])


def continuum_of(stretches: Iterable[Stretch]) -> Continuum:
    """The line of some stretches; those of one document that overlap or touch become one.

    Raises CounterpoiseError for stretches that hold no text.
    """
    ordered = sorted(set(stretches))
    check_places(ordered)
    joined: list[Stretch] = []
    for stretch in ordered:
        if joined and joined[-1].document == stretch.document and stretch.start <= joined[-1].end:
            joined[-1] = Stretch(stretch.document, joined[-1].start, max(joined[-1].end, stretch.end))
        else:
            joined.append(stretch)
    names = tuple(dict.fromkeys(stretch.document for stretch in joined))
    place = {name: at for at, name in enumerate(names)}
    return Continuum(
        names,
        np.array([place[stretch.document] for stretch in joined], dtype=np.int64),
        np.array([stretch.start for stretch in joined], dtype=np.int64),
        np.array([stretch.end for stretch in joined], dtype=np.int64),
    )


def check_places(places: Iterable[Stretch | Span]) -> None:
    """Raise CounterpoiseError that names each stretch and span that holds no text."""
    problems = [
        Problem(each.document, f"found text from {each.start} to {each.end}; expected 0 <= start < end")
        for each in places
        if not 0 <= each.start < each.end
    ]
    if problems:
        raise CounterpoiseError(*problems)


def overlaps(start: Ints, end: Ints, other_start: Ints, other_end: Ints) -> tuple[Ints, Ints]:
    """Each pair of overlapping stretches: the place of the one and of the other, (pairs,), (pairs,).

    The others (n,), (n,) stand in the order of their starts.
    """
    # Where the others overlap, their ends are not in order, but how far those up to each reach is.
    first = np.searchsorted(np.maximum.accumulate(other_end), start, side="right")
    number = np.maximum(np.searchsorted(other_start, end, side="left") - first, 0)
    one = np.repeat(np.arange(len(start)), number)
    other = np.arange(len(one)) - np.repeat(np.cumsum(number) - number, number) + np.repeat(first, number)
    there = other_end[other] > start[one]
    return one[there], other[there]


def shared_by(one: Continuum, other: Continuum) -> Continuum:
    """The text that lies on both lines."""
    found = []
    for name in sorted({*one.names} & {*other.names}):
        (start, end), (other_start, other_end) = one.within(name), other.within(name)
        left, right = overlaps(start, end, other_start, other_end)
        starts = np.maximum(start[left], other_start[right]).tolist()
        ends = np.minimum(end[left], other_end[right]).tolist()
        found += [Stretch(name, *place) for place in zip(starts, ends, strict=True)]
    return continuum_of(found)


def marked_units(spans: Iterable[Span], continuum: Continuum) -> dict[tuple[str, str], Units]:
    """What lies on the line of the spans of each coder and code, as units."""
    of_both: dict[tuple[str, str], list[Span]] = {}
    for span in spans:
        of_both.setdefault((span.coder, span.code), []).append(span)
    return {key: continuum.units_of(found) for key, found in of_both.items()}


def _united(start: Ints, end: Ints, document: Ints) -> Units:
    order = np.argsort(start, kind="stable")
    start, end, document = start[order], end[order], document[order]
    reached = np.maximum.accumulate(end)
    new = np.concatenate([[True], start[1:] >= reached[:-1]])[: len(start)]
    last = np.flatnonzero(np.concatenate([new[1:], [True]])[: len(start)])
    return Units(start[new], reached[last], document[new])
