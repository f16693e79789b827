"""A table that a study describes: any file of rows, or of rows by years, read as the study says.

Every value names its row. Nothing is converted but by what the study declares: `times`, and `combine`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import cast

import polars as pl

from counterpoise.crosswalk import NUMBERED, System, with_iso3
from counterpoise.datasets.layout import EMPTY_CELLS
from counterpoise.datasets.source import MOST_SHOWN, Reading, Wanted, reading
from counterpoise.datasets.tablefile import place_of_row, whole_table
from counterpoise.datasets.unplaced import unplaced
from counterpoise.declaredtable import IN_COLUMNS, DeclaredTable, DeclaredValue
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.wording import several

YEAR = r"^(\d{4})(?:$|-\d\d?(?:$|-)|[./ T])"
"""How a cell, or the name of a column, tells its year: `2010`, `2010-05-01`, `2010 [YR2010]`, `2010.0`; `2010-2014` does not."""

LARGEST_WHOLE = 2**53
"""Up to here floating-point numbers have all whole ones."""

YEAR_OF_ROW = "year"
"""Under this name the year of a row is told."""

KEY = ("state", "partner", "start", "end")


@dataclass(frozen=True)
class Table:
    """A source of data that the study file describes; it recognises nothing by itself."""

    declared: DeclaredTable

    @property
    def name(self) -> str:
        """What the study calls the table."""
        return self.declared.title

    @property
    def release(self) -> str:
        """The release that the study names."""
        return self.declared.release

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """The declared values of the wanted states, powers and years, from files of one layout.

        Rows with a cell that cannot be read are named and skipped; codes that are no state are listed in a notice.
        Raises CounterpoiseError where a file, a sheet or a column is not there, every lack at once.
        """
        parts: list[pl.DataFrame] = []
        problems: list[Problem] = []
        notices: list[Problem] = []
        for path in paths:
            rows, wrong = _rows(path, self.declared)
            problems += wrong
            if (of_no_power := _of_no_power(path, rows, self.declared, wanted)) is not None:
                notices.append(of_no_power)
            for indicator, value in self.declared.values.items():
                cells, unread = _cells(path, rows, self.declared, value)
                placed, unknown = _placed(path, cells, self.declared)
                single, again = _one_of_each(path, placed, indicator, value)
                parts.append(single)
                problems += [*unread, *again]
                notices += unknown
        found = pl.concat(parts)
        read = reading(self, [_of_study(found, wanted)], problems, _ends(found, self.declared))
        return replace(read, notices=tuple(dict.fromkeys(notices)))


def _of_no_power(path: Path, rows: pl.DataFrame, declared: DeclaredTable, wanted: Wanted) -> Problem | None:
    if declared.power is None or declared.power in wanted.powers:
        return None
    told = f"the table's power is {declared.power}, which is neither {' nor '.join(wanted.powers)}"
    return Problem(path.name, f"{told}; nothing is measured by its {several(rows.height, 'row')}")


def _rows(path: Path, declared: DeclaredTable) -> tuple[pl.DataFrame, list[Problem]]:
    """The rows chosen, each with its number `_row`: cells as trimmed text, null where nothing is known."""
    table, first = whole_table(path, declared.sheet, declared.skip)
    table = _trimmed(path, table)
    named = _columns(declared)
    years = _year_columns(table) if declared.year == IN_COLUMNS else []
    problems = [
        Problem(path.name, _lacking(name, table.columns)) for name in named if name not in table.columns
    ]
    if declared.year == IN_COLUMNS and not years:
        problems.append(Problem(path.name, f"has no column that begins with a year; {_found(table.columns)}"))
    if problems:
        raise CounterpoiseError(*problems)
    codes = {declared.state, declared.partner}  # NA is Namibia, and no empty cell
    rows = table.with_row_index("_row", offset=first).select(
        pl.col("_row").cast(pl.Int64),
        *(
            _text(
                name,
                table.schema[name],
                ("",) if name in codes else (*EMPTY_CELLS, *declared.missing),
                declared.decimal,
            )
            for name in dict.fromkeys((*named, *years))
        ),
    )
    return _chosen(path, rows, declared.where)


def _trimmed(path: Path, table: pl.DataFrame) -> pl.DataFrame:
    """The table with the names of its columns trimmed."""
    names = [name.strip() for name in table.columns]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise CounterpoiseError(*(Problem(path.name, f"has two columns '{name}'") for name in twice))
    return table.rename(dict(zip(table.columns, names, strict=True)))


def _columns(declared: DeclaredTable) -> list[str]:
    """The columns that a declaration names, each once."""
    values = declared.values.values()
    named = [declared.state, declared.partner, declared.start, declared.end, *declared.where]
    named += [declared.year] if declared.year != IN_COLUMNS else []
    named += [name for value in values for name in (value.column, value.se, *value.where)]
    return [name for name in dict.fromkeys(named) if name is not None]


def _year_columns(table: pl.DataFrame) -> list[str]:
    names = pl.Series(table.columns, dtype=pl.String)
    return names.filter(names.str.contains(YEAR)).to_list()


def _lacking(name: str, columns: Sequence[str]) -> str:
    return f"has no column '{name}'{did_you_mean(name, columns)}; {_found(columns)}"


def _found(columns: Sequence[str]) -> str:
    shown = ", ".join(columns[:MOST_SHOWN]) + (", ..." if len(columns) > MOST_SHOWN else "")
    return f"found [{shown}]"


def _text(name: str, stored: pl.DataType, missing: Sequence[str], decimal: str) -> pl.Expr:
    """A column as trimmed text, whole numbers without a decimal mark, null where a cell says that nothing is known."""
    column = pl.col(name)
    text = column.cast(pl.String).str.strip_chars()
    if stored.is_float():
        whole = column.is_finite() & (column == column.round(0)) & (column.abs() < LARGEST_WHOLE)
        text = (
            pl.when(whole)
            .then(column.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(text.str.replace(".", decimal, literal=True))
        )
    said = text.is_in(list(missing))
    if numbers := [float(each) for each in missing if _is_number(each)]:
        # -9 may be written -9.0.
        said |= text.cast(pl.Float64, strict=False).is_in(numbers)
    return pl.when(~said.fill_null(False)).then(text).alias(name)


def _is_number(cell: str) -> bool:
    try:
        return isfinite(float(cell))
    except ValueError:
        return False


def _chosen(
    path: Path, rows: pl.DataFrame, where: Mapping[str, Sequence[str]]
) -> tuple[pl.DataFrame, list[Problem]]:
    """The rows whose cells are among those asked for, and a problem for each that no row has."""
    problems = []
    for column, cells in where.items():
        there = rows[column].drop_nulls().unique(maintain_order=True).to_list()
        for cell in cells:
            if cell not in there:
                near = did_you_mean(cell, there) or f"; there are {', '.join(there[:MOST_SHOWN])}"
                problems.append(Problem(path.name, f"no row has '{cell}' in the column '{column}'{near}"))
        rows = rows.filter(pl.col(column).is_in(list(cells)))
    return rows, problems


def _cells(
    path: Path, rows: pl.DataFrame, declared: DeclaredTable, value: DeclaredValue
) -> tuple[pl.DataFrame, list[Problem]]:
    """The cells of one value as numbers: `_row`, `column`, code, partner_code, start, end, value, se.

    A row without a value is no row; one with a cell that is no number or no year is a problem.
    """
    rows, problems = _chosen(path, rows, value.where)
    texts = rows.select(
        "_row",
        code=pl.col(declared.state),
        partner_code=pl.lit(None, pl.String) if declared.partner is None else pl.col(declared.partner),
        **_columns_of_value(declared, value),
    )
    if declared.year == IN_COLUMNS:
        years = _year_columns(rows)
        wide = pl.concat([texts, rows.select(years)], how="horizontal")
        texts = wide.unpivot(
            years, index=texts.columns, variable_name="column", value_name="value"
        ).with_columns(start="column", end="column", se=pl.lit(None, pl.String))
    texts = texts.filter(pl.col("value").is_not_null())
    decimal = pl.col("value", "se")
    if declared.decimal == ",":
        # 1.234 is more than a thousand to some, and so no number here.
        decimal = pl.when(~decimal.str.contains(".", literal=True)).then(
            decimal.str.replace(",", ".", literal=True)
        )
    typed = texts.with_columns(
        decimal.cast(pl.Float64, strict=False),
        pl.col("start", "end").str.extract(YEAR).cast(pl.Int32),
    )
    wrong = {
        "value": ~typed["value"].is_finite().fill_null(False),
        "se": texts["se"].is_not_null() & ~(typed["se"].is_finite() & (typed["se"] >= 0)).fill_null(False),
        "start": typed["start"].is_null(),
        "end": typed["end"].is_null(),
        "order": (typed["end"] < typed["start"]).fill_null(False),
        "code": _no_code(typed, "code", declared),
        "partner_code": _no_code(typed, "partner_code", declared)
        if declared.partner
        else pl.repeat(False, typed.height, eager=True),
    }
    any_wrong = pl.DataFrame(wrong).select(pl.any_horizontal(pl.all())).to_series()
    told = texts.with_columns(**{f"_{name}": flags for name, flags in wrong.items()}).filter(any_wrong)
    problems += _unread(path, told, declared, value)
    return typed.filter(~any_wrong), problems


def _no_code(cells: pl.DataFrame, column: str, declared: DeclaredTable) -> pl.Series:
    """Where a row names nobody, or not by a number where states have numbers."""
    numbered = declared.codes in NUMBERED
    return (cells[column].cast(pl.Int32, strict=False) if numbered else cells[column]).is_null()


def _columns_of_value(declared: DeclaredTable, value: DeclaredValue) -> dict[str, pl.Expr]:
    if declared.year == IN_COLUMNS:
        return {}
    start, end = (name or str(declared.year) for name in (declared.start, declared.end))
    return {
        "column": pl.lit(value.column),
        "start": pl.col(start),
        "end": pl.col(end),
        "value": pl.col(str(value.column)),
        "se": pl.lit(None, pl.String) if value.se is None else pl.col(value.se),
    }


def _unread(path: Path, wrong: pl.DataFrame, declared: DeclaredTable, value: DeclaredValue) -> list[Problem]:
    """One problem for each of the first rows, and one for how many more there are."""
    problems = []
    for row in wrong.head(MOST_SHOWN).iter_rows(named=True):
        said = {
            "value": f"{row['column']} is '{row['value']}', expected a number",
            "se": f"{value.se} is '{row['se']}', expected a standard error such as 0.4",
            "start": f"'{row['start']}' is no year, expected one such as 2010",
            "end": f"'{row['end']}' is no year, expected one such as 2010"
            if row["end"] != row["start"]
            else "",
            "order": f"it ends in {row['end']} before it starts in {row['start']}",
            "code": f"{declared.state} is '{row['code'] or ''}', which is no code",
            "partner_code": f"{declared.partner} is '{row['partner_code'] or ''}', which is no code",
        }
        what = "; ".join(text for name, text in said.items() if row[f"_{name}"] and text)
        problems.append(Problem(place_of_row(path, row["_row"]), f"{what}. Row skipped"))
    if (more := wrong.height - MOST_SHOWN) > 0:
        problems.append(
            Problem(path.name, f"{several(more, 'further row')} skipped for reasons of the same kind")
        )
    return problems


def _placed(
    path: Path, cells: pl.DataFrame, declared: DeclaredTable
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """The cells with `state` and `partner` by id, those of no state in their year left out and listed in notices."""
    columns = {"code": declared.state}
    if declared.partner is not None:
        columns["partner_code"] = declared.partner
    known = _with_ids(cells, "code", "state", declared)
    if declared.partner is not None:
        known = _with_ids(known, "partner_code", "partner", declared)
    else:
        known = known.with_columns(partner=pl.lit(declared.power, pl.String))
    placed = pl.col("state").is_not_null() & (
        pl.col("partner").is_not_null() | pl.lit(declared.partner is None)
    )
    lost = known.filter(~placed)
    if isinstance(declared.codes, Mapping):
        listed = tuple(_not_declared(path, lost, code, column) for code, column in columns.items())
        return known.filter(placed), tuple(notice for notice in listed if notice is not None)
    named = (pl.col(code).alias(column) for code, column in columns.items())
    told = lost.select(*named, pl.col("end").alias(YEAR_OF_ROW))
    listed = unplaced(told, list(columns.values()), YEAR_OF_ROW, path.name, _system(declared))
    return known.filter(placed), listed


def _not_declared(path: Path, cells: pl.DataFrame, code: str, column: str) -> Problem | None:
    """The codes that the study's own list of codes does not have."""
    id_ = {"code": "state", "partner_code": "partner"}[code]
    found = cells.filter(pl.col(id_).is_null()).group_by(code, maintain_order=True).agg(rows=pl.len())
    if found.is_empty():
        return None
    ordered = found.sort("rows", descending=True, maintain_order=True)
    told = ", ".join(
        f"{name} ({several(rows, 'row')})" for name, rows in ordered.head(MOST_SHOWN).iter_rows()
    )
    more = f" and {found.height - MOST_SHOWN} more" if found.height > MOST_SHOWN else ""
    return Problem(path.name, f"{column}: the list of codes has no {told}{more}; they are left out")


