"""Every table of a report as data: what stands in its cells, counts, quotations, charts and sentences, as frames.

A table of numbers is one frame under its own id. What opens beneath a cell or a statement stands in frames of its own,
which name the cell or the statement that they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from counterpoise.findings.basis import BASIS_SCHEMA, distinct
from counterpoise.findings.numbers import Number
from counterpoise.report.outline import (
    Bullets,
    Cell,
    CellTable,
    DataTable,
    Datum,
    Figure,
    Outline,
    Paragraph,
    Passages,
    Quotation,
    ReferenceList,
    Section,
    Statement,
)
from counterpoise.report.plain import printable
from counterpoise.wording import free_name

_Value = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table: its name, fit for a file; its caption and note; the values, one type a column."""

    name: str
    caption: str
    note: str | None
    values: pl.DataFrame


_OWN: Mapping[str, tuple[str, Mapping[str, type[pl.DataType]]]] = {
    "cells": (
        "The cells of all tables of findings",
        {
            **dict.fromkeys(("table", "caption", "row", "column", "cell", "finding"), pl.String),
            "empty": pl.Boolean,
            **dict.fromkeys(("missing", "disagreement"), pl.String),
            "not_quoted": pl.Int64,
        },
    ),
    "counts": (
        "Passages of each cell by kind of source and direction",
        {
            **dict.fromkeys(("cell", "counts_as"), pl.String),
            **dict.fromkeys(("strengthening", "weakening", "no_direction"), pl.Int64),
        },
    ),
    "numbers": (
        "The numbers that stand with cells and statements",
        dict.fromkeys(
            (
                *("of", "label", "years", "number", "unit", "interval", "source", "release", "place"),
                *("evidence", "basis"),
            ),
            pl.String,
        ),
    ),
    "bases": (
        "The observations and passages that numbers of the model stand on",
        {**BASIS_SCHEMA, "basis": pl.String},
    ),
    "quotations": (
        "The passages that are quoted with cells and statements",
        {
            **dict.fromkeys(("of", "side", "passage", "before", "quotation", "after"), pl.String),
            **dict.fromkeys(("document", "kind", "counts_as", "origin", "date"), pl.String),
            "page": pl.Int64,
            **dict.fromkeys(("cited", "path", "direction", "coder", "reason"), pl.String),
        },
    ),
    "statements": (
        "Questions, hypotheses, debates and claims with their verdicts",
        dict.fromkeys(
            (
                *("section", "statement", "label", "kind", "text", "verdict", "leaning", "estimand"),
                *("reasons", "needs", "would_change", "cells"),
            ),
            pl.String,
        ),
    ),
    "sentences": (
        "The running text, a sentence or paragraph a row",
        dict.fromkeys(("part", "text"), pl.String),
    ),
}
"""What is not a table of numbers in the report: its caption and the types of its columns."""


def tables_of(outline: Outline, **more: pl.DataFrame) -> tuple[ReportTable, ...]:
    """All tables of a report in reading order, after those of its cells, statements and sentences.

    `more` are frames that stand beside the report, by name. Names differ whatever the case of their letters is.
    """
    given: set[str] = set()
    rows: dict[str, Iterable[Sequence[_Value]]] = {
        "cells": _cells(outline),
        "counts": _counts(outline),
        "numbers": _numbers(outline),
        "bases": _bases(outline),
        "quotations": _quotations(outline),
        "statements": _statements(outline),
        "sentences": _sentences(outline),
    }
    own = [
        ReportTable(_free(name, given), caption, None, pl.DataFrame(list(rows[name]), schema, orient="row"))
        for name, (caption, schema) in _OWN.items()
    ]
    beside = [ReportTable(_free(name, given), name, None, values) for name, values in more.items()]
    told = [
        ReportTable(_free(table.id, given), table.caption, table.note, frame_of(table))
        for table in _data_tables(outline)
    ]
    return (*own, *beside, *told)


def _free(name: str, given: set[str]) -> str:
    """A name for a file that no other has, on systems too that do not tell capitals apart."""
    free = free_name(name.replace(":", "-"), lambda each: each.lower() in given, "{}-{}")
    given.add(free.lower())
    return free


def _data_tables(outline: Outline) -> Iterator[DataTable]:
    for block in outline.blocks():
        if isinstance(block, DataTable):
            yield block
        elif isinstance(block, Figure):
            yield block.table


def frame_of(table: DataTable) -> pl.DataFrame:
    """The values under names that differ; a column that holds words and numbers holds them all as words."""
    given: set[str] = set()
    columns = [
        _column(_unlike(name, given), [row[place] for row in table.rows])
        for place, name in enumerate(table.columns)
    ]
    return pl.DataFrame(columns)


def _unlike(name: str, given: set[str]) -> str:
    """A column's name, with a number where another column has it already."""
    free = free_name(printable(name), given.__contains__)
    given.add(free)
    return free


