"""The reference list of a document: where it stands, and its entries with their authors and years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from counterpoise.documents.document import Document
from counterpoise.documents.references.author_names import PARTICLES, UNDATED, YEAR

_HEADING = re.compile(
    r"^(?:[^\w\n]|_){0,8}(?:(?:\d{1,2}|[IVX]{1,5}|[A-Z])[.)]?[ \t]+)?"
    r"(?:(?:list of |selected |cited )?references(?: cited| list)?|reference list|(?:selected |select )?bibliography|"
    r"works cited|literature(?: cited)?|literatur(?:verzeichnis)?|bibliographie|références|bibliografía)(?:[^\w\n]|_){0,8}$",
    re.IGNORECASE | re.MULTILINE,
)
_AFTER = re.compile(
    r"^(?:[^\w\n]|_){0,8}(?:(?:\d{1,2}|[IVX]{1,5}|[A-Z])[.)]?[ \t]+)?(?:appendi(?:x|ces)|annex(?:es)?|about the authors?|author bio\w*|"
    r"(?:end)?notes|acknowledge?ments?|conflicts? of interest|funding|supplementary \w+|index)\b[^\n]{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_PARTICLE = rf"(?:(?:{'|'.join(sorted(PARTICLES))})\s+|(?:al|el|ul|ad|as)-|[dD]['’]|[lL]['’])"
_FAMILY = rf"{_PARTICLE}{{0,3}}{_UPPER}[\w'’‐-]*(?:[ -](?:{_PARTICLE})?{_UPPER}[\w'’‐-]*){{0,2}}"
_GIVEN = rf"{_UPPER}(?:\.|[\w'’]+)?(?:[\s‐-]{{1,2}}(?:{_UPPER}(?:\.|[\w'’‐-]+)?|de|von|van|der)){{0,3}}"
_EDITORS = r"(?:,?\s*\(?(?:[Ee]ds?|[Hh]rsg|[Cc]omps?|[Tt]rans)\.?\)?)?"
_DATE = rf"\(?(?:\[?{YEAR}\]?/)?(?P<year>{YEAR}|{UNDATED})(?P<letter>[a-z])?(?:,\s*[^)\n]{{1,40}})?\)?(?:\s*[.,:;]|\s+[“\"„'‘A-Z]|\s*$)"
_DATED = re.compile(rf"[.,]?\s{{1,3}}{_DATE}")
_MARK = r"[ \t]*(?:\[?\d{1,3}[.)\]][ \t]*|[•▪●*–-][ \t]+)?"
_PEOPLE = re.compile(rf"{_MARK}(?P<authors>{_FAMILY},\s+{_GIVEN}[^\d()\n:“”\"„]*?){_EDITORS}")
_BODY = re.compile(
    rf"{_MARK}(?P<authors>{_UPPER}[^\d()\n“”\"„]*?(?:\[[A-Z]{{2,8}}\]|\([A-Z]{{2,8}}\))?){_EDITORS}"
)
_AGAIN = re.compile(rf"{_MARK}[—–_-]{{2,}}[,.]?")
_AFTER_ENTRY = re.compile(r"[.\"”“’)/\d]\s(?=\S)")
_LONGEST_AUTHORS, _LONGEST_BODY = 450, 150
_BETWEEN_NAMES = PARTICLES | {"and", "und", "et", "al", "y", "others", "ed", "eds", "hrsg"}
_LOWER_WORD = re.compile(r"(?<![\w'’-])[a-zß-öø-ÿ]\w*+(?!['’-])")

_AND = re.compile(r"\s*,?\s*(?:…|\.\s?\.\s?\.)\s*|\s*,?\s+(?:and|und|et|y)\s+|\s*,?\s*&\s*")
_INITIALS = re.compile(rf"(?:{_UPPER}{{1,2}}\.?[\s‐-]*)+|(?:Jr|Sr|I{{2,3}}|IV)\.?")
_GIVEN_FIRST = re.compile(rf"(?P<given>(?:{_UPPER}\.[\s‐-]*)+)(?P<family>.+)", re.DOTALL)
_FAMILY_FIRST = re.compile(
    rf"\s*(?P<family>{_FAMILY})\s+(?P<given>[A-Z]{{1,3}}|(?:[A-Z]\.[ -]?){{1,3}})[.\s]*"
)
_BETWEEN = re.compile(rf"{_AND.pattern}|\s*,\s*")
_OTHERS = re.compile(r"[,\s]+(?:et al\.?|and others|u\.\s?a\.)\s*$")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class ListedWork:
    """An entry of a reference list: its span in the text, its family names as spelt, where, with their initials; its year.

    `year` is None where it has none yet; `rest` is what follows the year.
    """

    start: int
    end: int
    families: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    initials: tuple[str, ...]
    others: bool
    year: int | None
    letter: str
    rest: str

    @property
    def doi(self) -> str | None:
        """The DOI in the entry, in lower case."""
        found = _DOI.search(self.rest)
        return found[0].rstrip(".,;)").lower() if found else None

    @property
    def listed(self) -> str:
        """The entry in words, as in `Khan and Ali (2020a)`."""
        names = " and ".join(filter(None, [", ".join(self.families[:-1]), *self.families[-1:]]))
        return f"{names}{' et al.' if self.others else ''} ({self.year or 'n.d.'}{self.letter})"


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The list of works at the end of a document, from its heading at `start` to `end`, and its entries."""

    start: int
    end: int
    works: tuple[ListedWork, ...]


