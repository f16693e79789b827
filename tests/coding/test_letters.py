import re
import sys
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from counterpoise.coding.letters import Beginnings, Letters, Neighbours

TEXTS = st.lists(st.one_of(st.text(max_size=40), st.text("abß_ İſ.\n", max_size=20)), max_size=5)


def words_of(texts: list[str], letters: Letters) -> list[str]:
    whole = "\n".join(texts)
    return [whole[start:end] for start, end in zip(letters.starts, letters.ends, strict=True)]


@given(TEXTS)
def test_words_are_letters_and_digits_of_any_script(texts: list[str]) -> None:
    letters = Letters(texts)
    assert words_of(texts, letters) == re.findall(r"[^\W_]+", "\n".join(texts))
    for text, start in zip(texts, letters.bounds.tolist(), strict=False):
        assert "\n".join(texts)[start : start + len(text)] == text


def test_every_code_point_is_a_letter_where_regular_expressions_say_so() -> None:
    text = " ".join(map(chr, range(sys.maxunicode + 1)))
    assert words_of([text], Letters([text])) == re.findall(r"[^\W_]+", text)


@given(TEXTS, st.lists(st.text("abcß𐐨İſ", min_size=1, max_size=6)), st.lists(st.text("ab", max_size=6)))
def test_no_word_that_begins_as_asked_is_passed_over(
    texts: list[str], words: list[str], prefixes: list[str]
) -> None:
    texts = [*texts, " ".join([*words, *(prefix + "b" for prefix in prefixes)]).upper()]
    letters = Letters(texts)
    folded = {word.casefold() for word in words}
    passed = Beginnings(folded, prefixes).among(letters.first())
    for word, among in zip(words_of(texts, letters), passed, strict=True):
        wanted = word.casefold() in folded or word.casefold().startswith(tuple(prefixes))
        assert among or not wanted


def test_other_words_are_passed_over() -> None:
    letters = Letters(["Peace in the world, and development."])
    assert Beginnings(["peace"], ["develop"]).among(letters.first()).tolist() == [True, *[False] * 4, True]


@given(TEXTS, st.lists(st.tuples(*[st.text("abcß𐐨İſ", min_size=1, max_size=12)] * 2), max_size=4))
def test_no_two_words_that_follow_each_other_as_asked_are_passed_over(
    texts: list[str], pairs: list[tuple[str, str]]
) -> None:
    texts = [*texts, *(" ".join(pair).upper() for pair in pairs)]
    letters = Letters(texts)
    folded = {(word.casefold(), after.casefold()) for word, after in pairs}
    words = [word.casefold() for word in words_of(texts, letters)]
    first = letters.first()
    passed = Neighbours(folded).among(first[:-1], first[1:])
    for pair, among in zip(pairwise(words), passed, strict=True):
        assert among or pair not in folded


def test_other_neighbours_are_passed_over() -> None:
    first = Letters(["Peace in the world, and world peace."]).first()
    passed = Neighbours([("world", "peace")]).among(first[:-1], first[1:])
    assert passed.tolist() == [False] * 5 + [True]
