from dataclasses import replace

import pytest

from counterpoise.coding.decided import HumanCoding
from counterpoise.coding.linked import HumanLink
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.review.actions import (
    add,
    add_link,
    answer,
    change,
    go_through,
    in_words,
    is_to_go_through,
    merge,
    reopen,
    signed,
    split,
    take_back,
)
from counterpoise.review.desk import Desk


def said(desk: Desk, unit: Passage) -> list[str]:
    return [in_words(each.coding if isinstance(each, HumanCoding) else each.link) for each in desk.mine(unit)]


def suggested(desk: Desk, unit: Passage, code: str) -> Coding:
    return next(
        each.first
        for each in desk.suggestions(unit)
        if isinstance(each.first, Coding) and each.first.code == code
    )


def by_hand(desk: Desk, unit: Passage, words: str, code: str = "energy") -> HumanCoding:
    text = desk.document(unit).text
    start = text.index(words, unit.start)
    told = Coding(unit.id, code, "a", "none", desk.coder, 1.0, "")
    desk.do(add(desk.now, desk.document(unit), unit, told, span=(start, start + len(words))))
    return desk.mine(unit)[-1]


def test_a_suggestion_is_accepted_rejected_or_accepted_otherwise(amina, trade):
    coding = suggested(amina, trade, "trade")
    (event,) = amina.do(answer(amina.now, trade, coding, "Amina", found=True))
    assert (event.kind, event.who, event.body["told"]) == (
        "coding.accepted",
        "Amina",
        "accepted trade (a, strengthens)",
    )
    other = suggested(amina, trade, "defence_cooperation")
    amina.do(answer(amina.now, trade, other, "Amina", found=True, power="both"))
    link = next(each.first for each in amina.suggestions(trade) if isinstance(each.first, Link))
    amina.do(answer(amina.now, trade, link, "Amina", found=False))
    assert said(amina, trade) == [
        "trade (a, strengthens)",
        "defence_cooperation (both, strengthens)",
        "defence_cooperation -> stronger_ties (a)",
    ]
    assert amina.mine(trade)[2].status == "rejected"
    assert amina.open_suggestions(trade) == tuple(
        each for each in amina.suggestions(trade) if amina.answer_to(trade, each) is None
    )


def test_what_was_said_is_changed_with_a_reason_and_never_to_nothing_new(amina, trade):
    amina.do(answer(amina.now, trade, suggested(amina, trade, "trade"), "Amina", found=False))
    (mine,) = amina.mine(trade)
    amina.do(change(amina.now, mine, "there it is", found=True, power="both"))
    (mine,) = amina.mine(trade)
    assert (mine.coding.status, mine.coding.power, mine.coding.reason) == ("accepted", "both", "there it is")
    with pytest.raises(CounterpoiseError, match="nothing is changed"):
        change(amina.now, mine, "again", power="both")
    with pytest.raises(CounterpoiseError, match="the reason is empty"):
        change(amina.now, mine, " ", power="a")


def test_the_same_is_not_said_twice_of_a_passage(amina, trade):
    amina.do(answer(amina.now, trade, suggested(amina, trade, "trade"), "Amina", found=True))
    told = Coding(trade.id, "energy", "a", "none", "Amina", 1.0, "")
    amina.do(add(amina.now, amina.document(trade), trade, told))
    with pytest.raises(CounterpoiseError, match="there is such a coding already"):
        add(amina.now, amina.document(trade), trade, told)
    with pytest.raises(CounterpoiseError, match="Amina has said so of the passage already"):
        change(amina.now, amina.mine(trade)[0], "it is energy", code="energy", direction="none")


def test_a_link_by_hand_may_be_changed(amina, trade):
    amina.do(add_link(amina.now, trade, Link(trade.id, "trade", "stronger_ties", "a", 1, "Amina", "")))
    (mine,) = amina.mine(trade)
    assert isinstance(mine, HumanLink)
    amina.do(change(amina.now, mine, "it denies it", sign=-1))
    assert said(amina, trade) == ["trade -> stronger_ties (a, denied)"]
    with pytest.raises(CounterpoiseError, match="nothing is changed"):
        change(amina.now, amina.mine(trade)[0], "again", sign=-1)
    amina.do(take_back(amina.now, amina.mine(trade)[0], "read again"))
    assert amina.mine(trade) == ()


