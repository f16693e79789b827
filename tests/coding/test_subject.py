import pytest

from counterpoise.coding.actors import Name
from counterpoise.coding.matching import TermIndex
from counterpoise.coding.subject import subject_of
from counterpoise.coding.words import Words

INDEX = TermIndex(
    ("@own", "@others", "aid", "the Thracian league", "aid ~ Thrace", "LEAGUE"),
    {
        "own": (Name("Rome"),),
        "others": (Name("Thrace"), Name("Thracian")),
    },
)


def holds(text: str, term: str = "aid", *, keeps: bool = False, speaks: bool = False) -> bool:
    words = Words(text)
    found = INDEX.matches(words)
    own = found.get("@own", [])
    subject = subject_of(words, found.get("@others", []), own, own if keeps else None, speaks=speaks)
    return subject.holds(found[term][0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There was aid.", True),
        ("There was aid for Thrace.", False),
        ("Rome sent aid for Thrace.", True),
        ("Rome agreed. There was aid for Thrace.", False),
        ("We sent aid to Thrace.", False),
    ],
)
def test_a_sentence_that_names_strangers_only_is_about_them(text: str, expected: bool) -> None:
    assert holds(text) is expected


def test_the_first_person_of_the_case_is_of_the_case() -> None:
    assert holds("We sent aid to Thrace.", speaks=True)
    assert not holds("They sent aid to Thrace.", speaks=True)


def test_a_match_may_name_the_stranger_or_be_a_name() -> None:
    assert holds("They sent aid to Thrace.", "aid ~ Thrace")
    assert holds("Thrace left the LEAGUE.", "LEAGUE")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rome agreed. There was aid.", True),
        ("There was aid. Rome agreed.", True),
        ("There was aid. They met. Rome agreed.", False),
    ],
)
def test_what_a_passage_keeps_to_stands_in_the_sentence_or_next_to_it(text: str, expected: bool) -> None:
    assert holds(text, keeps=True) is expected


def test_a_common_word_spelled_as_a_state_is_no_state() -> None:
    assert holds("They sent aid for thrace.")
