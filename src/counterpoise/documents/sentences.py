"""Sentences of a text, in Latin, Chinese, Japanese, Arabic and Indic scripts."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

Span = tuple[int, int]
"""Start and end of a stretch of text, in code points."""

_MARKS = "\n.!?…。！？｡۔؟।॥።။។"
"""What may end a sentence: a line end, or a mark, most of them of one script."""

_ASCII_MARKS = "\n.!?"

# An ellipsis may be spaced, and the number of a note may stand right after the mark. What must follow depends on it.
_BOUNDARY = re.compile(
    r"""
    .
    (?:
        (?<=[.!?…]) (?<![.!?…]{2}) (?<!\.[ ][.!?…]) [.!?…]*+ (?:[ ]\.(?!\d))*+ ["'”’»)\]]*+
        (?: (?: (?<=[^\W\d_]{2}[.!?]) | (?<=[.!?]["”’)]) ) \d{1,3} (?=[ ]["“‘]?[^\W\d_]) )?+ (?=\s|$)
      | (?<=[。！？｡]) [。！？｡]*+ ["'”’」』》）]*+
      | (?<=[۔؟।॥።။។]) [۔؟।॥።။។]*+ ["'”’»)\]]*+
    )
    """,
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘«]*$")
_WORD_AFTER = re.compile(r"\s*[\"'“‘«(\[]*([^\s]{0,24})")
REACH = 16
"""So many code points before a mark may say whether it ends a sentence."""

_LONGEST = 7
"""No abbreviation below has as many letters."""

# Before a name, or within a phrase, no sentence ends.
_GOES_ON = re.compile(
    r"Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Cdr|Adm|Sgt|Brig|Sen|Rep|Gov|Amb|Hon|Rev|Pres|Messrs"
    r"|St|Mt|Ft|Sr|Pub|MM|Mme|Mlle|H\.E|[Cc]f|ca|approx|[Vv]s?|[Vv]iz|[Ee]\.g|[Ii]\.e"
)
# Before a number, or a numeral, no sentence ends.
_NUMBERS = re.compile(
    r"nos?|arts?|docs?|pg|secs?|chs?|chap|paras?|pars?|vols?|pp?|pts?|figs?|tab|app|cl|reg|res|stat|eds?"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"[(§]*(?:\d|[IVXLC]{2,}\b|[VXLC]\b)")
# After these a sentence ends only where the next word opens one.
_MAY_END = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?|[A-Z]|Inc|Corp|Ltd|Co|Bros|Jr|etc|al|Dept|Univ|Comm")
_OPENER = re.compile(
    r"(?:After|All|Although|An|And|As|At|Because|Before|But|By|For|From|He|Her|His|However|I|If|In|It|Its"
    r"|Meanwhile|Moreover|My|No|Nor|Now|On|One|Our|She|Since|So|Some|Such|That|The|Their|Then|There|Therefore"
    r"|These|They|This|Those|Thus|To|Today|Until|We|What|When|Where|Whether|While|Who|With|Yet|You|Your)\b(?!\.)"
)
_ENUMERATOR = re.compile(r"\d{1,3}|[A-Za-z]|[ivxIVX]{1,5}")


def sentences(text: str) -> tuple[Span, ...]:
    """Spans of the sentences of a text, in order; together they hold every character that is no space.

    A line end ends a sentence, as canonical text has a paragraph a line. Takes time linear in the text.
    """
    spans: list[Span] = []
    start = line_start = end = 0
    for at in _marks(text):
        if at < end:
            continue
        mark = text[at]
        if mark == "\n":
            end = line_start = at + 1
            left, right = trimmed(text, start, at)
            if left < right:
                spans.append((left, right))
            start = end
            continue
        if mark in ".!?…":
            if _surely_ends(text, at, at + 1, line_start):
                end = at + 1
            elif (match := _BOUNDARY.match(text, at)) is None:
                continue
            else:
                end = match.end()
                if not _ends(text, at, end, line_start):
                    continue
        elif (match := _BOUNDARY.match(text, at)) is not None:
            end = match.end()
        else:
            continue
        if text[start] == " " and start + 1 < end:
            start += 1
        spans.append(trimmed(text, start, end) if text[start].isspace() else (start, end))
        start = end
    left, right = trimmed(text, start, len(text))
    if left < right:
        spans.append((left, right))
    return tuple(spans)


def _marks(text: str) -> list[int]:
    """Where marks and line ends stand, in order; each kind is looked for by itself, as that passes over all else."""
    places: list[int] = []
    for mark in _ASCII_MARKS if text.isascii() else _MARKS:
        if mark in text:
            pieces = accumulate(map(len, text.split(mark)))
            places += [length + number for number, length in enumerate(pieces)]
            places.pop()
    places.sort()
    return places


def _surely_ends(text: str, mark: int, end: int, line_start: int) -> bool:
    """Whether a mark follows a common word, and a capital what ends with the mark, as most do: there a sentence ends."""
    after = text[end : end + 1]
    if after == "\n":
        return text[mark - 1].isalnum() and mark > 0
    if after != " " or not text[end + 1 : end + 2].isupper():
        return False
    if mark - line_start >= _LONGEST and text[mark - _LONGEST : mark].isalpha():
        return True
    return _is_plain(text[max(mark - REACH, line_start) : mark].rpartition(" ")[2])


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(text: str, mark: int, end: int, line_start: int) -> bool:
    """Whether a mark ends a sentence, rather than an abbreviation, an initial or an enumerator."""
    follows = text[end : end + 1]
    if not follows or follows == "\n":
        return True
    if _surely_ends(text, mark, end, line_start):
        return True
    following = _WORD_AFTER.match(text, end)
    word = following[1] if following else ""
    if not word or "\n" in text[end : following.start(1) if following else end]:
        return True
    if word[0].islower():
        return False
    if text[mark] != "." or text[mark + 1 : mark + 2] == ".":
        return True
    found = _WORD_BEFORE.search(text[max(mark - REACH, line_start) : mark])
    before = found[0] if found else ""
    opens_line = mark - line_start <= REACH and text[line_start:mark].strip() == before
    if opens_line and _ENUMERATOR.fullmatch(before):
        return False
    if _GOES_ON.fullmatch(before):
        return False
    if _NUMBERS.fullmatch(before) and (text[end - 1].isdigit() or _NUMERAL.match(word)):
        return False
    if "/" in before and text[end - 1].isdigit():  # the symbol of a document, such as A/PV.4
        return False
    if _MAY_END.fullmatch(before):
        return _OPENER.match(word) is not None
    return True


@lru_cache(maxsize=1 << 14)
def _is_plain(word: str) -> bool:
    """Whether a word is letters alone, and none after which a mark may not end a sentence."""
    return word.isalpha() and not any(
        pattern.fullmatch(word) for pattern in (_ENUMERATOR, _GOES_ON, _NUMBERS, _MAY_END)
    )
