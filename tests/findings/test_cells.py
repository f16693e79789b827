import pytest

from counterpoise.evidence import Link
from counterpoise.findings.cells import (
    FoundCell,
    Number,
    PowerNames,
    counted_sentence,
    direction_of_text,
    disagreement,
    leading_codes,
    leading_effect,
    spoken_of,
)
from tests.study_in_miniature import coded, document

SPEECH = document("speech")
PAPER = document("paper", kind="paper under test", origin=None)
NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})


def passages(stronger: int = 0, weaker: int = 0, neither: int = 0, within=SPEECH):
    directions = ["strengthens"] * stronger + ["weakens"] * weaker + ["none"] * neither
    return [coded(within, 50 * number, direction) for number, direction in enumerate(directions)]


def link(passage, effect="stronger_ties", power="a", sign=1, factor="trade"):
    return Link(passage.passage.id, factor, effect, power, sign, "lexicon/1", "")


def number(*evidence: str) -> Number:
    return Number("Share of trade", "10", "percent", "2010", "made up", "first", "figures.csv:2", evidence)


def test_names_take_the_place_of_the_powers_and_the_state():
    told = NAMES.bound("The state leans on power a, power b on the state.")
    assert told == "Pakistan leans on the United States, China on Pakistan."


def test_a_sentence_that_begins_with_a_power_begins_with_a_capital():
    assert NAMES.bound("Power a has pulled back. Power b has not.") == (
        "The United States has pulled back. China has not."
    )


def test_words_that_only_begin_alike_are_left_alone():
    assert NAMES.bound("power and the statement of power alone") == "power and the statement of power alone"


def test_what_a_power_is_called():
    assert [NAMES.of(power) for power in ("a", "b", "both", "none")] == [
        "the United States",
        "China",
        "both powers",
        "no power named",
    ]


def test_a_cell_names_its_counted_passages_and_the_values_behind_its_numbers_once():
    (counted,), (under_test,) = passages(1), passages(1, within=PAPER)
    cell = FoundCell("c", "", (counted, counted, under_test), (number("v1", "v2"), number("v2")))
    assert cell.evidence == (counted.passage.id, "v1", "v2")


def test_the_codes_spoken_of_most_come_first_and_equal_ones_by_name():
    found = [
        coded(SPEECH, 0, code="trade"),
        coded(SPEECH, 0, code="energy"),
        coded(SPEECH, 50, code="trade"),
        coded(SPEECH, 50, code="defence_cooperation"),
        coded(SPEECH, 100, code="infrastructure"),
        *(coded(PAPER, 50 * number, code="energy") for number in range(9)),
    ]
    assert leading_codes(found) == "trade (2), defence cooperation (1), energy (1)"
    assert leading_codes([]) == ""


def test_the_effect_said_most_leads_and_its_denials_are_told():
    found = passages(neither=4)
    links = [
        link(found[0]),
        link(found[1]),
        link(found[2], sign=-1),
        link(found[3], effect="autonomy", power="b"),
    ]
    assert leading_effect(links, found, NAMES) == (
        "Stronger ties (the United States): said in 2 passages, denied in 1 passage"
    )


def test_an_effect_that_is_only_denied_is_not_affirmed():
    found = passages(neither=1)
    assert leading_effect([link(found[0], sign=-1)], found, NAMES) == "An effect is only denied, in 1 passage"
    assert leading_effect([link(found[0])], found, NAMES) == (
        "Stronger ties (the United States): said in 1 passage"
    )


def test_an_effect_that_is_affirmed_leads_before_one_that_is_denied_more_often():
    found = passages(neither=3)
    links = [link(found[0], effect="autonomy", power="b"), *(link(each, sign=-1) for each in found)]
    assert leading_effect(links, found, NAMES) == "Autonomy (China): said in 1 passage"


def test_one_passage_with_two_factors_says_an_effect_once():
    found = passages(neither=1)
    links = [link(found[0]), link(found[0], factor="energy")]
    assert leading_effect(links, found, NAMES).endswith("said in 1 passage")


def test_a_paper_under_test_says_no_effect():
    found = passages(neither=1, within=PAPER)
    assert leading_effect([link(found[0])], found, NAMES) == "No passage states an effect"


def test_how_many_passages_speak_of_a_row_and_of_whom():
    assert (
        spoken_of(passages(neither=3), NAMES)
        == "3 passages speak of it, most often with the United States (3)"
    )
    assert spoken_of([coded(SPEECH, 0, power="b")], NAMES) == "1 passage speaks of it, China"
    assert spoken_of(passages(neither=3, within=PAPER), NAMES) == ""


def test_counts_in_a_sentence_leave_out_what_is_under_test():
    bearing = [*passages(2, 1, 1), *passages(3, within=PAPER)]
    assert (
        counted_sentence(bearing)
        == "4 passages bear on it: 2 of strengthening, 1 of weakening, 1 of neither."
    )
    assert counted_sentence(passages(3, within=PAPER)) == "No counted passage bears on it."


@pytest.mark.parametrize(
    ("stronger", "weaker", "word"),
    [
        (4, 0, None),  # fewer than five with a direction
        (5, 0, "strengthening"),
        (4, 2, "strengthening"),  # two thirds, exactly
        (5, 3, None),
        (2, 4, "weakening"),
        (3, 5, None),
        (0, 0, None),
    ],
)
def test_a_clear_majority_is_two_thirds_of_five_or_more(stronger, weaker, word):
    found = passages(stronger, weaker, neither=7)
    assert direction_of_text(found) == (word, max(stronger, weaker), stronger + weaker)


def test_what_is_under_test_makes_no_majority():
    assert direction_of_text([*passages(4), *passages(9, within=PAPER)])[0] is None


def test_text_and_numbers_part_only_where_they_point_opposite_ways():
    moved = {"Share of trade": "contracting", "Aid": "fluctuating", "UN votes": "steady", "Arms": "expanding"}
    assert disagreement(passages(5), moved) == (
        "Passages speak of strengthening (5 of the 5 that take a direction), "
        "while this is contracting: share of trade."
    )
    assert disagreement(passages(0, 5), moved) == (
        "Passages speak of weakening (5 of the 5 that take a direction), while this is expanding: arms."
    )


@pytest.mark.parametrize("word", ["expanding", "fluctuating", "steady", "too short"])
def test_text_of_strengthening_agrees_with_every_word_but_contracting(word):
    assert disagreement(passages(9), {"Share of trade": word}) is None


def test_without_a_clear_majority_nothing_parts():
    assert disagreement(passages(4, 3), {"Share of trade": "contracting"}) is None
    assert disagreement(passages(4), {"Share of trade": "contracting"}) is None
    assert disagreement([], {"Share of trade": "contracting"}) is None
