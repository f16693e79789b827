import pytest

from counterpoise.evidence import Link
from counterpoise.findings.cells import (
    FoundCell,
    counted_sentence,
    direction_of_text,
    disagreement,
    effects_said,
    effects_sentence,
    leading,
    leading_codes,
    spoken_of,
)
from counterpoise.findings.coded_passages import tally
from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import Number
from tests.study_in_miniature import coded, document

SPEECH = document("speech")
DIGEST = document("digest", kind="literature digest", origin=None)
NOTE = document("note", kind="data note", origin=None)
PAPER = document("paper", kind="paper under test", origin=None)
NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})


def passages(stronger: int = 0, weaker: int = 0, neither: int = 0, within=SPEECH):
    directions = ["strengthens"] * stronger + ["weakens"] * weaker + ["none"] * neither
    return [coded(within, 50 * number, direction) for number, direction in enumerate(directions)]


def leading_effect(links, found, names):
    return effects_sentence(effects_said(links, found), found, names)


def link(passage, effect="stronger_ties", power="a", sign=1, factor="trade"):
    return Link(passage.passage.id, factor, effect, power, sign, "lexicon/1", "")


def number(*evidence: str) -> Number:
    return Number("Share of trade", "10", "percent", "2010", "made up", "first", "figures.csv:2", evidence)


def test_a_cell_names_its_counted_passages_and_the_values_behind_its_numbers_once():
    (counted,), (under_test,) = passages(1), passages(1, within=PAPER)
    cell = FoundCell("c", "", (counted, counted, under_test), (number("v1", "v2"), number("v2")))
    assert cell.evidence == (counted.passage.id, "v1", "v2")


def test_first_hand_passages_decide_which_codes_lead_and_kinds_are_never_added_up():
    found = [
        coded(SPEECH, 0, code="trade"),
        coded(SPEECH, 50, code="trade"),
        coded(SPEECH, 100, code="defence_cooperation"),
        *(coded(DIGEST, 50 * n, code="defence_cooperation") for n in range(3)),
        *(coded(NOTE, 50 * n, code="trade") for n in range(2)),
        *(coded(NOTE, 50 * n, code="energy") for n in range(9)),
        *(coded(PAPER, 50 * n, code="energy") for n in range(9)),
    ]
    assert leading_codes(found) == (
        "3 first-hand, 3 second-hand, 9 in data notes; most on trade (2 first-hand, 2 in data notes), "
        "defence cooperation (1 first-hand, 3 second-hand); 2 of these passages have several codes and stand under each"
    )
    assert leading_codes([]) == ""


def test_passages_are_counted_as_the_counts_of_a_cell_are_and_those_of_several_codes_are_told():
    found = [coded(SPEECH, 0, code="trade"), coded(SPEECH, 0, code="energy"), coded(SPEECH, 50, code="trade")]
    told = leading_codes(found)
    assert told.startswith(f"{tally(found)['first-hand'].total()} first-hand; ")
    assert told == (
        "2 first-hand; most on trade (2 first-hand), energy (1 first-hand); "
        "1 of these passages has several codes and stands under each"
    )


def test_no_more_than_three_codes_lead():
    codes = ("trade", "energy", "infrastructure", "public_opinion")
    found = [coded(SPEECH, 50 * n, code=code) for n, code in enumerate(codes)]
    assert leading_codes(found).count("(1 first-hand)") == 3


def test_codes_without_a_first_hand_passage_say_on_what_they_stand():
    notes = [coded(NOTE, 0, code="energy"), coded(NOTE, 50, code="energy")]
    assert (
        leading_codes(notes)
        == "none first-hand, data notes only: 2 in data notes; all on energy (2 in data notes)"
    )
    assert leading_codes([*notes, coded(DIGEST, 0, code="trade")]) == (
        "none first-hand, second-hand sources and data notes only: 1 second-hand, 2 in data notes; "
        "most on trade (1 second-hand), energy (2 in data notes)"
    )