def _column(name: str, values: Sequence[Datum]) -> pl.Series:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return pl.Series(name, values, pl.Int64)
    if kinds and kinds <= {int, float}:
        return pl.Series(
            name, [float(each) if isinstance(each, int | float) else None for each in values], pl.Float64
        )
    told = [None if value is None else printable(str(value)) for value in values]
    return pl.Series(name, told, pl.String)


def _placed(outline: Outline) -> Iterator[tuple[CellTable, str, str, Cell]]:
    for table in outline.blocks():
        if isinstance(table, CellTable):
            for row in table.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    yield table, row.heading, column, cell


def _cells(outline: Outline) -> Iterator[tuple[_Value, ...]]:
    for table, row, column, cell in _placed(outline):
        yield (
            *map(_told, (table.id, table.caption, row, column, cell.id, cell.finding)),
            cell.empty,
            _told(cell.missing),
            _told(cell.disagreement),
            cell.omitted,
        )


def _counts(outline: Outline) -> Iterator[tuple[_Value, ...]]:
    for cell in outline.cells():
        for each in cell.counts:
            yield cell.id, each.standing, each.strengthening, each.weakening, each.undirected


def _numbers(outline: Outline) -> Iterator[tuple[_Value, ...]]:
    """The numbers that stand with cells and statements, which are named by id."""
    for owner, each in _valued(outline):
        told = (each.label, each.years, each.text, each.unit, each.interval, each.source, each.release)
        basis = None if each.basis is None else each.basis.id
        yield owner, *map(_told, (*told, each.row, " ".join(each.evidence), basis))


def _bases(outline: Outline) -> Iterator[tuple[_Value, ...]]:
    """What numbers stand on together, each row once, with the names of all bases that have it."""
    bases = distinct(number.basis for _, number in _valued(outline))
    tables = [basis.rows.with_columns(basis=pl.lit(basis.id)) for basis in bases]
    if tables:
        rows = (
            pl.concat(tables).group_by(*BASIS_SCHEMA, maintain_order=True).agg(pl.col("basis").str.join(" "))
        )
        yield from rows.iter_rows()


def _valued(outline: Outline) -> Iterator[tuple[str, Number]]:
    """Every number that stands with a cell or a statement, after the id of that."""
    statements = (block for block in outline.blocks() if isinstance(block, Statement))
    owners: tuple[Cell | Statement, ...] = (*outline.cells(), *statements)
    for owner in owners:
        yield from ((owner.id, each) for each in owner.values)


def _quotations(outline: Outline) -> Iterator[tuple[_Value, ...]]:
    """The passages that stand with cells, statements and under headings of their own, and on which side they are shown."""
    for owner, side, quotations in _quoted(outline):
        for each in quotations:
            yield (
                owner,
                side,
                *map(_told, (each.id, each.before, each.text, each.after, each.document, each.kind)),
                *map(_told, (each.standing, each.origin, each.date)),
                each.page,
                *map(_told, (each.cited, each.path, each.direction, each.coder, each.reason)),
            )


def _quoted(outline: Outline) -> Iterator[tuple[str, str | None, tuple[Quotation, ...]]]:
    for cell in outline.cells():
        yield cell.id, None, cell.quotations
    for block in outline.blocks():
        if isinstance(block, Statement):
            yield from ((block.id, side, quotations) for side, quotations in block.sides)
        elif isinstance(block, Passages):
            yield block.id, None, block.quotations


def _statements(outline: Outline) -> Iterator[tuple[_Value, ...]]:
    for section in outline.walk():
        for block in section.blocks:
            if isinstance(block, Statement):
                said = (section.id, block.id, block.label, block.kind, block.text, block.verdict)
                lists = ("\n".join(each) for each in (block.reasons, block.needs, block.would_change))
                told = (*said, block.leaning, block.estimand, *lists, " ".join(block.cells))
                yield tuple(map(_told, told))


def _sentences(outline: Outline) -> Iterator[tuple[_Value, ...]]:
    parts = {
        "title": (outline.title, outline.subtitle),
        "standfirst": outline.standfirst,
        "notices": outline.notices,
    }
    for part, told in parts.items():
        yield from ((part, _told(text)) for text in told)
    for section in outline.walk():
        yield section.id, _told(section.title)
        yield from ((section.id, _told(text)) for text in _running(section))
    yield from (("colophon", _told(text)) for text in outline.colophon)


def _running(section: Section) -> Iterator[str]:
    for block in section.blocks:
        match block:
            case Paragraph():
                yield block.text
            case Bullets():
                yield from block.items
            case Figure():
                yield from (
                    block.title,
                    block.alt,
                    block.caption,
                    block.table.caption,
                    block.table.note or "",
                )
            case CellTable() | DataTable():
                yield block.caption
                if block.note:
                    yield block.note
            case Passages():
                yield from (block.heading, block.told)
            case ReferenceList():
                yield from (entry.text for entry in block.entries)


def _told(text: str | None) -> str | None:
    return None if text is None else printable(text)
