from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.gpr import GPR, OF_THIS_DATA_SET, WORLD
from counterpoise.datasets.source import Reading, Wanted
from counterpoise.errors import CounterpoiseError

COLUMNS = ",".join((*WORLD, *OF_THIS_DATA_SET, "GPRC_USA", "GPRHC_USA"))


def _read(path: Path, *, partial: bool = False) -> Reading:
    return GPR.read([path], Wanted(("PAK", "VNM"), ("USA", "CHN"), 1980, 2030, include_partial=partial))


def test_a_year_is_the_mean_of_its_months_and_the_last_is_dropped(shared: Path) -> None:
    # The export of July 2024 ends in that month.
    reading = _read(shared / "data/gpr/data_gpr_export.xls")
    of_powers = reading.values.filter(indicator="geopolitical_risk")
    assert set(reading.last_complete_year.values()) == {2023}
    assert of_powers["start"].min() == 1985
    assert of_powers["end"].max() == 2023
    assert set(reading.values["release"]) == {"to 2024-07"}
    assert _read(shared / "data/gpr/data_gpr_export.xls", partial=True).values["end"].max() == 2024


def test_the_index_of_the_world_is_100_over_its_base_years(shared: Path) -> None:
    # The export's own labels: "Recent GPR (Index: 1985:2019=100)".
    values = _read(shared / "data/gpr/data_gpr_export.xls").values
    world = values.filter(pl.col("start") <= 2019, indicator="geopolitical_risk_world", state="PAK")
    assert world.height == 35
    assert world["value"].mean() == pytest.approx(100, abs=0.01)


def test_a_state_that_the_index_does_not_follow_has_only_the_worlds(shared: Path) -> None:
    values = _read(shared / "data/gpr/data_gpr_export.xls").values
    assert set(values.filter(state="PAK")["indicator"]) == {
        "geopolitical_risk_world",
        "geopolitical_risk_world_historical",
    }
    assert "geopolitical_risk" in set(values.filter(state="VNM")["indicator"])


def test_a_year_with_a_month_missing_is_no_year(tmp_path: Path) -> None:
    path = tmp_path / "gpr.csv"
    rows = [f"{year}-{month:02}-01,100,90,1,1,1,{month},2" for year in (2000, 2001) for month in range(1, 13)]
    rows[3] = "2000-04-01,100,90,1,1,1,,2"
    path.write_text("\n".join([COLUMNS, *rows]) + "\n")
    values = _read(path).values
    own = values.filter(indicator="geopolitical_risk")
    assert own.select("start", "value", "row").rows() == [(2001, 6.5, "gpr.csv GPRC_USA 2001-01 to 2001-12")]
    assert set(values.filter(indicator="geopolitical_risk_historical")["start"]) == {2000, 2001}


def test_a_file_whose_months_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "gpr.csv"
    path.write_text(f"{COLUMNS}\n2000M01,100,90,1,1,1,1,1\n")
    with pytest.raises(CounterpoiseError, match=r"gpr\.csv: has no month that can be read"):
        _read(path)
