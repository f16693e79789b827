import polars as pl

from counterpoise.datasets.source import Wanted
from counterpoise.datasets.state_years import (
    dyad_years,
    last_complete_year,
    over_years,
    power_years,
    state_years,
    with_zeros,
)

WANTED = Wanted(("BGD", "CHN"), ("USA", "CHN"), 1969, 1973)


def test_a_state_has_a_year_while_it_exists() -> None:
    years = state_years(("BGD",), WANTED, 1970, 1980)
    assert years.select("state", "code", "year").rows() == [("BGD", 771, year) for year in (1971, 1972, 1973)]


def test_a_dyad_has_a_year_while_both_exist_and_is_never_one_state() -> None:
    years = dyad_years(WANTED, 1971, 1971).sort("state", "partner")
    assert years.select("state", "partner", "partner_code").rows() == [
        ("BGD", "CHN", 710),
        ("BGD", "USA", 2),
        ("CHN", "USA", 2),
    ]


def test_the_powers_stand_as_power_b_with_power_a() -> None:
    years = power_years(WANTED, 1972, 1972)
    assert years.select("state", "partner", "year").rows() == [("CHN", "USA", 1972)]


def test_a_spell_counts_in_its_first_and_last_year() -> None:
    spells = pl.LazyFrame({"id": [1, 2, 3], "start": [1960, 1972, 1974], "end": [1970, 1972, 1980]})
    years = over_years(spells, "start", "end", WANTED).collect()
    assert years.select("id", "year").rows() == [(1, 1969), (1, 1970), (2, 1972)]


def test_what_is_not_listed_is_zero_and_says_so() -> None:
    found = pl.DataFrame({"state": ["BGD"], "year": [1972], "value": [4], "row": ["list.csv 7"]})
    found = found.with_columns(pl.col("year").cast(pl.Int32))
    years = state_years(("BGD",), WANTED, 1971, 1973)
    values = with_zeros(years, found, "disputes", "count", pl.format("list.csv none {}", "year"))
    assert values.sort("start").select("start", "value", "row").rows() == [
        (1971, 0, "list.csv none 1971"),
        (1972, 4, "list.csv 7"),
        (1973, 0, "list.csv none 1973"),
    ]


def test_a_trailing_year_far_below_the_years_before_is_partial() -> None:
    # Billions of constant 2019 USD, ForeignAssistance.gov as of 2021.
    world = {2015: 48.6, 2016: 49.4, 2017: 50.2, 2018: 48.9, 2019: 47.2, 2020: 26.9, 2021: 2.9}
    assert last_complete_year(world) == 2019
    assert last_complete_year({2018: 10.0, 2019: 8.0}) == 2019
    assert last_complete_year({2018: 10.0, 2019: 7.0}) == 2018
