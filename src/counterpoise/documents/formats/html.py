"""Saved web pages: the main text, its headings, lists and tables, and what the page says of itself."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

import lxml.etree
import lxml.html
import trafilatura

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.html_blocks import Stretch, blocks_of, stretches
from counterpoise.documents.formats.html_record import page_record
from counterpoise.documents.formats.text import BYTE_ORDER_MARKS, decoded
from counterpoise.errors import CounterpoiseError, Problem

_HEAD = 4096
_DECLARED = re.compile(
    rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})"
    rb"|<\?xml[^<>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.\-]{2,40})",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^<>]*\?>")
# Browsers read these names as the larger sets that their writers mean (WHATWG Encoding Standard, 4.2).
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
_MOSTLY_LINKS = 0.6
_EDGE = 40
_LIMIT = "ERR_RESOURCE_LIMIT"


def read_html(content: bytes, place: str, charset: str | None = None) -> tuple[list[Block], Record]:
    """Blocks of a page's main text, with the title, date, author, site and address that the page states.

    The page's own order of blocks is kept; where the main text begins and ends is judged by trafilatura
    (Barbaresi 2021, ACL demo 15). `charset` is the encoding that came with the page. External entities are
    never fetched. Raises CounterpoiseError where the page holds no text.
    """
    page = decoded_page(content, place, charset)
    tree = page_tree(page, place)
    found = [] if tree is None else [s for s in stretches(tree) if s.block.text]
    if tree is None or not found:
        raise CounterpoiseError(
            Problem(place, "holds no text; expected a web page saved after its text had loaded")
        )
    main = trafilatura.extract(page, fast=True, favor_recall=True, include_comments=False) or ""
    return blocks_of(_main(found, main)), page_record(tree)


def decoded_page(content: bytes, place: str, charset: str | None = None) -> str:
    """Decode a page: by its byte order mark, as UTF-8 where it is that, by what it declares, or by statistics."""
    declared = _codec(charset) or _codec_in(content[:_HEAD])
    if declared and not content.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)):
        # A page that is UTF-8 and says otherwise was saved by a browser that kept the old declaration.
        for codec in dict.fromkeys((declared,) if content.isascii() else ("utf-8", declared)):
            try:
                return content.decode(codec)
            except (UnicodeDecodeError, LookupError):
                continue
        if declared != "utf-8":
            return content.decode(declared, errors="replace")
    return decoded(content, place)


def _codec_in(head: bytes) -> str | None:
    match = _DECLARED.search(head)
    return _codec((match[1] or match[2]).decode("ascii")) if match else None


def _codec(name: str | None) -> str | None:
    """The codec that text of a named encoding is decoded with; None for one that holds no text, or is unknown."""
    try:
        found = codecs.lookup(name or "")
        "".encode(found.name)
    except (LookupError, ValueError):
        return None
    # A declaration that can be read as ASCII is not written in UTF-16, whatever it says.
    return None if found.name.startswith(("utf-16", "utf-32")) else _MEANT.get(found.name, found.name)


def page_tree(page: str, place: str) -> lxml.html.HtmlElement | None:
    """Parse decoded text, however broken; what its declaration says of its encoding holds no longer.

    Raises CounterpoiseError where elements stand so deep in each other that the rest would be left out.
    """
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(_XML_DECLARATION.sub("", page, count=1), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        tree = None
    if limit := next((each.message for each in parser.error_log if each.type_name == _LIMIT), None):
        raise CounterpoiseError(Problem(place, f"is beyond the limits of a page: {limit.partition(',')[0]}"))
    return tree


def _main(found: Sequence[Stretch], main: str) -> list[Stretch]:
    """The stretch from the first block of the main text to its last, without runs of links."""
    lines = [_squeezed(line) for line in main.split("\n") if line.strip()]
    starts = {line[:_EDGE] for line in lines}
    ends = {line[-_EDGE:] for line in lines}
    inside = [
        number
        for number, stretch in enumerate(found)
        if (text := _squeezed(stretch.block.text))[:_EDGE] in starts or text[-_EDGE:] in ends
    ]
    if not inside:
        return list(found)
    first, last = inside[0], inside[-1]
    while first and found[first - 1].block.role == "heading":
        first -= 1
    kept = found[first : last + 1]
    return [s for s in kept if s.block.role == "heading" or s.linked < _MOSTLY_LINKS]


def _squeezed(text: str) -> str:
    """Letters and digits only, so that two renderings of one paragraph compare equal."""
    return "".join(char for char in text if char.isalnum())
