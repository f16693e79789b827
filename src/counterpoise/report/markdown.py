"""The report as Markdown, for a repository, a notebook or an editor: CommonMark with the tables of GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import assert_never
from urllib.parse import quote

from counterpoise.findings.numbers import Number
from counterpoise.report.charts import draw
from counterpoise.report.dated import numbered
from counterpoise.report.outline import (
    Block,
    Bullets,
    CellTable,
    DataTable,
    Datum,
    Entry,
    Figure,
    Links,
    Outline,
    Paragraph,
    Passages,
    Quotation,
    ReferenceList,
    Section,
    Statement,
)
from counterpoise.report.phrases import (
    decided_by,
    finding_lines,
    further,
    number_line,
    origin_of_number,
    source_line,
)
from counterpoise.report.plain import observed, places, printable
from counterpoise.report.vegalite import WIDE
from counterpoise.report.whole import write_whole

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$^@#]|:(?=//)|(?<=www)\.")
"""What may begin markup, an address that becomes a link by itself, or a name that is called."""

_FIRST = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=:]))")
"""What begins a list, a line under a heading, or a definition, where it comes first."""

_DEEPEST = 6


def write_markdown(outline: Outline, path: Path) -> None:
    """Write the report as one .md file, its charts as SVG files in a folder beside it; each whole or not at all.

    The folder is named after the file: `report.md` has its charts in `report-figures`. Charts that only the report shows
    which was at the path before are taken away; whatever else lies in the folder stays.
    """
    folder = figures_folder(path)
    before = _shown(path, folder)
    drawn = {folder / f"{_file_name(figure.id)}.svg": figure for figure in _figures(outline)}
    for place, figure in drawn.items():
        write_whole(draw(figure, WIDE).encode(), place)
    write_whole(render_markdown(outline, folder.name).encode(), path)
    for stale in before - set(drawn):
        stale.unlink(missing_ok=True)


def _shown(path: Path, folder: Path) -> set[Path]:
    """The charts that the report at a path shows from its own folder; none where there is no report."""
    told = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    return {
        folder / name
        for name in re.findall(
            rf"^!\[.*\]\({re.escape(quote(folder.name))}/([\w-]+\.svg)\)$", told, re.MULTILINE
        )
    }


def figures_folder(path: Path) -> Path:
    """Where the charts of a report lie that is written to this path."""
    return path.with_name(f"{path.stem}-figures")


def render_markdown(outline: Outline, folder: str) -> str:
    """The page as text, the same for the same outline; `folder` is where its charts lie, as seen from the page."""
    return "\n\n".join(line for line in _Page(outline, folder).lines() if line) + "\n"


def escaped(text: str) -> str:
    """Text as one line in which nothing is markup, a link or a reference."""
    line = _MARKUP.sub(r"\\\g<0>", " ".join(printable(text).split()))
    return _FIRST.sub(r"\g<0>\\", line)


def _figures(outline: Outline) -> Iterator[Figure]:
    return (block for block in outline.blocks() if isinstance(block, Figure))


def _file_name(id_: str) -> str:
    """An id as a file may be named on any system."""
    return id_.replace(":", "-")


class _Page:
    """One outline, set line by line; each line is a block of its own."""

    def __init__(self, outline: Outline, folder: str) -> None:
        self.outline = outline
        self.folder = quote(folder)
        self.places = places(outline)

    def lines(self) -> Iterator[str]:
        outline = self.outline
        yield f"# {escaped(outline.title)}"
        yield escaped(outline.subtitle)
        yield from map(escaped, outline.standfirst)
        if outline.notices:
            yield "**What this evidence is and is not**"
            yield _bullets(outline.notices)
        yield "**Contents**"
        yield "\n".join(f"- [{escaped(each.title)}](#{each.id})" for each in outline.sections)
        for section in outline.sections:
            yield from self._section(section, 2)
        if outline.colophon:
            yield "## How this report was made"
            yield _bullets(outline.colophon)

    def _section(self, section: Section, level: int) -> Iterator[str]:
        yield _heading(section.id, section.title, level)
        for block in section.blocks:
            yield from self._block(block, level)
        for inner in section.subsections:
            yield from self._section(inner, level + 1)

    def _block(self, block: Block, level: int) -> Iterator[str]:
        match block:
            case Paragraph():
                yield escaped(block.text)
            case Bullets():
                yield _bullets(block.items)
            case CellTable():
                yield from self._cell_table(block)
            case DataTable():
                yield from _data_table(block)
            case Figure():
                yield from self._figure(block)
            case Statement():
                yield from self._statement(block, level + 1)
            case Passages():
                yield _heading(block.id, block.heading, level + 1)
                yield escaped(block.told)
                yield from _evidence(block.quotations, (), block.omitted)
            case ReferenceList():
                yield "\n".join(f"- {_anchor(entry.id)}{_entry(entry)}" for entry in block.entries)
            case _:
                assert_never(block)

    def _cell_table(self, cells: CellTable) -> Iterator[str]:
        yield _caption(cells.id, cells.caption)
        yield _table(
            (cells.first_column, *cells.columns),
            (
                (
                    escaped(row.heading),
                    *(
                        _anchor(cell.id) + "<br>".join(map(escaped, finding_lines(cell)))
                        for cell in row.cells
                    ),
                )
                for row in cells.rows
            ),
        )
        yield escaped(cells.note or "")
        for row in cells.rows:
            for cell in row.cells:
                if cell.quotations or cell.values:
                    yield f"**{escaped(f'Evidence: {self.places[cell.id][1]}')}**"
                    yield from _evidence(cell.quotations, cell.values, cell.omitted, cell.elsewhere)

    def _figure(self, figure: Figure) -> Iterator[str]:
        yield _caption(figure.id, figure.title)
        yield f"![{escaped(figure.alt)}]({self.folder}/{_file_name(figure.id)}.svg)"
        yield "\n".join(
            f"- {number}: {escaped(event.date)} {escaped(event.label)}"
            for number, event in numbered(figure.chart)
        )
        yield escaped(figure.caption)
        yield from _data_table(figure.table)

    def _statement(self, statement: Statement, level: int) -> Iterator[str]:
        yield _heading(statement.id, statement.label, level)
        yield escaped(statement.text)
        yield f"**{escaped(statement.verdict)}** {escaped(statement.kind)}"
        yield escaped(decided_by(statement.estimand)) if statement.estimand else ""
        yield _bullets(statement.reasons)
        if statement.needs:
            yield "Still needed:"
            yield _bullets(statement.needs)
        if statement.cells:
            links = (f"[{escaped(': '.join(self.places[cell]))}](#{cell})" for cell in statement.cells)
            yield f"Stands on {'; '.join(links)}."
        if statement.would_change:
            yield "What would change this:"
            yield _bullets(statement.would_change)
        yield from _evidence((), statement.values, 0)
        for heading, passages in statement.sides:
            yield f"**{escaped(heading)}**"
            yield from _evidence(passages, (), 0)


def _anchor(id_: str) -> str:
    """What a link lands on; an id holds nothing that is markup."""
    return f'<a id="{id_}"></a>'


def _heading(id_: str, title: str, level: int) -> str:
    return f"{'#' * min(level, _DEEPEST)} {_anchor(id_)}{escaped(title)}"


def _caption(id_: str, text: str) -> str:
    return f"{_anchor(id_)}**{escaped(text)}**" if text.strip() else _anchor(id_)


def _entry(entry: Entry) -> str:
    """An entry of the references: what is in italics between asterisks that no blank follows or goes before."""
    told = ""
    for run in entry.runs:
        words = run.text.strip()
        if run.italic and words:
            before, after = run.text.split(words)
            told += f"{before}*{escaped(words)}*{after}"
        else:
            lead, tail = (
                run.text[: len(run.text) - len(run.text.lstrip())],
                run.text[len(run.text.rstrip()) :],
            )
            told += f"{lead and ' '}{escaped(words)}{tail and ' '}"
    return told.strip()


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(item)}" for item in items)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of lines that are escaped already, under columns that are not."""
    lines = (tuple(map(escaped, columns)), ("---",) * len(columns), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _data_table(data: DataTable) -> Iterator[str]:
    yield _caption(data.id, data.caption)
    yield _table(data.columns, (list(map(_datum, row)) for row in data.rows))
    yield escaped(data.note or "")


def _datum(value: Datum) -> str:
    if isinstance(value, Links):
        return "; ".join(f"[{escaped(link.text)}](#{link.id})" for link in value.links)
    return escaped(observed(value))


def _evidence(
    quotations: Iterable[Quotation], values: Iterable[Number], omitted: int, where: str = "evidence.csv"
) -> Iterator[str]:
    yield "\n".join(
        f"- {escaped(number_line(value))}. {escaped(origin_of_number(value))}" for value in values
    )
    for each in quotations:
        before = f"… {escaped(each.before)} " if each.before else ""
        after = f" {escaped(each.after)} …" if each.after else ""
        yield f"> {before}“{escaped(each.text)}”{after}\n>\n> {escaped(source_line(each))}"
    yield escaped(further(omitted, where)) if omitted else ""
