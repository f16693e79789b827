import csv
import io
from pathlib import Path

import polars as pl
import pytest

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.gcdf import ADJUSTED, GCDF
from counterpoise.datasets.source import Reading, Wanted
from counterpoise.datasets.tablefile import header
from tests.workbook import workbook_of

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


@pytest.fixture(scope="session")
def columns(shared: Path) -> list[str]:
    """The names of the columns of the official sheet."""
    return list(header(shared / "data/formats/gcdf3_columns.csv"))


def projects(columns: list[str], *rows: tuple[str, str, str, int | str, str, float | str]) -> list[list[str]]:
    """Rows of the official sheet: recommended, recipient, ISO3, year, class of flows, adjusted amount."""
    named = (
        "Recommended For Aggregates",
        "Recipient",
        "Recipient ISO-3",
        "Commitment Year",
        "Flow Class",
        ADJUSTED,
    )
    table = [columns]
    for number, row in enumerate(rows):
        cells = {"AidData Record ID": number, **dict(zip(named, row, strict=True)), "Amount (Nominal USD)": 7}
        table.append([str(cells.get(column, "")) for column in columns])
    return table


def read(path: Path, rows: list[list[str]], wanted: Wanted) -> Reading:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue())
    return GCDF.read([path], wanted)


PAKISTAN = Wanted(("PAK",), ("USA", "CHN"), 1990, 2025)


def test_only_projects_recommended_for_aggregates_count_by_class_of_flow(
    columns: list[str], tmp_path: Path
) -> None:
    rows = projects(
        columns,
        ("Yes", "Pakistan", "PAK", 2015, "OOF-like", 5e6),
        ("Yes", "Pakistan", "PAK", 2015, "OOF-like", 2e6),
        ("Yes", "Pakistan", "PAK", 2015, "ODA-like", 1e6),
        ("Yes", "Pakistan", "PAK", 2015, "Vague (Official Finance)", 3e6),
        ("No", "Pakistan", "PAK", 2015, "OOF-like", 9e9),
        ("Yes", "Pakistan", "PAK", 2017, "ODA-like", ""),
    )
    reading = read(tmp_path / "gcdf.csv", rows, PAKISTAN)
    assert reading.problems == ()
    found = {(row["indicator"], row["start"]): row["value"] for row in reading.values.iter_rows(named=True)}
    assert found == {
        ("gcdf_oof", 2015): 7.0,
        ("gcdf_oda", 2015): 1.0,
        ("gcdf_vague", 2015): 3.0,
        ("gcdf_oof_oda", 2015): 8.0,
        **{(indicator, year): 0.0 for indicator in GCDF.indicators for year in (2016, 2017)},
    }
    assert reading.values["row"][0] == "gcdf.csv Recipient ISO-3=PAK Commitment Year=2015, projects: 4"
    (notice,) = reading.notices
    assert notice.what == f"1 project recommended for aggregates have no {ADJUSTED} and count as nothing"


def test_recipients_that_are_no_state_are_named_with_what_they_were_promised(
    columns: list[str], tmp_path: Path
) -> None:
    rows = projects(
        columns,
        ("Yes", "Pakistan", "PAK", 2015, "OOF-like", 5e6),
        ("Yes", "Africa, regional", "", 2015, "ODA-like", 4e6),
        ("Yes", "Africa, regional", "", 2016, "OOF-like", 8e6),
        ("No", "Asia, regional", "", 2016, "OOF-like", 8e6),
    )
    reading = read(tmp_path / "gcdf.csv", rows, PAKISTAN)
    assert [str(notice) for notice in reading.notices] == [
        "gcdf.csv: recipients that are no state in the year are left out: "
        "Africa, regional (2 projects, 12.0 million constant 2021 USD)"
    ]


