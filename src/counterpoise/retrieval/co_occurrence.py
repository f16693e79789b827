"""Co-occurrence: which codes stand together in a passage, in a document, or within a window."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.retrieval.codings import Codings, Mask, Numbers
from counterpoise.retrieval.nearness import Nearness
from counterpoise.retrieval.query import Unit
from counterpoise.standing import Standing

__all__ = ["Scope", "co_occurrence", "co_occurrence_near"]

Scope = Literal["passage", "document"]

_FEW, _MOST_PAIRS = 1 << 17, 1 << 28
"""Of fewer codings, or more pairs of them, each code is compared with all others: so few are done before what is compiled
is loaded, and of so many pairs looking at each takes longer.
"""

_AT_ONCE = 1 << 16
"""As many passages are multiplied at a time, so that memory stays small."""


def co_occurrence(codings: Codings, rows: Mask, scope: Scope) -> pl.DataFrame:
    """In how many passages or documents each two codes stand together, of some of the codings (n of bool).

    One row for each pair `code`, `with` that stands together somewhere, the earlier in the alphabet first, with a
    column for each standing of documents.
    """
    units, size = (
        (codings.passage, codings.passages)
        if scope == "passage"
        else (codings.document, len(codings.documents))
    )
    codes = codings.facts["code"]
    standing = np.array(codings.standings())
    together = {}
    for each in get_args(Standing):
        of_it = rows & codings.of_documents(standing == each) if len(standing) else rows
        together[each] = _together(units[of_it], codes.numbers[of_it], size, len(codes.values))
    earlier_first = np.triu(np.ones((len(codes.values),) * 2, bool), 1)
    return _table(codes.values, earlier_first, together)


def co_occurrence_near(
    codings: Codings, rows: Mask, nearness: Nearness, distance: int, unit: Unit
) -> pl.DataFrame:
    """On how many passages each code stands within a window of another, of some of the codings (n of bool).

    One row for each `code` and each other `with` that is near it somewhere, with a column for each standing of
    documents; the passages counted are those of `code`, so that the two directions differ.
    """
    codes = codings.facts["code"]
    code_of, size = codes.numbers.astype(np.int64), len(codes.values)
    standings = get_args(Standing)
    index = {each: number for number, each in enumerate(standings)}
    standing = np.array([index[each] for each in codings.standings()], np.int64)
    kept = _once(codings, rows)
    all_counted, counted = False, np.zeros((len(standings), size, size), np.int64)
    if len(kept) > _FEW:
        # What is compiled takes a third of a second to load.
        from counterpoise.retrieval.neighbours import neighbours

        all_counted, counted = neighbours(
            nearness.in_order(unit, kept),
            codings.document,
            codings.passage,
            code_of,
            *nearness.span(unit, kept),
            standing,
            counted.shape[:2],
            distance,
            _MOST_PAIRS,
        )
    if not all_counted:
        counted = _by_code(codings, kept, nearness, distance, unit, standing)
    counts = dict(zip(standings, counted, strict=True))
    return _table(codes.values, ~np.eye(size, dtype=bool), counts)


def _by_code(
    codings: Codings, kept: Numbers, nearness: Nearness, distance: int, unit: Unit, standing: Numbers
) -> NDArray[np.int64]:
    """What `neighbours` counts of some codings, by number, from comparing each code with all others at once."""
    codes = codings.facts["code"]
    code_of, size = codes.numbers.astype(np.int64), len(codes.values)
    groups = len(get_args(Standing))
    # A unit is a code on a passage; what is counted is how many of a code's units stand near another code.
    units, unit_of = np.unique(codings.passage[kept] * max(size, 1) + code_of[kept], return_inverse=True)
    number = np.zeros(len(codings), np.int64)
    number[kept] = unit_of
    # Units are counted by what their documents count as and their code.
    group = np.zeros(len(units), np.int64)
    group[unit_of] = standing[codings.document[kept]] * size + code_of[kept]
    counted = np.zeros((groups * size, size), np.int64)
    every = np.zeros(len(codings), bool)
    every[kept] = True
    for code in range(size):
        of_code = every & (code_of == code)
        hit = np.zeros(len(units), bool)
        hit[number[nearness.near(every & ~of_code, of_code, distance, unit)]] = True
        counted[:, code] = np.bincount(group[hit], minlength=len(counted))
    return counted.reshape(groups, size, size)


def _once(codings: Codings, rows: Mask) -> Numbers:
    """One coding for each code and span of those given, by number; of several the first."""
    chosen = np.flatnonzero(rows)
    first = np.full(codings.places, -1, np.int64)
    first[codings.place[chosen[::-1]]] = chosen[::-1]
    once: Mask = first[codings.place[chosen]] == chosen
    return chosen[once]


def _together(units: Numbers, codes: NDArray[np.uint32], size: int, number: int) -> NDArray[np.int64]:
    """How many units hold each two codes: the product of their incidence with itself; codes x codes."""
    total = np.zeros((number, number), np.int64)
    order = np.argsort(units, kind="stable")
    units, codes = units[order], codes[order]
    for begin in range(0, size, _AT_ONCE):
        part = slice(*np.searchsorted(units, (begin, begin + _AT_ONCE)))
        if part.start == part.stop:
            continue
        # Exact in single precision, as no count is above 2**16.
        held = np.zeros((_AT_ONCE, number), np.float32)
        held[units[part] - begin, codes[part]] = 1
        total += (held.T @ held).astype(np.int64)
    return total


def _table(values: tuple[str, ...], wanted: Mask, counts: dict[str, NDArray[np.int64]]) -> pl.DataFrame:
    """The pairs of codes that are wanted (codes x codes) and stand together somewhere, the most frequent first."""
    total = sum(counts.values(), np.zeros_like(wanted, np.int64))
    code, other = np.nonzero(wanted & (total > 0))
    order = np.argsort(-total[code, other], kind="stable")
    code, other = code[order], other[order]
    columns: dict[str, list[object]] = {
        "code": [values[i] for i in code.tolist()],
        "with": [values[j] for j in other.tolist()],
        **{standing: each[code, other].tolist() for standing, each in counts.items()},
    }
    schema = {name: pl.String if name in {"code", "with"} else pl.Int64 for name in columns}
    return pl.DataFrame(columns, schema=schema)
