"""The layout of a data file: which columns it has, and those that are asked for as typed columns.

CSV (also gzipped or zipped, also semicolons or tabs, UTF-8 or Latin-1), Parquet, Stata, R and Excel files are read alike.
Cells that do not fit their column make problems that name the file and the row; a file that is missing,
damaged or of another layout is an error.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import polars as pl

from counterpoise.admission import check_unpacked, unpacked
from counterpoise.datasets.rfile import RFileError, object_name, read_frame
from counterpoise.errors import CounterpoiseError, Problem

KIND_OF_ENDING: Mapping[str, str] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".zip": "csv",
    ".parquet": "parquet",
    ".dta": "dta",
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

EMPTY_CELLS = ("", "NA", "N/A", "NaN", "nan", "NULL", ".")
NOT_AVAILABLE = -9
SHOWN = 20

_NUMBERS = (pl.Int32, pl.Float64)
_EXPECTED: Mapping[type[pl.DataType], str] = {
    pl.String: "text",
    pl.Date: "a date such as 2019-12-31",
    pl.Int32: "a whole number",
}

UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    IndexError,
    KeyError,
    zlib.error,
    pl.exceptions.PolarsError,
    # No Exception: what the reader of Parquet did not foresee in a damaged file.
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
                return _names(first_line(path))
            case "parquet":
                return tuple(pl.read_parquet_schema(path))
            case "dta":
                return tuple(_stata(path))
            case "r":
                return (f"object:{object_name(path)}",)
            case "xlsx" | "xls":
                return tuple(sheet(path, rows=0).columns)
            case _:
                return ()
    except UNREADABLE as error:
        raise damaged(path, error) from error


def sheet(path: Path, rows: int | None = None) -> pl.DataFrame:
    """The first sheet of a spreadsheet, cells as text; of its rows all, or so many."""
    try:
        if _kind(path) == "xlsx":
            _check_archive(path)
        options = {} if rows is None else {"n_rows": rows}
        return pl.read_excel(path, infer_schema_length=0, read_options=options)
    except CounterpoiseError:
        raise
    except Exception as error:  # the spreadsheet reader has no exception class of its own that covers all
        raise damaged(path, error) from error


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


def another_layout(path: Path, source: str, *expected: Iterable[str]) -> CounterpoiseError:
    """Say that a file has another layout than a source's, with the columns found and those expected."""
    found = ", ".join(header(path)) or "no columns"
    wanted = " or ".join(f"[{', '.join(columns)}]" for columns in expected)
    return CounterpoiseError(
        Problem(path.name, f"not a file of '{source}': found columns [{found}], expected {wanted}")
    )


def only_file(source: str, paths: Sequence[Path]) -> Path:
    """The file of a source that comes in one."""
    if len(paths) != 1:
        names = ", ".join(path.name for path in paths) or "none"
        raise CounterpoiseError(Problem(source, f"needs one file, found {len(paths)}: {names}"))
    return paths[0]


def first_and_last_year(path: Path, years: pl.Series) -> tuple[int, int]:
    """The years that a file covers; a file without a single good row is an error."""
    found = years.drop_nulls().unique().sort().to_list()
    if not found:
        raise CounterpoiseError(Problem(path.name, "has no rows that can be read"))
    return int(found[0]), int(found[-1])


def read_columns(
    path: Path, kinds: Mapping[str, type[pl.DataType]], keys: Sequence[str]
) -> tuple[pl.DataFrame, list[Problem]]:
    """The named columns with their types, rows with an unreadable cell or an empty key left out and named.

    Empty cells and -9 in numeric columns are null: every source here uses -9 for "not available".
    """
    raw, first = _raw(path, list(kinds))
    checked = raw.with_row_index("_row", offset=first)
    names = {name: f"_cell_{name}" for name in kinds}
    checked = checked.with_columns(
        _typed(raw.schema[name], name, kind).alias(names[name]) for name, kind in kinds.items()
    )
    wrong = {
        name: pl.col(names[name]).is_null() & (_filled(raw.schema[name], name) | pl.lit(name in keys))
        for name in kinds
    }
    any_wrong = pl.any_horizontal(wrong.values())
    problems = _problems(path, checked.filter(any_wrong), wrong, kinds)
    good = checked.filter(~any_wrong).select(pl.col(names[name]).alias(name) for name in kinds)
    return good.with_columns(
        pl.col(n).replace(NOT_AVAILABLE, None) for n, k in kinds.items() if k != pl.String
    ), problems


