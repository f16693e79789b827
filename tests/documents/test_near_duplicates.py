import random
import re
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counterpoise.documents.canonical import canonical
from counterpoise.documents.document import Document
from counterpoise.documents.near_duplicates import (
    ALIKE,
    SHINGLE,
    Group,
    NearDuplicates,
    Pair,
    containment,
    jaccard,
    near_duplicates,
    shingles,
)


def document(number: int, text: str, date: str | None = None) -> Document:
    return Document(f"{number:016}", "A text", "speech", None, date, "here", "a.txt", "0" * 64, text)


def by_hand(first: str, second: str) -> float:
    """Jaccard similarity of sets of tuples of words, without a hash."""
    one, two = (
        {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
        for words in (re.findall(r"[^\W_]+", text.lower()) for text in (first, second))
    )
    return len(one & two) / len(one | two)


def with_noise(text: str, share: float, chance: random.Random) -> str:
    """The text with a share of its words misread."""
    return " ".join(word[::-1] + "x" if chance.random() < share else word for word in text.split())


@pytest.fixture(scope="module")
def speeches(shared: Path) -> list[str]:
    table = pl.read_parquet(shared / "corpus/ungdc/ungdc_1946_2023.parquet")
    return [canonical(text) for text in table["text"].gather_every(40)]


def test_duplicates_planted_among_speeches_are_found_and_nothing_else(speeches: list[str]) -> None:
    chance = random.Random(1)
    planted = [
        (number, share)
        for number, share in zip(range(0, 260, 4), [0, 0.005, 0.01, 0.015, 0.04] * 13, strict=True)
    ]
    copies = [with_noise(speeches[number], share, chance) for number, share in planted]
    alike = {
        (number, len(speeches) + place)
        for place, (number, _) in enumerate(planted)
        if by_hand(speeches[number], copies[place]) >= ALIKE
    }
    assert 45 < len(alike) < len(planted), "some copies are too far from their original"
    found = near_duplicates([document(n, text) for n, text in enumerate([*speeches, *copies])])
    assert {(int(pair.first), int(pair.second)) for pair in found.pairs} == alike
    for pair in found.pairs:
        first, second = speeches[int(pair.first)], copies[int(pair.second) - len(speeches)]
        assert pair.jaccard == by_hand(first, second)
        assert pair.jaccard <= pair.containment <= 1
    assert len(found.groups) == len(alike)


def test_one_speech_stands_under_two_states_in_the_corpus(shared: Path) -> None:
    # General Debate Corpus, session 39 (1984): the file of South Africa holds the speech of the Central African Republic.
    table = pl.read_parquet(shared / "corpus/ungdc/ungdc_1946_2023.parquet").filter(pl.col("year") == 1984)
    found = near_duplicates([document(n, canonical(text)) for n, text in enumerate(table["text"])])
    assert len(found.pairs) == 1
    pair = found.pairs[0]
    assert {table["iso3"][int(pair.first)], table["iso3"][int(pair.second)]} == {"CAF", "ZAF"}
    assert pair.jaccard == pytest.approx(0.941, abs=0.001)


@given(st.lists(st.text(max_size=80), max_size=5), st.text(max_size=120), st.data())
def test_the_same_text_is_always_found(others: list[str], text: str, data: st.DataObject) -> None:
    assume(shingles(text).size)
    first, second = (data.draw(st.integers(0, len(others))) for _ in range(2))
    texts = [*others]
    texts.insert(max(first, second), text)
    texts.insert(min(first, second), text.upper().lower() if text.isascii() else text)
    found = near_duplicates([document(n, each) for n, each in enumerate(texts)])
    places = {f"{n:016}" for n, each in enumerate(texts) if each.lower() == text.lower()}
    assert any(places <= set(group.documents) for group in found.groups)


@given(st.text(alphabet="ab. é中\n", max_size=120), st.text(alphabet="ab. é中\n", max_size=120))
def test_shares_are_of_the_shingles_of_both(first: str, second: str) -> None:
    assert 0 <= jaccard(first, second) == jaccard(second, first) <= 1
    assert bool(shingles(first).size) == (jaccard(first, first) == 1) == (containment(first, first) == 1)
    assert jaccard(first, second) <= max(containment(first, second), containment(second, first))


def test_hashes_are_the_same_in_every_run() -> None:
    assert [hex(value) for value in shingles("One two, three four.")] == ["0x260c78ad6af2465"]
    assert (shingles("ONE (two) three: four") == shingles("one two three four")).all()
    assert shingles("one two three four").size == 1
    assert shingles("one two three four five six").size == 2
    assert shingles("两国政府签署协定。").size == 4
    assert shingles(" .,; ").size == 0


def test_an_excerpt_is_contained_but_not_alike(speeches: list[str]) -> None:
    whole = speeches[3]
    excerpt = whole[len(whole) // 3 : len(whole) // 3 + 2_000]
    assert containment(excerpt, whole) > 0.98
    assert containment(whole, excerpt) < 0.3
    assert jaccard(excerpt, whole) < ALIKE
    assert containment(excerpt, speeches[4]) < 0.02
    assert containment("", whole) == 0


@pytest.mark.parametrize("texts", [[], [""], ["", " . "], ["One text only."], ["One.", "Another."]])
def test_there_may_be_nothing_to_find(texts: list[str]) -> None:
    assert near_duplicates([document(n, text) for n, text in enumerate(texts)]) == NearDuplicates((), ())


def test_a_long_text_is_hashed_in_pieces_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(2)
    text = " ".join("".join(chance.choices("abcdefgh", k=6)) for _ in range(2_000))
    whole = shingles(text)
    monkeypatch.setattr("counterpoise.documents.near_duplicates._PIECE", 100)
    assert (shingles(text) == whole).all()


TEXT = "The two governments signed another agreement on trade and on transit in the capital this spring."


@pytest.mark.parametrize(
    ("dates", "earliest"),
    [
        (("2015", "2014-03", None), 1),
        (("2015", "2015-04", None), None),
        (("2015-04", "2015-04", "2016"), None),
        ((None, None, None), None),
    ],
)
def test_a_group_names_the_earliest_and_the_longest(
    dates: tuple[str | None, ...], earliest: int | None
) -> None:
    texts = [TEXT, TEXT + "..", TEXT.upper() + "."]
    found = near_duplicates([document(n, *each) for n, each in enumerate(zip(texts, dates, strict=True))])
    ids = tuple(f"{n:016}" for n in range(3))
    assert found.groups == (Group(ids, None if earliest is None else ids[earliest], ids[1]),)
    assert found.pairs == (Pair(ids[0], ids[1], 1.0, 1.0), Pair(ids[0], ids[2], 1.0, 1.0))


def test_many_that_are_alike_are_compared_with_one(speeches: list[str]) -> None:
    def seconds(count: int) -> float:
        texts = [f"{speeches[5]} Copy {number}." for number in range(count)]
        started = time.process_time()
        found = near_duplicates([document(n, text) for n, text in enumerate(texts)])
        spent = time.process_time() - started
        assert [len(group.documents) for group in found.groups] == [count]
        return spent

    seconds(10)
    assert seconds(800) < 16 * seconds(200) + 0.5
