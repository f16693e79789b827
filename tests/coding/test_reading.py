import pytest

from counterpoise.coding.codebook import Cues
from counterpoise.coding.direction import direction_of
from counterpoise.coding.matching import Match, TermIndex
from counterpoise.coding.power import Naming, contrasts, power_of, stretches_of
from counterpoise.coding.reading import CueFinder, Reading, first_person_of, signs_of
from counterpoise.coding.subject import subject_of
from counterpoise.coding.words import Words
from counterpoise.evidence import Power

CUES = Cues(("increas*",), ("cut*",), ("no", "not"), ("did not",), may=("may", "not"))
INDEX = TermIndex(("Rome", "Thrace", "aid", *(term for terms in CUES.lists() for term in terms)), {})


def reading_of(text: str, speaker: Power = "none") -> Reading:
    words = Words(text)
    found = INDEX.matches(words)
    cued = CueFinder(CUES).cued(found)
    said = first_person_of(words) if speaker != "none" else ()
    naming = Naming(found.get("Rome", ()), found.get("Thrace", ()), (), said)
    subject = subject_of(words, (), (), None, speaks=False)
    return Reading(words, found, cued, naming, signs_of(words, cued), speaker, False, subject)


def aid(reading: Reading) -> list[Match]:
    return list(reading.found["aid"])


TEXTS = (
    "Rome increased aid, but Thrace cut it. There was no aid. Then came aid.",
    "There was aid. Rome agreed. It gave aid. Nobody came; we brought aid.",
    "They did not agree on aid. Not aid, they said. Aid was cut in May.",
    "Aid. Aid from Rome and Thrace. We increased our aid. Much aid.",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("speaker", ["none", "a"])
def test_what_is_near_no_name_or_cue_reads_as_if_all_had_been_looked_at(text: str, speaker: Power) -> None:
    reading = reading_of(text, speaker)
    ends = sorted({*contrasts(text), *reading.clause_ends})
    assert list(reading.clause_ends) == ends
    statements = reading._ends[1]
    for match in aid(reading):
        stretches = stretches_of(match, reading.words.sentences, ends, statements)
        resolved = power_of(stretches, reading.naming, text, speaker)
        directed = direction_of(match, reading.signs, stretches.clause)
        told = reading.told(match, adverse=False)
        assert told.resolved == reading.power(match) == resolved
        assert told.directed.direction == ("none" if resolved.apart else directed.direction)


def test_a_term_may_stand_in_several_lists_of_cues() -> None:
    cued = reading_of("It may not.").cued
    assert [match.term for match in cued["negates"]] == ["not"]
    assert [match.term for match in cued["may"]] == ["may", "not"]


def test_may_with_a_capital_is_a_month() -> None:
    assert [each.start for each in reading_of("In May it may end.").connectives().may] == [10]


def test_us_in_capitals_is_no_first_person() -> None:
    text = "US aid reached us. WE met."
    assert [text[start:end] for start, end in first_person_of(Words(text))] == ["us", "WE"]
