from pathlib import Path

import polars as pl

from counterpoise.datasets.cow_contiguity import COW_CONTIGUITY
from counterpoise.datasets.source import Wanted


def test_what_is_not_listed_is_not_contiguous(shared: Path) -> None:
    # Direct Contiguity 3.2: Pakistan and China share a border, the United States and the Soviet Union lie within
    # twelve miles of water (type 2) since Alaska became a state in 1959.
    path = shared / "data/cow/cow_contdir.csv"
    values = COW_CONTIGUITY.read([path], Wanted(("PAK", "RUS"), ("USA", "CHN"), 1950, 2025)).values
    found = {(s, p, y): v for s, p, y, v in values.select("state", "partner", "start", "value").rows()}
    assert {found["PAK", "CHN", year] for year in range(1950, 2017)} == {1.0}
    assert {found["PAK", "USA", year] for year in range(1950, 2017)} == {0.0}
    assert [found["RUS", "USA", year] for year in (1958, 1959, 2016)] == [0.0, 2.0, 2.0]
    assert values["end"].max() == 2016


def test_the_nearest_type_of_a_year_counts_from_either_side(tmp_path: Path) -> None:
    path = tmp_path / "contiguity.csv"
    path.write_text(
        "ccode1,ccode2,conttype,stdate,enddate\n"
        "2,770,5,1990-01-01,1992-06-01\n770,2,2,1992-07-01,1993-12-01\n770,2,0,1994-01-01,1995-12-01\n"
    )
    reading = COW_CONTIGUITY.read([path], Wanted(("PAK",), ("USA", "CHN")))
    with_usa = reading.values.filter(pl.col("partner") == "USA")
    assert with_usa.select("start", "value").rows() == [
        (1990, 5.0),
        (1991, 5.0),
        (1992, 2.0),
        (1993, 2.0),
        (1994, 0.0),
        (1995, 0.0),
    ]
    assert with_usa["row"][2] == "contiguity.csv ccode1=770 ccode2=2 stdate=1992-07-01"
    assert with_usa["row"][5] == "contiguity.csv ccode1=770 ccode2=2: no row of 1995"
