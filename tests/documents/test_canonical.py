import unicodedata
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.canonical import INSERTED, PAGE_START, Block, canonical, set_text

ANY_TEXT = st.text(alphabet=st.characters(), max_size=200)
"""Any code points, lone surrogates included."""


@given(ANY_TEXT)
def test_canonical_text_is_a_fixed_point(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(st.lists(st.text(alphabet="ab é\t\n.\x00\u00a0", max_size=20), max_size=12))
def test_set_text_is_canonical_and_headings_are_found_in_it(texts: list[str]) -> None:
    found = set_text(Block(text, "heading" if n % 2 else "paragraph") for n, text in enumerate(texts))
    assert canonical(found.text) == found.text
    expected = [canonical(text) for n, text in enumerate(texts) if n % 2 and canonical(text)]
    assert [found.text[start:end] for start, end, role in found.parts if role == "heading"] == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\ufeffa\r\nb\rc", "a\nb\nc"),
        ("e\u0301tat", "état"),
        ("a\x00b\x07c", "abc"),
        ("co\u00adoperation", "cooperation"),
        ("10\u00a0000  tonnes \n", "10 000 tonnes"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\ud800b", "a\ufffdb"),
        ("\u3000第一条", "第一条"),
        ("می\u200cشود", "می\u200cشود"),
    ],
)
def test_canonical_text_keeps_words_and_drops_what_is_not_text(raw: str, expected: str) -> None:
    assert canonical(raw) == expected


def test_pages_start_where_their_marks_stood() -> None:
    blocks = [
        Block(f"{PAGE_START}One."),
        Block(f"It goes {PAGE_START}on."),
        Block(PAGE_START),
        Block(f"{PAGE_START}Last."),
    ]
    found = set_text(blocks)
    assert found.text == "One.\n\nIt goes on.\n\nLast."
    one, two, _empty, four = found.pages
    assert found.text[one:].startswith("One")
    assert found.text[two:].startswith("on.")
    assert found.text[four:] == "Last."


@given(
    st.lists(
        st.text(alphabet="ab-é\u0301\u0323\u1100\u1161\u11a8\t\n\f.\x00\u00a0\u00ad\ud800", max_size=25),
        max_size=6,
    )
)
def test_a_code_point_keeps_its_glyph_through_all_that_cleaning_does(texts: list[str]) -> None:
    printed = "".join(texts)
    blocks, first = [], 0
    for text in texts:
        blocks.append(Block(text, glyphs=array("i", range(first, first + len(text)))))
        first += len(text)
    found = set_text(blocks)
    assert found.text == set_text(Block(text) for text in texts).text
    assert found.glyphs is not None or not found.text
    numbers = list(found.glyphs or ())
    assert len(numbers) == len(found.text)
    for char, number in zip(found.text, numbers, strict=True):
        source = printed[number] if number != INSERTED else "\n"
        if not char.isspace() and char != "\ufffd" and not unicodedata.combining(char):
            apart = unicodedata.normalize("NFD", char)
            assert unicodedata.normalize("NFD", source)[0] in apart
    letters = [number for char, number in zip(found.text, numbers, strict=True) if char in "ab."]
    assert letters == sorted(letters)


def test_glyphs_of_one_block_beside_another_that_has_none() -> None:
    found = set_text([Block("from a file"), Block("ab", glyphs=array("i", [7, 8]))])
    assert found.glyphs is not None
    assert found.glyphs.tolist() == [INSERTED] * 13 + [7, 8]
    assert set_text([Block("from a file")]).glyphs is None
