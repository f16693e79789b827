"""Codings laid out for questions: one number a coding for its document, passage, code and each other fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.coding.judgements import JUDGEMENT_SCHEMA
from counterpoise.documents.document import Document
from counterpoise.standing import STANDING_OF_KIND

__all__ = ["CODING_SCHEMA", "FACTS", "Codings", "Fact", "Mask", "Numbers", "codings_of"]

CODING_SCHEMA: dict[str, type[pl.DataType]] = {
    **{name: kind for name, kind in JUDGEMENT_SCHEMA.items() if name not in {"effect", "sign"}},
    "status": pl.String,
}
"""One row for each coding of each coder, with what became of it."""

FACTS = ("code", "power", "direction", "status", "coder")
"""The facts of a coding that a question may ask for."""

_FEW = 8
"""To compare all codings with so many values one after the other takes less time than to look each coding up."""

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of each coding: the number of its value among all values, in alphabetical order."""

    numbers: NDArray[np.uint32]
    values: tuple[str, ...]

    def among(self, wanted: frozenset[str]) -> Mask:
        """The codings of which the fact is one of some values."""
        found = [number for number, value in enumerate(self.values) if value in wanted]
        if len(found) <= _FEW:
            among = np.zeros(len(self.numbers), bool)
            for number in found:
                among |= self.numbers == number
            return among
        of_value = np.zeros(len(self.values), bool)
        of_value[found] = True
        return of_value[self.numbers]


@dataclass(frozen=True, slots=True)
class Codings:
    """Codings in order of document and place; arrays have one entry each, n in all.

    `document` numbers `documents`, and `passage` the distinct passages from 0 to `passages`, in their order. `first`
    and `last` are where the words that moved the coder begin and end, in code points; the passage where they are not told.
    `place` numbers the distinct pairs of code and span, from 0 to `places`.
    """

    table: pl.DataFrame
    documents: tuple[Document, ...]
    document: Numbers
    passage: Numbers
    passages: int
    first: Numbers
    last: Numbers
    place: Numbers
    places: int
    facts: Mapping[str, Fact]

    def __len__(self) -> int:
        return len(self.document)

    def of_documents(self, wanted: Mask) -> Mask:
        """The codings of some of the documents, these as a mask over `documents`."""
        return wanted[self.document]

    def passages_of(self, rows: Mask) -> Mask:
        """The passages on which some of the codings stand, as a mask over all passages."""
        found = np.zeros(self.passages, bool)
        found[self.passage[rows]] = True
        return found

    def on_passages(self, wanted: Mask) -> Mask:
        """The codings that stand on some of the passages."""
        return wanted[self.passage]

    def standings(self) -> tuple[str, ...]:
        """What each document counts as."""
        return tuple(STANDING_OF_KIND[each.kind] for each in self.documents)


def codings_of(table: pl.DataFrame, documents: Mapping[str, Document]) -> Codings:
    """A table in `CODING_SCHEMA` laid out; its documents must be among those given."""
    numbered = {name: number for number, name in enumerate(documents)}
    ordered = table.with_columns(
        pl.col("document").replace_strict(numbered, return_dtype=pl.Int64).alias("number"),
        pl.coalesce("from", "start").alias("first"),
        pl.coalesce("to", "end").alias("last"),
    ).sort("number", "start", "end", maintain_order=True)
    document, start, end, first, last = (
        ordered[name].to_numpy().astype(np.int64) for name in ("number", "start", "end", "first", "last")
    )
    passage = _numbered(document, start, end)
    facts = {name: _fact(ordered[name]) for name in FACTS}
    place = ordered.select(pl.struct("number", "code", "first", "last").rank("dense")).to_series().to_numpy()
    return Codings(
        table=ordered.drop("number", "first", "last"),
        documents=tuple(documents.values()),
        document=document,
        passage=passage,
        passages=int(passage[-1]) + 1 if len(passage) else 0,
        first=first,
        last=last,
        place=place.astype(np.int64) - 1,
        places=int(place.max()) if len(place) else 0,
        facts=facts,
    )


def _numbered(*columns: Numbers) -> Numbers:
    """Number the distinct rows of columns that stand in order."""
    if not len(columns[0]):
        return np.zeros(0, np.int64)
    new = np.zeros(len(columns[0]), bool)
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.cumsum(new).astype(np.int64)


def _fact(column: pl.Series) -> Fact:
    values = tuple(column.unique().sort().to_list())
    numbers = column.cast(pl.Enum(values)).to_physical().to_numpy() if values else np.zeros(0)
    return Fact(numbers.astype(np.uint32), values)
