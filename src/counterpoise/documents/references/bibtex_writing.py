"""References as BibTeX: entries that BibLaTeX sets and that reference managers read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexEncodingMiddleware
from bibtexparser.model import Entry, Field

from counterpoise.documents.references.csl import Reference

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "paper-conference": "inproceedings",
    "report": "report",
    "thesis": "thesis",
    "webpage": "online",
}
"""The types of BibLaTeX by those of CSL; all others are `misc`, and say in `type` what they are."""

_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
_CONTAINERS = {"article": "journaltitle", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"report": "institution", "thesis": "institution"}
_ORDER = (
    *("author", "editor", "title", "date", "journaltitle", "booktitle", "howpublished", "volume", "number"),
    *("pages", "publisher", "institution", "isbn", "language", "version", "type", "entrysubtype", "note"),
    *("urldate", "abstract"),
)
_ACCENT = re.compile(r"""\\["'`^~=.](?:[A-Za-z]|\\[ij]\b(?:\{\})?)|\\[rcvuHdbkt]\{\w\}""")
"""A letter with its accent: braces keep them together where a name is taken apart."""

_NOT_LATEX = ("doi", "url")
"""What stands as it is: an address is no LaTeX."""


def bibtex_of(references: Sequence[Reference]) -> str:
    """BibTeX entries in ASCII, one a reference, under the references' ids."""
    items = [each.csl() for each in references]
    encoded = LatexEncodingMiddleware().transform(Library([_in_pieces(item) for item in items]))
    return write_string(Library([_entry(*each) for each in zip(encoded.entries, items, strict=True)])).strip()


def _entry(pieces: Entry, item: Mapping[str, Any]) -> Entry:
    """The entry of an item: braces stand about what was made LaTeX, so that no letter of it closes them."""
    told = {each.key: _ACCENT.sub(r"{\g<0>}", each.value) for each in pieces.fields}
    fields = []
    for key in _ORDER:
        names = [
            _braced(told[f"{key} {place}"])
            if "literal" in name and name["literal"] != "others"
            else told[f"{key} {place}"]
            for place, name in enumerate(_names(item, key))
        ]
        text = " and ".join(names) if names else told.get(key)
        if text:
            fields.append(Field(key, _braced(text) if key == "title" else text))
    fields += [Field(key, str(item[key.upper()])) for key in _NOT_LATEX if item.get(key.upper())]
    return Entry(pieces.entry_type, pieces.key, fields)


def _braced(text: str) -> str:
    """A text whose capitals and words are kept as they are."""
    return f"{{{text}}}"


def _in_pieces(item: Mapping[str, Any]) -> Entry:
    """The texts of an entry before they are LaTeX, each name a piece of its own."""
    kind = _TYPES.get(item["type"], "misc")
    said = {
        "title": item.get("title"),
        "date": _date(item.get("issued")),
        _CONTAINERS.get(kind, "howpublished"): item.get("container-title"),
        "volume": item.get("volume"),
        "number": item.get("issue"),
        "pages": str(item["page"]).replace("-", "--") if item.get("page") else None,
        _PUBLISHERS.get(kind, "publisher"): item.get("publisher"),
        "isbn": item.get("ISBN"),
        "language": item.get("language"),
        "version": item.get("version"),
        "type": item.get("genre")
        or (item["type"] if kind == "misc" and item["type"] != "document" else None),
        "entrysubtype": _SUBTYPES.get(item["type"]),
        "note": _note(item),
        "urldate": _date(item.get("accessed")),
        "abstract": item.get("abstract"),
    }
    names = {
        f"{role} {place}": _name(name)
        for role in ("author", "editor")
        for place, name in enumerate(_names(item, role))
    }
    return Entry(kind, item["id"], [Field(key, str(text)) for key, text in {**names, **said}.items() if text])


def _names(item: Mapping[str, Any], role: str) -> list[Mapping[str, Any]]:
    found = item.get(role) if role in ("author", "editor") else None
    return (
        [each for each in found if isinstance(each, dict) and _name(each)] if isinstance(found, list) else []
    )


def _name(name: Mapping[str, Any]) -> str:
    """A name as BibTeX has it: the family name first."""
    if "literal" in name:
        return str(name["literal"])
    family = " ".join(filter(None, (name.get("non-dropping-particle"), name.get("family"))))
    return ", ".join(filter(None, (family, name.get("suffix"), name.get("given"))))


def _date(found: object) -> str | None:
    """The first date of a CSL date variable, or its words."""
    if not isinstance(found, Mapping):
        return None
    parts: Iterable[Any] = next(iter(found.get("date-parts") or ()), ())
    return "-".join(f"{int(part):02}" for part in parts) or found.get("literal") or found.get("raw")


def _note(item: Mapping[str, Any]) -> str | None:
    licence = item.get("license")
    parts = (item.get("note"), None if licence is None else f"Licence: {licence}")
    return ". ".join(part.rstrip(".") for part in parts if part is not None) or None
