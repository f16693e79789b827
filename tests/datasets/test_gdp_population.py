from pathlib import Path

import polars as pl

from counterpoise.datasets.gdp_population import GDP_POPULATION
from counterpoise.datasets.source import Wanted


def test_estimates_come_with_their_standard_deviations_and_price_base(shared: Path) -> None:
    # Fariss et al. (2022) as in isard's cw_gdppop: Pakistan, 2019.
    path = shared / "data/leaders_regimes/cw_gdppop.parquet"
    values = GDP_POPULATION.read([path], Wanted(("PAK",), ("USA", "CHN"), 2000, 2025)).values
    of_2019 = values.filter(state="PAK", start=2019)
    found = {row["indicator"]: row for row in of_2019.iter_rows(named=True)}
    assert round(found["gdp_per_head"]["value"], 1) == 4374.7
    assert round(found["gdp_per_head"]["se"], 1) == 700.9
    assert found["gdp_per_head"]["unit"] == "constant 2011 USD"
    assert found["gdp"]["unit"] == "million constant 2017 USD"
    assert "purchasing power parity" in found["gdp_per_head"]["price_base"]
    assert found["population"]["price_base"] is None
    assert round(found["population"]["value"]) == 214
    assert values["end"].max() == 2019


def test_a_state_without_an_estimate_in_a_year_has_no_value(shared: Path) -> None:
    # isard's notes on cw_gdppop: nothing for Egypt from 1856 to 1882 and Saudi Arabia from 1927 to 1931.
    path = shared / "data/leaders_regimes/cw_gdppop.parquet"
    values = GDP_POPULATION.read([path], Wanted(("SAU", "EGY"), ("USA", "CHN"), 1850, 1940)).values
    saudi = values.filter(pl.col("indicator") == "gdp_per_head", state="SAU")
    assert saudi["start"].min() == 1932
    assert values.filter(pl.col("start").is_between(1856, 1882), state="EGY").is_empty()
