"""The passages that several coders went through, and what each of them said there, for any of them to be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.agreement.continuum import (
    Continuum,
    Ints,
    Span,
    Stretch,
    check_places,
    continuum_of,
    overlaps,
    shared_by,
)
from counterpoise.agreement.ratings import MISSING
from counterpoise.evidence import Direction, Power

POWERS: tuple[str, ...] = ("none", "a", "b", "both")
DIRECTIONS: tuple[str, ...] = ("none", "strengthens", "weakens", "both directions")
"""What a coder says of a passage and a code, over all codings of it; the third place joins the first and second."""


@dataclass(frozen=True, slots=True)
class CodedText:
    """One coder's judgement that text of a document, in code points, speaks of a code, of which power and how."""

    document: str
    start: int
    end: int
    code: str
    power: Power
    direction: Direction
    coder: str


@dataclass(frozen=True, slots=True)
class ReviewedPassage:
    """A passage of a document, in code points, that a coder has gone through: what is not coded there was not found."""

    document: str
    start: int
    end: int
    coder: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What coders went through and what they said there.

    `names`, `coders` and `codes` are what the numbers stand for. `document`, `start`, `end` (passages,) say where the
    passages are, `reviewed` (coders, passages) who went through them. `given` (5, judgements) holds coder, code,
    passage, power and direction, in this order, one column for each coder, passage and code. `outside` counts for
    each coder the codings on text that the coder did not go through; they are left out.
    """

    names: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    document: Ints
    start: Ints
    end: Ints
    reviewed: NDArray[np.bool_]
    given: Ints
    spans: tuple[Span, ...]
    outside: Mapping[str, int]

    def read_by(self, coder: str) -> Continuum:
        """The text that a coder went through."""
        there = np.flatnonzero(self.reviewed[self.coders.index(coder)])
        return continuum_of(
            Stretch(self.names[self.document[at]], int(self.start[at]), int(self.end[at])) for at in there
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some coders of a frame, on the passages that two of them or more went through.

    `places` (units,) says in which document each passage stands, of `documents`. `marks` (4, judgements) holds coder,
    code, unit and whether the judgement is of power and direction: see `of_code`.
    """

    frame: Frame
    coders: tuple[str, ...]
    units: Ints
    places: Ints
    documents: tuple[str, ...]
    reviewed: NDArray[np.bool_]
    given: Ints

    def presence(self, code: str) -> Ints:
        """Whether each coder gave a code, (coders, units): 1, 0, or -1 where the coder did not go through the passage."""
        found = np.where(self.reviewed, 0, MISSING)
        coder, unit, *_ = self._of_code(code)
        found[coder, unit] = 1
        return found

    def powers(self, code: str) -> Ints:
        """The place in `POWERS` that each coder gave with a code, (coders, units), -1 without the code."""
        return self._said(code, 2)

    def directions(self, code: str) -> Ints:
        """The place in `DIRECTIONS` that each coder gave with a code, (coders, units), -1 without the code."""
        return self._said(code, 3)

    def sets(self, codes: Sequence[str]) -> list[list[frozenset[str] | None]]:
        """Which of some codes each coder gave to each unit; None where the coder did not go through it."""
        found: list[list[set[str] | None]] = [
            [set() if seen else None for seen in row] for row in self.reviewed
        ]
        for code in codes:
            coder, unit, *_ = self._of_code(code)
            for row, column in zip(coder.tolist(), unit.tolist(), strict=True):
                cell = found[row][column]
                if cell is not None:
                    cell.add(code)
        return [[None if cell is None else frozenset(cell) for cell in row] for row in found]

    def continuum(self) -> Continuum:
        """The text that all of the coders went through."""
        shared, *others = [self.frame.read_by(coder) for coder in self.coders]
        for other in others:
            shared = shared_by(shared, other)
        return shared

    def _said(self, code: str, row: int) -> Ints:
        found = np.full(self.reviewed.shape, MISSING, dtype=np.int64)
        of_code = self._of_code(code)
        found[of_code[0], of_code[1]] = of_code[row]
        return found

    def _of_code(self, code: str) -> Ints:
        """Coder, unit, power and direction (4, judgements) of a code."""
        return self.given[:, self.given[4] == self.frame.codes.index(code)][:4]


