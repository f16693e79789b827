from pathlib import Path

import polars as pl

from counterpoise.datasets.cow_majors import COW_MAJORS, OF_THIS_DATA_SET, YEARS
from counterpoise.datasets.source import Wanted


def test_major_powers_come_and_go(shared: Path) -> None:
    # State System Membership 2016: China since 1950, Japan to 1945 and since December 1991, and no one else in Asia.
    path = shared / "data/cow/cow_majors.csv"
    reading = COW_MAJORS.read([path], Wanted(("PAK", "JPN"), ("USA", "CHN"), 1946, 2025))
    major = {
        state: rows.filter(pl.col("value") == 1)["start"].to_list()
        for (state,), rows in reading.values.group_by("state")
    }
    assert major["CHN"] == list(range(1950, 2017))
    assert major["USA"] == list(range(1946, 2017))
    assert major["JPN"] == list(range(1991, 2017))
    assert major["PAK"] == []
    assert reading.last_complete_year == {"major_power": 2016}


def test_the_list_of_all_members_is_another_file() -> None:
    assert COW_MAJORS.recognises((*YEARS, *OF_THIS_DATA_SET))
    assert not COW_MAJORS.recognises(("stateabb", "statenme", *YEARS, *OF_THIS_DATA_SET))
