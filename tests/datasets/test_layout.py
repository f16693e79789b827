import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.layout import SHOWN, first_and_last_year, only_file, read_columns
from counterpoise.datasets.tablefile import header
from counterpoise.errors import CounterpoiseError

TABLE = "ccode,year,cinc,note\n2,2010,.15,a\n770,2010,-9,b\n"
KINDS = {"ccode": pl.Int32, "year": pl.Int32, "cinc": pl.Float64}
ROWS = [(2, 2010, 0.15), (770, 2010, None)]


def _csv(path: Path) -> Path:
    path.write_text(TABLE)
    return path


def _semicolons(path: Path) -> Path:
    path.write_bytes(b"\xef\xbb\xbf" + TABLE.replace(",", ";").encode())
    return path


def _gzip(path: Path) -> Path:
    path = path.with_suffix(".csv.gz")
    path.write_bytes(gzip.compress(TABLE.encode()))
    return path


def _parquet(path: Path) -> Path:
    path = path.with_suffix(".parquet")
    pl.DataFrame(
        {"ccode": [2, 770], "year": [2010.0, 2010.0], "cinc": [0.15, -9.0], "note": ["a", "b"]}
    ).write_parquet(path)
    return path


def _stata(path: Path) -> Path:
    import pandas
    import pyreadstat

    path = path.with_suffix(".dta")
    frame = pandas.DataFrame(
        {"ccode": [2, 770], "year": [2010, 2010], "cinc": [0.15, -9], "note": ["a", "b"]}
    )
    pyreadstat.write_dta(frame, str(path))
    return path


@pytest.mark.parametrize("write", [_csv, _semicolons, _gzip, _parquet, _stata])
def test_formats_give_the_same_columns(tmp_path: Path, write) -> None:  # type: ignore[no-untyped-def]
    path = write(tmp_path / "table.csv")
    assert header(path) == ("ccode", "year", "cinc", "note")
    table, problems = read_columns(path, KINDS, keys=("ccode", "year"))
    assert table.rows() == ROWS
    assert dict(table.schema) == KINDS
    assert problems == []


@pytest.mark.parametrize("empty", ["", "NA", "N/A", ".", " NA "])
def test_empty_cells_are_null_unless_they_are_keys(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"ccode,year,cinc\n2,2010,{empty}\n{empty},2011,.1\n")
    table, problems = read_columns(path, KINDS, keys=("ccode", "year"))
    assert table.rows() == [(2, 2010, None)]
    assert [problem.place for problem in problems] == ["table.csv:3"]


def test_a_fraction_is_no_year(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("ccode,year,cinc\n2,2010.5,.1\n2,2011.0,.1\n")
    table, problems = read_columns(path, KINDS, keys=("ccode", "year"))
    assert table["year"].to_list() == [2011]
    assert str(problems[0]) == "table.csv:2: year is '2010.5', expected a whole number. Row skipped"


def test_a_date_may_carry_the_midnight_that_a_spreadsheet_adds(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("day\n1959-12-02 00:00:00\n1959-12-03\n1959-12-03 10:00:00\n")
    table, problems = read_columns(path, {"day": pl.Date}, keys=("day",))
    assert [str(day) for day in table["day"]] == ["1959-12-02", "1959-12-03"]
    assert [problem.place for problem in problems] == ["days.csv:4"]


def test_many_wrong_rows_are_summed_up(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("ccode,year,cinc\n" + "x,2010,.1\n" * (SHOWN + 7) + "2,2010,.1\n")
    table, problems = read_columns(path, KINDS, keys=("ccode", "year"))
    assert table.height == 1
    assert len(problems) == SHOWN + 1
    assert problems[-1].what.startswith("7 further rows")


def test_a_row_with_too_many_cells_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("ccode,year,cinc\n2,2010,.1,4,5\n")
    with pytest.raises(CounterpoiseError, match=r"table\.csv: the file is damaged"):
        read_columns(path, KINDS, keys=("ccode", "year"))


def test_a_file_without_rows_covers_no_years(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("ccode,year,cinc\n")
    table, _ = read_columns(path, KINDS, keys=("ccode", "year"))
    with pytest.raises(CounterpoiseError, match=r"table\.csv: has no rows"):
        first_and_last_year(path, table["year"])


def test_a_source_of_one_file_does_not_take_two() -> None:
    with pytest.raises(CounterpoiseError, match=r"gcdf: needs one file, found 2: a\.csv, b\.csv"):
        only_file("gcdf", [Path("a.csv"), Path("b.csv")])


def test_a_day_is_never_taken_for_not_available(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("number,day\n1,1969-12-23\n2,1969-12-22\n")
    table, problems = read_columns(path, {"number": pl.Int32, "day": pl.Date}, keys=("number", "day"))
    assert problems == []
    # Nine days before the first of 1970, which is how a day is stored.
    assert table.rows() == [(1, date(1969, 12, 23)), (2, date(1969, 12, 22))]
