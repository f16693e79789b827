"""In-text citations of a document, author and year, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from counterpoise.documents.references.author_names import PARTICLES, UNDATED, YEAR

_DATED = rf"(?:\[?{YEAR}\]?/)?{YEAR}[a-z]?|{UNDATED}"
_YEARS = rf"(?:{_DATED})(?:(?:\s*(?:,|;|&|and|und)\s*)(?:{_DATED}|[a-z](?![\w.])))*(?![\w–-])"

_PARENTHESIS = re.compile(r"[(\[]([^()\[\]]*(?:\([^()]{1,12}\)[^()\[\]]*)?)[)\]]")
_CITED_YEARS = re.compile(rf"(?P<comma>[,:]?)\s+\(?(?P<years>{_YEARS})")
_YEARS_ALONE = re.compile(rf"\s*(?P<years>{_YEARS})\s*(?:[,:;].*)?", re.DOTALL)
_ONE_YEAR = re.compile(
    rf"(?:\[?{YEAR}\]?/)?(?P<year>{YEAR})(?P<letter>[a-z])?|(?P<undated>{UNDATED})|(?P<more>[a-z])(?!\w)"
)
_LEAD = re.compile(
    r"\s*(?:(?:but |and )?(?:see(?: also| e\.g\.| for example| for instance)?|e\.\s?g\.|i\.\s?e\.|cf\.|compare|also|as cited in|"
    r"cited in|quoted in|as quoted in|for example|for instance|following|in|and|by|from|after|vgl\.|siehe|"
    r"adapted from|based on|source:|sources:|quoting|citing)[,:]?\s+)+",
    re.IGNORECASE,
)
_AND = r"(?:and|und|&|et|y)"
_SEPARATOR = re.compile(rf"\s*,\s*{_AND}\s+|\s*,\s*|\s+{_AND}\s+")
_OTHERS = re.compile(
    r",?\s+(?:et\.?\s+al\b\.?|u\.\s?a\.|and (?:colleagues|others)|& others)\s*$", re.IGNORECASE
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,4}")
_WORD = re.compile(r"[^\W\d_][\w'’.‐-]*")
_NARRATIVE_AND = re.compile(rf"\s*,?\s+{_AND}\s*$|\s*,\s*$")
_NUMBERED = re.compile(
    r"\[(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[A-Z][A-Za-z+]{0,7}\d\d[a-z]?)(?:,[^\]\n]{1,20})?\]"
)
# Running text like `by Stede et al. 2017` is read only with its et al.: a bare name and a year say too little.
_UNBRACKETED = re.compile(
    rf"(?<![\w(;])(?P<name>[^\W\d_a-z][\w'’‐-]+) et al\.?,? (?P<years>{YEAR}[a-z]?)\b(?![^()\n]{{0,80}}\))"
)
_LONGEST_ITEM = 300
_NARRATIVE_REACH = 120
_WITHIN_NAMES = PARTICLES | {"of", "for", "the", "on", "in", "to", "des", "für"}
_OPENING_WORDS = frozenset(
    [
        "a",
        "according",
        "after",
        "again",
        "against",
        "all",
        "also",
        "although",
        "an",
        "and",
        "as",
        "at",
        "because",
        "before",
        "besides",
        "both",
        "but",
        "by",
        "conversely",
        "despite",
        "drawing",
        "during",
        "even",
        "finally",
        "first",
        "following",
        "for",
        "from",
        "further",
        "furthermore",
        "hence",
        "here",
        "however",
        "if",
        "in",
        "indeed",
        "instead",
        "later",
        "like",
        "likewise",
        "meanwhile",
        "moreover",
        "nevertheless",
        "nonetheless",
        "now",
        "on",
        "once",
        "only",
        "or",
        "per",
        "recently",
        "second",
        "see",
        "similarly",
        "since",
        "so",
        "still",
        "such",
        "than",
        "that",
        "the",
        "their",
        "then",
        "there",
        "therefore",
        "these",
        "this",
        "those",
        "though",
        "through",
        "thus",
        "to",
        "under",
        "unlike",
        "until",
        "using",
        "when",
        "where",
        "whereas",
        "which",
        "while",
        "with",
        "within",
        "without",
        "yet",
    ]
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One work cited at one place: the names as they stand, whether more are meant, and the year.

    `start` and `end` are code points of the text. `year` is None where the work has none yet, `letter` tells
    works of one year apart. `comma` says whether one stands before the year; it is None in running
    text, as in Walt (1987).
    """

    start: int
    end: int
    names: tuple[str, ...]
    others: bool
    year: int | None
    letter: str
    comma: bool | None

    @property
    def cited(self) -> str:
        """The citation in words, as in `Khan and Ali (2020a)`."""
        names = " and ".join(filter(None, [", ".join(self.names[:-1]), self.names[-1]]))
        return f"{names}{' et al.' if self.others else ''} ({self.year or 'n.d.'}{self.letter})"


def citations_in(text: str, start: int, end: int) -> list[Citation]:
    """The citations between two code points of a text, in order.

    What merely looks like one, as a place and a year in brackets do, is among them.
    """
    found = [
        citation
        for match in _UNBRACKETED.finditer(text, start, end)
        for citation in _dated((match["name"],), True, None, match.start(), 0, match)
    ]
    for match in _PARENTHESIS.finditer(text, start, end):
        inside = match[1]
        if not any(char.isdigit() for char in inside) and not re.search(UNDATED, inside):
            continue
        alone = _YEARS_ALONE.fullmatch(inside)
        if alone and match[0][0] == "(":
            found += _narrative(
                text, max(start, match.start() - _NARRATIVE_REACH), match.start(), match.start(1), alone
            )
        else:
            found += _parenthetical(text, match.start(1), match.end(1))
    return sorted(found, key=lambda citation: citation.start)


