"""Changes: what a newer reading of a source has that an older one had not, lost, or says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

OBSERVATION = ("state", "partner", "start", "end")
"""What an observation of an indicator is of."""

NOISE = 1e-9
"""Shares of the larger value up to which two numbers are one: files of other formats round otherwise."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One observation with its value before and after; `row` says where the later one stands."""

    state: str
    partner: str | None
    start: int
    end: int
    before: float
    after: float
    row: str

    @property
    def relative(self) -> float:
        """The difference as a share of the larger of both in size, from 0 to 2 (where the sign turned)."""
        larger = max(abs(self.before), abs(self.after))
        return abs(self.after - self.before) / larger if larger else 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one indicator: numbers of observations added, gone and revised, and the largest revision.

    The largest is the one of the largest relative change, the first in order of state, partner and years among equals.
    `units` are those before and after, each sorted, where they are not the same: a new price base revises everything.
    """

    indicator: str
    added: int
    gone: int
    revised: int
    largest: Revision | None
    units: tuple[tuple[str, ...], tuple[str, ...]] | None


def changes(before: pl.DataFrame, after: pl.DataFrame) -> tuple[Change, ...]:
    """What differs between two tables in `evidence.VALUE_SCHEMA`, by indicator in order of name; nothing if nothing does.

    Of an observation that a table gives twice the first counts. Numbers that differ by less than `NOISE` of the larger
    are the same.
    """
    names = ["indicator", *OBSERVATION]
    older, newer = (
        table.select(*names, "value", "unit", "row").unique(names, keep="first", maintain_order=True)
        for table in (before, after)
    )
    added = newer.join(older, on=names, how="anti", nulls_equal=True)
    gone = older.join(newer, on=names, how="anti", nulls_equal=True)
    both = older.join(newer, on=names, suffix="_after", nulls_equal=True)
    larger = pl.max_horizontal(pl.col("value").abs(), pl.col("value_after").abs())
    difference = (pl.col("value_after") - pl.col("value")).abs()
    revised = (
        both.filter(difference > NOISE * larger)
        .with_columns(relative=difference / larger)
        .sort("relative", *OBSERVATION, descending=[True, False, False, False, False], nulls_last=False)
    )
    found = sorted({*older["indicator"], *newer["indicator"]})
    each = (
        _of_one(name, *(t.filter(pl.col("indicator") == name) for t in (added, gone, revised, older, newer)))
        for name in found
    )
    return tuple(change for change in each if change is not None)


def _of_one(
    indicator: str,
    added: pl.DataFrame,
    gone: pl.DataFrame,
    revised: pl.DataFrame,
    older: pl.DataFrame,
    newer: pl.DataFrame,
) -> Change | None:
    units = (_units(older), _units(newer))
    other_units = units if older.height and newer.height and units[0] != units[1] else None
    if not (added.height or gone.height or revised.height or other_units):
        return None
    return Change(
        indicator, added.height, gone.height, revised.height, next(_revisions(revised), None), other_units
    )


def _units(table: pl.DataFrame) -> tuple[str, ...]:
    return tuple(table["unit"].unique().sort().to_list())


def _revisions(revised: pl.DataFrame) -> Iterator[Revision]:
    for row in revised.head(1).iter_rows(named=True):
        yield Revision(
            row["state"],
            row["partner"],
            row["start"],
            row["end"],
            before=row["value"],
            after=row["value_after"],
            row=row["row_after"],
        )
