from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.democracy import DEMOCRACY
from counterpoise.datasets.source import Reading, Wanted


def _read(shared: Path, *, partial: bool = False) -> Reading:
    path = shared / "data/leaders_regimes/cw_democracy.parquet"
    wanted = Wanted(("PAK", "PRT"), ("USA", "CHN"), 1900, 2026, include_partial=partial)
    return DEMOCRACY.read([path], wanted)


def _by_year(values: pl.DataFrame, indicator: str, state: str) -> dict[int, float]:
    rows = values.filter(pl.col("indicator") == indicator, pl.col("state") == state)
    return dict(rows.select("start", "value").iter_rows())


def test_minus_nine_is_a_score_of_polity_and_not_a_gap(shared: Path) -> None:
    # Polity5: Portugal has the score -9 from 1933 on, to the revolution of 1974.
    scores = _by_year(_read(shared).values, "polity2", "PRT")
    assert {scores[year] for year in range(1933, 1974)} == {-9.0}
    assert scores[1976] == 9.0


def test_years_that_polity_scores_for_one_state_are_partial(shared: Path) -> None:
    # Polity5 ends in 2018; the United States were scored to 2020.
    reading = _read(shared)
    assert reading.last_complete_year == {"polyarchy": 2025, "polity2": 2018, "euds": 2025}
    assert max(_by_year(reading.values, "polity2", "USA")) == 2018
    assert max(_by_year(_read(shared, partial=True).values, "polity2", "USA")) == 2020


def test_each_score_names_the_release_it_comes_from(shared: Path) -> None:
    values = _read(shared).values
    assert set(values.select("indicator", "release").unique().iter_rows()) == {
        ("polyarchy", "V-Dem 16"),
        ("polity2", "Polity5"),
        ("euds", "to 2025"),
    }
    polyarchy = values.filter(pl.col("indicator") == "polyarchy")
    assert polyarchy["value"].is_between(0, 1).all()
    assert set(polyarchy["unit"]) == {"index"}


@pytest.mark.parametrize("wrong", ["abc", "1,5"])
def test_a_score_that_is_no_number_is_named_and_its_row_skipped(wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "democracy.csv"
    path.write_text(
        f'ccode,year,euds,polity2,v2x_polyarchy\n770,2000,0.1,-6,0.2\n770,2001,"{wrong}",-5,0.2\n'
    )
    reading = DEMOCRACY.read([path], Wanted(("PAK",), ("USA", "CHN")))
    assert str(reading.problems[0]).startswith("democracy.csv:3: euds is")
    assert _by_year(reading.values, "polity2", "PAK") == {2000: -6.0}
