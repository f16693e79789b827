import pytest

from counterpoise.coding.direction import NEAR, Signs, direction_of
from counterpoise.coding.matching import TermIndex, words_of_text
from counterpoise.evidence import Direction

INDEX = TermIndex(("aid", "increas*", "cut*", "not", "no"), {})


def direction(text: str) -> Direction:
    found = INDEX.matches(words_of_text(text))
    signs = Signs(
        found.get("increas*", ()),
        found.get("cut*", ()),
        sorted([*found.get("not", ()), *found.get("no", ())]),
    )
    return direction_of(found["aid"][0], signs).direction


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
    ],
)
def test_the_nearest_cue_of_the_sentence_decides_and_negation_turns_it(
    text: str, expected: Direction
) -> None:
    assert direction(text) == expected
