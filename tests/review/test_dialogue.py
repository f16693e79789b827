import io

import pytest
from rich.console import Console

from counterpoise.review.dialogue import Dialogue, Outcome
from counterpoise.review.keyboard import Lines
from counterpoise.review.memos import memos
from counterpoise.review.queue import Choice, queue
from counterpoise.review.terminal import KEYS


@pytest.fixture
def sitting(amina, trade):
    """Runs a sitting over the passages, that on trade first, with lines that are typed."""

    def run(*lines: str, suggestions: bool = True, desk=amina) -> tuple[Outcome, str]:
        rest = [each for each in queue(desk.frame, Choice(), gone_through=()) if each != trade]
        console = Console(file=io.StringIO(), width=200, highlight=False, markup=False)
        text = "".join(f"{line}\n" for line in lines)
        dialogue = Dialogue(desk, [trade, *rest], Lines(io.StringIO(text)), console, suggestions=suggestions)
        return dialogue.run(), console.file.getvalue()

    return run


def said(desk, unit):
    return [(each.coding.code, each.coding.power, each.coding.status) for each in desk.mine(unit)]


def test_keys_answer_one_suggestion_after_the_other(sitting, amina, trade):
    outcome, drawn = sitting("a", "r", "q")
    assert said(amina, trade) == [("trade", "a", "accepted"), ("defence_cooperation", "a", "rejected")]
    assert outcome.told == (
        "accepted trade (a, strengthens)",
        "rejected defence_cooperation (a, strengthens)",
    )
    assert (outcome.looked_at, outcome.recorded, outcome.undone) == (1, 2, 0)
    assert ">1 trade" in drawn
    assert ">2 defence_cooperation" in drawn


def test_a_line_is_chosen_by_number_or_step_by_step(sitting, amina, trade):
    sitting("2", "a", "k", "k", "a", "why not", "99", "j", "j", "q")
    assert ("defence_cooperation", "a", "accepted") in said(amina, trade)
    outcome, _ = sitting("99", "q")
    assert outcome.told == ("there is no line 99",)


def test_an_answer_is_changed_with_a_reason_and_taken_back(sitting, amina, trade):
    outcome, _ = sitting(
        "c",
        "",
        "both",
        "",
        "1",
        "a",
        "1",
        "r",
        "on second thoughts",
        "1",
        "c",
        "energy",
        "",
        "",
        "so it is",
        "q",
    )
    assert outcome.told[2] == "you have said so already"
    assert said(amina, trade) == [("energy", "both", "accepted")]
    outcome, _ = sitting("1", "x", "", "n")
    assert outcome.told[-1] == "nothing was done"
    assert str(outcome.stopped) == "standard input, line 3: nothing was done; nothing after it was read"
    assert amina.gone_through() == frozenset()
    outcome, _ = sitting("1", "x", "read again", "q")
    assert outcome.stopped is None
    assert said(amina, trade) == []


def test_codes_and_links_are_added_split_and_merged(sitting, amina, trade):
    lines = ("+", "energy", "a", "", "year after year, and the exports", "")
    outcome, _ = sitting(*lines, "6", "/", "and the exports", "q")
    quotations = [each.passage.quotation for each in amina.mine(trade)]
    assert quotations == ["year after year,", "and the exports"], outcome.told
    outcome, _ = sitting("&", "6 7", ">", "trade", "stronger", "a", "", "", "q")
    assert amina.mine(trade)[0].passage.quotation == "year after year, and the exports"
    assert outcome.told[1] == "added trade -> stronger_ties (a)"


def test_undo_goes_back_to_the_passage_and_says_what_it_undid(sitting, amina, trade):
    outcome, _ = sitting("a", "n", "u", "u", "u", "q")
    assert outcome.undone == 2
    assert outcome.told[-1] == "undo: there is nothing to undo"
    assert outcome.told[-2] == "undone: accepted trade (a, strengthens)"
    assert amina.mine(trade) == ()
    assert outcome.looked_at == 2


