import pytest

from counterpoise.coding.direction import (
    NEAR,
    Directed,
    Signs,
    as_adverse,
    direction_of,
    negation_before,
    turns,
)
from counterpoise.coding.matching import Match, TermIndex
from counterpoise.coding.power import clause_ends, contrasts, denial_ends, stretches_of
from counterpoise.coding.words import Words
from counterpoise.evidence import Direction

CUES = ("increas*", "cut*", "eas* tension*", "not", "no", "without", "did not", "barrier*", "tension*")
INDEX = TermIndex(("aid", *CUES), {})


def signs_of(found: dict[str, list[Match]], ends: tuple[int, ...] = ()) -> Signs:
    negates = [match for word in ("not", "no", "without") for match in found.get(word, ())]
    return Signs(
        [*found.get("increas*", ()), *found.get("eas* tension*", ())],
        found.get("cut*", ()),
        sorted(negates),
        found.get("did not", ()),
        sorted([*found.get("barrier*", ()), *found.get("tension*", ())]),
        ends,
    )


def direction(text: str, term: str = "aid") -> Direction:
    words = Words(text)
    index = INDEX if term == "aid" else TermIndex((term, *CUES), {})
    found = index.matches(words)
    match = found[term][0]
    clause = stretches_of(match, words.sentences, clause_ends(text), contrasts(text)).clause
    return direction_of(match, signs_of(found, denial_ends(text)), clause).direction


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


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("They cut barriers to aid.", "aid", "strengthens"),
        ("They increased work on barriers to aid.", "aid", "none"),
        ("They increased the barriers to aid.", "aid", "none"),
        ("They did not cut barriers to aid.", "aid", "none"),
        ("They cut aid, not barriers.", "aid", "weakens"),
        ("They increased tensions.", "tension*", "strengthens"),
        ("They cut tensions.", "tension*", "none"),
        ("Cutting tensions is the task.", "cut* tension*", "strengthens"),
        ("They increased efforts at easing tensions by aid.", "aid", "strengthens"),
    ],
)
def test_less_of_a_burden_is_no_weakening_of_what_bears_it(text: str, term: str, expected: Direction) -> None:
    assert direction(text, term) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They did not agree on arms at all, on how to increase aid.", "none"),
        ("They did not agree on any of the arms, and increased aid.", "strengthens"),
        ("They did not agree on any of the arms but increased aid.", "strengthens"),
        ("They did not increase aid.", "weakens"),
    ],
)
def test_a_denial_reaches_through_a_list_and_no_further(text: str, expected: Direction) -> None:
    assert direction(text) == expected


def test_an_adverse_code_is_affirmed_by_its_own_cuts() -> None:
    pair = TermIndex(("cut* ~ aid", *CUES), {}).matches(Words("They cut the aid."))
    (match,), (cut,) = pair["cut* ~ aid"], pair["cut*"]
    assert as_adverse(Directed("weakens", cut), match) == Directed("strengthens", cut)
    assert as_adverse(Directed("weakens", None, cut), match) == Directed("weakens", None, cut)
    assert as_adverse(Directed("none"), match) == Directed("strengthens")


def test_a_negation_among_the_words_of_the_match_asserts_it() -> None:
    assert direction("We do not take sides.", "not take sides") == "strengthens"
    assert direction("We take sides.", "take sides") == "none"


def test_a_word_of_weakening_takes_the_negation_to_itself() -> None:
    for text, denied in (("without aid", True), ("without cutting aid", False)):
        found = INDEX.matches(Words(text))
        assert (negation_before(found["aid"][0], signs_of(found)) is not None) is denied


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They increased aid and cut loans.", ["and cut loans."]),
        ("Aid and loans were cut, and gifts and grants increased.", ["and gifts and grants increased."]),
        ("They cut aid, others increased it.", [", others increased it."]),
        (
            "They cut aid and increased loans and cut gifts.",
            ["and increased loans and cut gifts.", "and cut gifts."],
        ),
        ("They increased aid and increased loans.", []),
        ("They increased and cut aid.", []),
        ("They increased aid. They and we cut loans.", []),
        ("They increased cut aid.", []),
    ],
)
def test_a_sentence_turns_between_cues_of_different_directions(text: str, expected: list[str]) -> None:
    words = Words(text)
    found = turns(words, signs_of(INDEX.matches(words)), clause_ends(text))
    assert [text[place:] for place in found] == expected
