from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding
from counterpoise.ledger.events import Ledger
from counterpoise.review.actions import Action, add, answer, change, go_through, take_back
from counterpoise.review.desk import Desk
from counterpoise.review.memos import memo_written
from counterpoise.workspace import FOLDER, open_workspace


def accept(desk: Desk, unit, number: int = 0, found: bool = True):
    return desk.do(answer(desk.now, unit, desk.suggestions(unit)[number].first, desk.coder, found=found))


def test_what_was_said_goes_on_with_each_action_as_if_it_was_read_anew(at, amina, trade):
    told = Coding(trade.id, "energy", "a", "none", "Amina", 1.0, "")
    bilal = at("Bilal")

    def same() -> None:
        fresh = at("Amina")
        assert amina.judged == fresh.judged
        assert (amina.mine(trade), amina.others(trade)) == (fresh.mine(trade), fresh.others(trade))
        names = [trade.id, *(each.id for each in amina.mine(trade))]
        assert amina.memos_on(names) == fresh.memos_on(names)

    accept(amina, trade)
    same()
    accept(amina, trade, number=1, found=False)
    span = (trade.start, trade.start + 30)
    amina.do(add(amina.now, amina.document(trade), trade, told, span=span))
    amina.do(go_through(amina.now, trade, "Amina"))
    same()
    memo = memo_written(amina.now, "Amina", "passage", trade.id, "hm", trade)
    amina.do(Action("memo", (memo,)))
    (mine,) = [each for each in amina.mine(trade) if getattr(each, "coding", told).code == "energy"]
    amina.do(change(amina.now, mine, "too wide", power="b"))
    same()
    accept(bilal, trade)
    same()
    for _ in range(4):
        amina.undo()
        same()
    amina.do(take_back(amina.now, amina.mine(trade)[0], "no"))
    same()
    assert len(amina.judged.codings) == 2


def test_blind_a_coder_sees_nothing_that_others_said(at, trade):
    bilal = at("Bilal")
    accept(bilal, trade)
    bilal.do(Action("memo", (memo_written(bilal.now, "Bilal", "passage", trade.id, "hm", trade),)))
    amina, blind = at("Amina"), at("Amina", blind=True)
    assert [each.coder for each in amina.others(trade)] == ["Bilal"]
    assert [each.text for each in amina.memos_on([trade.id])] == ["hm"]
    assert blind.others(trade) == ()
    assert blind.memos_on([trade.id]) == ()
    assert amina.mine(trade) == blind.mine(trade) == ()
    assert len(blind.open_suggestions(trade)) == len(blind.suggestions(trade))


def test_actions_done_together_are_one(amina, trade):
    first = amina.suggestions(trade)[0].first
    events = amina.do(
        answer(amina.now, trade, first, "Amina", found=True), None, go_through(amina.now, trade, "Amina")
    )
    assert len({event.body["action"] for event in events}) == 1
    amina.undo()
    assert (amina.mine(trade), amina.gone_through()) == ((), frozenset())


def test_a_suggestion_is_answered_by_the_same_code_given_by_hand(amina, trade):
    offered = amina.suggestions(trade)[0]
    assert isinstance(offered.first, Coding)
    told = Coding(trade.id, offered.first.code, offered.first.power, "none", "Amina", 1.0, "")
    start = trade.start
    amina.do(add(amina.now, amina.document(trade), trade, told, span=(start, start + 30)))
    assert amina.answer_to(trade, offered) == amina.mine(trade)[0]


def test_what_is_done_is_signed_by_the_coder_and_on_the_disk(amina, trade, coded: Path):
    (event,) = accept(amina, trade)
    with Ledger.read(coded / FOLDER) as ledger:
        *_, last = ledger.events()
    assert (last.who, last.hash) == ("Amina", event.hash)


@pytest.mark.parametrize("name", ["", "lexicon/2", "\u202eanimA", "x" * 81])
def test_a_name_that_names_nobody_has_no_desk(at, name):
    with pytest.raises(CounterpoiseError, match="coder "):
        at(name)


@pytest.mark.parametrize("name", ["O'Brien; DROP TABLE event", '"Q"', "李 明", "Zoë", "a\\b", "50%_"])
def test_odd_names_code_and_undo_like_others(at, trade, name):
    desk, other = at(f" {name} "), at("Amina")
    accept(desk, trade)
    accept(other, trade)
    assert [each.coder for each in desk.mine(trade)] == [name]
    desk.undo()
    assert desk.mine(trade) == ()
    assert len(other.mine(trade)) == 1


def test_a_second_process_is_refused_while_somebody_codes(amina, trade, coded):
    accept(amina, trade)
    with pytest.raises(CounterpoiseError, match="writ"), open_workspace(coded):
        pass
    accept(amina, trade, 1)
    assert len(amina.mine(trade)) == 2
