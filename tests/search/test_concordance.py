import json
from dataclasses import replace

from counterpoise.evidence import Passage
from counterpoise.search.concordance import concordance, facts_of
from counterpoise.search.index import Entry, Hit
from counterpoise.search.searching import Found

TEXT = "Of debt and of relief."
HIT = Hit(
    Entry(1, "d", "On debts", "speech", None, "2005", "a.pdf"),
    Passage("d", 100, 122, TEXT, "", "", 3),
    ((103, 107), (115, 121)),
    1.5,
)


def test_a_hit_is_told_with_its_place_and_its_matches_in_bold() -> None:
    told = concordance(Found((HIT,), 1))
    assert told == (
        "1. On debts (speech, 2005)\n"
        "   a.pdf, page 3, characters 100-122\n"
        "Of \x1b[1mdebt\x1b[0m and of \x1b[1mrelief\x1b[0m.\n\n"
        "1 passage."
    )


def test_how_many_there_are_is_told() -> None:
    assert concordance(Found((), 0)) == "No passage was found."
    assert concordance(Found((HIT,), 3_412)).endswith("\n\nThe best 1 of 3,412 passages.")
    assert concordance(Found((HIT, HIT), None)).endswith("\n\nThe first 2 passages; there are more.")


def test_the_same_for_machines() -> None:
    (hit,) = json.loads(json.dumps(facts_of(Found((HIT,), 1))))["hits"]
    assert hit["passage"] == HIT.passage.id
    assert [TEXT[each["start"] - hit["start"] : each["end"] - hit["start"]] for each in hit["matches"]] == [
        "debt",
        "relief",
    ]
    assert (hit["path"], hit["page"], hit["score"]) == ("a.pdf", 3, 1.5)


def test_lines_may_stand_beneath_a_passage_and_what_has_no_rank_is_not_called_the_best() -> None:
    plain = replace(HIT, score=None)
    told = concordance(Found((plain,), 2), {HIT.passage.id: ("debts, weakens",)})
    assert told.endswith("relief\x1b[0m.\n   debts, weakens\n\nThe first 1 of 2 passages.")
