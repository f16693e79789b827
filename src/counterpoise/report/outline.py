"""The report before it has a format: sections, tables of cells, figures and statements as frozen values.

Every writer (HTML now, others later) receives the same `Outline` and decides nothing but looks. All text is
plain text: writers escape it, and no markup is ever read out of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from counterpoise.documents.references.csl import Reference
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Direction, Standing
from counterpoise.findings.numbers import Number
from counterpoise.report.plots import Chart

Leaning = Literal["for", "against", "open"]
"""Which way the evidence on a claim points: it is supported, or contradicted, or neither."""

_ID = re.compile(r"[A-Za-z][\w:-]*")


# Evidence, as a reader meets it


@dataclass(frozen=True, slots=True)
class Count:
    """How many passages of one kind of source speak of strengthening, of weakening, or of no direction.

    The direction is that of the tie, or of what the code names. Kinds are never added up.
    """

    standing: Standing
    strengthening: int
    weakening: int
    undirected: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage with its context, where it stands, and who coded it and why.

    `id` is the id of the passage, so the same passage may appear in several cells. `document` is a title,
    `path` where the file lies, `origin` who speaks, `date` as precise as it is known. `cited` is how the document is cited in
    the style of the study, where there is one.
    """

    id: str
    before: str
    text: str
    after: str
    document: str
    kind: str
    standing: Standing
    path: str
    coder: str
    reason: str
    direction: Direction
    origin: str | None = None
    date: str | None = None
    page: int | None = None
    cited: str | None = None

    @property
    def counted(self) -> bool:
        """Whether the passage counts as evidence; a paper under test is quoted and never counted."""
        return self.standing != "under test"


