from collections import Counter

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.themes import codes_of_table, find_themes
from tests.study_in_miniature import coded, document


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def test_each_theme_of_the_theory_carries_its_table(findings):
    theory = findings.study.theory
    assert [theme.id for theme in findings.themes] == list(theory.themes)
    assert [theme.table.id for theme in findings.themes] == [theme.table for theme in theory.themes.values()]


def test_what_a_theme_asks_is_asked_of_the_study(findings):
    theory = findings.study.theory
    tables = {table.id: table for table in findings.tables}
    asks = {"evolution": theory.themes["evolution"].model_copy(update={"asks": "What of power a?"})}
    themes = theory.themes | asks
    found_themes = find_themes(theory.model_copy(update={"themes": themes}), tables, (), findings.names)
    assert [theme.asks for theme in found_themes][:2] == ["What of the United States?", None]


def test_the_codes_of_a_table_are_those_of_its_rows_and_dimensions_each_once(findings):
    theory = findings.study.theory
    codes = codes_of_table(theory, theory.tables["table1"])
    assert len(codes) == len(set(codes))
    assert set(codes) == {code for codes in theory.dimensions.values() for code in codes}
    assert codes_of_table(theory, theory.tables["table3"])[0] in theory.definitions


def test_a_theme_counts_passages_once_and_documents_by_kind_without_what_is_under_test(findings):
    theory = findings.study.theory
    speech, note = document("speech"), document("note", kind="data note")
    paper = document("paper", kind="paper under test")
    passages = (
        coded(speech, 0, "strengthens", code="trade"),
        coded(speech, 0, "strengthens", code="energy"),
        coded(speech, 50, code="trade"),
        coded(note, 0, code="trade"),
        coded(paper, 0, code="trade"),
        coded(speech, 100, code="public_opinion"),
    )
    tables = {table.id: table for table in findings.tables}
    economic = next(
        theme for theme in find_themes(theory, tables, passages, findings.names) if theme.id == "economic"
    )
    assert len(economic.coded) == 5
    assert economic.documents == {"first-hand": 1, "data note": 1}
    assert economic.passages["first-hand"] == Counter({"strengthens": 1, "none": 1})
    assert economic.passages["data note"] == Counter({"none": 1})
