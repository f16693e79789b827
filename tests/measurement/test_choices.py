import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.evidence import Value, table_of_values
from counterpoise.measurement.choices import (
    IMPUTATIONS,
    NORMALISATIONS,
    DimensionChoices,
    dimension_choices,
    imputed,
    strength_by,
)
from counterpoise.measurement.ties import TieInput, measure_ties
from counterpoise.theory.elements import Indicator
from tests.study_in_miniature import observed

PANEL = ("PAK", "VNM", "IDN")
PANEL_VALUES = np.array([0.0, 5.0, 10.0, 30.0, 100.0])


def entry(id_: str, **fields) -> TieInput:
    indicator = Indicator(id=id_, title=id_, unit="percent", **fields)
    return TieInput(id_, "economic", indicator, id_, in_share=indicator.both_powers)


INPUTS = (entry("trade_share", both_powers=True), entry("us_aid"))


def found_of(*values: Value, year: int = 2000) -> DimensionChoices:
    ties = measure_ties(table_of_values(values), INPUTS, PANEL, {"a": "USA", "b": "CHN"})
    return dimension_choices(ties, INPUTS, "economic", year, PANEL, seed=7)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("goalposts", [0, 0.25, 1]),
        ("minmax", [0, 0.1, 1]),
        ("percentile_rank", [0, 0.5, 1]),
        ("log_of_shifted", [0, np.log(11) / np.log(101), 1]),
    ],
)
def test_a_value_by_each_normalisation(method: str, expected: list[float]):
    found = strength_by(method, np.array([0.0, 10.0, 100.0]), PANEL_VALUES, 40.0)
    assert found == pytest.approx(expected)
    near = strength_by(method, np.array([0.0, 10.0, 100.0]), PANEL_VALUES, 40.0, distance=True)
    assert near == pytest.approx(1 - np.array(expected))


@given(
    arrays(float, 6, elements=st.integers(-500, 1500).map(lambda tenths: tenths / 10)),
    arrays(float, 5, elements=st.integers(0, 1000).map(lambda tenths: tenths / 10)),
    st.sampled_from(NORMALISATIONS),
)
def test_strength_is_within_zero_and_one_and_in_order(values, panel, method: str):
    found = strength_by(method, values, panel, float(np.quantile(panel, 0.975)))
    assert ((found >= -1e-12) & (found <= 1 + 1e-12)).all()
    assert (np.diff(found[np.argsort(values)]) >= -1e-9).all()


def test_a_panel_that_never_varies_has_goalposts_only():
    for method in NORMALISATIONS:
        assert strength_by(method, np.array([3.0, 1.5]), np.full(4, 3.0), 3.0) == pytest.approx([1, 0.5])


def test_ties_of_one_year_under_every_alternative():
    found = found_of(
        observed("USA", 2000, "trade_share", 10.0),
        observed("CHN", 2000, "trade_share", 20.0),
        observed("USA", 2001, "trade_share", 99.0),
        observed("USA", 2000, "us_aid", 4.0),
        observed("USA", 2000, "trade_share", 40.0, state="VNM"),
    )
    assert found.indicators == ("trade_share", "us_aid")
    assert found.in_share.tolist() == [True, False]
    assert set(found.ties) == {(method, way) for method in NORMALISATIONS for way in IMPUTATIONS}
    pakistan, vietnam, indonesia = found.ties["minmax", "observed"][..., 0]
    assert pakistan == pytest.approx(np.array([[0, 10 / 89], [1, np.nan]]), nan_ok=True)
    assert vietnam[0] == pytest.approx([30 / 89, np.nan], nan_ok=True)
    assert np.isnan(indonesia).all()


def test_an_interval_covers_its_years_and_overlaps_are_averaged():
    found = found_of(
        observed("USA", 1998, "trade_share", 10.0, end=2000),
        observed("USA", 2000, "trade_share", 20.0, end=2004),
        observed("USA", 2010, "trade_share", 0.0),
        observed("USA", 2011, "trade_share", 40.0),
    )
    assert found.ties["minmax", "observed"][0, 0, 0, 0] == pytest.approx((0.25 + 0.5) / 2)


def test_only_what_somebody_else_has_and_a_state_has_a_tie_beside_is_imputed():
    ties = np.full((3, 2, 2, 4), np.nan)
    ties[0, 0, 0], ties[1, 0, 0], ties[1, 1, 0] = 0.2, 0.4, 0.8
    filled = imputed(ties)
    # State 0 has one tie with power a, and takes the other from the panel; with b nothing is observed of anybody.
    assert filled[0, :, 0, 0] == pytest.approx([0.2, 0.8])
    assert np.isnan(filled[:, :, 1]).all()
    # Nothing is observed of state 2, and so nothing made up.
    assert np.isnan(filled[2]).all()
    assert filled[1, :, 0, 0] == pytest.approx([0.4, 0.8])


def test_weights_that_cannot_be_had_say_why():
    found = found_of(observed("USA", 2000, "trade_share", 10.0), observed("CHN", 2000, "us_aid", 3.0))
    assert found.whole["goalposts"].of["equal"] == pytest.approx([0.5, 0.5])
    assert found.whole["goalposts"].left_out["entropy"].startswith("0 of 2 units have all indicators")
    assert found.shared["goalposts"].of["equal"] == pytest.approx([1, 0])
    assert found.shared["goalposts"].left_out["critic"] == "one indicator has all the weight"


def test_a_dimension_without_observations_has_nothing():
    found = dimension_choices(pl.DataFrame(schema=measure_ties(table_of_values([]), (), (), {}).schema), INPUTS, "economic", 2000, PANEL, 7)  # fmt: skip
    assert found.indicators == ()
    assert found.ties["goalposts", "observed"].shape[1] == 0
