"""BibTeX and BibLaTeX, also as Zotero and Better BibTeX export them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Field,
    ParsingFailedBlock,
)
from bibtexparser.model import Entry as Block

from counterpoise.documents.references.csl import Entry
from counterpoise.errors import Problem, did_you_mean

# The library also prints what it hands back; every failure becomes a problem here.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_TYPES = {
    "article": "article-journal",
    "audio": "song",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "report",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "mvbook": "book",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "suppbook": "chapter",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
_NEWSPAPERS = {"newspaper": "article-newspaper", "magazine": "article-magazine"}

_TEXTS = {
    "title": "title",
    "shorttitle": "title-short",
    "journaltitle": "container-title",
    "journal": "container-title",
    "booktitle": "container-title",
    "shortjournal": "container-title-short",
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "pages": "page",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "edition": "edition",
    "series": "collection-title",
    "chapter": "chapter-number",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "url": "URL",
    "langid": "language",
    "language": "language",
    "abstract": "abstract",
    "keywords": "keyword",
    "annotation": "annote",
    "annote": "annote",
    "note": "note",
    "type": "genre",
}
"""Fields of an entry under their CSL variables; of several under one variable the first that is there counts."""

_NAMES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
}
_AS_THEY_ARE = {"doi", "url"}
_NOT_INHERITED = {
    "title",
    "crossref",
    "file",
    "doi",
    "url",
    "abstract",
    "annote",
    "note",
    "keywords",
    "pages",
}
_IN_A_BOOK = {"inbook", "incollection", "inproceedings", "conference", "inreference", "suppbook"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_LATEX = re.compile(r"[\\$~%]|--|``|''")
_COMMAND = re.compile(
    r"""(?<![{\\])\\(?:["'`^~=.]\s*(?:\{[^{}]*\}|\\?[A-Za-z])|[cvHukrbdt](?:\s*\{[^{}]*\}|\s+[A-Za-z])|(?:AA|aa|AE|ae|OE|oe|ss|[OoLlij])(?![A-Za-z])\s*)"""
)
"""A letter with an accent, or one of another alphabet, that no braces hold: `\\"O`, `\\c C`, `\\O`."""

_BRACES = re.compile(r"[{}]")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_PIECE = re.compile(r"[^\s#{}\"]+")
_DATE = re.compile(r"-?\d{1,4}(?:-\d{1,2}){0,2}")
_FILE_LIST = re.compile(r"(?<!\\);")
_FILE_PARTS = re.compile(r"(?<!\\):")
_DEEPEST = 40
_LONGEST_STRING = 2000
_MOST_COMPARED = 500

_DECODER = LatexDecodingMiddleware()


def read_bibtex(text: str, name: str) -> tuple[list[Entry], list[Problem]]:
    """Every entry of a BibTeX file as a CSL-JSON item, and what is wrong with it, by line.

    Strings are resolved, cross-references inherited, LaTeX accents decoded; a name in braces stays whole.
    An entry that does not close costs only itself, a field that is said twice only its second saying.
    """
    problems: list[Problem] = []
    blocks: list[tuple[str, Block]] = []
    library = parse_string(text, parse_stack=[])
    for block in library.blocks:
        place = f"{name}:{(block.start_line or 0) + 1}"
        if isinstance(block, Block):
            blocks.append((place, block))
        elif isinstance(block, ParsingFailedBlock):
            inside = block.ignore_error_block
            if isinstance(inside, Block):
                blocks.append((place, inside))
            if isinstance(block, DuplicateFieldKeyBlock):
                twice = ", ".join(sorted(block.duplicate_keys))
                problems.append(Problem(place, f"says {twice} twice; the first counts"))
            elif not isinstance(block, DuplicateBlockKeyBlock):
                problems.append(Problem(place, "does not close, or lacks its key or a comma; left out"))
    strings: dict[str, str] = {}
    for key, string in library.strings_dict.items():
        # As in BibTeX a string knows those above it; the limit keeps strings of strings from doubling on and on.
        strings[key.lower()] = _resolved(str(string.value), strings)[0][:_LONGEST_STRING]
    said = [_Said.of(place, block, strings, problems) for place, block in blocks]
    by_key: dict[str, _Said] = {}
    for each in said:
        by_key.setdefault(each.key.lower(), each)
    return [
        Entry(each.place, _item(each.with_inherited(by_key, problems), problems)) for each in said
    ], problems


@dataclass(frozen=True, slots=True)
class _Said:
    """An entry with its fields as they stand, strings resolved and the outer braces or quotes gone."""

    place: str
    key: str
    type: str
    fields: Mapping[str, str]

    @classmethod
    def of(cls, place: str, block: Block, strings: Mapping[str, str], problems: list[Problem]) -> _Said:
        place = f"{place} ({block.key})"
        fields: dict[str, str] = {}
        for each in block.fields:
            value, unknown = _resolved(str(each.value), strings)
            problems.extend(
                Problem(place, f"no @string is named '{word}'{_hint(word, strings)}") for word in unknown
            )
            if value.strip():
                fields.setdefault(each.key.lower(), value.strip())
        return cls(place, block.key, block.entry_type.lower(), fields)

    def with_inherited(self, by_key: Mapping[str, _Said], problems: list[Problem]) -> _Said:
        """This entry with what it leaves to the entry that its crossref names; one step, as BibTeX takes it."""
        key = self.fields.get("crossref")
        if key is None:
            return self
        parent = by_key.get(key.lower())
        if parent is None:
            problems.append(Problem(self.place, f"crossref names no entry '{key}'{_hint(key, by_key)}"))
            return self
        inherited = {name: value for name, value in parent.fields.items() if name not in _NOT_INHERITED}
        if self.type in _IN_A_BOOK:
            if "title" in parent.fields:
                inherited.setdefault("booktitle", parent.fields["title"])
            if "author" in inherited:
                inherited.setdefault("bookauthor", inherited["author"])
        return _Said(self.place, self.key, self.type, {**inherited, **self.fields})


def _hint(found: str, known: Mapping[str, object]) -> str:
    """The nearest name, where they are few enough that looking for it takes no time."""
    return did_you_mean(found, known) if len(known) <= _MOST_COMPARED else ""


def _resolved(raw: str, strings: Mapping[str, str]) -> tuple[str, list[str]]:
    """A value with its quotes or braces off and its strings put in, and the names that stand for none."""
    value: list[str] = []
    unknown: list[str] = []
    start = 0
    while start < len(raw):
        if raw[start] in '{"':
            end = _closing(raw, start)
            value.append(raw[start + 1 : end])
            start = end + 1
        elif piece := _PIECE.match(raw, start):
            word, start = piece[0], piece.end()
            value.append(strings.get(word.lower(), word))
            if not (word.lower() in strings or word.isdigit() or word.lower() in _MONTHS):
                unknown.append(word)
        else:
            start += 1
    return "".join(value), unknown


def _closing(raw: str, start: int) -> int:
    """Where the brace or quote at `start` closes; the end of the text where it does not."""
    depth = 0
    quoted = raw[start] == '"'
    escaped = False
    for place in range(start + quoted, len(raw)):
        char = raw[place]
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0 and not quoted:
                return place
        elif char == '"' and quoted and depth == 0:
            return place
    return len(raw)


def _item(said: _Said, problems: list[Problem]) -> dict[str, Any]:
    type_ = _TYPES.get(said.type)
    if type_ is None:
        told = f"unknown type '@{said.type}'{did_you_mean(said.type, _TYPES)}; read as a document"
        problems.append(Problem(said.place, told))
    if type_ == "article-journal":
        type_ = _NEWSPAPERS.get(said.fields.get("entrysubtype", ""), type_)
    item: dict[str, Any] = {"id": said.key, "type": type_ or "document"}
    for field, variable in _TEXTS.items():
        if field in said.fields and variable not in item:
            raw = said.fields[field]
            item[variable] = raw.replace("\\_", "_") if field in _AS_THEY_ARE else _decoded(raw)
    if "page" in item:
        item["page"] = re.sub(r"\s*[-–—]+\s*", "-", item["page"])
    if "DOI" in item:
        item["DOI"] = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", item["DOI"])
    if said.type in ("mastersthesis", "phdthesis"):
        item.setdefault("genre", "Master's thesis" if said.type == "mastersthesis" else "PhD thesis")
    for field, variable in _NAMES.items():
        if field in said.fields:
            item[variable] = list(_names(said.fields[field]))
    issued = _issued(said.fields)
    if issued:
        item["issued"] = issued
    files = list(_files(said.fields.get("file", "")))
    if files:
        item["custom"] = {"files": files}
    return item


@lru_cache(maxsize=16384)
def _decoded(latex: str) -> str:
    """Text without LaTeX: accents as letters, braces and commands gone; what cannot be decoded stays as it is."""
    if not _LATEX.search(latex):
        return " ".join(_BRACES.sub("", latex).split())
    if latex.count("{") > _DEEPEST and _depth(latex) > _DEEPEST:
        return " ".join(latex.split())
    # Reference managers write a bare % for per cent, which to LaTeX starts a comment.
    bare = _BARE_PERCENT.sub(r"\\%", latex)
    block = _DECODER.transform_entry(Block("text", "text", [Field("text", bare)]), Library())
    text = str(block.fields_dict["text"].value) if isinstance(block, Block) else latex
    return " ".join(text.split())


def _depth(latex: str) -> int:
    return max(accumulate((char == "{") - (char == "}") for char in latex))


def _names(raw: str) -> Iterator[dict[str, str]]:
    # The splitter of names takes a backslash that begins one for its own, and the blank that ends a command for one between words.
    braced = _COMMAND.sub(lambda found: f"{{{found[0].rstrip()}}}", " ".join(raw.split()))
    for name in split_multiple_persons_names(braced):
        if name.startswith("{") and _closing(name, 0) == len(name) - 1:
            yield {"literal": _decoded(name)}
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        words = {
            "family": parts.last,
            "given": parts.first,
            "non-dropping-particle": parts.von,
            "suffix": parts.jr,
        }
        read = {key: text for key, of in words.items() if of and (text := _decoded(" ".join(of)))}
        if set(read) == {"family"}:
            read = {"literal": read["family"]}
        if read:
            yield read


def _issued(fields: Mapping[str, str]) -> dict[str, Any] | None:
    date = _decoded(fields.get("date") or fields.get("year") or "")
    if not date:
        return None
    first = date.split("/")[0].strip("~? ")
    if not _DATE.fullmatch(first):
        return {"literal": date}
    sign, digits = ("-", first[1:]) if first.startswith("-") else ("", first)
    parts = [int(part) for part in digits.split("-")]
    if sign:
        parts[0] = -parts[0]
    month = _decoded(fields.get("month", "")).lower().split()[:1]
    if len(parts) == 1 and month and "date" not in fields:
        if month[0][:3] in _MONTHS:
            parts.append(_MONTHS.index(month[0][:3]) + 1)
        elif month[0].isascii() and month[0].isdigit() and 1 <= int(month[0][:3]) <= 12:
            parts.append(int(month[0][:3]))
    return {"date-parts": [parts]}


def _files(raw: str) -> Iterator[str]:
    """Paths of a `file` field: bare, or between a title and a media type as Zotero and JabRef write them."""
    for each in _FILE_LIST.split(raw):
        parts = _FILE_PARTS.split(each)
        drive = len(parts[0].strip()) == 1 and parts[1:2] and parts[1].startswith(("\\", "/"))
        named = len(parts) >= 3 and not drive
        path = ":".join(parts[1:-1] if named else parts)
        path = re.sub(r"\\([\\:;])", r"\1", path).strip()
        if path:
            yield path
