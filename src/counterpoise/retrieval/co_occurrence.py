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

_MOST_PAIRS, _MOST_CELLS = 1 << 26, 1 << 28
"""Of more pairs of codings, or more units by codes, each code is compared with all others instead."""

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
    pairs = [(i, j) for i in range(len(codes.values)) for j in range(i + 1, len(codes.values))]
    return _table(codes.values, pairs, together)


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
    kept = _once(codings, rows)
    # A unit is a code on a passage; what is counted is how many of a code's units stand near another code.
    units, unit_of = np.unique(codings.passage[kept] * max(size, 1) + code_of[kept], return_inverse=True)
    number = np.zeros(len(codings), np.int64)
    number[kept] = unit_of
    # Units are counted by what their documents count as and their code.
    standing = np.array([standings.index(each) for each in codings.standings()], np.int64)
    group = np.zeros(len(units), np.int64)
    group[unit_of] = standing[codings.document[kept]] * size + code_of[kept]
    pairs = nearness.pairs(kept, distance, unit, _MOST_PAIRS) if len(units) * size <= _MOST_CELLS else None
    counted = np.zeros((len(standings) * size, size), np.int64)
    if pairs is not None:
        near = np.zeros(len(units) * size, bool)
        number *= size
        for left, right in pairs:
            near[number[left] + code_of[right]] = True
            near[number[right] + code_of[left]] = True
        cells = np.flatnonzero(near)
        of_unit = cells // max(size, 1)
        counted += np.bincount(
            group[of_unit] * size + (cells - of_unit * size), minlength=counted.size
        ).reshape(counted.shape)
    else:
        # So many stand near each other that each code is compared with all others at once.
        every = np.zeros(len(codings), bool)
        every[kept] = True
        for code in range(size):
            of_code = every & (code_of == code)
            hit = np.zeros(len(units), bool)
            hit[number[nearness.near(every & ~of_code, of_code, distance, unit)]] = True
            counted[:, code] = np.bincount(group[hit], minlength=len(counted))
    counts = dict(zip(standings, counted.reshape(len(standings), size, size), strict=True))
    pairs_ = [(i, j) for i in range(size) for j in range(size) if i != j]
    return _table(codes.values, pairs_, counts)


def _once(codings: Codings, rows: Mask) -> Numbers:
    """One coding for each code and span of those given, by number; of several the first."""
    chosen = np.flatnonzero(rows)
    first = np.full(codings.places, -1, np.int64)
    first[codings.place[chosen[::-1]]] = chosen[::-1]
    return np.sort(first[first >= 0])


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


def _table(
    values: tuple[str, ...], pairs: list[tuple[int, int]], counts: dict[str, NDArray[np.int64]]
) -> pl.DataFrame:
    found = [(i, j) for i, j in pairs if any(each[i, j] for each in counts.values())]
    found.sort(key=lambda pair: -sum(int(each[pair]) for each in counts.values()))
    columns: dict[str, list[object]] = {
        "code": [values[i] for i, _ in found],
        "with": [values[j] for _, j in found],
        **{standing: [int(each[pair]) for pair in found] for standing, each in counts.items()},
    }
    schema = {name: pl.String if name in {"code", "with"} else pl.Int64 for name in columns}
    return pl.DataFrame(columns, schema=schema)
