from pathlib import Path

from counterpoise.datasets.gcdf import GCDF
from counterpoise.datasets.source import Wanted

TABLE = """ccode,year,oof_amt,oof_adj,oda_amt,oda_adj,vof_amt,vof_adj
770,2000,9,2000000,9,500000,9,9
770,2002,9,1000000,9,0,9,9
780,2003,9,0,9,3000000,9,9
"""


def test_a_listed_recipient_counts_as_zero_in_other_years_and_an_unlisted_one_has_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gcdf.csv"
    path.write_text(TABLE)
    values = GCDF.read([path], Wanted(("PAK", "SGP"), ("USA", "CHN"), 1990, 2025)).values
    assert set(values["state"]) == {"PAK"}
    both = values.filter(indicator="gcdf_oof_oda")
    assert both.select("start", "value").rows() == [(2000, 2.5), (2001, 0.0), (2002, 1.0), (2003, 0.0)]
    assert both["row"].to_list()[:2] == [
        "gcdf.csv ccode=770 year=2000",
        "gcdf.csv ccode=770 year=2001: no row",
    ]
    assert set(both["partner"]) == {"CHN"}


def test_there_is_nothing_when_china_is_not_a_power(tmp_path: Path) -> None:
    path = tmp_path / "gcdf.csv"
    path.write_text(TABLE)
    reading = GCDF.read([path], Wanted(("PAK",), ("USA", "RUS"), 1990, 2025))
    assert reading.values.is_empty()
    assert reading.last_complete_year["gcdf_oof"] == 2003
