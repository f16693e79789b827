import pytest

from counterpoise.coding.actors import Name
from counterpoise.coding.matching import TermIndex
from counterpoise.coding.power import (
    Naming,
    Resolved,
    both_meant,
    clause_ends,
    contrasts,
    power_of,
    stretches_of,
)
from counterpoise.coding.words import Words
from counterpoise.evidence import Power

INDEX = TermIndex(
    ("@a", "@b", "@state", "@roads", "both powers", "both cities", "arms"),
    {
        "a": (Name("Rome"),),
        "b": (Name("Carthage"),),
        "state": (Name("Syracuse"),),
        "roads": (Name("Via Appia"),),
    },
)


def resolved(text: str, speaker: Power = "none") -> Resolved:
    words = Words(text)
    found = INDEX.matches(words)
    we = [
        (start, end)
        for start, end, word in zip(words.starts, words.ends, words.folded, strict=True)
        if word == "we"
    ]
    naming = Naming(
        found.get("@a", ()), found.get("@b", ()), found.get("both powers", ()), we, found.get("@roads", ())
    )
    (arms,) = found["arms"]
    stretches = stretches_of(arms, words.sentences, clause_ends(text), contrasts(text))
    return power_of(stretches, naming, text, speaker)


def power(text: str, speaker: Power = "none") -> tuple[Power, str]:
    found = resolved(text, speaker)
    return found.power, found.by


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
    assert power("They send arms.", speaker="b") == ("b", "the speaker")
    assert power("We send arms to Rome.", speaker="b") == ("a", '"Rome"')


def test_the_speaker_s_own_name_does_not_hide_the_other_power() -> None:
    text = "They told Carthage, loudly, that arms of Rome are dear."
    assert power(text, speaker="a")[0] == "both"
    assert power(text, speaker="none")[0] == "a"


def test_the_naming_words_are_quoted() -> None:
    assert power("Rome and Carthage sell arms.")[1] == '"Rome" and "Carthage"'
    assert power("Arms for both powers")[1] == '"both powers"'


@pytest.mark.parametrize(
    ("text", "speaker", "expected"),
    [
        ("We send arms, said Rome.", "b", ("b", '"We"')),
        ("We send arms, said Rome.", "none", ("a", '"Rome"')),
        ("They send arms, said Rome, as we know.", "b", ("a", '"Rome"')),
        ("Arms of Carthage are sent, and Rome sends grain.", "b", ("both", '"Rome" and "Carthage"')),
        ("Arms of Carthage are sent, but Rome sends grain.", "b", ("b", '"Carthage"')),
        ("Grain is sent by Rome; arms of Carthage are sent.", "b", ("b", '"Carthage"')),
    ],
)
def test_a_power_that_speaks_is_we_and_is_not_mixed_with_what_it_is_set_against(
    text: str, speaker: Power, expected: tuple[Power, str]
) -> None:
    assert power(text, speaker) == expected


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Arms are sent, while Rome sends grain.", True),
        ("Arms are sent, said Rome.", False),
        ("Rome speaks. Arms are sent.", False),
        ("Rome sends arms.", False),
    ],
)
def test_a_power_named_in_another_statement_of_the_sentence_stands_apart(text: str, apart: bool) -> None:
    found = resolved(text)
    assert (found.power, found.apart) == ("a", apart)


def test_a_programme_stands_for_its_power_where_none_is_named() -> None:
    assert power("Arms came by the Via Appia.") == ("a", '"Via Appia"')
    assert power("Carthage sent arms by the Via Appia.") == ("b", '"Carthage"')
    assert power("Arms came by the Via Appia, said Carthage.") == ("a", '"Via Appia"')
    assert power("Arms came by the Via Appia, we said.", "b") == ("a", '"Via Appia"')


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Rome and Carthage met. Both cities spoke.", True),
        ("Rome, said Carthage, so that both cities spoke.", True),
        ("Rome and Syracuse met. Both cities spoke.", False),
        ("Rome, Carthage and Syracuse met. Both cities spoke.", False),
        ("Rome and Carthage met. It rained. Both cities spoke.", False),
        ("Both cities spoke: Rome and Carthage.", False),
    ],
)
def test_both_means_the_powers_where_they_were_named_before(text: str, meant: bool) -> None:
    found = INDEX.matches(Words(text))
    named = [found.get(each, ()) for each in ("@a", "@b", "@state")]
    assert bool(both_meant(found["both cities"], *named)) is meant
