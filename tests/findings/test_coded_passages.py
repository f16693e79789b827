from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.evidence import VALUE_SCHEMA, Coding, Link
from counterpoise.findings.coded_passages import (
    coded_passages,
    effects_of,
    exemplars,
    one_for_each_passage,
    tally,
    with_codes,
)
from counterpoise.gathering import Evidence
from tests.study_in_miniature import coded, document

SPEECH, OTHER, THIRD = document("speech"), document("other"), document("third", date="1999")
DIGEST = document("digest", kind="literature digest", origin=None)
NOTE = document("note", kind="data note", origin=None)
PAPER = document("paper", kind="paper under test", origin=None)
CODEBOOK = ("trade", "energy", "defence_cooperation")


def evidence(*passages, codings) -> Evidence:
    return Evidence(
        documents={each.document.id: each.document for each in passages},
        outside=(),
        passages={each.passage.id: each.passage for each in passages},
        codings=tuple(codings),
        links=(),
        values=pl.DataFrame(schema=VALUE_SCHEMA),
        last_complete_year={},
        chronology=(),
        problems=(),
    )


def test_of_codings_of_one_code_that_with_a_direction_stands_for_the_passage():
    of_a, of_b = coded(SPEECH, 0, "none", power="a"), coded(SPEECH, 0, "weakens", power="b")
    found = coded_passages(evidence(of_a, codings=[of_a.coding, of_b.coding]), CODEBOOK)
    assert [each.coding.power for each in found] == ["b", "a"]
    assert tally(found)["first-hand"] == Counter(weakens=1)


def test_only_codings_of_the_lexicon_count_and_another_coder_seconds():
    one, two = coded(SPEECH, 0), coded(SPEECH, 50)
    second = Coding(one.passage.id, "trade", "a", "none", "definition/1", 0.9, "ranked first")
    other = Coding(two.passage.id, "energy", "a", "none", "definition/1", 0.9, "ranked first")
    found = coded_passages(evidence(one, two, codings=[one.coding, two.coding, second, other]), CODEBOOK)
    assert [(each.passage.start, each.coding.code, each.seconded) for each in found] == [
        (0, "trade", True),
        (50, "trade", False),
    ]


def test_what_a_person_coded_or_accepted_counts_whoever_suggested_it():
    one, two = coded(SPEECH, 0), coded(SPEECH, 50)
    accepted = Coding(one.passage.id, "energy", "a", "none", "bm25/1", 0.9, "ranked first", "accepted")
    by_hand = Coding(two.passage.id, "energy", "a", "none", "Amina", 1.0, "", "accepted")
    found = coded_passages(evidence(one, two, codings=[accepted, by_hand]), CODEBOOK)
    assert [(each.coding.coder, each.seconded) for each in found] == [("bm25/1", True), ("Amina", True)]


def test_what_people_rejected_or_left_unanswered_is_left_out_and_seconds_nothing():
    one = coded(SPEECH, 0)
    for status in ("rejected", "unanswered"):
        left = [
            Coding(one.passage.id, "energy", "a", "none", "lexicon/1", 0.5, "", status=status),
            Coding(one.passage.id, "trade", "a", "none", "definition/1", 0.5, "", status=status),
        ]
        found = coded_passages(evidence(one, codings=[one.coding, *left]), CODEBOOK)
        assert [(each.coding.code, each.seconded) for each in found] == [("trade", False)]


def test_a_coding_of_both_powers_concerns_each():
    both, of_b, neither = (coded(SPEECH, 0, power=power) for power in ("both", "b", "none"))
    assert (both.concerns("a"), both.concerns("b")) == (True, True)
    assert (of_b.concerns("a"), of_b.concerns("b")) == (False, True)
    assert (neither.concerns("a"), neither.concerns("b")) == (False, False)


def test_a_passage_with_two_codes_counts_once_by_its_surest():
    unsure = coded(SPEECH, 0, "strengthens", code="trade", score=0.5)
    sure = coded(SPEECH, 0, "weakens", code="energy", score=0.75)
    assert one_for_each_passage([unsure, sure]) == one_for_each_passage([sure, unsure]) == (sure,)
    assert tally([unsure, sure])["first-hand"] == Counter({"weakens": 1})


def test_of_equally_sure_codes_that_which_the_codebook_lists_first_counts():
    trade = coded(SPEECH, 0, "strengthens", code="trade")
    defence = coded(SPEECH, 0, "weakens", code="defence_cooperation")
    codings = [defence.coding, trade.coding]
    for codebook, counted in ((CODEBOOK, "strengthens"), (CODEBOOK[::-1], "weakens")):
        found = coded_passages(evidence(trade, codings=codings), codebook)
        assert tally(found)["first-hand"] == Counter({counted: 1})


