"""Volumes of the Foreign Relations of the United States in TEI, as the Office of the Historian publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.etree

from counterpoise.admission import content_of
from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block, Role
from counterpoise.documents.dates import calendar_date
from counterpoise.documents.formats.markup import parse_xml, words_in
from counterpoise.errors import CounterpoiseError, Problem

_TEI = "{http://www.tei-c.org/ns/1.0}"
_FIRST_DATE = "{http://history.state.gov/frus/ns/1.0}doc-dateTime-min"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_BLOCKS = frozenset(
    f"{_TEI}{name}"
    for name in ("p", "dateline", "salute", "signed", "closer", "opener", "ab", "l", "quote", "lg")
)
_UNREAD = frozenset(f"{_TEI}{name}" for name in ("pb", "figure", "graphic", "index"))
_NOTE, _HEAD, _ROW, _CELL, _TABLE, _LABEL, _ITEM = (
    f"{_TEI}{name}" for name in ("note", "head", "row", "cell", "table", "label", "item")
)

FrusPart = tuple[str, Record, list[Block]]


def frus_parts(path: Path, place: str) -> Iterator[FrusPart]:
    """The documents of a volume: the name of each there, its record and its blocks, with its notes at the end.

    The date is the earliest that the editors give; the source names the volume, the document's number and,
    where they are marked, who wrote to whom. Raises CounterpoiseError where the file is no such volume.
    """
    root = parse_xml(content_of(path, place), place)
    volume = words_in(title) if (title := _volume_title(root)) is not None else path.stem
    found = [each for each in root.iter(f"{_TEI}div") if each.get("type") == "document"]
    if not found:
        raise CounterpoiseError(
            Problem(place, 'holds no <div type="document">; expected a volume of FRUS in TEI (P5)')
        )
    for number, each in enumerate(found, start=1):
        notes: list[Block] = []
        blocks = list(_blocks(each, "paragraph", notes))
        yield each.get(_ID) or f"document-{number}", _record(each, volume, blocks), blocks + notes


def _volume_title(root: lxml.etree._Element) -> lxml.etree._Element | None:
    titles = list(root.iter(f"{_TEI}title"))
    complete = (each for each in titles if each.get("type") == "complete")
    return next(complete, next(iter(titles), None))


def _record(document: lxml.etree._Element, volume: str, blocks: list[Block]) -> Record:
    when = document.get(_FIRST_DATE) or next(
        (
            date.get("when") or date.get("notBefore") or date.get("from") or ""
            for date in document.iter(f"{_TEI}date")
        ),
        "",
    )
    number = document.get("n")
    parties = [f"{word} {'; '.join(names)}" for word in ("from", "to") if (names := _parties(document, word))]
    said = [volume, f"document {number}" if number else "", *parties]
    return Record(
        title=next((block.text for block in blocks if block.role == "heading"), None),
        date=calendar_date(when[:10]),
        source=", ".join(each for each in said if each),
    )


def _parties(document: lxml.etree._Element, word: str) -> list[str]:
    names = (words_in(each) for each in document.iter(f"{_TEI}persName") if each.get("type") == word)
    return [name for name in dict.fromkeys(names) if name]


def _blocks(container: lxml.etree._Element, role: Role, notes: list[Block]) -> Iterator[Block]:
    """Blocks of a division in order; words between inner blocks are blocks of their own."""
    pieces: list[str] = []
    label = ""

    def whole() -> Iterator[Block]:
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            yield Block(text, role)

    def say(text: str | None) -> None:
        pieces.append(text or "")

    say(container.text)
    for element in container:
        if element.tag == _NOTE:
            notes += [Block(text, "footnote") for text in (words_in(element),) if text]
        elif element.tag == _HEAD:
            yield from whole()
            yield from _blocks(element, "heading", notes)
        elif element.tag == _TABLE:
            yield from whole()
            rows = ["\t".join(_words(cell, notes) for cell in row.iter(_CELL)) for row in element.iter(_ROW)]
            yield Block("\n".join(rows), "table")
        elif element.tag == _LABEL:
            yield from whole()
            label = _words(element, notes).strip()
        elif element.tag == _ITEM:
            yield from whole()
            first, *others = [*_blocks(element, "list item", notes), Block("", "list item")]
            yield Block(f"{label} {first.text}".strip(), first.role)
            yield from (block for block in others if block.text)
            label = ""
        elif element.tag in _BLOCKS or _holds_blocks(element):
            yield from whole()
            yield from _blocks(element, role, notes)
        elif element.tag not in _UNREAD:
            say(_words(element, notes))
        say(element.tail)
    yield from whole()


def _holds_blocks(element: lxml.etree._Element) -> bool:
    """Whether an element is a division, a list or the like, rather than words in a line."""
    return any(child.tag in _BLOCKS or child.tag in (_HEAD, _TABLE, _LABEL, _ITEM) for child in element)


def _words(element: lxml.etree._Element, notes: list[Block]) -> str:
    """The words of an element in a line; its notes are set aside."""
    pieces = [element.text or ""] if isinstance(element.tag, str) else []
    for child in element:
        if child.tag == _NOTE:
            notes += [Block(text, "footnote") for text in (words_in(child),) if text]
        elif child.tag not in _UNREAD:
            pieces.append(_words(child, notes))
        pieces.append(child.tail or "")
    return "".join(pieces)
