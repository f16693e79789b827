import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(st.text(max_size=300) | st.text(alphabet='aA. \n!?…。"”)1U', max_size=300))
def test_sentences_hold_every_character_that_is_no_space_and_never_overlap(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert all(not text[end:start].strip() for end, start in zip(edges[::2], edges[1::2], strict=True))
    assert all(not text[start].isspace() and not text[end - 1].isspace() for start, end in spans)


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Congress and the P.R.C. Ministry met Dr. Han and Gen. Musharraf.",
        "Under art. 5 and No. 7, and sec. 12 of vol. II, it holds.",
        "President George W. Bush and Mr. Ri signed at 3.5 per cent, i.e. Less than before.",
        "See 42 U.S.C. 2153 and Pub. L. 111–73, § 2, Oct. 15, 2009.",
        "“Why?” asked the delegate from St. Lucia.",
        "1. Opening of the session by the chair",
        "He waited ... and then spoke.",
    ],
)
def test_a_sentence_goes_on_after_an_abbreviation(sentence: str) -> None:
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("They met in the U.S. The talks failed. In the P.R.C. They resumed.", 4),
        ("That was World War I. The next came soon.", 2),
        ("He said no. She agreed.", 2),
        ("(A) the first; (B) the second. (C) The third.", 2),
        ("“We stand by it.” That is all. (It is.)", 3),
        ("我们反对霸权主义。他说：“好！”大家同意？是。", 4),
        ("یہ پہلا جملہ ہے۔ کیا یہ سوال ہے؟ جی ہاں۔", 3),
        ("Line one\nline two", 2),
        ("What now? Nothing! Well…", 3),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, number: int) -> None:
    assert len(cut(text)) == number, cut(text)


@pytest.mark.parametrize("piece", ["A. ", ".)", "word. ", "a", "。", ". . ", "e.g. A "])
def test_time_is_linear_in_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.process_time()
        sentences(text)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(800_000) < 40 * seconds(100_000) + 0.2
