"""Elements of REFI-QDA read leniently: what departs from the schema is read as it was surely meant, kept, and reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import lxml.etree

from counterpoise.documents.formats.markup import local_name
from counterpoise.exchange.deviations import Deviation, DeviationKind
from counterpoise.exchange.project import Code, Kept
from counterpoise.exchange.schema import (
    NAMESPACES,
    Attribute,
    Children,
    Dialect,
    References,
    Slot,
    Text,
    Typed,
    places_of,
    slots_of,
)
from counterpoise.exchange.values import asked, derived_guid, is_value, parsed, written_loosely

__all__ = ["ElementReader"]

_Element = lxml.etree._Element
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_UNSAID: Mapping[str, object] = {"name": "", "codable": True, "type": "Text"}
"""What stands for a required field that a file does not say, where that can be."""


@dataclass(slots=True)
class _Node:
    """An element that is being read into a record: what it says itself, and the elements within it."""

    element: _Element
    record: type
    held: dict[str, Any] = field(default_factory=dict)
    inner: list[_Node] = field(default_factory=list)
    whole: bool = True
    made: Any = None

    def hold(self, name: str, node: _Node, single: bool) -> None:
        """Put an element within this one into a field, alone or as one of several."""
        self.inner.append(node)
        if single:
            self.held[name] = node
        else:
            self.held.setdefault(name, []).append(node)

    def make(self) -> None:
        """Make the record, once those within it are made."""
        if self.whole:
            self.made = self.record(**{name: _made(value) for name, value in self.held.items()})


def _made(value: Any) -> Any:
    """The value of a field, with records for the elements that held them; those that made none are left out."""
    if isinstance(value, list):
        made = [each.made if isinstance(each, _Node) else each for each in value]
        return tuple(each for each in made if each is not None)
    return value.made if isinstance(value, _Node) else value


@dataclass(slots=True)
class ElementReader:
    """Reads the elements of one file into records, and gathers what departs from the schema.

    `place` names the file; `kept` holds the parts that no record has a place for.
    """

    place: str
    dialect: Dialect
    deviations: list[Deviation] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    _strange: set[str] = field(default_factory=set)

    def read(self, element: _Element, record: type) -> Any:
        """The record that an element holds, or None where it lacks what nothing can stand for.

        Elements are gone through from a list, since codes may stand in codes as deep as the parser allows.
        """
        root = _Node(element, record)
        waiting, order = [root], []
        while waiting:
            node = waiting.pop()
            order.append(node)
            if self._fill(node):
                waiting += reversed(node.inner)
        for node in reversed(order):
            node.make()
        return root.made

    def _fill(self, node: _Node) -> bool:
        """Read what an element itself says; False where it lacks what nothing can stand for."""
        element, held = node.element, node.held
        self._check_namespace(element)
        held.update(self._attributes(element, node.record))
        self._elements(node)
        for name, place in places_of(node.record).items():
            if isinstance(place, Attribute) and place.required and held.get(name) is None:
                held[name] = self._stand_in(element, name, place)
                node.whole = node.whole and held[name] is not None
            elif isinstance(place, References) and place.single and held.get(name) is None:
                self._keep(element, "missing", f"one {place.name}", "none", "the element is kept as it is")
                node.whole = False
        return node.whole

    def _attributes(self, element: _Element, record: type) -> dict[str, Any]:
        known = {
            place.name: (n, place) for n, place in places_of(record).items() if isinstance(place, Attribute)
        }
        held: dict[str, Any] = {}
        for raw_name, raw in element.attrib.items():
            name, written = str(raw_name), str(raw)
            if name == f"{_XSI}schemaLocation":
                self._check_location(element, written)
            if name.startswith(_XSI):
                continue
            if name not in known:
                self._strange_attribute(element, record, name, written, held)
                continue
            field_name, place = known[name]
            held[field_name] = self._value(element, place, written)
        return held

    def _value(self, element: _Element, place: Attribute, written: str) -> Any:
        value = parsed(written, place.kind)
        if value is not None:
            return value
        value = written_loosely(written, place.kind)
        done = f"read as {value}"
        if value is None and place.kind == "guid":
            # Whatever points to it is written in the same way, and so finds it.
            value = derived_guid("written", written.strip().lower())
            done = f"{value} stands for it"
        if value is None:
            self._keep_attribute(element, place.name, written)
            done = "left out of the record and kept"
        self.note(element, "value", f"{asked(place.kind)} in {place.name}", repr(written), done)
        return value

    def _strange_attribute(
        self, element: _Element, record: type, name: str, written: str, held: dict[str, Any]
    ) -> None:
        if record is Code and name == "description":
            held["description"] = written
            done = "read as the element Description"
        else:
            self._keep_attribute(element, name, written)
            done = "kept as it is"
        self.note(element, "unknown", "no such attribute", f"{name}={written!r}", done)

    def _elements(self, node: _Node) -> None:
        element, slots = node.element, slots_of(node.record, self.dialect)
        seen: set[str] = set()
        last = 0
        self._check_text(element)
        for child in element:
            name = local_name(child)
            slot = slots.get(name)
            if slot is None:
                self._keep(child, "unknown", f"no {name} in {local_name(element)}", name, "kept as it is")
                continue
            if slot.order < last:
                self.note(child, "order", f"{name} before what stands above it", name, "read all the same")
            last = max(last, slot.order)
            again = slot.field in seen
            seen.add(slot.field)
            self._take(child, slot, node, again)

    def _take(self, child: _Element, slot: Slot, node: _Node, again: bool) -> None:
        name, place, held = local_name(child), slot.place, node.held
        match place:
            case Text() | Typed() if again:
                self._keep(
                    child, "repeated", f"one {name}", "another one", "the first counts, this one is kept"
                )
            case Text():
                held[slot.field] = self._text(child)
            case Typed():
                held[slot.field] = (name, self._typed(child, name))
            case References(single=True) if again:
                self._keep(
                    child, "repeated", f"one {name}", "another one", "the first counts, this one is kept"
                )
            case References():
                guid = self._reference(child, place)
                if place.single:
                    held[slot.field] = guid
                elif guid is not None:
                    held.setdefault(slot.field, []).append(guid)
            case Children():
                if again and place.single:
                    self._keep(
                        child, "repeated", f"one {name}", "another one", "the first counts, this one is kept"
                    )
                    return
                if again and place.inside:
                    self.note(child, "repeated", f"one {name}", "another one", "both are read")
                self._children(child, slot, place, node)

    def _children(self, child: _Element, slot: Slot, place: Children, node: _Node) -> None:
        records = place.records()
        if not place.inside:
            node.hold(slot.field, _Node(child, records[local_name(child)]), place.single)
            return
        holders = [child]
        for inner in place.inside[1:]:
            self._check_holder(child, {inner})
            holders = [each for each in child if local_name(each) == inner]
            for more in holders[1:]:
                self.note(more, "repeated", f"one {inner}", "another one", "both are read")
        for holder in holders:
            self._check_holder(holder, records)
            for each in holder:
                if local_name(each) in records:
                    node.hold(slot.field, _Node(each, records[local_name(each)]), False)

    def _check_holder(self, holder: _Element, wanted: Collection[str]) -> None:
        """An element that does nothing but hold others has at least one, no text and no attributes."""
        self._check_namespace(holder)
        self._check_text(holder)
        if not any(local_name(each) in wanted for each in holder):
            name = " or ".join(sorted(wanted))
            self.note(
                holder, "empty", f"at least one {name}, or no {local_name(holder)}", "none", "read as none"
            )
        for each in holder:
            if (name := local_name(each)) not in wanted:
                self._keep(each, "unknown", f"no {name} in {local_name(holder)}", name, "kept as it is")
        self._strange_attributes(holder, ())

    def _strange_attributes(self, element: _Element, known: Collection[str]) -> None:
        for raw_name, raw in element.attrib.items():
            name, written = str(raw_name), str(raw)
            if name not in known and not name.startswith(_XSI):
                self._keep_attribute(element, name, written)
                self.note(element, "unknown", "no such attribute", f"{name}={written!r}", "kept as it is")

    def _text(self, element: _Element) -> str:
        self._check_plain(element, ())
        return "".join(str(piece) for piece in element.itertext())

    def _typed(self, element: _Element, name: str) -> str:
        written = self._text(element)
        if not is_value(written, name):
            wanted = name.removesuffix("Value").lower()
            self.note(element, "value", f"a value of the type {wanted}", repr(written), "read as text")
        return written

    def _reference(self, element: _Element, place: References) -> str | None:
        wanted = place.attribute_in(self.dialect)
        held = {str(name): str(written) for name, written in element.attrib.items()}
        name = next((each for each in (wanted, "targetGUID", "guid") if each in held), None)
        self._check_plain(element, tuple({wanted, name or wanted}))
        self._check_text(element)
        if name is None:
            self._keep(element, "missing", f"a {wanted}", "none", "kept as it is")
            return None
        if name != wanted:
            self.note(element, "missing", f"the GUID in {wanted}", f"it stands in {name}", "read there")
        guid: str = self._value(element, Attribute(wanted, "guid", True), held[name])
        return guid

    def _check_plain(self, element: _Element, known: tuple[str, ...]) -> None:
        """An element of text or a reference holds no elements, and no attributes but those known."""
        self._check_namespace(element)
        for child in element:
            self._keep(
                child,
                "unknown",
                f"no {local_name(child)} in {local_name(element)}",
                local_name(child),
                "kept as it is",
            )
        self._strange_attributes(element, known)

    def _check_text(self, element: _Element) -> None:
        stray = " ".join(
            piece.strip()
            for piece in (element.text, *(child.tail for child in element))
            if piece and piece.strip()
        )
        if stray:
            self.kept.append(
                Kept(self.at(element), lxml.etree.tostring(_shallow(element, stray), encoding="unicode"))
            )
            self.note(element, "unknown", "elements only", f"the text {stray!r}", "kept as it is")

    def _check_namespace(self, element: _Element) -> None:
        found = lxml.etree.QName(element).namespace or ""
        wanted = NAMESPACES[self.dialect]
        if found != wanted and found not in self._strange:
            self._strange.add(found)
            told = f"the namespace {found!r}" if found else "no namespace"
            self.note(element, "namespace", wanted, told, "elements are read by their names alone")

    def _check_location(self, element: _Element, written: str) -> None:
        named = written.split()[0::2]
        if named and NAMESPACES[self.dialect] not in named:
            told = f"schemaLocation of {' '.join(named)}"
            self.note(element, "schema location", NAMESPACES[self.dialect], told, "passed over")

    def _stand_in(self, element: _Element, name: str, place: Attribute) -> Any:
        found: object = None
        if place.name == "guid":
            found = derived_guid("element", element.getroottree().getpath(element))
        elif name in _UNSAID:
            found = _UNSAID[name]
        if place.name in element.attrib:  # what it says there was reported already
            if found is None:
                self._keep_whole(element)
            return found
        if found is None:
            self._keep(element, "missing", f"a {place.name}", "none", "the element is kept as it is")
            return None
        self.note(element, "missing", f"a {place.name}", "none", f"{found!r} stands for it")
        return found

    def _keep(self, element: _Element, kind: DeviationKind, wanted: str, found: str, done: str) -> None:
        self._keep_whole(element)
        self.note(element, kind, wanted, found, done)

    def _keep_whole(self, element: _Element) -> None:
        xml = lxml.etree.tostring(element, encoding="unicode", with_tail=False)
        self.kept.append(Kept(self.at(element), xml))

    def _keep_attribute(self, element: _Element, name: str, written: str) -> None:
        alone = _shallow(element, None)
        alone.set(name, written)
        self.kept.append(Kept(self.at(element), lxml.etree.tostring(alone, encoding="unicode")))

    def note(self, element: _Element, kind: DeviationKind, wanted: str, found: str, done: str) -> None:
        """Report a departure at an element."""
        self.deviations.append(Deviation(self.at(element), kind, wanted, found, done))

    def at(self, element: _Element) -> str:
        """Where an element stands: file, line, and what it is called."""
        name = element.get("name")
        told = f"{local_name(element)} '{name}'" if name else local_name(element)
        return f"{self.place}:{element.sourceline}, {told}"


def _shallow(element: _Element, text: str | None) -> _Element:
    namespaces: Any = element.nsmap  # the stubs know no default namespace
    alone = lxml.etree.Element(element.tag, nsmap=namespaces)
    alone.text = text
    return alone
