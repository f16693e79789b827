import csv
import json
from pathlib import Path

import polars as pl
import pytest

from counterpoise.exchange.spreadsheet import unguarded
from counterpoise.report.table_files import DESCRIPTION, write_tables
from counterpoise.report.tables import tables_of
from tests.report.test_html import outline


def test_each_table_is_the_same_as_csv_parquet_and_json(tmp_path: Path) -> None:
    tables = tables_of(outline(), beside=pl.DataFrame({"text": ["=1+1", "\u2028é"], "n": [0.1, None]}))
    written = write_tables(tables, tmp_path)
    assert len(written) == 3 * len(tables) + 1
    assert sorted(written) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for table in tables:
        parquet = pl.read_parquet(tmp_path / "parquet" / f"{table.name}.parquet")
        assert parquet.equals(table.values)
        assert parquet.schema == table.values.schema
        rows = json.loads((tmp_path / "json" / f"{table.name}.json").read_text("utf-8"))
        assert rows == table.values.to_dicts()
        with (tmp_path / "csv" / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            lines = [{key: unguarded(value) for key, value in row.items()} for row in csv.DictReader(stream)]
        told = table.values.cast(pl.String).fill_null("").to_dicts()
        assert lines == told


def test_tables_of_the_report_before_are_taken_away_and_nothing_else(tmp_path: Path) -> None:
    frames = {name: pl.DataFrame({"n": [1]}) for name in ("gone", "kept")}
    write_tables(tables_of(outline(), **frames), tmp_path)
    (tmp_path / "csv" / "mine.csv").write_text("n\n1\n")
    (tmp_path / "parquet" / "gone.parquet").with_name("mine.parquet").write_bytes(b"")
    written = write_tables(tables_of(outline(), kept=frames["kept"]), tmp_path)
    mine = [tmp_path / "csv" / "mine.csv", tmp_path / "parquet" / "mine.parquet"]
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted([*written, *mine])


@pytest.mark.parametrize("said", ["[]", "{", '{"resources": [{"name": "../mine"}, {"name": "mine"}]}'])
def test_a_description_of_another_takes_nothing_away(tmp_path: Path, said: str) -> None:
    (tmp_path / "csv").mkdir()
    mine = [tmp_path / "mine.csv", tmp_path / "csv" / "mine.csv"]
    for path in mine:
        path.write_text("n\n")
    (tmp_path / DESCRIPTION).write_text(said)
    write_tables((), tmp_path)
    assert all(path.is_file() for path in mine)


def test_the_description_names_every_column_with_its_type(tmp_path: Path) -> None:
    tables = tables_of(outline())
    write_tables(tables, tmp_path)
    resources = json.loads((tmp_path / DESCRIPTION).read_text("utf-8"))["resources"]
    assert [each["name"] for each in resources] == [each.name for each in tables]
    for resource, table in zip(resources, tables, strict=True):
        fields = resource["schema"]["fields"]
        assert [each["name"] for each in fields] == table.values.columns
        assert pl.read_csv(tmp_path / resource["path"]).columns == table.values.columns
    cells = {each["name"]: each["type"] for each in resources[0]["schema"]["fields"]}
    assert (cells["finding"], cells["empty"], cells["not_quoted"]) == ("string", "boolean", "integer")
    (numbers,) = [each for each in resources if each["name"] == "alignment-table"]
    assert numbers["schema"]["fields"][1] == {"name": "Share", "type": "number"}


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_tables(tables_of(outline()), tmp_path / name)
    for path in (tmp_path / "one").rglob("*.*"):
        assert (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes() == path.read_bytes()
