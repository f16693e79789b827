from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.cow_trade import COW_TRADE
from counterpoise.datasets.source import Wanted
from counterpoise.errors import CounterpoiseError

STUDIED = Wanted(("PAK",), ("USA", "CHN"), 2010, 2010)
NATIONAL = "ccode,year,imports,exports\n770,2010,100,100\n"


def dyadic(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "Dyadic_COW_4.0.csv"
    path.write_text("\n".join(["ccode1,ccode2,year,importer1,importer2,flow1,flow2", *rows, ""]))
    return path


def national(tmp_path: Path) -> Path:
    path = tmp_path / "National_COW_4.0.csv"
    path.write_text(NATIONAL)
    return path


def test_published_shares_of_pakistan_are_reproduced(shared: Path) -> None:
    reference = pl.read_csv(shared / "data/reference/pak_trade_shares_cow4.csv", infer_schema_length=None)
    paths = [
        shared / "data/cow" / name
        for name in ("cow_trade_dyadic_4.0_1870_2014.parquet", "cow_trade_national_4.0.csv")
    ]
    values = COW_TRADE.read(paths, Wanted(("PAK",), ("USA", "CHN"), 1950, 2014)).values
    columns = {
        "imports_from": "imports_from_{}",
        "exports_to": "exports_to_{}",
        "trade_share": "total_share_{}",
    }
    for indicator, column in columns.items():
        for power in ("USA", "CHN"):
            theirs = reference.select("year", theirs=column.format(power.lower())).drop_nulls()
            ours = values.filter(indicator=indicator, partner=power).select("value", year="start")
            both = ours.join(theirs, on="year")
            assert both.height == theirs.height > 60
            assert (both["value"] - both["theirs"]).abs().max() < 0.000501, (indicator, power)


def test_flows_are_seen_from_the_state_whichever_number_is_lower(tmp_path: Path) -> None:
    # flow1 is what state 1 imports from state 2; Pakistan (770) is state 2 of both dyads.
    path = dyadic(tmp_path, "2,770,2010,a,b,30,10", "710,770,2010,a,b,5,15")
    values = COW_TRADE.read([path, national(tmp_path)], STUDIED).values
    found = {(row["indicator"], row["partner"]): row["value"] for row in values.iter_rows(named=True)}
    assert found["imports_from", "USA"] == 10
    assert found["exports_to", "USA"] == 30
    assert found["trade_share", "USA"] == pytest.approx(20)
    assert found["imports_from", "CHN"] == 15
    assert found["exports_to", "CHN"] == 5
    assert found["trade_share", "CHN"] == pytest.approx(10)


def test_the_share_of_the_state_in_the_trade_of_a_power_stands_with_the_state(tmp_path: Path) -> None:
    path = dyadic(tmp_path, "2,770,2010,a,b,30,10")
    totals = national(tmp_path)
    totals.write_text(NATIONAL + "2,2010,1000,600\n")
    values = COW_TRADE.read([path, totals], STUDIED).values.filter(indicator="power_trade_share")
    (row,) = values.iter_rows(named=True)
    assert (row["state"], row["partner"], row["unit"]) == ("PAK", "USA", "percent")
    # 40 of the 1,600 million that the United States trades.
    assert row["value"] == pytest.approx(2.5)
    assert row["row"].endswith("ccode=2 year=2010")


def test_minus_nine_is_missing_not_a_flow(tmp_path: Path) -> None:
    path = dyadic(tmp_path, "2,770,2010,a,b,-9,10", "710,770,2010,a,b,5,15")
    values = COW_TRADE.read([path, national(tmp_path)], STUDIED).values
    usa = values.filter(partner="USA")
    assert usa.select("indicator", "value").rows() == [("imports_from", 10.0)]


def test_concentration_of_three_partners(tmp_path: Path) -> None:
    # Shares of trade .5, .3, .2: HHI = .25 + .09 + .04 = .38, normalised (.38 - 1/3) / (2/3) = .07.
    rows = ("2,770,2010,a,b,30,20", "710,770,2010,a,b,20,10", "750,770,2010,a,b,0,20", "2,710,2010,a,b,1,1")
    path = dyadic(tmp_path, *rows, "2,750,2010,a,b,1,1", "710,750,2010,a,b,1,1")
    values = COW_TRADE.read([path], Wanted(("PAK",), ("USA", "CHN"), 2010, 2010)).values.filter(state="PAK")
    found = {row["indicator"]: row["value"] for row in values.iter_rows(named=True) if row["partner"] is None}
    assert found["trade_hhi"] == pytest.approx(0.07)
    assert found["effective_partners"] == pytest.approx(1 / 0.38)
    # Exports 30, 20, 0: HHI = .36 + .16 = .52, normalised (.52 - 1/3) / (2/3) = .28.
    assert found["export_hhi"] == pytest.approx(0.28)


def test_no_concentration_from_a_file_without_all_partners(shared: Path) -> None:
    folder = shared / "data/cow"
    paths = [folder / "cow_trade_dyadic_usa_chn_pak_1990_2014.csv", folder / "cow_trade_national_4.0.csv"]
    values = COW_TRADE.read(paths, Wanted(("PAK", "VNM"), ("USA", "CHN"), 2000, 2014)).values
    assert set(values.filter(indicator="trade_hhi")["state"]) == {"PAK", "USA", "CHN"}
    assert values.filter(indicator="trade_share", state="VNM").height == 30


def test_a_subset_of_dyads_gives_the_shares_of_both_powers_that_the_whole_gives(shared: Path) -> None:
    folder = shared / "data/cow"
    wanted = Wanted(("PAK", "VNM", "SGP"), ("USA", "CHN"), 1990, 2014)
    subset, whole = (
        COW_TRADE.read([folder / name, folder / "cow_trade_national_4.0.csv"], wanted).values.filter(
            indicator="trade_share"
        )
        for name in ("cow_trade_dyadic_usa_chn_pak_1990_2014.csv", "cow_trade_dyadic_4.0_1870_2014.parquet")
    )
    names = ["state", "partner", "start", "value", "unit"]
    assert subset.select(names).equals(whole.select(names))
    # Both powers in one unit, out of one total: each year has both or is without national totals.
    counted = subset.group_by("state", "start").agg(pl.col("partner").n_unique())
    assert counted["partner"].unique().to_list() == [2]
    # Correlates of War Trade 4.0: China passes the United States in Pakistan's trade in 2006.
    pakistan = {
        (row["partner"], row["start"]): row["value"]
        for row in subset.filter(state="PAK").iter_rows(named=True)
    }
    ahead = [year for year in range(1990, 2015) if pakistan["CHN", year] > pakistan["USA", year]]
    assert ahead[0] == 2006
    assert (round(pakistan["USA", 2006], 1), round(pakistan["CHN", 2006], 1)) == (12.1, 12.8)


def test_minus_nine_in_a_national_total_gives_no_share(tmp_path: Path) -> None:
    totals = tmp_path / "National_COW_4.0.csv"
    totals.write_text("ccode,year,imports,exports\n770,2010,100,-9\n")
    reading = COW_TRADE.read([dyadic(tmp_path, "2,770,2010,a,b,30,10"), totals], STUDIED)
    assert {"imports_from", "exports_to"} <= set(reading.values["indicator"])
    assert "trade_share" not in set(reading.values["indicator"])


def test_without_national_totals_there_are_flows_and_a_word_about_shares(tmp_path: Path) -> None:
    reading = COW_TRADE.read([dyadic(tmp_path, "2,770,2010,a,b,30,10")], STUDIED)
    assert [str(problem) for problem in reading.problems] == [
        "Dyadic_COW_4.0.csv: no national file with it, so no trade shares"
    ]
    assert "trade_share" not in reading.last_complete_year


def test_national_totals_alone_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match="needs one dyadic file"):
        COW_TRADE.read([national(tmp_path)], STUDIED)


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    path = dyadic(tmp_path, "2,770,2010,a,b,thirty,10", "710,770,2010,a,b,5,15", "2,770,,a,b,1,1")
    reading = COW_TRADE.read([path, national(tmp_path)], STUDIED)
    assert [str(problem) for problem in reading.problems] == [
        "Dyadic_COW_4.0.csv:2: flow1 is 'thirty', expected a number. Row skipped",
        "Dyadic_COW_4.0.csv:4: year is None, expected a whole number. Row skipped",
    ]
    assert set(reading.values["partner"].drop_nulls()) == {"CHN"}


