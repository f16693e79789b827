import numpy as np
import pytest

from counterpoise.agreement import bootstrap
from counterpoise.agreement.alpha import nominal_pairings
from counterpoise.agreement.bootstrap import FEWEST, RESAMPLES, bootstrap_interval, estimate, resampled
from counterpoise.agreement.coefficient import NO_VARIATION, coefficient_of


def coded(documents: int, units: int, agree: float, seed: int = 3):
    rng = np.random.default_rng(seed)
    first = rng.integers(0, 2, documents * units)
    second = np.where(rng.random(documents * units) < agree, first, 1 - first)
    return nominal_pairings(np.array([first, second]), 2, np.arange(documents * units) // units, documents)


def test_each_resample_draws_as_many_documents_as_there_are() -> None:
    drawn = np.concatenate(list(resampled(7, 1)))
    assert drawn.shape == (RESAMPLES, 7)
    assert (drawn.sum(axis=1) == 7).all()
    assert drawn.mean() == pytest.approx(1)
    # The count of one document in a resample is binomial: variance n (1/n)(1 - 1/n).
    assert drawn.var(axis=0).mean() == pytest.approx(6 / 7, rel=0.1)


def test_as_many_resamples_are_drawn_as_are_asked_for() -> None:
    drawn = np.concatenate(list(resampled(7, 1, 250)))
    assert drawn.shape == (250, 7)


def test_many_documents_are_drawn_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "CELLS", 2100)
    parts = list(resampled(7, 2))
    assert [len(part) for part in parts] == [300, 300, 300, 100]
    assert all((part.sum(axis=1) == 7).all() for part in parts)
    assert not np.array_equal(parts[0], parts[1])


def test_an_interval_holds_the_coefficient_and_is_the_same_each_time() -> None:
    counts = coded(30, 20, 0.85)
    interval = bootstrap_interval(counts, 1)
    assert interval.low < coefficient_of(counts).value < interval.high
    assert interval == bootstrap_interval(counts, 1) != bootstrap_interval(counts, 2)
    assert (interval.documents, interval.defined) == (30, 1.0)


def test_it_is_as_wide_as_theory_has_it() -> None:
    # Alpha of two equally frequent values is about 1 - 2 d, d the share of units that differ, of variance p (1 - p) / n.
    interval = bootstrap_interval(coded(400, 5, 0.9, seed=8), 1)
    half = 2 * 1.96 * np.sqrt(0.1 * 0.9 / 2000)
    assert (interval.high - interval.low) / 2 == pytest.approx(half, rel=0.15)


def test_passages_of_one_document_are_no_evidence_of_their_own() -> None:
    # The same document ten times is as certain as once: copying passages inside documents narrows nothing.
    first = np.array([0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0])
    second = np.array([0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0])
    places = np.arange(12) // 2
    once = nominal_pairings(np.array([first, second]), 2, places, 6)
    often = nominal_pairings(
        np.array([np.repeat(first, 10), np.repeat(second, 10)]), 2, np.repeat(places, 10), 6
    )
    narrow, wide = bootstrap_interval(often, 1), bootstrap_interval(once, 1)
    assert narrow.high - narrow.low == pytest.approx(wide.high - wide.low, abs=0.08)


def test_few_documents_have_no_interval() -> None:
    interval = bootstrap_interval(coded(FEWEST - 1, 50, 0.9), 1)
    assert interval.low is None
    assert "4 documents, needs 5" in interval.reason


def test_documents_that_say_nothing_are_not_drawn() -> None:
    codes = np.array([[0, 1, 1, 0, 1, 0, 1], [0, 1, 0, 0, 1, -1, 1]])
    counts = nominal_pairings(codes, 2, np.arange(7), 7)
    assert bootstrap_interval(counts, 1).documents == 6


def test_there_is_no_interval_where_resamples_have_no_value() -> None:
    # One document of twelve has the code, and (11/12)^12 = .35 of the resamples leave it out.
    codes = np.zeros((2, 12), dtype=np.int64)
    codes[:, 0] = 1
    counts = nominal_pairings(codes, 2, np.arange(12), 12)
    told = bootstrap_interval(counts, 1)
    assert told.defined == pytest.approx(1 - (11 / 12) ** 12, abs=0.05)
    never = nominal_pairings(np.zeros((2, 12), dtype=np.int64), 2, np.arange(12), 12)
    assert (
        bootstrap_interval(never, 1).reason
        == "in most resamples of the documents all judgements are the same"
    )


def test_an_estimate_is_a_coefficient_with_its_interval() -> None:
    counts = coded(30, 20, 0.85)
    found = estimate(counts, 1)
    assert (found.coefficient, found.interval) == (coefficient_of(counts), bootstrap_interval(counts, 1))
    assert found.value == found.coefficient.value
    never = estimate(nominal_pairings(np.zeros((2, 6), dtype=np.int64), 2, np.arange(6), 6), 1)
    assert (never.value, never.interval.reason, never.interval.documents) == (None, NO_VARIATION, 6)