def test_a_passage_of_an_earlier_sitting_that_an_undo_opens_again_comes_up_again(amina):
    def still():
        return queue(amina.frame, Choice(), gone_through=amina.gone_through())

    def outcome_of(*lines: str) -> Outcome:
        console = Console(file=io.StringIO(), width=200)
        keys = Lines(io.StringIO("".join(f"{line}\n" for line in lines)))
        return Dialogue(amina, still(), keys, console, still=still).run()

    every = len(still())
    first = outcome_of("n", "+", "energy", "a", "", "", "", "n", "q")
    assert (first.left, first.passages) == (every - 2, every)
    again = outcome_of("u", "u", "u", "q")
    assert (again.left, again.passages) == (every, every)
    assert (again.undone, again.looked_at, again.stopped) == (3, 3, None)
    assert len(still()) == every


def test_a_line_of_a_script_that_cannot_be_done_ends_the_sitting(sitting, amina):
    outcome, _ = sitting("a", "r", "r", "r", "r", "a", "n", "q")
    told = "each line here has an answer; its number chooses one; nothing was done"
    assert outcome.told[-1] == told
    assert str(outcome.stopped) == f"standard input, line 6: {told}; nothing after it was read"
    assert amina.gone_through() == frozenset()
    outcome, _ = sitting("b", "n")
    assert (
        str(outcome.stopped) == "standard input, line 1: this is the first passage; nothing after it was read"
    )


def test_next_goes_through_and_skip_does_not(sitting, amina, trade):
    outcome, _ = sitting("n", "s", "b", "q")
    assert amina.gone_through() == {trade.id}
    assert outcome.told[0].startswith("gone through; 5 suggestions without an answer count as not found")
    assert outcome.left == len(amina.frame.passages) - 1


def test_enter_goes_on_only_once_everything_is_answered(sitting, amina, trade):
    sitting("", "q")
    assert amina.gone_through() == frozenset()
    sitting("a", "r", "r", "r", "r", "", "q")
    assert amina.gone_through() == {trade.id}


def test_without_suggestions_none_is_shown_and_everything_may_be_added(sitting, amina, trade):
    outcome, _ = sitting("a", "+", suggestions=False)
    told = "there is no line here; nothing was done"
    assert str(outcome.stopped) == f"standard input, line 1: {told}; nothing after it was read"
    outcome, drawn = sitting("+", "energy", "a", "", "", "", "n", suggestions=False)
    assert "lexicon" not in drawn
    assert said(amina, trade) == [("energy", "a", "accepted")]
    assert outcome.told[-1] == "gone through"


def test_the_end_of_the_queue_or_of_the_input_ends_the_sitting(sitting, amina):
    every = len(amina.frame.passages)
    for rest in ((), ("", "q", "a")):
        outcome, _ = sitting(*"s" * every, *rest)
        assert (outcome.looked_at, outcome.stopped) == (every, None)
    assert sitting()[0].looked_at == 1


def test_answers_after_the_last_passage_are_told_and_what_was_recorded_stays(sitting, amina, trade):
    every = len(amina.frame.passages)
    outcome, _ = sitting("a", *"s" * every, "", "r", "because", "", "n")
    told = "'r' is meant for nothing: no passage was left, and 2 more lines after it; nothing came of it"
    assert str(outcome.stopped) == f"standard input, line {every + 3}: {told}"
    assert said(amina, trade) == [("trade", "a", "accepted")]


def test_every_key_of_the_help_does_something_and_no_other(sitting):
    _, drawn = sitting("?", "l", "q")
    assert "  ?  this help" in drawn
    assert "  trade  " in drawn
    for key in set(KEYS) - {"q", "1"}:
        outcome, _ = sitting(key, "q")
        assert not any("is no key here" in told for told in outcome.told), key
    assert sitting("z", "q")[0].told == ("'z' is no key here; ? tells the keys",)


def test_a_memo_is_shown_to_others_unless_they_are_blind(sitting, at, trade):
    sitting("m", "p", "look at this", "q")
    assert "memo of Amina: look at this" in sitting("q", desk=at("Bilal"))[1]
    assert "look at this" not in sitting("q", desk=at("Bilal", blind=True))[1]
    assert [each.name for each in memos(at("Bilal").now)] == [trade.id]
