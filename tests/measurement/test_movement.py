import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.measurement.movement import MovementResult, movement

REVERSED = {"expanding": "contracting", "contracting": "expanding"}


def judged(*ties: float, first: int = 1990) -> MovementResult:
    return movement(np.arange(first, first + len(ties), dtype=float), np.array(ties))


def test_seven_points_are_too_short_and_eight_are_not():
    seven = judged(*np.linspace(0, 1, 7))
    assert (seven.word, seven.points, seven.first, seven.last) == ("too short", 7, 1990, 1996)
    assert seven.change is None
    assert judged(*np.linspace(0, 1, 8)).word == "expanding"


def test_no_points_at_all_are_too_short():
    nothing = movement(np.array([]), np.array([]))
    assert (nothing.word, nothing.points) == ("too short", 0)


@pytest.mark.parametrize("start", [k / 250 for k in range(0, 225, 7)])
def test_a_change_of_exactly_a_tenth_moves_wherever_the_tie_stands(start):
    # Eleven points .01 apart: the Theil-Sen slope is .01 a year, the change over ten years .10.
    ties = np.linspace(start, start + 0.10, 11)
    assert judged(*ties).word == "expanding"
    assert judged(*ties[::-1]).word == "contracting"


def test_a_change_just_under_a_tenth_is_steady_however_certain():
    result = judged(*np.linspace(0.3, 0.399, 11))
    assert result.word == "steady"
    assert result.p < 0.001
    assert judged(*np.linspace(0.399, 0.3, 11)).word == "steady"


def test_a_clear_change_that_kendall_does_not_confirm_fluctuates():
    # Eight ranks with k inversions: Mahonian numbers 1, 7, 27, 76, 174, 343, 602, 961 of 8! orders, so that the
    # two-sided exact p is 2 * 1230 / 40320 = .0610 with six inversions and 2 * 2191 / 40320 = .1087 with seven.
    six = judged(0.3, 0.0, 0.1, 0.2, 0.7, 0.4, 0.5, 0.6)
    seven = judged(0.3, 0.0, 0.1, 0.2, 0.7, 0.4, 0.6, 0.5)
    assert six.p == pytest.approx(2 * 1230 / 40320)
    assert seven.p == pytest.approx(2 * 2191 / 40320)
    assert six.change > 0.10
    assert seven.change > 0.10
    assert (six.word, seven.word) == ("expanding", "fluctuating")


def test_the_residual_deviation_parts_fluctuating_from_steady():
    # Ten values at .5 +- d around a flat line: the standard deviation is d * sqrt(10 / 9).
    swing = np.array([1, -1] * 5) * np.sqrt(9 / 10)
    assert judged(*(0.5 + 0.1000 * swing)).word == "fluctuating"
    assert judged(*(0.5 + 0.0999 * swing)).word == "steady"


def test_a_constant_series_is_steady():
    assert judged(*[0.4] * 10) == MovementResult("steady", 10, 1990, 1999, 0.0, 1.0, 0.0)


def test_a_series_by_hand():
    # Slope .02 a year through every pair but those of the one outlier: 36 of 45 slopes are .02.
    ties = np.linspace(0.20, 0.38, 10)
    ties[4] = 0.9
    result = judged(*ties)
    assert result.word == "expanding"
    assert result.change == pytest.approx(0.18)


def test_change_is_over_the_years_observed_and_not_over_the_number_of_points():
    years = np.array([1950.0, 1952, 1960, 1961, 1970, 1980, 1990, 2000])
    assert movement(years, 0.2 + 0.004 * (years - 1950)).change == pytest.approx(0.2)


series = st.lists(st.integers(0, 100).map(lambda n: n / 100), min_size=8, max_size=30)


@given(series)
def test_reversal_turns_expanding_into_contracting_and_keeps_the_rest(ties):
    word = judged(*ties).word
    assert judged(*ties[::-1]).word == REVERSED.get(word, word)


@given(series, st.integers(-500, 500))
def test_the_word_does_not_depend_on_the_calendar(ties, shift):
    assert judged(*ties, first=1990 + shift).word == judged(*ties).word


@given(series)
def test_every_long_series_has_one_of_four_words(ties):
    result = judged(*ties)
    assert result.word in {"expanding", "contracting", "fluctuating", "steady"}
    assert 0 <= result.p <= 1
    assert result.residual_sd >= 0
