"""XML of files from anywhere, parsed with nothing fetched and no entity expanded."""

from __future__ import annotations

import html.entities
import re
from typing import Any

import lxml.etree

from counterpoise.errors import CounterpoiseError, Problem

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


def parse_xml(content: bytes, place: str) -> lxml.etree._Element:
    """The root of an XML document.

    No document type is loaded, no entity but those of XML itself is expanded, and no element stands deeper
    than 256. Raises CounterpoiseError where the XML is broken, or declares entities of its own.
    """
    try:
        root = lxml.etree.fromstring(content, parser=_parser())
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        raise CounterpoiseError(Problem(place, f"holds broken XML: {error}")) from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise CounterpoiseError(Problem(place, "declares entities of its own, which are not read"))
    return root


def parse_xhtml(content: bytes, place: str) -> lxml.etree._Element:
    """The root of an XHTML document, in which the named characters of HTML are read as well."""
    return parse_xml(_ENTITY.sub(_character, content), place)


def local_name(element: lxml.etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words_in(element: lxml.etree._Element) -> str:
    """All the text in an element, with single spaces."""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def _parser() -> lxml.etree.XMLParser:
    return lxml.etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _character(match: re.Match[bytes]) -> bytes:
    """A named character of HTML as references by number, which hold in any encoding."""
    name = match[1].decode("ascii")
    found = html.entities.html5.get(f"{name};") if match[1] not in _OF_XML else None
    return match[0] if found is None else "".join(f"&#{ord(char)};" for char in found).encode("ascii")
