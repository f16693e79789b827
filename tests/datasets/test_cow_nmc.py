from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.cow_nmc import COW_NMC
from counterpoise.datasets.source import Wanted


def test_published_capabilities_are_reproduced(shared: Path) -> None:
    reference = pl.read_csv(shared / "data/reference/cinc_1947_2022.csv", infer_schema_length=None)
    wanted = Wanted(("PAK", "IND"), ("USA", "CHN"), 1947, 2022)
    values = COW_NMC.read([shared / "data/cow/cow_nmc_1816_2022.csv.gz"], wanted).values
    assert set(values["release"]) == {"7.0"}
    for state in ("USA", "CHN", "PAK", "IND"):
        both = values.filter(indicator="cinc", state=state).join(
            reference.select("year", theirs=state).drop_nulls(), left_on="start", right_on="year"
        )
        assert both.height == 76
        assert (both["value"] - both["theirs"]).abs().max() < 1e-6
    ratio = values.filter(indicator="cinc_ratio").join(reference, left_on="start", right_on="year")
    assert ratio.height == 76
    assert set(ratio.select("state", "partner").rows()) == {("CHN", "USA")}
    assert ((1 / ratio["value"]) - ratio["usa_chn_ratio"]).abs().max() < 1e-5


@pytest.mark.parametrize(("last", "release"), [(2016, "6.0"), (2022, "7.0"), (2030, "to 2030")])
def test_the_release_is_known_by_the_last_year(tmp_path: Path, last: int, release: str) -> None:
    path = tmp_path / "NMC-abridged.csv"
    path.write_text(
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
        f"PAK,770,{last - 1},1,1,1,1,1,1,.02,x\nPAK,770,{last},1,1,1,1,1,1,-9,x\n"
    )
    reading = COW_NMC.read([path], Wanted(("PAK",), ("USA", "CHN"), 2000, 2040))
    cinc = reading.values.filter(indicator="cinc")
    assert cinc.select("start", "value", "release").rows() == [(last - 1, 0.02, release)]


def test_minus_nine_is_missing_and_money_begins_with_dollars(tmp_path: Path) -> None:
    # The codebook: military expenditure is in thousands of current year British pounds before 1914, dollars since.
    path = tmp_path / "NMC-abridged.csv"
    path.write_text(
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
        "USA,2,1913,70000,154,1,1,97227,1,.22,x\nUSA,2,1914,253000,162,1,1,-9,1,.21,x\n"
    )
    values = COW_NMC.read([path], Wanted(("USA",), ("USA", "CHN"), 1900, 1920)).values
    found = {(row["indicator"], row["start"]): row["value"] for row in values.iter_rows(named=True)}
    assert found == {
        ("cinc", 1913): 0.22,
        ("cinc", 1914): 0.21,
        ("milper", 1913): 154,
        ("milper", 1914): 162,
        ("tpop", 1913): 97227,
        ("milex", 1914): 253000,
    }


def test_spending_and_population_are_in_thousands(shared: Path) -> None:
    # NMC 7.0, Pakistan in 2022; the United States spend hundreds of billions and have a third of a billion people.
    path = shared / "data/cow/cow_nmc_1816_2022.csv.gz"
    values = COW_NMC.read([path], Wanted(("PAK",), ("USA", "CHN"), 2022, 2022)).values
    found = {(row["indicator"], row["state"]): row["value"] for row in values.iter_rows(named=True)}
    assert found["tpop", "PAK"] == 243701
    assert found["milex", "PAK"] == pytest.approx(9.768e6, rel=1e-3)
    assert 5e8 < found["milex", "USA"] < 1e9
    assert 3.3e5 < found["tpop", "USA"] < 3.5e5
