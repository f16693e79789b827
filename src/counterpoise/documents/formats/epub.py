"""Electronic books (EPUB 2 and 3): the pages of the spine in order, and what the package says of the book."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

import lxml.etree

from counterpoise.documents.archives import Archive, open_archive
from counterpoise.documents.bibliography import Record, is_date
from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.html import decoded_page, page_tree
from counterpoise.documents.formats.html_blocks import page_blocks
from counterpoise.documents.formats.markup import local_name, parse_xhtml, parse_xml
from counterpoise.errors import CounterpoiseError

EXPECTED = "expected an .epub file without copy protection"

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF_EVENT = "{http://www.idpf.org/2007/opf}event"
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")


def read_epub(content: bytes, place: str) -> tuple[list[Block], Record]:
    """Blocks of a book in the order of its spine, with title, date, authors and publisher.

    The table of contents is left out; pages out of the main order, as notes often are, come last. Raises
    CounterpoiseError where the book is damaged, copy-protected or beyond the limits.
    """
    archive = open_archive(content, place, EXPECTED)
    if _CONTAINER not in archive.names:
        raise archive.problem(f"is a zip file that holds {', '.join(archive.names[:3]) or 'nothing'}")
    container = parse_xml(archive.read(_CONTAINER), place)
    package_path = next(
        (each.get("full-path") or "" for each in container.iter() if local_name(each) == "rootfile"), ""
    )
    package = parse_xml(archive.read(package_path), place)
    pages = list(_spine(package, posixpath.dirname(package_path)))
    protected = _protected(archive)
    if locked := next((page for page in pages if page in protected), None):
        raise archive.problem(f"is copy-protected ({locked})")
    missing = [page for page in pages if page not in archive.names]
    if missing:
        raise archive.problem(f"names {missing[0]} and {len(missing) - 1} other pages that it does not hold")
    blocks = [block for page in pages for block in page_blocks(_page(archive, page))]
    return blocks, _record(package)


def _spine(package: lxml.etree._Element, folder: str) -> Iterator[str]:
    """Members that hold the pages, each once: the main order first, then what stands beside it."""
    manifest = {
        each.get("id"): each
        for each in package.iter()
        if local_name(each) == "item" and "nav" not in (each.get("properties") or "").split()
    }
    listed = [each for each in package.iter() if local_name(each) == "itemref"]
    ordered = sorted(listed, key=lambda each: each.get("linear") == "no")
    found = (manifest.get(each.get("idref")) for each in ordered)
    names = (
        posixpath.normpath(posixpath.join(folder, unquote((each.get("href") or "").partition("#")[0])))
        for each in found
        if each is not None and each.get("media-type") in _PAGES
    )
    yield from dict.fromkeys(names)


def _protected(archive: Archive) -> frozenset[str]:
    """The members that are encrypted; fonts often are, and do no harm."""
    listed = archive.find(_ENCRYPTION)
    if listed is None:
        return frozenset()
    return frozenset(
        unquote(each.get("URI") or "")
        for each in parse_xml(listed, archive.place).iter()
        if local_name(each) == "CipherReference"
    )


def _page(archive: Archive, name: str) -> lxml.etree._Element:
    """A page as the XML that it should be, or as a browser would read it where it is not."""
    content = archive.read(name)
    try:
        return parse_xhtml(content, archive.place)
    except CounterpoiseError:
        tree: lxml.etree._Element | None = page_tree(decoded_page(content, archive.place), archive.place)
        return lxml.etree.Element("html") if tree is None else tree


def _record(package: lxml.etree._Element) -> Record:
    """Title, date of publication, and as source the authors and the publisher."""

    def said(name: str) -> list[str]:
        return [" ".join(text.split()) for each in package.iter(f"{_DC}{name}") if (text := each.text)]

    dates = sorted(package.iter(f"{_DC}date"), key=lambda each: each.get(_OPF_EVENT) != "publication")
    days = (day for each in dates if is_date(day := (each.text or "").strip()[:10]))
    authors, publishers = "; ".join(said("creator")), said("publisher")
    source = ", ".join(each for each in (authors, *publishers[:1]) if each)
    return Record(title=next(iter(said("title")), None), date=next(days, None), source=source or None)
