"""Texts of OpenDocument (ODT): headings, paragraphs, lists, tables, notes and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import lxml.etree

from counterpoise.documents.archives import Archive, open_archive
from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block, Role
from counterpoise.documents.formats.markup import parse_xml

EXPECTED = "expected an .odt file as LibreOffice saves it"

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE, _STYLE = (
    f"{_NS}text:1.0}}",
    f"{_NS}table:1.0}}",
    f"{_NS}office:1.0}}",
    f"{_NS}style:1.0}}",
)
_DC = "{http://purl.org/dc/elements/1.1/}"
_PARAGRAPH, _HEADING, _ITEM = f"{_TEXT}p", f"{_TEXT}h", (f"{_TEXT}list-item", f"{_TEXT}list-header")
_TABLE_TAG, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NOTE, _NOTE_BODY = f"{_TEXT}note", f"{_TEXT}note-body"
_ANNOTATION, _ANNOTATION_END, _NAME = f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}name"
_TEXT_BOX = f"{_NS}drawing:1.0}}text-box"
# Deleted words are kept apart, in the list of tracked changes.
_SVG = f"{_NS}svg-compatible:1.0}}"
_UNREAD = frozenset(
    {
        f"{_TEXT}tracked-changes",
        f"{_TEXT}ruby-text",
        f"{_OFFICE}forms",
        _TEXT_BOX,
        f"{_SVG}title",
        f"{_SVG}desc",
    }
)
_WHITE_SPACE = re.compile("[ \t\r\n]+")
_TITLES = frozenset({"Title", "Subtitle"})
_MOST_SPACES = 100
_MOST_OPEN = 50


@dataclass(slots=True)
class _Gathered:
    """Notes to be set at the end of the section, comments, and the words that comments are about."""

    footnotes: list[Block] = field(default_factory=list)
    comments: list[tuple[str, str, str]] = field(default_factory=list)
    commented: dict[str, list[str]] = field(default_factory=dict)
    open_comments: set[str] = field(default_factory=set)


def read_odt(content: bytes, place: str) -> tuple[list[Block], Record]:
    """Blocks of a document as its last revision reads, and the title in its properties.

    Footnotes and endnotes follow the section in which they are referred to, text boxes the paragraph that
    they hang on, and comments, each with its author and the words it is about, come last. Raises
    CounterpoiseError where the bytes are no such document, or more than the limits allow.
    """
    archive = open_archive(content, place, EXPECTED)
    if "content.xml" not in archive.names:
        raise archive.problem(f"is a zip file that holds {', '.join(archive.names[:3]) or 'nothing'}")
    if b"encryption-data" in (archive.find("META-INF/manifest.xml") or b""):
        raise archive.problem("is encrypted; save it without a password")
    root = parse_xml(archive.read("content.xml"), place)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise archive.problem("holds no text but a sheet, a drawing or a presentation")
    titles = _title_styles(root)
    gathered = _Gathered()
    blocks = list(_blocks(body, "paragraph", titles, gathered))
    blocks += gathered.footnotes
    blocks += _comment_blocks(gathered)
    headings = [block.text for block in blocks if block.role == "heading"]
    return blocks, Record(title=_title(archive) or (headings[0] if headings else None))


def _title_styles(root: lxml.etree._Element) -> frozenset[str]:
    """The styles of a title, and the automatic ones that a document derives from them."""
    parents: Mapping[str, str] = {
        each.get(f"{_STYLE}name", ""): each.get(f"{_STYLE}parent-style-name", "")
        for each in root.iter(f"{_STYLE}style")
    }
    return _TITLES | {name for name, parent in parents.items() if parent in _TITLES}


def _blocks(
    container: lxml.etree._Element, role: Role, titles: frozenset[str], gathered: _Gathered
) -> Iterator[Block]:
    """Blocks in reading order, through sections, lists and indexes."""
    for element in container:
        if element.tag in (_PARAGRAPH, _HEADING):
            titled = element.tag == _HEADING or element.get(f"{_TEXT}style-name") in titles
            earlier = len(gathered.footnotes)
            text = _text(element, gathered)
            if titled:
                yield from gathered.footnotes[:earlier]
                del gathered.footnotes[:earlier]
            if text.strip():
                yield Block(text, "heading" if titled else role)
            for box in _text_boxes(element):
                yield from _blocks(box, role, titles, gathered)
        elif element.tag == _TABLE_TAG:
            rows = [_row_text(row, gathered) for row in _nearest(element, (_ROW,))]
            if text := "\n".join(row for row in rows if row.strip()):
                yield Block(text, "table")
        elif element.tag == _ANNOTATION:
            _add_comment(element, gathered)
        elif element.tag == _TEXT_BOX:
            yield from _blocks(element, role, titles, gathered)
        elif element.tag not in _UNREAD:
            yield from _blocks(element, "list item" if element.tag in _ITEM else role, titles, gathered)


def _row_text(row: lxml.etree._Element, gathered: _Gathered) -> str:
    """Cells of a row, tab-separated, each on one line; what is said to repeat stands once."""
    return "\t".join(
        " ".join(" ".join(_text(each, gathered) for each in _paragraphs(cell)).split())
        for cell in _nearest(row, _CELLS)
    )


def _nearest(container: lxml.etree._Element, tags: tuple[str, ...]) -> Iterator[lxml.etree._Element]:
    """The elements of some names, also within groups, but not those inside one another."""
    for element in container:
        if element.tag in tags:
            yield element
        elif element.tag not in _UNREAD:
            yield from _nearest(element, tags)


def _paragraphs(container: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    """Paragraphs and headings of a cell or a note, those of text boxes included."""
    for element in _nearest(container, (_PARAGRAPH, _HEADING)):
        yield element
        for box in _text_boxes(element):
            yield from _paragraphs(box)


def _text_boxes(paragraph: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag == _TEXT_BOX:
            yield element
        elif element.tag not in _UNREAD and element.tag not in (_NOTE, _ANNOTATION):
            stack.extend(reversed(element))


def _text(paragraph: lxml.etree._Element, gathered: _Gathered) -> str:
    """Words of a paragraph; its notes and comments are gathered."""
    pieces: list[str] = []

    def say(piece: str | None) -> None:
        if piece:
            pieces.append(piece)
            for name in gathered.open_comments:
                gathered.commented.setdefault(name, []).append(piece)

    def say_markup(text: str | None) -> None:
        # The format means one space by any white space, and has elements for all other.
        say(_WHITE_SPACE.sub(" ", text or ""))

    say_markup(paragraph.text)
    stack: list[lxml.etree._Element | str] = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            say_markup(element)
            continue
        if element.tail:
            stack.append(element.tail)
        if element.tag == f"{_TEXT}s":
            count = element.get(f"{_TEXT}c", "1")
            say(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif element.tag == f"{_TEXT}tab":
            say("\t")
        elif element.tag == f"{_TEXT}line-break":
            say("\n")
        elif element.tag == _NOTE:
            _add_note(element, gathered)
        elif element.tag == _ANNOTATION:
            _add_comment(element, gathered)
        elif element.tag == _ANNOTATION_END:
            gathered.open_comments.discard(element.get(_NAME, ""))
        elif element.tag not in _UNREAD:
            stack.extend(reversed(element))
            if element.text and isinstance(element.tag, str):
                stack.append(element.text)
    return "".join(pieces)


def _add_note(note: lxml.etree._Element, gathered: _Gathered) -> None:
    body = note.find(_NOTE_BODY)
    if body is not None and (text := _whole_text(body)):
        gathered.footnotes.append(Block(text, "footnote"))


def _add_comment(annotation: lxml.etree._Element, gathered: _Gathered) -> None:
    name, text = annotation.get(_NAME, ""), _whole_text(annotation)
    if text:
        gathered.comments.append((name, annotation.findtext(f"{_DC}creator") or "", text))
    if name and len(gathered.open_comments) < _MOST_OPEN:
        gathered.open_comments.add(name)


def _comment_blocks(gathered: _Gathered) -> Iterator[Block]:
    for name, author, text in gathered.comments:
        # A comment on a point has no end, and so would seem to be about all that follows.
        ended = name not in gathered.open_comments
        words = " ".join("".join(gathered.commented.get(name, ()) if ended else ()).split())
        about = " on ".join(each for each in (author, f"“{words}”" if words else "") if each)
        yield Block(f"{about}: {text}" if about else text, "comment")


def _whole_text(container: lxml.etree._Element) -> str:
    """The text of a note or a comment, its paragraphs on lines of their own."""
    lines = (_text(each, _Gathered()).strip() for each in _paragraphs(container))
    return "\n".join(line for line in lines if line)


def _title(archive: Archive) -> str | None:
    """The title in the document's properties."""
    part = archive.find("meta.xml")
    if part is None:
        return None
    found = parse_xml(part, archive.place).find(f"{_OFFICE}meta/{_DC}title")
    return None if found is None else " ".join((found.text or "").split()) or None