def test_the_effect_said_most_leads_and_its_denials_are_told():
    found = passages(neither=4)
    links = [
        link(found[0]),
        link(found[1]),
        link(found[2], sign=-1),
        link(found[3], effect="autonomy", power="b"),
    ]
    assert leading_effect(links, found, NAMES) == (
        "Stronger ties (the United States): said (2 first-hand), denied (1 first-hand)"
    )


def test_effects_said_equally_often_stand_side_by_side():
    found = passages(neither=5)
    links = [link(found[0], effect="stronger_ties"), link(found[1], effect="autonomy", power="b")]
    assert leading_effect(links, found, NAMES) == (
        "Autonomy (China): said (1 first-hand); Stronger ties (the United States): said (1 first-hand)"
    )
    effects = ("resilience", "flexibility", "larger_role")
    links += [link(found[2 + n], effect=effect) for n, effect in enumerate(effects)]
    assert leading_effect(links, found, NAMES).endswith("; 2 other effects as often")


def test_an_effect_that_is_only_denied_is_not_affirmed():
    found = passages(neither=1)
    assert leading_effect([link(found[0], sign=-1)], found, NAMES) == (
        "Stronger ties (the United States): denied (1 first-hand)"
    )


def test_an_effect_that_is_affirmed_leads_before_one_that_is_denied_more_often():
    found = passages(neither=3)
    links = [link(found[0], effect="autonomy", power="b"), *(link(each, sign=-1) for each in found)]
    assert leading_effect(links, found, NAMES) == "Autonomy (China): said (1 first-hand)"


def test_a_first_hand_effect_leads_before_one_that_notes_say_more_often():
    found = passages(neither=1)
    notes = passages(neither=3, within=NOTE)
    links = [link(found[0]), *(link(each, effect="autonomy") for each in notes)]
    assert leading_effect(links, [*found, *notes], NAMES) == (
        "Stronger ties (the United States): said (1 first-hand)"
    )
    assert leading_effect(links[1:], [*found, *notes], NAMES) == (
        "No first-hand passage states an effect; Autonomy (the United States): said (3 in data notes)"
    )


def test_one_passage_with_two_factors_says_an_effect_once():
    found = passages(neither=1)
    links = [link(found[0]), link(found[0], factor="energy")]
    assert leading_effect(links, found, NAMES).endswith("said (1 first-hand)")


def test_a_paper_under_test_says_no_effect():
    found = passages(neither=1, within=PAPER)
    assert leading_effect([link(found[0])], found, NAMES) == "No passage states an effect"


def test_how_many_passages_speak_of_a_row_and_of_whom_by_kind():
    assert (
        spoken_of(passages(neither=3), NAMES)
        == "3 first-hand passages speak of it, most often with the United States (3)"
    )
    assert (
        spoken_of([coded(SPEECH, 0, power="b"), *passages(2, within=NOTE)], NAMES)
        == "1 first-hand passage speaks of it, with China; besides, 2 in data notes"
    )
    assert spoken_of(passages(neither=3, within=PAPER), NAMES) == ""


def test_of_a_row_about_the_system_between_the_powers_nothing_is_said_of_one_of_them():
    found = [*passages(neither=2), coded(SPEECH, 900, power="b"), *passages(1, within=NOTE)]
    assert spoken_of(found, NAMES, systemic=True) == (
        "3 first-hand passages speak of it; besides, 1 in data notes"
    )
    assert spoken_of(passages(1), NAMES, systemic=True) == "1 first-hand passage speaks of it"


def test_the_power_spoken_of_most_is_that_of_first_hand_passages():
    of_b = [coded(NOTE, 50 * n, power="b") for n in range(9)]
    assert "most often with the United States (2)" in spoken_of([*passages(neither=2), *of_b], NAMES)
    even = [*passages(neither=1), coded(SPEECH, 900, power="b")]
    assert spoken_of(even, NAMES).endswith("most often with the United States and China (1 each)")


