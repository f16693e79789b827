"""PDF: the text of its pages in the order in which they are read, and where each letter of it is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing

import numpy as np
import pypdfium2
import pypdfium2.raw
from numpy.typing import NDArray

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import INSERTED, PAGE_START, Block
from counterpoise.documents.pdf_blocks import blocks_of
from counterpoise.documents.pdf_boxes import Glyphs
from counterpoise.documents.pdf_furniture import without_furniture
from counterpoise.documents.pdf_glyphs import PageGlyphs, glyphs_of
from counterpoise.documents.pdf_lines import Column, body_size, columns_of
from counterpoise.documents.pdf_paragraphs import paragraphs_of
from counterpoise.documents.pdf_runs import PageRuns, runs_of
from counterpoise.errors import CounterpoiseError, Problem

MOST_PAGES = 20_000
MOST_GLYPHS = 20_000_000
"""As many pages and glyphs are read of one file; more is a file made to exhaust the machine."""

_NOTHING = PageGlyphs("", np.zeros((0, 4), np.float32))


def read_pdf(content: bytes, place: str) -> tuple[list[Block], Record, Glyphs]:
    """Blocks of a PDF with page starts marked, the title in its properties, and where its glyphs are printed.

    Pages in several columns are read column by column. Running heads and feet, page numbers and the numbers of
    numbered lines are left out, words divided at line ends rejoined, footnotes set after the body of their page.
    The numbers in `Block.glyphs` count the rows of the glyphs. Not safe to call from several threads at once.
    Raises CounterpoiseError where the file is damaged, encrypted, too large or has no text layer.
    """
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            pages = _pages(document, place)
            title = str(document.get_metadata_value("Title") or "").strip()
    except pypdfium2.PdfiumError as error:
        raise CounterpoiseError(Problem(place, _unreadable(error))) from error
    if not any(runs.runs or runs.turned for _, runs in pages):
        count = f"{len(pages)} page{'s' if len(pages) != 1 else ''}"
        raise CounterpoiseError(
            Problem(place, f"has no text layer: {count} of images only; recognise the text first (OCR)")
        )
    size = body_size(run for _, runs in pages for run in runs.runs)
    kept = without_furniture([runs for _, runs in pages], size)
    columns = [column for number, runs in enumerate(kept) for column in columns_of(runs, number)]
    counts = [len(glyphs.text) for glyphs, _ in pages]
    first_glyphs = [0, *np.cumsum(counts).tolist()][:-1]
    blocks = list(blocks_of(paragraphs_of(columns, size), first_glyphs))
    headings = [block.text.replace(PAGE_START, "") for block in blocks[:5] if block.role == "heading"]
    if not title or title.startswith("Microsoft ") or re.search(r"\.\w{2,4}$", title):
        title = headings[0] if headings else ""
    printed = _printed([glyphs for glyphs, _ in pages], _line_numbers(columns, first_glyphs, sum(counts)))
    return blocks, Record(title=title or None), printed


def _unreadable(error: pypdfium2.PdfiumError) -> str:
    if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
        return "is locked with a password; save a copy without one"
    return "is damaged or cut short; expected a PDF that a reader program opens"


def _pages(document: pypdfium2.PdfDocument, place: str) -> list[tuple[PageGlyphs, PageRuns]]:
    count = len(document)
    if count > MOST_PAGES:
        raise CounterpoiseError(Problem(place, f"has {count:,} pages; the limit is {MOST_PAGES:,}"))
    pages: list[tuple[PageGlyphs, PageRuns]] = []
    total = 0
    for number in range(count):
        with closing(document[number]) as page, closing(page.get_textpage()) as text_page:
            glyphs_here = text_page.count_chars()
            total += max(glyphs_here, 0)
            if total > MOST_GLYPHS:
                reason = f"holds over {MOST_GLYPHS:,} characters by page {number + 1}, more than are read"
                raise CounterpoiseError(Problem(place, reason))
            if glyphs_here > 0:
                glyphs = glyphs_of(text_page, glyphs_here)
                pages.append((glyphs, runs_of(text_page, glyphs, page.get_bbox())))
            else:
                pages.append((_NOTHING, PageRuns((), ())))
    return pages


def _line_numbers(columns: Sequence[Column], first_glyphs: Sequence[int], count: int) -> NDArray[np.int32]:
    """The printed line of each glyph, counted through the document; INSERTED where it is in none."""
    numbers = np.full(count, INSERTED, np.int32)
    line_number = 0
    for column in columns:
        for line in column.lines:
            for run in line.runs:
                first = first_glyphs[line.page]
                numbers[first + run.start : first + run.end] = line_number
            line_number += 1
    return numbers


def _printed(pages: Sequence[PageGlyphs], lines: NDArray[np.int32]) -> Glyphs:
    counts = [len(glyphs.text) for glyphs in pages]
    boxes = np.concatenate([glyphs.boxes for glyphs in pages])
    return Glyphs(
        page=np.repeat(np.arange(1, len(pages) + 1, dtype=np.int32), counts),
        index=np.concatenate([np.arange(count, dtype=np.int32) for count in counts]),
        line=lines,
        **{name: boxes[:, n] for n, name in enumerate(("left", "bottom", "right", "top"))},
    )
