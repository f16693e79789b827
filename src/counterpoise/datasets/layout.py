"""The layout of a data file: the columns that are asked for, typed, and what is said of a file of another layout.

Cells that do not fit their column make problems that name the file and the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.datasets.tablefile import header, place_of_row, stored_columns
from counterpoise.errors import CounterpoiseError, Problem

EMPTY_CELLS = ("", "NA", "N/A", "NaN", "nan", "NULL", ".")
NOT_AVAILABLE = -9
MIDNIGHT = " 00:00:00"
"""What a spreadsheet adds to a date."""
SHOWN = 20
_EXPECTED: Mapping[type[pl.DataType], str] = {
    pl.String: "text",
    pl.Date: "a date such as 2019-12-31",
    pl.Int32: "a whole number",
}


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
    raw, first = stored_columns(path, list(kinds))
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
        pl.col(n).replace(not_available, None) for n, k in kinds.items() if k not in (pl.String, pl.Date)
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
