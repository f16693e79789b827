import random
from pathlib import Path

import lxml.etree
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.exchange.element_reading import ElementReader
from counterpoise.exchange.project import Code, Project
from counterpoise.exchange.reading import read_project
from counterpoise.exchange.schema import walk
from counterpoise.exchange.sources import TextSelection
from counterpoise.exchange.writing import write_project
from tests.exchange.projects import CODE, USER, one_text, selection, xml_of

NAMESPACE = "urn:QDA-XML:project:1.0"


def read(xml: str) -> tuple[Project, ElementReader]:
    reader = ElementReader("p.qde", "project")
    return reader.read(lxml.etree.fromstring(xml), Project), reader


def code(attributes: str, inside: str = "") -> str:
    return (
        f'<Project xmlns="{NAMESPACE}" name="p"><CodeBook><Codes><Code {attributes}>{inside}</Code></Codes>'
        "</CodeBook></Project>"
    )


GUID = f'guid="{CODE}" '


@pytest.mark.parametrize(
    ("attributes", "field", "value", "done"),
    [
        (f'{GUID}name="a" isCodable="True"', "codable", True, "read as True"),
        (f'{GUID}name="a" isCodable="maybe"', "codable", True, "left out of the record and kept"),
        (f'{GUID}name="a"', "codable", True, "True stands for it"),
        (f'{GUID}isCodable="true"', "name", "", "'' stands for it"),
        (f'{GUID}name="a" isCodable="true" color="F00082"', "colour", "#F00082", "read as #F00082"),
        (f'{GUID}name="a" isCodable="true" color="#80F00082"', "colour", "#F00082", "read as #F00082"),
        (f'{GUID}name="a" isCodable="true" color="red"', "colour", None, "left out of the record and kept"),
        (f'{GUID}name="a" isCodable="true" description="d"', "description", "d", "read as the element"),
    ],
)
def test_a_code_that_departs_is_read_as_it_was_meant(
    attributes: str, field: str, value: object, done: str
) -> None:
    project, reader = read(code(attributes))
    assert getattr(project.codes[0], field) == value
    assert [done in each.done for each in reader.deviations] == [True]


def test_a_deviation_says_where_it_stands_and_what_is_asked() -> None:
    _, reader = read(code(f'{GUID}name="trade"\nisCodable="true" color="red"'))
    (deviation,) = reader.deviations
    assert str(deviation) == (
        "p.qde:2, Code 'trade': value: 'red'; the standard asks for a colour, such as #F00082 in color; "
        "left out of the record and kept"
    )
    assert [each.xml for each in reader.kept] == [f'<Code xmlns="{NAMESPACE}" color="red"/>']


def test_identities_that_are_no_guids_still_find_each_other() -> None:
    xml = one_text(selection(1, 0, 2)).replace(CODE, "code-1").replace(USER, USER.replace("-", ""))
    project, reader = read(xml)
    (source,) = project.sources
    (chosen,) = source.selections
    assert isinstance(chosen, TextSelection)
    assert chosen.codings[0].code == project.codes[0].guid
    assert chosen.codings[0].user == project.users[0].guid == USER
    assert {each.kind for each in reader.deviations} == {"value"}


def test_what_nothing_can_stand_for_is_kept_whole() -> None:
    lacking = '<PlainTextSelection guid="00000000-0000-0000-0000-000000000009" startPosition="2"/>'
    no_code = selection(1, 0, 2).replace(f'<CodeRef targetGUID="{CODE}"/>', "")
    project, reader = read(one_text(lacking + no_code))
    (source,) = project.sources
    assert [each.codings for each in source.selections] == [()]
    assert ["PlainTextSelection" in reader.kept[0].xml, "Coding" in reader.kept[1].xml] == [True, True]
    assert [each.asked for each in reader.deviations] == ["a endPosition", "one CodeRef"]


def test_parts_that_the_standard_does_not_know_are_kept_as_they_are() -> None:
    xml = code(f'{GUID}name="a" isCodable="true" weight="3"', "stray <Weight>3</Weight><Code/>")
    project, reader = read(xml)
    assert project.codes[0].codes[0].name == ""
    kept = [each.xml for each in reader.kept]
    assert ['weight="3"' in kept[0], "stray" in kept[1], "<Weight" in kept[2]] == [True, True, True]


def test_the_second_of_what_there_is_one_of_is_kept() -> None:
    inside = "<Description>first</Description><Description>second</Description>"
    project, reader = read(code(f'{GUID}name="a" isCodable="true"', inside))
    assert project.codes[0].description == "first"
    assert [each.kind for each in reader.deviations] == ["repeated"]
    assert "second" in reader.kept[0].xml


def test_codes_may_stand_as_deep_in_each_other_as_a_file_can_hold() -> None:
    deep = 240
    opened = f'<Code {GUID}name="a" isCodable="true">' * deep
    project, reader = read(code(f'{GUID}name="a" isCodable="true"', opened + "</Code>" * deep))
    depth, held = 0, project.codes
    while held:
        (each,) = held
        assert isinstance(each, Code)
        depth, held = depth + 1, each.codes
    assert (depth, reader.deviations) == (deep + 1, [])
    again = read_project(write_project(project).content, "p.qdpx").project
    assert sum(isinstance(each, Code) for each in walk(again)) == deep + 1


def _altered(root: lxml.etree._Element, chance: random.Random) -> None:
    """Change one thing of a project: an attribute, an element's name or place, or one too many or too few."""
    element = chance.choice(list(root.iter()))
    parent = element.getparent()
    names = sorted(map(str, element.attrib))
    match chance.randrange(7):
        case 0 if names:
            del element.attrib[chance.choice(names)]
        case 1 if names:
            element.set(
                chance.choice(names),
                chance.choice(["", "x", "1", "true", "#F00", "Text", CODE, "2020-01-01T00:00:00"]),
            )
        case 2:
            element.set(
                chance.choice(["name", "color", "weight", "guid", "page"]), chance.choice(["1", "x", CODE])
            )
        case 3 if parent is not None:
            parent.remove(element)
        case 4 if parent is not None:
            parent.insert(chance.randrange(len(parent) + 1), element)
        case 5 if parent is not None:
            target = chance.choice(
                [each for each in root.iter() if element not in each.iterancestors() and each is not element]
            )
            target.append(element)
        case 6:
            element.tag = (
                f"{{{NAMESPACE}}}{chance.choice(['Code', 'Sets', 'NoteRef', 'Description', 'Weight'])}"
            )


@pytest.mark.parametrize("name", ["skyloom_TestProject.qdpx", "qdapy_sample.qdpx"])
def test_a_report_tells_of_a_departure_where_the_schema_refuses_and_nowhere_else(
    refi: Path, project_schema: lxml.etree.XMLSchema, name: str
) -> None:
    whole = xml_of((refi / name).read_bytes())

    @given(st.integers(0, 2**32), st.integers(1, 3))
    @settings(max_examples=150, deadline=None)
    def agree(seed: int, changes: int) -> None:
        root = lxml.etree.fromstring(whole)
        chance = random.Random(seed)
        for _ in range(changes):
            _altered(root, chance)
        content = lxml.etree.tostring(root)
        try:
            found = read_project(content, "p.qde")
        except CounterpoiseError:
            assert not project_schema.validate(lxml.etree.fromstring(content))
            return
        valid = project_schema.validate(lxml.etree.fromstring(content))
        assert found.report.against_the_schema != valid, [str(each) for each in project_schema.error_log]

    agree()
