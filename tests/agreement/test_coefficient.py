import numpy as np
import pytest

from counterpoise.agreement.alpha import krippendorff_alpha, nominal_pairings
from counterpoise.agreement.coefficient import (
    NO_VARIATION,
    NOT_PAIRED,
    Pooled,
    coefficient_of,
    ratio,
    settled,
)


def counts(*rows: list[int]):
    return nominal_pairings(np.array(rows), 2, np.zeros(len(rows[0]), dtype=np.int64), 1)


def test_a_coefficient_is_one_less_the_ratio_of_its_disagreements() -> None:
    found = settled(0.2, 0.8, 10)
    assert (found.value, found.observed, found.expected, found.units) == (0.75, 0.2, 0.8, 10)


def test_what_has_no_value_says_why() -> None:
    assert settled(0.0, 0.0, 10).reason == NO_VARIATION
    assert settled(float("nan"), float("nan"), 0).reason == NOT_PAIRED
    assert settled(0.0, 0.0, 10).value is None
    # Two coders who never give a code agree wholly, and show nothing of whether they could tell it.
    assert krippendorff_alpha([[0, 0, 0], [0, 0, 0]]).reason == NO_VARIATION


def test_a_ratio_without_expected_disagreement_is_nan() -> None:
    assert np.isnan(ratio(np.array([0.0, 0.1]), np.array([0.0, 0.0]))).all()


def test_disagreements_are_added_up_before_they_are_divided() -> None:
    # De Vries et al. (2008): the pooled value weighs parts by what they expect; the mean of coefficients does not.
    often, seldom = (
        counts([1, 0, 1, 0, 1, 0], [1, 0, 1, 0, 1, 1]),
        counts([0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0]),
    )
    pooled = coefficient_of(Pooled((often, seldom)))
    single = [coefficient_of(each) for each in (often, seldom)]
    observed = sum(each.observed for each in single)
    expected = sum(each.expected for each in single)
    assert pooled.value == pytest.approx(1 - observed / expected)
    assert pooled.units == 12
    assert np.mean([each.value for each in single]) < pooled.value < single[0].value


def test_a_part_without_variation_adds_nothing_but_its_units() -> None:
    told, silent = counts([1, 0, 1], [1, 0, 0]), counts([0, 0, 0], [0, 0, 0])
    pooled = coefficient_of(Pooled((told, silent)))
    assert pooled.value == pytest.approx(coefficient_of(told).value)
    assert pooled.units == 6
