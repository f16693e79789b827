import numpy as np
import pytest

from counterpoise.retrieval import co_occurrence as module
from counterpoise.retrieval.answering import Answering
from counterpoise.retrieval.co_occurrence import co_occurrence, co_occurrence_near
from tests.retrieval.few import laid_out

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


def test_nothing_stands_together_where_nothing_is_coded() -> None:
    codings = laid_out(())
    answering = Answering(codings)
    assert co_occurrence(codings, answering.answer(), "passage").rows() == []
    assert co_occurrence_near(codings, answering.answer(), answering.nearness, 9, "words").rows() == []
