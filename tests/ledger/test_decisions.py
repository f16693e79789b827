from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.decisions import decision, standing
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.projections import Fold

Decide = Callable[..., Any]
SUGGESTED = {"code": "trade", "power": "a", "direction": "none", "status": "suggested"}
ACCEPTED = {**SUGGESTED, "status": "accepted"}


@pytest.fixture
def fold() -> Fold:
    return Fold()


@pytest.fixture
def decide(tmp_path: Path, opened: Callable[[Path], Ledger], fold: Fold) -> Decide:
    """Decide and record, and give the event."""

    def decided(kind: str, name: str, who: str | None = None, **said: Any) -> Any:
        with opened(tmp_path) as ledger:
            events = ledger.append([decision(fold.now, kind, name, **said)], who)
        fold.take(events)
        return events[0]

    return decided


def refusals(fold: Fold, kind: str, name: str, **said: Any) -> list[str]:
    with pytest.raises(CounterpoiseError) as caught:
        decision(fold.now, kind, name, **said)
    return [str(problem) for problem in caught.value.problems]


def test_a_suggested_coding_is_accepted_revised_and_taken_back(decide: Decide, fold: Fold) -> None:
    accepted = decide("coding.accepted", "c1", before=SUGGESTED, after=ACCEPTED)
    assert (accepted.who, accepted.body["before"], accepted.body["after"]) == ("amina", SUGGESTED, ACCEPTED)
    assert accepted.body["reason"] is None
    revised = decide("coding.revised", "c1", "bilal", after={**ACCEPTED, "power": "b"}, reason="of Beijing")
    assert (revised.who, revised.body["before"]) == ("bilal", ACCEPTED)
    assert standing(fold.now, "coding", "c1") == {**ACCEPTED, "power": "b"}
    deleted = decide("coding.deleted", "c1", reason="said of a third state")
    assert "after" not in deleted.body
    assert standing(fold.now, "coding", "c1") is None
    assert refusals(fold, "coding.accepted", "c1", after=ACCEPTED, before=SUGGESTED) == [
        "coding.accepted of c1: the coding is gone since event 3, coding.deleted"
    ]


def test_what_another_changed_meanwhile_is_looked_at_again(decide: Decide, fold: Fold) -> None:
    decide("coding.accepted", "c1", "bilal", before=SUGGESTED, after=ACCEPTED)
    assert refusals(fold, "coding.rejected", "c1", before=SUGGESTED, after=SUGGESTED) == [
        "coding.rejected of c1: was changed by bilal meanwhile, in event 1; look at it again"
    ]
    decide("coding.rejected", "c1", before=ACCEPTED, after={**SUGGESTED, "status": "rejected"})


def test_codes_are_created_renamed_merged_and_split(decide: Decide, fold: Fold) -> None:
    arms = {"name": "Arms", "definition": "Sales of arms"}
    decide("code.created", "arms", after=arms)
    decide("code.created", "training", after={"name": "Training", "definition": ""})
    decide("code.renamed", "arms", after={**arms, "name": "Weapons"})
    assert refusals(fold, "code.created", "arms", after=arms) == [
        "code.created of arms: there is such a code already"
    ]
    decide("code.merged", "arms", codes=["training"], after=arms, reason="never apart")
    assert standing(fold.now, "code", "training") is None
    assert standing(fold.now, "code", "arms") == arms
    decide("code.split", "arms", into=["guns", "ships"], reason="two trades")
    assert standing(fold.now, "code", "arms") is None
    decide("code.created", "arms", after=arms)
    assert standing(fold.now, "code", "arms") == arms


def test_everything_wrong_with_a_decision_is_said_at_once(decide: Decide, fold: Fold) -> None:
    assert refusals(fold, "coding.acepted", "c1") == [
        "coding.acepted of c1: is no kind of decision - did you mean 'coding.accepted'?"
    ]
    assert refusals(fold, "report.written", "r") == [
        "report.written of r: is no kind of decision - did you mean 'memo.written'?"
    ]
    decide("memo.written", "memo-1", after={"text": "Why so few visits?"})
    assert refusals(fold, "memo.revised", "memo-2") == [
        "memo.revised of memo-2: there is no such memo - did you mean 'memo-1'?",
        "memo.revised of memo-2: what it is to be from now on is not said",
    ]
    assert refusals(fold, "link.revised", "l", before={"sign": 1}, after={"sign": -1}, reason=" ") == [
        "event link.revised of l: the reason is empty; expected why it was done"
    ]
    assert refusals(fold, "coding.added", "c2", after=ACCEPTED) == [
        "event coding.added of c2: the body has no 'passage'"
    ]


def test_a_setting_has_its_first_value_before(decide: Decide) -> None:
    decide("setting.changed", "dependence", before={"value": 0.5}, after={"value": 0.6}, reason="too wide")
    changed = decide("setting.changed", "dependence", after={"value": 0.7})
    assert (changed.body["before"], changed.body["after"]) == ({"value": 0.6}, {"value": 0.7})
