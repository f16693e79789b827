import gzip
import zipfile
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from counterpoise.admission import unpacked
from counterpoise.datasets import layout
from counterpoise.datasets.layout import SHOWN, first_and_last_year, only_file, read_columns
from counterpoise.datasets.tablefile import header, preamble, sheet
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


def test_latin_1_names_survive(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes("name,year\nCôte d'Ivoire,2010\n".encode("latin-1"))
    table, _ = read_columns(path, {"name": pl.String, "year": pl.Int32}, keys=("name",))
    assert table.rows() == [("Côte d'Ivoire", 2010)]


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


def test_an_empty_or_unknown_file_has_no_columns(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "speech.pdf").write_text("%PDF")
    assert header(tmp_path / "empty.csv") == ("",)
    assert header(tmp_path / "speech.pdf") == ()


def test_a_source_of_one_file_does_not_take_two() -> None:
    with pytest.raises(CounterpoiseError, match=r"gcdf: needs one file, found 2: a\.csv, b\.csv"):
        only_file("gcdf", [Path("a.csv"), Path("b.csv")])


def test_a_packed_table_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode() + b" " * 5_000_000))
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(layout, "unpacked", partial(unpacked, largest=2**20))
    with pytest.raises(
        CounterpoiseError, match=r"table\.csv\.gz: unpacks to more than 1 MiB, which is the limit"
    ):
        read_columns(path, KINDS, keys=("ccode", "year"))


def test_a_table_of_one_number_a_billion_times_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.parquet"
    pl.DataFrame(
        {name: pl.zeros(100_000, dtype=kind, eager=True) for name, kind in KINDS.items()}
    ).write_parquet(path)
    assert read_columns(path, KINDS, keys=("ccode", "year"))[0].height == 100_000
    monkeypatch.setattr(layout, "MOST_CELLS", 250_000)
    with pytest.raises(
        CounterpoiseError, match="says that it has 100,000 rows; at most 250,000 cells are read"
    ):
        read_columns(path, KINDS, keys=("ccode", "year"))


def test_damage_that_the_reader_of_parquet_did_not_foresee_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "values.parquet"
    pl.DataFrame({"state": ["PAK"]}).write_parquet(path)

    def panics(*_: object, **__: object) -> pl.DataFrame:
        raise pl.exceptions.PanicException("index out of bounds")

    monkeypatch.setattr(pl, "read_parquet", panics)
    with pytest.raises(CounterpoiseError, match=r"damaged.*index out of bounds"):
        read_columns(path, {"state": pl.String}, ["state"])


def test_a_spreadsheet_that_declares_less_than_it_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "1" * 1_000_000)
    content = path.read_bytes()
    size = (1_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(CounterpoiseError, match=r"figures\.xlsx: the file is damaged"):
        sheet(path)


def test_the_names_of_columns_are_found_below_a_preamble(tmp_path: Path) -> None:
    path = tmp_path / "trees.csv"
    above = ("Trees of the park, measured", "All in metres.", "")
    path.write_text("\r\n".join([*above, "tree,height, ,girth, ", "oak,12,,3,", "elm,tall,?,2,?", ""]))
    assert preamble(path) == above
    assert header(path) == ("tree", "height", "", "girth", "")
    table, problems = read_columns(path, {"tree": pl.String, "girth": pl.Int32, "height": pl.Int32}, keys=())
    assert table.rows() == [("oak", 3, 12)]
    assert [problem.place for problem in problems] == ["trees.csv:6"]
