import re
from itertools import pairwise

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.canonical import canonical
from counterpoise.search.spelling import TOKENIZER, spelt, words


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The U.S. and Müller's café", ["The", "U", "S", "and", "Müller", "s", "café"]),
        ("中国和Pakistan２０２０年", ["中", "国", "和", "Pakistan２０２０", "年"]),
        ("ありがとう 한국어", list("ありがとう한국어")),
        # The points of an Arabic word belong to it, also the last.
        ("مُحَمَّدٌ كتاب", ["مُحَمَّدٌ", "كتاب"]),
        ("پاکستان اور چین", ["پاکستان", "اور", "چین"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("—…", []),
        # Symbols, also those that SQLite takes for letters.
        ("debt🙂 ₽500 \u2067دين\u2069", ["debt", "500", "دين"]),
    ],
)
def test_words_of_many_scripts(text: str, found: list[str]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كتاب", "کتاب"),  # Arabic and Urdu kaf
        ("علي", "علی"),  # Arabic and Urdu ye
        ("مُحَمَّد", "محمد"),
        ("إسلام", "اسلام"),
        ("پاكستان", "پاکستان"),
        ("۲۰۱۵", "2015"),
        ("٢٠١٥", "2015"),
        ("שָׁלוֹם", "שלום"),
        ("２０１５", "2015"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert spelt(canonical(one)) == spelt(canonical(other))


def test_what_needs_no_respelling_is_left_alone() -> None:
    text = "Relations with “Côte d’Ivoire” – naïve"
    assert spelt(text) is text


@given(st.text())
def test_each_word_stands_where_it_is_said_to(text: str) -> None:
    text = canonical(text)
    spans = words(text)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    left_out = set(range(len(text))) - {place for start, end in spans for place in range(start, end)}
    assert not any(text[place].isalnum() and text[place] != "ـ" for place in left_out)


@given(st.text(alphabet=st.characters(categories=("L", "M", "N", "Zs", "P")), max_size=60))
def test_the_index_counts_the_words_alike(text: str) -> None:
    text = canonical(text)
    connection = apsw.Connection(":memory:")
    connection.execute(f'CREATE VIRTUAL TABLE word USING fts5 (passage, tokenize = "{TOKENIZER}")')
    connection.execute("INSERT INTO word VALUES (?)", (spelt(text),))
    connection.execute("CREATE VIRTUAL TABLE found USING fts5vocab (word, instance)")
    counted = connection.execute("SELECT count(*) FROM found").get
    assert counted == len(words(text))


def test_words_of_a_long_text_are_found_in_time_linear_in_it() -> None:
    text = "réforme 中国 " * 20_000
    assert len(words(text)) == 60_000
    assert re.findall(r"\S+", text[words(text)[-1][0] :]) == ["国"]
