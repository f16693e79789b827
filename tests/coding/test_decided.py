from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.coding.decided import (
    HumanCoding,
    added,
    answered,
    coder_name,
    decisions_key,
    deleted,
    human_coding_of,
    human_codings,
    reopened,
    reviewed,
    reviewed_passages,
    revised,
    state_of,
)
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, passage_of
from counterpoise.ledger.verification import verify
from counterpoise.workspace import FOLDER, Workspace, open_workspace

TEXT = "China builds roads in Gwadar. The United States buys cloth from Karachi."
PASSAGE = passage_of("d1", TEXT, 0, 29, page=2, heading="On trade")
SUGGESTION = Coding(PASSAGE.id, "infrastructure", "b", "none", "lexicon/1.a", 0.5, '"roads"', span=(13, 18))
BY_HAND = Coding(PASSAGE.id, "trade", "a", "strengthens", "Amina", 1.0, "she buys", span=(50, 60))


@pytest.fixture
def workspace(tmp_path: Path):
    with open_workspace(tmp_path) as opened:
        yield opened


def judged(workspace: Workspace) -> list[tuple[str, str, str]]:
    return [(each.coder, each.coding.code, each.coding.status) for each in human_codings(workspace.now)]


def test_an_answer_is_the_persons_own_and_names_the_suggestion(workspace):
    (event,) = workspace.record([answered(workspace.now, PASSAGE, SUGGESTION, "Amina", found=True)], "Amina")
    assert (event.kind, event.who) == ("coding.accepted", "Amina")
    (told,) = human_codings(workspace.now)
    assert (told.coder, told.coding.status, told.suggestion) == ("Amina", "accepted", SUGGESTION.id)
    assert told.passage == PASSAGE
    assert told.coding.span == (13, 18)
    assert event.body["before"]["coding"]["coder"] == "lexicon/1.a"
    assert event.body["ids"] == [SUGGESTION.id]


def test_coders_answer_one_suggestion_apart_from_each_other(workspace):
    workspace.record([answered(workspace.now, PASSAGE, SUGGESTION, "Amina", found=True)])
    workspace.record([answered(workspace.now, PASSAGE, SUGGESTION, "Bilal", found=False, reason="a slogan")])
    assert judged(workspace) == [
        ("Amina", "infrastructure", "accepted"),
        ("Bilal", "infrastructure", "rejected"),
    ]
    answer = human_codings(workspace.now)[0]
    changed = replace(answer.coding, power="both")
    workspace.record([revised(workspace.now, answer, changed, "both powers build")])
    assert [each.coding.power for each in human_codings(workspace.now)] == ["b", "both"]
    assert human_codings(workspace.now)[1].id == answer.id


def test_an_answer_with_another_power_keeps_what_was_suggested(workspace):
    event = answered(workspace.now, PASSAGE, SUGGESTION, "Amina", found=True, power="both")
    assert event.body["before"]["coding"]["power"] == "b"
    assert event.body["after"]["coding"]["power"] == "both"


def test_what_is_taken_back_is_gone_and_may_be_said_again(workspace):
    workspace.record([added(workspace.now, PASSAGE, BY_HAND)])
    (told,) = human_codings(workspace.now)
    with pytest.raises(CounterpoiseError, match="there is such a coding already"):
        added(workspace.now, PASSAGE, BY_HAND)
    workspace.record([deleted(workspace.now, told, "of another case")])
    assert human_codings(workspace.now) == ()
    workspace.record([added(workspace.now, PASSAGE, BY_HAND)])
    assert human_codings(workspace.now) == (told,)


def test_an_answer_that_was_taken_back_may_be_given_again(workspace):
    workspace.record([answered(workspace.now, PASSAGE, SUGGESTION, "Amina", found=True)])
    workspace.record([deleted(workspace.now, human_codings(workspace.now)[0], "undone")])
    workspace.record([answered(workspace.now, PASSAGE, SUGGESTION, "Amina", found=False)])
    assert judged(workspace) == [("Amina", "infrastructure", "rejected")]


def test_an_adjudication_stands_beside_the_adjudicators_own_coding(workspace):
    workspace.record([added(workspace.now, PASSAGE, BY_HAND)])
    workspace.record([added(workspace.now, PASSAGE, BY_HAND, adjudicates=True)])
    assert [each.adjudicates for each in human_codings(workspace.now)] == [False, True]


def test_a_stretch_without_text_is_refused(workspace):
    blank = passage_of("d1", "a   b", 1, 3)
    with pytest.raises(CounterpoiseError, match="d1:1-3: holds no text"):
        added(workspace.now, blank, BY_HAND)


def test_a_passage_is_gone_through_until_it_is_reopened(workspace):
    workspace.record([reviewed(PASSAGE, "Amina"), reviewed(PASSAGE, "Bilal", adjudicates=True)])
    assert [(each.coder, each.passage, each.adjudicates) for each in reviewed_passages(workspace.now)] == [
        ("Amina", PASSAGE, False),
        ("Bilal", PASSAGE, True),
    ]
    workspace.record([reopened(PASSAGE, "Amina", "the codebook has changed")])
    assert [each.coder for each in reviewed_passages(workspace.now)] == ["Bilal"]


def test_the_key_changes_with_every_decision_and_the_ledger_verifies(tmp_path):
    with open_workspace(tmp_path) as workspace:
        keys = [decisions_key(workspace.now)]
        for event in (reviewed(PASSAGE, "Amina"), added(workspace.now, PASSAGE, BY_HAND)):
            workspace.record([event])
            keys.append(decisions_key(workspace.now))
        assert len(set(keys)) == 3
    assert verify(tmp_path / FOLDER) == ()


def test_a_damaged_judgement_is_named():
    with pytest.raises(CounterpoiseError, match="coding c1: what is kept of it is damaged"):
        human_coding_of("c1", {"passage": {"document": "d1"}, "coding": {}})


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "holds no letter or number"),
        ("  -- ", "holds no letter or number"),
        ("lexicon/1", "marks the coders that are machines"),
        ("A\u202emina", "holds a character that does not show"),
        ("Lexicon", "is the name of a machine that suggests"),
        ("a" * 81, "has 81 characters; at most 80"),
    ],
)
def test_a_name_that_names_nobody_is_refused(name, told):
    with pytest.raises(CounterpoiseError) as caught:
        coder_name(name)
    assert told in str(caught.value)


def test_a_name_is_the_same_however_it_is_typed():
    assert coder_name("  Amina \t Khan ") == "Amina Khan"
    assert coder_name("Zoe\u0308") == coder_name("Zoë") == "Zoë"
    assert coder_name("علی") == "علی"


@given(
    st.sampled_from(["a", "b", "both", "none"]),
    st.sampled_from(["strengthens", "weakens", "none"]),
    st.sampled_from(["accepted", "rejected"]),
    st.text(),
    st.booleans(),
    st.one_of(st.none(), st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))),
)
def test_a_judgement_comes_back_from_its_state(power, direction, status, reason, adjudicates, span):
    coding = Coding(PASSAGE.id, "trade", power, direction, "Amina", 1.0, reason, status, span=span)
    told = HumanCoding("c1", PASSAGE, coding, "s1", adjudicates)
    assert human_coding_of("c1", state_of(told)) == told
