from pathlib import Path

import pytest

from counterpoise.coding.decided import added, answered, human_codings, reviewed, reviewed_passages
from counterpoise.coding.settled_passages import decisions_of
from counterpoise.evidence import Coding, passage_of
from counterpoise.workspace import Workspace, open_workspace

TEXT = "China builds roads in Gwadar. The United States buys cloth from Karachi."
FIRST, SECOND = passage_of("d1", TEXT, 0, 29), passage_of("d1", TEXT, 30, len(TEXT))


@pytest.fixture
def workspace(tmp_path: Path):
    with open_workspace(tmp_path) as opened:
        yield opened


def suggestion(code: str) -> Coding:
    return Coding(FIRST.id, code, "b", "none", "lexicon/1.a", 0.5, '"roads"')


def taught(workspace: Workspace) -> list[tuple[str, frozenset[str]]]:
    found = decisions_of(human_codings(workspace.now), reviewed_passages(workspace.now), [])
    return [(seen.passage.id, frozenset(codes)) for seen, codes in found]


def test_a_passage_gone_through_teaches_what_was_found_and_so_what_was_not(workspace):
    for code, found in (("infrastructure", True), ("trade", False)):
        workspace.record([answered(workspace.now, FIRST, suggestion(code), "Amina", found=found, reason="r")])
    assert taught(workspace) == []
    workspace.record([reviewed(passage, "Amina") for passage in (SECOND, FIRST)])
    assert taught(workspace) == [(FIRST.id, frozenset({"infrastructure"})), (SECOND.id, frozenset())]


def test_of_several_coders_more_than_half_must_have_found_a_code(workspace):
    for coder, codes in (("Amina", ["trade", "energy"]), ("Bilal", ["trade"]), ("Chen", [])):
        for code in codes:
            coding = Coding(FIRST.id, code, "none", "none", coder, 1.0, "by hand")
            workspace.record([added(workspace.now, FIRST, coding)])
        workspace.record([reviewed(FIRST, coder)])
    assert taught(workspace) == [(FIRST.id, frozenset({"trade"}))]


def test_who_adjudicates_counts_alone(workspace):
    for coder, code, settles in (
        ("Amina", "trade", False),
        ("Bilal", "trade", False),
        ("Chen", "energy", True),
    ):
        coding = Coding(FIRST.id, code, "none", "none", coder, 1.0, "by hand")
        workspace.record([added(workspace.now, FIRST, coding, adjudicates=settles)])
        workspace.record([reviewed(FIRST, coder, adjudicates=settles)])
    assert taught(workspace) == [(FIRST.id, frozenset({"energy"}))]


def test_a_code_given_to_some_words_of_a_passage_was_found_in_the_passage(workspace):
    words = passage_of("d1", TEXT, 6, 17)
    coding = Coding(words.id, "infrastructure", "b", "none", "Amina", 1.0, "by hand", span=(6, 17))
    workspace.record([added(workspace.now, words, coding), reviewed(FIRST, "Amina")])
    assert taught(workspace) == [(FIRST.id, frozenset({"infrastructure"}))]


def test_who_adjudicates_against_what_they_found_themselves_is_heard_as_adjudicator(workspace):
    for coder, code, settles in (("Amina", "trade", False), ("Amina", "energy", True)):
        coding = Coding(FIRST.id, code, "none", "none", coder, 1.0, "by hand")
        workspace.record([added(workspace.now, FIRST, coding, adjudicates=settles)])
        workspace.record([reviewed(FIRST, coder, adjudicates=settles)])
    assert taught(workspace) == [(FIRST.id, frozenset({"energy"}))]
