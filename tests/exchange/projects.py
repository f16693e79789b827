"""Projects of any kind, made from the places that the schema gives their fields; and small ones written by hand."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import strategies as st

from counterpoise.exchange.project import Codebook, Kept, Project, StoredFile
from counterpoise.exchange.schema import (
    Attribute,
    Children,
    References,
    Text,
    Typed,
    places_of,
    rebuilt,
)
from counterpoise.exchange.sources import TextSource, Transcript

SPECIAL = "a Z\n\t\r<&>\"'é\u0301\u200d\u0627\ufeff😀𐍈\u2028"
"""Characters that XML, UTF-16 and normal forms treat in ways of their own; XML can hold each."""

UNWRITABLE = "\x00\x07\x1b\ud800\ufffe"
"""Characters that no XML can hold."""


def _words(chance: Random) -> str:
    return "".join(chance.choices(SPECIAL, k=chance.randrange(12)))


def _guid(chance: Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128)))


def _time(chance: Random) -> str:
    return (
        f"{chance.randrange(1, 10000):04}-02-{chance.randrange(1, 29):02}T{chance.randrange(24):02}:30:00.25Z"
    )


_TYPED: Mapping[str, Callable[[Random], str]] = {
    "TextValue": _words,
    "BooleanValue": lambda chance: chance.choice(["true", "false", "1", "0"]),
    "IntegerValue": lambda chance: str(chance.randrange(-(10**20), 10**20)),
    "FloatValue": lambda chance: f"{chance.uniform(-1000, 1000):.3f}",
    "DateValue": lambda chance: _time(chance)[:10],
    "DateTimeValue": _time,
}
_SIMPLE: Mapping[str, Callable[[Random], Any]] = {
    "string": _words,
    "guid": _guid,
    "integer": lambda chance: chance.randrange(-(10**9), 10**9),
    "boolean": lambda chance: chance.random() < 0.5,
    "colour": lambda chance: chance.choice(["#F00082", "#abc"]),
    "dateTime": _time,
}


def _held(place: object, chance: Random, depth: int) -> Any:
    absent = chance.random() < 0.4
    match place:
        case Attribute(kind=kind, required=required):
            if absent and not required:
                return None
            return chance.choice(kind) if isinstance(kind, tuple) else _SIMPLE[kind](chance)
        case Text():
            return None if absent else _words(chance)
        case Typed(names=names):
            name = chance.choice(names)
            return None if absent else (name, _TYPED[name](chance))
        case References(single=True):
            return _guid(chance)
        case References():
            return tuple(_guid(chance) for _ in range(chance.randrange(3)))
        case Children(single=True):
            return None if absent or depth == 0 else _one_of(place, chance, depth)
        case Children():
            return tuple(_one_of(place, chance, depth) for _ in range(chance.randrange(3) if depth else 0))
    raise AssertionError(place)


def _one_of(place: Children, chance: Random, depth: int) -> Any:
    return _any(chance.choice(list(place.records().values())), chance, depth - 1)


def _any(kind: type, chance: Random, depth: int) -> Any:
    return kind(**{name: _held(place, chance, depth) for name, place in places_of(kind).items()})


def _project(chance: Random) -> Project:
    project = _any(Project, chance, 4)
    in_files = SPECIAL + UNWRITABLE.replace("\ud800", "")
    bodies = ["".join(chance.choices(in_files, k=chance.randrange(1, 30))) for _ in range(2)]

    def whole(record: Any) -> Any:
        if not isinstance(record, (TextSource, Transcript)):
            return _with_paths(record)
        changes: dict[str, Any] = {"plain_text_path": None, "rich_text_path": None}
        if chance.random() < 0.5:
            body = chance.choice(bodies)
            changes |= {"plain_text_path": f"internal://{bodies.index(body)}.txt", "text": body}
        return _with_spans(replace(record, **changes), chance)

    names = chance.sample([".root", "a.pdf", "b.png"], chance.randrange(4))
    files = tuple(StoredFile(name, chance.randbytes(9)) for name in sorted(names))
    kept = tuple(Kept(_words(chance) + UNWRITABLE, _words(chance)) for _ in range(chance.randrange(3)))
    return replace(rebuilt(project, whole), files=files, kept=kept)


def projects() -> st.SearchStrategy[Project]:
    """Any project that a file can hold, with texts in files of their own and within the XML."""
    return st.integers(0, 2**32).map(lambda seed: _project(Random(seed)))


def codebooks() -> st.SearchStrategy[Codebook]:
    """Any codebook that a file can hold, with at least one code."""
    books = st.integers(0, 2**32).map(lambda seed: _any(Codebook, Random(seed), 4))
    return _codebook_tree(books).filter(lambda book: bool(book.codes))


def _codebook_tree(books: st.SearchStrategy[Codebook]) -> st.SearchStrategy[Codebook]:
    def without_notes(record: Any) -> Any:
        alien = {"notes", "sources"} & set(places_of(type(record)))
        return replace(record, **dict.fromkeys(alien, ()))

    return books.map(lambda book: rebuilt(book, without_notes))


def _with_paths(record: Any) -> Any:
    """Media whose files are elsewhere: names that lead nowhere are kept as they are."""
    return replace(record, path="relative:///a.mp4") if hasattr(record, "path") else record


def _with_spans(record: Any, chance: Random) -> Any:
    """Selections that lie within the text."""
    if record.text is None or not isinstance(record, TextSource):
        return record
    length = len(record.text)
    selections = tuple(
        replace(each, start=chance.randrange(length + 1), end=length, name=None) for each in record.selections
    )
    return replace(record, selections=selections)


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A .qdpx file of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xml_of(content: bytes) -> bytes:
    """The project file within a .qdpx file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(next(name for name in archive.namelist() if name.lower().endswith(".qde")))


def one_text(selections: str, path: str = "internal://t.txt", origin: str = "Some Tool 2") -> str:
    """A project of one code and one text with some selections, as a program may write it."""
    return (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}"><Users><User guid="{USER}" name="Amina"/>'
        f'</Users><CodeBook><Codes><Code guid="{CODE}" name="trade" isCodable="true"/></Codes></CodeBook>'
        f'<Sources><TextSource guid="{SOURCE}" name="t" plainTextPath="{path}">{selections}</TextSource></Sources>'
        "</Project>"
    )


def selection(number: int, start: int, end: int, name: str = "") -> str:
    """A coded selection of text."""
    guid = f"00000000-0000-0000-0001-{number:012}"
    coding = f'<Coding guid="00000000-0000-0000-0002-{number:012}" creatingUser="{USER}"><CodeRef targetGUID="{CODE}"/></Coding>'
    return (
        f'<PlainTextSelection guid="{guid}" name="{name}" startPosition="{start}" endPosition="{end}">'
        f"{coding}</PlainTextSelection>"
    )


USER = "00000000-0000-0000-0000-000000000001"
CODE = "00000000-0000-0000-0000-000000000002"
SOURCE = "00000000-0000-0000-0000-000000000003"
