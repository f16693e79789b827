from dataclasses import replace
from pathlib import Path

import pytest

from counterpoise.coding.linked import (
    HumanLink,
    human_link_of,
    human_links,
    link_added,
    link_answered,
    link_deleted,
    link_revised,
    state_of_link,
)
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Link, passage_of
from counterpoise.ledger.verification import verify
from counterpoise.workspace import FOLDER, Workspace, open_workspace

TEXT = "Trade leads to a closer partnership between the two."
PASSAGE = passage_of("d1", TEXT, 0, len(TEXT))
SUGGESTED = Link(PASSAGE.id, "trade", "stronger_ties", "a", 1, "lexicon/1.a", '"leads to"', span=(6, 14))


@pytest.fixture
def workspace(tmp_path: Path):
    with open_workspace(tmp_path) as opened:
        yield opened


def said(workspace: Workspace) -> list[tuple[str, str, str, int, str]]:
    return [
        (each.coder, each.link.factor, each.link.power, each.link.sign, each.status)
        for each in human_links(workspace.now)
    ]


def test_an_answer_is_the_persons_own_and_may_be_changed_and_taken_back(workspace, tmp_path):
    workspace.record([link_answered(workspace.now, PASSAGE, SUGGESTED, "Amina", found=True)])
    workspace.record(
        [link_answered(workspace.now, PASSAGE, SUGGESTED, "Bilal", found=False, reason="a hope")]
    )
    assert said(workspace) == [
        ("Amina", "trade", "a", 1, "accepted"),
        ("Bilal", "trade", "a", 1, "rejected"),
    ]
    amina = human_links(workspace.now)[0]
    assert (amina.suggestion, amina.link.span) == (SUGGESTED.id, (6, 14))
    workspace.record([link_revised(workspace.now, amina, replace(amina.link, sign=-1), "it denies it")])
    amina = human_links(workspace.now)[1]
    assert (amina.link.sign, amina.status) == (-1, "accepted")
    workspace.record([link_deleted(workspace.now, amina, "read again")])
    assert said(workspace) == [("Bilal", "trade", "a", 1, "rejected")]
    workspace.record([link_answered(workspace.now, PASSAGE, SUGGESTED, "Amina", found=True, power="both")])
    assert said(workspace)[1] == ("Amina", "trade", "both", 1, "accepted")
    assert verify(tmp_path / FOLDER) == ()


def test_a_link_by_hand_is_said_once(workspace):
    by_hand = replace(SUGGESTED, coder="  Amina ", span=None)
    workspace.record([link_added(workspace.now, PASSAGE, by_hand)])
    assert said(workspace) == [("Amina", "trade", "a", 1, "accepted")]
    with pytest.raises(CounterpoiseError, match="there is such a link already"):
        link_added(workspace.now, PASSAGE, by_hand)


def test_a_judgement_comes_back_from_its_state_and_damage_is_named():
    told = HumanLink("l1", PASSAGE, replace(SUGGESTED, coder="Amina"), "rejected", "s1", True)
    assert human_link_of("l1", state_of_link(told)) == told
    with pytest.raises(CounterpoiseError, match="link l1: what is kept of it is damaged"):
        human_link_of("l1", {"passage": {}})
