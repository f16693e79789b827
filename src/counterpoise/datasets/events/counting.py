"""From files of events to the values of a source: staged, counted by month, joined to states, and summed over years."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from counterpoise.datasets.events.crosswalk import CROSSWALK, crosswalk_rows
from counterpoise.datasets.events.dyads import EVENTS, crosswalk_table, dyad_months, unbound
from counterpoise.datasets.events.layouts import Layout
from counterpoise.datasets.events.staging import connected, staged
from counterpoise.datasets.events.years import DaysTakenUp, between_states, notice_of_codes, yearly
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.errors import CounterpoiseError, Problem

if TYPE_CHECKING:
    from ibis.expr.types import Table

IN_ORDER = ("year", "month", "actor", "recipient", "dimension")


@dataclass(frozen=True, slots=True)
class Months:
    """Events by month (the columns of `dyads.dyad_months`, in order), the days that they were taken up on, and lines left out.

    `files` are the names of the files, in order.
    """

    files: tuple[str, ...]
    release: str
    table: pl.DataFrame
    coverage: DaysTakenUp
    problems: tuple[Problem, ...]


def count_months(
    files: Mapping[Path, Layout],
    events: Callable[[Table], Table],
    *,
    root_events_only: bool = False,
    one_a_day: bool = False,
) -> Months:
    """Count the events in files, each of a layout of one release, on DuckDB; what is counted, and how, `dyads.dyad_months` says.

    Countries are as the source writes them. Raises CounterpoiseError as `staging.staged` does, and where no file has an
    event between two countries.
    """
    layout = next(iter(files.values()))
    names = tuple(sorted(path.name for path in files))
    with tempfile.TemporaryDirectory(prefix="counterpoise-events-") as place:
        folder = Path(place)
        connection = connected(folder)
        try:
            parts, problems = staged(files, events, connection, folder)
            crosswalk = pl.DataFrame(crosswalk_rows(layout.ontology), list(CROSSWALK), orient="row")
            connection.con.register("crosswalk", crosswalk.to_arrow())
            connection.read_parquet(parts, table_name="events")
            staged_events = unbound(EVENTS, "events")
            options = {"root_events_only": root_events_only, "one_a_day": one_a_day}
            months = connection.to_polars(dyad_months(staged_events, crosswalk_table(), **options))
            days = connection.to_polars(staged_events.select("added").distinct())["added"]
        finally:
            connection.disconnect()
    if months.is_empty():
        raise CounterpoiseError(
            Problem(_place(names), "has no rows that can be read: no event between two countries")
        )
    return Months(
        names,
        layout.release,
        months.sort(IN_ORDER),
        DaysTakenUp(frozenset(days.drop_nulls())),
        tuple(problems),
    )


def read_events(source: Source, months: Months, wanted: Wanted, scale: str) -> Reading:
    """The values of the years that the files cover whole, and of the others if the study wants them.

    A year that is covered in part is left out with a notice, as events of it that were taken up later are.
    """
    table, unknown = between_states(months.table)
    whole, met = months.coverage.whole_years(), months.coverage.years()
    place = _place(months.files)
    taken = [
        year for year in (met if wanted.include_partial else whole) if wanted.start <= year <= wanted.end
    ]
    notices = [*notice_of_codes(place, unknown)]
    partial = [year for year in met if year not in whole]
    if partial and not wanted.include_partial:
        said = ", ".join(str(year) for year in partial[:8]) + (", ..." if len(partial) > 8 else "")
        notices.append(
            Problem(
                place, f"covers {said} in part only; give the files of whole years, or set include_partial"
            )
        )
    values = yearly(table, wanted, taken, source.name, scale)
    rows = values.select(
        "state",
        "partner",
        start="year",
        end="year",
        indicator="indicator",
        value="value",
        unit="unit",
        release=pl.lit(months.release),
        row=pl.format("{}: {} with {} in {}, {} events", pl.lit(place), "state", "partner", "year", "events"),
    )
    ends = dict.fromkeys(source.indicators, whole[-1]) if whole else {}
    found = reading(source, [rows], months.problems, ends)
    return Reading(found.values, found.problems, found.last_complete_year, tuple(notices))


def _place(files: Sequence[str]) -> str:
    """The first file by name, and how many there are besides."""
    return files[0] + (f" and {len(files) - 1:,} more" if len(files) > 1 else "")
