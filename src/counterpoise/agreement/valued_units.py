"""The family of alphas for a continuum on which each coder gives each place one value or none.

Krippendorff, K., Mathet, Y., Bouvry, S. & Widloecher, A. (2016), "On the reliability of unitizing textual continua:
Further developments", Quality & Quantity 50:2347-2364.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from counterpoise.agreement.coefficient import Coefficient, Floats, coefficient_of
from counterpoise.agreement.continuum import NO_UNITS, Continuum, Ints, Span, Units, marked_units
from counterpoise.errors import CounterpoiseError, Problem

Member = Literal["u", "relevance", "cu", "value"]
GAP = 0
"""The value of text to which a coder gave no code; codes follow from 1."""


@dataclass(frozen=True, slots=True)
class UnitizedCoding:
    """The four members of the family.

    `u` is of units and values together, `relevance` (|u) of marked text against the rest, `cu` of the values where
    units of two coders intersect, `of_code` ((k)u) of each value there. `coverage` is the share of the text, counted
    for each coder, that `cu` rests on.
    """

    u: Coefficient
    relevance: Coefficient
    cu: Coefficient
    of_code: Mapping[str, Coefficient]
    coverage: float


@dataclass(frozen=True, slots=True)
class ValuedUnits:
    """Lengths of text by document and value, (documents, values) each, the gap first.

    All are counted once for each other coder, so that they are whole numbers, which add up without rounding. `given`
    is what coders gave the value to; `same` what pairs of coders gave it both, `beside_gap` what one gave it and the
    other gave nothing. `own` and `own_met` correct for pairs of a unit with itself: squares of the lengths of units,
    and of what another coder's units share with them; a gap is not a unit, and each of its code points stands for
    itself.
    """

    units: Ints
    given: Floats
    same: Floats
    beside_gap: Floats
    own: Floats
    own_met: Floats
    member: Member = "u"
    value: int = GAP

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.units)

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """The shares of length that disagree and that would by chance; see `ByDocument`.

        Of n_c in value c, n in all and the correction s_c, chance makes n (n_c n_k - [c = k] s_c) / (n^2 - sum s)
        coincide (equations 4 and 10 of the paper); n divides out.
        """
        given, same = weights @ self.given, weights @ self.same
        if self.member in ("u", "relevance"):
            own = weights @ self.own
        else:
            given = (given - weights @ self.beside_gap)[:, GAP + 1 :]
            same, own = same[:, GAP + 1 :], (weights @ self.own_met)[:, GAP + 1 :]
        total = given.sum(axis=1, keepdims=True)
        # What coincides with other values, not one less what coincides with the same: exactly 0 where there is one.
        others = given * (total - given)
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.member == "value":
                at = self.value - 1
                return 1 - (same / given)[:, at], (others / (given * total - own))[:, at]
            pairs = total**2 - own.sum(axis=1, keepdims=True)
            if self.member == "relevance":
                return 2 * ((given - same) / total)[:, GAP], 2 * (others / pairs)[:, GAP]
            return 1 - same.sum(axis=1) / total[:, 0], (others / pairs).sum(axis=1)


def unitized_coding(spans: Sequence[Span], continuum: Continuum, coders: Sequence[str]) -> UnitizedCoding:
    """The family for the spans that coders marked on a continuum that all of them went through.

    Time and space follow the spans, not the text. Raises CounterpoiseError that names each place to which a coder
    gave two codes: there the family is not defined, while alpha_U of each code is.
    """
    marked = marked_units([span for span in spans if span.coder in coders], continuum)
    codes = sorted({code for _, code in marked})
    counts = valued_units(marked, continuum, coders, codes)
    met = counts.given - counts.beside_gap
    of_code = {
        code: coefficient_of(replace(counts, member="value", value=at))
        for at, code in enumerate(codes, start=1)
    }
    return UnitizedCoding(
        coefficient_of(counts),
        coefficient_of(replace(counts, member="relevance")),
        coefficient_of(replace(counts, member="cu")),
        of_code,
        float(met[:, GAP + 1 :].sum() / counts.given.sum()) if counts.documents else 0.0,
    )


def valued_units(
    units: Mapping[tuple[str, str], Units], continuum: Continuum, coders: Sequence[str], codes: Sequence[str]
) -> ValuedUnits:
    """What the family needs of some codes, by document, of units by coder and code; raises as `unitized_coding` does."""
    marked = [_in_order([units.get((coder, code), NO_UNITS) for code in codes]) for coder in coders]
    _check_one_code(marked, continuum, coders, codes)
    cuts = np.unique(
        np.concatenate([continuum.offsets, *(part for start, end, *_ in marked for part in (start, end))])
    )
    left, length = cuts[:-1], np.diff(cuts).astype(float)
    document = continuum.document[np.searchsorted(continuum.offsets, left, side="right") - 1]
    unit = [_unit_at(left, start, end) for start, end, *_ in marked]
    value = [
        np.where(at >= 0, code[at], GAP) if len(code) else 0 * at
        for at, (*_, code) in zip(unit, marked, strict=True)
    ]
    shape = (len(continuum.names), len(codes) + 1)

    def by_value(places: Ints, values: Ints, lengths: NDArray[Any]) -> Floats:
        cell = places * shape[1] + values
        return np.bincount(cell, weights=lengths, minlength=shape[0] * shape[1]).reshape(shape).astype(float)

    others = max(len(coders) - 1, 1)
    given, same, beside_gap, own, own_met = (np.zeros(shape) for _ in range(5))
    for of_coder, (start, end, place, code) in zip(value, marked, strict=True):
        given += others * by_value(document, of_coder, length)
        own += others**2 * by_value(place, code, (end - start) ** 2.0)
        own[:, GAP] += others**2 * by_value(document, of_coder, length)[:, GAP]
    for one, other in permutations(range(len(coders)), 2):
        alike = value[one] == value[other]
        same += by_value(document[alike], value[one][alike], length[alike])
        alone = value[other] == GAP
        beside_gap += by_value(document[alone], value[one][alone], length[alone])
        both = (value[one] != GAP) & ~alone
        _, _, place, code = marked[one]
        shared = np.bincount(unit[one][both], weights=length[both], minlength=len(code))
        own_met += others * by_value(place, code, shared**2)
    stretches = continuum.stretches if len(coders) > 1 else np.zeros(shape[0], dtype=np.int64)
    return ValuedUnits(stretches, given, same, beside_gap, own, own_met)


def _in_order(found: Sequence[Units]) -> tuple[Ints, Ints, Ints, Ints]:
    """Start, end, document and value of one coder's units of each code, (units,) each, as they stand on the line."""
    start, end, document = (
        np.concatenate([np.array([], dtype=np.int64), *(getattr(units, name) for units in found)])
        for name in ("start", "end", "document")
    )
    value = np.repeat(np.arange(1, len(found) + 1), [len(units.start) for units in found])
    order = np.argsort(start, kind="stable")
    return start[order], end[order], document[order], value[order]


def _check_one_code(
    marked: Sequence[tuple[Ints, Ints, Ints, Ints]],
    continuum: Continuum,
    coders: Sequence[str],
    codes: Sequence[str],
) -> None:
    problems = []
    for coder, (start, end, _, value) in zip(coders, marked, strict=True):
        for at in np.flatnonzero(start[1:] < end[:-1]) + 1:
            document, place = continuum.place_of(int(start[at]))
            both = f"'{codes[value[at - 1] - 1]}' and '{codes[value[at] - 1]}'"
            problems.append(
                Problem(f"{document}, {place}", f"{coder} gave {both} to the same text; expected one code")
            )
    if problems:
        raise CounterpoiseError(*problems)


def _unit_at(left: Ints, start: Ints, end: Ints) -> Ints:
    """The unit that holds each place, -1 where none does."""
    at = np.searchsorted(start, left, side="right") - 1
    if not len(end):
        return at
    return np.where((at >= 0) & (left < end[at]), at, -1)
