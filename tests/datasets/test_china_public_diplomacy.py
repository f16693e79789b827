from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.china_public_diplomacy import CHINA_PUBLIC_DIPLOMACY
from counterpoise.datasets.source import Reading, Wanted

TABLE = """receiving_country,year,confucius_institutes,sister_cities_established,government_visits,military_visits,total_elite_visits
Pakistan,2016,1,1,7,11,18
Pakistan,2017,0,0,0,N/A,0
Pakistan,2018,0,2,N/A,N/A,N/A
Cook Islands,2016,0,0,1,0,1
Vietnam,2016,0,0,3,N/A,3
"""
WANTED = Wanted(("PAK", "VNM"), ("CHN", "USA"), 1990, 2025)


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    path = tmp_path / "ChinesePublicDiplomacy.csv"
    path.write_text(TABLE)
    return path


def of(reading: Reading, indicator: str) -> list[tuple[object, ...]]:
    found = reading.values.filter(pl.col("indicator") == indicator)
    return found.select("state", "start", "value").rows()


def test_an_unknown_cell_is_no_value_and_zero_is_one(made_up: Path) -> None:
    reading = CHINA_PUBLIC_DIPLOMACY.read([made_up], WANTED)
    assert of(reading, "government_visits") == [("PAK", 2016, 7.0), ("PAK", 2017, 0.0), ("VNM", 2016, 3.0)]
    assert of(reading, "military_visits") == [("PAK", 2016, 11.0)]
    assert of(reading, "sister_cities_established") == [
        ("PAK", 2016, 1.0),
        ("PAK", 2017, 0.0),
        ("PAK", 2018, 2.0),
        ("VNM", 2016, 0.0),
    ]


def test_a_total_without_one_of_its_parts_is_no_total(made_up: Path) -> None:
    assert of(CHINA_PUBLIC_DIPLOMACY.read([made_up], WANTED), "total_elite_visits") == [("PAK", 2016, 18.0)]


def test_each_column_ends_with_its_last_known_cell(made_up: Path) -> None:
    assert CHINA_PUBLIC_DIPLOMACY.read([made_up], WANTED).last_complete_year == {
        "government_visits": 2017,
        "military_visits": 2016,
        "total_elite_visits": 2016,
        "confucius_institutes": 2018,
        "sister_cities_established": 2018,
    }


def test_totals_of_the_real_file_are_sums_and_of_120_rows_only_governments(shared: Path) -> None:
    # Counted in AidData's file, version 2.0: in each row the total is the sum of what is known of its two parts.
    path = shared / "data/china_public_diplomacy/ChinesePublicDiplomacy.csv"
    table = pl.read_csv(path, null_values=["N/A"], infer_schema_length=None)
    known = table.filter(pl.col("total_elite_visits").is_not_null())
    total = pl.col("government_visits") + pl.col("military_visits").fill_null(0)
    assert known.filter(pl.col("total_elite_visits") != total).is_empty()
    assert known["military_visits"].null_count() == 120
    reading = CHINA_PUBLIC_DIPLOMACY.read([path], Wanted(("PAK",), ("USA", "CHN")))
    assert [row[1] for row in of(reading, "total_elite_visits")] == list(range(2003, 2017))
    assert reading.last_complete_year["military_visits"] == 2016
    assert reading.last_complete_year["government_visits"] == 2017
    assert reading.last_complete_year["confucius_institutes"] == 2018


def test_there_is_nothing_when_china_is_not_a_power(made_up: Path) -> None:
    wanted = Wanted(("PAK",), ("IND", "USA"), 1990, 2025)
    assert CHINA_PUBLIC_DIPLOMACY.read([made_up], wanted).values.is_empty()