def frame_of(
    codings: Iterable[CodedText], reviewed: Iterable[ReviewedPassage], codes: Iterable[str] = ()
) -> Frame:
    """The frame of some codings, with the passages that coders went through.

    A coding counts for each passage of which it covers half, and for each that holds half of the coding; several of
    one coder, code and passage are one judgement, of which power is `both` where there is a and b. `codes` are those
    that might have been given. Raises CounterpoiseError that names each place that holds no text.
    """
    coded, seen = tuple(dict.fromkeys(codings)), tuple(dict.fromkeys(reviewed))
    spans = tuple(Span(each.document, each.start, each.end, each.code, each.coder) for each in coded)
    check_places([*spans, *(Stretch(each.document, each.start, each.end) for each in seen)])
    names = tuple(sorted({each.document for each in seen}))
    coders = tuple(sorted({each.coder for each in seen} | {each.coder for each in coded}))
    all_codes = tuple(dict.fromkeys([*codes, *sorted({each.code for each in coded})]))
    passages = sorted({(each.document, each.start, each.end) for each in seen})
    document_at, coder_at, code_at = (
        {name: at for at, name in enumerate(each)} for each in (names, coders, all_codes)
    )
    passage_at = {place: at for at, place in enumerate(passages)}
    document = np.array([document_at[place[0]] for place in passages], dtype=np.int64)
    start, end = (np.array([place[at] for place in passages], dtype=np.int64) for at in (1, 2))
    read = np.zeros((len(coders), len(passages)), dtype=bool)
    for each in seen:
        read[coder_at[each.coder], passage_at[each.document, each.start, each.end]] = True
    coding, passage = _passages_of(spans, document_at, document, start, end)
    coder = np.array([coder_at[each.coder] for each in coded], dtype=np.int64)[coding]
    there = read[coder, passage]
    outside = set(range(len(coded))) - set(coding[there].tolist())
    coding, passage, coder = coding[there], passage[there], coder[there]
    given = _one_each(
        coder,
        np.array([code_at[each.code] for each in coded], dtype=np.int64)[coding],
        passage,
        np.array([POWERS.index(each.power) for each in coded], dtype=np.int64)[coding],
        np.array([DIRECTIONS.index(each.direction) for each in coded], dtype=np.int64)[coding],
    )
    lost = Counter(coded[at].coder for at in outside)
    return Frame(names, coders, all_codes, document, start, end, read, given, spans, lost)


def compare(frame: Frame, coders: Sequence[str]) -> Comparison:
    """Some coders of a frame on the passages, of one start and end, that two of them or more went through."""
    rows = [frame.coders.index(coder) for coder in coders]
    reviewed = frame.reviewed[rows]
    units = np.flatnonzero(reviewed.sum(axis=0) > 1)
    documents, places = np.unique(frame.document[units], return_inverse=True)
    row_of = np.full(len(frame.coders), MISSING, dtype=np.int64)
    row_of[rows] = np.arange(len(rows))
    unit_of = np.full(len(frame.document), MISSING, dtype=np.int64)
    unit_of[units] = np.arange(len(units))
    coder, code, passage, power, direction = frame.given
    given = np.array([row_of[coder], unit_of[passage], power, direction, code])
    kept = (given[0] != MISSING) & (given[1] != MISSING)
    return Comparison(
        frame,
        tuple(coders),
        units,
        places,
        tuple(frame.names[at] for at in documents),
        reviewed[:, units],
        given[:, kept],
    )


def _passages_of(
    spans: Sequence[Span], document_at: Mapping[str, int], document: Ints, start: Ints, end: Ints
) -> tuple[Ints, Ints]:
    """Each coding with each passage for which it counts: places of the codings and of the passages, (n,), (n,)."""
    known = np.array([at for at, span in enumerate(spans) if span.document in document_at], dtype=np.int64)
    of = np.array([document_at[spans[at].document] for at in known], dtype=np.int64)
    begun, done = (
        np.array([getattr(spans[at], name) for at in known], dtype=np.int64) for name in ("start", "end")
    )
    # Documents side by side, so that places in different ones do not meet.
    room = int(max(end.max(initial=0), done.max(initial=0)))
    coding, passage = overlaps(
        begun + of * room, done + of * room, start + document * room, end + document * room
    )
    common = np.minimum(done[coding], end[passage]) - np.maximum(begun[coding], start[passage])
    shorter = np.minimum(done[coding] - begun[coding], end[passage] - start[passage])
    counts = 2 * common >= shorter
    return known[coding[counts]], passage[counts]


def _one_each(coder: Ints, code: Ints, passage: Ints, power: Ints, direction: Ints) -> Ints:
    """Judgements (5, n), one for each coder, code and passage; what was said of power and direction is joined.

    In `POWERS` and `DIRECTIONS` the places of two that are joined are those of their bits: 1 | 2 is 3.
    """
    if not len(coder):
        return np.zeros((5, 0), dtype=np.int64)
    order = np.lexsort((passage, code, coder))
    key = np.array([coder, code, passage])[:, order]
    first = np.flatnonzero(np.concatenate([[True], (key[:, 1:] != key[:, :-1]).any(axis=0)]))
    said = [np.bitwise_or.reduceat(each[order], first) for each in (power, direction)]
    return np.array([*key[:, first], *said])
