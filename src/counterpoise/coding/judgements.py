"""Judgements as a table, as they are kept: one row for each coding and link, with its place in a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Link, Passage, passage_id, passage_of

__all__ = [
    "JUDGEMENT_SCHEMA",
    "Judgements",
    "ids_of",
    "in_order",
    "judged_in",
    "judged_of",
    "judgements_of",
    "row_of",
    "table_of",
]

JUDGEMENT_SCHEMA: dict[str, type[pl.DataType]] = {
    "document": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "page": pl.Int64,
    "heading": pl.String,
    "code": pl.String,
    "effect": pl.String,
    "power": pl.String,
    "direction": pl.String,
    "sign": pl.Int8,
    "coder": pl.String,
    "score": pl.Float64,
    "reason": pl.String,
    "from": pl.Int64,
    "to": pl.Int64,
}
"""One row for each judgement. A coding has no effect and no sign; a link has both, and its code is the factor.

`from` and `to` are the span of the words that moved the coder.
"""


@dataclass(frozen=True, slots=True)
class Judgements:
    """Codings and links, with the passages that they stand on by id."""

    passages: Mapping[str, Passage]
    codings: tuple[Coding, ...]
    links: tuple[Link, ...]


def table_of(found: Iterable[tuple[Passage, Coding | Link]]) -> pl.DataFrame:
    """Judgements, each with its passage, as a table in `JUDGEMENT_SCHEMA`."""
    columns = tuple(zip(*map(row_of, found), strict=True)) or ((),) * len(JUDGEMENT_SCHEMA)
    return pl.DataFrame(
        [
            pl.Series(name, column, kind)
            for (name, kind), column in zip(JUDGEMENT_SCHEMA.items(), columns, strict=True)
        ]
    )


def row_of(found: tuple[Passage, Coding | Link]) -> tuple[Any, ...]:
    """A judgement with its passage as a row of a table in `JUDGEMENT_SCHEMA`."""
    passage, judged = found
    place = (passage.document, passage.start, passage.end, passage.page, passage.heading)
    first, last = judged.span or (None, None)
    what: tuple[object, ...]
    if isinstance(judged, Coding):
        what = (judged.code, None, judged.power, judged.direction, None, judged.coder, judged.score)
    else:
        what = (judged.factor, judged.effect, judged.power, None, judged.sign, judged.coder, None)
    return (*place, *what, judged.reason, first, last)


def judgements_of(table: pl.DataFrame, documents: Mapping[str, Document]) -> Judgements:
    """What a table in `JUDGEMENT_SCHEMA` says of some documents, in order of document, place and code."""
    return _collected(judged_in(table.sort("document", "start", "code", maintain_order=True), documents))


def in_order(found: Iterable[tuple[Passage, Coding | Link]]) -> Judgements:
    """Judgements, each with its passage, in order of document, place and code; else in that given."""
    return _collected(sorted(found, key=_place))


def judged_in(
    table: pl.DataFrame, documents: Mapping[str, Document]
) -> Iterator[tuple[Passage, Coding | Link]]:
    """The judgements of a table in `JUDGEMENT_SCHEMA`, each with its passage in one of some documents, in its order."""
    return judged_of(_rows(table), documents)


def judged_of(
    rows: Iterable[tuple[Any, ...]], documents: Mapping[str, Document]
) -> Iterator[tuple[Passage, Coding | Link]]:
    """The judgements of rows of such a table, as `judged_in` gives them."""
    last, name, passage = ("", -1, -1), "", None
    for row in rows:
        document, start, end, page, heading, *_ = row
        if passage is None or (document, start, end) != last:
            last, name = (document, start, end), passage_id(document, start, end)
            passage = passage_of(document, documents[document].text, start, end, page, heading)
        yield passage, _judged(name, row)


def _collected(found: Iterable[tuple[Passage, Coding | Link]]) -> Judgements:
    passages: dict[str, Passage] = {}
    codings: list[Coding] = []
    links: list[Link] = []
    for passage, judged in found:
        passages.setdefault(judged.passage, passage)
        if isinstance(judged, Coding):
            codings.append(judged)
        else:
            links.append(judged)
    return Judgements(passages, tuple(codings), tuple(links))


def _place(found: tuple[Passage, Coding | Link]) -> tuple[str, int, str]:
    passage, judged = found
    return passage.document, passage.start, judged.code if isinstance(judged, Coding) else judged.factor


def _rows(table: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of a table in `JUDGEMENT_SCHEMA`, the columns in its order."""
    return zip(*(table[name].to_list() for name in JUDGEMENT_SCHEMA), strict=True)


def _judged(passage: str, row: tuple[Any, ...]) -> Coding | Link:
    code, effect, power, direction, sign, coder, score, reason, first, last = row[5:]
    span = None if first is None else (first, last)
    if effect is not None:
        return Link(passage, code, effect, power, sign, coder, reason, span)
    return Coding(passage, code, power, direction, coder, score, reason, span=span)


def ids_of(table: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Of each judgement of a table the id of its passage and its own."""
    for row in _rows(table):
        passage = passage_id(*row[:3])
        yield passage, _judged(passage, row).id
