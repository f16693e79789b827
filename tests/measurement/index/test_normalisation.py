import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.index.normalisation import (
    NORMALISERS,
    borda,
    distance_to_maximum,
    distance_to_reference,
    distance_to_target,
    fraction_of_maximum,
    goalposts,
    minmax,
    normalise,
    percentile_rank,
    rank,
    scaled,
    zscore,
)

ONE_TO_TEN = np.arange(1.0, 11.0)
PARAMETERS = {
    "distance_to_target": {"target": 1e6},
    "distance_to_reference": {"reference": 0},
    "goalposts": {"low": -1e6, "high": 1e6},
}

series = st.lists(st.floats(0.001, 1000), min_size=3, max_size=20, unique=True).map(np.array)


def test_there_are_eleven_as_in_coinr():
    assert len(NORMALISERS) == 11


def test_human_development_of_china_in_2010():
    # UNDP (2010), Human Development Report, technical note 1: the worked example, China.
    assert goalposts(np.array([73.5]), 20, 83.2) == pytest.approx(0.847, abs=5e-4)
    assert goalposts(np.array([7.5]), 0, 13.2) == pytest.approx(0.568, abs=5e-4)
    assert goalposts(np.array([11.4]), 0, 20.6) == pytest.approx(0.553, abs=5e-4)
    assert goalposts(np.log([7263]), np.log(163), np.log(108211)) == pytest.approx(0.584, abs=5e-4)


def test_examples_of_coinr():
    # COINr, tests of its normalisation: documented facts of n_minmax, n_zscore, n_dist2targ, n_goalposts, n_scaled.
    two_to_seven = minmax(ONE_TO_TEN, 2, 7)
    assert (two_to_seven.min(), two_to_seven.max()) == (2, 7)
    scores = zscore(ONE_TO_TEN, 5, 2)
    assert (scores.mean(), scores.std(ddof=1)) == pytest.approx((5, 2))
    assert distance_to_target(np.array([0.0, 5, 11]), 10) == pytest.approx([0, 0.5, 1.1])
    assert distance_to_target(np.array([0.0, 5, 11]), 10, cap=True) == pytest.approx([0, 0.5, 1])
    ten = {"low": 0, "high": 10}
    found = [
        float(normalise(np.array([x]), "goalposts", ten, d)[0]) for d in (1, -1) for x in (1.0, 11.0, -1.0)
    ]
    assert found == pytest.approx([0.1, 1, 0, 0.9, 0, 1])
    assert scaled(np.array([1.0, 5.5, 10.0]), 1, 10) == pytest.approx([0, 50, 100])


def test_a_target_to_be_reached_from_above():
    # COINr, test of n_dist2targ with direction -1: x -1, 1, 10 and target 0 give 1.1, .9, 0.
    turned = normalise(np.array([-1.0, 1, 10]), "distance_to_target", {"target": 0}, direction=-1)
    assert turned == pytest.approx([1.1, 0.9, 0])


def test_ranks_share_the_lower_place_and_leave_gaps():
    values = np.array([3.0, 1.0, 3.0, np.nan, 7.0])
    assert rank(values) == pytest.approx([2, 1, 2, np.nan, 4], nan_ok=True)
    assert borda(values) == pytest.approx([1, 0, 1, np.nan, 3], nan_ok=True)
    assert percentile_rank(values) == pytest.approx([1 / 3, 0, 1 / 3, np.nan, 1], nan_ok=True)


def test_distances_and_fractions_by_hand():
    values = np.array([2.0, 4.0, 8.0])
    assert distance_to_maximum(values) == pytest.approx([0, 1 / 3, 1])
    assert distance_to_reference(values, 1) == pytest.approx([0, 1, 3])
    assert distance_to_reference(values, 1, cap=True) == pytest.approx([0, 1, 1])
    assert fraction_of_maximum(values) == pytest.approx([0.25, 0.5, 1])


def test_goalposts_turned_round_for_less_is_more():
    values = np.array([0.0, 2.5, 10.0, 12.0])
    assert normalise(values, "goalposts", {"low": 0, "high": 10}, -1) == pytest.approx([1, 0.75, 0, 0])


@given(
    series, st.sampled_from(sorted(set(NORMALISERS) - {"distance_to_reference"})), st.sampled_from([1, -1])
)
def test_order_is_kept_or_turned_round(values: np.ndarray, method: str, direction: int):
    parameters = dict(PARAMETERS.get(method, {}))
    if method == "distance_to_target":
        parameters["target"] *= direction
    if direction == -1 and method == "fraction_of_maximum":
        return  # negative values have no fraction of a maximum
    found = normalise(values, method, parameters, direction)
    order = np.argsort(values) if direction == 1 else np.argsort(-values)
    assert (np.diff(found[order]) >= -1e-9).all()


@given(series)
def test_minmax_fills_its_range(values: np.ndarray):
    found = minmax(values, 1, 100)
    assert (found.min(), found.max()) == pytest.approx((1, 100))


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (lambda: minmax(np.ones(3)), "minmax: every value is 1; a series that never varies has no scale"),
        (lambda: zscore(np.ones(3)), "zscore: every value is 1; a series that never varies has no scale"),
        (lambda: minmax(np.full(3, np.nan)), "minmax: nothing is observed"),
        (lambda: percentile_rank(np.ones(1)), "percentile_rank: 1 observed; a rank needs at least two"),
        (lambda: distance_to_target(ONE_TO_TEN, 1), "target 1, least value 1; expected a target above it"),
        (
            lambda: normalise(ONE_TO_TEN, "distance_to_target", {"target": 10}, -1),
            "target 10, greatest value 10; expected a target below it",
        ),
        (lambda: distance_to_reference(ONE_TO_TEN, 12), "reference 12; expected 0 to 9"),
        (lambda: distance_to_reference(np.array([np.nan, 1]), 0), "unit 0, the reference, is not observed"),
        (lambda: fraction_of_maximum(-ONE_TO_TEN), "the greatest value is -1; expected one above 0"),
        (lambda: goalposts(ONE_TO_TEN, 3, 3), "low and high are both 3; expected two different values"),
        (lambda: normalise(ONE_TO_TEN, "minmaxx"), "unknown normalisation - did you mean 'minmax'?"),
    ],
)
def test_what_does_not_fit_is_said(found, message: str):
    with pytest.raises(CounterpoiseError, match=message.replace("?", r"\?")):
        found()
