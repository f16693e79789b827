from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.coding.judgements import (
    JUDGEMENT_SCHEMA,
    ids_of,
    in_order,
    judged_in,
    judgements_of,
    table_of,
)
from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Link, passage_of

TEXT = "China builds roads. The United States buys cloth."
DOCUMENT = Document("d1", "Speech", "speech", "PAK", "2005", "made up", "speech.txt", "0" * 64, TEXT)
PASSAGE = passage_of(DOCUMENT.id, DOCUMENT.text, 0, 19, page=4)
CODING = Coding(PASSAGE.id, "infrastructure", "b", "strengthens", "lexicon/1", 0.5, '"roads"', span=(13, 18))
LINK = Link(PASSAGE.id, "infrastructure", "larger_role", "b", -1, "lexicon/1", "because", span=(6, 12))


def test_a_table_of_judgements_gives_them_back_with_their_passages() -> None:
    table = table_of([(PASSAGE, CODING), (PASSAGE, LINK)])
    assert dict(table.schema) == JUDGEMENT_SCHEMA
    found = judgements_of(table, {DOCUMENT.id: DOCUMENT})
    assert found.codings == (CODING,)
    assert found.links == (LINK,)
    assert found.passages == {PASSAGE.id: PASSAGE}


def test_the_ids_of_a_table_are_those_of_its_judgements() -> None:
    table = table_of([(PASSAGE, CODING), (PASSAGE, LINK)])
    assert list(ids_of(table)) == [(PASSAGE.id, CODING.id), (PASSAGE.id, LINK.id)]


def test_judgements_come_in_order_of_place_and_code() -> None:
    later = passage_of(DOCUMENT.id, DOCUMENT.text, 20, 49, page=4)
    trade = Coding(later.id, "trade", "a", "none", "lexicon/1", 0.5, "buys")
    energy = replace(CODING, code="energy", span=None)
    told = [(later, trade), (PASSAGE, CODING), (PASSAGE, LINK), (PASSAGE, energy)]
    found = judgements_of(table_of(told), {DOCUMENT.id: DOCUMENT})
    assert found.codings == (energy, CODING, trade)
    assert in_order(told) == found
    assert list(judged_in(table_of(told), {DOCUMENT.id: DOCUMENT})) == told


def test_no_judgements_are_an_empty_table() -> None:
    assert table_of([]).equals(pl.DataFrame(schema=JUDGEMENT_SCHEMA))


@given(
    st.text(min_size=1),
    st.sampled_from(["a", "b", "both", "none"]),
    st.sampled_from(["strengthens", "weakens", "none"]),
    st.floats(0, 1),
    st.one_of(st.none(), st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))),
)
def test_what_a_coder_said_comes_back_whatever_it_was(reason, power, direction, score, span) -> None:
    said = Coding(PASSAGE.id, "trade", power, direction, "coder", score, reason, span=span)
    assert judgements_of(table_of([(PASSAGE, said)]), {DOCUMENT.id: DOCUMENT}).codings == (said,)