def reference_lists(document: Document) -> tuple[ReferenceList, ...]:
    """The lists under headings such as References whose entries start with authors and a year, in order."""
    text = document.text
    headings = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    found = []
    for heading, limit in zip(headings, ends, strict=False):
        after = _AFTER.search(text, heading.end(), limit)
        end = after.start() if after else limit
        works = tuple(_works(text, heading.end(), end))
        if len(works) >= _FEWEST:
            found.append(ReferenceList(heading.start(), end, works))
    return tuple(found)


def list_heading(document: Document) -> tuple[int, int] | None:
    """The span of the last line that announces a list of works, whatever its style."""
    headings = [heading.span() for heading in _HEADING.finditer(document.text)]
    return headings[-1] if headings else None


def _works(text: str, start: int, end: int) -> Iterator[ListedWork]:
    ordered = list(_openings(text, start, end))
    before: tuple[_Author, ...] = ()
    for number, (opening, date) in enumerate(ordered):
        entry_end = ordered[number + 1][0].start() if number + 1 < len(ordered) else end
        entry_start = opening.start() + len(opening[0]) - len(opening[0].lstrip())
        authors = opening.groupdict().get("authors", "")
        if authors:
            before = tuple(_authors(_OTHERS.sub("", authors), opening.start("authors")))
        if not before:
            continue
        year = date["year"]
        yield ListedWork(
            start=entry_start,
            end=entry_start + len(text[entry_start:entry_end].rstrip()),
            families=tuple(author.family for author in before),
            spans=tuple((author.start, author.start + len(author.family)) for author in before),
            initials=tuple(author.initials for author in before),
            others=bool(_OTHERS.search(authors)),
            year=int(year) if year.isdigit() else None,
            letter=date["letter"] or "",
            rest=text[max(date.end("year"), date.end("letter")) : entry_end].strip(" ).,:;\n"),
        )


def _openings(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Authors and date of each entry: a year, before which a line holds nothing but authors.

    Where paragraphs of a file have run together the authors follow the end of an entry on the same line.
    """
    floor = start
    for date in _DATED.finditer(text, start, end):
        stop = date.start()
        reach = max(floor, stop - _LONGEST_AUTHORS)
        line = text.rfind("\n", start, stop) + 1 or start
        opening = None
        if line >= reach:
            opening = _AGAIN.fullmatch(text, line, stop) or _people(text, line, stop)
            if opening is None and stop - line <= _LONGEST_BODY:
                opening = _BODY.fullmatch(text, line, stop)
        if opening is None:
            after = (found.end() for found in _AFTER_ENTRY.finditer(text, max(line, reach - 2), stop))
            opening = next((found for place in after if (found := _people(text, place, stop))), None)
        if opening is not None:
            floor = date.end("year")
            yield opening, date


def _people(text: str, start: int, stop: int) -> re.Match[str] | None:
    """Names from start to stop and nothing else."""
    found = _PEOPLE.fullmatch(text, start, stop)
    if found is None or not _BETWEEN_NAMES.issuperset(_LOWER_WORD.findall(found[0])):
        return None
    return found


class _Author(NamedTuple):
    family: str
    start: int
    initials: str


def _authors(authors: str, offset: int) -> Iterator[_Author]:
    """The authors of an entry; `Family, G.`, `G. Family` and `Family G` may stand beside each other."""
    if "," not in authors and not all(_FAMILY_FIRST.fullmatch(piece) for piece in _AND.split(authors)):
        # A body such as a Department of Trade and Industry; its `and` joins no authors.
        name = authors.strip(" .\n")
        yield _Author(name, offset + authors.index(name), "")
        return
    pieces: list[tuple[int, str]] = []
    cursor = 0
    for separator in _BETWEEN.finditer(authors):
        pieces.append((cursor, authors[cursor : separator.start()]))
        cursor = separator.end()
    pieces.append((cursor, authors[cursor:]))
    pieces = [(offset + place, piece) for place, piece in pieces if piece.strip(" .")]
    given_of_first = authors.partition(",")[2].strip() != "" and not _FAMILY_FIRST.fullmatch(pieces[0][1])
    for number, (place, piece) in enumerate(pieces):
        if (number == 1 and given_of_first) or (number > 0 and _INITIALS.fullmatch(piece.strip())):
            continue
        follows = pieces[number + 1][1].strip() if number + 1 < len(pieces) else ""
        if (split := _FAMILY_FIRST.fullmatch(piece)) or (
            number > 0 and (split := _GIVEN_FIRST.fullmatch(piece.strip()))
        ):
            name, given = split["family"], split["given"]
        elif number > 0 and not _INITIALS.fullmatch(follows):
            words = piece.split()
            keep = 1
            while keep < len(words) and words[-keep - 1] in PARTICLES:
                keep += 1
            given = " ".join(words[:-keep])
            name = piece[piece.rindex(words[-keep]) :] if keep == 1 else piece[piece.index(words[-keep]) :]
        else:
            name, given = piece, follows
        name = name.strip(" .\n")
        yield _Author(
            name, place + piece.index(name), "".join(re.findall(r"\b\w|(?<=[A-Z])[A-Z]", given)).casefold()
        )
