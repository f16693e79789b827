from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.panel import ModelPanel


def panel(n: int = 3, t: int = 4) -> ModelPanel:
    ties = np.zeros((2, n, t))
    ties[1, 0, 2] = np.nan
    return ModelPanel(
        states=tuple("ABCDEFGHIJ"[:n]),
        years=tuple(range(2000, 2000 + t)),
        filters=("economic", "security"),
        pressure=np.zeros((1, t)),
        pressure_titles=("Ratio",),
        exposure=np.linspace(0.5, 1.5, n),
        measures=np.zeros((2, n, t)),
        measure_errors=np.zeros((2, n, t)),
        measure_titles=("Need", "Threat"),
        filter_of=(0, 1),
        ties=ties,
        tie_errors=np.zeros((2, n, t)),
        tie_centre=np.zeros(2),
        tie_scale=np.ones(2),
    )


def test_what_is_not_observed_is_told() -> None:
    assert panel().observed_ties.sum() == 2 * 3 * 4 - 1


def test_ties_go_back_to_the_scale_that_each_was_measured_on() -> None:
    ties = np.stack([np.full((3, 4), 2.0), np.full((3, 4), -1.0)])
    ties[0, 1, 2] = np.nan
    found = replace(panel(), ties=ties, tie_centre=np.array([0.4, 0.3]), tie_scale=np.array([0.1, 0.2]))
    assert found.ties_on_own_scale[:, 0, 0] == pytest.approx([0.6, 0.1])
    assert np.argwhere(np.isnan(found.ties_on_own_scale)).tolist() == [[0, 1, 2]]


def test_the_last_year_in_which_each_tie_is_observed_is_that_of_the_state_itself() -> None:
    ties = np.zeros((2, 3, 4))
    ties[0, 2, 2:] = np.nan
    ties[1, 2] = np.nan
    found = replace(panel(), ties=ties)
    assert found.ties_until("C") == (2001, None)
    assert found.ties_until("A") == (2003, 2003)


def test_equal_exposure_does_not_tell_pressure_from_years() -> None:
    assert panel().varied_exposure
    assert not replace(panel(), exposure=np.ones(3)).varied_exposure


def test_every_array_that_does_not_fit_is_named_at_once() -> None:
    with pytest.raises(CounterpoiseError) as raised:
        replace(panel(), pressure=np.zeros((2, 4)), exposure=np.ones(4), filter_of=(0, 2))
    told = [problem.what for problem in raised.value.problems]
    assert told == [
        "pressure has the shape (2, 4); expected (1, 4)",
        "exposure has the shape (4,); expected (3,)",
        "not every measure is of one of its filters",
    ]
