"""Tables as files: each as CSV, Parquet and JSON, with a description that data portals and programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from counterpoise.exchange.spreadsheet import csv_of
from counterpoise.report.tables import ReportTable
from counterpoise.report.whole import write_whole

DESCRIPTION = "datapackage.json"
"""The file that names all tables with their columns, as the Data Package standard (2.0) has it."""

KINDS = ("csv", "parquet", "json")
"""The formats of a table, each in a folder of the name."""


def write_tables(tables: Iterable[ReportTable], folder: Path) -> tuple[Path, ...]:
    """Write each table into `csv/`, `parquet/` and `json/` of a folder and describe them; gives the files' paths.

    The same tables give the same bytes. Each file is written whole or not at all. Tables that only the description names
    which lay there before are taken away; whatever else lies in the folder stays.
    """
    told = tuple(tables)
    before = _described_in(folder)
    written = []
    for table in told:
        for place, content in _contents(table):
            write_whole(content, folder / place)
            written.append(folder / place)
    write_whole(_json({"resources": [*map(_described, told)]}), folder / DESCRIPTION)
    for stale in before - set(written):
        stale.unlink(missing_ok=True)
    return (*written, folder / DESCRIPTION)


def _described_in(folder: Path) -> set[Path]:
    """The files of the tables that the description in a folder names, each in all three formats, as only this module writes them."""
    try:
        said = json.loads((folder / DESCRIPTION).read_bytes())
        names = [str(each["name"]) for each in said["resources"]]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    within = (name for name in names if Path(name).name == name)
    files = ([folder / kind / f"{name}.{kind}" for kind in KINDS] for name in within)
    return {file for of_table in files if all(map(Path.is_file, of_table)) for file in of_table}


def _contents(table: ReportTable) -> Iterator[tuple[str, bytes]]:
    stream = BytesIO()
    table.values.write_parquet(stream)
    yield _csv_place(table), csv_of(table.values).encode()
    yield f"parquet/{table.name}.parquet", stream.getvalue()
    yield f"json/{table.name}.json", _json(table.values.to_dicts())


def _csv_place(table: ReportTable) -> str:
    return f"csv/{table.name}.csv"


def _described(table: ReportTable) -> dict[str, Any]:
    told = {"title": table.caption, "description": table.note}
    return {
        "name": table.name,
        **{key: text for key, text in told.items() if text},
        "path": _csv_place(table),
        "format": "csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [{"name": name, "type": _type(column)} for name, column in table.values.schema.items()]
        },
    }


def _type(column: pl.DataType) -> str:
    """The type of a column by its name in the Table Schema."""
    if column.is_integer():
        return "integer"
    if column.is_numeric():
        return "number"
    return "boolean" if column == pl.Boolean else "string"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
