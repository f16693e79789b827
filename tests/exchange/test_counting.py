import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.exchange.counting import STANDARD, Counted, Counting, counting_of

TEXT = "😀 One\r\ntwo 😀 trade"
WAYS = st.builds(Counting, st.booleans(), st.booleans(), st.booleans(), st.booleans())


@given(st.text("a 😀\r\n", min_size=1), st.booleans(), WAYS, st.data())
@settings(deadline=None)
def test_what_a_way_counts_it_also_finds(text: str, marked: bool, way: Counting, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    offsets = way.offsets(text, marked)

    def counted(place: int) -> int:
        before = text[:place]
        if way.line_ends_once:
            # A return that the selection parts from its feed counts as nothing.
            before = (text[:place] + "|").replace("\r\n", "\n")[:-1]
            if text[place - 1 : place + 1] == "\r\n" and place:
                before = text[: place - 1].replace("\r\n", "\n")
        units = len(before.encode("utf-16-le")) // 2 if way.utf_16 else len(before)
        return units + (way.mark and marked)

    found = way.span(counted(start), counted(end) - way.end_included, offsets, len(text))
    assert found is not None
    # Where a line end counts once, its return belongs to it.
    assert [text[:place].replace("\r", "") for place in found] == [
        text[:place].replace("\r", "") for place in (start, end)
    ]


def test_another_way_is_believed_for_the_words_that_it_finds_only() -> None:
    start = TEXT.index("trade")
    words = Counted(TEXT, False, [(start + 2, start + 7, "trade")])
    assert counting_of([words]) == (Counting(utf_16=True), 1, 1)
    nameless = Counted(TEXT, False, [(start, start + 5, None)])
    assert counting_of([nameless]) == (STANDARD, 0, 1)
    misnamed = Counted(TEXT, False, [(start, start + 5, "line:2")])
    assert counting_of([misnamed])[0] == STANDARD


def test_without_words_another_way_is_believed_where_it_alone_finds_every_place() -> None:
    past = len(TEXT.encode("utf-16-le")) // 2
    assert counting_of([Counted(TEXT, False, [(past - 5, past, None)])])[0] == Counting(utf_16=True)
    assert counting_of([Counted(TEXT, False, [(past - 5, 99, None)])])[0] == STANDARD


def test_the_last_character_is_found_to_be_included() -> None:
    words = Counted("trade and aid", False, [(0, 4, "trade"), (10, 12, "aid")])
    assert counting_of([words])[0] == Counting(end_included=True)


@pytest.mark.parametrize("name", ["a long word…", "a long word...", "a  long\nword"])
def test_a_name_may_be_cut_short_or_spaced_otherwise(name: str) -> None:
    text = "😀 a long word" + (" of which more" if name[-4:] != "word" else "")
    found = counting_of([Counted(text, False, [(3, len(text) + 1, name)])])
    assert found[0] == Counting(utf_16=True)


def test_a_project_without_texts_counts_as_the_standard_does() -> None:
    assert counting_of([]) == (STANDARD, 0, 0)
    assert str(STANDARD) == "code points"
