import lxml.etree

from counterpoise.exchange.element_writing import ElementWriter
from counterpoise.exchange.project import Case, Code, Codebook, Project, Set
from counterpoise.exchange.sources import VariableValue
from tests.exchange.projects import CODE, SOURCE


def test_elements_stand_in_the_order_and_the_holders_of_the_schema() -> None:
    value = VariableValue(variable=CODE, value=("IntegerValue", "3"))
    project = Project(
        name="p",
        description="d",
        cases=(Case(guid=SOURCE, values=(value,), codes=(CODE,)),),
        codes=(Code(guid=CODE, name="trade", codable=True, description=""),),
    )
    written = lxml.etree.tostring(ElementWriter("p", "project").element(project, "Project")).decode()
    assert written == (
        '<Project xmlns="urn:QDA-XML:project:1.0" name="p"><CodeBook><Codes>'
        f'<Code guid="{CODE}" name="trade" isCodable="true"><Description></Description></Code></Codes></CodeBook>'
        f'<Cases><Case guid="{SOURCE}"><CodeRef targetGUID="{CODE}"/><VariableValue><VariableRef targetGUID="{CODE}"/>'
        "<IntegerValue>3</IntegerValue></VariableValue></Case></Cases><Description>d</Description></Project>"
    )


def test_a_codebook_names_the_members_of_its_sets_in_its_own_way() -> None:
    book = Codebook(
        codes=(Code(guid=CODE, name="a", codable=True),), sets=(Set(guid=SOURCE, name="s", codes=(CODE,)),)
    )
    written = lxml.etree.tostring(ElementWriter("c", "codebook").element(book, "CodeBook")).decode()
    assert f'<Set guid="{SOURCE}" name="s"><MemberCode guid="{CODE}"/></Set>' in written


def test_a_value_that_is_not_of_its_type_is_left_out_and_told() -> None:
    value = VariableValue(variable=CODE, value=("IntegerValue", "three"))
    writer = ElementWriter("p", "project")
    writer.element(Project(name="p", cases=(Case(guid=SOURCE, name="K", values=(value,)),)), "Project")
    assert [str(each) for each in writer.losses] == [
        "p, VariableValue: value: 'three'; the standard asks for IntegerValue of its type; left out"
    ]
