import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.asked import Asked, codes_of, passages_of
from tests.study_in_miniature import coded, document

ASKED = Asked("claim-X1", "X1", "finding", "So.", "the share of passages")
TWICE = (coded(document("speech"), 0), coded(document("speech"), 0, code="energy"))


def test_an_answer_keeps_what_was_asked_and_what_decides_it():
    answer = ASKED.claim("evidence shown, no verdict", ("Two.",), ["v1", "v1", "v2"])
    assert (answer.id, answer.label, answer.kind, answer.text) == ("claim-X1", "X1", "finding", "So.")
    assert (answer.estimand, answer.evidence) == ("the share of passages", ("v1", "v2"))
    with pytest.raises(CounterpoiseError, match="names no evidence"):
        ASKED.claim("evidence shown, no verdict", (), [])


def test_a_silence_counts_the_passages_that_bear_on_it_all_the_same():
    silent = ASKED.silence("not testable yet", ["a model", "a model"], ("It waits.",), TWICE)
    assert silent.needs == ("a model",)
    assert silent.reasons == ("It waits.", "Passages that bear on it: 1 first-hand (1 of no direction).")
    assert (silent.evidence, silent.codes) == (passages_of(TWICE), codes_of(TWICE))
    assert (len(silent.evidence), silent.codes) == (1, ("trade", "energy"))
