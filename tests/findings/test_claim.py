import dataclasses
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.claim import Claim, NoVerdict, Silence, Unanswered, Weighing, verdict_in_words


def claim(*evidence: str) -> Claim:
    return Claim(
        "claim-R1", "R1", "relation", "Ties grow.", Weighing((("expanding", 2),)), ("Two of two.",), evidence
    )


def test_a_claim_without_evidence_cannot_be_constructed():
    with pytest.raises(CounterpoiseError, match=r"claim claim-R1: names no evidence"):
        claim()


def test_nor_can_evidence_be_taken_from_a_claim():
    with pytest.raises(CounterpoiseError):
        dataclasses.replace(claim("0123456789abcdef"), evidence=())
    with pytest.raises(dataclasses.FrozenInstanceError):
        claim("0123456789abcdef").evidence = ()


def test_silence_and_no_verdict_share_no_word():
    assert not set(get_args(NoVerdict)) & set(get_args(Silence))


def test_a_weighing_lists_every_word_as_claimed_as_contrary_or_as_neither():
    weighed = Weighing((("fluctuating", 3),), neither=(("contracting", 3), ("expanding", 1)))
    assert (weighed.supporting, weighed.of) == (3, 7)
    assert str(weighed) == "3 of 7 indicators fluctuating as claimed; neither: 3 contracting and 1 expanding"
    assert str(Weighing((("steady", 0), ("expanding", 0)), (("contracting", 1),))) == (
        "0 of 1 indicator steady or expanding as claimed; contrary: 1 contracting"
    )


def test_what_is_unanswered_needs_no_evidence_and_says_what_it_needs():
    open_ = Unanswered("h1", "H1", "hypothesis", "Why?", "not testable yet", (), needs=("a model",))
    assert (open_.evidence, open_.needs) == ((), ("a model",))


def weighing(claimed: int, contrary: int = 0, neither: int = 0, *, uncertain: bool = False) -> Weighing:
    return Weighing(
        (("above", claimed),),
        (("below", contrary),) if contrary else (),
        (("open", neither),) if neither else (),
        uncertain=uncertain,
    )


@pytest.mark.parametrize(
    ("weighed", "finding"),
    [
        (weighing(4, 2), "supported"),
        (weighing(3, 2), "undecided"),
        (weighing(2, 1, 1), "undecided"),
        (weighing(2, 3), "weakened"),
        (weighing(2, 4), "contradicted"),
        (weighing(0, 0, 6), "weakened"),
        (weighing(0), "not testable with this evidence"),
        # What is too uncertain to be told may be either, so that a verdict stands only where it could not turn it.
        (weighing(4, 0, 2, uncertain=True), "supported"),
        (weighing(3, 1, 1, uncertain=True), "not testable with this evidence"),
        (weighing(4, 3, 0, uncertain=True), "undecided"),
        (weighing(2, 2, 1, uncertain=True), "not testable with this evidence"),
        (weighing(0, 0, 6, uncertain=True), "not testable with this evidence"),
    ],
)
def test_two_thirds_decide_and_what_is_uncertain_decides_nothing(weighed, finding):
    assert weighed.finding == finding


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_verdict_on_what_is_uncertain_is_that_of_each_way_in_which_it_may_turn_out(
    claimed, contrary, open_
):
    found = weighing(claimed, contrary, open_, uncertain=True).finding
    ways = {weighing(claimed + more, contrary + open_ - more).finding for more in range(open_ + 1)}
    assert found == (ways.pop() if len(ways) == 1 else "not testable with this evidence")


def test_a_verdict_is_told_with_what_was_weighed():
    assert verdict_in_words(claim("0123456789abcdef")) == "supported: 2 of 2 indicators expanding as claimed"
    open_ = Unanswered("h1", "H1", "hypothesis", "Why?", "not testable yet", (), needs=("a model",))
    assert verdict_in_words(open_) == open_.finding == "not testable yet"
    assert open_.would_change == ()
