"""Judgements as a table, as they are kept: one row for each coding and link, with its place in a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Link, Passage, passage_of

__all__ = ["JUDGEMENT_SCHEMA", "Judgements", "judgements_of", "table_of"]

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
    columns: dict[str, list[object]] = {name: [] for name in JUDGEMENT_SCHEMA}
    for row in map(_row, found):
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    return pl.DataFrame(columns, schema=JUDGEMENT_SCHEMA)


def _row(found: tuple[Passage, Coding | Link]) -> tuple[object, ...]:
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
    passages: dict[str, Passage] = {}
    codings, links = [], []
    for row in table.sort("document", "start", "code", maintain_order=True).iter_rows(named=True):
        text = documents[row["document"]].text
        passage = passage_of(row["document"], text, row["start"], row["end"], row["page"], row["heading"])
        passages.setdefault(passage.id, passage)
        judged = _judged(passage.id, row)
        if isinstance(judged, Coding):
            codings.append(judged)
        else:
            links.append(judged)
    return Judgements(passages, tuple(codings), tuple(links))


def _judged(passage: str, row: Mapping[str, object]) -> Coding | Link:
    span = None if row["from"] is None else (row["from"], row["to"])
    shared = {"passage": passage, "power": row["power"], "coder": row["coder"], "reason": row["reason"]}
    if row["effect"] is not None:
        told = {"factor": row["code"], "effect": row["effect"], "sign": row["sign"], "span": span}
        return Link(**shared, **told)  # type: ignore[arg-type]
    told = {"code": row["code"], "direction": row["direction"], "score": row["score"], "span": span}
    return Coding(**shared, **told)  # type: ignore[arg-type]


def ids_of(table: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Of each judgement of a table the id of its passage and its own."""
    for row in table.iter_rows(named=True):
        passage = Passage(row["document"], row["start"], row["end"], "", "", "").id
        yield passage, _judged(passage, row).id
