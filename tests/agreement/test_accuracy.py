from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import brier_score_loss, f1_score, precision_score, recall_score

from counterpoise.agreement.accuracy import (
    FEWEST,
    calibration_of,
    directions_of,
    found_of,
    links_found,
    mean_f1,
    powers_of,
    recall_first,
    tallied,
)
from counterpoise.agreement.judged import Judged, nothing_said

labels = arrays(bool, (12, 4))
PLACES = np.arange(12) // 2


def judged(given_, scores=None, powers=None) -> Judged:
    told = np.asarray(given_, dtype=bool)
    found = nothing_said("x", *told.shape)
    said = np.where(told, 0, -1)
    return replace(
        found,
        given=told,
        scores=told.astype(float) if scores is None else np.asarray(scores, dtype=float),
        powers=said if powers is None else np.asarray(powers),
        directions=said,
    )


@settings(deadline=None, max_examples=40)
@given(labels, labels)
def test_it_agrees_with_another_program(settled, made) -> None:
    tallies = tallied(judged(settled), judged(made), PLACES, 6)
    found = found_of(tallies, 1)
    for estimate, score in (
        (found.precision, precision_score),
        (found.recall, recall_score),
        (found.f1, f1_score),
    ):
        theirs = score(settled, made, average="micro", zero_division=np.nan)
        assert estimate.value == pytest.approx(theirs) if estimate.value is not None else np.isnan(theirs)
    often = settled.sum(axis=0) >= FEWEST
    macro = mean_f1(tallies, 1)
    if often.any():
        theirs = [f1_score(settled[:, at], made[:, at], zero_division=0) for at in np.flatnonzero(often)]
        assert macro.value == pytest.approx(np.mean(theirs))
    else:
        assert macro.coefficient.reason == "no code has 5 labels"


def test_a_share_of_nothing_says_so() -> None:
    nothing = judged(np.zeros((4, 2)))
    found = found_of(tallied(nothing, nothing, np.zeros(4, dtype=int), 1), 1)
    assert found.precision.coefficient.reason == "no code was given"
    assert found.recall.coefficient.reason == "there is no label"
    assert found.f1.value is None


def test_intervals_are_of_documents() -> None:
    rng = np.random.default_rng(2)
    settled = rng.random((200, 5)) < 0.3
    made = settled ^ (rng.random((200, 5)) < 0.1)
    wide = found_of(tallied(judged(settled), judged(made), np.arange(200) // 20, 10), 1).f1
    narrow = found_of(tallied(judged(settled), judged(made), np.arange(200), 200), 1).f1
    assert wide.value == narrow.value
    assert wide.interval.documents == 10
    assert wide.interval.low < wide.value < wide.interval.high
    one = found_of(tallied(judged(settled), judged(made), np.zeros(200, dtype=int), 1), 1).f1
    assert one.interval.low is None


def test_recall_of_the_first_three() -> None:
    settled = judged([[True, True, False, False, False], [False, False, False, False, True]])
    scores = [[0.9, 0.1, 0.3, 0.2, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0]]
    places = np.array([0, 0])
    made = judged(np.zeros((2, 5)), scores)
    # The second label of the first passage is the fourth surest; of the second passage nothing was said.
    assert recall_first(settled, made, places, 1, 1).value == pytest.approx(1 / 3)
    weighing = replace(made, weighs=True, scores=made.scores - 5)
    assert recall_first(settled, weighing, places, 1, 1).value == pytest.approx(1 / 3)
    high = replace(weighing, scores=np.array([[3.0, 2, 1, 0, -1], [-5, -4, -3, -2, -1]]))
    assert recall_first(settled, high, places, 1, 1).value == 1


def test_powers_are_compared_where_the_code_was_found() -> None:
    settled = judged([[True, True], [True, False]], powers=[[1, 2], [1, -1]])
    made = judged([[True, True], [False, True]], powers=[[1, 3], [-1, 0]])
    found = powers_of(settled, made, np.array([0, 1]), 2, 1)
    assert found.right.value == 0.5
    assert found.counts.sum() == 2
    assert (found.counts[1, 1], found.counts[2, 3]) == (1, 1)
    assert found.alike == 0.5
    assert directions_of(settled, made, np.array([0, 1]), 2, 1).right.value == 1
    apart = powers_of(settled, judged(np.zeros((2, 2))), np.array([0, 1]), 2, 1)
    assert (apart.right.coefficient.reason, apart.alike) == ("no code was found", None)


@settings(deadline=None, max_examples=40)
@given(labels, arrays(float, (12, 4), elements=st.floats(0, 1)))
def test_calibration_is_over_all_cells(settled, scores) -> None:
    found = calibration_of(judged(settled), judged(np.zeros((12, 4)), scores))
    assert found.brier == pytest.approx(
        brier_score_loss(settled.ravel().astype(int), scores.ravel(), labels=[0, 1])
    )
    assert sum(each.cells for each in found.bins) == 48
    assert sum(each.cells * each.share for each in found.bins) == pytest.approx(settled.sum())
    assert all(each.low - 1e-9 <= each.score <= each.high + 1e-9 for each in found.bins)
    assert 0 <= found.error <= 1


def test_scores_that_are_no_shares_have_no_calibration() -> None:
    assert calibration_of(judged([[True]]), judged([[True]], [[1.5]])) is None


def test_links_are_scored_by_factor_and_effect() -> None:
    settled = replace(judged([[True]] * 2), links=(frozenset({("t", "s"), ("e", "s")}), frozenset()))
    made = replace(judged([[True]] * 2), links=(frozenset({("t", "s")}), frozenset({("t", "w")})))
    assert links_found(settled, made) == (2, 1, 1)
    assert links_found(settled, judged([[True]] * 2)) == (2, 0, 0)
