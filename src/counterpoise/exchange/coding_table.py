"""Codings as a table, one a row: CSV for people and spreadsheets, Parquet for programs; written and read back exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import polars as pl

from counterpoise.documents.corpora.rows import Row, corpus_rows
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.evidence import Direction, Power, Status
from counterpoise.exchange.incoming import Apart, Incoming
from counterpoise.exchange.records import CodingRecord
from counterpoise.exchange.spreadsheet import unguarded, write_csv

__all__ = ["CODING_TABLE_SCHEMA", "TABLE_SUFFIXES", "read_codings", "table_of_codings", "write_codings"]

CODING_TABLE_SCHEMA: dict[str, type[pl.DataType]] = {
    "document": pl.String,
    "title": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "quotation": pl.String,
    "code": pl.String,
    "power": pl.String,
    "direction": pl.String,
    "coder": pl.String,
    "status": pl.String,
    "score": pl.Float64,
    "reason": pl.String,
    "memo": pl.String,
    "from": pl.Int64,
    "to": pl.Int64,
}
"""The columns. The status of a coding that settles what several coders said is `adjudicated`. `start` and `end` are code points of the document's text; `from` and `to` the words that moved a machine."""

TABLE_SUFFIXES = (".csv", ".parquet")
_SETTLES = "adjudicated"

_WORDS: Mapping[str, tuple[str, ...]] = {
    "power": get_args(Power),
    "direction": get_args(Direction),
    "status": (*get_args(Status), _SETTLES),
}


def table_of_codings(codings: Sequence[CodingRecord], documents: Mapping[str, Document]) -> pl.DataFrame:
    """Codings of some documents, by id, as a table in `CODING_TABLE_SCHEMA`, one row each."""
    rows = [
        {
            "document": each.document,
            "title": documents[each.document].title,
            "start": each.start,
            "end": each.end,
            "quotation": documents[each.document].text[each.start : each.end],
            "code": each.code,
            "power": each.power,
            "direction": each.direction,
            "coder": each.coder,
            "status": _SETTLES if each.adjudicates and each.status == "accepted" else each.status,
            "score": each.score,
            "reason": each.reason,
            "memo": each.memo,
            "from": each.span[0] if each.span else None,
            "to": each.span[1] if each.span else None,
        }
        for each in codings
    ]
    return pl.DataFrame(rows, schema=CODING_TABLE_SCHEMA)


def write_codings(table: pl.DataFrame, path: Path) -> None:
    """Write a table of codings, as CSV or Parquet by the suffix of the path."""
    if path.suffix.lower() == ".parquet":
        table.write_parquet(path)
    else:
        write_csv(table, path)


def read_codings(
    path: Path, place: str, documents: Mapping[str, Document], codes: Sequence[str] | None
) -> Incoming:
    """The codings of a table for a study with those documents and codes; without codes every code is taken.

    A row that no document bears stands apart with its reason. Raises CounterpoiseError where the file is damaged, too
    large, or lacks a column.
    """
    codings: list[CodingRecord] = []
    apart: list[Apart] = []
    unreadable: list[Problem] = []
    csv = path.suffix.lower() == ".csv"
    for row in corpus_rows(path, place, tuple(CODING_TABLE_SCHEMA)):
        if isinstance(row, Problem):
            unreadable.append(row)
            continue
        cells = {name: unguarded(cell) for name, cell in row.cells.items()} if csv else row.cells
        try:
            codings.append(_record(cells, documents, codes))
        except CounterpoiseError as error:
            why = "; ".join(problem.what for problem in error.problems)
            apart.append(_apart(cells, f"row {row.number}: {why}"))
    return Incoming(tuple(dict.fromkeys(codings)), (), tuple(apart), tuple(unreadable))


def _record(cells: Row, documents: Mapping[str, Document], codes: Sequence[str] | None) -> CodingRecord:
    problems = tuple(Problem("row", told) for told in _faults(cells, documents, codes))
    if problems:
        raise CounterpoiseError(*problems)
    told: dict[str, Any] = {name: cells[name] for name in ("document", "code", "coder", "reason", "memo")}
    told |= {name: cells[name] for name in _WORDS if cells[name]}
    if told.get("status") == _SETTLES:
        told |= {"status": "accepted", "adjudicates": True}
    score, first, last = cells["score"], cells["from"], cells["to"]
    return CodingRecord(
        **told,
        start=int(cells["start"]),
        end=int(cells["end"]),
        score=float(score) if score else None,
        span=(int(first), int(last)) if first and last else None,
    )


def _faults(cells: Row, documents: Mapping[str, Document], codes: Sequence[str] | None) -> Iterator[str]:
    """What is wrong with a row, each fault."""
    for name in ("start", "end", "from", "to"):
        needed = name in {"start", "end"}
        if (cells[name] or needed) and not (cells[name].isdecimal() and len(cells[name]) < 19):
            yield f"{name} is {cells[name]!r}; expected a whole number"
    for name, words in _WORDS.items():
        if cells[name] and cells[name] not in words:
            near = did_you_mean(cells[name], words)
            yield f"{name} is {cells[name]!r}; expected one of {', '.join(words)}{near}"
    if cells["score"] and not _is_number(cells["score"]):
        yield f"score is {cells['score']!r}; expected a number"
    if not cells["coder"].strip():
        yield "coder is empty; expected who coded"
    if codes is not None and cells["code"] not in codes:
        yield f"the study has no code '{cells['code']}'{did_you_mean(cells['code'], codes)}"
    document = documents.get(cells["document"])
    if document is None:
        yield f"the study has no document '{cells['document']}'{did_you_mean(cells['document'], documents)}"
    elif cells["start"].isdecimal() and cells["end"].isdecimal():
        yield from _misplaced(document, int(cells["start"]), int(cells["end"]), cells["quotation"])


def _misplaced(document: Document, start: int, end: int, quotation: str) -> Iterator[str]:
    words = document.text[start:end]
    if end > len(document.text) or not words.strip():
        yield f"{start} to {end} holds no text of {document.path}, which has {len(document.text)} characters"
    elif quotation and quotation.split() != words.split():
        yield f"{start} to {end} of {document.path} is not what the row quotes"


def _is_number(cell: str) -> bool:
    try:
        return abs(float(cell)) < float("inf")
    except ValueError:
        return False


def _apart(cells: Row, why: str) -> Apart:
    start, end = (
        int(cells[n]) if cells[n].isdecimal() and len(cells[n]) < 19 else None for n in ("start", "end")
    )
    source = cells["title"] or cells["document"]
    return Apart(source, start, end, cells["quotation"], cells["code"], cells["coder"], cells["memo"], why)
