"""Figures that a user compiles in a spreadsheet: one row per state, partner, period and indicator.

A further column `se` may give the standard error of a value.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from counterpoise.datasets.preamble import separator_of
from counterpoise.datasets.source import MOST_SHOWN, Reading, Source, Wanted, reading
from counterpoise.datasets.tablefile import damaged, sheet, text_of_table
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Value, table_of_values
from counterpoise.states import iso3_as_written, known_iso3, unknown_state
from counterpoise.wording import several

COLUMNS = ("state", "partner", "start", "end", "indicator", "value", "unit", "source", "release")
OPTIONAL = ("se",)
FILLED = ("state", "start", "end", "indicator", "value", "unit", "source", "release")

Row = Mapping[str, str]


class Figures:
    """Any indicator, in a table of the user's own that names the source and release of each row."""

    name = "figures"
    title = "Compiled figures"
    citation = "The source that each row names."
    licence = "that of the source that each row names"
    redistributable = False
    release = "that of each row"
    where = "the study itself: figures.csv or figures.xlsx"
    layouts: Sequence[Sequence[str]] = (COLUMNS,)
    indicators: Mapping[str, str] = {}

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether a file has the columns of figures; extra columns do not matter."""
        return set(COLUMNS) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """The good rows for the wanted states, powers and years; every wrong row is a problem of its own.

        An interval counts if it covers a wanted year; a partner, if it is one of the powers. A notice for each file
        counts the rows of a wanted state with another partner.
        """
        others: dict[str, Counter[str]] = {}
        values: list[Value] = []
        problems: list[Problem] = []
        ends: dict[str, int] = {}
        first_place: dict[str, str] = {}
        for path in paths:
            for place, row, decimal_comma in _rows(path):
                value, wrong = _value(place, row, decimal_comma)
                if value is not None and value.id in first_place:
                    wrong, value = (
                        [f"says the same as {first_place[value.id]} again; a figure stands once"],
                        None,
                    )
                problems += [
                    Problem(place, f"{what}{'' if what[-1] == '?' else '.'} Row skipped") for what in wrong
                ]
                if value is None:
                    continue
                first_place[value.id] = place
                ends[value.indicator] = max(value.end, ends.get(value.indicator, value.end))
                if not (value.state in wanted.everyone and _in_years(value, wanted)):
                    continue
                if value.partner is None or value.partner in wanted.powers:
                    values.append(value)
                else:
                    others.setdefault(path.name, Counter())[value.partner] += 1
        read = reading(self, [table_of_values(values)], problems, ends)
        return replace(read, notices=tuple(_of_no_power(*each, wanted) for each in others.items()))


def _in_years(value: Value, wanted: Wanted) -> bool:
    return value.start <= wanted.end and wanted.start <= value.end


def _of_no_power(name: str, others: Counter[str], wanted: Wanted) -> Problem:
    rows = several(others.total(), "row")
    told = ", ".join(f"{partner} {count}" for partner, count in others.most_common(MOST_SHOWN))
    powers = " nor ".join(wanted.powers)
    return Problem(name, f"the partner is neither {powers} in {rows} ({told}); they measure nothing here")


def _rows(path: Path) -> Iterator[tuple[str, Row, bool]]:
    """Each row with its place, cells as text, and whether its numbers may have a decimal comma."""
    if not path.is_file():
        raise CounterpoiseError(Problem(str(path), "there is no such file"))
    if path.suffix.lower() == ".xlsx":
        table = sheet(path)
        _check_columns(path, table.columns)
        for number, found in enumerate(table.iter_rows(named=True), start=2):
            row = {name: str(cell or "").strip() for name, cell in found.items()}
            if any(row.values()):
                yield f"{path.name}, row {number}", row, False
        return
    text = text_of_table(path)
    # Only a line feed or a carriage return ends a row; a cell may hold what else Unicode calls the end of a line.
    separator = separator_of(io.StringIO(text, newline="").readline())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip() for name in next(reader, [])]
        _check_columns(path, names)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(names) :]):
                    raise CounterpoiseError(
                        Problem(
                            f"{path.name}:{reader.line_num}",
                            f"{len(cells)} cells under {len(names)} columns; quote a cell that holds a '{separator}'",
                        )
                    )
                row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
                yield f"{path.name}:{reader.line_num}", row, separator == ";"
    except csv.Error as error:
        raise damaged(path, error) from error


def _check_columns(path: Path, found: Iterable[str]) -> None:
    names = list(found)
    if lacking := [name for name in COLUMNS if name not in names]:
        raise CounterpoiseError(
            Problem(
                path.name,
                f"lacks the column{'s' * (len(lacking) > 1)} {', '.join(lacking)}; "
                f"found [{', '.join(names)}], expected [{', '.join(COLUMNS)}]",
            )
        )


def _value(place: str, row: Row, decimal_comma: bool) -> tuple[Value | None, list[str]]:
    """The value of a row, or everything that is wrong with it."""
    cells = {name: row.get(name, "") for name in (*COLUMNS, *OPTIONAL)}
    cells |= {role: iso3_as_written(cells[role]) for role in ("state", "partner")}
    wrong = [f"{name} is empty" for name in FILLED if not cells[name]]
    wrong += [
        f"{role}: {unknown_state(cells[role])}"
        for role in ("state", "partner")
        if cells[role] and cells[role] not in known_iso3()
    ]
    if cells["state"] and cells["state"] == cells["partner"]:
        wrong.append(f"state and partner are both '{cells['state']}'")
    years = {name: _year(cells[name]) for name in ("start", "end")}
    wrong += [
        f"{name} is '{cells[name]}', expected a year such as 2010"
        for name, year in years.items()
        if cells[name] and year is None
    ]
    start, end = years["start"], years["end"]
    if start is not None and end is not None and end < start:
        wrong.append(f"end {end} is before start {start}")
    number = _number(cells["value"], decimal_comma)
    if cells["value"] and number is None:
        wrong.append(f"value is '{cells['value']}', expected a number such as 12.5")
    se = _number(cells["se"], decimal_comma)
    if cells["se"] and (se is None or se < 0):
        wrong.append(f"se is '{cells['se']}', expected a standard error such as 0.4, or nothing")
    if wrong or start is None or end is None or number is None:
        return None, wrong
    return (
        Value(
            state=cells["state"],
            partner=cells["partner"] or None,
            start=start,
            end=end,
            indicator=cells["indicator"],
            value=number,
            unit=cells["unit"],
            source=cells["source"],
            release=cells["release"],
            row=place,
            se=se,
        ),
        [],
    )


def _year(cell: str) -> int | None:
    number = _number(cell, decimal_comma=False)
    if number is None or number != int(number) or not 1000 <= number <= 9999:
        return None
    return int(number)


def _number(cell: str, decimal_comma: bool) -> float | None:
    text = cell.replace(",", ".") if decimal_comma and cell.count(",") == 1 and "." not in cell else cell
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


FIGURES: Source = Figures()
