"""The layout of a data file: which columns it has, and those that are asked for as typed columns.

CSV (also gzipped, also semicolons or tabs, UTF-8 or Latin-1), Parquet, Stata, SPSS, R and Excel files are read alike.
Cells that do not fit their column make problems that name the file and the row; a file that is missing,
damaged or of another layout is an error.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl

from counterpoise.admission import check_unpacked, unpacked
from counterpoise.datasets.preamble import LINES_SEEN, lines_of_preamble, separator_of
from counterpoise.datasets.rfile import RFileError, object_name, read_frame
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

KIND_OF_ENDING: Mapping[str, str] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".tsv": "csv",
    ".txt": "csv",
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

EMPTY_CELLS = ("", "NA", "N/A", "NaN", "nan", "NULL", ".")
NOT_AVAILABLE = -9
MIDNIGHT = " 00:00:00"
"""What a spreadsheet adds to a date."""
SHOWN = 20
LONGEST_LINE = 1_000_000
SHEETS_OF_DATA = ("GCDF_3.0",)
"""Names of sheets of official workbooks whose data do not come first."""

_NUMBERS = (pl.Int32, pl.Float64)
_EXPECTED: Mapping[type[pl.DataType], str] = {
    pl.String: "text",
    pl.Date: "a date such as 2019-12-31",
    pl.Int32: "a whole number",
}

_DAMAGE = (
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
)


def header(path: Path) -> tuple[str, ...]:
    """The names of a file's columns in order; of an R file only the first object, as `object:NAME`."""
    if not path.is_file():
        raise CounterpoiseError(Problem(str(path), "there is no such file"))
    try:
        match _kind(path):
            case "csv":
                lines = _first_lines(path)
                return tuple(_cells(lines[lines_of_preamble(lines)]))
            case "parquet":
                return tuple(pl.read_parquet_schema(path))
            case "dta" | "sav":
                return tuple(_of_statistics(path))
            case "r":
                return (f"object:{object_name(path)}",)
            case "xlsx" | "xls":
                return tuple(sheet(path, rows=0).columns)
            case _:
                return ()
    except _DAMAGE as error:
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
    path: Path,
    kinds: Mapping[str, type[pl.DataType]],
    keys: Sequence[str],
    not_available: int | None = NOT_AVAILABLE,
) -> tuple[pl.DataFrame, list[Problem]]:
    """The named columns with their types, rows with an unreadable cell or an empty key left out and named.

    Empty cells and -9 in numeric columns are null: the sources here use -9 for "not available". Where a source has it
    as a value, `not_available` is None.
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
    if not_available is None:
        return good, problems
    return good.with_columns(
        pl.col(n).replace(not_available, None) for n, k in kinds.items() if k != pl.String
    ), problems


def _problems(
    path: Path, bad: pl.DataFrame, wrong: Mapping[str, pl.Expr], kinds: Mapping[str, type[pl.DataType]]
) -> list[Problem]:
    """What is wrong with each of the first rows, and how many more there are."""
    flagged = bad.with_columns(expression.alias(f"_wrong_{name}") for name, expression in wrong.items())

    def told(row: Mapping[str, object]) -> Problem:
        said = "; ".join(
            f"{name} is {row[name]!r}, expected {_EXPECTED.get(kind, 'a number')}"
            for name, kind in kinds.items()
            if row[f"_wrong_{name}"]
        )
        return Problem(place_of_row(path, row["_row"]), f"{said}. Row skipped")

    return skipped(path, flagged, told)


def skipped(path: Path, rows: pl.DataFrame, told: Callable[[Mapping[str, object]], Problem]) -> list[Problem]:
    """One problem for each of the first rows of a file that cannot be used, and one for how many more there are."""
    problems = [told(row) for row in rows.head(SHOWN).iter_rows(named=True)]
    if rows.height > SHOWN:
        more = rows.height - SHOWN
        problems.append(Problem(path.name, f"{more} further rows skipped for reasons of the same kind"))
    return problems


def place_of_row(path: Path, number: int | str) -> str:
    """Where a row stands: the line of a text file, the row of any other."""
    return f"{path.name}:{number}" if _kind(path) == "csv" else f"{path.name}, row {number}"


def _kind(path: Path) -> str:
    name = path.name.lower()
    return next((kind for ending, kind in KIND_OF_ENDING.items() if name.endswith(ending)), "")


def preamble(path: Path) -> tuple[str, ...]:
    """The lines of a CSV file above the names of its columns."""
    lines = _first_lines(path)
    return tuple(lines[: lines_of_preamble(lines)])


def _first_lines(path: Path) -> list[str]:
    with path.open("rb") as plain:
        zipped = plain.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rb") if zipped else path.open("rb") as stream:
        content = b"".join(stream.readline(LONGEST_LINE) for _ in range(LINES_SEEN))
    return [line.rstrip("\r") for line in text_of(content).split("\n")]


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
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            with gzip.open(path, "rb") as stream:
                content = unpacked(stream, path.name)
    except _DAMAGE as error:
        raise damaged(path, error) from error
    return text_of(content)


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator_of(line))]


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
    return _raw(path, None, name, skip)


def _raw(
    path: Path, columns: list[str] | None, name: str | None = None, skip: int | None = None
) -> tuple[pl.DataFrame, int]:
    """The columns as stored, or all of them; cells of text as text, and the number of the first row."""
    try:
        match _kind(path):
            case "csv":
                lines = text_of_table(path).split("\n", max(LINES_SEEN, skip or 0))
                above = lines_of_preamble(lines[:LINES_SEEN]) if skip is None else min(skip, len(lines) - 1)
                table = pl.read_csv(
                    "\n".join(lines[above:]).encode(),
                    columns=columns,
                    separator=separator_of(lines[above]),
                    infer_schema=False,
                )
                return table, above + 2
            case "parquet":
                rows = pl.scan_parquet(path).select(pl.len()).collect().item()
                if rows * len(columns or pl.read_parquet_schema(path)) > MOST_CELLS:
                    raise CounterpoiseError(
                        Problem(
                            path.name,
                            f"says that it has {rows:,} rows; at most {MOST_CELLS:,} cells are read",
                        )
                    )
                table = pl.read_parquet(path, columns=columns)
            case "xlsx" | "xls":
                found = sheet(path, name=name, skip=skip or 0)
                return found.select(columns or found.columns), 2 + (skip or 0)
            case "dta" | "sav":
                table = pl.DataFrame(_of_statistics(path, columns or list(_of_statistics(path))))
            case _:
                found = read_frame(path)[1]
                table = found.select(columns or found.columns)
    except _DAMAGE as error:
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
        day = cell.str.strip_chars().str.strip_suffix(MIDNIGHT)
        return day.str.to_date(strict=False) if stored == pl.String else cell.cast(pl.Date)
    number = (
        cell.str.strip_chars().cast(pl.Float64, strict=False)
        if stored == pl.String
        else cell.cast(pl.Float64)
    )
    finite = pl.when(number.is_finite()).then(number)
    if kind == pl.Float64:
        return finite
    return pl.when(finite == finite.round()).then(finite).cast(kind, strict=False)
