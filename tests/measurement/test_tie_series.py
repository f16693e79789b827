from dataclasses import replace

import numpy as np
import pytest

from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.tie_series import TieSeries, mean_of, tie_series
from counterpoise.measurement.ties import TieInput, measure_ties
from counterpoise.theory.elements import Indicator
from tests.study_in_miniature import observed

ARMS = TieInput(
    "arms", "security", Indicator(id="arms_import_share", title="Arms", unit="", both_powers=True),
    "arms_import_share", in_share=True,
)  # fmt: skip


def series_of(*values: Value, quantities: bool = False) -> list[TieSeries]:
    ties = measure_ties(table_of_values(values), (ARMS,), ("PAK",), {"a": "USA", "b": "CHN"})
    return dict(tie_series(ties, 7, 2000, 2009, quantities=quantities))["PAK"]


def test_a_five_year_share_stands_in_each_of_its_years_within_the_span():
    (series,) = series_of(observed("USA", 2008, "arms_import_share", 40.0, end=2012))
    assert series.observed.tolist() == [False] * 8 + [True] * 2
    assert series.draws.shape == (10, 1)
    assert series.draws[8:, 0] == pytest.approx([1, 1])


def test_overlapping_intervals_count_as_their_mean():
    (series,) = series_of(
        observed("USA", 2000, "arms_import_share", 20.0, end=2004),
        observed("USA", 2004, "arms_import_share", 40.0, end=2008),
        quantities=True,
    )
    assert series.draws[:9, 0] == pytest.approx([20] * 4 + [30] + [40] * 4)


def test_draws_are_as_many_as_errors_ask_for():
    exact = observed("USA", 2001, "arms_import_share", 20.0)
    (series,) = series_of(
        exact, replace(observed("USA", 2000, "arms_import_share", 20.0), se=2.0), quantities=True
    )
    assert series.draws.shape == (10, 1000)
    assert series.draws[0].std() == pytest.approx(2, rel=0.1)
    assert np.ptp(series.draws[1]) == 0


def test_the_mean_is_over_what_is_observed_and_names_it():
    one = TieSeries("x", "a", "d", "c", True, np.array([[0.2], [0.4], [0.0]]), np.array([True, True, False]))
    other = replace(
        one, indicator="y", draws=np.array([[0.6], [0.0], [0.0]]), observed=np.array([True, False, False])
    )
    drawn = mean_of([one, other])
    assert drawn is not None
    assert drawn.draws[:2, 0] == pytest.approx([0.4, 0.4])
    assert drawn.years.tolist() == [True, True, False]
    assert drawn.inputs.tolist() == [2, 1, 0]
    assert drawn.indicators == ["x, y", "x", ""]
    assert mean_of([]) is None
