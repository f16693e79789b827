from pathlib import Path

from counterpoise.datasets.china_public_diplomacy import CHINA_PUBLIC_DIPLOMACY
from counterpoise.datasets.source import Wanted

TABLE = """receiving_country,year,confucius_institutes,government_visits,total_elite_visits
Pakistan,2016,5,7,18
Pakistan,2017,5,0,6
Pakistan,2018,5,N/A,N/A
Cook Islands,2016,0,1,1
Vietnam,2016,0,3,3
"""


def test_an_unknown_cell_is_no_value_and_zero_is_one(tmp_path: Path) -> None:
    path = tmp_path / "ChinesePublicDiplomacy.csv"
    path.write_text(TABLE)
    reading = CHINA_PUBLIC_DIPLOMACY.read([path], Wanted(("PAK", "VNM"), ("CHN", "USA"), 1990, 2025))
    assert reading.values.select("state", "start", "value").rows() == [
        ("PAK", 2016, 7.0),
        ("PAK", 2017, 0.0),
        ("VNM", 2016, 3.0),
    ]
    assert reading.last_complete_year == {"government_visits": 2017}


def test_there_is_nothing_when_china_is_not_a_power(tmp_path: Path) -> None:
    path = tmp_path / "ChinesePublicDiplomacy.csv"
    path.write_text(TABLE)
    wanted = Wanted(("PAK",), ("IND", "USA"), 1990, 2025)
    assert CHINA_PUBLIC_DIPLOMACY.read([path], wanted).values.is_empty()