def _parenthetical(text: str, start: int, end: int) -> Iterator[Citation]:
    before: tuple[tuple[str, ...], bool, bool] | None = None
    place = start
    for item in text[start:end].split(";"):
        item_start, place = place, place + len(item) + 1
        if len(item) > _LONGEST_ITEM:
            continue
        alone = _YEARS_ALONE.fullmatch(item)
        if alone and before:
            yield from _dated(before[0], before[1], before[2], None, item_start, alone)
            continue
        cursor = 0
        for years in _CITED_YEARS.finditer(item):
            lead = _LEAD.match(item, cursor)
            names_start = lead.end() if lead and lead.end() <= years.start() else cursor
            read = _names(item[names_start : years.start()])
            cursor = years.end()
            if read is None:
                continue
            names, others, offset = read
            before = (names, others, bool(years["comma"]))
            yield from _dated(
                names, others, bool(years["comma"]), item_start + names_start + offset, item_start, years
            )


def _dated(
    names: tuple[str, ...],
    others: bool,
    comma: bool | None,
    names_start: int | None,
    offset: int,
    years: re.Match[str],
) -> Iterator[Citation]:
    """One citation for each year; the first of them spans the names too."""
    shift = offset + years.start("years")
    last: int | None = None
    for each in _ONE_YEAR.finditer(years["years"]):
        if each["more"] and last is None:
            continue
        year = last if each["more"] else int(each["year"]) if each["year"] else None
        last = year
        start = names_start if names_start is not None else shift + each.start()
        names_start = None
        yield Citation(
            start, shift + each.end(), names, others, year, each["more"] or each["letter"] or "", comma
        )


def _names(text: str) -> tuple[tuple[str, ...], bool, int] | None:
    """The names that a stretch of a parenthesis consists of or ends in, whether more are meant, and where they start."""
    body = text.rstrip()
    others = bool(_OTHERS.search(body))
    body = _OTHERS.sub("", body)
    spans: list[tuple[int, int]] = []
    cursor = 0
    for separator in _SEPARATOR.finditer(body):
        spans.append((cursor, separator.start()))
        cursor = separator.end()
    spans.append((cursor, len(body)))
    kept: list[tuple[int, str]] = []
    for start, end in spans:
        piece = body[start:end]
        if _INITIALS.fullmatch(piece.strip() + " ") or piece.strip() in ("Jr.", "Sr."):
            continue
        tail = _capitalised_tail(piece)
        if tail is None:
            kept = []
            continue
        if tail > 0:
            kept = []
        kept.append((start + tail, piece[tail:].strip()))
    if not kept or spans[-1][0] > kept[-1][0] + len(kept[-1][1]) + 8:
        return None
    return tuple(name for _, name in kept), others, kept[0][0]


def _capitalised_tail(piece: str) -> int | None:
    """Where the run of name words that ends a piece starts; None where it ends in no name."""
    words = list(_WORD.finditer(piece))
    if not words or piece[words[-1].end() :].strip(" .'’\"”"):
        return None
    tail = None
    reach = len(piece)
    for word in reversed(words):
        if tail is not None and piece[word.end() : reach].strip():
            break
        reach = word.start()
        if word[0][0].isupper() or _is_prefixed(word[0]):
            tail = word.start()
        elif tail is None or word[0] not in _WITHIN_NAMES:
            break
        elif word[0] in PARTICLES:
            tail = word.start()
    run = [word for word in words if tail is not None and word.start() >= tail]
    while len(run) > 1 and run[0][0].casefold() in _OPENING_WORDS:
        run = run[1:]
        tail = run[0].start()
    return tail


def _is_prefixed(word: str) -> bool:
    """Whether a word is a name with an article before it, such as al-Hariri or d'Estaing."""
    prefix, mark, rest = word.partition("-") if "-" in word else word.partition("’" if "’" in word else "'")
    return bool(mark) and len(prefix) <= 3 and rest[:1].isupper()


def _narrative(text: str, floor: int, end: int, inside: int, years: re.Match[str]) -> Iterator[Citation]:
    """Citations whose names stand in the running text right before the parenthesis."""
    before = text[floor:end].rpartition("\n")[2]
    shift = end - len(before)
    body = before.rstrip()
    if len(before) - len(body) > 1 or not body:
        return
    others = bool(_OTHERS.search(body))
    body = _OTHERS.sub("", body)
    names: list[str] = []
    start = len(body)
    while (tail := _capitalised_tail(body)) is not None:
        name = body[tail:]
        if _ends_sentence(name):
            break
        names.insert(0, re.sub(r"['’]s?$", "", name))
        start = tail
        body = body[:tail]
        joined = _NARRATIVE_AND.search(body)
        if joined is None:
            break
        # A comma alone joins only what an `and` follows.
        if len(names) == 1 and not joined[0].strip(" ,"):
            break
        body = body[: joined.start()]
    if names:
        yield from _dated(tuple(names), others, None, shift + start, inside, years)


def _ends_sentence(name: str) -> bool:
    return name.endswith((".", ":")) and len(name.rstrip(".").rpartition(" ")[2]) > 2


def numbered_citations(text: str) -> list[tuple[int, int]]:
    """The spans of citations by number or label, as in [12] or [Wal87]."""
    return [match.span() for match in _NUMBERED.finditer(text)]
