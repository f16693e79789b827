import doctest
from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets import indicators
from counterpoise.datasets.indicators import indicators_of, possible, unknown_indicators
from counterpoise.evidence import table_of_values
from counterpoise.theory.elements import Theory
from counterpoise.theory.reading import read_theory
from tests.study_in_miniature import observed


@pytest.fixture(scope="module")
def theory(tmp_path_factory: pytest.TempPathFactory) -> Theory:
    return read_theory("neoclassical-realism", tmp_path_factory.mktemp("nowhere"))


@pytest.mark.parametrize(
    ("indicator", "values", "kept"),
    [
        ("trade_share", [-0.1, 0, 50, 105, 105.0000000001, 105.1], [0, 50, 105, 105.0000000001]),
        ("vote_agreement:all", [-1, 0, 101], [0]),
        ("ideal_point_distance:final-passage", [-0.5, 0, 7.5], [0, 7.5]),
        ("arms_import_share", [100, 100.1], [100]),
        ("trade_hhi", [-0.1, 0, 1, 1.1], [0, 1]),
        ("shared_igos", [-1, 0, 90], [0, 90]),
        ("us_aid", [-3.5, 1e6], [-3.5, 1e6]),
        ("ideal_point:all", [-2.5, 2.5], [-2.5, 2.5]),
        ("rainfall", [-1, 1e9], [-1, 1e9]),
    ],
)
def test_a_value_lies_in_the_range_of_its_indicator(
    theory: Theory, indicator: str, values: list[float], kept: list[float]
) -> None:
    table = table_of_values([observed("USA", 2000 + n, indicator, value) for n, value in enumerate(values)])
    possibles, problems = possible(table, theory, 2025)
    assert possibles["value"].to_list() == kept
    assert len(problems) == len(values) - len(kept)


def test_a_year_has_come_when_it_is_observed(theory: Theory) -> None:
    years = [observed("USA", start, "rainfall", 1, end=end) for start, end in ((2025, 2025), (2024, 2026))]
    kept, (problem,) = possible(table_of_values(years), theory, 2025)
    assert kept["end"].to_list() == [2025]
    assert str(problem) == "figures.csv:2024: rainfall of 2026; expected no year after 2025. Row left out"


def test_of_many_impossible_rows_twenty_are_named_and_the_others_counted(theory: Theory) -> None:
    rows = table_of_values([observed("USA", 1950 + n, "trade_share", 1010) for n in range(30)])
    kept, problems = possible(rows, theory, 2025)
    assert kept.is_empty()
    assert len(problems) == 21
    assert problems[-1].what == "10 further rows left out for values or years that cannot be"


def test_an_indicator_that_nobody_names_is_named_once(theory: Theory) -> None:
    names = ["tradeshare", "tradeshare", "cinc", "ideal_point:all", "imports_from", "trade_share", "zzz"]
    rows = [observed("USA", 2000 + n, name, 1.0) for n, name in enumerate(names)]
    notices = [str(notice) for notice in unknown_indicators(table_of_values(rows), theory)]
    assert notices == [
        "figures.csv:2000: the theory names no indicator 'tradeshare' - did you mean 'trade_share'?; 2 rows of it are "
        "kept and measure nothing",
        "figures.csv:2006: the theory names no indicator 'zzz'; 1 row of it is kept and measures nothing",
    ]


def test_every_figure_of_the_packaged_study_can_be(theory: Theory, checkout: Path) -> None:
    figures = pl.read_csv(
        checkout / "examples" / "pakistan" / "figures.csv", infer_schema_length=None
    ).with_columns(row=pl.lit("x"))
    kept, problems = possible(figures, theory, 2025)
    assert problems == ()
    assert kept.height == figures.height


def test_an_indicator_of_two_constructs_stands_once(theory: Theory) -> None:
    assert indicators_of(theory)["trade_hhi"].limits == (0, 1)


def test_a_theory_without_ranges_takes_any_value(theory: Theory) -> None:
    bare = theory.model_copy(update={"constructs": {}})
    values = table_of_values([observed("USA", 2000, "trade_share", 1100)])
    assert possible(values, bare, 2025)[0].equals(values)


def test_the_words_for_a_range() -> None:
    assert doctest.testmod(indicators).failed == 0
