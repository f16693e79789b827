import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.retrieval import co_occurrence as module
from counterpoise.retrieval.answering import Answering
from counterpoise.retrieval.co_occurrence import co_occurrence, co_occurrence_near
from counterpoise.retrieval.query import Unit
from tests.retrieval.few import DOCUMENTS, TEXT, laid_out, row

COLUMNS = ["code", "with", "first-hand", "second-hand", "data note", "under test"]


def test_codes_that_stand_together_in_a_passage() -> None:
    codings = laid_out()
    found = co_occurrence(codings, Answering(codings).answer(), "passage")
    assert found.columns == COLUMNS
    assert found.rows() == [("arms", "trade", 0, 0, 0, 1), ("energy", "trade", 1, 0, 0, 0)]


def test_codes_that_stand_together_in_a_document() -> None:
    codings = laid_out()
    answering = Answering(codings)
    found = co_occurrence(codings, answering.answer(), "document")
    assert found.rows() == [
        ("arms", "trade", 1, 0, 0, 1),
        ("arms", "energy", 1, 0, 0, 0),
        ("energy", "trade", 1, 0, 0, 0),
    ]
    # With what was rejected, the second speech has arms beside trade.
    everything = co_occurrence(codings, np.ones(len(codings), bool), "document")
    assert everything.rows()[0] == ("arms", "trade", 2, 0, 0, 1)


def test_codes_near_each_other_count_the_passages_of_the_first() -> None:
    codings = laid_out()
    answering = Answering(codings)
    found = co_occurrence_near(codings, answering.answer(), answering.nearness, 2, "words")
    assert set(found.rows()) == {
        ("arms", "energy", 1, 0, 0, 0),
        ("energy", "arms", 1, 0, 0, 0),
        ("energy", "trade", 1, 0, 0, 0),
        ("trade", "energy", 1, 0, 0, 0),
    }
    wider = co_occurrence_near(codings, answering.answer(), answering.nearness, 8, "words")
    # Two passages of trade have arms within eight words, and one of arms has trade.
    assert {row[:3] for row in wider.rows() if "energy" not in row[:2]} == {
        ("trade", "arms", 2),
        ("arms", "trade", 1),
    }


def test_it_does_not_matter_how_many_are_multiplied_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    codings = laid_out()
    rows = Answering(codings).answer()
    at_once = co_occurrence(codings, rows, "passage")
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    assert co_occurrence(codings, rows, "passage").equals(at_once)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(each.removeprefix("id-of-") for each in DOCUMENTS)),
            st.integers(0, 2),
            st.sampled_from(["trade", "energy", "arms"]),
            st.sampled_from([None, *(word.strip(".") for word in TEXT.split())]),
        ),
        max_size=30,
    ),
    st.integers(0, 12),
    st.sampled_from(["words", "sentences", "passages"]),
)
@settings(deadline=None, max_examples=60)
def test_pairs_count_what_each_code_compared_with_all_others_counts(
    told: list[tuple[str, int, str, str | None]], distance: int, unit: Unit
) -> None:
    codings = laid_out(tuple(row(within, place, code, "a", words) for within, place, code, words in told))
    answering = Answering(codings)
    by_code = co_occurrence_near(codings, answering.answer(), answering.nearness, distance, unit)
    for most in (1 << 28, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "_FEW", -1)
            patch.setattr(module, "_MOST_PAIRS", most)
            by_pairs = co_occurrence_near(codings, answering.answer(), answering.nearness, distance, unit)
        assert by_pairs.equals(by_code)


def test_nothing_stands_together_where_nothing_is_coded() -> None:
    codings = laid_out(())
    answering = Answering(codings)
    assert co_occurrence(codings, answering.answer(), "passage").rows() == []
    assert co_occurrence_near(codings, answering.answer(), answering.nearness, 9, "words").rows() == []
