import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.canonical import canonical
from counterpoise.review.anchoring import Anchor, anchored

TEXT = "We trade. They build roads. We trade. Nobody asks why, and we trade on."
CONTEXT = 32


def around(text: str, start: int, end: int) -> tuple[str, str, str, int]:
    return text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT], start


def test_a_passage_that_did_not_move_is_where_it_was():
    assert anchored(TEXT, *around(TEXT, 28, 37)) == Anchor(28, 37)


def test_of_several_alike_the_one_in_the_same_surroundings_is_meant():
    moved = f"We trade. {TEXT}"
    assert anchored(moved, *around(TEXT, 28, 37)) == Anchor(38, 47)
    assert anchored(moved, *around(TEXT, 0, 9)) == Anchor(10, 19)


def test_of_several_in_like_surroundings_the_nearest_is_meant():
    text = "We trade. " * 9
    assert anchored(text, "We trade.", "", "", 43) == Anchor(40, 49)


def test_other_blanks_and_line_ends_change_nothing():
    assert anchored("They\nbuild  roads.", "They build roads.", "", "", 0) == Anchor(0, 18)


@pytest.fixture
def speech(shared: Path) -> str:
    """What Pakistan said in the General Debate of 2011."""
    place = next((shared / "corpus/ungdc/txt").glob("Session 66 - 2011/PAK*"))
    return canonical(place.read_text("utf-8-sig"))


def test_a_real_passage_with_corrected_words_is_found_and_known_to_be_changed(speech: str):
    start = len(speech) // 2
    end = start + 600
    quotation, before, after, _ = around(speech, start, end)
    words = re.findall(r"\w{4,}", quotation)
    corrected = speech.replace(quotation, quotation.replace(words[5], "emended", 1).replace(words[40], "", 1))
    assert corrected != speech
    found = anchored(f"A new preface. {corrected}", quotation, before, after, start)
    assert found is not None
    assert not found.exact
    assert abs(found.start - (start + 15)) <= 15
    assert abs((found.end - found.start) - 600) <= 40


def test_a_passage_that_is_gone_is_not_found(speech: str):
    start = len(speech) // 2
    quotation, before, after, _ = around(speech, start, start + 600)
    assert anchored(speech[: start - 1] + speech[start + 600 :], quotation, before, after, start) is None
    assert anchored("", "We trade.", "", "", 0) is None
    assert anchored(TEXT, " ", "", "", 0) is None


@given(st.text("ab .", min_size=1, max_size=60), st.text("xyz ", max_size=20), st.data())
def test_what_stands_in_the_text_is_found_wherever_text_is_put_before_it(text, put_before, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quotation, before, after, _ = around(text, start, end)
    found = anchored(put_before + text, quotation, before, after, start)
    if not quotation.strip():
        assert found is None
    else:
        assert found is not None
        assert found.exact
        assert (put_before + text)[found.start : found.end].split() == quotation.split()
