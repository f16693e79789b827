import numpy as np
import pytest

from counterpoise.findings.representative import likeness, representative
from tests.study_in_miniature import coded, document

TRADE = "Trade with Pakistan grows year after year."
ARMS = "Weapons are delivered to Karachi by sea."


def test_texts_are_as_alike_as_the_words_that_they_share():
    alike = likeness([TRADE, TRADE, ARMS, "..."])
    np.testing.assert_allclose(alike.with_text(0), [1, 1, 0, 0])
    # By hand: one word each, both of which half of the texts have, so that the middle halves the right angle.
    np.testing.assert_allclose(likeness(["arms", "trade"]).with_the_middle(), [np.sqrt(0.5)] * 2)


def test_the_most_central_comes_first_and_what_repeats_it_does_not_follow():
    documents = [document(name) for name in "abcde"]
    said = (ARMS, TRADE, TRADE, f"{TRADE} It does.", "Nothing of the sort happens anywhere.")
    passages = [coded(each, 0, quotation=text) for each, text in zip(documents, said, strict=True)]
    first, second = representative(passages, 2)
    assert first.passage.quotation == TRADE
    assert second.passage.quotation not in (TRADE, f"{TRADE} It does.")


@pytest.mark.parametrize("most", [2, 3, 9])
def test_no_document_is_quoted_twice_while_another_is_not(most):
    one, other = document("one"), document("other", kind="news")
    passages = [coded(one, place * 50, quotation=TRADE) for place in range(3)]
    passages.append(coded(other, 0, quotation=ARMS))
    chosen = [each.document.title for each in representative(passages, most)]
    assert chosen[:2] == ["One", "Other"]
    assert len(chosen) == min(most, 4)


def test_what_is_under_test_is_never_chosen_and_nothing_gives_nothing():
    assert representative([coded(document("paper", kind="paper under test"), 0)], 3) == ()
    assert representative([], 3) == ()


def test_a_passage_with_several_codes_is_quoted_once():
    speech = document("speech")
    assert len(representative([coded(speech, 0), coded(speech, 0, code="energy")], 5)) == 1
