import numpy as np
import pytest

from counterpoise.evidence import table_of_values
from counterpoise.model.own_measures import by_state, of_powers
from counterpoise.theory.elements import Indicator
from tests.model.panel_study import value

YEARS = range(2000, 2004)


def indicator(name: str, unit: str) -> Indicator:
    return Indicator(id=name, title=name, unit=unit)


def test_amounts_are_told_by_logarithms_and_counts_by_that_of_one_more() -> None:
    table = table_of_values(
        [
            value("PAK", None, 2001, "gdp_per_head", 1000.0, "constant 2011 USD"),
            value("PAK", None, 2000, "disputes", 0.0, "count"),
            value("PAK", None, 2002, "disputes", 3.0, "count", end=2003),
        ]
    )
    income, error = by_state(table, indicator("gdp_per_head", "constant USD"), "all", ("PAK", "IND"), YEARS)
    assert income[0, 1] == pytest.approx(np.log(1000))
    assert error[0, 1] == 0
    assert np.isnan(income).sum() == 7
    need = indicator("gdp_per_head", "constant USD").model_copy(update={"more_is": "less"})
    turned, _ = by_state(table, need, "all", ("PAK", "IND"), YEARS)
    assert turned[0, 1] == -income[0, 1]
    disputes, _ = by_state(table, indicator("disputes", "count"), "all", ("PAK",), YEARS)
    assert disputes[0, 0] == 0
    assert disputes[0, 2] == disputes[0, 3] == pytest.approx(np.log(4))
    assert np.isnan(disputes[0, 1])


def test_what_stands_between_the_powers_is_one_series_and_what_each_has_a_mean_of_both() -> None:
    table = table_of_values(
        [
            value("CHN", "USA", 2000, "cinc_ratio", 0.5, "ratio"),
            value("USA", None, 2000, "risk", 1.0, "index"),
            value("CHN", None, 2000, "risk", 3.0, "index"),
            value("CHN", None, 2001, "risk", 3.0, "index"),
        ]
    )
    ratio, _ = of_powers(table, indicator("cinc_ratio", "ratio"), "all", ("USA", "CHN"), YEARS)
    assert ratio[0] == pytest.approx(np.log(0.5))
    risk, _ = of_powers(table, indicator("risk", "index"), "all", ("USA", "CHN"), YEARS)
    assert risk[0] == 2
    assert np.isnan(risk[1:]).all()
