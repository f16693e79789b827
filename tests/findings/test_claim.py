import dataclasses
from typing import get_args

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.claim import Claim, NoVerdict, Silence, Unanswered, Weighing


def claim(*evidence: str) -> Claim:
    return Claim("claim-R1", "R1", "relation", "Ties grow.", Weighing(2, 0, 2), ("Two of two.",), evidence)


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


def test_a_weighing_says_how_many_of_how_many_and_the_contrary_only_where_it_was_measured():
    assert str(Weighing(2, 0, 6)) == "supported by 2 of 6 indicators"
    assert str(Weighing(2, 3, 6)) == "supported by 2 of 6 indicators, contradicted by 3"
    assert str(Weighing(0, 1, 1)) == "supported by 0 of 1 indicator, contradicted by 1"


def test_what_is_unanswered_needs_no_evidence_and_says_what_it_needs():
    open_ = Unanswered("h1", "H1", "hypothesis", "Why?", "not testable yet", (), needs=("a model",))
    assert (open_.evidence, open_.needs) == ((), ("a model",))
