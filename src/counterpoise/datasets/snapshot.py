"""The table of observations: every value that a study measures from, kept as Parquet and asked through Ibis.

A run records the table as an object of the ledger when it is not what it was; so each that was ever measured from can
be had again. It has the columns of `evidence.VALUE_SCHEMA`, prices as their sources give them: nothing is converted.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import columns_of_values
from counterpoise.ledger.events import Ledger, NewEvent
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.schema import FILE
from counterpoise.workspace import FOLDER, Workspace

if TYPE_CHECKING:
    import ibis

OBSERVATIONS = "observations"
"""The key under which the table of observations stands in the ledger."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The observations of one run: where their Parquet file lies, and where each series ends."""

    path: Path
    last_complete_year: Mapping[str, int]

    def table(self) -> ibis.Table:
        """The observations as a table of Ibis on DuckDB, to be asked without being read into memory whole."""
        import ibis

        table: ibis.Table = ibis.duckdb.connect().read_parquet(str(self.path), table_name=OBSERVATIONS)
        return table

    def values(self) -> pl.DataFrame:
        """All observations, in `evidence.VALUE_SCHEMA`, with the draws of those that have some (`evidence.POSTERIOR`)."""
        # All of it is wanted, so that no engine need be loaded, which takes longer than the reading.
        table = pl.read_parquet(self.path)
        return table.select(pl.col(name).cast(kind) for name, kind in columns_of_values(table).items())


def keep(
    workspace: Workspace, values: pl.DataFrame, last_complete_year: Mapping[str, int], title: str
) -> None:
    """Record the observations of a run, where they or the ends of their series are not what was recorded last."""
    buffer = io.BytesIO()
    values.write_parquet(buffer)
    name = workspace.objects.put(buffer.getvalue())
    ends = dict(sorted(last_complete_year.items()))
    said = workspace.find("values.observed", OBSERVATIONS)
    if said is None or (said.body["object"], said.body["last_complete_year"]) != (name, ends):
        body = {"key": OBSERVATIONS, "object": name, "last_complete_year": ends}
        workspace.record([NewEvent("values.observed", title, body)])


def observations(folder: Path) -> Snapshot:
    """The observations of the last run of the study in a folder; a study at work is not disturbed.

    Raises CounterpoiseError where the study was not run, or the table is lost.
    """
    place = folder / FOLDER
    if not (place / FILE).is_file():
        raise _not_run()
    with Ledger.read(place) as ledger:
        events = list(ledger.events("values.observed"))
    if not events:
        raise _not_run()
    body = events[-1].body
    objects = ObjectStore(place)
    objects.get(str(body["object"]))  # so that a table that was altered is found out
    return Snapshot(objects.path(str(body["object"])), body["last_complete_year"])


def _not_run() -> CounterpoiseError:
    return CounterpoiseError(
        Problem("observations", "the study was not run yet; counterpoise run reads its data")
    )
