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


def write_tables(tables: Iterable[ReportTable], folder: Path) -> tuple[Path, ...]:
    """Write each table into `csv/`, `parquet/` and `json/` of a folder and describe them; gives the files' paths.

    The same tables give the same bytes. Each file is written whole or not at all.
    """
    told = tuple(tables)
    written = []
    for table in told:
        for place, content in _contents(table):
            write_whole(content, folder / place)
            written.append(folder / place)
    write_whole(_json({"resources": [*map(_described, told)]}), folder / DESCRIPTION)
    return (*written, folder / DESCRIPTION)


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
