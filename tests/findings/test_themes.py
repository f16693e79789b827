from collections import Counter

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.themes import find_candidates, find_themes
from counterpoise.review.themes import ThemeEntry
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


def test_a_theme_is_called_defined_and_made_up_as_people_left_it(findings):
    theory = findings.study.theory
    tables = {table.id: table for table in findings.tables}
    entry = ThemeEntry(
        "economic", "Trade with power b", "What is sold.", ("trade",), ("trade",), "settled", None, True
    )
    passages = (coded(document("speech"), 0, code="trade"), coded(document("speech"), 50, code="energy"))
    themes = {each.id: each for each in find_themes(theory, tables, passages, findings.names, (entry,))}
    assert (themes["economic"].title, themes["economic"].asks) == ("Trade with China", "What is sold.")
    assert [each.coding.code for each in themes["economic"].coded] == ["trade"]
    assert themes["security"].title == theory.themes["security"].title


def test_candidates_gather_by_their_codes_until_they_are_given_up(findings):
    passages = (coded(document("speech"), 0, "weakens", code="trade"),)
    entries = (
        ThemeEntry("commerce", "Commerce", "Goods.", ("trade",), ("trade",), "candidate"),
        ThemeEntry("gone", "Gone", "Goods.", ("trade",), ("trade",), "given up"),
        ThemeEntry("economic", "Economic", "", (), (), "candidate", None, True),
    )
    (theme,) = find_candidates(entries, passages, findings.names)
    assert (theme.id, theme.way) == ("commerce", "weakens")
    assert theme.contrary() == ()
