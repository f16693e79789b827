from dataclasses import replace

import pytest

from counterpoise.datasets.units import in_their_units, without_year_of_prices
from counterpoise.evidence import Value, table_of_values
from counterpoise.theory.elements import Theory
from counterpoise.theory.reading import read_theory
from tests.study_in_miniature import observed


@pytest.fixture(scope="module")
def theory(tmp_path_factory: pytest.TempPathFactory) -> Theory:
    return read_theory("neoclassical-realism", tmp_path_factory.mktemp("nowhere"))


def aid(year: int, unit: str) -> Value:
    return replace(observed("USA", year, "us_aid", 1.0), unit=unit)


def test_the_year_of_prices_is_taken_out_of_a_unit():
    assert without_year_of_prices("million constant 2021 USD") == "million constant USD"
    assert without_year_of_prices("million current USD") == "million current USD"


def test_values_in_the_units_of_the_theory_are_all_kept(theory):
    values = table_of_values(
        [
            observed("USA", 2010, "trade_share", 1.0),
            observed("USA", 2010, "ideal_point_distance:all", 1.0),
            aid(2010, "million constant 2019 USD"),
            aid(2011, "million constant 2019 USD"),
            replace(observed("USA", 2010, "rainfall", 1.0), unit="mm"),
        ]
    )
    kept, problems = in_their_units(values, theory)
    assert problems == ()
    assert kept.equals(values)


def test_a_unit_that_the_theory_does_not_have_is_named_once_with_its_first_row(theory):
    values = table_of_values(
        [
            observed("USA", 2010, "trade_share", 1.0),
            replace(observed("USA", 2011, "trade_share", 0.1), unit="share"),
            replace(observed("CHN", 2011, "trade_share", 0.2), unit="share"),
            replace(observed("USA", 2011, "ideal_point_distance:all", 0.2), unit="points"),
        ]
    )
    kept, problems = in_their_units(values, theory)
    assert kept["unit"].to_list() == ["percent"]
    assert [str(problem) for problem in problems] == [
        "figures.csv:2011: unit of trade_share is 'share'; expected 'percent', as the theory has it. "
        "Row left out, and so is figures.csv:2011",
        "figures.csv:2011: unit of ideal_point_distance:all is 'points'; expected 'standard deviations over all "
        "states', as the theory has it. Row left out",
    ]


def test_prices_of_two_years_do_not_stand_in_one_series(theory):
    units = ["million constant 2019 USD", "million constant 2021 USD", "million constant USD", "million USD"]
    values = table_of_values([aid(2010 + n, unit) for n, unit in enumerate(units)])
    kept, problems = in_their_units(values, theory)
    assert kept["unit"].to_list() == units[:1]
    assert [problem.what.partition("; ")[2].partition(",")[0] for problem in problems] == [
        "the series is in 'million constant 2019 USD' from figures.csv:2010 on",
        "the series is in 'million constant 2019 USD' from figures.csv:2010 on",
        "expected 'million constant USD'",
    ]


def test_of_many_rows_in_a_wrong_unit_the_first_four_are_named(theory):
    values = table_of_values([aid(year, "USD") for year in range(2000, 2010)])
    (problem,) = in_their_units(values, theory)[1]
    assert problem.place == "figures.csv:2000"
    assert problem.what.endswith(
        "Row left out, and so are figures.csv:2001, figures.csv:2002, figures.csv:2003 and 6 more"
    )


def test_a_wrong_unit_that_comes_first_does_not_decide_for_the_series(theory):
    kept, problems = in_their_units(
        table_of_values([aid(2010, "USD"), aid(2011, "million constant 2019 USD")]), theory
    )
    assert kept["unit"].to_list() == ["million constant 2019 USD"]
    assert len(problems) == 1
