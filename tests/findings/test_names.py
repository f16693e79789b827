from pathlib import Path

from counterpoise.findings.names import PowerNames, case_in_words, names_in_sentences
from counterpoise.study import read_study
from tests.study_in_miniature import write_study

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})


def test_names_take_the_place_of_the_powers_and_the_state():
    told = NAMES.bound("The state leans on power a, power b on the state.")
    assert told == "Pakistan leans on the United States, China on Pakistan."


def test_a_sentence_that_begins_with_a_power_begins_with_a_capital():
    assert NAMES.bound("Power a has pulled back. Power b has not.") == (
        "The United States has pulled back. China has not."
    )


def test_words_that_only_begin_alike_are_left_alone():
    assert NAMES.bound("power and the statement of power alone") == "power and the statement of power alone"


def test_a_case_is_a_state_between_two_powers_in_their_order():
    assert case_in_words("PAK", {"b": "CHN", "a": "USA"}) == "Pakistan between the United States and China"


def test_what_a_power_is_called():
    assert [NAMES.of(power) for power in ("a", "b", "both", "none")] == [
        "the United States",
        "China",
        "both powers",
        "no power named",
    ]


def test_names_take_their_article_in_a_sentence_and_none_as_a_heading(tmp_path: Path):
    names = names_in_sentences(read_study(write_study(tmp_path)))
    assert (names.a, names.b, names.state) == ("the United States", "China", "Pakistan")
    assert names.sides == {"a": "United States", "b": "China"}


def test_a_strategy_that_ends_with_a_power_has_its_name():
    told = {name: NAMES.strategy(name) for name in ("tilt_to_a", "tilt_to_b", "as_now", "hedge", "a")}
    assert told == {
        "tilt_to_a": "Tilt to the United States",
        "tilt_to_b": "Tilt to China",
        "as_now": "As now",
        "hedge": "Hedge",
        "a": "A",
    }
