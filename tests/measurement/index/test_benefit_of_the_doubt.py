import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.index.benefit_of_the_doubt import benefit_of_the_doubt


def test_three_units_by_hand():
    # The third is best weighed 2/3, 2/3: more of either would take the first or the second beyond 1.
    found = benefit_of_the_doubt(np.array([[1, 0.5], [0.5, 1], [0.5, 0.5]]))
    assert found.scores == pytest.approx([1, 1, 2 / 3])
    assert found.weights[2] == pytest.approx([2 / 3, 2 / 3])


def test_the_best_in_one_indicator_is_on_the_frontier_whatever_the_rest():
    found = benefit_of_the_doubt(np.array([[1, 0.01], [0.9, 0.9], [0.1, 1]]))
    assert found.scores == pytest.approx([1, 1, 1])


def test_no_indicator_may_make_up_more_than_a_stated_part():
    # Of the first unit the second indicator must then give at least .3 of the score.
    table = np.array([[1, 0.1], [0.5, 1]])
    bounded = benefit_of_the_doubt(table, least=0.3)
    assert (bounded.shares >= 0.3 - 1e-9).all()
    assert bounded.scores[0] < benefit_of_the_doubt(table).scores[0]


@settings(deadline=None, max_examples=30)
@given(arrays(float, (6, 3), elements=st.floats(0.01, 1)))
def test_scores_are_within_zero_and_one_and_no_worse_than_equal_weights(table: np.ndarray):
    found = benefit_of_the_doubt(table)
    assert ((found.scores > 0) & (found.scores <= 1)).all()
    assert found.scores.max() == pytest.approx(1)
    assert found.shares.sum(axis=1) == pytest.approx(1)
    even = table.sum(axis=1)
    assert (found.scores >= even / even.max() - 1e-7).all()


@pytest.mark.parametrize(
    ("table", "bounds", "message"),
    [
        ([[1, np.nan]], {}, "a value is missing; impute it before"),
        ([[1, -1]], {}, "the least value is -1; expected 0 or more"),
        ([[1, 1], [0, 0]], {}, "unit 2 is 0 in every indicator"),
        ([[1, 1]], {"least": 0.6}, "bounds 0.6 and 1; expected 0 <= least <= 1/2 <= most <= 1"),
        ([[1, 0], [1, 1]], {"least": 0.2}, "no weights within the bounds suit unit 1"),
    ],
)
def test_what_does_not_fit_is_said(table, bounds, message: str):
    with pytest.raises(CounterpoiseError, match=message):
        benefit_of_the_doubt(np.array(table, float), **bounds)
