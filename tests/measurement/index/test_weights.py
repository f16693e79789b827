import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.index.weights import (
    WEIGHTINGS,
    critic,
    effective_weights,
    entropy,
    equal,
    principal_component,
    stated,
)

tables = arrays(float, (8, 3), elements=st.floats(0.01, 10))


def test_entropy_of_the_fighter_aircraft():
    # Hwang & Yoon (1981), Multiple Attribute Decision Making, chapter 2: four aircraft, six attributes. The book goes on
    # from shares and entropies of four decimals, of which 1 - e keeps two digits: that is a fiftieth of a weight.
    table = np.array(
        [
            [2.0, 1500, 20000, 5.5, 5, 9],
            [2.5, 2700, 18000, 6.5, 3, 5],
            [1.8, 2000, 21000, 4.5, 7, 7],
            [2.2, 1800, 20000, 5.0, 5, 5],
        ]
    )
    published = [0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764]
    assert entropy(table).values == pytest.approx(published, rel=0.02)


def test_equal_and_stated():
    assert equal(np.zeros((3, 4))).values == pytest.approx([0.25] * 4)
    assert stated([1, 1, 2]).values == pytest.approx([0.25, 0.25, 0.5])


def test_the_first_component_of_two_indicators_weighs_both_the_same():
    # The leading eigenvector of any 2 x 2 correlation matrix is (1, 1) or (1, -1) over the root of 2.
    table = np.array([[1.0, 2], [2, 1], [3, 5], [4, 4]])
    found = principal_component(table)
    assert found.values == pytest.approx([0.5, 0.5])
    r = np.corrcoef(table.T)[0, 1]
    assert found.remarks == (f"the first component holds {(1 + r) / 2:.0%} of the variance",)


def test_an_indicator_against_the_others_is_named():
    rng = np.random.default_rng(3)
    common = rng.normal(size=200)
    table = np.column_stack([common + 0.3 * rng.normal(size=200) for _ in range(3)] + [-common])
    assert "indicator 4 runs against the others" in principal_component(table).remarks


def test_critic_by_hand():
    # On 0 to 1: x 0, .5, 1 and y 0, 1, 1; sd .5 and .57735; r = .866025. Both miss 1 - r, so the sds decide.
    found = critic(np.array([[0.0, 2], [1, 4], [2, 4]])).values
    assert found == pytest.approx(np.array([0.5, 0.57735]) / 1.07735, abs=1e-5)


def test_critic_gives_more_to_what_says_something_else():
    rng = np.random.default_rng(5)
    common = rng.uniform(size=300)
    table = np.column_stack([common, common + 0.01 * rng.uniform(size=300), rng.uniform(size=300)])
    found = critic(table).values
    assert found[2] > found[0] + found[1] - 0.05


def test_weights_within_groups_and_of_groups():
    # COINr's effective weights: two groups of weight 1 and 3, of two indicators and of one.
    found = effective_weights(np.array([1.0, 3, 1]), np.array([0, 0, 1]), np.array([1.0, 3]))
    assert found == pytest.approx([0.0625, 0.1875, 0.75])


@given(tables, st.sampled_from(sorted(WEIGHTINGS)))
def test_weights_sum_to_one_and_none_is_negative(table: np.ndarray, method: str):
    assume((np.ptp(table, axis=0) > 1e-3).all())
    try:
        found = WEIGHTINGS[method](table).values
    except CounterpoiseError:
        assume(False)
    assert found.sum() == pytest.approx(1)
    assert (found >= -1e-12).all()


@given(tables, st.sampled_from(["entropy", "principal_component", "critic"]))
def test_the_order_of_units_does_not_matter(table: np.ndarray, method: str):
    assume((np.ptp(table, axis=0) > 1e-2).all())
    try:
        found, turned = WEIGHTINGS[method](table).values, WEIGHTINGS[method](table[::-1]).values
    except CounterpoiseError:
        assume(False)
    if method != "principal_component":  # two components of one variance may change places
        assert found == pytest.approx(turned, abs=1e-7)


def test_one_indicator_has_all_the_weight():
    table = np.array([[1.0], [2], [3]])
    assert [weighting(table).values.tolist() for weighting in WEIGHTINGS.values()] == [[1.0]] * 4


def test_a_unit_that_misses_an_indicator_takes_no_part():
    table = np.array([[1.0, 4], [2, 1], [3, 9], [np.nan, 1000]])
    assert entropy(table).values == pytest.approx(entropy(table[:3]).values)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (lambda: stated([1, -1]), "weights stated: found -1; expected weights of 0 or more"),
        (lambda: stated([0, 0]), "all weights are 0"),
        (lambda: entropy(-np.ones((4, 2))), "the least value is -1; expected values of 0 or more"),
        (lambda: entropy(np.ones((4, 2))), "no indicator varies over the units"),
        (lambda: critic(np.array([[1.0, 1], [2, 1], [3, 1]])), "indicator 2 never varies"),
        (lambda: critic(np.array([[1.0, 1], [2, 2], [3, 3]])), "the indicators are all one and the same"),
        (
            lambda: principal_component(np.ones((2, 2))),
            "2 of 2 units have all indicators; expected at least 3",
        ),
        (
            lambda: effective_weights(np.array([1.0]), np.array([0]), np.array([1.0, 1])),
            "group 2 has no weight",
        ),
    ],
)
def test_what_does_not_fit_is_said(found, message: str):
    with pytest.raises(CounterpoiseError, match=message):
        found()
