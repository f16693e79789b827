"""How a record stands in the XML of REFI-QDA: which field is an attribute, which an element, and in which order.

Each field of a record of `project` says its place. Reader and writer go by these places alone, so nothing is read that
is not written, and the order of the fields is the order that the schema of 18 March 2019 demands of elements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar

__all__ = [
    "NAMESPACES",
    "PROJECT",
    "Attribute",
    "Children",
    "Dialect",
    "References",
    "Slot",
    "Text",
    "Typed",
    "attribute",
    "children",
    "places_of",
    "rebuilt",
    "references",
    "references_in",
    "slots_of",
    "text",
    "typed",
    "walk",
]

Dialect = Literal["project", "codebook"]
"""Which of the two schemas holds: that of projects (.qde), or that of codebooks (.qdc), in which codes have no notes."""

PROJECT: Dialect = "project"

NAMESPACES: Mapping[Dialect, str] = {
    "project": "urn:QDA-XML:project:1.0",
    "codebook": "urn:QDA-XML:codebook:1.0",
}

Kind = Literal["string", "guid", "dateTime", "integer", "boolean", "colour"] | tuple[str, ...]
"""The simple type of an attribute; a tuple holds all the words that it may be."""

_PLACE = "place"
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field that is an attribute."""

    name: str
    kind: Kind = "string"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A field that is the text of an element of that name; None where there is no such element."""

    name: str


@dataclass(frozen=True, slots=True)
class References:
    """A field that holds the GUIDs which elements of that name point to; one GUID only where it is `single`.

    `dialects` are the schemas that know such elements.
    """

    name: str
    single: bool = False
    dialects: tuple[Dialect, ...] = ("project", "codebook")

    def attribute_in(self, dialect: Dialect) -> str:
        """The attribute that holds the GUID: the schema of codebooks calls it otherwise."""
        return "targetGUID" if dialect == PROJECT else "guid"


@dataclass(frozen=True, slots=True)
class Children:
    """A field that holds records, each an element of one of the names that `records` gives, inside the elements `inside`.

    `single` fields hold one record or None. `records` is called when it is asked for, since codes hold codes.
    """

    records: Callable[[], Mapping[str, type]]
    inside: tuple[str, ...] = ()
    single: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A field that holds the name of an element and its text: one of several, each of a type of its own."""

    names: tuple[str, ...]


Place = Attribute | Text | References | Children | Typed


def attribute(name: str, kind: Kind = "string", *, required: bool = False) -> Any:
    """A field of a record that is an attribute."""
    place = {_PLACE: Attribute(name, kind, required)}
    return field(metadata=place) if required else field(default=None, metadata=place)


def text(name: str) -> Any:
    """A field of a record that is the text of an element."""
    return field(default=None, metadata={_PLACE: Text(name)})


def typed(*names: str) -> Any:
    """A field of a record that is one of several elements with text: a pair of its name and text, or None."""
    return field(default=None, metadata={_PLACE: Typed(names)})


def references(
    name: str, *, single: bool = False, dialects: tuple[Dialect, ...] = ("project", "codebook")
) -> Any:
    """A field of a record that holds the GUIDs of what it points to."""
    place = {_PLACE: References(name, single, dialects)}
    return field(metadata=place) if single else field(default=(), metadata=place)


def children(
    records: Callable[[], Mapping[str, type]],
    inside: tuple[str, ...] = (),
    *,
    single: bool = False,
) -> Any:
    """A field of a record that holds other records."""
    place = {_PLACE: Children(records, inside, single)}
    return field(default=None if single else (), metadata=place)


@cache
def places_of(record: type) -> Mapping[str, Place]:
    """The places of a record's fields by the name of the field, in order; fields that the XML does not hold are left out."""
    return {each.name: each.metadata[_PLACE] for each in fields(record) if _PLACE in each.metadata}


class Slot(NamedTuple):
    """Where elements of a name stand in a record: how far down the sequence, in which field, and that field's place."""

    order: int
    field: str
    place: Text | References | Children | Typed


@cache
def slots_of(record: type, dialect: Dialect) -> Mapping[str, Slot]:
    """The elements that a record may hold directly, by name."""
    found: dict[str, Slot] = {}
    for order, (name, place) in enumerate(places_of(record).items()):
        match place:
            case Attribute():
                continue
            case References(dialects=dialects) if dialect not in dialects:
                continue
            case Children(inside=(outermost, *_)):
                names: tuple[str, ...] = (outermost,)
            case Children():
                names = tuple(place.records())
            case Typed():
                names = place.names
            case _:
                names = (place.name,)
        found |= {each: Slot(order, name, place) for each in names}
    return found


@cache
def _contained(record: type) -> tuple[tuple[str, bool], ...]:
    """The fields of a record that hold records, each with whether it holds one at most."""
    found = places_of(record).items()
    return tuple((name, place.single) for name, place in found if isinstance(place, Children))


def walk(record: Any) -> Iterator[Any]:
    """A record and all records within it, as deep as they go, in order."""
    waiting: list[Any] = [record]
    while waiting:
        each = waiting.pop()
        yield each
        within: list[object] = []
        for name, single in _contained(each.__class__):
            held = getattr(each, name)
            within += ([] if held is None else [held]) if single else held
        waiting += reversed(within)


def rebuilt(record: _Record, change: Callable[[Any], Any]) -> _Record:
    """A record in which every record, the innermost first, is what `change` makes of it."""
    changes: dict[str, object] = {}
    kind: Any = record.__class__
    for name, single in _contained(kind):
        held = getattr(record, name)
        if single:
            new = None if held is None else rebuilt(held, change)
            if new is not held:
                changes[name] = new
            continue
        several = []
        for each in held:
            several.append(rebuilt(each, change))  # noqa: PERF401 - a frame less for each code within a code
        if any(new is not old for new, old in zip(several, held, strict=True)):
            changes[name] = tuple(several)
    assert is_dataclass(record)
    assert not isinstance(record, type)
    changed: _Record = change(replace(record, **changes) if changes else record)
    return changed


def references_in(record: Any) -> Iterator[tuple[str, str]]:
    """What a record itself points to: the name of the element or attribute, and the GUID."""
    for name, place in places_of(record.__class__).items():
        held = getattr(record, name)
        if isinstance(place, References):
            for guid in (held,) if place.single else held:
                yield place.name, guid
        elif (
            isinstance(place, Attribute)
            and place.kind == "guid"
            and place.name != "guid"
            and held is not None
        ):
            yield place.name, held
