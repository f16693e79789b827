"""A source of public data: what it is, which files are its own, and how they become values.

A further source is one file that satisfies `Source`, an entry point in the group `counterpoise.sources`
that names an instance of it, and a pass of the conformance test that every source passes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, runtime_checkable

import polars as pl

from counterpoise.datasets.layout import another_layout, only_file
from counterpoise.datasets.tablefile import header
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.evidence import VALUE_SCHEMA, columns_of_values
from counterpoise.study import SOURCES

FIRST_YEAR, LAST_YEAR = 1000, 9999
MOST_SHOWN = 20
NEAR = 0.5
"""A layout is named as the nearest from this share of its columns on, each by how few sources have it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a study asks of a source: states and two powers (ISO3), years start..end inclusive, all if not told.

    `include_partial` keeps years that the source covers in part.
    """

    states: tuple[str, ...]
    powers: tuple[str, str]
    start: int = FIRST_YEAR
    end: int = LAST_YEAR
    include_partial: bool = False

    @property
    def everyone(self) -> tuple[str, ...]:
        """The states and the powers, each once."""
        return tuple(dict.fromkeys((*self.states, *self.powers)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source gave: values in `VALUE_SCHEMA`, rows it had to skip, and where its series end.

    `last_complete_year` is that of the files as a whole, by indicator, whatever was wanted of them; where each file is about
    one state, the earliest of the wanted states' files. `notices` say what
    there is nothing wrong with and is of no use to the study.
    """

    values: pl.DataFrame
    problems: tuple[Problem, ...]
    last_complete_year: Mapping[str, int]
    notices: tuple[Problem, ...] = ()


@runtime_checkable
class Source(Protocol):
    """A source of data; `where` is the official place that a user gets it from.

    `redistributable` tells whether the licence lets anybody pass the files on.
    `layouts` gives the columns of each layout that its files come in.
    """

    name: str
    title: str
    citation: str
    licence: str
    redistributable: bool
    release: str
    where: str
    layouts: Sequence[Sequence[str]]
    indicators: Mapping[str, str]

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether a file whose header names these columns (an R file: `object:NAME`) has this source's layout."""
        ...

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """The wanted values; a damaged file or one of another layout is an error that names it."""
        ...


@runtime_checkable
class InParts(Protocol):
    """A source whose files each give something, and together more."""

    def lacking(self, paths: Sequence[Path]) -> tuple[Problem, ...]:
        """What these files do not give for want of another, told by their columns alone."""
        ...


class Named(Protocol):
    """What gives values its name and release."""

    @property
    def name(self) -> str:
        """The name under which values are kept."""
        ...

    @property
    def release(self) -> str:
        """The release that the values are of."""
        ...


def own_file(source: Source, paths: Sequence[Path]) -> Path:
    """The file of a source that comes in one, of its layout. Raises CounterpoiseError where it is several, or of another."""
    path = only_file(source.name, paths)
    if not source.recognises(header(path)):
        raise another_layout(path, source.name, *source.layouts)
    return path


def reading(
    source: Named,
    parts: Sequence[pl.DataFrame],
    problems: Sequence[Problem],
    last_complete_year: Mapping[str, int],
    notices: Sequence[Problem] = (),
) -> Reading:
    """Put parts together in `VALUE_SCHEMA` and in a fixed order.

    A part lacks the columns that are empty or the same throughout: partner, se, price_base, source, release. One that has
    draws of its values (`evidence.POSTERIOR`) keeps them.
    """
    whole = []
    for part in parts:
        fixed = {"source": source.name, "release": source.release}
        lacking = {name: fixed.get(name) for name in VALUE_SCHEMA if name not in part.columns}
        whole.append(
            part.with_columns(**{name: pl.lit(value) for name, value in lacking.items()})
            .select(pl.col(name).cast(kind) for name, kind in columns_of_values(part).items())
            .filter(pl.col("value").is_finite())
        )
    values = pl.concat([pl.DataFrame(schema=VALUE_SCHEMA), *whole], how="diagonal")
    order = ["indicator", "state", "partner", "start", "end", "source", "release", "row"]
    return Reading(
        values.sort(order, nulls_last=False), tuple(problems), dict(last_complete_year), tuple(notices)
    )


@cache
def all_sources() -> tuple[Source, ...]:
    """Our own sources, then those that other packages bring, each by name."""
    points = {point.value: point for point in entry_points(group=SOURCES)}
    ours = f"{__name__.partition('.')[0]}."
    found: dict[str, Source] = {}
    problems = []
    for value, point in sorted(points.items(), key=lambda each: (not each[0].startswith(ours), each[1].name)):
        source = point.load()
        if not isinstance(source, Source):
            problems.append(Problem(f"entry point {value}", "is not a source of data"))
        elif source.name in found:
            problems.append(Problem(f"entry point {value}", f"there is already a source '{source.name}'"))
        else:
            found[source.name] = source
    if problems:
        raise CounterpoiseError(*problems)
    return tuple(found.values())


def source_named(name: str) -> Source:
    """The source of that name; an unknown name is an error with the nearest one."""
    by_name = {source.name: source for source in all_sources()}
    if name not in by_name:
        known = ", ".join(by_name)
        raise CounterpoiseError(
            Problem(f"source '{name}'", f"unknown; the sources are {known}{did_you_mean(name, by_name)}")
        )
    return by_name[name]


def unknown_layout(path: Path, place: str) -> Problem:
    """Say that no source has a file's layout, and what it lacks of the nearest, if it has half of that one's columns.

    A column that many sources have, such as a year, says little of which one is meant, and counts that much less.
    """
    found = header(path)
    shown = ", ".join(found[:MOST_SHOWN]) + (", ..." if len(found) > MOST_SHOWN else "")
    written = {name.strip().casefold() for name in found}
    sources_with = Counter(
        name
        for source in all_sources()
        for name in {each.casefold() for layout in source.layouts for each in layout}
    )

    def share(layout: Sequence[str]) -> float:
        weights = {name: 1 / sources_with[name] for name in map(str.casefold, layout)}
        return sum(weight for name, weight in weights.items() if name in written) / sum(weights.values())

    layouts = [(source.name, layout) for source in all_sources() for layout in source.layouts]
    nearest, layout = max(layouts, key=lambda each: share(each[1]))
    if share(layout) >= NEAR:
        lacking = ", ".join(name for name in layout if name not in found)
        near = f"the nearest is '{nearest}', of which it lacks {lacking}; describe another table by `table:` in the study file"
    else:
        own = ", ".join(source_named("figures").layouts[0])
        near = f"describe it by `table:` in the study file, or put your own figures in the columns {own}"
    return Problem(place, f"no data source has this layout: found [{shown}]; {near}. The file was left out")


def recognise(path: Path) -> Source | None:
    """The source whose layout a file has, or None. Raises CounterpoiseError where the file is missing or damaged."""
    columns = header(path)
    return next((source for source in all_sources() if source.recognises(columns)), None)
