"""Intake: a file becomes a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from counterpoise.admission import content_of
from counterpoise.documents.bibliography import Record, declared, of_file_name
from counterpoise.documents.canonical import Block, set_text
from counterpoise.documents.corpora.ungdc import ungdc_record
from counterpoise.documents.document import Declaration, Document, document_id
from counterpoise.documents.formats.markdown import is_markdown, read_markdown
from counterpoise.documents.formats.text import decoded, plain_blocks
from counterpoise.documents.limits import LONGEST_LINE, MOST_CHARACTERS
from counterpoise.documents.magic import check_format
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import sha256

if TYPE_CHECKING:
    from counterpoise.documents.pdf.boxes import Glyphs

_FORMAT_OF_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".pdf": "PDF",
    ".docx": "Word",
    ".odt": "OpenDocument",
    ".rtf": "RTF",
    ".epub": "EPUB",
    ".mht": "MHTML",
    ".mhtml": "MHTML",
}
DOCUMENT_SUFFIXES = tuple(_FORMAT_OF_SUFFIX)
"""The suffixes of the files that are read, in lower case."""

_PLAIN = ("text", "Markdown")
_SECTION = re.compile(r"(?:§|Sec(?:tion|\.)|Art(?:icle|\.))\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Read:
    """Blocks of a file, what the document states of itself, the file's properties, and what a PDF adds."""

    blocks: Sequence[Block]
    stated: Record = field(default_factory=Record)
    embedded: Record = field(default_factory=Record)
    glyphs: Glyphs | None = None
    unread: str | None = None


def is_plain(place: str) -> bool:
    """Whether a file is named as plain text or Markdown, which are read without a large parser."""
    return _FORMAT_OF_SUFFIX.get(PurePosixPath(place).suffix.lower()) in _PLAIN


def read_document(path: Path, relative_path: str, declaration: Declaration) -> Document:
    """Read one file as a document; `relative_path` is its place relative to the study, with forward slashes.

    Raises CounterpoiseError as `content_of` and `document_of` do.
    """
    return document_of(content_of(path, relative_path), relative_path, declaration)


def document_of(
    content: bytes,
    relative_path: str,
    declaration: Declaration,
    keep: Callable[[bytes], str] = sha256,
) -> Document:
    """Make a document of the bytes of a file.

    What the document says of itself (front matter, the official file name of a layout) comes first, then the
    declaration, then the file's embedded properties, then its name. `keep` is given what is kept beside the document,
    where the letters of a PDF stand, and gives its SHA-256. Raises CounterpoiseError with the
    file's place where it is damaged, of a type that is not read, or without text.
    """
    says, guessed = Record(), of_file_name(PurePosixPath(relative_path).stem)
    if declaration.layout == "ungdc":
        says = ungdc_record(relative_path)
    read = _read(content, PurePosixPath(relative_path).suffix.lower(), relative_path)
    text = set_text(read.blocks)
    if not text.text:
        raise CounterpoiseError(Problem(relative_path, "holds no text"))
    if len(text.text) > MOST_CHARACTERS:
        told = f"holds {len(text.text):,} characters of text; the limit is {MOST_CHARACTERS:,}"
        raise CounterpoiseError(Problem(relative_path, told))
    stated = read.stated.or_else(says)
    record = stated.or_else(declared(declaration)).or_else(read.embedded).or_else(guessed)
    digest = sha256(content)
    return Document(
        id=document_id(digest),
        title=record.title or relative_path,
        kind=record.kind or declaration.kind,
        origin=record.origin,
        date=record.date,
        source=record.source or PurePosixPath(relative_path).name,
        path=relative_path,
        sha256=digest,
        text=text.text,
        # A speech cut out of a meeting's record does not start on the record's first page.
        pages=() if declaration.layout == "ungdc" else text.pages,
        parts=text.parts,
        boxes=keep(read.glyphs.of(text.glyphs).to_bytes()) if read.glyphs and text.glyphs else None,
        unread=read.unread,
        on_behalf_of=declaration.on_behalf_of,
        stated=stated.stated,
    )


def _read(content: bytes, suffix: str, place: str) -> _Read:
    """Read bytes by their suffix, once their first bytes agree with it."""
    format_ = _FORMAT_OF_SUFFIX.get(suffix)
    if format_ is None:
        raise CounterpoiseError(
            Problem(
                place,
                f"files of type '{suffix or 'none'}' are not read; these are: {', '.join(DOCUMENT_SUFFIXES)}",
            )
        )
    check_format(content, format_, suffix, place)
    # The readers of these formats bring large libraries, which a study without such files never needs.
    if format_ == "PDF":
        from counterpoise.documents.pdf.reading import read_pdf

        pdf = read_pdf(content, place)
        return _Read(
            pdf.blocks, embedded=pdf.record, glyphs=pdf.glyphs, unread=pdf.unread.what if pdf.unread else None
        )
    if (read := _reader(format_)) is not None:
        blocks, embedded = read(content, place)
        return _Read(blocks, embedded=embedded)
    text = decoded(content, place)
    lined = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    _check_lines(lined, place)
    if format_ == "Markdown" or is_markdown(lined):
        markdown = read_markdown(lined, place)
        blocks = list(markdown.blocks)
        return _Read(blocks, markdown.record, Record(title=title_of_headings(blocks)))
    return _Read(plain_blocks(text))


def _reader(format_: str) -> Callable[[bytes, str], tuple[list[Block], Record]] | None:
    """What reads a format of blocks and properties; None for text and for PDF."""
    match format_:
        case "Word":
            from counterpoise.documents.formats.docx import read_docx

            return read_docx
        case "OpenDocument":
            from counterpoise.documents.formats.odt import read_odt

            return read_odt
        case "RTF":
            from counterpoise.documents.formats.rtf import read_rtf

            return read_rtf
        case "EPUB":
            from counterpoise.documents.formats.epub import read_epub

            return read_epub
        case "MHTML":
            from counterpoise.documents.formats.mhtml import read_mhtml

            return read_mhtml
        case "HTML":
            from counterpoise.documents.formats.html import read_html

            return read_html
    return None


def _check_lines(text: str, place: str) -> None:
    """Refuse a text with a line so long that no one has written it."""
    start = 0
    while len(text) - start > LONGEST_LINE:
        end = text.rfind("\n", start, start + LONGEST_LINE + 1)
        if end < start:
            line = text.count("\n", 0, start) + 1
            raise CounterpoiseError(
                Problem(f"{place}:{line}", f"has a line of more than {LONGEST_LINE:,} characters, the limit")
            )
        start = end + 1


def title_of_headings(blocks: Sequence[Block]) -> str | None:
    """Title of a text by its first heading; a section of a law by its own heading, then the law's."""
    leading: list[str] = []
    for block in blocks:
        if block.role != "heading" and leading:
            break
        if block.role == "heading":
            leading.append(block.text)
    if not leading:
        return None
    section = next((heading for heading in leading[1:] if _SECTION.match(heading)), None)
    return f"{section}, {leading[0]}" if section else leading[0]
