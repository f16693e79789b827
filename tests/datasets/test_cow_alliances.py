from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.alliance_ties import CONSULTATION, DEFENCE, NEUTRALITY, AllianceSource
from counterpoise.datasets.cow_alliances import COW_ALLIANCES
from counterpoise.datasets.source import Wanted

MADE_UP = Path(__file__).parent / "cow_alliances.csv"
"""Rows that are made up, in the layout of `alliance_v4.1_by_member.csv`."""


@pytest.fixture
def values() -> pl.DataFrame:
    """The made-up alliances of one state."""
    return COW_ALLIANCES.read([MADE_UP], Wanted(("PAK",), ("USA", "CHN"), 1980, 2025)).values


def _years(values: pl.DataFrame, indicator: str, partner: str | None) -> list[int]:
    rows = values.filter(
        pl.col("indicator") == indicator, pl.col("state") == "PAK", pl.col("partner").eq_missing(partner)
    )
    return rows.filter(pl.col("value") > 0)["start"].to_list()


def test_the_made_up_file_has_the_official_columns(shared: Path) -> None:
    official = (shared / "data/formats/cow_alliance_v4.1_by_member_columns.csv").read_text(encoding="utf-8")
    assert MADE_UP.read_text(encoding="utf-8").splitlines()[0] == official.splitlines()[0]


def test_two_states_are_allied_while_both_are_members(values: pl.DataFrame) -> None:
    # The state joined in 1991 what began in 1990.
    assert _years(values, "alliances_with", "USA") == [*range(1991, 1997), 2001, 2002, 2003]
    assert _years(values, "defence_pact_with", "USA") == list(range(1991, 1997))
    assert _years(values, "entente_with", "USA") == [*range(1991, 1997), 2001, 2002, 2003]


def test_what_has_no_last_year_was_in_force_where_the_data_end(values: pl.DataFrame) -> None:
    assert _years(values, "nonaggression_pact_with", "CHN") == list(range(2005, 2013))
    assert values["end"].max() == 2012


def test_a_promise_of_one_side_is_none_of_both(values: pl.DataFrame) -> None:
    assert _years(values, "neutrality_pact_with", "CHN") == []


def test_an_alliance_with_anyone_counts_once(values: pl.DataFrame) -> None:
    of_1995 = values.filter(indicator="alliances", state="PAK", start=1995)
    assert of_1995.select("value", "row").rows() == [
        (1.0, "cow_alliances.csv ccode1=770 year=1995 version4id=1")
    ]


def test_a_state_that_exists_and_is_not_listed_has_none(values: pl.DataFrame) -> None:
    of_1985 = values.filter(indicator="alliances_with", partner="CHN", start=1985)
    assert of_1985.select("value", "row").rows() == [
        (0.0, "cow_alliances.csv ccode1=770 ccode2=710 year=1985: no row")
    ]


def test_what_has_no_last_year_was_in_force_to_the_newest_year_of_the_data(tmp_path: Path) -> None:
    path = tmp_path / "alliances.csv"
    names = "version4id,ccode,mem_st_year,mem_end_year,right_censor,defense,neutrality,nonaggression,entente"
    rows = [
        "1,2,2005,,1,1,0,0,0",
        "1,770,2005,,1,1,0,0,0",
        "2,20,2000,2018,0,1,0,0,0",
        "3,200,2030,1990,0,1,0,0,0",
    ]
    path.write_text("\n".join([names, *rows, ""]))
    reading = COW_ALLIANCES.read([path], Wanted(("PAK",), ("USA", "CHN"), 2010, 2025))
    assert _years(reading.values, "defence_pact_with", "USA") == list(range(2010, 2019))
    assert set(reading.last_complete_year.values()) == {2018}
    assert len(reading.problems) == 1


def test_ties_are_the_strongest_promise_of_both(values: pl.DataFrame) -> None:
    ties = COW_ALLIANCES.ties([MADE_UP])
    assert isinstance(COW_ALLIANCES, AllianceSource)
    assert (ties.first, ties.last) == (1816, 2012)
    between = ties.table.filter(pl.col("state") == "PAK")
    assert between.filter(partner="USA").select("year", "category").rows() == [
        *((year, DEFENCE) for year in range(1991, 1997)),
        *((year, CONSULTATION) for year in (2001, 2002, 2003)),
    ]
    assert between.filter(partner="CHN", year=2010)["category"].to_list() == [NEUTRALITY]
    turned = ties.table.rename({"state": "partner", "partner": "state"}).select(ties.table.columns)
    assert turned.sort(ties.table.columns).equals(ties.table.sort(ties.table.columns))
    assert set(_years(values, "alliances_with", "USA")) == set(between.filter(partner="USA")["year"])
