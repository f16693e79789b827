from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.rivalries import GRH_ARMS_RACES, TD_RIVALRIES, TSS_RIVALRIES
from counterpoise.datasets.source import Source, Wanted

WANTED = Wanted(("PAK", "VNM"), ("USA", "CHN"), 1945, 2025)


def _by_year(
    values: pl.DataFrame, indicator: str, state: str, partner: str | None = None
) -> dict[int, float]:
    rows = values.filter(
        pl.col("indicator") == indicator, pl.col("state") == state, pl.col("partner").eq_missing(partner)
    )
    return dict(rows.select("start", "value").iter_rows())


@pytest.mark.parametrize(
    ("source", "file", "indicator", "end"),
    [
        (TSS_RIVALRIES, "tss_rivalries.csv", "rivalry_ab", 2020),
        (TD_RIVALRIES, "td_rivalries.csv", "rivalry_td_ab", 2010),
    ],
)
def test_the_powers_were_rivals_to_1972_and_again_since_1996(
    source: Source, file: str, indicator: str, end: int, shared: Path
) -> None:
    # "China-United States 1" 1949-1972 and "China-United States 2" since 1996: Thompson, Sakuwa & Suhas (2021),
    # table 2.1; Thompson & Dreyer (2012), appendix.
    reading = source.read([shared / "data/rivalries" / file], WANTED)
    assert _by_year(reading.values, indicator, "CHN", "USA") == {
        year: float(1949 <= year <= 1972 or year >= 1996) for year in range(1945, end + 1)
    }
    assert reading.last_complete_year[indicator] == end


def test_pakistan_has_two_rivals_and_neither_is_a_power(shared: Path) -> None:
    # Thompson, Sakuwa & Suhas (2021), table 2.1: Afghanistan-Pakistan and India-Pakistan, both since 1947.
    values = TSS_RIVALRIES.read([shared / "data/rivalries/tss_rivalries.csv"], WANTED).values
    assert set(_by_year(values, "rivalries", "PAK").values()) == {2.0}
    assert set(_by_year(values, "rivalry_with", "PAK", "CHN").values()) == {0.0}
    # China-Vietnam, 1973-1991.
    with_china = _by_year(values, "rivalry_with", "VNM", "CHN")
    assert [year for year, there in with_china.items() if there] == list(range(1973, 1992))


def test_what_goes_on_where_the_list_ends_is_not_carried_forward(shared: Path) -> None:
    # Rivalries that went on were written down as ending in 2020.
    values = TSS_RIVALRIES.read([shared / "data/rivalries/tss_rivalries.csv"], WANTED).values
    assert values["end"].max() == 2020


def test_arms_races_end_where_the_sample_does(shared: Path) -> None:
    # Gibler, Rider & Hutchison (2005), p. 131: strategic rivals from 1816 to 1993; India-Pakistan 1977-1980.
    reading = GRH_ARMS_RACES.read([shared / "data/rivalries/grh_arms_races.csv"], WANTED)
    races = _by_year(reading.values, "arms_races", "PAK")
    assert [races[year] for year in (1976, 1977, 1980, 1981, 1993)] == [0, 1, 1, 0, 0]
    assert max(races) == 1993


def test_a_rivalry_that_ends_before_it_starts_is_skipped_and_named(tmp_path: Path) -> None:
    path = tmp_path / "races.csv"
    path.write_text("race_id,ccode1,ccode2,styear,endyear\n1,750,770,1977,1980\n2,2,770,1884,1843\n")
    reading = GRH_ARMS_RACES.read([path], WANTED)
    assert [str(problem) for problem in reading.problems] == [
        "races.csv race_id=2: ends in 1843, before 1884. Row skipped"
    ]
    assert sum(_by_year(reading.values, "arms_races", "PAK").values()) == 4
