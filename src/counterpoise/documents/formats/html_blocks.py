"""Blocks of a page of HTML or XHTML in the page's own order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import lxml.etree

from counterpoise.documents.canonical import Block, Role
from counterpoise.documents.formats.markup import local_name, words_in

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl"}
    | {"dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "li"}
    | {"main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_UNREAD = frozenset(
    {"button", "head", "iframe", "math", "noscript", "object", "option", "rp", "rt", "script", "select"}
    | {"style", "svg", "template", "textarea"}
)
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTES = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"})
_NOTE_MARKS = frozenset({"noteref", "doc-noteref"})
_PRINTED_MARK = re.compile(r"\s*[\[(]?[\w*†‡§]{1,4}[\])]?\s*")
_LONGEST_VALUE = 600
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block of a page, the share of it that is links, and the number of the table that it is a row of."""

    block: Block
    linked: float
    table: int | None = None


@dataclass(slots=True)
class _Run:
    """Text gathered between two block boundaries, and what it stands in."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    cells: int = 0
    roles: set[Role] = field(default_factory=set)


@dataclass(slots=True)
class _Inside:
    """How many elements of each sort stand open."""

    links: int = 0
    headings: int = 0
    items: int = 0
    notes: int = 0
    tables: list[int] = field(default_factory=list)
    data_cells: list[bool] = field(default_factory=list)


def page_blocks(root: lxml.etree._Element) -> list[Block]:
    """Every block of a page: headings, paragraphs, list items, notes, and each table as one block of rows."""
    return blocks_of(stretch for stretch in stretches(root) if stretch.block.text)


def blocks_of(found: Iterable[Stretch]) -> list[Block]:
    """The blocks of stretches, rows of one table that follow each other joined."""
    blocks: list[Block] = []
    table: int | None = None
    for stretch in found:
        if stretch.table is not None and stretch.table == table:
            blocks[-1] = Block(f"{blocks[-1].text}\n{stretch.block.text}", "table")
        else:
            blocks.append(stretch.block)
        table = stretch.table
    return blocks


def stretches(root: lxml.etree._Element) -> Iterator[Stretch]:
    """Walk a page in its own order, without recursion, cutting at block elements and at rows of tables.

    Marks that refer to notes are left out, as they are no words of the text.
    """
    run, inside, tables = _Run(), _Inside(), 0
    walk = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name, started = local_name(element), event == "start"
        if name in ("td", "th"):
            if started:
                inside.data_cells.append(_is_data(element))
            else:
                run.cells += inside.data_cells.pop()
                run.pieces.append("\t")
        elif name in _PARAGRAPHS or name in HEADINGS:
            if inside.data_cells and inside.data_cells[-1]:
                run.pieces.append(" ")
            else:
                yield _stretch(run, inside)
                run = _Run()
        elif name == "br" and started:
            run.pieces.append("\n")
        step = 1 if started else -1
        inside.links += step * (name == "a")
        inside.headings += step * (name in HEADINGS)
        inside.items += step * (name == "li")
        inside.notes += step * bool(_types(element) & _NOTES)
        if name == "table" and started:
            tables += 1
            inside.tables.append(tables)
        elif name == "table":
            inside.tables.pop()
        text = element.text if started else element.tail
        if started and (name in _UNREAD or _marks_a_note(element, name)):
            walk.skip_subtree()
        elif text:
            run.pieces.append(text if name == "pre" and started else _SPACE.sub(" ", text))
            run.linked += len(text.strip()) if inside.links else 0
            if text.strip():
                run.roles |= _roles(inside)
    yield _stretch(run, inside)


def _roles(inside: _Inside) -> set[Role]:
    found: set[Role] = set()
    if inside.headings:
        found.add("heading")
    if inside.items:
        found.add("list item")
    if inside.notes:
        found.add("footnote")
    return found


def _stretch(run: _Run, inside: _Inside) -> Stretch:
    text = "".join(run.pieces).strip()
    order: tuple[Role, ...] = ("heading", "footnote", "list item")
    role: Role = next((each for each in order if each in run.roles), "paragraph")
    if role == "heading":
        text = " ".join(text.split())
    row = run.cells > 1 and role != "heading" and inside.tables
    linked = run.linked / max(len(text), 1)
    if row:
        # Line ends within a cell would part its row; a first cell without words keeps its place.
        cells = [" ".join(cell.split()) for cell in "".join(run.pieces).split("\t")]
        return Stretch(Block("\t".join(cells).rstrip() if text else "", "table"), linked, inside.tables[-1])
    return Stretch(Block(text, role), linked)


def _is_data(cell: lxml.etree._Element) -> bool:
    """Whether a table's cell holds a value, to stay on its row, rather than part of a page's layout."""
    length = 0
    for element in cell.iter():
        length += len(element.text or "") + len(element.tail or "")
        name = local_name(element)
        if length > _LONGEST_VALUE or name == "table" or name in HEADINGS:
            return False
    return True


def _types(element: lxml.etree._Element) -> set[str]:
    """What an element says that it is, in the vocabularies of EPUB and of accessible pages."""
    if not element.attrib:
        return set()
    said = (element.get(_EPUB_TYPE), element.get("epub:type"), element.get("role"))
    return {word for each in said if each for word in each.split()}


def _marks_a_note(element: lxml.etree._Element, name: str) -> bool:
    """Whether an element is the raised number of a note, which leads to another place of the page."""
    if _types(element) & _NOTE_MARKS:
        return True
    if name != "sup" or len(element) != 1:
        return False
    link = element[0]
    return (
        local_name(link) == "a"
        and "#" in (link.get("href") or "")
        and _PRINTED_MARK.fullmatch(words_in(element)) is not None
    )
