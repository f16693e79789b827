"""The catalogue of sources: what each is, on what terms it is had, and what a study holds of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from counterpoise.datasets.downloads import downloads_of
from counterpoise.datasets.figures import FIGURES
from counterpoise.datasets.source import Source, all_sources
from counterpoise.datasets.table import Table
from counterpoise.errors import Problem, UsageError, did_you_mean
from counterpoise.publicdata.readings import values_kept
from counterpoise.publicdata.status import DataStatus
from counterpoise.study import Study

NOT_SAID = "not said"

TOGETHER: Mapping[str, str] = {
    **dict.fromkeys(("tss-rivalries", "td-rivalries", "grh-arms-races"), "rivalries-and-arms-races"),
}
"""Sources that docs/data.md describes under one heading."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a study holds of one indicator: its states in order of code, first and last year, number of values."""

    indicator: str
    unit: str
    states: tuple[str, ...]
    first: int
    last: int
    values: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A source as the catalogue shows it.

    `redistributable` is None where nobody said, `indicators` gives for each what it is with its unit, `page` leads to
    its traps in the documentation, and `coverage` is None outside a study and in one that read nothing of it.
    """

    name: str
    title: str
    release: str
    citation: str
    licence: str
    redistributable: bool | None
    where: str
    indicators: Mapping[str, str]
    fetchable: bool
    page: str | None
    coverage: tuple[Coverage, ...] | None = None


def catalogue(study: Study | None, status: DataStatus | None) -> tuple[Entry, ...]:
    """Every source that is known, then the tables that the study describes; with what a study that was run holds.

    Raises CounterpoiseError where values are lost from the study's store.
    """
    coverage = {} if study is None or status is None else _coverage(study, status)
    entries = [_of_source(source, coverage.get(source.name)) for source in all_sources()]
    if study is not None:
        tables = [Table(entry.table) for entry in study.declared.data if entry.table is not None]
        entries += [_of_table(table, coverage.get(table.name)) for table in tables]
    return tuple(entries)


def entry_named(entries: tuple[Entry, ...], name: str) -> Entry:
    """The entry of that name; an unknown name is an error with the nearest one."""
    by_name = {entry.name: entry for entry in entries}
    if name not in by_name:
        near = did_you_mean(name, by_name) or f"; the sources are {', '.join(by_name)}"
        raise UsageError(Problem(f"source '{name}'", f"unknown{near}"))
    return by_name[name]


def _of_source(source: Source, coverage: tuple[Coverage, ...] | None) -> Entry:
    ours = type(source).__module__.partition(".")[0] == __name__.partition(".")[0]
    return Entry(
        name=source.name,
        title=source.title,
        release=source.release,
        citation=source.citation,
        licence=source.licence,
        # Whose figures they are, the rows say.
        redistributable=None if source is FIGURES else source.redistributable,
        where=source.where,
        indicators=source.indicators,
        fetchable=bool(downloads_of(source)),
        page=f"docs/data.md#{TOGETHER.get(source.name, source.name)}" if ours else None,
        coverage=coverage,
    )


def _of_table(table: Table, coverage: tuple[Coverage, ...] | None) -> Entry:
    declared = table.declared
    return Entry(
        name=table.name,
        title=f"{table.name} (described in the study file)",
        release=table.release,
        citation=declared.citation or NOT_SAID,
        licence=declared.licence or NOT_SAID,
        redistributable=None,
        where=declared.obtained_from or NOT_SAID,
        indicators={
            name: f"{value.column or name} ({value.unit})" for name, value in declared.values.items()
        },
        fetchable=False,
        page="docs/study-file.md#a-table-of-your-own",
        coverage=coverage,
    )


def _coverage(study: Study, status: DataStatus) -> dict[str, tuple[Coverage, ...]]:
    return {
        name: tuple(_of_values(values_kept(study.folder, readings)))
        for name in dict.fromkeys(reading.source for reading in status.current)
        if (readings := [each for each in status.current if each.source == name])
    }


def _of_values(values: pl.DataFrame) -> Iterator[Coverage]:
    grouped = (
        values.group_by("indicator")
        .agg(
            pl.col("unit").unique().sort().str.join(", "),
            pl.col("state").unique().sort(),
            first=pl.col("start").min(),
            last=pl.col("end").max(),
            values=pl.len(),
        )
        .sort("indicator")
    )
    for indicator, unit, states, first, last, number in grouped.iter_rows():
        yield Coverage(indicator, unit, tuple(states), first, last, number)
