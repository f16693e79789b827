import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.coding.words import Words
from counterpoise.documents.sentences import sentences


@given(st.text(max_size=200))
def test_words_are_where_they_say(text: str) -> None:
    words = Words(text)
    assert [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == words.written
    assert words.written == re.findall(r"[^\W_]+", text)
    assert words.folded == [word.casefold() for word in words.written]


@given(st.text("ab .\n!", max_size=60))
def test_each_word_stands_in_its_sentence(text: str) -> None:
    words = Words(text)
    assert words.sentences == sentences(text)
    for word, start in enumerate(words.starts):
        left, right = words.sentences[words.sentence_of(word)]
        assert left <= start < right


@pytest.mark.parametrize(
    ("text", "word", "within"),
    [
        ("The Shanghai Cooperation Organisation met.", 2, True),
        ("The cooperation went on.", 1, False),
        ("They spoke of Cooperation only.", 3, False),
        ("Cooperation Council of states.", 0, False),
        ("Their Cooperation went on.", 1, False),
        ("It is the Resilience and Sustainability Facility.", 3, True),
        ("It is Resilience and other aims.", 2, False),
        ("Rivalry of India\tDefence Cooperation\tSupport of China", 4, False),
        ("THE COUNTRY AND ITS COOPERATION COUNCIL", 4, False),
        ("In Geneva, Cooperation began.", 2, False),
    ],
)
def test_a_proper_name_is_capitals_together_inside_a_sentence(text: str, word: int, within: bool) -> None:
    assert Words(text).in_name(word, word) is within
