import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.index.aggregation import (
    AGGREGATORS,
    arithmetic,
    copeland,
    generalised,
    geometric,
    harmonic,
    outranking,
)

EVEN = np.ones(2)
values = arrays(float, (4, 3), elements=st.floats(0.01, 100))
weights = arrays(float, 3, elements=st.floats(0.1, 5))


def test_human_development_of_china_in_2010():
    # UNDP (2010), Human Development Report, technical note 1, worked example: education index .589, HDI .663.
    education = geometric(np.array([[0.568, 0.553]]), EVEN) / 0.951
    assert education == pytest.approx(0.589, abs=5e-4)
    assert geometric(np.array([[0.847, 0.589, 0.584]]), np.ones(3)) == pytest.approx(0.663, abs=5e-4)


def test_the_example_of_coinr():
    # COINr, reference page of a_amean: x 1 to 10, w 10 to 1: 220 / 55.
    assert arithmetic(np.arange(1.0, 11)[None], np.arange(10.0, 0, -1)) == pytest.approx(4)


def test_means_by_hand():
    two_and_eight = np.array([[2.0, 8.0]])
    assert geometric(two_and_eight, EVEN) == pytest.approx(4)
    assert harmonic(two_and_eight, EVEN) == pytest.approx(3.2)
    assert harmonic(two_and_eight, np.array([3.0, 1])) == pytest.approx(4 / (3 / 2 + 1 / 8))
    assert generalised(two_and_eight, EVEN, 2) == pytest.approx(34**0.5)


def test_weights_may_differ_between_draws():
    drawn = np.array([[[2.0, 2.0, np.nan], [8.0, 8.0, 8.0]]])
    of_draws = np.array([[1.0, 3.0, 1.0], [1.0, 1.0, 1.0]])
    assert arithmetic(drawn, of_draws)[0] == pytest.approx([5, 3.5, 8])
    for aggregate in (arithmetic, geometric, harmonic):
        apart = [aggregate(drawn[..., draw], of_draws[:, draw])[0] for draw in range(3)]
        assert aggregate(drawn, of_draws)[0] == pytest.approx(apart)


def test_copeland_by_hand():
    # a is above b in the two lighter of three indicators: 2/4 of the weight, level. c is below both.
    table = np.array([[3.0, 3, 1], [2, 2, 3], [1, 1, 2]])
    found = outranking(table, np.array([0.25, 0.25, 0.5]))
    assert found[0] == pytest.approx([0, 0.5, 0.5])
    assert found[1] == pytest.approx([0.5, 0, 1])
    assert copeland(table, np.array([0.25, 0.25, 0.5])) == pytest.approx([0, 1, -1])


def test_level_indicators_count_half():
    assert outranking(np.array([[1.0, 2], [1, 1]]), np.array([0.5, 0.5]))[0, 1] == pytest.approx(0.75)


def test_a_missing_value_is_left_out_with_its_weight():
    table = np.array([[1.0, np.nan], [np.nan, np.nan], [1.0, 3.0]])
    assert arithmetic(table, EVEN) == pytest.approx([1, np.nan, 2], nan_ok=True)
    assert copeland(table, EVEN)[1] != copeland(table, EVEN)[1]


def test_draws_stand_last():
    drawn = np.random.default_rng(1).uniform(1, 2, (5, 3, 7))
    for mean in (arithmetic, geometric, harmonic):
        each = np.column_stack([mean(drawn[:, :, draw], np.ones(3)) for draw in range(7)])
        assert mean(drawn, np.ones(3)) == pytest.approx(each)


@given(values, weights, st.sampled_from(["arithmetic", "geometric", "harmonic", "generalised"]))
def test_a_mean_lies_between_the_least_and_the_greatest(table, weight, method: str):
    found = AGGREGATORS[method](table, weight, **({"power": -2.0} if method == "generalised" else {}))
    assert (found >= table.min(axis=1) * (1 - 1e-9)).all()
    assert (found <= table.max(axis=1) * (1 + 1e-9)).all()


@given(values, weights)
def test_harmonic_is_below_geometric_is_below_arithmetic(table, weight):
    means = [mean(table, weight) for mean in (harmonic, geometric, arithmetic)]
    assert (means[0] <= means[1] * (1 + 1e-9)).all()
    assert (means[1] <= means[2] * (1 + 1e-9)).all()


@given(values, weights)
def test_generalised_means_hold_the_others(table, weight):
    for power, mean in ((1, arithmetic), (0, geometric), (-1, harmonic)):
        assert generalised(table, weight, power) == pytest.approx(mean(table, weight))


@given(values, weights)
def test_copeland_scores_sum_to_nothing(table, weight):
    assert copeland(table, weight).sum() == pytest.approx(0)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (
            lambda: geometric(np.array([[-1.0, 0]]), EVEN),
            "aggregation geometric: found 2 values of 0 or less, the least -1; normalise to values above 0",
        ),
        (lambda: harmonic(np.array([[0.0, 1]]), EVEN), "aggregation harmonic: found 1 values of 0 or less"),
        (lambda: generalised(np.array([[0.0, 1]]), EVEN, -1), "aggregation generalised, power -1"),
        (lambda: generalised(np.array([[-1.0, 1]]), EVEN, 0.5), "the least -1"),
    ],
)
def test_what_does_not_fit_is_said(found, message: str):
    with pytest.raises(CounterpoiseError, match=message):
        found()
