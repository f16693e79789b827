"""The annex of a report: the passages of each cell that its tables do not quote, in a file of the same format beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from counterpoise.findings.cells import FoundCell
from counterpoise.findings.coded_passages import exemplars, one_for_each_passage
from counterpoise.findings.conclusions import Findings
from counterpoise.report.found_cells import QUOTED_IN_A_CELL, cell_id
from counterpoise.report.outline import Block, Cell, CellTable, Outline, Passages, Section
from counterpoise.report.plain import places
from counterpoise.report.quotations import quotation_of
from counterpoise.wording import several

ANNEXED = (".html", ".pdf", ".docx", ".md")
"""The endings of formats that quote passages, and so may have an annex."""


def annex_path(path: Path) -> Path:
    """Where the annex of a report lies: `report-annex.pdf` beside `report.pdf`."""
    return path.with_name(f"{path.stem}-annex{path.suffix}")


def annex_of(outline: Outline, findings: Findings) -> Outline | None:
    """The passages that the tables of a report leave out, by table and cell; None where they quote all."""
    named = places(outline)
    found = {cell_id(cell.id): cell for table in findings.tables for cell in table.cells()}
    sections = []
    for table in (block for block in outline.blocks() if isinstance(block, CellTable)):
        cells = [cell.id for row in table.rows for cell in row.cells if cell.omitted and cell.id in found]
        if cells:
            blocks = tuple(_left_out(found[each], each, named[each][1]) for each in cells)
            sections.append(Section(f"annex-{table.id}", table.caption, blocks))
    if not sections:
        return None
    number = sum(
        len(block.quotations) for each in sections for block in each.blocks if isinstance(block, Passages)
    )
    told = (
        f"{several(number, 'passage')}, those of each cell that the report does not quote, surest first. One that "
        "stands in several cells stands in each."
    )
    return Outline(
        f"{outline.title}: annex", outline.subtitle, (told,), (), tuple(sections), outline.colophon
    )


def write_with_annex(
    write: Callable[[Outline, Path], None], outline: Outline, annex: Outline | None, path: Path
) -> Path | None:
    """Write a report to a path, and its annex beside it where it has one, which the report names; gives the annex's path."""
    if annex is None or path.suffix.lower() not in ANNEXED:
        write(outline, path)
        if path.suffix.lower() in ANNEXED:
            # That of an earlier report would be taken for this one's.
            annex_path(path).unlink(missing_ok=True)
        return None
    place = annex_path(path)
    write(annex, place)
    write(_naming(outline, f"the annex, {place.name}"), path)
    return place


def _left_out(cell: FoundCell, id_: str, heading: str) -> Passages:
    quoted = {each.passage.id for each in exemplars(cell.coded, QUOTED_IN_A_CELL)}
    rest = [each for each in one_for_each_passage(cell.coded) if each.passage.id not in quoted]
    rest.sort(key=lambda each: (-each.coding.score, each.document.title, each.passage.start, each.passage.id))
    told = f"{several(len(rest), 'passage')} beside the {len(quoted)} that the report quotes."
    return Passages(f"annex-{id_}", heading, told, tuple(map(quotation_of, rest)))


def _naming(outline: Outline, where: str) -> Outline:
    """The outline whose cells say where the passages stand that they do not quote."""

    def of_cell(cell: Cell) -> Cell:
        return replace(cell, elsewhere=where) if cell.omitted else cell

    def of_block(block: Block) -> Block:
        if not isinstance(block, CellTable):
            return block
        rows = tuple(replace(row, cells=tuple(map(of_cell, row.cells))) for row in block.rows)
        return replace(block, rows=rows)

    def of_section(section: Section) -> Section:
        blocks = tuple(map(of_block, section.blocks))
        return replace(section, blocks=blocks, subsections=tuple(map(of_section, section.subsections)))

    return replace(outline, sections=tuple(map(of_section, outline.sections)))