def test_a_coding_is_split_and_merged_all_at_once(amina, trade):
    mine = by_hand(amina, trade, "trade year after year")
    at = mine.passage.start + len("trade ")
    events = amina.do(split(amina.now, amina.document(trade), mine, at))
    assert [event.kind for event in events] == ["coding.deleted", "coding.added", "coding.added"]
    assert len({event.body["action"] for event in events}) == 1
    assert [each.passage.quotation for each in amina.mine(trade)] == ["trade", "year after year"]
    events = amina.do(merge(amina.now, amina.document(trade), amina.mine(trade)))
    assert [event.kind for event in events] == ["coding.deleted", "coding.deleted", "coding.added"]
    assert amina.mine(trade) == (mine,)


def test_of_overlapping_codings_the_one_that_holds_the_others_stays(amina, trade):
    by_hand(amina, trade, "year after")
    wide = by_hand(amina, trade, "trade year after year")
    events = amina.do(merge(amina.now, amina.document(trade), amina.mine(trade)))
    assert [event.kind for event in events] == ["coding.deleted"]
    assert amina.mine(trade) == (wide,)


def test_different_codings_are_not_merged(amina, trade):
    one = by_hand(amina, trade, "year after")
    two = by_hand(amina, trade, "trade year", code="trade")
    with pytest.raises(CounterpoiseError, match="are not the same; change one first"):
        merge(amina.now, amina.document(trade), (one, two))
    with pytest.raises(CounterpoiseError, match="needs two codings"):
        merge(amina.now, amina.document(trade), (one, one))
    assert len(amina.mine(trade)) == 2


def test_a_refusal_is_neither_split_nor_merged_into_a_yes(amina, trade):
    amina.do(answer(amina.now, trade, suggested(amina, trade, "trade"), "Amina", found=False))
    (no,) = amina.mine(trade)
    head = amina.now.head
    with pytest.raises(CounterpoiseError, match=r"trade .* was refused"):
        split(amina.now, amina.document(trade), no, trade.start + 20)
    with pytest.raises(CounterpoiseError, match=r"trade .* was refused"):
        merge(amina.now, amina.document(trade), (no, replace(no, id="another")))
    assert amina.now.head == head


def test_an_action_of_which_a_part_is_refused_records_nothing(amina, trade):
    wide = by_hand(amina, trade, "trade year after year")
    by_hand(amina, trade, "year after year")
    head = amina.now.head
    with pytest.raises(CounterpoiseError, match="there is such a coding already"):
        split(amina.now, amina.document(trade), wide, wide.passage.start + len("trade "))
    assert amina.now.head == head
    assert wide in amina.mine(trade)


def test_a_span_without_text_is_refused_and_an_overlapping_one_taken(amina, trade):
    told = Coding(trade.id, "energy", "a", "none", "Amina", 1.0, "")
    for start, end in ((trade.start, trade.start), (trade.end, trade.start)):
        with pytest.raises(CounterpoiseError, match="holds no text"):
            add(amina.now, amina.document(trade), trade, told, span=(start, end))
    beyond = (trade.end - 40, trade.end + 40)
    amina.do(add(amina.now, amina.document(trade), trade, told, span=beyond))
    assert amina.mine(trade)[0].passage.end > trade.end


def test_a_passage_is_gone_through_once_until_it_is_reopened(amina, trade):
    action = go_through(amina.now, trade, "Amina")
    amina.do(action)
    assert amina.gone_through() == {trade.id}
    assert go_through(amina.now, trade, "Amina") is None
    (event,) = amina.do(reopen(amina.now, trade, "Amina", "the codebook has changed"))
    assert is_to_go_through(event)
    assert amina.gone_through() == frozenset()
    again = go_through(amina.now, trade, "Amina")
    assert again.events[0].body["before"] == {"to go through again": "the codebook has changed"}


def test_somebody_who_changed_a_coding_meanwhile_is_not_overwritten(amina, trade):
    mine = by_hand(amina, trade, "trade year")
    late = take_back(amina.now, mine, "late")
    amina.do(take_back(amina.now, mine, "first"))
    with pytest.raises(CounterpoiseError, match="there is no such coding any more"):
        take_back(amina.now, mine, "again")
    assert late.events[0].body["reason"] == "late"


def test_events_of_one_action_bear_its_name(amina, trade):
    action = go_through(amina.now, trade, "Amina")
    one, two = (signed(replace(action, told="x"), amina.now, "Amina") for _ in range(2))
    assert one == two
    amina.do(action)
    assert signed(action, amina.now, "Amina")[0].body["action"] != one[0].body["action"]
