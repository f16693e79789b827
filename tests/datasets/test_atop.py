from pathlib import Path

from counterpoise.datasets.atop import ATOP
from counterpoise.datasets.source import Wanted

COLUMNS = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"


def test_obligations_run_from_the_state_to_the_power_and_are_zero_without_an_alliance(tmp_path: Path) -> None:
    path = tmp_path / "atop.csv"
    path.write_text(f"{COLUMNS}\n770,2,1960,0,0,0,1,1\n2,770,1960,1,0,0,1,1\n770,2,1962,0,0,0,0,1\n")
    reading = ATOP.read([path], Wanted(("PAK",), ("USA", "CHN"), 1950, 2020))
    found = reading.values.select("partner", "start", "value").rows()
    assert found == [
        *(("CHN", year, 0.0) for year in (1960, 1961, 1962)),
        *(("USA", year, value) for year, value in ((1960, 2.0), (1961, 0.0), (1962, 1.0))),
    ]
    assert reading.values["row"][0] == "atop.csv no alliance ccode1=770 ccode2=710 year=1960"
    assert reading.last_complete_year == {"atop_obligations": 1962}


def test_the_official_layout_gives_the_same_values(tmp_path: Path) -> None:
    wanted = Wanted(("PAK",), ("USA", "CHN"), 1950, 2020)
    rows = "770,2,1960,0,0,0,1,1\n710,2,1961,0,0,0,0,1\n"
    for name, columns in (
        ("ours.csv", COLUMNS),
        ("atop5_1ddyr.csv", "stateA,stateB,year,defense,offense,neutral,nonagg,consul"),
    ):
        (tmp_path / name).write_text(f"{columns}\n{rows}")
    ours, official = (ATOP.read([tmp_path / name], wanted).values for name in ("ours.csv", "atop5_1ddyr.csv"))
    assert official.drop("row").equals(ours.drop("row"))
    assert (
        official.filter(partner="USA", start=1960)["row"].item()
        == "atop5_1ddyr.csv stateA=770 stateB=2 year=1960"
    )


def test_no_zero_before_a_state_exists(shared: Path) -> None:
    path = shared / "data/atop/atop_alliance_directed_dyad_year.parquet"
    values = ATOP.read([path], Wanted(("BGD",), ("USA", "CHN"), 1960, 1980)).values
    assert values["start"].min() == 1971


def test_r_and_parquet_files_give_the_same_values(shared: Path) -> None:
    wanted = Wanted(("PAK", "PHL"), ("USA", "CHN"), 1950, 2018)
    folder = shared / "data/atop"
    names = ("atop_alliance.rda", "atop_alliance_directed_dyad_year.parquet")
    r, parquet = (ATOP.read([folder / name], wanted).values for name in names)
    assert r.drop("row").equals(parquet.drop("row"))
    assert r["value"].max() > 2
