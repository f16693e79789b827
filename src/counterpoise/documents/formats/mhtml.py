"""Web pages saved as one file (MHTML): the page among the parts of a MIME message."""

from __future__ import annotations

import email
import email.header
import email.message
import email.policy
from collections.abc import Iterator

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.html import read_html
from counterpoise.errors import CounterpoiseError, Problem

EXPECTED = "expected a web page saved as one file (.mht or .mhtml)"
_ADDRESSES = ("Snapshot-Content-Location", "Content-Location")


def read_mhtml(content: bytes, place: str) -> tuple[list[Block], Record]:
    """Blocks and record of the page in a file saved by a browser; its pictures, styles and frames are not read.

    The address and the title of the message stand in where the page states none. Raises CounterpoiseError
    where there is no page in the file.
    """
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        page = next(_pages(message), None)
        body = page.get_payload(decode=True) if page is not None else None
        charset = page.get_content_charset() if page is not None else None
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise CounterpoiseError(Problem(place, f"is damaged ({error}); {EXPECTED}")) from error
    if page is None or not isinstance(body, bytes):
        raise CounterpoiseError(Problem(place, f"holds no page; {EXPECTED}"))
    blocks, record = read_html(body, place, charset)
    addresses = [str(each[name]).strip() for each in (page, message) for name in _ADDRESSES if each[name]]
    subject = _header(message, "Subject")
    web = (address for address in addresses if address.startswith("http"))
    return blocks, record.or_else(Record(title=subject, source=next(web, None)))


def _pages(message: email.message.Message) -> Iterator[email.message.Message]:
    """The parts that are pages, the one that the message starts with first."""
    start = message.get_param("start")
    parts = [
        part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    yield from (part for part in parts if start and part["Content-ID"] == start)
    yield from parts


def _header(message: email.message.Message, name: str) -> str | None:
    """A header in words, its encoding undone."""
    try:
        found = str(email.header.make_header(email.header.decode_header(message[name] or "")))
    except (ValueError, LookupError):
        return None
    return " ".join(found.split()) or None