def _system(declared: DeclaredTable) -> System:
    return cast(System, declared.codes)


def _with_ids(cells: pl.DataFrame, code: str, as_: str, declared: DeclaredTable) -> pl.DataFrame:
    if isinstance(declared.codes, Mapping):
        return cells.with_columns(
            pl.col(code).replace_strict(dict(declared.codes), default=None, return_dtype=pl.String).alias(as_)
        )
    return with_iso3(cells.lazy(), code, "end", as_, _system(declared)).collect()


def _one_of_each(
    path: Path, cells: pl.DataFrame, indicator: str, value: DeclaredValue
) -> tuple[pl.DataFrame, list[Problem]]:
    """One row for each state, partner and span of years: the only one, several combined, or the first of several."""
    ordered = cells.filter(pl.col("state").ne_missing(pl.col("partner"))).sort("_row", "column")
    if value.combine is None:
        later = ordered.filter(~pl.struct(KEY).is_first_distinct())
        problems = [
            Problem(
                place_of_row(path, row["_row"]),
                f"says {indicator} of {row['state']} in {row['start']} again; say how rows combine, or choose among "
                "them by where. Row skipped",
            )
            for row in later.head(MOST_SHOWN).iter_rows(named=True)
        ]
        if (more := later.height - MOST_SHOWN) > 0:
            problems.append(
                Problem(path.name, f"{several(more, 'further row')} of {indicator} skipped likewise")
            )
        grouped = ordered.unique(KEY, keep="first", maintain_order=True).with_columns(rows=pl.lit(1))
    else:
        problems = []
        combined = pl.col("value").sum() if value.combine == "sum" else pl.col("value").mean()
        grouped = ordered.group_by(*KEY, maintain_order=True).agg(
            combined, pl.col("_row", "column").first(), se=pl.lit(None, pl.Float64), rows=pl.len()
        )
    done = "" if value.times == 1 else f", times {value.times:g}"
    return grouped.select(
        *KEY,
        indicator=pl.lit(indicator),
        value=pl.col("value") * value.times,
        unit=pl.lit(value.unit),
        row=pl.concat_str(
            pl.lit(place_of_row(path, "")),
            pl.col("_row"),
            pl.lit(" "),
            pl.col("column"),
            _combined(value),
            pl.lit(done),
        ),
        se=pl.col("se") * abs(value.times),
        price_base=pl.lit(value.price_base, pl.String),
    ), problems


def _combined(value: DeclaredValue) -> pl.Expr:
    """How many rows a value is made from, as its provenance says it."""
    several_rows = pl.format(f", {value.combine} of {{}} rows from there on", "rows")
    return pl.when(pl.col("rows") > 1).then(several_rows).otherwise(pl.lit(""))


def _of_study(values: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    return values.filter(
        pl.col("state").is_in(list(wanted.everyone)),
        pl.col("partner").is_null() | pl.col("partner").is_in(list(wanted.powers)),
        pl.col("start") <= wanted.end,
        pl.col("end") >= wanted.start,
    )


def _ends(values: pl.DataFrame, declared: DeclaredTable) -> dict[str, int]:
    """The last complete year of each indicator: the one declared, or the last with a value."""
    last = dict(values.group_by("indicator").agg(pl.col("end").max()).iter_rows())
    return {name: min(year, declared.last_complete_year or year) for name, year in last.items()}
