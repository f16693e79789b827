import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.theory.inflections import forms


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("invest", {"invest", "invests", "investing", "invested"}),
        ("build", {"build", "builds", "building", "built"}),
        ("withdraw", {"withdraw", "withdraws", "withdrawing", "withdrew", "withdrawn"}),
        ("rely", {"rely", "relies", "relying", "relied"}),
        ("make", {"make", "makes", "making", "made"}),
        ("agree", {"agree", "agrees", "agreeing", "agreed"}),
        ("lie", {"lie", "lies", "lying", "lied"}),
        ("crisis", {"crisis", "crises"}),
        ("veto", {"veto", "vetoes", "vetoing", "vetoed"}),
    ],
)
def test_the_forms_of_a_word(word: str, expected: set[str]) -> None:
    assert expected <= set(forms(word))


@pytest.mark.parametrize(("word", "form"), [("ban", "banned"), ("commit", "committing"), ("cut", "cutting")])
def test_a_last_letter_may_be_doubled(word: str, form: str) -> None:
    assert form in forms(word)


@pytest.mark.parametrize(("word", "form"), [("build", "builded"), ("cut", "cutted"), ("grow", "growwing")])
def test_what_goes_by_no_rule_gets_no_regular_form(word: str, form: str) -> None:
    assert form not in forms(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_every_word_is_the_first_of_its_forms_and_none_comes_twice(word: str) -> None:
    found = forms(word)
    assert found[0] == word
    assert len(set(found)) == len(found)
