import dataclasses
from typing import get_args

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.claim import Claim, NoVerdict, Silence, Unanswered, Weighing


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
