from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.sipri_values import SIPRI_VALUES
from counterpoise.datasets.source import Reading, Wanted
from counterpoise.datasets.tablefile import header
from counterpoise.errors import CounterpoiseError
from tests.datasets.made_up import import_values, sipri_values

WANTED = Wanted(("PAK", "VNM"), ("USA", "CHN"), 1990, 2099)


def of(reading: Reading, indicator: str) -> dict[tuple[str, str, int], float]:
    found = reading.values.filter(pl.col("indicator") == indicator)
    return {(row["state"], row["partner"], row["start"]): row["value"] for row in found.iter_rows(named=True)}


def test_the_layout_of_the_export_is_read(shared: Path) -> None:
    path = shared / "data/formats/sipri_import_values_SYNTHETIC.csv"
    assert header(path)[:2] == ("Supplier", "2096")
    partial = Wanted(("PAK",), ("USA", "CHN"), 1990, 2100, include_partial=True)
    reading = SIPRI_VALUES.read([path], partial)
    assert reading.problems == ()
    assert reading.last_complete_year == {"arms_import_share": 2099, "arms_imports": 2099}
    # China 80, 90, none and 70, the United States 10, 0, 20 and none, of 90 + 100 + 30 + 80.
    assert of(reading, "arms_import_share") == {
        ("PAK", "CHN", 2096): pytest.approx(80.0),
        ("PAK", "USA", 2096): pytest.approx(10.0),
    }
    (share,) = reading.values.filter(
        pl.col("indicator") == "arms_import_share", pl.col("partner") == "CHN"
    ).iter_rows(named=True)
    assert (share["end"], share["unit"]) == (2099, "percent of TIV")
    assert share["row"].endswith("PAK from CHN 2096-2099: 240.0 of 300.0 million TIV, of a partial window")
    assert SIPRI_VALUES.read([path], WANTED).values.filter(pl.col("end") > pl.col("start")).is_empty()


def test_a_zero_is_under_half_a_million_and_an_empty_field_is_none_identified(tmp_path: Path) -> None:
    reading = SIPRI_VALUES.read(sipri_values(tmp_path), WANTED)
    rows = reading.values.filter(pl.col("indicator") == "arms_imports", pl.col("partner") == "USA")
    said = {
        (row["state"], row["start"]): (row["value"], row["row"].partition(": ")[2])
        for row in rows.iter_rows(named=True)
    }
    assert said["PAK", 2015] == (0, "none identified")
    assert said["PAK", 2016] == (0, "United States under half a million")
    assert said["PAK", 2017] == (5, "United States")
    assert said["VNM", 2017] == (0, "none identified")


def test_shares_are_of_the_total_that_the_table_states(tmp_path: Path) -> None:
    reading = SIPRI_VALUES.read(sipri_values(tmp_path), WANTED)
    assert of(reading, "arms_import_share") == {
        ("PAK", "CHN", 2015): 80.0,
        ("PAK", "USA", 2015): 10.0,
        ("VNM", "CHN", 2015): 0.0,
        ("VNM", "USA", 2015): 0.0,
    }


def test_two_tables_of_one_recipient_are_an_error(tmp_path: Path) -> None:
    first, _ = sipri_values(tmp_path)
    second = tmp_path / "later.csv"
    second.write_text(first.read_text())
    with pytest.raises(
        CounterpoiseError,
        match=r"later\.csv: a second table of imports of Pakistan; the first is import-values-p",
    ):
        SIPRI_VALUES.read([second, first], WANTED)


def test_a_table_cut_short_has_no_recipient(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    text = import_values("Pakistan", range(2015, 2020), {"China": (1, 2, 3, 4, 5)}, (1, 2, 3, 4, 5))
    path.write_text(text[: text.index("Total exports")])
    with pytest.raises(
        CounterpoiseError, match=r"cut\.csv: expected one row 'Total exports to \.\.\.'.*cut short"
    ):
        SIPRI_VALUES.read([path], WANTED)


def test_suppliers_that_are_no_state_are_named(tmp_path: Path) -> None:
    path = tmp_path / "values.csv"
    rows = {
        "unknown supplier(s)": (1, 1, 1, 1, 1),
        "Turkiye": (1, "", "", "", ""),
        "Atlantis": (2, "", "", "", ""),
    }
    path.write_text(import_values("Turkiye", range(2015, 2020), rows, (4, 1, 1, 1, 1)))
    reading = SIPRI_VALUES.read([path], Wanted(("TUR",), ("USA", "CHN")))
    said = " ".join(notice.what for notice in reading.notices)
    assert "Atlantis" in said
    assert "unknown supplier(s)" in said
    assert "Turkiye" not in said


def test_of_tables_that_end_in_different_years_the_first_to_end_is_told(tmp_path: Path) -> None:
    for name, recipient, last in (("a", "Pakistan", 2017), ("b", "Viet Nam", 2019), ("c", "India", 2012)):
        years = range(2010, last + 1)
        cells = [1] * len(years)
        (tmp_path / f"{name}.csv").write_text(import_values(recipient, years, {"China": cells}, cells))
    paths = [tmp_path / f"{name}.csv" for name in "abc"]
    reading = SIPRI_VALUES.read(paths, WANTED)
    # India is not wanted, so that its table is no end of anything.
    assert set(reading.last_complete_year.values()) == {2017}
    imports = reading.values.filter(pl.col("indicator") == "arms_imports")
    assert dict(imports.group_by("state").agg(pl.max("end")).iter_rows()) == {"PAK": 2017, "VNM": 2019}
    (notice,) = [each for each in reading.notices if "ends in" in each.what]
    assert str(notice) == (
        "a.csv: ends in 2017, which is told as the last year of all tables, though b.csv (2019) go on, whose later values "
        "are kept"
    )
    alone = SIPRI_VALUES.read(paths[1:2], WANTED)
    assert set(alone.last_complete_year.values()) == {2019}
    assert not any("ends in" in each.what for each in alone.notices)
