"""Memberships of intergovernmental organisations: Correlates of War IGO, version 3.

Pevehouse, Nordstrom, McManus & Jamison (2020), Journal of Peace Research 57(3): 492-503.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.layout import another_layout, first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.tablefile import header
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import Problem

DYAD_YEAR = ("ccode1", "ccode2", "year", "dyadigos")
STATE_YEAR = ("ccode", "year", "sum_igo_full")


class CowIgo:
    """Organisations that a state shares with a power, and those it is a full member of."""

    name = "cow-igo"
    title = "Correlates of War Intergovernmental Organizations"
    citation = (
        "Pevehouse, Jon C. W., Timothy Nordstrom, Roseanne W. McManus and Anne Spencer Jamison. 2020. "
        "Tracking Organizations in the World: The Correlates of War IGO Version 3.0 datasets. Journal of "
        "Peace Research 57(3): 492-503."
    )
    licence = "free for public and academic use with citation"
    redistributable = False
    release = "3.0"
    where = "correlatesofwar.org, Intergovernmental Organizations (v3); R package peacesciencer"
    layouts: Sequence[Sequence[str]] = (DYAD_YEAR, STATE_YEAR)
    indicators: Mapping[str, str] = {
        "shared_igos": "Intergovernmental organisations that a state shares with a power (organisations)",
        "igo_memberships": "Full memberships of intergovernmental organisations (organisations)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the dyad-year or of the state-year file."""
        found = set(columns)
        return set(DYAD_YEAR) <= found or set(STATE_YEAR) <= found

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Counts per year from whichever of the two files are given."""
        parts: list[pl.DataFrame] = []
        problems: list[Problem] = []
        notices: list[Problem] = []
        ends: dict[str, int] = {}
        for path in paths:
            found = set(header(path))
            if set(DYAD_YEAR) <= found:
                table, skipped = read_columns(path, dict.fromkeys(DYAD_YEAR, pl.Int32), keys=DYAD_YEAR[:3])
                notices += unplaced(table, DYAD_YEAR[:2], "year", path.name)
                indicator, part = "shared_igos", _shared(table, path.name, wanted)
            elif set(STATE_YEAR) <= found:
                table, skipped = read_columns(path, dict.fromkeys(STATE_YEAR, pl.Int32), keys=STATE_YEAR[:2])
                notices += unplaced(table, STATE_YEAR[:1], "year", path.name)
                indicator, part = "igo_memberships", _memberships(table, path.name, wanted)
            else:
                raise another_layout(path, self.name, *self.layouts)
            parts.append(part)
            problems += skipped
            ends[indicator] = first_and_last_year(path, table["year"])[1]
        return reading(self, parts, problems, ends, notices)


def _shared(dyads: pl.DataFrame, file: str, wanted: Wanted) -> pl.DataFrame:
    """The undirected counts as seen from the state; a dyad stands once, with the lower number first."""
    within = dyads.lazy().filter(pl.col("year").is_between(wanted.start, wanted.end))
    place = pl.format(f"{file} ccode1={{}} ccode2={{}} year={{}}", "ccode1", "ccode2", "year")
    columns = [pl.col("year"), pl.col("dyadigos"), place.alias("row")]
    first = within.select(*columns, cow="ccode1", partner_cow="ccode2")
    second = within.select(*columns, cow="ccode2", partner_cow="ccode1")
    return (
        pl.concat([first, second])
        .pipe(with_iso3, "cow", "year", "state")
        .filter(pl.col("state").is_in(wanted.states))
        .pipe(with_iso3, "partner_cow", "year", "partner")
        .filter(pl.col("partner").is_in(list(wanted.powers)))
        .unique(["state", "partner", "year"], maintain_order=True)
        .select(
            "state",
            "partner",
            "row",
            start="year",
            end="year",
            indicator=pl.lit("shared_igos"),
            value="dyadigos",
            unit=pl.lit("organisations"),
        )
        .collect()
    )


def _memberships(table: pl.DataFrame, file: str, wanted: Wanted) -> pl.DataFrame:
    return (
        table.lazy()
        .filter(pl.col("year").is_between(wanted.start, wanted.end))
        .pipe(with_iso3, "ccode", "year", "state")
        .filter(pl.col("state").is_in(wanted.everyone))
        .select(
            "state",
            start="year",
            end="year",
            indicator=pl.lit("igo_memberships"),
            value="sum_igo_full",
            unit=pl.lit("organisations"),
            row=pl.format(f"{file} ccode={{}} year={{}}", "ccode", "year"),
        )
        .collect()
    )


COW_IGO: Source = CowIgo()
