"""Tables as verbs answer with them: printed for people, or written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.errors import Problem, UsageError, did_you_mean

if TYPE_CHECKING:
    import polars as pl

ENDINGS = (".csv", ".parquet")


def writable(path: Path | None, replace: bool = False) -> Path | None:
    """The file that a table is to be written to, looked at before anything is read for it.

    Raises UsageError where the name ends otherwise, its folder is not there, or a file is there already that it may not `replace`.
    """
    if path is None:
        return None
    problems = []
    if path.suffix.lower() not in ENDINGS:
        near = did_you_mean(path.suffix.lower(), ENDINGS)
        problems.append(f"expected a name that ends in {' or '.join(ENDINGS)}{near}")
    if not path.parent.is_dir():
        problems.append(f"there is no folder {path.parent}")
    elif path.is_dir():
        problems.append("this is a folder; name a file in it")
    elif path.exists() and not replace:
        problems.append("is there already; name another, or add --replace")
    if problems:
        raise UsageError(*(Problem(f"--output {path}", what) for what in problems))
    return path


OutputOption = Annotated[
    Path | None, typer.Option("--output", help="Write the whole table to this .csv or .parquet file.")
]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="Write over a file that is there.")]


PLAIN = frozenset(("year", "first", "last", "start", "end", "period", "session"))
"""Columns of years and sessions, whose numbers name and do not count: no comma parts their thousands."""


def printed(table: pl.DataFrame, decimals: int = 2) -> str:
    """A table with its columns one below another; numbers stand to the right, those of years without a comma."""
    plain = [name in PLAIN for name in table.columns]
    rows = (
        [_cell(value, name, decimals) for value, name in zip(row, plain, strict=True)]
        for row in table.iter_rows()
    )
    cells = [table.columns, *rows]
    widths = [max(len(row[place]) for row in cells) for place in range(table.width)]
    numeric = [kind.is_numeric() for kind in table.dtypes]
    lines = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in cells
    ]
    return "\n".join(lines)


def write_table(table: pl.DataFrame, path: Path) -> str:
    """Write a table to a .csv or .parquet file; gives the words that say so, and whether there was one already.

    Whether it may be written over was asked before anything was read (`writable`, whose other errors are raised here too).
    """
    from counterpoise.exchange.spreadsheet import write_csv

    replaced = ", in place of what was there" if path.is_file() else ""
    writable(path, replace=True)
    if path.suffix.lower() == ".csv":
        write_csv(table, path)
    else:
        table.write_parquet(path)
    return f"Written to {path}{replaced}."


def _cell(value: object, plain: bool, decimals: int) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:z.{decimals}f}"
    return f"{value:,}" if isinstance(value, int) and not plain else str(value)