def test_counts_are_kept_apart_by_kind_and_what_is_under_test_is_never_counted():
    counts = tally(
        [
            coded(SPEECH, 0, "strengthens"),
            coded(SPEECH, 50, "none"),
            coded(DIGEST, 0, "weakens"),
            coded(NOTE, 0, "strengthens"),
            coded(PAPER, 0, "strengthens"),
            coded(PAPER, 50, "weakens"),
        ]
    )
    assert counts == {
        "first-hand": Counter({"strengthens": 1, "none": 1}),
        "second-hand": Counter({"weakens": 1}),
        "data note": Counter({"strengthens": 1}),
    }


def test_the_surest_is_quoted_first_and_one_that_another_coder_seconds_is_surer():
    plain, seconded = coded(SPEECH, 0, score=0.9), coded(SPEECH, 50, score=0.5, seconded=True)
    assert exemplars([plain, seconded], 1) == (seconded,)
    assert exemplars([coded(SPEECH, 0, score=0.5), coded(SPEECH, 50, score=0.9)], 1)[0].coding.score == 0.9


def test_two_of_one_document_are_not_quoted_while_another_is_left():
    many = [coded(SPEECH, start, score=0.9) for start in range(0, 500, 50)]
    chosen = exemplars([*many, coded(OTHER, 0, score=0.1), coded(THIRD, 0, score=0.1)], 3)
    assert {each.document.id for each in chosen} == {SPEECH.id, OTHER.id, THIRD.id}


def test_a_document_of_another_kind_comes_before_a_second_passage_of_one():
    chosen = exemplars([coded(SPEECH, 0), coded(SPEECH, 50), coded(NOTE, 0)], 2)
    assert {each.document.id for each in chosen} == {SPEECH.id, NOTE.id}


def test_first_hand_documents_come_before_others_and_what_is_under_test_comes_last():
    sources = [coded(PAPER, 0, score=0.99), coded(NOTE, 0), coded(DIGEST, 0), coded(SPEECH, 0, score=0.1)]
    assert [each.document for each in exemplars(sources, 1)] == [SPEECH]
    assert [each.document for each in exemplars(sources, 3)] == [SPEECH, DIGEST, NOTE]
    assert PAPER not in {each.document for each in exemplars([*sources, coded(SPEECH, 50)], 4)}
    assert exemplars(sources, 9)[-1].document == PAPER


@pytest.mark.parametrize("most", [2, 3, 8])
def test_passages_of_weakening_are_never_crowded_out(most):
    crowd = [coded(SPEECH, start, "none") for start in range(0, 500, 50)]
    crowd += [coded(OTHER, start, "strengthens", seconded=True) for start in range(0, 500, 50)]
    against = coded(NOTE, 0, "weakens", score=0.1)
    assert against in exemplars([*crowd, against], most)


def test_across_directions_too_a_second_document_is_sought():
    # The only passage against stands in the first document, so the one for is quoted from the other.
    against = coded(SPEECH, 0, "weakens")
    chosen = exemplars(
        [coded(SPEECH, 50, "strengthens", score=0.9), coded(OTHER, 0, "strengthens"), against], 2
    )
    assert {each.document.id for each in chosen} == {SPEECH.id, OTHER.id}


directions = st.sampled_from(["strengthens", "weakens", "none"])
places = st.tuples(st.sampled_from([SPEECH, OTHER, DIGEST, PAPER]), st.integers(0, 9), directions)


@given(st.lists(places, max_size=20), st.integers(0, 8))
def test_exemplars_are_of_distinct_passages_as_many_as_there_are(found, most):
    passages = [coded(where, 50 * number, direction) for where, number, direction in found]
    chosen = exemplars(passages, most)
    ids = [each.passage.id for each in chosen]
    assert len(ids) == len(set(ids)) == min(most, len(one_for_each_passage(passages)))
    assert set(ids) <= {each.passage.id for each in passages}


def test_passages_are_chosen_by_code_and_links_by_factor_and_passage():
    trade, energy = coded(SPEECH, 0), coded(SPEECH, 50, code="energy")
    assert with_codes([trade, energy], ("energy",)) == (energy,)
    links = [
        Link(each.passage.id, each.coding.code, "stronger_ties", "a", 1, "lexicon/1", "")
        for each in (trade, energy)
    ]
    assert effects_of(links, ("trade", "energy"), {trade.passage.id}) == (links[0],)
    assert effects_of(links, ("energy",), {trade.passage.id}) == ()
