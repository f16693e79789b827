"""A Parquet file that somebody brings: its columns, how many rows it declares, and its cells.

Read by Arrow. The reader of Polars, which the program uses for what it has written itself, believes what a damaged file says
of its own size and ends the process when there is no such memory; that is no exception, and nothing can be told of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pyarrow import Table
    from pyarrow.parquet import ParquetFile


def columns_of(path: Path) -> tuple[str, ...]:
    """The names of the columns, in order. Raises ValueError where the file is damaged."""
    with _opened(path) as file:
        return tuple(file.schema_arrow.names)


def declared_cells(path: Path, columns: Sequence[str] | None) -> tuple[int, int]:
    """The rows that the file says it has, and the cells in these columns or in all. Raises ValueError where it is damaged."""
    with _opened(path) as file:
        rows = int(file.metadata.num_rows)
        return rows, rows * len(file.schema_arrow.names if columns is None else columns)


def read(path: Path, columns: Sequence[str] | None) -> pl.DataFrame:
    """The columns as they are stored, or all of them. Raises ValueError where the file is damaged or a column is not there."""
    with _opened(path) as file:
        missing = [name for name in columns or () if name not in file.schema_arrow.names]
        if missing:
            raise ValueError(f"there is no column {', '.join(missing)}")
        frame = _frame(file.read(columns=None if columns is None else list(columns)))
    return frame if columns is None else frame.select(columns)


def _frame(table: Table) -> pl.DataFrame:
    # Polars takes what Arrow gives it at its word, notes about columns and the bytes of texts too.
    table.validate(full=True)
    frame = pl.from_arrow(table.from_arrays(table.columns, names=table.schema.names))
    if not isinstance(frame, pl.DataFrame):
        raise ValueError("holds no table")
    # A column without a name is given one by Polars, by which nobody asks for it.
    frame.columns = table.schema.names
    return frame


@contextmanager
def _opened(path: Path) -> Iterator[ParquetFile]:
    """Arrow's reader of the file, whose errors come out as ValueError. It is loaded only when a study has such a file."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, UnicodeDecodeError, OverflowError, MemoryError) as error:
        raise ValueError(str(error)) from error
