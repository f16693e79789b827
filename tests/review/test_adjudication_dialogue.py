import io

import pytest
from rich.console import Console

from counterpoise.evidence import Coding
from counterpoise.review.actions import Action, add, go_through, take_back
from counterpoise.review.adjudication import disagreements
from counterpoise.review.adjudication_dialogue import settle_in_dialogue
from counterpoise.review.keyboard import Lines
from counterpoise.review.memos import memo_written


@pytest.fixture
def carla(at, trade):
    """The desk of Carla, where Amina and Bilal part on two codes of one passage."""
    for name, code in (("Amina", "energy"), ("Bilal", "infrastructure")):
        desk = at(name)
        told = Coding(trade.id, code, "a", "none", name, 1.0, f"{name} says so")
        desk.do(add(desk.now, desk.document(trade), trade, told), go_through(desk.now, trade, name))
    amina = at("Amina")
    amina.do(Action("memo", (memo_written(amina.now, "Amina", "passage", trade.id, "is it?", trade),)))
    return at("Carla")


def settle(carla, *lines):
    console = Console(file=io.StringIO(), width=200, highlight=False, markup=False)
    keyboard = Lines(io.StringIO("".join(f"{line}\n" for line in lines)))
    return settle_in_dialogue(carla, disagreements(carla.judged), keyboard, console), console.file.getvalue()


def last_word(carla):
    return [
        (each.coding.code, each.coding.power, each.coder) for each in carla.judged.codings if each.adjudicates
    ]


def test_each_code_is_decided_and_the_passage_recorded_at_once(carla):
    outcome, drawn = settle(carla, "a", "r")
    assert last_word(carla) == [("energy", "a", "Carla")]
    assert (outcome.recorded, outcome.left) == (1, 0)
    assert "energy (a)  found by Amina, not by Bilal (Amina: Amina says so)" in drawn
    assert "memo of Amina: is it?" in drawn
    assert disagreements(carla.judged) == ()


def test_answers_after_the_last_passage_are_told(carla):
    outcome, _ = settle(carla, "a", "r", "a")
    assert str(outcome.stopped).startswith("standard input, line 3: 'a' is meant for nothing")
    assert (last_word(carla), outcome.recorded) == ([("energy", "a", "Carla")], 1)


def test_a_code_may_count_otherwise_or_none_at_all(carla):
    outcome, _ = settle(carla, "c", "", "both", "", "z", "r")
    assert str(outcome.stopped) == "standard input, line 5: 'z' is no key here; nothing after it was read"
    assert outcome.recorded == 0
    settle(carla, "c", "", "both", "", "r")
    assert last_word(carla) == [("energy", "both", "Carla")]


def test_nothing_is_recorded_until_every_code_is_decided(carla):
    head = carla.now.head
    for lines in (("a",), ("a", "q"), ("s",), ("c", "trad_e", "c", "")):
        outcome, _ = settle(carla, *lines)
        assert outcome.recorded == 0
    assert carla.now.head == head
    assert len(disagreements(carla.judged)) == 1


def test_a_verdict_is_undone(carla):
    settle(carla, "r", "r")
    assert disagreements(carla.judged) == ()
    carla.undo()
    assert len(disagreements(carla.judged)) == 1
    outcome, drawn = settle(carla, "u", "q")
    assert "nothing to undo" in drawn
    assert outcome.undone == 0


def test_what_was_settled_or_read_otherwise_meanwhile_is_not_settled_again(carla, at, trade):
    found = disagreements(carla.judged)
    amina, dora = at("Amina"), at("Dora")
    amina.do(take_back(amina.now, amina.mine(trade)[0], "not so"))
    head = carla.now.head

    def outdated() -> str:
        console = Console(file=io.StringIO(), width=200, highlight=False, markup=False)
        outcome = settle_in_dialogue(carla, found, Lines(io.StringIO("a\nr\n")), console)
        assert (outcome.recorded, outcome.left) == (0, 1)
        assert str(outcome.stopped).endswith("; nothing after it was read")
        return console.file.getvalue()

    assert "is read otherwise by its coders meanwhile; nothing was recorded, settle it anew" in outdated()
    assert carla.now.head == head
    settle(dora, "a")
    assert "was settled by somebody else meanwhile; nothing was recorded" in outdated()
    assert [each.coder for each in carla.judged.codings if each.adjudicates] == ["Dora"]
