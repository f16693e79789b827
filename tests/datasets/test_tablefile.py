import gzip
import zipfile
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from counterpoise.admission import unpacked
from counterpoise.datasets import tablefile
from counterpoise.datasets.layout import read_columns
from counterpoise.datasets.tablefile import DATA_SUFFIXES, header, preamble, sheet, whole_table
from counterpoise.errors import CounterpoiseError

TABLE = "ccode,year,cinc,note\n2,2010,.15,a\n770,2010,-9,b\n"
KINDS = {"ccode": pl.Int32, "year": pl.Int32, "cinc": pl.Float64}
ROWS = [(2, 2010, 0.15), (770, 2010, None)]


def test_latin_1_names_survive(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes("name,year\nCôte d'Ivoire,2010\n".encode("latin-1"))
    table, _ = read_columns(path, {"name": pl.String, "year": pl.Int32}, keys=("name",))
    assert table.rows() == [("Côte d'Ivoire", 2010)]


def test_an_empty_or_unknown_file_has_no_columns(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "speech.pdf").write_text("%PDF")
    assert header(tmp_path / "empty.csv") == ("",)
    assert header(tmp_path / "speech.pdf") == ()


def test_a_packed_table_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode() + b" " * 5_000_000))
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(tablefile, "unpacked", partial(unpacked, largest=2**20))
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
    monkeypatch.setattr(tablefile, "MOST_CELLS", 250_000)
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

    monkeypatch.setattr(pl, "from_arrow", panics)
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


def test_a_zip_archive_of_one_table_is_read_as_that_table(tmp_path: Path) -> None:
    path = tmp_path / "table.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.pdf", "%PDF")
        archive.writestr("table.csv", TABLE)
    assert header(path) == ("ccode", "year", "cinc", "note")
    assert read_columns(path, KINDS, keys=("ccode", "year"))[0].rows() == ROWS
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("more.csv", TABLE)
    with pytest.raises(CounterpoiseError, match=r"table\.zip: .*the archive holds 2 tables"):
        header(path)


def test_a_file_in_utf_16_is_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-16")
    with pytest.raises(CounterpoiseError, match=r"table\.csv: is in UTF-16; expected UTF-8"):
        header(path)


def test_rows_of_events_without_a_header_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "20240131.export.CSV"
    path.write_text("1\t20240131\t" + "\t" * 58 + "\n")
    assert header(path) == ("rows:61",)


def test_a_whole_table_is_read_from_the_line_that_the_study_names(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\n" + TABLE)
    table, first = whole_table(path, skip=1)
    assert (table.columns, first) == (["ccode", "year", "cinc", "note"], 3)
    with pytest.raises(CounterpoiseError, match=r"table\.csv: the file is damaged"):
        whole_table(path)  # four cells under three names


def test_a_file_that_is_no_table_by_its_name_is_told_which_are(tmp_path: Path) -> None:
    path = tmp_path / "speech.pdf"
    path.write_text("%PDF")
    with pytest.raises(CounterpoiseError) as error:
        whole_table(path)
    assert all(ending in str(error.value) for ending in DATA_SUFFIXES)


@pytest.mark.parametrize("line", ["ccode, year, cinc,note", '"ccode", "year" ,cinc , note'])
def test_names_of_columns_may_stand_between_spaces(line: str, tmp_path: Path) -> None:
    path = tmp_path / "spaced.csv"
    path.write_text(TABLE.replace(TABLE.splitlines()[0], line))
    assert header(path) == ("ccode", "year", "cinc", "note")
    assert read_columns(path, KINDS, keys=("ccode",))[0].rows() == ROWS
    assert whole_table(path)[0].columns == ["ccode", "year", "cinc", "note"]


def test_names_that_differ_by_spaces_alone_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("year,cinc,cinc \n2010,1,2\n")
    assert whole_table(path)[0].columns == ["year", "cinc", "cinc "]
