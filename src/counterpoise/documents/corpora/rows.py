"""Rows of a table of documents, read one after the other: CSV, JSON Lines, Parquet and Excel, also packed with gzip."""

from __future__ import annotations

import codecs
import csv
import datetime
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from counterpoise.admission import BLOCK, LARGEST_DATA, admitted, check_unpacked, unpacked
from counterpoise.documents.archives import open_archive
from counterpoise.documents.formats.text import encoding_of
from counterpoise.documents.limits import HIGHEST_RATIO, LONGEST_CELL, MOST_ROWS, RATIO_COUNTS_FROM
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

LARGEST = 4 * LARGEST_DATA
"""Bytes of the largest table, as it lies and as it unpacks; text is read in pieces and never held whole."""

LARGEST_ROW = 64 * 2**20
"""Bytes of the longest row."""

CORPUS_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx")
"""The suffixes of tables of documents, in lower case; `.gz` may follow."""

_SAMPLE = 64 * 1024
_BATCH = 256
_LINE_END = re.compile(r"[\r\n]")
_DAMAGE = (OSError, EOFError, ValueError, csv.Error, zlib.error)

Row = Mapping[str, str]
"""One row: cells as text by the name of their column, empty where there is nothing."""


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row with its number, from 1, without the header; a row that cannot be read is a problem."""

    number: int
    cells: Row


def corpus_rows(path: Path, place: str, wanted: Sequence[str]) -> Iterator[NumberedRow | Problem]:
    """The rows of a table, each with the wanted columns only, without ever holding the whole of a text format.

    Raises CounterpoiseError with `place` where the file is damaged, of another kind or too large, or has not
    all the wanted columns, of which the nearest are named.
    """
    path = admitted(path, place, LARGEST)
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packed = suffixes[-1:] == [".gz"]
    kind = next(iter(suffixes[-2:-1] if packed else suffixes[-1:]), "")
    if kind not in CORPUS_SUFFIXES:
        known = ", ".join(CORPUS_SUFFIXES)
        raise CounterpoiseError(
            Problem(place, f"is no table of documents; these are: {known}, also with .gz")
        )
    try:
        with _opened(path, packed, place) as stream:
            rows: Iterator[NumberedRow | Problem]
            match kind:
                case ".parquet":
                    rows = _parquet(stream, place, wanted)
                case ".xlsx":
                    rows = _excel(stream, place, wanted)
                case ".csv" | ".tsv":
                    rows = _csv(stream, _encoding(path, packed, place), place, wanted)
                case _:
                    rows = _json_lines(stream, place, wanted)
            for count, row in enumerate(rows):
                if count == MOST_ROWS:
                    raise CounterpoiseError(Problem(place, f"has more than {MOST_ROWS:,} rows, the limit"))
                yield row if isinstance(row, Problem) else _of_cells(row, place)
    except _DAMAGE as error:
        raise CounterpoiseError(Problem(place, f"is damaged, or no {kind} file ({error})")) from error


def _of_cells(row: NumberedRow, place: str) -> NumberedRow | Problem:
    """The row, or the problem that a cell of it is longer than a text in a cell can be."""
    longest = max(map(len, row.cells.values()), default=0)
    if longest <= LONGEST_CELL:
        return row
    what = f"has a cell of {longest:,} characters; the limit is {LONGEST_CELL:,}; row skipped"
    return Problem(f"{place}, row {row.number}", what)


def check_columns(place: str, wanted: Sequence[str], found: Sequence[str]) -> None:
    """Raise CounterpoiseError with every column that is wanted and not found, and the nearest name of each."""
    lacking = [name for name in dict.fromkeys(wanted) if name not in found]
    if lacking:
        there = ", ".join(found) or "none"
        raise CounterpoiseError(
            *(
                Problem(place, f"has no column '{name}'{did_you_mean(name, found)} (its columns: {there})")
                for name in lacking
            )
        )


def _opened(path: Path, packed: bool, place: str) -> io.BufferedReader:
    return io.BufferedReader(_Counted(path, place) if packed else io.FileIO(path), _SAMPLE)


def _encoding(path: Path, packed: bool, place: str) -> str:
    """The encoding of a whole text file: one byte beyond ASCII may stand after any number of plain ones."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with _opened(path, packed, place) as stream:
        block = stream.read(_SAMPLE)
        encoding = encoding_of(block, place)
        while block and encoding == "utf-8":
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return encoding_of(block, place)
            block = stream.read(BLOCK)
    return encoding


