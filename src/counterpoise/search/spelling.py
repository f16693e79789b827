"""Words as a search finds them: without case, accents and points, in scripts with and without spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any

import apsw

from counterpoise.documents.sentences import Span

_CATEGORIES = "L* N* M* Co"
TOKENIZER = f"unicode61 remove_diacritics 2 categories '{_CATEGORIES}'"
"""How SQLite finds words in a text that `spelt` has prepared: runs of letters, digits and the marks that belong to them."""

# Written without spaces between words: each character is a word, and words are phrases of them. Thai, Lao,
# Burmese and Khmer; Hangul; kana; ideographs.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1100, 0x11FF),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3040, 0x318F),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
# Arabic and Hebrew vowel points and the lengthening stroke are written or left out at will, and a joiner only shapes letters.
_UNWRITTEN = (
    *((0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7)),
    *((0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC)),
    *((0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x200D, 0x200D)),
)
# One letter of Arabic, Persian and Urdu under several code points, and digits under three.
_VARIANTS = str.maketrans(
    "أإآٱيىئكؤهەةۀۂ" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹",
    "ااااییی" + "ک" + "و" + "ہہہہہ" + "0123456789" + "0123456789",
)
_BETWEEN_WORDS = re.compile("[PSZ]|C[cf]")
_WIDE = (0xFF01, 0xFF5E)
_ASCII_OF_WIDE = 0xFEE0

# Marks and symbols that are younger than SQLite's table of characters, which takes what it does not know for letters.
_YOUNG = (
    *((0x058D, 0x058E), (0x0605, 0x0605), (0x061C, 0x061D), (0x07FE, 0x07FF), (0x0888, 0x0891)),
    *((0x08E2, 0x08E2), (0x09FD, 0x09FD), (0x0A76, 0x0A76), (0x0C77, 0x0C84), (0x0D4F, 0x0D4F)),
    *((0x1B7D, 0x1B7E), (0x2066, 0x2069), (0x20BA, 0x20C0), (0x218A, 0x23FF), (0x2700, 0x2700)),
    *((0x2B4D, 0x2BFF), (0x2E3C, 0x2E5D), (0x32FF, 0x32FF), (0xA8FC, 0xA8FC), (0xAB5B, 0xAB6B)),
    *((0xFBC2, 0xFBC2), (0xFD40, 0xFD4F), (0xFDCF, 0xFDCF), (0xFDFE, 0xFDFF), (0x10000, 0x1FFFF)),
)

_RANGES = "".join(f"{chr(a)}-{chr(b)}" for a, b in chain(_UNSPACED, _UNWRITTEN, (_WIDE,), _YOUNG))
_RESPELT = re.compile(f"[{_RANGES}{re.escape(''.join(map(chr, _VARIANTS)))}]")


class _Spelling(dict[int, str | int]):
    """What stands for each code point; asked for once and kept."""

    def __missing__(self, code: int) -> str | int:
        stands: str | int = code
        if any(a <= code <= b for a, b in _UNSPACED):
            stands = f" {chr(code)} "
        elif any(a <= code <= b for a, b in _UNWRITTEN):
            stands = ""
        elif _WIDE[0] <= code <= _WIDE[1]:
            stands = code - _ASCII_OF_WIDE
        elif _BETWEEN_WORDS.match(unicodedata.category(chr(code))):
            stands = " "
        self[code] = stands
        return stands


_SPELLING = _Spelling(_VARIANTS)


def spelt(text: str) -> str:
    """Text in the spelling that is indexed and sought: a space about each character of a script without spaces, one
    form for each letter that has several, no vowel points that may be left out.
    """
    if text.isascii() or not _RESPELT.search(text):
        return text
    return text.translate(_SPELLING)


def words(text: str) -> tuple[Span, ...]:
    """The spans, in code points, of the words of a text, as the index counts them."""
    prepared = spelt(text)
    content = prepared.encode()
    spans: list[Span] = []
    octets = points = 0
    tokens: Iterable[Any] = _tokenizer()(content, apsw.FTS5_TOKENIZE_DOCUMENT, None)
    for first, last, *_ in tokens:
        start = points + len(content[octets:first].decode())
        points = start + len(content[first:last].decode())
        octets = last
        spans.append((start, points))
    if prepared is text:
        return tuple(spans)
    origins = [place for place, char in enumerate(text) for _ in range(len(char.translate(_SPELLING)))]
    return tuple((origins[start], _end(text, origins[end - 1] + 1)) for start, end in spans)


def _end(text: str, end: int) -> int:
    """The end of a word with the points that were left out of its spelling."""
    while end < len(text) and _SPELLING[ord(text[end])] == "":
        end += 1
    return end


@cache
def _tokenizer() -> apsw.FTS5Tokenizer:
    return apsw.Connection(":memory:").fts5_tokenizer(
        "unicode61", ["remove_diacritics", "2", "categories", _CATEGORIES]
    )