def _problems(
    path: Path, bad: pl.DataFrame, wrong: Mapping[str, pl.Expr], kinds: Mapping[str, type[pl.DataType]]
) -> list[Problem]:
    """One problem per row for the first rows, and one for how many more there are."""
    problems = []
    flagged = bad.head(SHOWN).with_columns(
        expression.alias(f"_wrong_{name}") for name, expression in wrong.items()
    )
    for row in flagged.iter_rows(named=True):
        said = "; ".join(
            f"{name} is {row[name]!r}, expected {_EXPECTED.get(kind, 'a number')}"
            for name, kind in kinds.items()
            if row[f"_wrong_{name}"]
        )
        number = row["_row"]
        place = f"{path.name}:{number}" if _kind(path) == "csv" else f"{path.name}, row {number}"
        problems.append(Problem(place, f"{said}. Row skipped"))
    if bad.height > SHOWN:
        more = bad.height - SHOWN
        problems.append(Problem(path.name, f"{more} further rows skipped for reasons of the same kind"))
    return problems


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


def first_line(path: Path) -> str:
    """The first line of a CSV file, without its end. Raises CounterpoiseError where the file is in UTF-16."""
    with opened(path) as stream:
        line = stream.readline(1_000_000)
    if line.startswith(_UTF_16):
        raise CounterpoiseError(
            Problem(path.name, "is in UTF-16; expected UTF-8. Download it again, or save it as UTF-8")
        )
    return text_of(line).rstrip("\r\n")


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


def separator_of(line: str) -> str:
    """The character that separates the cells of a header line: comma, semicolon or tab."""
    return max(",;\t", key=line.count)


def _names(line: str) -> tuple[str, ...]:
    """The names in a header line, or what stands for them."""
    cells = _cells(line)
    return (f"{ROWS_OF_EVENTS}{len(cells)}",) if _EVENT.match(line) else tuple(cells)


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator_of(line))]


def _raw(path: Path, columns: list[str]) -> tuple[pl.DataFrame, int]:
    """The columns as stored, CSV cells as text, and the number of the first row."""
    try:
        match _kind(path):
            case "csv":
                text = text_of_table(path)
                table = pl.read_csv(
                    text.encode(),
                    columns=columns,
                    separator=separator_of(text.split("\n", 1)[0]),
                    infer_schema=False,
                )
                return table, 2
            case "parquet":
                rows = pl.scan_parquet(path).select(pl.len()).collect().item()
                if rows * len(columns) > MOST_CELLS:
                    raise CounterpoiseError(
                        Problem(
                            path.name,
                            f"says that it has {rows:,} rows; at most {MOST_CELLS:,} cells are read",
                        )
                    )
                table = pl.read_parquet(path, columns=columns)
            case "xlsx" | "xls":
                return sheet(path).select(columns), 2
            case "dta":
                table = pl.DataFrame(_stata(path, columns))
            case _:
                table = read_frame(path)[1].select(columns)
    except UNREADABLE as error:
        raise damaged(path, error) from error
    return table.with_columns(pl.col(pl.Categorical).cast(pl.String)), 1


def _stata(path: Path, columns: list[str] | None = None) -> dict[str, list[object]]:
    """The named columns of a Stata file, or all of them without their rows; the library is slow to import, and most studies do not need it."""
    import pyreadstat

    try:
        found: dict[str, list[object]]
        found, _ = pyreadstat.read_dta(
            str(path), metadataonly=columns is None, usecols=columns, output_format="dict"
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise ValueError(str(error)) from error
    return found


def _filled(stored: pl.DataType, name: str) -> pl.Expr:
    if stored == pl.String:
        return pl.col(name).is_not_null() & ~pl.col(name).str.strip_chars().is_in(EMPTY_CELLS)
    if stored.is_float():
        return pl.col(name).is_not_null() & pl.col(name).is_not_nan()
    return pl.col(name).is_not_null()


def _typed(stored: pl.DataType, name: str, kind: type[pl.DataType]) -> pl.Expr:
    cell = pl.col(name)
    if kind == pl.String:
        text = cell.cast(pl.String).str.strip_chars()
        return pl.when(_filled(stored, name)).then(text)
    if kind == pl.Date:
        return cell.str.strip_chars().str.to_date(strict=False) if stored == pl.String else cell.cast(pl.Date)
    number = (
        cell.str.strip_chars().cast(pl.Float64, strict=False)
        if stored == pl.String
        else cell.cast(pl.Float64)
    )
    finite = pl.when(number.is_finite()).then(number)
    if kind == pl.Float64:
        return finite
    return pl.when(finite == finite.round()).then(finite).cast(kind, strict=False)