class _Recoded(io.RawIOBase):
    """A text stream of any encoding as UTF-8, in which bytes that are no characters are replaced."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content, block = b"", b"more"
        while block and not content:
            # No byte becomes more than three.
            block = self._stream.read(len(buffer) // 4)
            content = self._decoder.decode(block, not block).encode()
        buffer[: len(content)] = content
        return len(content)


class _Counted(io.RawIOBase):
    """A packed stream that stops where it has unpacked to more than the limit, or than its packed size allows."""

    def __init__(self, path: Path, place: str) -> None:
        self._stream, self._place, self._count = gzip.GzipFile(path), place, 0
        self._allowed = max(RATIO_COUNTS_FROM, HIGHEST_RATIO * path.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content = self._stream.read(len(buffer))
        self._count += len(content)
        check_unpacked(self._count, self._place, LARGEST)
        if self._count > self._allowed:
            what = f"unpacks to more than {HIGHEST_RATIO} times its size, which is the limit"
            raise CounterpoiseError(Problem(self._place, what))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _parquet(stream: IO[bytes], place: str, wanted: Sequence[str]) -> Iterator[NumberedRow]:
    import pyarrow as pa
    from pyarrow import parquet

    # Parquet is read from its end, which a packed stream cannot go to.
    source = stream if stream.seekable() else io.BytesIO(unpacked(stream, place))
    try:
        table = parquet.ParquetFile(source)
        check_columns(place, wanted, table.schema_arrow.names)
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH, columns=list(dict.fromkeys(wanted))):
            for row in batch.to_pylist():
                number += 1
                yield NumberedRow(number, {name: cell_text(row[name]) for name in wanted})
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error


def _excel(stream: IO[bytes], place: str, wanted: Sequence[str]) -> Iterator[NumberedRow]:
    import fastexcel

    content = unpacked(stream, place)
    open_archive(content, place, "expected an .xlsx file as Excel saves it")
    try:
        book = fastexcel.read_excel(content)
        found = [str(name) for name in book.load_sheet(0, n_rows=0).to_polars().columns]
        check_columns(place, wanted, found)
        sheet = book.load_sheet(0, use_columns=list(dict.fromkeys(wanted)), dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise ValueError(str(error)) from error
    for number, row in enumerate(sheet.iter_rows(named=True), start=1):
        yield NumberedRow(number, {name: cell_text(row[name]) for name in wanted})


def _csv(
    stream: io.BufferedReader, encoding: str, place: str, wanted: Sequence[str]
) -> Iterator[NumberedRow | Problem]:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    head = stream.peek(_SAMPLE)[:_SAMPLE]
    header = _LINE_END.split(codecs.decode(head, encoding, "replace").removeprefix("\ufeff"), 1)[0]
    separator = max(",;\t", key=header.count)
    check_columns(place, wanted, next(csv.reader([header], delimiter=separator), []))
    bad: dict[int, Problem] = {}

    def unreadable(row: Any) -> str:
        # The library counts the header as a row.
        what = f"{row.actual_columns} cells under {row.expected_columns} columns; row skipped"
        bad[row.number - 1] = Problem(f"{place}, row {row.number - 1}", what)
        return "skip"

    columns = list(dict.fromkeys(wanted))
    try:
        reader = arrow_csv.open_csv(
            io.BufferedReader(_Recoded(stream, encoding), _SAMPLE),
            # Rows are numbered only where one thread reads them.
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=LARGEST_ROW),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=unreadable
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=columns,
                column_types=dict.fromkeys(columns, pa.string()),
                strings_can_be_null=False,
            ),
        )
        number = 0
        for batch in reader:
            for row in batch.to_pylist():
                number += 1
                while number in bad:
                    yield bad.pop(number)
                    number += 1
                yield NumberedRow(number, {name: cell_text(row[name]) for name in wanted})
        yield from bad.values()
    except (pa.ArrowException, LookupError) as error:
        raise ValueError(str(error)) from error


def _json_lines(stream: IO[bytes], place: str, wanted: Sequence[str]) -> Iterator[NumberedRow | Problem]:
    first = stream.read(1)
    while first and first.isspace():
        first = stream.read(1)
    listed = first == b"["
    rows = _listed(stream) if listed else _lines(stream, first)
    checked = False
    for number, line in enumerate(rows, start=1):
        where = f"{place}, row {number}" if listed else f"{place}:{number}"
        if len(line) > LARGEST_ROW:
            raise ValueError(f"row {number} has more than {LARGEST_ROW // 2**20} MiB")
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Problem(where, f"is no JSON ({error}); row skipped")
            continue
        if not isinstance(row, dict):
            yield Problem(where, "holds no object with named values; row skipped")
            continue
        # Rows may leave out what they have no value for; the first shows what the names are.
        if not checked and any(name not in row for name in wanted):
            check_columns(place, wanted, list(row))
        checked = True
        yield NumberedRow(number, {name: cell_text(row.get(name)) for name in wanted})


def _lines(stream: IO[bytes], first: bytes) -> Iterator[bytes]:
    line = first + stream.readline(LARGEST_ROW + 1)
    while line:
        yield line
        line = stream.readline(LARGEST_ROW + 1)


def _listed(stream: IO[bytes]) -> Iterator[bytes]:
    """The objects of one JSON list, which is small enough to be read whole."""
    content = stream.read(LARGEST_ROW + 1)
    if len(content) > LARGEST_ROW:
        raise ValueError(f"one list of more than {LARGEST_ROW // 2**20} MiB; write one object a line")
    try:
        rows = json.loads(b"[" + content)
    except RecursionError as error:
        raise ValueError("its lists nest too deep") from error
    yield from (json.dumps(row).encode() for row in rows)


def cell_text(value: object) -> str:
    """A cell as text: a whole number without a fraction, a date as ISO 8601 writes it, nothing as nothing."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "; ".join(cell_text(each) for each in value)
    return value if isinstance(value, str) else str(value)
