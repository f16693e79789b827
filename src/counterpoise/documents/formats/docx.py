"""Word documents: headings, paragraphs, lists, tables, notes and comments, as their last revision reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import lxml.etree

from counterpoise.documents.archives import Archive, open_archive
from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block, Role
from counterpoise.documents.formats.markup import parse_xml

EXPECTED = "expected a .docx file as Word or LibreOffice saves it"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_TEXT_BOX = f"{_W}txbxContent"
_SAID: Mapping[str, str] = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_TEXTS = frozenset({f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
# What was moved away, the readings over Chinese characters, and what only older programs show.
_UNREAD = frozenset(
    {f"{_W}pPr", f"{_W}rPr", f"{_W}moveFrom", f"{_W}del", f"{_W}rt", _TEXT_BOX}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_NOTE_REFERENCES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
_COMMENT_START, _COMMENT_END = f"{_W}commentRangeStart", f"{_W}commentRangeEnd"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_NO_LIST = "0"
_BODY_LEVEL = 9
_STYLES_DEEP = 20
_MOST_OPEN = 50


@dataclass(frozen=True, slots=True)
class _Notes:
    """What stands outside the body: notes by kind and id, and comments by id."""

    notes: Mapping[tuple[str, str], str]
    comments: Mapping[str, tuple[str, str]]


@dataclass(slots=True)
class _Gathered:
    """What the walk through the body leaves behind: notes to be set at the section's end, words commented on."""

    footnotes: list[Block] = field(default_factory=list)
    commented: dict[str, list[str]] = field(default_factory=dict)
    open_comments: set[str] = field(default_factory=set)


def read_docx(content: bytes, place: str) -> tuple[list[Block], Record]:
    """Blocks of a document as its last revision reads, and the title in its properties.

    Insertions are read and deletions are not. Footnotes and endnotes follow the section in which they are
    referred to, text boxes the paragraph that they hang on, and comments, each with its author and the words
    it is about, come last. Headers and footers are not read. Raises CounterpoiseError where the bytes are no
    Word document, or more than the limits allow.
    """
    archive = open_archive(content, place, EXPECTED)
    if "word/document.xml" not in archive.names:
        raise archive.problem(f"is a zip file that holds {', '.join(archive.names[:3]) or 'nothing'}")
    body = parse_xml(archive.read("word/document.xml"), place).find(f"{_W}body")
    if body is None:
        raise archive.problem("holds no body")
    roles = _roles_of_styles(archive)
    gathered = _Gathered()
    notes = _Notes(_notes(archive), _comments(archive))
    blocks = list(_blocks(body, roles, notes, gathered))
    blocks += gathered.footnotes
    blocks += _comment_blocks(notes, gathered)
    titles = [block.text for block in blocks if block.role == "heading"]
    return blocks, Record(title=_title(archive) or (titles[0] if titles else None))


def _roles_of_styles(archive: Archive) -> dict[str, Role]:
    """The styles that make a heading or a list item of a paragraph, by themselves or by what they are based on."""
    styles = archive.find("word/styles.xml")
    if styles is None:
        return {}
    own: dict[str, Role | None] = {}
    based: dict[str, str] = {}
    for style in parse_xml(styles, archive.place).iter(f"{_W}style"):
        named, parent = style.find(f"{_W}name"), style.find(f"{_W}basedOn")
        name = _value(named).lower()
        ident = style.get(f"{_W}styleId", "")
        titled = name in ("title", "subtitle") or name.startswith("heading ")
        # The style sheet of Word in any language keeps the English names of its built-in styles.
        listed = name.startswith("list ") and not name.startswith("list continue")
        own[ident] = "heading" if titled else _role_of_properties(style) or ("list item" if listed else None)
        based[ident] = _value(parent)
    roles: dict[str, Role] = {}
    for ident in own:
        style_id = ident
        for _ in range(_STYLES_DEEP):
            if role := own.get(style_id):
                roles[ident] = role
                break
            style_id = based.get(style_id, "")
    return roles


def _role_of_properties(element: lxml.etree._Element) -> Role | None:
    """What a paragraph or a style says outright: a level of the outline, or a list."""
    level = element.find(f"{_W}pPr/{_W}outlineLvl")
    if level is not None and _value(level).isdecimal() and int(_value(level)) < _BODY_LEVEL:
        return "heading"
    number = element.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    return "list item" if number is not None and _value(number) != _NO_LIST else None


def _role(paragraph: lxml.etree._Element, roles: Mapping[str, Role]) -> Role:
    number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    style = roles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")))
    # Numbered headings are headings; a paragraph may be taken out of the list of its style.
    if style == "heading":
        return "heading"
    if style == "list item" and number is not None and _value(number) == _NO_LIST:
        return "paragraph"
    return _role_of_properties(paragraph) or style or "paragraph"


def _notes(archive: Archive) -> dict[tuple[str, str], str]:
    """The text of every footnote and endnote, by its kind and id; separators have none."""
    found: dict[tuple[str, str], str] = {}
    for kind in _NOTE_REFERENCES.values():
        if (part := archive.find(f"word/{kind}.xml")) is None:
            continue
        for note in parse_xml(part, archive.place):
            if text := _whole_text(note):
                found[kind, note.get(f"{_W}id", "")] = text
    return found


