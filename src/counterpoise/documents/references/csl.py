"""References: entries of a bibliography in the shape of the Citation Style Language (CSL-JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeGuard

from counterpoise.documents.bibliography import Record, is_date

# The item types of the CSL 1.0.2 schema.
CSL_TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)

KIND_OF_TYPE: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "article",
            "article-journal",
            "book",
            "chapter",
            "entry-encyclopedia",
            "paper-conference",
            "review",
            "review-book",
            "thesis",
        ),
        "scholarly",
    ),
    **dict.fromkeys(("article-magazine", "article-newspaper", "broadcast"), "news"),
    **dict.fromkeys(("bill", "legislation", "regulation"), "law"),
    "interview": "interview",
    "speech": "speech",
    "treaty": "treaty",
}
"""The kind of document that an item is, where its type alone tells: a report may be anybody's."""

_TEXTS = {
    "title": "title",
    "container": "container-title",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "publisher": "publisher",
    "doi": "DOI",
    "isbn": "ISBN",
    "url": "URL",
    "language": "language",
    "abstract": "abstract",
}
_NAME_PARTS = {
    "family": "family",
    "given": "given",
    "particle": "non-dropping-particle",
    "suffix": "suffix",
    "literal": "literal",
}


class Entry(NamedTuple):
    """A CSL-JSON item as the reader of a format found it, and where."""

    place: str
    item: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person by `family` and what goes with it, or a body or a mononym as a `literal`."""

    family: str | None = None
    given: str | None = None
    particle: str | None = None
    suffix: str | None = None
    literal: str | None = None

    @property
    def cited(self) -> str:
        """The name as a citation gives it: the family name with its particle, or the literal."""
        return " ".join(filter(None, (self.particle, self.family))) or self.literal or self.given or ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a bibliography; None where it says nothing.

    `type` is a type of CSL, `issued` is YYYY, YYYY-MM or YYYY-MM-DD and `files` are the paths that the entry names.
    `more` holds whatever else the CSL-JSON item says, under its own keys and in its own words; where one of
    them is also a field here, the field is a reading of it.
    """

    id: str
    type: str
    title: str | None = None
    authors: tuple[Name, ...] = ()
    issued: str | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    publisher: str | None = None
    doi: str | None = None
    isbn: str | None = None
    url: str | None = None
    language: str | None = None
    abstract: str | None = None
    files: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def year(self) -> int | None:
        """The year of issue, where it is known."""
        return int(self.issued[:4]) if self.issued else None

    def csl(self) -> dict[str, Any]:
        """The CSL-JSON item that this reference was read from, or would be."""
        return {**_item_of_fields(self), **self.more}


def reference_of(item: Mapping[str, Any]) -> Reference:
    """Read a CSL-JSON item whose `id` and `type` are strings; `csl()` gives every other key back as it was."""
    texts: dict[str, Any] = {name: _text(item.get(key)) for name, key in _TEXTS.items()}
    custom = item.get("custom")
    files = custom.get("files") if isinstance(custom, dict) else None
    read = Reference(
        id=item["id"],
        type=item["type"],
        authors=tuple(names_of(item.get("author"))),
        issued=issued_of(item.get("issued")),
        files=tuple(files) if _are_texts(files) else (),
        **texts,
    )
    rebuilt = _item_of_fields(read)
    return replace(
        read,
        more={key: item[key] for key in item if key not in rebuilt or not _same(rebuilt[key], item[key])},
    )


def csl_json(references: Sequence[Reference]) -> str:
    """References as CSL-JSON, as reference managers read it."""
    return json.dumps([each.csl() for each in references], ensure_ascii=False, indent=2)


def record_of(reference: Reference) -> Record:
    """What a reference says of the document that it was joined to; its kind only where the type tells."""
    return Record(
        title=reference.title,
        kind=KIND_OF_TYPE.get(reference.type),
        date=reference.issued,
        source=source_of(reference),
    )


def source_of(reference: Reference) -> str | None:
    """Authors, year, container and pages or publisher in one line; None where there is none of them."""
    names = [
        f"{name.cited}, {name.given}" if name.given and name.cited != name.given else name.cited
        for name in reference.authors
    ]
    authors = " & ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    year = f"({reference.year})" if reference.year else ""
    issue = f"({reference.issue})" if reference.issue else ""
    numbered = " ".join(filter(None, (reference.container, f"{reference.volume or ''}{issue}")))
    where = ", ".join(filter(None, (numbered, reference.page, reference.publisher)))
    return ". ".join(filter(None, (" ".join(filter(None, (authors, year))).rstrip("."), where))) or None


def _item_of_fields(reference: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {"id": reference.id, "type": reference.type}
    if reference.authors:
        item["author"] = [
            {key: value for part, key in _NAME_PARTS.items() if (value := getattr(name, part)) is not None}
            for name in reference.authors
        ]
    if reference.issued is not None:
        item["issued"] = {"date-parts": [[int(part) for part in reference.issued.split("-")]]}
    if reference.files:
        item["custom"] = {"files": list(reference.files)}
    for name, key in _TEXTS.items():
        if (value := getattr(reference, name)) is not None:
            item[key] = value
    return item


def names_of(found: object) -> Iterator[Name]:
    """The names of a CSL name variable; what is no name is passed over."""
    for name in found if isinstance(found, list) else ():
        if isinstance(name, dict):
            parts = {part: _text(name.get(key)) for part, key in _NAME_PARTS.items()}
            if any(parts.values()):
                yield Name(**parts)


def issued_of(found: object) -> str | None:
    """The first date of a CSL date variable, as far as it is one of the calendar; None where it is none."""
    match found:
        case {"date-parts": [[*numbers], *_]}:
            parts = [str(number) for number in numbers[:3]]
        case {"raw": str(raw)} | str(raw):
            parts = raw.strip().split("/")[0].split("-")
        case _:
            return None
    padded = [part.zfill(width) for part, width in zip(parts, (4, 2, 2), strict=False)]
    dates = ("-".join(padded[:length]) for length in range(len(padded), 0, -1))
    return next((date for date in dates if date.isascii() and is_date(date)), None)


def _text(found: object) -> str | None:
    """A text or a number of an item as a text; None for nothing and for anything else."""
    if type(found) in (int, float):
        return str(found)
    return found if isinstance(found, str) and found else None


def _are_texts(found: object) -> TypeGuard[list[str]]:
    return isinstance(found, list) and all(isinstance(each, str) for each in found)


def _same(one: object, other: object) -> bool:
    # Plain equality holds 1, 1.0 and True for one.
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
