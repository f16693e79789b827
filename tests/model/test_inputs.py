from dataclasses import replace

import numpy as np
import pytest

from counterpoise.model.inputs import plausible, plausible_inputs
from tests.model.rival_worlds import simulated


def test_what_is_observed_without_error_is_taken_as_it_is() -> None:
    panel, _ = simulated()
    sure = replace(panel, measure_errors=np.zeros_like(panel.measures))
    assert plausible_inputs(sure, 2, 1).values[1] == pytest.approx(panel.measures)


def test_an_error_spreads_plausible_values_by_its_size() -> None:
    values, errors = np.zeros((1, 4)), np.array([[0.0, 0.1, 1.0, 2.0]])
    spread = plausible(values, errors, 4000, np.random.default_rng(1)).std(axis=0)[0]
    assert spread == pytest.approx([0.0, 0.1, 1.0, 2.0], rel=0.05)


def test_what_is_not_observed_has_the_spread_of_its_own_series_and_is_not_carried_forward() -> None:
    values = np.array([[8.0, 12.0, 8.0, 12.0, np.nan], [np.nan] * 5])
    drawn = plausible(values, np.zeros((2, 5)), 4000, np.random.default_rng(1))
    for series in range(2):
        assert drawn[:, series, 4].mean() == pytest.approx(10, abs=0.15)
        assert drawn[:, series, 4].std() == pytest.approx(2, rel=0.05)


def test_a_filter_that_nothing_observes_is_told_and_left_out() -> None:
    panel, _ = simulated()
    measures = panel.measures.copy()
    measures[1] = np.nan
    found = plausible_inputs(replace(panel, measures=measures), 1, 1)
    assert (found.filters, found.unobserved) == (("economic",), ("security",))


def test_pressure_is_surer_the_more_series_agree_on_it() -> None:
    panel, _ = simulated()
    drawn = plausible_inputs(panel, 500, 1).pressure
    one = panel.pressure.copy()
    one[1:] = np.nan
    assert drawn.mean(axis=0) == pytest.approx(panel.pressure.mean(axis=0), abs=0.02)
    assert 0 < drawn.std(axis=0).mean() < 0.1


def test_the_errors_of_its_series_make_pressure_less_sure() -> None:
    panel, _ = simulated()
    errors = np.full_like(panel.pressure, 0.9)
    sure, less = (
        plausible_inputs(each, 500, 1).pressure.std(axis=0).mean()
        for each in (panel, replace(panel, pressure_errors=errors))
    )
    # Of a mean of three: .9 over the root of 3, beside what the series are apart.
    assert less**2 - sure**2 == pytest.approx(0.27, rel=0.1)


def test_ties_have_no_part_in_inputs() -> None:
    panel, _ = simulated()
    other = plausible_inputs(replace(panel, ties=-panel.ties), 2, 1)
    same = plausible_inputs(panel, 2, 1)
    assert np.array_equal(other.values, same.values)
    assert np.array_equal(other.pressure, same.pressure)
