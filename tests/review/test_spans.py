import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import passage_of
from counterpoise.review.spans import chosen, pieces, snapped, stretch

TEXT = "Trade grows.  The cafe\u0301 in Gwadar\nis new, and the राज्य builds roads to it."


def document(text: str = TEXT) -> Document:
    return Document("d1", "Speech", "speech", "PAK", "2005", "made up", "speech.txt", "0" * 64, text)


WITHIN = passage_of("d1", TEXT, 14, len(TEXT))


def words(typed: str) -> str:
    return TEXT[slice(*chosen(document(), WITHIN, typed))]


def test_words_are_found_whatever_the_blanks():
    assert words("Gwadar is  new") == "Gwadar\nis new"


@pytest.mark.parametrize("dots", ["...", " … ", "…"])
def test_first_and_last_words_make_a_span(dots):
    assert words(f"The{dots}new") == "The cafe\u0301 in Gwadar\nis new"


@pytest.mark.parametrize("typed", ["", "  ", "...", "Trade grows", "The ... Trade", "new ... The"])
def test_words_that_are_not_in_the_passage_are_refused(typed):
    with pytest.raises(CounterpoiseError, match="the passage: "):
        chosen(document(), WITHIN, typed)


def test_no_letter_is_torn_from_its_marks():
    e = TEXT.index("e\u0301")
    assert TEXT[slice(*snapped(TEXT, e + 1, e + 2))] == "e\u0301"
    assert words("राज") == "राज्"


def test_a_span_without_text_is_refused():
    for start, end in ((12, 14), (5, 5), (9, 2), (999, 1000), (-5, 0)):
        with pytest.raises(CounterpoiseError, match="holds no text"):
            stretch(document(), (start, end))


def test_a_span_is_cut_into_two_that_hold_text():
    at = TEXT.index("is new")
    first, second = pieces(document(), (WITHIN.start, WITHIN.end), at)
    assert TEXT[slice(*first)].endswith("Gwadar")
    assert TEXT[slice(*second)].startswith("is new")
    for wrong in (WITHIN.start, WITHIN.end, 0):
        with pytest.raises(CounterpoiseError, match="is not inside the span"):
            pieces(document(), (WITHIN.start, WITHIN.end), wrong)
    with pytest.raises(CounterpoiseError, match="no letter can be cut"):
        pieces(document(), (WITHIN.start, WITHIN.end), TEXT.index("e\u0301") + 1)


@given(st.text("ab\u0301\u200d \n", max_size=20), st.integers(-3, 25), st.integers(-3, 25))
def test_a_snapped_span_is_inside_the_text_without_outer_blanks_and_snaps_to_itself(text, start, end):
    try:
        found = snapped(text, start, end)
    except CounterpoiseError:
        return
    assert 0 <= found[0] < found[1] <= len(text)
    assert text[slice(*found)].strip() == text[slice(*found)]
    assert snapped(text, *found) == found