def _comments(archive: Archive) -> dict[str, tuple[str, str]]:
    """Author and text of every comment, by its id."""
    part = archive.find("word/comments.xml")
    if part is None:
        return {}
    return {
        comment.get(f"{_W}id", ""): (comment.get(f"{_W}author", ""), _whole_text(comment))
        for comment in parse_xml(part, archive.place)
    }


def _comment_blocks(notes: _Notes, gathered: _Gathered) -> Iterator[Block]:
    for ident, (author, text) in notes.comments.items():
        words = " ".join("".join(gathered.commented.get(ident, ())).split())
        about = " on ".join(each for each in (author, f"“{words}”" if words else "") if each)
        if text:
            yield Block(f"{about}: {text}" if about else text, "comment")


def _blocks(
    container: lxml.etree._Element, roles: Mapping[str, Role], notes: _Notes, gathered: _Gathered
) -> Iterator[Block]:
    """Paragraphs and tables in reading order, also within content controls."""
    carried = ""
    for element in container:
        if element.tag == _PARAGRAPH:
            earlier = len(gathered.footnotes)
            text = carried + _text(element, notes, gathered)
            # A deleted paragraph mark joins the paragraph to the next.
            carried = text if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None else ""
            role = _role(element, roles)
            if role == "heading":
                yield from gathered.footnotes[:earlier]
                del gathered.footnotes[:earlier]
            if text.strip() and not carried:
                yield Block(text, role)
            for box in _text_boxes(element):
                yield from _blocks(box, roles, notes, gathered)
            continue
        if carried:
            yield Block(carried)
            carried = ""
        if element.tag == _TABLE:
            rows = [_row_text(row, notes, gathered) for row in _rows(element)]
            if text := "\n".join(row for row in rows if row.strip()):
                yield Block(text, "table")
        elif element.tag in (_COMMENT_START, _COMMENT_END):
            _mark_comment(element, gathered)
        elif element.tag not in _UNREAD:
            yield from _blocks(element, roles, notes, gathered)
    if carried.strip():
        yield Block(carried)


def _rows(table: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    """The rows of a table and not those of the tables within it, without deleted ones."""
    for row in _nearest(table, _ROW):
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield row


def _nearest(container: lxml.etree._Element, tag: str) -> Iterator[lxml.etree._Element]:
    """The elements of a name, also within content controls, but not those inside one another."""
    for element in container:
        if element.tag == tag:
            yield element
        elif element.tag not in _UNREAD:
            yield from _nearest(element, tag)


def _row_text(row: lxml.etree._Element, notes: _Notes, gathered: _Gathered) -> str:
    """Cells of a row, tab-separated, each on one line; a cell merged over columns stands once."""
    return "\t".join(
        " ".join(" ".join(_text(each, notes, gathered) for each in _paragraphs(cell)).split())
        for cell in _nearest(row, _CELL)
    )


def _paragraphs(container: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    """The paragraphs of a cell or a note, those of text boxes and inner tables included."""
    for element in container:
        if element.tag == _PARAGRAPH:
            yield element
            for box in _text_boxes(element):
                yield from _paragraphs(box)
        elif element.tag not in _UNREAD:
            yield from _paragraphs(element)


def _text_boxes(paragraph: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    """The text boxes that hang on a paragraph, each once: older programs are offered a second copy."""
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag == _TEXT_BOX:
            yield element
        elif element.tag not in _UNREAD:
            stack.extend(reversed(element))


def _text(paragraph: lxml.etree._Element, notes: _Notes, gathered: _Gathered) -> str:
    """Words of a paragraph, hyperlinks and insertions included; its notes and comments are gathered."""
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag in _TEXTS or element.tag in _SAID:
            piece = _SAID.get(element.tag) or element.text or ""
            pieces.append(piece)
            for ident in gathered.open_comments:
                gathered.commented.setdefault(ident, []).append(piece)
        elif element.tag in _NOTE_REFERENCES:
            text = notes.notes.get((_NOTE_REFERENCES[element.tag], element.get(f"{_W}id", "")))
            if text:
                gathered.footnotes.append(Block(text, "footnote"))
        elif element.tag in (_COMMENT_START, _COMMENT_END):
            _mark_comment(element, gathered)
        elif element.tag not in _UNREAD:
            stack.extend(reversed(element))
    for ident in gathered.open_comments:
        gathered.commented.setdefault(ident, []).append(" ")
    return "".join(pieces)


def _mark_comment(element: lxml.etree._Element, gathered: _Gathered) -> None:
    """Begin or end the words that a comment is about."""
    ident = element.get(f"{_W}id", "")
    if element.tag == _COMMENT_START and len(gathered.open_comments) < _MOST_OPEN:
        gathered.open_comments.add(ident)
    else:
        gathered.open_comments.discard(ident)


def _whole_text(container: lxml.etree._Element) -> str:
    """The text of a note or a comment, its paragraphs on lines of their own."""
    nothing = _Notes({}, {})
    lines = (_text(each, nothing, _Gathered()).strip() for each in _paragraphs(container))
    return "\n".join(line for line in lines if line)


def _title(archive: Archive) -> str | None:
    """The title in the document's properties."""
    part = archive.find("docProps/core.xml")
    return None if part is None else (parse_xml(part, archive.place).findtext(_TITLE) or "").strip() or None


def _value(element: lxml.etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")
