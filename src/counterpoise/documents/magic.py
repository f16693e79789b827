"""Magic bytes: what a file is by how it begins, whatever its name says."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType

from counterpoise.errors import CounterpoiseError, Problem

_HEAD = 1024
# Possessive throughout: a comment or a declaration can be passed over in one way only.
_PAGE = re.compile(
    rb"(?:<\?(?:(?!\?>).)*+\?>\s*+|<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html)\b", re.I | re.S
)
_HEADER = re.compile(rb"(?:From|MIME-Version|Content-Type|Subject|Date|Snapshot-Content-Location):", re.I)
_SAVED_PAGE = b"multipart/related"

_BY_START = (
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "Parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
)
_BY_TYPE = (
    (b"mimetypeapplication/epub+zip", "EPUB"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
)
# The names of members stand in an archive as they are, whatever is packed.
_BY_MEMBER = (
    (b"word/document.xml", "Word"),
    (b"xl/workbook.xml", "Excel"),
    (b"ppt/presentation.xml", "PowerPoint"),
)
_FORMATS_OF_TEXT = ("text", "Markdown")

_TOLD: Mapping[str | None, str] = MappingProxyType(
    {
        "PDF": "holds a PDF; rename it to .pdf",
        "RTF": "holds RTF; rename it to .rtf",
        "HTML": "holds a web page; rename it to .html",
        "MHTML": "holds a web page saved as one file; rename it to .mhtml",
        "EPUB": "holds an EPUB; rename it to .epub",
        "OpenDocument": "holds a text of OpenDocument; rename it to .odt",
        "Word": "holds a Word document; rename it to .docx",
        "Excel": "holds an Excel workbook, which is data and no document; rename it to .xlsx",
        "PowerPoint": "holds a PowerPoint presentation; save it as .pdf",
        "zip": "holds a zip file (as .docx and .xlsx files are); give it its right suffix",
        "gzip": "holds a packed file; unpack it",
        "Parquet": "holds a Parquet table, which is data and no document; rename it to .parquet",
        "old Office": "is of an old Office format; save it as .docx",
    }
)


def format_of(content: bytes) -> str | None:
    """The format that bytes begin as; None for what begins as no other format, such as plain text.

    A zip file is told by what it holds, and is `zip` where that is no format that is known. Nothing is unpacked.
    """
    for magic, format_ in _BY_START:
        if content.startswith(magic):
            return format_
    if content.startswith(b"PK\x03\x04"):
        head = content[:_HEAD]
        known = (format_ for magic, format_ in _BY_TYPE if magic in head)
        return next(known, None) or next(
            (format_ for magic, format_ in _BY_MEMBER if magic in content), "zip"
        )
    head = content[:_HEAD].removeprefix(codecs.BOM_UTF8).lstrip()
    if _PAGE.match(head):
        return "HTML"
    if _HEADER.match(head) and _SAVED_PAGE in head:
        return "MHTML"
    return "PDF" if head.startswith(b"%PDF-") else None


def check_format(content: bytes, format_: str, suffix: str, place: str) -> None:
    """Raise CounterpoiseError where a file begins as something else than its suffix, of this format, says.

    Of formats that begin in no certain way, only those that are plainly another one are refused.
    """
    found = format_of(content)
    if found == format_ or (found is None and format_ in (*_FORMATS_OF_TEXT, "HTML", "MHTML")):
        return
    # The PDF standard lets its mark stand anywhere in the first kilobyte.
    if format_ == "PDF" and b"%PDF-" in content[:_HEAD]:
        return
    # What the archive lacks is told by its reader.
    if found == "zip" and format_ in ("Word", "OpenDocument", "EPUB"):
        return
    told = _TOLD.get(found, f"is no {format_} file, or is damaged: it does not begin as one does")
    raise CounterpoiseError(Problem(place, f"is named {suffix} but {told}"))
