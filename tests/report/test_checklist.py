import dataclasses
from importlib.resources import files

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.checklist import checklist_section
from counterpoise.report.outline import DataTable, Links, Outline, Paragraph, Section
from counterpoise.theory.checklist import PARTS
from counterpoise.theory.elements import Requirement


def rows_of(section: Section) -> dict[str, tuple]:
    (_, table) = section.blocks
    assert isinstance(table, DataTable)
    return {row[0]: row[1:] for row in table.rows}


def put(findings: Findings, *rows: Requirement) -> Findings:
    theory = findings.study.theory.model_copy(update={"checklist": rows})
    return dataclasses.replace(findings, study=dataclasses.replace(findings.study, theory=theory))


@pytest.fixture(scope="module")
def others(miniature_outline: Outline) -> tuple[Section, ...]:
    return tuple(section for section in miniature_outline.sections if section.id != "checklist")


def test_the_rows_of_the_theory_stand_in_its_order_each_with_where_it_is_answered(
    miniature, miniature_outline
):
    (section,) = (each for each in miniature_outline.sections if each.id == "checklist")
    rows = rows_of(section)
    assert list(rows) == [row.id for row in miniature.study.theory.checklist]
    for text, _, links, told in rows.values():
        assert text
        assert isinstance(links, Links) or told
    assert rows["R1"][0] == "Ties with the United States"
    assert [link.id for link in rows["R1"][2].links] == ["claim-R1", "numbers-volatility"]


def test_what_a_row_comes_to_is_what_its_answers_and_cells_came_to(miniature, others):
    rows = rows_of(checklist_section(miniature, others))
    findings = {answer.id: answer.finding for answer in miniature.answers()}
    assert rows["N6"][-1] == findings["claim-N6"] == "not testable yet"
    assert rows["R2"][-1] == "supported; shown"
    table = miniature.tables[0]
    filled = sum(cell.missing is None for cell in table.cells())
    assert rows["TB1"][-1] == f"{filled} of 8 cells on evidence"
    assert rows["T1"][-1] == "not testable yet"


def test_what_a_report_does_not_hold_is_said_and_not_linked(miniature, others):
    rows = (
        Requirement(id="a", text="Of power a.", shown=("citations",)),
        Requirement(id="b", text="T.", shown=("question:9", "method")),
        Requirement(id="c", text="T.", lacks="a model of power b"),
    )
    found = rows_of(checklist_section(put(miniature, *rows), others))
    assert found["a"] == (
        "Of the United States.",
        None,
        None,
        "no citations against lists of references in this report",
    )
    assert found["b"][-1] == "the study has no question 9; shown"
    assert [link.text for link in found["b"][2].links] == ["Method and settings"]
    assert found["c"][2:] == (None, "lacks a model of China")


def test_every_row_is_counted_once_by_the_most_that_its_answers_come_to(miniature, others):
    rows = (
        Requirement(id="a", text="T.", shown=("claim:N6", "claim:R2")),
        Requirement(id="b", text="T.", shown=("claim:N6", "method")),
        Requirement(id="c", text="T.", shown=("claim:N6",)),
        Requirement(id="d", text="T.", lacks="all"),
        Requirement(id="e", text="T.", shown=("method",)),
    )
    told = checklist_section(put(miniature, *rows), others).blocks[0]
    assert told == Paragraph(
        # What stands beside an answer that waits does not answer it.
        "Of 5 rows: 1 with a verdict, 1 shown without a verdict, 2 that wait for a model or rule that is not there yet and 1 "
        "answered nowhere in this report."
    )


def test_a_theory_without_a_checklist_has_no_such_section(miniature, others):
    assert checklist_section(put(miniature), others) == Section("checklist", "Coverage of the checklist")


def test_every_part_that_a_row_may_name_is_one_that_some_report_has():
    modules = files("counterpoise.report").iterdir()
    source = "".join(each.read_text("utf-8") for each in modules if each.name.endswith(".py"))
    assert [part for part in PARTS if f'"{part}"' not in source] == []