def test_a_passage_with_a_coding_for_each_power_speaks_of_both_and_counts_once():
    two = [coded(SPEECH, 0, power="a"), coded(SPEECH, 0, power="b")]
    assert spoken_of(two, NAMES) == f"1 first-hand passage speaks of it, with {NAMES.of('both')}"
    apart = [coded(SPEECH, 0, power="a"), coded(SPEECH, 0, power="b", code="energy")]
    assert spoken_of(apart, NAMES) == "1 first-hand passage speaks of it, with the United States"
    assert leading_codes(two) == "1 first-hand; all on trade (1 first-hand)"


def test_the_passages_of_a_row_are_gone_through_a_few_times_however_many_they_are():
    class Told(list):
        times = 0

        def __iter__(self):
            self.times += 1
            return super().__iter__()

    row = Told(passages(60))
    assert spoken_of(row, NAMES).startswith("60 first-hand passages")
    assert row.times <= 3


def test_a_row_without_a_first_hand_passage_says_on_what_it_stands():
    assert spoken_of([*passages(2, within=DIGEST), *passages(1, within=NOTE)], NAMES) == (
        "No first-hand passage speaks of it; its text stands on second-hand sources and data notes only "
        "(2 second-hand, 1 in data notes)"
    )


def test_counts_in_a_sentence_keep_kinds_apart_and_leave_out_what_is_under_test():
    bearing = [*passages(2, 1, 1), *passages(0, 3, within=DIGEST), *passages(3, within=PAPER)]
    assert counted_sentence(bearing) == (
        "Passages that bear on it: 4 first-hand (2 of strengthening, 1 of weakening, 1 of no direction), "
        "3 second-hand (3 of weakening)."
    )
    assert counted_sentence(passages(3, within=PAPER)) == "No counted passage bears on it."
    assert counted_sentence(passages(0, 0, 2, within=NOTE)) == (
        "No first-hand passage bears on it; what follows stands on data notes only: 2 in data notes (2 of no direction)."
    )


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


@pytest.mark.parametrize("within", ["literature digest", "data note", "paper under test"])
def test_only_first_hand_passages_make_a_majority(within):
    others = passages(9, within=document("other", kind=within))
    assert direction_of_text([*passages(4), *others]) == (None, 4, 4)
    assert direction_of_text([*passages(0, 5), *others]) == ("weakening", 5, 5)
    assert disagreement(others, {"Share of trade": "contracting"}) is None


def test_text_and_numbers_part_only_where_they_point_opposite_ways():
    moved = {"Share of trade": "contracting", "Aid": "fluctuating", "UN votes": "steady", "Arms": "expanding"}
    assert disagreement(passages(5), moved) == (
        "First-hand passages speak of strengthening (5 of the 5 that take a direction), "
        "while this is contracting: share of trade."
    )
    assert disagreement(passages(0, 5), moved) == (
        "First-hand passages speak of weakening (5 of the 5 that take a direction), while this is expanding: arms."
    )


@pytest.mark.parametrize("word", ["expanding", "fluctuating", "steady", "too short"])
def test_text_of_strengthening_agrees_with_every_word_but_contracting(word):
    assert disagreement(passages(9), {"Share of trade": word}) is None


def test_without_a_clear_majority_nothing_parts():
    assert disagreement(passages(4, 3), {"Share of trade": "contracting"}) is None
    assert disagreement(passages(4), {"Share of trade": "contracting"}) is None
    assert disagreement([], {"Share of trade": "contracting"}) is None


def test_effects_are_kept_with_their_counts_by_kind_and_those_said_most_lead():
    found, notes = passages(neither=3), passages(neither=1, within=NOTE)
    links = [link(found[0]), link(found[1], effect="autonomy", sign=-1), link(notes[0])]
    effects = effects_said(links, [*found, *notes])
    assert [(each.effect, each.power) for each in effects] == [("stronger_ties", "a"), ("autonomy", "a")]
    assert effects[0].said == {"first-hand": 1, "data note": 1}
    assert effects[1].denied == {"first-hand": 1}
    assert leading(effects) == effects[:1]
    assert leading(()) == ()
