"""PDF: the text of each page in the order of its content, without what repeats on every page."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import PAGE_START, Block
from counterpoise.documents.lines import Vocabulary, paragraphs, width_of
from counterpoise.errors import CounterpoiseError, Problem

_EDGE = 4
_LEAST_PAGES, _LEAST_SHARE = 3, 0.1
_LEAST_NUMBERED_LINES = 8
_LARGER = 1.12
_LONGEST_HEADING = 20
_NUMBERS = re.compile(r"\d+|\b[ivxlc]+\b")
_LINE_HYPHEN = "\ufffe"
"""What the library writes for a hyphen at the end of a line that it has joined to the next."""

_PRINTED_LINE = re.compile(f"[^\\s{_LINE_HYPHEN}][^\r\n{_LINE_HYPHEN}]*{_LINE_HYPHEN}?")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and the size of its type in points; 0 where the file does not say."""

    text: str
    size: float


def read_pdf(content: bytes, place: str) -> tuple[list[Block], Record]:
    """Blocks of a PDF with page starts marked, and the title in its properties.

    Words divided at line ends are rejoined. A line at the head or foot of a page that repeats, but for its
    numbers, on three pages or more is left out; so are the numbers of numbered lines. Lines in
    larger type than the body are headings. Not safe to call from several threads at once. Raises
    CounterpoiseError where the file is damaged, encrypted or has no text layer.
    """
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            pages = [_lines(document, number) for number in range(len(document))]
            title = str(document.get_metadata_value("Title") or "").strip()
    except pypdfium2.PdfiumError as error:
        raise CounterpoiseError(Problem(place, _unreadable(error))) from error
    if not any(pages):
        count = f"{len(pages)} page{'s' if len(pages) != 1 else ''}"
        raise CounterpoiseError(
            Problem(place, f"has no text layer: {count} of images only; recognise the text first (OCR)")
        )
    blocks = list(_blocks(_without_furniture(pages)))
    headings = [block.text.replace(PAGE_START, "") for block in blocks[:5] if block.role == "heading"]
    if not title or title.startswith("Microsoft ") or re.search(r"\.\w{2,4}$", title):
        title = headings[0] if headings else ""
    return blocks, Record(title=title or None)


def _unreadable(error: pypdfium2.PdfiumError) -> str:
    if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
        return "is locked with a password; save a copy without one"
    return "is damaged or cut short; expected a PDF that a reader program opens"


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    """Printed lines of one page; words that the library joined over a line end are divided again."""
    with closing(document[number]) as page, closing(page.get_textpage()) as text_page:
        text = text_page.get_text_range()
        # Characters are counted as the text counts them only where it skipped none.
        aligned = text_page.count_chars() == len(text)
        lines = [
            Line(
                match[0].replace(_LINE_HYPHEN, "-"),
                _type_size(text_page, match.start()) if aligned else 0.0,
            )
            for match in _PRINTED_LINE.finditer(text)
        ]
    return _without_line_numbers(lines)


def _type_size(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    """Points of the type of one character as it stands on the page."""
    matrix = pypdfium2.raw.FS_MATRIX()
    if not pypdfium2.raw.FPDFText_GetMatrix(text_page, index, matrix):
        return 0.0
    size: float = pypdfium2.raw.FPDFText_GetFontSize(text_page, index)
    return round(size * math.hypot(matrix.c, matrix.d), 1)


def _without_line_numbers(lines: list[Line]) -> list[Line]:
    """Leave out the numbers of a numbered transcript, which come as lines that count up by one."""
    kept: list[Line] = []
    run: list[Line] = []
    for line in lines:
        number = int(line.text) if line.text.strip().isdecimal() else None
        if run and number != int(run[-1].text) + 1:
            kept += run if len(run) < _LEAST_NUMBERED_LINES else []
            run = []
        (kept if number is None else run).append(line)
    return kept + (run if len(run) < _LEAST_NUMBERED_LINES else [])


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
    """Leave out running heads, running feet and page numbers: lines at the edges that repeat.

    Chapter headings repeat too, but for their numbers, and are told apart by their larger type.
    """
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
    body_size = _body_size(pages)
    heads, feet = (
        Counter(
            key
            for page in pages
            for key in {_key(line) for line in page[edge] if not _is_heading(line, body_size)}
        )
        for edge in (slice(_EDGE), slice(-_EDGE, None))
    )
    kept: list[Sequence[Line]] = []
    for page in pages:
        first, last = 0, len(page)
        while first < min(_EDGE, last) and heads[_key(page[first])] >= least:
            first += 1
        while last > max(first, len(page) - _EDGE) and feet[_key(page[last - 1])] >= least:
            last -= 1
        kept.append(page[first:last])
    return kept


def _key(line: Line) -> str:
    """A line with its numbers left open."""
    return _NUMBERS.sub("#", " ".join(line.text.lower().split()))


def _blocks(pages: Sequence[Sequence[Line]]) -> Iterator[Block]:
    """Headings by the size of their type, and the paragraphs between them."""
    everything = [line.text for page in pages for line in page]
    vocabulary, width = Vocabulary.of(everything), width_of(everything)
    body_size = _body_size(pages)
    run: list[str] = []
    heading: list[Line] = []

    def finished() -> Iterator[Block]:
        if heading:
            yield Block(" ".join(line.text for line in heading), "heading")
            heading.clear()
        if run:
            narrow = width_of(run) if len(run) >= _LEAST_NUMBERED_LINES else width
            yield from (Block(paragraph) for paragraph in paragraphs(run, narrow, vocabulary))
            run.clear()

    for page in pages:
        mark = PAGE_START
        for line in page:
            marked = Line(mark + line.text.strip(), line.size)
            mark = ""
            if _is_heading(line, body_size):
                if run or (heading and heading[-1].size != line.size):
                    yield from finished()
                heading.append(marked)
            else:
                if heading:
                    yield from finished()
                run.append(marked.text)
        if mark:
            run.append(mark)
    yield from finished()


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of type in which most characters of the document are set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0.0


def _is_heading(line: Line, body_size: float) -> bool:
    text = line.text.strip()
    return (
        0 < body_size * _LARGER <= line.size
        and len(text.split()) <= _LONGEST_HEADING
        and any(char.isalpha() for char in text)
    )
