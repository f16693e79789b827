import pytest

from counterpoise.coding.actors import Name
from counterpoise.coding.matching import TermIndex, words_of_text
from counterpoise.coding.power import Naming, clause_ends, power_of
from counterpoise.evidence import Power

INDEX = TermIndex(("@a", "@b", "both powers", "arms"), {"a": (Name("Rome"),), "b": (Name("Carthage"),)})


def power(text: str, speaker: Power = "none") -> tuple[Power, str]:
    words = words_of_text(text)
    found = INDEX.matches(words)
    naming = Naming(found.get("@a", ()), found.get("@b", ()), found.get("both powers", ()))
    (arms,) = found["arms"]
    resolved = power_of(arms, naming, text, words.sentences, clause_ends(text), speaker)
    return resolved.power, resolved.by


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rome sells arms.", "a"),
        ("Arms come from Rome, and grain from Carthage.", "a"),
        ("Grain comes from Rome, but arms come from Carthage.", "b"),
        ("Rome and Carthage sell arms.", "both"),
        ("Arms came, said Rome, said Carthage.", "both"),
        ("We buy arms from both powers.", "both"),
        ("We met Rome. We bought arms.", "a"),
        ("We met Rome. It rained. We bought arms.", "none"),
        ("We bought arms. Then came Carthage.", "none"),
    ],
)
def test_the_nearest_naming_decides(text: str, expected: Power) -> None:
    assert power(text)[0] == expected


def test_the_speaker_decides_where_nobody_is_named() -> None:
    assert power("We send arms.", speaker="b") == ("b", "the speaker")
    assert power("We send arms to Rome.", speaker="b") == ("a", '"Rome"')


def test_the_speaker_s_own_name_does_not_hide_the_other_power() -> None:
    text = "We told Carthage, loudly, that arms of Rome are dear."
    assert power(text, speaker="a")[0] == "both"
    assert power(text, speaker="none")[0] == "a"


def test_the_naming_words_are_quoted() -> None:
    assert power("Rome and Carthage sell arms.")[1] == '"Rome" and "Carthage"'
    assert power("Arms for both powers")[1] == '"both powers"'
