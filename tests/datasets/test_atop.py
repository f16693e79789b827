from pathlib import Path

import polars as pl

from counterpoise.datasets.alliance_ties import AllianceSource
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


def test_ties_of_any_two_states_are_the_strongest_obligation(tmp_path: Path) -> None:
    path = tmp_path / "atop.csv"
    rows = "770,2,1960,0,0,0,1,1\n2,770,1960,0,1,0,0,1\n20,2,1961,0,0,0,0,1\n20,200,1961,0,0,0,0,0\n"
    path.write_text(f"{COLUMNS}\n{rows}")
    ties = ATOP.ties([path])
    assert isinstance(ATOP, AllianceSource)
    assert ties.table.rows() == [("CAN", "USA", 1961, 1), ("PAK", "USA", 1960, 2), ("USA", "PAK", 1960, 3)]
    assert (ties.file, ties.first, ties.last) == ("atop.csv", 1960, 1961)


def test_ties_of_all_years_have_the_obligations_of_the_values(shared: Path) -> None:
    path = shared / "data/atop/atop_alliance_directed_dyad_year.parquet"
    ties = ATOP.ties([path])
    values = ATOP.read([path], Wanted(("PAK",), ("USA", "CHN"))).values
    tied = ties.table.filter(pl.col("state") == "PAK", pl.col("partner").is_in(["USA", "CHN"]))
    assert (ties.first, ties.last) == (1815, 2018) or ties.first == 1816
    assert set(tied.select("partner", "year").rows()) == set(
        values.filter(pl.col("value") > 0).select("partner", "start").rows()
    )
