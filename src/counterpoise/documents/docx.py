"""Word documents: headings, paragraphs, lists, and tables as rows of tab-separated cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
import lxml.etree
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block
from counterpoise.errors import CounterpoiseError, Problem

LARGEST = 256 * 1024 * 1024
"""Bytes to which the parts of a document may unpack."""

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")
_TAB_STOPS, _MOVED = qn("w:tabs"), qn("w:moveFrom")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


EXPECTED = "expected a .docx file as Word or LibreOffice saves it"


def read_docx(content: bytes, place: str) -> tuple[list[Block], Record]:
    """Blocks of a document as its last revision reads, and the title in its properties.

    Insertions are read and deletions are not; footnotes, headers and footers are not read. Raises
    CounterpoiseError where the bytes are no Word document.
    """
    try:
        document = _opened(content, place)
        headings = _heading_styles(document)
        blocks = list(_blocks(document.element.body, headings))
        titles = [block.text for block in blocks if block.role == "heading"]
        title = document.core_properties.title.strip() or (titles[0] if titles else None)
    except CounterpoiseError:
        raise
    except (
        Exception
    ) as error:  # a damaged part fails wherever the library first meets it, in ways without number
        raise CounterpoiseError(Problem(place, f"is damaged ({error}); {EXPECTED}")) from error
    return blocks, Record(title=title)


def _opened(content: bytes, place: str) -> WordDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise CounterpoiseError(Problem(place, f"is damaged or cut short ({error}); {EXPECTED}")) from error
    if "word/document.xml" not in names:
        shown = ", ".join(names[:3]) or "nothing"
        raise CounterpoiseError(Problem(place, f"is a zip file that holds {shown}; {EXPECTED}"))
    if unpacked > LARGEST:
        limit = LARGEST // 2**20
        raise CounterpoiseError(
            Problem(place, f"unpacks to {unpacked // 2**20} MiB; the limit is {limit} MiB")
        )
    return docx.Document(io.BytesIO(content))


def _heading_styles(document: WordDocument) -> frozenset[str]:
    """Ids of the styles that are titles or headings, in whatever language Word was set to."""
    return frozenset(
        style.style_id
        for style in document.styles
        if style.name and (style.name in ("Title", "Subtitle") or style.name.startswith("Heading "))
    )


def _blocks(container: lxml.etree._Element, headings: frozenset[str]) -> Iterator[Block]:
    """Paragraphs and tables in reading order, also within content controls."""
    for element in container:
        if element.tag == _PARAGRAPH:
            text = _text(element)
            if text.strip():
                yield Block(text, "heading" if _style(element) in headings else "paragraph")
        elif element.tag == _TABLE:
            rows = [_row(row) for row in element.iter(_ROW)]
            yield Block("\n".join(row for row in rows if row.strip()))
        elif element.tag != _MOVED:
            yield from _blocks(element, headings)


def _style(paragraph: lxml.etree._Element) -> str | None:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return None if style is None else style.get(qn("w:val"))


def _row(row: lxml.etree._Element) -> str:
    """Cells of a row, tab-separated, each on one line; a cell merged over columns stands once."""
    cells = [[_text(paragraph) for paragraph in cell.iter(_PARAGRAPH)] for cell in row.iterchildren(_CELL)]
    return "\t".join(" ".join(" ".join(cell).split()) for cell in cells)


def _text(paragraph: lxml.etree._Element) -> str:
    """Words of a paragraph, hyperlinks and insertions included."""
    pieces: list[str] = []
    unread = {_FALLBACK, _TAB_STOPS, _MOVED}
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.tag == _TAB:
            pieces.append("\t")
        elif element.tag in (_BREAK, _RETURN):
            pieces.append("\n")
        elif element.tag == _HYPHEN:
            pieces.append("-")
        elif element.tag not in unread:
            stack.extend(reversed(element))
    return "".join(pieces)
