"""A table as a file holds it: the names of its columns, and its cells as they are stored.

CSV (also gzipped or zipped, also semicolons or tabs, UTF-8 or Latin-1), Parquet, Stata, SPSS, R and Excel files are read
alike. A file that is missing or damaged is an error.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, cast

import polars as pl

from counterpoise.admission import check_unpacked, unpacked
from counterpoise.datasets import parquet
from counterpoise.datasets.preamble import LINES_SEEN, lines_of_preamble, separator_of
from counterpoise.datasets.rfile import RFileError, object_name, read_frame
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

KIND_OF_ENDING: Mapping[str, str] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".zip": "csv",
    ".parquet": "parquet",
    ".dta": "dta",
    ".sav": "sav",
    ".zsav": "sav",
    ".rda": "r",
    ".rdata": "r",
    ".xlsx": "xlsx",
    ".xls": "xls",
}
DATA_SUFFIXES = tuple(KIND_OF_ENDING)
"""How the names of the files end that are read, in lower case."""

MOST_CELLS = 2**27
"""Cells of the largest table that is read; a small file can say that it holds a number a billion times."""

ROWS_OF_EVENTS = "rows:"
"""What stands for the header of a table that has none and begins with an event: a number and a day, `rows:61`."""

_TABLES = (".csv", ".tsv", ".txt")
_EVENT = re.compile(r"\d+[,;\t]\d{8}[,;\t]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

LONGEST_LINE = 1_000_000
SHEETS_OF_DATA = ("GCDF_3.0",)
"""Names of sheets of official workbooks whose data do not come first."""

UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    IndexError,
    KeyError,
    zlib.error,
    pl.exceptions.PolarsError,
    # No Exception: what Polars did not foresee in a damaged file.
    pl.exceptions.PanicException,
    RFileError,
    # Of archives: damaged, in a packing that is not known, and under a password.
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
)
"""What the readers of files raise of one that is damaged."""


def header(path: Path) -> tuple[str, ...]:
    """The names of a file's columns in order; of an R file only the first object, as `object:NAME`.

    A table of events without a header line, as GDELT has them, gives `rows:N`, N being the columns of its first row.
    """
    if not path.is_file():
        raise CounterpoiseError(Problem(str(path), "there is no such file"))
    try:
        match _kind(path):
            case "csv":
                lines = first_lines(path)
                return _names(lines[lines_of_preamble(lines)])
            case "parquet":
                return parquet.columns_of(path)
            case "dta" | "sav":
                return tuple(_of_statistics(path))
            case "r":
                return (f"object:{object_name(path)}",)
            case "xlsx" | "xls":
                return tuple(sheet(path, rows=0).columns)
            case _:
                return ()
    except UNREADABLE as error:
        raise damaged(path, error) from error


def sheet(path: Path, rows: int | None = None, name: str | None = None, skip: int = 0) -> pl.DataFrame:
    """The sheet of a spreadsheet that holds its data, or the one named, cells as text; of its rows all, or so many.

    That is the first sheet, or one that is named in `SHEETS_OF_DATA`, where others come before it. `skip` rows stand
    above the header.
    """
    try:
        if _kind(path) == "xlsx":
            _check_archive(path)
        options = {"header_row": skip} | ({} if rows is None else {"n_rows": rows})
        return pl.read_excel(
            path, sheet_name=_sheet_of(path, name), infer_schema_length=0, read_options=options
        )
    except CounterpoiseError:
        raise
    except Exception as error:  # the spreadsheet reader has no exception class of its own that covers all
        raise damaged(path, error) from error


def _sheet_of(path: Path, name: str | None) -> str:
    """The sheet of that name, or the one that holds the data."""
    import fastexcel

    names = fastexcel.read_excel(path).sheet_names
    if name is None:
        return next((each for each in names if each in SHEETS_OF_DATA), names[0])
    if name not in names:
        known = did_you_mean(name, names) or f"; there are {', '.join(names)}"
        raise CounterpoiseError(Problem(path.name, f"has no sheet '{name}'{known}"))
    return name


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        check_unpacked(sum(part.file_size for part in archive.infolist()), path.name)
        # Unpacked once, so that a part that holds more than it declares is found out by its checksum.
        if (part := archive.testzip()) is not None:
            raise zipfile.BadZipFile(f"{part} is not what it declares")


def damaged(path: Path, error: Exception) -> CounterpoiseError:
    """Say that a file cannot be read, with the first line of the reason."""
    reason = str(error).strip().split("\n")[0] or type(error).__name__
    return CounterpoiseError(Problem(path.name, f"the file is damaged or not what its name says: {reason}"))


def place_of_row(path: Path, number: object) -> str:
    """Where a row stands: the line of a text file, the row of any other."""
    return f"{path.name}:{number}" if _kind(path) == "csv" else f"{path.name}, row {number}"


def _kind(path: Path) -> str:
    name = path.name.lower()
    return next((kind for ending, kind in KIND_OF_ENDING.items() if name.endswith(ending)), "")


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a CSV file: as they lie, of a gzip, or of the one table in a zip archive.

    Raises zipfile.BadZipFile where an archive holds none or more than one, and what `gzip` and `zipfile` raise of damage.
    """
    with path.open("rb") as plain:
        begins = plain.read(4)
    if begins[:2] == b"\x1f\x8b":
        with gzip.open(path, "rb") as unzipped:
            yield cast(IO[bytes], unzipped)
    elif begins == b"PK\x03\x04" or path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            tables = [name for name in archive.namelist() if name.lower().endswith(_TABLES)]
            if len(tables) != 1:
                raise zipfile.BadZipFile(
                    f"the archive holds {len(tables)} tables ({', '.join(_TABLES)}), expected one"
                )
            with archive.open(tables[0]) as stream:
                yield stream
    else:
        with path.open("rb") as stream:
            yield stream


