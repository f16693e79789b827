import dataclasses
from typing import get_args

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.claim import Claim, Silence, Unanswered, Verdict


def claim(*evidence: str) -> Claim:
    return Claim("relation-R1", "R1", "relation", "Ties grow.", "supported", ("Two of two.",), evidence)


def test_a_claim_without_evidence_cannot_be_constructed():
    with pytest.raises(CounterpoiseError, match=r"claim relation-R1: names no evidence"):
        claim()


def test_nor_can_evidence_be_taken_from_a_claim():
    with pytest.raises(CounterpoiseError):
        dataclasses.replace(claim("0123456789abcdef"), evidence=())
    with pytest.raises(dataclasses.FrozenInstanceError):
        claim("0123456789abcdef").evidence = ()


def test_silence_and_verdict_share_no_word():
    assert not set(get_args(Verdict)) & set(get_args(Silence))


def test_what_is_unanswered_needs_no_evidence_and_says_what_it_needs():
    open_ = Unanswered("h1", "H1", "hypothesis", "Why?", "not testable yet", (), needs=("a model",))
    assert (open_.evidence, open_.needs) == ((), ("a model",))
