"""Lines: printed lines joined back into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.documents.canonical import PAGE_START

ENDS_SENTENCE = re.compile(r"[.!?…。！？।۔؟:;][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LEFT_OF_HYPHEN = re.compile(r"(?<![^\W_])((?:[^\W_]\.){1,9}|[^\W_]{1,40})([-‐–])$")
HYPHENS = ("-", "‐", "–")
"""What may stand at the end of a line that divides a word."""

_RIGHT_OF_HYPHEN = re.compile(r"[^\W_]{1,40}")
_LONGEST_WORD = 42
_HYPHENS_IN_ADDRESS = ("-", "‐")
_IN_ADDRESS = re.compile(r"(?:://|\bwww\.|%[0-9A-Fa-f]{2})\S*[-‐]$", re.IGNORECASE)
"""A line that ends within an address of the web, or within what follows of one that began above."""

_LONGEST_ADDRESS = 2000
LIST_MARK = re.compile(r"(?:[•‣▪▸►●■◦○✓✔➢–—*\uf000-\uf0ff]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)])\s")

# A deliberate break leaves room for the next word. Lines set in a proportional type differ in
# length by a tenth or so, so that much room says nothing.
ROOM = 0.85
SHORT = 0.6


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often each word of a document occurs, whole or hyphenated: it decides what a hyphen means."""

    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, lines: Sequence[str]) -> Vocabulary:
        """Count the words of printed lines, those that a line end divides left out."""
        words: list[str] = []
        whole: list[str] = []
        divided = False
        for line in lines:
            follows, divided = divided, line.rstrip().endswith(_HYPHENS_IN_ADDRESS)
            if follows or divided:
                words += _WORD.findall(line.lower())[int(follows) : -1 if divided else None]
            else:
                whole.append(line)
        return cls(Counter(words + _WORD.findall("\n".join(whole).lower())))

    def hyphen_kept(self, left: str, right: str) -> bool | None:
        """Whether the hyphen at the end of a line belongs to the word; None where it divides none.

        It stays beside a figure or a capital, where the hyphenated word occurs elsewhere more often than
        the whole one, where neither is known from elsewhere but both parts are words by themselves, and within an
        address of the web.
        """
        if not left.endswith(HYPHENS):
            return None
        if ends_in_address(left) and not right[:1].isspace():
            return True
        before, after = _LEFT_OF_HYPHEN.search(left[-_LONGEST_WORD:]), _RIGHT_OF_HYPHEN.match(right)
        if not before or not after:
            return None
        if before[2] == "–" or not before[1].isalpha() or not after[0].isalpha() or after[0][0].isupper():
            return True
        first, second = before[1].lower(), after[0].lower()
        whole, hyphenated = self.counts[first + second], self.counts[f"{first}-{second}"]
        if whole or hyphenated:
            return hyphenated > whole
        return self.counts[first] > 1 and self.counts[second] > 1


def ends_in_address(line: str) -> bool:
    """Whether a line ends with a hyphen within an address of the web, which goes on on the next."""
    return line.endswith(_HYPHENS_IN_ADDRESS) and _IN_ADDRESS.search(line[-_LONGEST_ADDRESS:]) is not None


def width_of(lines: Sequence[str]) -> int:
    """The printed width: nine lines in ten are at most so many characters long."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def paragraphs(lines: Sequence[str], width: int, vocabulary: Vocabulary) -> list[str]:
    """Join printed lines into paragraphs.

    A paragraph ends at a blank line, before an indented line or a list mark, and after a line that left
    room for the next word - but not where the sentence plainly goes on. A line that begins with
    `PAGE_START` begins a page; the mark stays in the paragraph.
    """
    done: list[str] = []
    parts: list[str] = []
    last = ""
    blank = False
    for line in lines:
        mark = PAGE_START if line.startswith(PAGE_START) else ""
        body = line.removeprefix(PAGE_START).rstrip()
        if not body.strip():
            blank = True
            if mark:
                parts.append(mark)
            continue
        indented = body[0] in " \t" and not last.startswith((" ", "\t"))
        if last and _breaks(last, body, width, blank or bool(mark), indented):
            done.append("".join(parts))
            parts = []
        kept = vocabulary.hyphen_kept(parts[-1], body.lstrip()) if parts and not mark else None
        if kept is False:
            parts[-1] = parts[-1][:-1]
        gap = " " if parts and last and kept is None else ""
        parts.append(f"{gap}{mark}{body.strip()}")
        last, blank = body, False
    if parts:
        done.append("".join(parts))
    return done


def _breaks(last: str, line: str, width: int, blank: bool, indented: bool) -> bool:
    """Whether a paragraph ends between two printed lines."""
    if ends_in_address(last) and not blank:
        return False
    ended = bool(ENDS_SENTENCE.search(last[-12:]))
    start = line.lstrip()
    if blank:
        return ended or not (start[0].islower() or len(last.strip()) > ROOM * width)
    if LIST_MARK.match(start) and (ended or indented or len(last.strip()) < ROOM * width):
        return True
    if indented and ended:
        return True
    used = len(last.strip()) + 1 + len(start.split(maxsplit=1)[0])
    if ended:
        return used < ROOM * width
    return used < SHORT * width and not start[0].islower()