def first_lines(path: Path) -> list[str]:
    """The lines with which a CSV file begins, without their ends. Raises CounterpoiseError where it is in UTF-16."""
    with opened(path) as stream:
        content = b"".join(stream.readline(LONGEST_LINE) for _ in range(LINES_SEEN))
    if content.startswith(_UTF_16):
        raise CounterpoiseError(
            Problem(path.name, "is in UTF-16; expected UTF-8. Download it again, or save it as UTF-8")
        )
    return [line.rstrip("\r") for line in text_of(content).split("\n")]


def preamble(path: Path) -> tuple[str, ...]:
    """The lines of a CSV file above the names of its columns."""
    lines = first_lines(path)
    return tuple(lines[: lines_of_preamble(lines)])


def text_of(content: bytes) -> str:
    """Decode UTF-8 with or without a byte order mark, or else Latin-1."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def text_of_table(path: Path) -> str:
    """The whole of a CSV file, unpacked if it is packed.

    Raises CounterpoiseError where it is damaged or unpacks to too much.
    """
    try:
        with opened(path) as stream:
            content = unpacked(stream, path.name)
    except UNREADABLE as error:
        raise damaged(path, error) from error
    return text_of(content)


def _names(line: str) -> tuple[str, ...]:
    """The names in a header line, or what stands for them."""
    cells = _cells(line)
    return (f"{ROWS_OF_EVENTS}{len(cells)}",) if _EVENT.match(line) else tuple(cells)


def _cells(line: str) -> list[str]:
    return [_name(cell) for cell in line.split(separator_of(line))]


def _name(cell: str) -> str:
    return cell.strip().strip('"')


def _bare(written: Sequence[str]) -> Mapping[str, str]:
    """The names that stand between spaces, as `header` gives them, with how they are written; none that are there twice."""
    times = Counter(map(_name, written))
    return {_name(name): name for name in written if _name(name) != name and times[_name(name)] == 1}


def whole_table(path: Path, name: str | None = None, skip: int = 0) -> tuple[pl.DataFrame, int]:
    """Every column of a table as stored, cells of text files and spreadsheets as text, and the number of its first row.

    `name` is that of a sheet; `skip` lines stand above the header. Raises CounterpoiseError where the file is missing,
    damaged, or no table.
    """
    if not path.is_file():
        raise CounterpoiseError(Problem(str(path), "there is no such file"))
    if not _kind(path):
        endings = ", ".join(DATA_SUFFIXES)
        raise CounterpoiseError(Problem(path.name, f"is no table by its name; expected one of {endings}"))
    return stored_columns(path, None, name, skip)


def stored_columns(
    path: Path, columns: list[str] | None, name: str | None = None, skip: int | None = None
) -> tuple[pl.DataFrame, int]:
    """The columns as stored, or all of them; cells of text as text, and the number of the first row."""
    try:
        match _kind(path):
            case "csv":
                lines = text_of_table(path).split("\n", max(LINES_SEEN, skip or 0))
                above = lines_of_preamble(lines[:LINES_SEEN]) if skip is None else min(skip, len(lines) - 1)
                content, separator = "\n".join(lines[above:]).encode(), separator_of(lines[above])
                written = pl.read_csv(content, n_rows=0, separator=separator, infer_schema=False).columns
                bare = _bare(written)
                table = pl.read_csv(
                    content,
                    columns=columns if columns is None else [bare.get(name, name) for name in columns],
                    separator=separator,
                    infer_schema=False,
                )
                return table.rename({there: name for name, there in bare.items()}, strict=False), above + 2
            case "parquet":
                rows, cells = parquet.declared_cells(path, columns)
                if cells > MOST_CELLS:
                    raise CounterpoiseError(
                        Problem(
                            path.name,
                            f"says that it has {rows:,} rows; at most {MOST_CELLS:,} cells are read",
                        )
                    )
                table = parquet.read(path, columns)
            case "xlsx" | "xls":
                found = sheet(path, name=name, skip=skip or 0)
                return found.select(columns or found.columns), 2 + (skip or 0)
            case "dta" | "sav":
                table = pl.DataFrame(_of_statistics(path, columns or list(_of_statistics(path))))
            case _:
                found = read_frame(path)[1]
                table = found.select(columns or found.columns)
    except UNREADABLE as error:
        raise damaged(path, error) from error
    return table.with_columns(pl.col(pl.Categorical).cast(pl.String)), 1


def made_on(path: Path) -> date | None:
    """The day on which a Stata file says that it was made; other files do not say."""
    if _kind(path) != "dta":
        return None
    import pyreadstat

    try:
        _, facts = pyreadstat.read_dta(str(path), metadataonly=True)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise damaged(path, error) from error
    return facts.creation_time.date() if isinstance(facts.creation_time, datetime) else None


def _of_statistics(path: Path, columns: list[str] | None = None) -> dict[str, list[object]]:
    """The named columns of a file of Stata or SPSS, or all of them without their rows; the library is slow to import, and most studies do not need it."""
    import pyreadstat

    read = pyreadstat.read_dta if _kind(path) == "dta" else pyreadstat.read_sav
    try:
        found: dict[str, list[object]]
        found, _ = read(str(path), metadataonly=columns is None, usecols=columns, output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise ValueError(str(error)) from error
    return found
