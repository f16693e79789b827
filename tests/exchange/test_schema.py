from dataclasses import replace
from pathlib import Path

import lxml.etree
import pytest

from counterpoise.exchange.project import Code, Codebook, Project, Set
from counterpoise.exchange.schema import (
    Attribute,
    Children,
    places_of,
    rebuilt,
    references_in,
    slots_of,
    walk,
)
from counterpoise.exchange.sources import TextSelection, TextSource
from tests.exchange.projects import CODE, SOURCE, USER

_XSD = "{http://www.w3.org/2001/XMLSchema}"
TREE = Code(
    guid=CODE,
    name="ties",
    codable=False,
    codes=(Code(guid=SOURCE, name="trade", codable=True), Code(guid=USER, name="aid", codable=True)),
)


def test_records_have_the_attributes_and_elements_that_the_schema_has_in_its_order(refi: Path) -> None:
    types = {
        each.get("name"): each
        for each in lxml.etree.parse(refi / "Project-mrt2019.xsd").iter(f"{_XSD}complexType")
    }
    seen = set()
    waiting: list[tuple[str, type]] = [("ProjectType", Project)]
    while waiting:
        name, record = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        declared = types[name]
        attributes = {
            each.get("name"): each.get("use") == "required" for each in declared.findall(f"{_XSD}attribute")
        }
        ours = [place for place in places_of(record).values() if isinstance(place, Attribute)]
        assert {place.name: place.required for place in ours} == attributes, name
        elements = {each.get("name"): each.get("type") for each in declared.iter(f"{_XSD}element")}
        slots = slots_of(record, "project")
        assert list(slots) == list(elements), name
        for element, slot in slots.items():
            if isinstance(slot.place, Children):
                inner = elements[element]
                for holder in slot.place.inside[1:]:
                    inner = types[inner].find(f".//{_XSD}element[@name='{holder}']").get("type")
                if slot.place.inside:
                    held = {
                        each.get("name"): each.get("type") for each in types[inner].iter(f"{_XSD}element")
                    }
                    assert list(held) == list(slot.place.records()), inner
                    waiting += [(held[each], kind) for each, kind in slot.place.records().items()]
                else:
                    waiting.append((inner, slot.place.records()[element]))
    holders = {"UsersType", "CodeBookType", "CodesType", "CasesType", "VariablesType", "SetsType"}
    holders |= {"SourcesType", "GraphsType", "NotesType", "LinksType"}
    pointers = {f"{each}RefType" for each in ("Note", "Code", "Source", "Selection", "Variable")}
    assert seen == set(types) - holders - pointers


def test_a_walk_meets_every_record_in_order() -> None:
    assert [each.name for each in walk(Codebook(codes=(TREE,))) if isinstance(each, Code)] == [
        "ties",
        "trade",
        "aid",
    ]


def test_a_rebuilt_record_is_the_same_where_nothing_changes() -> None:
    assert rebuilt(TREE, lambda record: record) is TREE
    louder = rebuilt(TREE, lambda record: replace(record, name=record.name.upper()))
    assert [each.name for each in walk(louder)] == ["TIES", "TRADE", "AID"]


def test_references_are_those_of_a_record_itself() -> None:
    selection = TextSelection(guid=CODE, start=0, end=1, user=USER, notes=(SOURCE,))
    assert list(references_in(selection)) == [("creatingUser", USER), ("NoteRef", SOURCE)]
    assert list(references_in(TextSource(guid=CODE, selections=(selection,)))) == []


@pytest.mark.parametrize(("dialect", "there"), [("project", True), ("codebook", False)])
def test_a_codebook_knows_no_notes(dialect: str, there: bool) -> None:
    assert ("NoteRef" in slots_of(Code, dialect)) == ("MemberSource" in slots_of(Set, dialect)) == there
