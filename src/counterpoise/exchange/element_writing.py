"""Records of REFI-QDA written as elements that the schema allows, in the order that it demands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import lxml.etree

from counterpoise.exchange.deviations import Deviation
from counterpoise.exchange.schema import (
    NAMESPACES,
    Attribute,
    Children,
    Dialect,
    References,
    Text,
    Typed,
    places_of,
)
from counterpoise.exchange.values import is_value, parsed, shown, writable

__all__ = ["ElementWriter"]

_Element = lxml.etree._Element


@dataclass(slots=True)
class ElementWriter:
    """Writes records into the elements of one file.

    What the file cannot hold is written as nearly as it can be and gathered in `losses`: a character that is none of
    XML as U+FFFD, a value that is not of its type not at all.
    """

    place: str
    dialect: Dialect
    losses: list[Deviation] = field(default_factory=list)

    def element(self, record: Any, name: str) -> _Element:
        """The element of a name that holds a record."""
        # The stubs know no default namespace.
        namespaces: Any = {None: NAMESPACES[self.dialect]}
        made = lxml.etree.Element(self._tag(name), nsmap=namespaces)
        self._fill(made, record)
        return made

    def _fill(self, made: _Element, record: Any) -> None:
        self._attributes(made, record)
        for name, place in places_of(record.__class__).items():
            held = getattr(record, name)
            match place:
                case Text() if held is not None:
                    self._text(made, place.name, held)
                case Typed() if held is not None:
                    self._typed(made, *held)
                case References():
                    self._references(made, place, (held,) if place.single else held)
                case Children():
                    self._children(made, place, _several(held))

    def _attributes(self, made: _Element, record: Any) -> None:
        for name, place in places_of(record.__class__).items():
            held = getattr(record, name)
            if not isinstance(place, Attribute) or held is None:
                continue
            written = shown(held)
            if place.kind != "string" and parsed(written, place.kind) is None:
                self._lose(made, "value", f"{place.name} of its type", repr(written), "left out")
                continue
            made.set(place.name, self._writable(made, written))

    def _text(self, made: _Element, name: str, held: str) -> None:
        inner = lxml.etree.SubElement(made, self._tag(name))
        inner.text = self._writable(made, held)

    def _typed(self, made: _Element, name: str, held: str) -> None:
        if is_value(held, name):
            self._text(made, name, held)
        else:
            self._lose(made, "value", f"{name} of its type", repr(held), "left out")

    def _references(self, made: _Element, place: References, guids: tuple[str, ...]) -> None:
        if guids and self.dialect not in place.dialects:
            self._lose(made, "unknown", f"no {place.name} in a codebook", f"{len(guids)} of them", "left out")
            return
        for guid in guids:
            inner = lxml.etree.SubElement(made, self._tag(place.name))
            inner.set(place.attribute_in(self.dialect), guid)

    def _children(self, made: _Element, place: Children, records: tuple[object, ...]) -> None:
        if not records:
            return
        holder = made
        for name in place.inside:
            holder = lxml.etree.SubElement(holder, self._tag(name))
        names = {record: name for name, record in place.records().items()}
        for record in records:
            self._fill(lxml.etree.SubElement(holder, self._tag(names[record.__class__])), record)

    def _tag(self, name: str) -> str:
        return f"{{{NAMESPACES[self.dialect]}}}{name}"

    def _writable(self, made: _Element, text: str) -> str:
        written = writable(text)
        if written != text:
            changed = sum(a != b for a, b in zip(text, written, strict=True))
            self._lose(
                made,
                "character",
                "characters that XML can hold",
                f"{changed} others",
                "U+FFFD stands for each",
            )
        return written

    def _lose(self, made: _Element, kind: str, wanted: str, found: str, done: str) -> None:
        name = lxml.etree.QName(made).localname
        told = f"{name} '{made.get('name')}'" if made.get("name") else name
        self.losses.append(Deviation(f"{self.place}, {told}", kind, wanted, found, done))  # type: ignore[arg-type]


def _several(held: object) -> tuple[object, ...]:
    if isinstance(held, tuple):
        return held
    return () if held is None else (held,)
