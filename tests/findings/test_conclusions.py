import re

import pytest

from counterpoise.findings.conclusions import Findings, conclude
from counterpoise.measurement.scores import measure


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def test_findings_hold_every_table_theme_and_question_of_the_theory(findings):
    theory = findings.study.theory
    assert [table.id for table in findings.tables] == list(theory.tables)
    assert len(findings.themes) == len(theory.themes) == 5
    assert len(findings.hypotheses) == len(theory.hypotheses)
    assert len(findings.debates) == len(theory.debates)
    assert len(findings.claims) == len(theory.claims)


def test_no_sentence_speaks_of_power_a_or_power_b(findings):
    told = [
        text
        for answer in findings.answers()
        for text in (answer.text, answer.estimand, *answer.reasons, *answer.would_change)
    ]
    told += [cell.finding for table in findings.tables for cell in table.cells()]
    for text in told:
        assert not re.search(r"\b(power [ab]|the state)\b", text.lower()), text


def test_the_table_has_one_line_for_each_cell_and_answer(findings):
    table = findings.table()
    cells = [cell.id for found_table in findings.tables for cell in found_table.cells()]
    assert table["id"].to_list() == [*cells, *(answer.id for answer in findings.answers())]
    assert table["id"].is_unique().all()


def test_a_cell_without_evidence_says_no_evidence(findings):
    told = dict(findings.table().select("id", "finding").rows())
    for table in findings.tables:
        for cell in table.cells():
            if cell.missing is not None:
                assert told[cell.id] == "no evidence" or "not observed" in told[cell.id], cell.id


def test_the_same_evidence_gives_the_same_findings(findings):
    again = conclude(findings.study, findings.evidence, measure(findings.study, findings.evidence.values))
    assert (again.tables, again.answers()) == (findings.tables, findings.answers())