def test_a_class_of_flows_that_is_none_of_three_is_named(columns: list[str], tmp_path: Path) -> None:
    rows = projects(
        columns,
        ("Yes", "Pakistan", "PAK", 2015, "OOF-like", 5e6),
        ("Yes", "Pakistan", "PAK", 2015, "Grant-like", 4e6),
        ("Yes", "Pakistan", "PAK", "", "ODA-like", 4e6),
    )
    reading = read(tmp_path / "gcdf.csv", rows, PAKISTAN)
    assert [problem.place for problem in reading.problems] == [
        "gcdf.csv AidData Record ID=1",
        "gcdf.csv AidData Record ID=2",
    ]
    assert "Flow Class is 'Grant-like'" in reading.problems[0].what
    assert reading.values.filter(pl.col("indicator") == "gcdf_oof_oda")["value"].to_list() == [5.0]


def test_the_sheet_of_the_official_workbook_is_found_behind_others(
    columns: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "AidDatasGlobalChineseDevelopmentFinanceDataset_v3.0.xlsx"
    rows = projects(columns, ("Yes", "Pakistan", "PAK", 2015, "OOF-like", 5e6))
    path.write_bytes(
        workbook_of({"About": [["Read me first"]], "GCDF_3.0": rows, "Definitions": [["Field", "Meaning"]]})
    )
    assert list(header(path)) == columns
    assert GCDF.recognises(header(path))
    values = GCDF.read([path], PAKISTAN).values
    assert values.filter(pl.col("indicator") == "gcdf_oof")["value"].to_list() == [5.0]


def test_projects_mean_the_same_as_their_sums(shared: Path, columns: list[str], tmp_path: Path) -> None:
    # AidData's sums by recipient and year, taken apart into projects and summed again.
    sums = shared / "data/gcdf/cow_gcdf.csv"
    table = (
        pl.read_csv(sums, infer_schema_length=None)
        .lazy()
        .pipe(with_iso3, "ccode", "year", "state")
        .filter(pl.col("state").is_in(["PAK", "VNM", "KEN", "BGD"]))
        .collect()
    )
    classes = {"oof_adj": "OOF-like", "oda_adj": "ODA-like", "vof_adj": "Vague (Official Finance)"}
    rows = [
        ("Yes", "of the table", row["state"], row["year"], flow, row[column] * share)
        for row in table.iter_rows(named=True)
        for column, flow in classes.items()
        for share in (0.25, 0.75)
    ]
    states = ("PAK", "VNM", "KEN", "BGD")
    first, last = table["year"].min(), table["year"].max()
    wanted = Wanted(states, ("USA", "CHN"), first, last)  # type: ignore[arg-type]
    ours = read(tmp_path / "gcdf.csv", projects(columns, *rows), wanted).values
    theirs = GCDF.read([sums], wanted).values
    keys = ["indicator", "state", "partner", "start", "end", "unit"]
    both = ours.join(theirs, on=keys)
    assert both.height == ours.height == theirs.height > 300
    assert (both["value"] - both["value_right"]).abs().max() < 1e-6
    # Global Chinese Development Finance 3.0: 11,812.7 million of other official flows to Pakistan in 2015.
    oof = ours.filter(pl.col("indicator") == "gcdf_oof", pl.col("state") == "PAK", pl.col("start") == 2015)
    assert round(oof["value"].item(), 1) == 11812.7


def test_projects_of_years_that_only_one_list_of_states_has_are_kept(
    columns: list[str], tmp_path: Path
) -> None:
    # The Correlates of War have Micronesia from 1991, Gleditsch and Ward from 1986.
    rows = projects(
        columns,
        ("Yes", "Micronesia", "FSM", 1988, "ODA-like", 4e6),
        ("Yes", "Micronesia", "FSM", 1990, "ODA-like", 1e6),
    )
    reading = read(tmp_path / "gcdf.csv", rows, Wanted(("FSM",), ("USA", "CHN")))
    given = reading.values.filter(indicator="gcdf_oda")
    assert dict(given.select("start", "value").iter_rows()) == {1988: 4, 1989: 0, 1990: 1}
