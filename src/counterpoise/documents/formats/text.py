"""Plain text in any encoding, hard-wrapped or one paragraph a line."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from counterpoise.documents.canonical import PAGE_START, Block
from counterpoise.documents.lines import HYPHENS, Vocabulary, paragraphs, width_of
from counterpoise.errors import CounterpoiseError, Problem

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
_MOSTLY_ASCII = 0.08
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_EVERYDAY = re.compile(
    "[\t\n\r\u0020-\u024f\u0370-\u06ff\u0900-\u0eff\u2010-\u2026\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff5e]"
)
_NEARLY_ALL = 0.95
_LINE_ENDS = re.compile("\r\n?|[\v\x85\u2028\u2029]")
_OTHER_LINE_ENDS = "\r\v\x85\u2028\u2029"
_ENDS_LINE_OF_PROSE = re.compile(r"[.!?:;]\W*$")
_STOPS_SHORT = re.compile(r"[^\W_],?$")
_SPACE = " \t\u00a0\ufeff"
_NARROWEST, _WIDEST = 40, 110

_PAGE = r"\d{1,4}(?:/\d{1,4})?"
_OF_A_RECORD = r"(?:\d\d-\d{5}|[AS](?:/[A-Z]+)*/(?:[A-Z]+\.)?\d+(?:/[\w.]+)*)"
_ON_A_RECORD = rf"(?:{_OF_A_RECORD}|\d\d/\d\d/\d{{4}}|{_PAGE})"
_RECORD_FURNITURE = re.compile(
    rf"(?=[\dAS])(?=.{{,200}}\Z)(?=.*{_OF_A_RECORD}){_ON_A_RECORD}(?: +{_ON_A_RECORD}){{0,5}}"
)
"""The job number of a United Nations record or its document symbol, alone on a line or with page and date."""

_PAGE_FURNITURE = re.compile(rf"\d{{1,4}}|{_RECORD_FURNITURE.pattern}")
"""A page number, or what `_RECORD_FURNITURE` is."""


def decoded(content: bytes, place: str) -> str:
    """Decode bytes: by a byte order mark, as UTF-8, as UTF-16 without one, or by their statistics.

    Raises CounterpoiseError where the bytes are no text.
    """
    return content.decode(encoding_of(content, place), errors="replace")


def encoding_of(content: bytes, place: str) -> str:
    """The encoding of a text or of its beginning. Raises CounterpoiseError where the bytes are no text."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    wide = _wide_encoding(content[:_SAMPLE])
    if wide:
        return wide
    controls = len(_NOT_TEXT.findall(content[:_SAMPLE]))
    if controls > 0.01 * min(len(content), _SAMPLE):
        if other := _other_wide_encoding(content[:_SAMPLE]):
            return other
        raise CounterpoiseError(
            Problem(place, "holds binary data, not text; expected a text file in any encoding")
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A sample may end within a character.
        if error.start < len(content) - 3 or error.reason != "unexpected end of data":
            return _narrow_encoding(content)
    return "utf-8"


def plain_blocks(text: str) -> list[Block]:
    """Paragraphs of plain text.

    Text whose lines are broken at one width is joined back into paragraphs, and the page numbers that stand alone on
    its lines are left out; other text has a paragraph a line, and a number alone may be a heading of it. The head and
    foot of the pages of a United Nations record are left out of both.
    """
    if any(end in text for end in _OTHER_LINE_ENDS):
        text = _LINE_ENDS.sub("\n", text)
    lines = text.replace(PAGE_START, f"\n{PAGE_START}").split("\n")
    if is_hard_wrapped(lines):
        kept = [line for line in lines if not _PAGE_FURNITURE.fullmatch(line.strip())]
        # Counting every word is the dearest step, and only words divided at a line end need it.
        divided = any(line.rstrip().endswith(HYPHENS) for line in kept)
        joined = paragraphs(kept, width_of(kept), Vocabulary.of(kept) if divided else Vocabulary())
        return [Block(paragraph) for paragraph in joined]
    return [Block(paragraph) for paragraph in _mended(lines)]


def _mended(lines: list[str]) -> list[str]:
    """Join a long line that stops in mid sentence to the next; a page break had parted them."""
    mended: list[list[str]] = []
    pages = 0
    for line in lines:
        body = line.strip(_SPACE)
        text = body.lstrip(PAGE_START)
        pages += len(body) - len(text)
        if not text or _RECORD_FURNITURE.fullmatch(text):
            continue
        body = PAGE_START * pages + text
        last = mended[-1][-1] if mended else ""
        if text[:1].islower() and len(last) > _NARROWEST and _STOPS_SHORT.search(last[-2:]):
            mended[-1].append(body)
        else:
            mended.append([body])
        pages = 0
    if pages:
        mended.append([PAGE_START * pages])
    return [" ".join(parts) for parts in mended]


def is_hard_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken to fit a width, so that sentences run over their ends."""
    texts = [line.strip() for line in lines if line.strip()]
    if len(texts) < 5 or not _NARROWEST <= width_of(texts) <= _WIDEST:
        return False
    run_on = sum(not _ENDS_LINE_OF_PROSE.search(line[-8:]) for line in texts)
    return run_on > 0.5 * len(texts)


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark, of Western text: every other byte is NUL."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.3 * len(sample) / 2 and even < 0.02 * len(sample):
        return "utf-16-le"
    if even > 0.3 * len(sample) / 2 and odd < 0.02 * len(sample):
        return "utf-16-be"
    return None


def _other_wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark, of any other script: nearly all of it is letters of everyday text."""
    whole = sample[: len(sample) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = whole.decode(encoding, errors="replace")
        if len(_EVERYDAY.findall(text)) > _NEARLY_ALL * len(text):
            return encoding
    return None


def _narrow_encoding(content: bytes) -> str:
    """An encoding of one byte, or an East Asian one.

    In text that is nearly all ASCII the few other bytes are Western quotation marks and accents;
    statistics over so few of them mislead.
    """
    sample = content[:_SAMPLE]
    if sum(byte > 127 for byte in sample) > _MOSTLY_ASCII * len(sample):
        best = charset_normalizer.from_bytes(sample).best()
        if best is not None:
            return best.encoding
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"
