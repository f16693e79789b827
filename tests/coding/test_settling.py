from dataclasses import replace

import pytest

from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.coding.settling import Dispute, settle
from counterpoise.evidence import Coding, passage_of

TEXT = "China builds roads in Gwadar, and more of them. The United States buys cloth from Karachi, as ever."
ROADS = passage_of("d1", TEXT, 0, 47)
CLOTH = passage_of("d1", TEXT, 48, 99)
PASSAGES = {each.id: each for each in (ROADS, CLOTH)}
LEXICON = Coding(ROADS.id, "infrastructure", "b", "none", "lexicon/1.a", 0.5, '"roads"', span=(13, 18))
OTHER = Coding(CLOTH.id, "trade", "a", "none", "lexicon/1.a", 0.5, '"buys"')


def says(coder, coding=LEXICON, passage=ROADS, status="accepted", adjudicates=False, **changes):
    told = replace(coding, coder=coder, status=status, reason="", score=1.0, **changes)
    return HumanCoding(f"{coder} {told.code} {told.power}", passage, told, None, adjudicates)


def read(*coders, passage=ROADS, adjudicates=False):
    return [Reviewed(passage, coder, "2026-11-28T00:00:00+00:00", adjudicates) for coder in coders]


def counts(judged=(), reviewed=(), suggested=(LEXICON, OTHER)):
    found = settle(PASSAGES, suggested, judged, reviewed)
    return [(each.coder, each.code, each.power, each.status) for each in found.codings], found.disputes


UNTOUCHED = ("lexicon/1.a", "trade", "a", "suggested")


def test_what_nobody_spoke_of_stays_suggested():
    assert settle(PASSAGES, (LEXICON, OTHER), (), ()).codings == (LEXICON, OTHER)


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_an_answer_to_a_suggestion_gives_it_its_status(status):
    assert counts([says("Amina", status=status)]) == (
        [("lexicon/1.a", "infrastructure", "b", status), UNTOUCHED],
        (),
    )


def test_a_suggestion_with_the_wrong_power_is_replaced():
    assert counts([says("Amina", power="both")])[0] == [
        ("lexicon/1.a", "infrastructure", "b", "rejected"),
        ("Amina", "infrastructure", "both", "accepted"),
        UNTOUCHED,
    ]


def test_a_code_that_was_not_found_by_who_went_through_the_passage_is_refused():
    assert counts(reviewed=read("Amina"))[0][0] == ("lexicon/1.a", "infrastructure", "b", "unanswered")
    assert counts([says("Amina", code="energy")], read("Amina"))[0] == [
        ("lexicon/1.a", "infrastructure", "b", "unanswered"),
        ("Amina", "energy", "b", "accepted"),
        UNTOUCHED,
    ]


def test_most_of_those_who_went_through_the_passage_decide():
    three = read("Amina", "Bilal", "Chen")
    assert counts([says("Amina"), says("Bilal")], three)[0][0][3] == "accepted"
    assert counts([says("Amina")], three)[0][0][3] == "rejected"


def test_as_many_for_as_against_is_a_dispute_and_counts_for_nothing():
    codings, disputes = counts([says("Amina"), says("Bilal", status="rejected")])
    assert codings[0][3] == "rejected"
    assert disputes == (Dispute(ROADS.id, "infrastructure", ("Amina",), ("Bilal",)),)


def test_an_adjudication_alone_decides():
    judged = [says("Amina"), says("Bilal", status="rejected"), says("Chen", power="a", adjudicates=True)]
    codings, disputes = counts(judged, read("Amina", "Bilal"))
    assert codings[:2] == [
        ("lexicon/1.a", "infrastructure", "b", "rejected"),
        ("Chen", "infrastructure", "a", "accepted"),
    ]
    assert disputes == ()
    nothing_there = counts([says("Amina")], [*read("Amina"), *read("Chen", adjudicates=True)])
    assert nothing_there[0][0][3] == "rejected"


def test_powers_are_those_of_most_coders():
    judged = [says("Amina", power="a"), says("Bilal"), says("Chen")]
    assert counts(judged)[0] == [("lexicon/1.a", "infrastructure", "b", "accepted"), UNTOUCHED]


def test_a_stretch_of_text_belongs_to_the_passage_around_it():
    stretch = passage_of("d1", TEXT, 6, 28)
    own = replace(LEXICON, passage=stretch.id, code="energy", span=None)
    found = settle(PASSAGES, (LEXICON,), [says("Amina", own, stretch)], ())
    assert [(each.passage, each.code, each.span) for each in found.codings] == [
        (ROADS.id, "infrastructure", (13, 18)),
        (ROADS.id, "energy", (6, 28)),
    ]
    assert found.passages == PASSAGES


def test_a_stretch_where_nothing_was_suggested_stands_for_itself():
    elsewhere = passage_of("d2", TEXT, 6, 28)
    own = replace(LEXICON, passage=elsewhere.id, span=None)
    found = settle(PASSAGES, (OTHER,), [says("Amina", own, elsewhere)], ())
    assert [each.passage for each in found.codings] == [CLOTH.id, elsewhere.id]
    assert found.passages[elsewhere.id] == elsewhere


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_an_answer_on_the_one_power_says_nothing_of_the_other(status):
    of_a = replace(LEXICON, power="a")
    judged = [says("Amina", status=status)]
    found = {(power, told) for _, _, power, told in counts(judged, suggested=(LEXICON, of_a))[0]}
    assert found == {("b", status), ("a", "suggested")}
    # Where somebody went through the whole passage, what is left without an answer does not count.
    through = counts(judged, read("Amina"), suggested=(LEXICON, of_a))[0]
    assert {(power, told) for _, _, power, told in through} == {("b", status), ("a", "unanswered")}


def test_who_refused_the_other_power_has_answered_though_most_found_the_one():
    of_a = replace(LEXICON, power="a")
    judged = [says("Amina"), says("Bilal"), says("Chen", of_a, status="rejected")]
    told = counts(judged, read("Amina", "Bilal", "Chen"), suggested=(LEXICON, of_a))[0]
    assert {(power, status) for _, _, power, status in told} == {("b", "accepted"), ("a", "rejected")}


def test_a_suggestion_that_was_given_the_other_power_is_replaced():
    judged = replace(says("Amina", power="a"), suggestion=LEXICON.id)
    assert counts([judged], suggested=(LEXICON,))[0] == [
        ("lexicon/1.a", "infrastructure", "b", "rejected"),
        ("Amina", "infrastructure", "a", "accepted"),
    ]


def test_so_it_is_where_the_code_or_the_machine_had_another_name_when_it_was_answered():
    judged = replace(says("Amina", power="a"), suggestion="what is called otherwise now")
    assert counts([judged], suggested=(LEXICON,))[0] == [
        ("lexicon/1.a", "infrastructure", "b", "rejected"),
        ("Amina", "infrastructure", "a", "accepted"),
    ]
    # Where that power is suggested too, its suggestion was answered, and the other was not.
    of_a = replace(LEXICON, power="a")
    found = {(power, told) for _, _, power, told in counts([judged], suggested=(LEXICON, of_a))[0]}
    assert found == {("a", "accepted"), ("b", "suggested")}
