from pathlib import Path

from counterpoise.datasets.cow_igo import COW_IGO
from counterpoise.datasets.source import Wanted


def test_a_dyad_counts_for_the_state_on_either_side(tmp_path: Path) -> None:
    path = tmp_path / "dyads.csv"
    path.write_text(
        "ccode1,ccode2,year,dyadigos\n2,770,2010,41\n710,770,2010,55\n2,710,2010,50\n2,770,2011,-9\n"
    )
    reading = COW_IGO.read([path], Wanted(("PAK",), ("USA", "CHN"), 1990, 2025))
    assert reading.values.select("state", "partner", "start", "value").rows() == [
        ("PAK", "CHN", 2010, 55.0),
        ("PAK", "USA", 2010, 41.0),
    ]
    turned = COW_IGO.read([path], Wanted(("USA",), ("PAK", "CHN"), 1990, 2025))
    assert turned.values.select("state", "partner", "start", "value").rows() == [
        ("USA", "CHN", 2010, 50.0),
        ("USA", "PAK", 2010, 41.0),
    ]


def test_memberships_are_full_ones(shared: Path) -> None:
    # COW IGO 3, state-year: Pakistan 2014 has 74 full and 1 associate membership.
    path = shared / "data/cow/cow_igo_state_year.csv"
    values = COW_IGO.read([path], Wanted(("PAK",), ("USA", "CHN"), 2014, 2014)).values
    assert values.filter(state="PAK")["value"].to_list() == [74.0]
    assert set(values["state"]) == {"PAK", "USA", "CHN"}
