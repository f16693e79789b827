import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.coding.actors import Name
from counterpoise.coding.matching import TermIndex
from counterpoise.coding.words import Words
from counterpoise.theory.terms import (
    Slot,
    WordPattern,
    parse_term,
    problems_of_name,
    problems_of_term,
    words_of_name,
)

NAMES = {"a", "b", "power", "state", "flagship_programmes"}


def test_a_phrase_is_folded_words_and_acronyms_keep_their_case() -> None:
    (side,) = parse_term("Military aid* by IMF").sides
    assert side == (
        WordPattern("military"),
        WordPattern("aid", prefix=True),
        WordPattern("by"),
        WordPattern("IMF", cased=True),
    )


def test_two_capitals_or_capitals_only_make_an_acronym() -> None:
    patterns = {word: parse_term(word).sides[0][0] for word in ("SDRs", "G20", "5G", "Quad", "US")}
    cased = {word for word, pattern in patterns.items() if isinstance(pattern, WordPattern) and pattern.cased}
    assert cased == {"SDRs", "G20", "5G", "US"}


def test_hyphens_slashes_and_apostrophes_part_words_like_spaces() -> None:
    assert parse_term("great-power").sides == parse_term("great power").sides
    assert parse_term("People's Republic").sides == parse_term("people s republic").sides


def test_near_and_names() -> None:
    left, right = parse_term("@power troops ~ withdraw*").sides
    assert left == (Slot("power"), WordPattern("troops"))
    assert right == (WordPattern("withdraw", prefix=True),)


@pytest.mark.parametrize(
    ("term", "fault"),
    [
        ("", "no word in it"),
        ("   ", "no word in it"),
        ("trade ~", "no word on one side of '~'"),
        ("a ~ b ~ c", "more than one '~'"),
        ("*aid", "'*' ends a word"),
        ("aid, grants", "found ','"),
        ("@ aid", "'@' without a name"),
        ("@flagship_programs", "did you mean 'flagship_programmes'"),
        ("pol*cy", "runs two words together"),
    ],
)
def test_what_is_wrong_with_a_term_is_said(term: str, fault: str) -> None:
    problems = problems_of_term(term, NAMES)
    assert any(fault in problem and f"'{term}'" in problem for problem in problems), problems


def test_a_word_in_capitals_has_no_other_forms() -> None:
    assert problems_of_term("IMF+ loan", NAMES) == [
        "term 'IMF+ loan': 'IMF+' keeps its case, and has no other forms"
    ]
    assert "'+' ends a word" in problems_of_term("+ loan", NAMES)[0]
    assert problems_of_term("lead+ to ~ build+", NAMES) == []


def test_every_fault_of_a_term_is_named_at_once() -> None:
    assert len(problems_of_term("@nobody, ~ x ~ y", NAMES)) == 3


@pytest.mark.parametrize("term", ["military aid*", "@a ~ @b", "IMF", "G-20", "@flagship_programmes ~ delay*"])
def test_good_terms_have_no_problems(term: str) -> None:
    assert problems_of_term(term, NAMES) == []


def test_parsing_refuses_what_has_problems() -> None:
    with pytest.raises(ValueError, match="more than one '~'"):
        parse_term("a ~ b ~ c")


def test_a_name_is_written_as_it_is_spelled() -> None:
    assert words_of_name("GSP+") == (WordPattern("GSP", cased=True),)
    assert words_of_name("Jammu & Kashmir*") == (WordPattern("jammu"), WordPattern("kashmir", prefix=True))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("***", "no word in it, so that it matches nothing"),
        ("+", "no word in it"),
        ("", "no word in it"),
        ("IMF ~ loan", "'~' belongs to the terms of a theory"),
        ("@a loans", "'@a' belongs to the terms of a theory"),
        ("pol*cy", "'*' ends a word"),
        ("* loans", "'*' ends a word"),
        ("GSP+ status", "no name is found across '+'"),
        ("Accord, Second", "no name is found across ','"),
        ("Fund (lender)", "no name is found across '('"),
    ],
)
def test_a_name_that_can_match_nothing_is_told_why(name: str, fault: str) -> None:
    (problem,) = problems_of_name(name)
    assert problem.startswith(f"name '{name}': ")
    assert fault in problem


@pytest.mark.parametrize(
    "name", ["GSP+", "(IMF)", "Jammu & Kashmir*", "St. Petersburg", "'Quad'", "AT&T", "S/4"]
)
def test_names_may_be_written_with_their_marks(name: str) -> None:
    assert problems_of_name(name) == []


@given(st.text("aB1 +,~@*(&-'", max_size=8))
def test_what_passes_for_a_name_finds_itself_in_a_sentence(name: str) -> None:
    if not problems_of_name(name):
        index = TermIndex(("@names",), {"names": (Name(name),)})
        assert index.matches(Words(f"it is {name.replace('*', '')} here"))
