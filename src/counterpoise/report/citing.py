"""What a report cites: its quotations with the citation of their document, its data, and the list of references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from counterpoise.findings.conclusions import Findings
from counterpoise.report.citation_style import in_style
from counterpoise.report.outline import (
    Block,
    Cell,
    CellTable,
    Entry,
    Outline,
    Paragraph,
    Passages,
    Quotation,
    ReferenceList,
    Run,
    Section,
    Statement,
)
from counterpoise.report.sources import Sources, in_a_line, sources_of
from counterpoise.report.statements import statement_id
from counterpoise.wording import several

_ALL = "The report can be written as a list of all its sources too, in BibTeX (.bib) and CSL-JSON (.json)."


def with_references(outline: Outline, findings: Findings) -> Outline:
    """The outline with a list of the sources that it quotes and of its data, all of which it carries.

    Where the study names a style, each quotation is cited in it and the list is set in it; else an entry says authors, year,
    title and place. Raises CounterpoiseError where there is no such style.
    """
    style = findings.study.declared.settings.citation_style
    return with_sources(outline, sources_of(findings), style, findings.study.folder)


def with_sources(outline: Outline, sources: Sources, style: str | None, folder: Path) -> Outline:
    """The outline with a list of those of some sources that it quotes and of the data; a .csl file lies in `folder`."""
    quoted = {sources.of_paths[each.path] for each in _quotations(outline) if each.path in sources.of_paths}
    told = [each for each in sources.references if each.id in quoted or each.id in sources.of_data]
    if style is None:
        lines = sorted(((in_a_line(each), each.id) for each in told), key=lambda each: each[0].casefold())
        entries = tuple(Entry(f"reference-{statement_id(name)}", (Run(line),)) for line, name in lines)
        cited: Mapping[str, str] = {}
    else:
        set_ = in_style(told, style, folder)
        cited = set_.cited
        entries = tuple(
            Entry(f"reference-{statement_id(name)}", runs, cited[name]) for name, runs in set_.entries.items()
        )
    by_path = {path: cited[name] for path, name in sources.of_paths.items() if name in cited}
    sections = (
        *(_cited(section, by_path) for section in outline.sections),
        *_listed(sources, entries),
    )
    return replace(outline, sections=sections, references=sources.references)


def _listed(sources: Sources, entries: tuple[Entry, ...]) -> tuple[Section, ...]:
    if not sources.references:
        return ()
    blocks: tuple[Block, ...] = (ReferenceList("reference-list", entries),) if entries else ()
    left = len(sources.references) - len(entries)
    read = f"{several(left, 'document')} that the report does not quote {'is' if left == 1 else 'are'} not listed. "
    return (Section("references", "References", (*blocks, Paragraph(f"{read if left else ''}{_ALL}"))),)


def _quotations(outline: Outline) -> Iterator[Quotation]:
    for cell in outline.cells():
        yield from cell.quotations
    for block in outline.blocks():
        if isinstance(block, Statement):
            yield from (each for _, quotations in block.sides for each in quotations)
        elif isinstance(block, Passages):
            yield from block.quotations


def _cited(section: Section, by_path: Mapping[str, str]) -> Section:
    def of_quotation(quotation: Quotation) -> Quotation:
        return replace(quotation, cited=by_path.get(quotation.path))

    return replace(
        section,
        blocks=tuple(_requoted(block, of_quotation) for block in section.blocks),
        subsections=tuple(_cited(inner, by_path) for inner in section.subsections),
    )


def _requoted(block: Block, change: Callable[[Quotation], Quotation]) -> Block:
    """The block with each of its quotations changed."""

    def of_cell(cell: Cell) -> Cell:
        return replace(cell, quotations=tuple(map(change, cell.quotations)))

    match block:
        case Passages():
            return replace(block, quotations=tuple(map(change, block.quotations)))
        case Statement():
            return replace(
                block,
                quotations=tuple(map(change, block.quotations)),
                supporting=tuple(map(change, block.supporting)),
                contradicting=tuple(map(change, block.contradicting)),
            )
        case CellTable():
            rows = (replace(row, cells=tuple(map(of_cell, row.cells))) for row in block.rows)
            return replace(block, rows=tuple(rows))
    return block