def test_totals_are_declared_by_the_state_and_added_up_over_its_partners(tmp_path: Path) -> None:
    # flow1 is what state 1 imports: Pakistan imports 10 + 5 and its partners declare 30 + 15 from it.
    path = dyadic(tmp_path, "2,770,2010,a,b,30,10", "710,770,2010,a,b,15,5", "2,710,2010,a,b,1,1")
    values = COW_TRADE.declarations([path, national(tmp_path)], STUDIED).filter(state="PAK")
    found = {
        (row["indicator"], row["row"].partition(" ")[0]): row["value"] for row in values.iter_rows(named=True)
    }
    assert found == {
        ("imports_total", "National_COW_4.0.csv"): 100.0,
        ("exports_total", "National_COW_4.0.csv"): 100.0,
        ("imports_total", "Dyadic_COW_4.0.csv"): 15.0,
        ("exports_total", "Dyadic_COW_4.0.csv"): 45.0,
    }
    assert set(values["unit"]) == {"million current USD"}
    assert values["row"][0] == "National_COW_4.0.csv ccode=770 year=2010"


def test_a_year_in_which_most_flows_are_unknown_is_not_added_up(tmp_path: Path) -> None:
    path = dyadic(tmp_path, "2,770,2010,a,b,30,-9", "710,770,2010,a,b,15,5", "2,710,2010,a,b,1,1")
    values = COW_TRADE.declarations([path, national(tmp_path)], STUDIED).filter(state="PAK")
    added = values.filter(pl.col("row").str.starts_with("Dyadic"))
    assert added["indicator"].to_list() == ["exports_total"]


def test_without_national_totals_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match="no national file with it, so nothing to compare with"):
        COW_TRADE.declarations([dyadic(tmp_path, "2,770,2010,a,b,30,10")], STUDIED)
