"""PDF: the text of its pages in the order in which they are read, and where each letter of it is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pypdfium2
import pypdfium2.raw
from numpy.typing import NDArray

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import INSERTED, PAGE_START, Block
from counterpoise.documents.limits import MOST_GLYPHS, MOST_PAGES
from counterpoise.documents.pdf import ocr
from counterpoise.documents.pdf.blocks import blocks_of
from counterpoise.documents.pdf.boxes import Glyphs
from counterpoise.documents.pdf.furniture import without_furniture
from counterpoise.documents.pdf.glyphs import PageGlyphs, glyphs_of
from counterpoise.documents.pdf.lines import Column, body_size, columns_of
from counterpoise.documents.pdf.paragraphs import paragraphs_of
from counterpoise.documents.pdf.runs import PageRuns, runs_of
from counterpoise.errors import CounterpoiseError, Problem

_LEAST_OF_A_PAGE = 0.3
_DEEPEST_FORM = 3
_MOST_IMAGES = 1000
_MOST_NAMED = 10
_NO_GLYPHS = PageGlyphs("", np.zeros((0, 4), np.float32))


@dataclass(frozen=True, slots=True)
class ReadPdf:
    """What was read of a PDF.

    The numbers in `Block.glyphs` count the rows of `glyphs`. `recognised` names the programs that read text off
    scanned pages, with versions; `unread` names scanned pages that were not read, beside others that were.
    """

    blocks: list[Block]
    record: Record
    glyphs: Glyphs
    recognised: str | None
    unread: Problem | None


@dataclass(frozen=True, slots=True)
class _Page:
    glyphs: PageGlyphs
    runs: PageRuns
    scanned: bool


def read_pdf(content: bytes, place: str) -> ReadPdf:
    """Blocks of a PDF with page starts marked, the title in its properties, and where its glyphs are printed.

    Pages in several columns are read column by column. Running heads and feet, page numbers and the numbers of
    numbered lines are left out, words divided at line ends rejoined, footnotes set apart from the paragraph that
    runs over the end of their page. Text is recognised on scanned pages where the programs for it are installed.
    Not safe to call from several threads at once. Raises CounterpoiseError where the file is damaged, encrypted,
    too large, or has no text that could be read.
    """
    pages, title = _opened(content, place)
    scans = [number for number, page in enumerate(pages) if page.scanned]
    recognised, unread = None, None
    if scans:
        try:
            read, _ = _opened(ocr.recognised(content, place, len(scans)), place)
            pages = [read[number] if page.scanned else page for number, page in enumerate(pages)]
            recognised = ocr.engine()
        except CounterpoiseError as error:
            unread = _unread(scans, len(pages), error.problems[0])
    if not any(page.runs.runs or page.runs.turned for page in pages):
        empty = Problem(place, f"holds no text: {_counted(len(pages))} without words that could be read")
        raise CounterpoiseError(unread or empty)
    size = body_size(run for page in pages for run in page.runs.runs)
    kept = without_furniture([page.runs for page in pages], size)
    columns = [column for number, runs in enumerate(kept) for column in columns_of(runs, number)]
    counts = [len(page.glyphs.text) for page in pages]
    first_glyphs = [0, *np.cumsum(counts).tolist()][:-1]
    even = 2 * sum(page.runs.unseen for page in pages) < sum(page.runs.runs != () for page in pages)
    blocks = list(blocks_of(paragraphs_of(columns, size, even), first_glyphs))
    headings = [block.text.replace(PAGE_START, "") for block in blocks[:5] if block.role == "heading"]
    if not title or title.startswith("Microsoft ") or re.search(r"\.\w{2,4}$", title):
        title = headings[0] if headings else ""
    printed = _printed([page.glyphs for page in pages], _line_numbers(columns, first_glyphs, sum(counts)))
    return ReadPdf(blocks, Record(title=title or None), printed, recognised, unread)


def _unread(scans: Sequence[int], count: int, problem: Problem) -> Problem:
    if len(scans) == count:
        which = f"has no text layer: {_counted(count)} of images only"
    else:
        named = ", ".join(str(number + 1) for number in scans[:_MOST_NAMED])
        more = ", ..." if len(scans) > _MOST_NAMED else ""
        which = f"of its {count} pages {len(scans)} are scanned and were not read ({named}{more})"
    return Problem(problem.place, f"{which}; {problem.what}")


def _counted(pages: int) -> str:
    return f"{pages} page{'s' if pages != 1 else ''}"


def _opened(content: bytes, place: str) -> tuple[list[_Page], str]:
    """The pages of a file and the title in its properties."""
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            return _pages(document, place), _title(document)
    except pypdfium2.PdfiumError as error:
        raise CounterpoiseError(Problem(place, _unreadable(error))) from error


def _title(document: pypdfium2.PdfDocument) -> str:
    """The title in a file's properties; empty where it is none or no text."""
    try:
        return str(document.get_metadata_value("Title") or "").strip()
    except UnicodeDecodeError:
        return ""


def _unreadable(error: pypdfium2.PdfiumError) -> str:
    if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
        return "is locked with a password; save a copy without one"
    return "is damaged or cut short; expected a PDF that a reader program opens"


def _pages(document: pypdfium2.PdfDocument, place: str) -> list[_Page]:
    count = len(document)
    if count > MOST_PAGES:
        raise CounterpoiseError(Problem(place, f"has {count:,} pages; the limit is {MOST_PAGES:,}"))
    pages: list[_Page] = []
    total = 0
    for number in range(count):
        with closing(document[number]) as page, closing(page.get_textpage()) as text_page:
            glyphs_here = max(text_page.count_chars(), 0)
            total += glyphs_here
            if total > MOST_GLYPHS:
                reason = f"holds over {MOST_GLYPHS:,} characters by page {number + 1}, more than are read"
                raise CounterpoiseError(Problem(place, reason))
            if glyphs_here:
                glyphs = glyphs_of(text_page, glyphs_here)
                pages.append(_Page(glyphs, runs_of(text_page, glyphs, page.get_bbox()), scanned=False))
            else:
                pages.append(_Page(_NO_GLYPHS, PageRuns(), _is_scanned(page)))
    return pages


def _is_scanned(page: pypdfium2.PdfPage) -> bool:
    """Whether an image takes up much of a page."""
    width, height = page.get_size()
    images = page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEEPEST_FORM)
    for image in islice(images, _MOST_IMAGES):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) >= _LEAST_OF_A_PAGE * width * height:
            return True
    return False


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
