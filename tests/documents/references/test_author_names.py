import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.references.author_names import distance, folded, is_near, is_same_author


# Damerau (1964) counts one swap of neighbours as one error; the classic pairs of the literature on edit distance.
@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("kitten", "sitting", 3),
        ("ca", "ac", 1),
        ("siddiq", "siddiqi", 1),
        ("", "abc", 3),
        ("walt", "walt", 0),
    ],
)
def test_distance_of_two_words(one: str, other: str, letters: int) -> None:
    assert distance(one, other) == letters


@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6))
def test_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(
    ("cited", "listed"),
    [
        ("Muller", "Müller"),
        ("Gideon Rose", "Rose"),
        ("Haq", "ul Haq"),
        ("O'Brien", "O’Brien"),
        ("Fair’s", "Fair"),
        ("SIPRI", "Stockholm International Peace Research Institute"),
    ],
)
def test_names_of_one_author(cited: str, listed: str) -> None:
    assert is_same_author(cited, listed)


@pytest.mark.parametrize(
    ("cited", "listed"), [("Walt", "Waltz"), ("Primrose", "Rose"), ("Haqqani", "Haq"), ("", ""), ("—", "—")]
)
def test_names_of_two_authors(cited: str, listed: str) -> None:
    assert not is_same_author(cited, listed)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Siddiq", "Siddiqi", True),
        ("Scarborough", "Scraborough", True),
        ("Mearsheimer", "Mearshimmer", True),
        ("Khan", "Kahn", True),
        ("Rose", "Rossi", False),
        ("Ali", "Aly", False),
        ("Garlick", "Carlick", False),
        ("Siddiq", "Siddiq", False),
        ("Haqqani", "Haqqanian", False),
    ],
)
def test_names_that_may_be_one_spelt_two_ways(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is near
