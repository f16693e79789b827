from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.coding.decided import human_codings, reviewed_passages
from counterpoise.coding.linked import human_links
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.projections import replay
from counterpoise.ledger.verification import verify
from counterpoise.review.actions import (
    Action,
    add,
    add_link,
    answer,
    change,
    go_through,
    merge,
    reopen,
    split,
    take_back,
)
from counterpoise.review.desk import Desk
from counterpoise.review.memos import memo_written, memos
from counterpoise.review.recoding import recoding_list
from counterpoise.workspace import FOLDER, Workspace

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "answer",
                "add",
                "link",
                "change",
                "delete",
                "split",
                "merge",
                "memo",
                "through",
                "reopen",
                "undo",
            ]
        ),
        st.integers(0, 11),
        st.integers(0, 11),
    ),
    max_size=14,
)


def state(workspace: Workspace) -> tuple[object, ...]:
    """Everything that people decided, whatever the order of events that led there."""
    now = workspace.now
    return (
        {each.id: each for each in human_codings(now)},
        {each.id: each for each in human_links(now)},
        {(each.passage, each.coder, each.adjudicates) for each in reviewed_passages(now)},
        {each.id: each for each in memos(now)},
        {(each.passage, each.coder, each.reason) for each in recoding_list(now)},
    )


def action_of(desk: Desk, what: str, one: int, two: int) -> Action | None:
    """An action on some passage; it may be one that is refused."""
    units = tuple(desk.frame.passages.values())
    unit: Passage = units[one % len(units)]
    now, coder, document = desk.now, desk.coder, desk.document(unit)
    mine = desk.mine(unit)
    some = mine[two % len(mine)] if mine else None
    length = unit.end - unit.start
    match what:
        case "answer":
            offered = desk.suggestions(unit)
            first = offered[two % len(offered)].first
            changes = {"power": "both"} if two % 3 == 0 else {}
            return answer(now, unit, first, coder, found=two % 2 == 0, **changes)
        case "add":
            span = (unit.start + two * length // 12, unit.start + (two + one + 1) * length // 12)
            told = Coding(unit.id, "energy", "a", "none", coder, 1.0, "")
            return add(now, document, unit, told, span=None if two == 0 else span)
        case "link":
            return add_link(now, unit, Link(unit.id, "trade", "stronger_ties", "a", 1, coder, ""))
        case "change" if some is not None:
            return change(now, some, "on second thoughts", found=two % 2 == 0, power="b" if two < 6 else "a")
        case "delete" if some is not None:
            return take_back(now, some, "read again")
        case "split" if some is not None and hasattr(some, "coding"):
            return split(now, document, some, some.passage.start + two * 5)
        case "merge":
            return merge(now, document, [each for each in mine if hasattr(each, "coding")])
        case "memo":
            event = memo_written(now, coder, "passage", unit.id, f"thought {two}", unit)
            return Action("memo on the passage", (event,))
        case "through":
            return go_through(now, unit, coder)
        case "reopen":
            return reopen(now, unit, coder, f"reason {two}")
    return None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_and_undone_replays_and_undoing_all_gives_back_the_start(
    steps, coded: Path, workspace: Workspace, amina: Desk
):
    start, done = state(workspace), [state(workspace)]
    for what, one, two in steps:
        head = workspace.now.head
        try:
            if what == "undo":
                if len(done) > 1:
                    amina.undo()
                    done.pop()
                    assert state(workspace) == done[-1]
                continue
            if (action := action_of(amina, what, one, two)) is not None:
                amina.do(action)
                done.append(state(workspace))
        except CounterpoiseError:
            assert workspace.now.head == head, "what is refused leaves no event"
    with Ledger.read(coded / FOLDER) as ledger:
        assert replay(ledger.events()) == workspace.now
    while len(done) > 1:
        amina.undo()
        done.pop()
        assert state(workspace) == done[-1]
    assert state(workspace) == start


def test_undo_goes_back_step_by_step_and_says_what_it_undid(amina, trade, coded):
    for each in amina.suggestions(trade)[:2]:
        amina.do(answer(amina.now, trade, each.first, "Amina", found=True))
    amina.do(go_through(amina.now, trade, "Amina"))
    told = [amina.undo()[0].body["told"] for _ in range(3)]
    assert told[1:] == [
        "undone: accepted defence_cooperation (a, strengthens)",
        "undone: accepted trade (a, strengthens)",
    ]
    assert told[0].startswith("undone: went through “Pakistan and")
    assert amina.mine(trade) == ()
    assert recoding_list(amina.now) == ()
    with pytest.raises(CounterpoiseError, match="undo: there is nothing to undo"):
        amina.undo()
    assert verify(coded / FOLDER) == ()


def test_each_coder_undoes_what_is_their_own(amina, at, trade):
    bilal = at("Bilal")
    first = amina.suggestions(trade)[0].first
    amina.do(answer(amina.now, trade, first, "Amina", found=True))
    bilal.do(answer(bilal.now, trade, first, "Bilal", found=False))
    amina.undo()
    assert [each.coder for each in human_codings(amina.now)] == ["Bilal"]


def test_what_was_opened_again_for_a_reason_is_so_again_after_an_undo(amina, trade):
    amina.do(reopen(amina.now, trade, "Amina", "code.redefined trade: narrower"))
    amina.do(go_through(amina.now, trade, "Amina"))
    assert recoding_list(amina.now) == ()
    amina.undo()
    amina.do(go_through(amina.now, trade, "Amina"))
    amina.undo()
    assert [each.reason for each in recoding_list(amina.now)] == ["code.redefined trade: narrower"]


def test_what_somebody_else_changed_meanwhile_is_not_undone(amina, trade, workspace):
    amina.do(answer(amina.now, trade, amina.suggestions(trade)[0].first, "Amina", found=True))
    (mine,) = amina.mine(trade)
    workspace.record(take_back(amina.now, mine, "by a script").events)
    head = amina.now.head
    with pytest.raises(CounterpoiseError, match="the coding is gone since event"):
        amina.undo()
    assert amina.now.head == head
