from pathlib import Path

import polars as pl

from counterpoise.datasets.source import Wanted
from counterpoise.datasets.ucdp_acd import COLUMNS, OF_THIS_DATA_SET, UCDP_ACD

FILE = "data/ucdp/ucdp_acd_1946_2024.csv"


def _by_year(values: pl.DataFrame, indicator: str, state: str) -> dict[int, float]:
    rows = values.filter(pl.col("indicator") == indicator, pl.col("state") == state)
    return dict(rows.select("start", "value").iter_rows())


def test_a_state_counts_as_a_party_at_home_and_abroad_and_not_as_a_supporter(shared: Path) -> None:
    # UCDP/PRIO 25.1: in 2024 Pakistan fights at home over government (404) and Balochistan (325), and Afghanistan (11639);
    # it supports the Central African Republic (416) with troops, and that is counted apart.
    values = UCDP_ACD.read([shared / FILE], Wanted(("PAK",), ("USA", "CHN"), 1946, 2025)).values
    rows = dict(values.filter(state="PAK", start=2024).select("indicator", "row").iter_rows())
    conflicts = _by_year(values, "armed_conflict", "PAK")
    assert conflicts[2024] == 3
    assert "404" in rows["armed_conflict"]
    assert "11639" in rows["armed_conflict"]
    assert "416" not in rows["armed_conflict"]
    assert "416" in rows["armed_conflict_support"]
    assert conflicts[1949] == 0
    assert "no row" in values.filter(indicator="armed_conflict", state="PAK", start=1949)["row"].item()


def test_intensity_is_the_highest_of_the_year(shared: Path) -> None:
    # UCDP/PRIO 25.1: the conflict in Pakistan over government reached 1,000 deaths in battle in 2024 again, not in 2019.
    values = UCDP_ACD.read([shared / FILE], Wanted(("PAK",), ("USA", "CHN"), 1946, 2025)).values
    levels = _by_year(values, "armed_conflict_intensity", "PAK")
    assert [levels[year] for year in (1949, 2019, 2024)] == [0, 1, 2]


def test_gleditsch_ward_numbers_are_not_those_of_the_correlates_of_war(shared: Path) -> None:
    # Germany is 260 in both halves of its history in Gleditsch & Ward, Yemen 678 throughout.
    values = UCDP_ACD.read([shared / FILE], Wanted(("DEU", "YEM"), ("USA", "CHN"), 1946, 2025)).values
    yemen = _by_year(values, "armed_conflict", "YEM")
    assert yemen[1994] == 1
    assert yemen[2015] >= 1
    germany = _by_year(values, "armed_conflict_support", "DEU")
    assert germany[2010] >= 1


def test_several_states_in_one_cell_and_several_rows_for_one_conflict_count_alike(tmp_path: Path) -> None:
    columns = (*COLUMNS, *OF_THIS_DATA_SET)
    cell = tmp_path / "cells.csv"
    cell.write_text(",".join(columns) + '\n420,2003,"2, 200, 900",,645,,2,2,2,1\n')
    rows = tmp_path / "rows.csv"
    rows.write_text(
        ",".join(columns) + "\n" + "".join(f"420.0,2003,{n}.0,,645.0,,2.0,2,2,1\n" for n in (2, 200, 900))
    )
    wanted = Wanted(("GBR", "AUS", "IRQ"), ("USA", "CHN"))
    of_cells, of_rows = (UCDP_ACD.read([path], wanted).values for path in (cell, rows))
    found = of_cells.filter(indicator="armed_conflict").select("state", "value").rows()
    assert found == [("AUS", 1.0), ("CHN", 0.0), ("GBR", 1.0), ("IRQ", 0.0), ("USA", 1.0)]
    numbers = pl.col("row").str.split(" ").list.tail(-1)
    assert of_cells.with_columns(numbers).equals(of_rows.with_columns(numbers))
