from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, Passage
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.verification import verify
from counterpoise.ledger.writer import OtherWriterError
from counterpoise.review.actions import Action, add, answer, change, go_through, take_back
from counterpoise.review.codebook import codebook_now
from counterpoise.review.codebook_changes import code_renamed
from counterpoise.review.desk import Desk
from counterpoise.review.frame import frame_of, held, renamed
from counterpoise.review.memos import memo_written
from counterpoise.study import read_study
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


@pytest.fixture
def beside(coded):
    """Makes desks that rest between their actions, each in a workspace of its own as another process would have it."""
    study = read_study(coded)
    with ExitStack() as stack:

        def desk(coder: str, **more: float) -> Desk:
            workspace = stack.enter_context(open_workspace(coded))
            workspace.rest()
            frame = frame_of(study, workspace, held(study))
            return Desk(workspace, frame, coder, renew=partial(renamed, study), **more)

        yield desk


def on_trade(desk: Desk) -> Passage:
    return next(each for each in desk.frame.passages.values() if "expand their trade" in each.quotation)


def test_two_code_at_the_same_time_and_see_what_the_other_said(beside, coded):
    amina, bilal = beside("Amina"), beside("Bilal")
    trade = on_trade(amina)
    for desk in (amina, bilal):
        accept(desk, trade)
    for desk in (amina, bilal):
        accept(desk, trade, number=1, found=False)
    assert [each.coder for each in bilal.others(trade)] == ["Amina", "Amina"]
    with open_workspace(coded) as third:
        fresh = Desk(third, bilal.frame, "Bilal")
        assert bilal.judged == fresh.judged
        assert len(fresh.judged.codings) == 4
    for desk in (amina, bilal, amina):  # each goes back over the own actions alone
        assert desk.undo()[0].body["coder"] == desk.coder
    assert amina.mine(trade) == ()
    with pytest.raises(CounterpoiseError, match="there is nothing to undo"):
        amina.undo()
    assert [each.coder for each in amina.others(trade)] == ["Bilal"]
    assert verify(coded / FOLDER) == ()


def test_who_codes_at_two_places_at_once_gives_one_answer(beside):
    here, there = beside("Amina"), beside("Amina")
    trade = on_trade(here)
    first = here.suggestions(trade)[0].first
    for desk in (here, there):
        desk.do(lambda now: go_through(now, trade, "Amina"))
    accept(here, trade)
    with pytest.raises(CounterpoiseError, match="there is such a coding already"):
        there.do(lambda now: answer(now, trade, first, "Amina", found=False))
    assert len(there.mine(trade)) == 1


def test_a_codebook_that_was_changed_meanwhile_is_told_before_anything_is_recorded(beside, coded):
    amina = beside("Amina")
    trade = on_trade(amina)
    assert amina.suggestions(trade)[0].first.code == "trade"
    with open_workspace(coded) as other:
        known = codebook_now(read_study(coded).theory, other.now)
        other.record(code_renamed(other.now, known, "trade", "commerce"), "Bilal")
        other.declare("A study", b"another study file")
    with pytest.raises(CounterpoiseError, match="changed meanwhile: Bilal: trade is called commerce; look"):
        accept(amina, trade)
    assert amina.judged.codings == ()
    (told,) = amina.heard()
    assert "ran the study meanwhile; its documents and suggestions stand here as they were" in told
    assert amina.heard() == ()
    assert amina.suggestions(trade)[0].first.code == "commerce"
    accept(amina, trade)
    assert [each.coding.code for each in amina.judged.codings] == ["commerce"]


def test_another_process_is_refused_while_something_is_recorded_and_no_longer(beside, coded):
    amina = beside("Amina", patience=0)
    trade = on_trade(amina)
    with open_workspace(coded), pytest.raises(OtherWriterError, match="is writing"):
        accept(amina, trade)
    accept(amina, trade)
    assert len(amina.mine(trade)) == 1
