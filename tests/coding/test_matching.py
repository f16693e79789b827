import re

from hypothesis import given
from hypothesis import strategies as st

from counterpoise.coding.actors import Name
from counterpoise.coding.matching import Match, TermIndex
from counterpoise.coding.words import Words
from counterpoise.theory.terms import WINDOW

NAMES = {
    "a": (
        Name("United States", of_a_state=True),
        Name("United States of America", of_a_state=True),
        Name("US"),
    ),
    "b": (Name("China", of_a_state=True), Name("Hu", 2003, 2013)),
    "programmes": (Name("Belt and Road"), Name("GSP+")),
}


def found(text: str, *terms: str, year: int | None = None) -> list[str]:
    """What the terms find, as it stands in the text, in order."""
    words = Words(text)
    matches = TermIndex(terms, NAMES).matches(words, year)
    return [text[m.start : m.end] for m in sorted(m for each in matches.values() for m in each)]


VOCABULARY = ("aid", "aids", "Aid", "IMF", "imf", "trade", "trades", "war")
PIECES = st.sampled_from((*VOCABULARY, ",", "(", ". "))
PATTERNS = st.sampled_from(("aid", "aid*", "ai*", "IMF", "IM*", "trade", "trade*", "war"))
PHRASES = st.lists(PATTERNS, min_size=1, max_size=3).map(" ".join)


def as_regex(phrase: str) -> str:
    """A phrase as a regular expression over words that single spaces part."""
    words = []
    for word in phrase.split():
        stem, starred = word.rstrip("*"), word.endswith("*")
        flags = "" if stem.isupper() else "i"
        words.append((f"(?{flags}:{stem})" if flags else stem) + (r"\w*" if starred else ""))
    return r"\b" + " ".join(words) + r"\b"


def spans(phrase: str, text: str) -> set[tuple[int, int]]:
    """Every place of a phrase, overlapping ones too, found one start at a time; no common word within a name."""
    pattern = re.compile(as_regex(phrase))
    words = Words(text)
    within_names = {
        words.starts[i] for i in range(len(words.starts)) if phrase.islower() and words.in_name(i, i)
    }
    return {
        hit.span()
        for i in range(len(text))
        if (hit := pattern.match(text, i)) and (" " in phrase or i not in within_names)
    }


@given(st.lists(PIECES, max_size=25).map(" ".join), PHRASES)
def test_phrases_match_as_a_regular_expression_would(text: str, phrase: str) -> None:
    matches = TermIndex([phrase], {}).matches(Words(text))
    assert {(m.start, m.end) for m in matches.get(phrase, [])} == spans(phrase, text)


@given(st.lists(PIECES, max_size=40).map(" ".join), PATTERNS, PATTERNS)
def test_near_holds_exactly_where_both_stand_close_in_one_sentence(text: str, x: str, y: str) -> None:
    words = Words(text)
    place = {start: i for i, start in enumerate(words.starts)}
    near = any(
        0 < abs(place[i] - place[j]) <= WINDOW and words.sentence_of(place[i]) == words.sentence_of(place[j])
        for i, _ in spans(x, text)
        for j, _ in spans(y, text)
    )
    term = f"{x} ~ {y}"
    assert (term in TermIndex([term], {}).matches(words)) == near


@given(st.lists(PIECES, max_size=30).map(" ".join), st.lists(PHRASES, max_size=6))
def test_terms_do_not_disturb_each_other(text: str, phrases: list[str]) -> None:
    words = Words(text)
    together = TermIndex(phrases, {}).matches(words)
    alone: dict[str, list[Match]] = {}
    for phrase in phrases:
        alone |= TermIndex([phrase], {}).matches(words)
    assert together == alone


def test_spans_are_code_points_of_the_passage() -> None:
    assert found("Üben 𝔘nd — “military aid”!", "military aid") == ["military aid"]


def test_words_match_whole_and_whatever_their_case() -> None:
    assert found("Trade, TRADE and trader", "trade") == ["Trade", "TRADE"]
    assert found("Trade and traders", "trade*") == ["Trade", "traders"]


def test_a_word_with_a_plus_matches_its_forms() -> None:
    assert found("It builds, built and is building a builder", "build+") == ["builds", "built", "building"]
    assert found("led to and leading to, lead by", "lead+ to") == ["led to", "leading to"]
    assert found("They withdrew the troops and all troops", "withdraw+ ~ troop+") == ["withdrew the troops"]


def test_acronyms_keep_their_case() -> None:
    assert found("The IMF, not imf; the US lets us go", "IMF", "US") == ["IMF", "US"]


def test_hyphens_join_a_phrase_and_commas_part_it() -> None:
    assert found("great-power rivalry, great, power", "great power") == ["great-power"]


def test_near_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert found("Troops came. They withdrew.", "troops ~ withdr*") == []
    assert found("Troops came and then withdrew.", "troops ~ withdr*") == ["Troops came and then withdrew"]
    assert found("They withdrew the troops.", "troops ~ withdr*") == ["withdrew the troops"]


def test_near_reaches_twelve_words_and_no_further() -> None:
    between = "w " * (WINDOW - 1)
    assert found(f"aid {between}war", "aid ~ war") == [f"aid {between}war"]
    assert found(f"aid {between}w war", "aid ~ war") == []


def test_names_stand_in_for_a_list_and_the_longest_counts() -> None:
    assert found("Troops of the United States of America left", "@a") == ["United States of America"]
    assert found("China aid, US aid", "@a aid", "@b aid") == ["China aid", "US aid"]
    assert found("The Belt and Road, and GSP+ too", "@programmes") == ["Belt and Road", "GSP"]


def test_an_absent_dictionary_matches_nothing() -> None:
    assert found("anything at all", "@nowhere", "@nowhere ~ all") == []


def test_a_name_counts_in_its_years_and_in_undated_texts() -> None:
    assert found("Hu spoke", "@b", year=2008) == ["Hu"]
    assert found("Hu spoke", "@b", year=2014) == []
    assert found("Hu spoke", "@b") == ["Hu"]


def test_a_state_after_a_point_of_the_compass_is_another_place() -> None:
    assert found("peace in the South China Sea, and with China", "@b") == ["China"]


def test_a_text_without_words_has_no_matches() -> None:
    assert found("", "aid") == []
    assert found(" … — ", "aid ~ war", "@a") == []


def test_a_match_owns_its_sides_and_not_what_lies_between() -> None:
    found = TermIndex(("x ~ y", "x", "m", "z"), {}).matches(Words("x m n y z"))
    (pair,) = found["x ~ y"]
    assert [pair.owns(found[word][0]) for word in ("x", "m", "z")] == [True, False, False]