@dataclass(frozen=True, slots=True)
class Cell:
    """One finding and all that it stands on.

    A cell without evidence has neither counts above zero, values nor quotations, and `missing` says what
    would fill it. `omitted` counts the further passages, which stand `elsewhere`. `disagreement`
    says in words where sources or coders part.
    """

    id: str
    finding: str
    counts: tuple[Count, ...] = ()
    values: tuple[Number, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    omitted: int = 0
    elsewhere: str = "evidence.csv"
    missing: str | None = None
    disagreement: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing counted stands behind the cell: what is under test alone fills no cell."""
        counted = any(count.strengthening or count.weakening or count.undirected for count in self.counts)
        return not (counted or self.values or any(quotation.counted for quotation in self.quotations))


# Blocks


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row of cells, one for each column of its table."""

    heading: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CellTable:
    """A table whose every cell opens onto evidence; `first_column` names the first column, that of row headings."""

    id: str
    caption: str
    first_column: str
    columns: tuple[str, ...]
    rows: tuple[CellRow, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another part of the report, by its id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Links:
    """Ways to other parts of the report, as a value of a table."""

    links: tuple[Link, ...]

    def __str__(self) -> str:
        return "; ".join(link.text for link in self.links)


Datum = str | float | int | Links | None
"""A value of a table of data; None is an observation that is not there."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """Plain numbers, words and links in rows."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Datum, ...], ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A question, hypothesis, debate or claim with its verdict, the reasons, and what it would still need.

    `estimand` is the quantity that decides it. `cells` are ids of cells of the same report; `quotations` and `values` are
    shown with the statement, and passages for it and against it apart. `would_change` says what would turn the verdict.
    """

    id: str
    label: str
    text: str
    kind: str
    verdict: str
    reasons: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    values: tuple[Number, ...] = ()
    needs: tuple[str, ...] = ()
    leaning: Leaning = "open"
    estimand: str = ""
    supporting: tuple[Quotation, ...] = ()
    contradicting: tuple[Quotation, ...] = ()
    would_change: tuple[str, ...] = ()

    @property
    def passages(self) -> tuple[Quotation, ...]:
        """Every passage that is shown."""
        return (*self.supporting, *self.contradicting, *self.quotations)

    @property
    def sides(self) -> tuple[tuple[str, tuple[Quotation, ...]], ...]:
        """The passages shown, under what each side is called: for it, against it, others, and under test."""
        counted = tuple(each for each in self.quotations if each.counted)
        tested = tuple(each for each in self.quotations if not each.counted)
        divided = self.supporting or self.contradicting
        sides = (
            ("For it", self.supporting),
            ("Against it", self.contradicting),
            ("On neither side" if divided else "Passages that bear on it", counted),
            ("Under test: quoted beside the evidence, never counted", tested),
        )
        return tuple((heading, passages) for heading, passages in sides if passages)


@dataclass(frozen=True, slots=True)
class Passages:
    """Passages quoted under a heading, in their order, with a sentence on what was chosen and from how many.

    `omitted` counts the further ones that stand in evidence.csv only.
    """

    id: str
    heading: str
    told: str
    quotations: tuple[Quotation, ...]
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the numbers it draws; `alt` says in words what a reader is meant to see."""

    id: str
    title: str
    caption: str
    alt: str
    chart: Chart
    table: DataTable


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look, upright or in italics."""

    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list of references; `cited` is how the text cites it, where a style says so."""

    id: str
    runs: tuple[Run, ...]
    cited: str | None = None

    @property
    def text(self) -> str:
        """The entry without its looks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """A list of references in the order in which it is printed."""

    id: str
    entries: tuple[Entry, ...]


Block = Paragraph | Bullets | CellTable | DataTable | Figure | Passages | Statement | ReferenceList


# The whole


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the report."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    subsections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A report: standfirst (plain sentences, what is not known first), notices, sections and colophon.

    `notices` say what this evidence is and is not; `colophon` gives method, settings and versions; `references` are all sources
    that the report stands on, whether its list prints them or not. Raises
    `CounterpoiseError` if an id is unfit for a link or stands twice, if a row does not fit its columns, or if
    a statement leans on a cell, or a table leads to a part, that is not in the report.
    """

    title: str
    subtitle: str
    standfirst: tuple[str, ...]
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    colophon: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()

    def __post_init__(self) -> None:
        problems = [
            *_ill_formed_ids(self),
            *_ragged_rows(self),
            *_dangling_cells(self),
            *_dangling_links(self),
        ]
        if problems:
            raise CounterpoiseError(*problems)

    def walk(self) -> Iterator[Section]:
        """Every section, each before those within it."""
        return _walk(self.sections)

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order."""
        for section in self.walk():
            yield from section.blocks

    def cells(self) -> Iterator[Cell]:
        """Every cell in reading order."""
        for block in self.blocks():
            if isinstance(block, CellTable):
                for row in block.rows:
                    yield from row.cells


def _walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.subsections)


def _ids(outline: Outline) -> Iterator[str]:
    for section in outline.walk():
        yield section.id
    for block in outline.blocks():
        if not isinstance(block, Paragraph | Bullets):
            yield block.id
        if isinstance(block, Figure):
            yield block.table.id
        if isinstance(block, ReferenceList):
            yield from (entry.id for entry in block.entries)
    for cell in outline.cells():
        yield cell.id


def _ill_formed_ids(outline: Outline) -> Iterator[Problem]:
    for name, times in Counter(_ids(outline)).items():
        if times > 1:
            yield Problem(f"report, {name}", f"the id stands {times} times; every id may stand once")
        if not _ID.fullmatch(name):
            yield Problem(
                f"report, {name!r}", "an id begins with a letter and holds letters, digits, -, _ and :"
            )


def _ragged_rows(outline: Outline) -> Iterator[Problem]:
    for block in outline.blocks():
        if isinstance(block, CellTable):
            widths = [(row.heading, len(row.cells)) for row in block.rows]
            table: CellTable | DataTable = block
        elif isinstance(block, DataTable | Figure):
            table = block.table if isinstance(block, Figure) else block
            widths = [(f"row {number}", len(row)) for number, row in enumerate(table.rows, start=1)]
        else:
            continue
        for heading, width in widths:
            if width != len(table.columns):
                what = f"{width} cells under {len(table.columns)} columns"
                yield Problem(f"report, {table.id}, {heading}", what)


def _dangling_cells(outline: Outline) -> Iterator[Problem]:
    known = {cell.id for cell in outline.cells()}
    for block in outline.blocks():
        if isinstance(block, Statement):
            for name in block.cells:
                if name not in known:
                    yield Problem(
                        f"report, {block.id}", f"leans on cell {name!r}, which is not in the report"
                    )


def _dangling_links(outline: Outline) -> Iterator[Problem]:
    known = set(_ids(outline))
    for block in outline.blocks():
        if isinstance(block, DataTable):
            for link in (
                link for row in block.rows for each in row if isinstance(each, Links) for link in each.links
            ):
                if link.id not in known:
                    yield Problem(f"report, {block.id}", f"leads to {link.id!r}, which is not in the report")
