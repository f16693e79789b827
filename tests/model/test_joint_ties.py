import numpy as np
import pytest

from counterpoise.evidence import table_of_values
from counterpoise.measurement.ties import measure_ties, tie_inputs
from counterpoise.model.joint_ties import joint_ties
from counterpoise.theory.reading import read_theory
from tests.model.panel_study import STATES, YEARS, observations


@pytest.fixture(scope="module")
def ties(tmp_path_factory: pytest.TempPathFactory):
    theory = read_theory("neoclassical-realism", tmp_path_factory.mktemp("theory"))
    inputs = tie_inputs(theory, "final-passage")
    return measure_ties(table_of_values(observations()), inputs, STATES, {"a": "USA", "b": "CHN"})


def test_a_tie_is_the_mean_over_dimensions_while_all_of_it_is_observed(ties) -> None:
    of = joint_ties(ties, STATES, YEARS, 1)["a"]
    assert of.kept == (("economic", "trade_share"), ("security", "atop_obligations"))
    row = ties.filter(state="VNM", side="a", start=2004)
    assert of.tie[1, 4] == pytest.approx(row["tie"].mean())
    # Obligations go on after trade ends, and a mean of what is left would be another one.
    assert np.isnan(of.tie[:, 10:]).all()
    assert not np.isnan(of.tie[:, :10]).any()
    assert (of.error[:, :10] == 0).all()


def test_a_series_of_few_years_is_left_out_rather_than_the_years_of_the_others(ties) -> None:
    import polars as pl

    short = ties.filter((pl.col("indicator") != "trade_share") | (pl.col("start") <= 2003))
    of = joint_ties(short, STATES, YEARS, 1)["b"]
    assert of.kept == (("security", "atop_obligations"),)
    assert of.left_out == (("economic", "trade_share"),)
    assert not np.isnan(of.tie).any()


def test_without_ties_nothing_is_observed(ties) -> None:
    of = joint_ties(ties.clear(), STATES, YEARS, 1)["a"]
    assert np.isnan(of.tie).all()
    assert of.kept == ()
