"""Krippendorff's alpha_U: how far coders agree on where the units of a code begin and end.

Krippendorff, K. (2004), Content Analysis, 2nd ed., section 11.6; Krippendorff, K. (1995), "On the reliability of
unitizing continuous data", Sociological Methodology 25:47-76.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from counterpoise.agreement.coefficient import Coefficient, Floats, Pooled, coefficient_of
from counterpoise.agreement.continuum import (
    NO_UNITS,
    Continuum,
    Ints,
    Span,
    Units,
    marked_units,
    overlaps,
)

CELLS = 4_000_000
"""Numbers held at once while documents are weighted anew."""


@dataclass(frozen=True, slots=True)
class UnitizingAlpha:
    """alpha_U of each code, and of all codes, over which the disagreements are added up before they are divided."""

    overall: Coefficient
    of_code: Mapping[str, Coefficient]


@dataclass(frozen=True, slots=True)
class Unitizing:
    """Units of one code that several coders marked, with what alpha_U needs of each.

    `units` and `squares` (documents,) are stretches and the squared differences of the coders' units, summed over
    pairs of coders; `lengths` (documents,) the text; `unit_length`, `unit_document` (marked,) the units of all coders,
    `gap_length`, `gap_document` (gaps,) what each left out, the longest first.
    """

    coders: int
    units: Ints
    squares: Floats
    lengths: Floats
    unit_length: Ints
    unit_document: Ints
    gap_length: Ints
    gap_document: Ints

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.lengths)

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """Do and De of one code (Krippendorff 2004, section 11.6.2); see `ByDocument`.

        Do = 2 sum d^2 / (m (m - 1) L^2), over pairs of coders and of their sections. De = 2 / L times the sum, over
        units of length l, of (N - 1) (2 l^3 - 3 l^2 + l) / 3 + l^2 sum (g - l + 1), the latter over the gaps of length
        g >= l; divided by m L (m L - 1) - sum l (l - 1). N is the number of units, m of coders, L the length.
        """
        long = self.unit_length.astype(float)
        length = weights @ self.lengths
        number = weights @ self._summed(np.ones_like(long))
        with_units = (number - 1) * (weights @ self._summed((2 * long**3 - 3 * long**2 + long) / 3))
        with_gaps = np.zeros(len(weights))
        rows = max(1, CELLS // max(1, len(self.gap_length)))
        for at in range(0, len(weights), rows):
            with_gaps[at : at + rows] = self._with_gaps(weights[at : at + rows])
        all_text = self.coders * length
        pairs = all_text * (all_text - 1) - weights @ self._summed(long * (long - 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = 2 * (weights @ self.squares) / (self.coders * (self.coders - 1) * length**2)
            return observed, 2 / length * (with_units + with_gaps) / pairs

    def _with_gaps(self, weights: Floats) -> Floats:
        """The sum over units, and over gaps into which they fit, of l^2 (g - l + 1), for each row of weights."""
        gaps = weights[:, self.gap_document]
        number = _running(gaps)
        total = _running(gaps * self.gap_length)
        long = self.unit_length
        fitting = np.searchsorted(-self.gap_length, -long, side="right")
        room = total[:, fitting] - (long - 1.0) * number[:, fitting]
        summed: Floats = (weights[:, self.unit_document] * long.astype(float) ** 2 * room).sum(axis=1)
        return summed

    def _summed(self, of_unit: Floats) -> Floats:
        return np.bincount(self.unit_document, weights=of_unit, minlength=self.documents).astype(float)


def alpha_u(spans: Sequence[Span], continuum: Continuum, coders: Sequence[str]) -> UnitizingAlpha:
    """alpha_U of the spans that coders marked on a continuum that all of them went through.

    A coder who marked nothing is a coder all the same. Spans of one coder and code that overlap are one unit. Time and
    space follow the spans, not the text.
    """
    marked = marked_units([span for span in spans if span.coder in coders], continuum)
    of_code = {
        code: unitizing([marked.get((coder, code), NO_UNITS) for coder in coders], continuum)
        for code in sorted({code for _, code in marked})
    }
    overall = Pooled(tuple(of_code.values()) or (unitizing([NO_UNITS for _ in coders], continuum),))
    return UnitizingAlpha(
        coefficient_of(overall), {code: coefficient_of(counts) for code, counts in of_code.items()}
    )


def unitizing(marked: Sequence[Units], continuum: Continuum) -> Unitizing:
    """What alpha_U of one code needs, by document, of the units that each coder marked."""
    gaps = [continuum.gaps_between(units) for units in marked]
    gap_length = np.concatenate([each.length for each in gaps]) if gaps else np.array([], dtype=np.int64)
    longest_first = np.argsort(-gap_length, kind="stable")
    squares = np.zeros(len(continuum.names))
    for one, other in combinations(marked, 2):
        squares += _squares(one, other, len(continuum.names))
    return Unitizing(
        coders=len(marked),
        units=continuum.stretches if len(marked) > 1 else np.zeros(len(continuum.names), dtype=np.int64),
        squares=squares,
        lengths=continuum.lengths,
        unit_length=_joined([units.length for units in marked]),
        unit_document=_joined([units.document for units in marked]),
        gap_length=gap_length[longest_first],
        gap_document=_joined([each.document for each in gaps])[longest_first],
    )


def _squares(one: Units, other: Units, documents: int) -> Floats:
    """Squared differences of two coders' sections by document (documents,): Krippendorff 2004, section 11.6.1.

    Units that overlap differ by the squares of what stands out at either end; a unit in a gap of the other coder's by
    the square of its length.
    """
    left, right = overlaps(one.start, one.end, other.start, other.end)
    apart = (one.start[left] - other.start[right]).astype(float) ** 2
    apart += (one.end[left] - other.end[right]).astype(float) ** 2
    squares = np.bincount(one.document[left], weights=apart, minlength=documents)
    for units, met in ((one, left), (other, right)):
        alone = np.ones(len(units.start), dtype=bool)
        alone[met] = False
        lost = units.length[alone].astype(float) ** 2
        squares = squares + np.bincount(units.document[alone], weights=lost, minlength=documents)
    return squares.astype(float)


def _running(terms: Floats) -> Floats:
    """Sums (n, terms + 1) of the first 0, 1, ... terms of each row (n, terms)."""
    sums = np.zeros((terms.shape[0], terms.shape[1] + 1))
    np.cumsum(terms, axis=1, out=sums[:, 1:])
    return sums


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.array([], dtype=np.int64)
