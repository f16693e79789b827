import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.canonical import PAGE_START, Block, canonical, set_text

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
