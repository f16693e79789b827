"""Reading a bibliography, in any of the formats that reference managers write."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

from counterpoise.documents.formats.text import decoded
from counterpoise.documents.references.csl import (
    CSL_TYPES,
    Entry,
    Reference,
    issued_of,
    names_of,
    reference_of,
)
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

Reader = Callable[[str, str], tuple[list[Entry], list[Problem]]]
"""Makes CSL-JSON items of a text and its name, and says what is wrong."""

_FORMAT_OF_SUFFIX = {
    ".bib": "BibTeX",
    ".bibtex": "BibTeX",
    ".ris": "RIS",
    ".json": "CSL-JSON",
    ".csljson": "CSL-JSON",
    ".csv": "Zotero CSV",
}
_FORMAT_BY_START = (
    (re.compile(r"\s*[\[{]"), "CSL-JSON"),
    (re.compile(r"\s*TY {1,2}-", re.IGNORECASE), "RIS"),
    (re.compile(r'\s*"?Key"?,"?Item Type"?,'), "Zotero CSV"),
    (re.compile(r"(?s:.{0,4000}?)^[ \t]*@\w+\s*[{(]", re.MULTILINE), "BibTeX"),
)


def read_references(content: bytes, name: str) -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
    """Read a bibliography: BibTeX, RIS, CSL-JSON, or a Zotero export as CSV.

    The format is told by the content, and by the suffix of `name` where that says nothing. What is wrong with an entry is
    a problem with its place, and costs no other entry. An entry without an id gets one of its author
    and year; of entries under one id the first is kept. Raises CounterpoiseError where the file is no
    bibliography at all.
    """
    text = decoded(content, name).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    entries, problems = _reader(text, name)(text, name)
    references: dict[str, Reference] = {}
    for place, item in _identified(entries):
        known = item.get("type")
        if not isinstance(known, str) or known not in CSL_TYPES:
            told = (
                f"type '{known}' is none of CSL{did_you_mean(str(known), CSL_TYPES)}" if known else "no type"
            )
            problems.append(Problem(place, f"{told}; read as a document"))
            item = {**item, "type": "document"}
        reference = reference_of(item)
        if reference.id in references:
            problems.append(Problem(place, f"the id '{reference.id}' is taken by an entry above; left out"))
            continue
        references[reference.id] = reference
    return tuple(references.values()), tuple(problems)


def _reader(text: str, name: str) -> Reader:
    by_suffix = _FORMAT_OF_SUFFIX.get(PurePosixPath(name).suffix.lower())
    by_content = (format_ for pattern, format_ in _FORMAT_BY_START if pattern.match(text))
    # The readers bring their libraries, which a study without such files never needs.
    match next(by_content, by_suffix):
        case "BibTeX":
            from counterpoise.documents.references.bibtex import read_bibtex

            return read_bibtex
        case "RIS":
            from counterpoise.documents.references.ris import read_ris

            return read_ris
        case "Zotero CSV":
            from counterpoise.documents.references.zotero import read_zotero_csv

            return read_zotero_csv
        case "CSL-JSON":
            return _read_csl
    raise CounterpoiseError(
        Problem(name, "is no bibliography that is read; expected BibTeX, RIS, CSL-JSON or a CSV from Zotero")
    )


def _read_csl(text: str, name: str) -> tuple[list[Entry], list[Problem]]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise CounterpoiseError(
            Problem(f"{name}:{error.lineno}:{error.colno}", f"is not JSON: {error.msg}")
        ) from error
    except (RecursionError, ValueError) as error:
        raise CounterpoiseError(
            Problem(name, "is JSON of a depth or with a number beyond reading")
        ) from error
    if isinstance(found, dict):
        found = found.get("items", [found])
    if not isinstance(found, list):
        raise CounterpoiseError(Problem(name, "is JSON but no list of items"))
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, item in enumerate(found, start=1):
        place = f"{name}, entry {number}"
        if not isinstance(item, dict):
            problems.append(Problem(place, f"is {type(item).__name__}, not an object; left out"))
            continue
        if "id" in item:
            place += f" ({item['id']})"
        entries.append(Entry(place, item))
    return entries, problems


def _identified(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Every entry with an id: its own as a string, or one of its author and year that no other has."""
    taken = {str(entry.item["id"]) for entry in entries if _is_id(entry.item.get("id"))}
    wanted: Counter[str] = Counter()
    for place, item in entries:
        if _is_id(item.get("id")):
            yield Entry(place, {**item, "id": str(item["id"])})
            continue
        author = next((name.cited for name in names_of(item.get("author"))), "")
        year = (issued_of(item.get("issued")) or "")[:4]
        stem = "".join(filter(str.isalnum, author)).casefold() + year or "entry"
        name = stem
        while name in taken:
            wanted[stem] += 1
            name = f"{stem}-{wanted[stem] + 1}"
        taken.add(name)
        yield Entry(place, {**item, "id": name})


def _is_id(found: object) -> bool:
    return (isinstance(found, str) and found != "") or type(found) in (int, float)
