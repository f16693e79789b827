import pytest

from counterpoise.coding.direction import NEAR, Signs, direction_of, negation_before
from counterpoise.coding.matching import Match, TermIndex, words_of_text
from counterpoise.coding.power import clause_ends, clause_of
from counterpoise.evidence import Direction

INDEX = TermIndex(("aid", "increas*", "cut*", "not", "no", "without"), {})


def signs_of(found: dict[str, list[Match]]) -> Signs:
    negates = [match for word in ("not", "no", "without") for match in found.get(word, ())]
    return Signs(found.get("increas*", ()), found.get("cut*", ()), sorted(negates))


def direction(text: str, term: str = "aid") -> Direction:
    words = words_of_text(text)
    index = INDEX if term == "aid" else TermIndex((term, "increas*", "cut*", "not", "no", "without"), {})
    found = index.matches(words)
    match = found[term][0]
    clause = clause_of(match, text, words.sentences, clause_ends(text))
    return direction_of(match, signs_of(found), clause).direction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They increased aid.", "strengthens"),
        ("They cut aid.", "weakens"),
        ("They gave aid.", "none"),
        ("They did not increase aid.", "weakens"),
        ("They did not cut aid.", "strengthens"),
        ("No aid was given.", "weakens"),
        ("No aid shall be increased.", "weakens"),
        ("They cut aid and increased something else.", "weakens"),
        ("Exports increased. They gave aid.", "none"),
        (f"Aid {'w ' * NEAR}increased.", "none"),
        ("They did so not because we asked. Aid came.", "none"),
        ("They gave aid, and trade increased.", "none"),
        ("Trade increased while they gave aid.", "none"),
        ("They went on without cutting any aid.", "strengthens"),
    ],
)
def test_the_nearest_cue_of_the_clause_decides_and_negation_turns_it(text: str, expected: Direction) -> None:
    assert direction(text) == expected


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("A fund for increased aid came.", "fund ~ increas*", "none"),
        ("A fund that increased the flow of aid.", "fund ~ aid", "strengthens"),
        ("Increasing aid is the task.", "increas* aid", "strengthens"),
    ],
)
def test_a_cue_within_the_words_of_the_match_counts_only_as_its_verb(
    text: str, term: str, expected: Direction
) -> None:
    assert direction(text, term) == expected


def test_a_negation_among_the_words_of_the_match_asserts_it() -> None:
    assert direction("We do not take sides.", "not take sides") == "strengthens"
    assert direction("We take sides.", "take sides") == "none"


def test_a_word_of_weakening_takes_the_negation_to_itself() -> None:
    for text, denied in (("without aid", True), ("without cutting aid", False)):
        found = INDEX.matches(words_of_text(text))
        assert (negation_before(found["aid"][0], signs_of(found)) is not None) is denied
