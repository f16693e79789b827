"""Contiguity: Correlates of War Direct Contiguity, version 3.2.

Stinnett, Tir, Schafer, Diehl & Gochman (2002), Conflict Management and Peace Science 19(2): 58-66. The list gives the
months in which two states touch by land or lie within so many miles of water of each other. What it does not list is
not contiguous.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.dyad_lists import both_ways
from counterpoise.datasets.layout import first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, own_file, reading
from counterpoise.datasets.state_years import dyad_years, forward_spells, over_years, with_zeros
from counterpoise.datasets.unplaced import unplaced

CODES = ("ccode1", "ccode2", "conttype")
DATES = ("stdate", "enddate")
NOT_CONTIGUOUS = 0


class CowContiguity:
    """How near a state lies to a power."""

    name = "cow-contiguity"
    title = "Correlates of War Direct Contiguity"
    citation = (
        "Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl and Charles Gochman. 2002. The Correlates "
        "of War Project Direct Contiguity Data, Version 3. Conflict Management and Peace Science 19(2): 58-66. "
        "Version 3.2."
    )
    licence = "free for public and academic use with citation"
    redistributable = False
    release = "3.2"
    where = "correlatesofwar.org, Direct Contiguity (v3.2); as dated spells in the R package peacesciencer"
    layouts: Sequence[Sequence[str]] = ((*CODES, *DATES),)
    indicators: Mapping[str, str] = {
        "contiguity": "Contiguity of a state with a power: 1 by land, 2 within 12 miles of water, 3 within 24, "
        "4 within 150, 5 within 400, 0 none of these (type of contiguity)"
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the list of spells."""
        return {*CODES, *DATES} <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """The nearest type that held in some month of a year."""
        path = own_file(self, paths)
        kinds: dict[str, type[pl.DataType]] = {
            **dict.fromkeys(CODES, pl.Int32),
            **dict.fromkeys(DATES, pl.Date),
        }
        spells, problems = read_columns(path, kinds, keys=(*CODES, *DATES))
        spells = spells.with_columns(since=pl.col("stdate").dt.year(), until=pl.col("enddate").dt.year())
        spells, backward = forward_spells(spells, "since", "until", "stdate", path.name)
        first, _ = first_and_last_year(path, spells["since"])
        _, last = first_and_last_year(path, spells["until"])
        nearest = (
            spells.lazy()
            .filter(pl.col("conttype") != NOT_CONTIGUOUS)
            .pipe(both_ways)
            .pipe(over_years, "since", "until", wanted)
            .pipe(with_iso3, "ccode1", "year", "state")
            .filter(pl.col("state").is_in(wanted.states))
            .pipe(with_iso3, "ccode2", "year", "partner")
            .filter(pl.col("partner").is_in(list(wanted.powers)))
            .sort("conttype", "stdate")
            .unique(["state", "partner", "year"], keep="first", maintain_order=True)
            .with_columns(
                value="conttype",
                row=pl.format(
                    f"{path.name} ccode1={{}} ccode2={{}} stdate={{}}", "ccode1", "ccode2", "stdate"
                ),
            )
            .collect()
        )
        none = pl.format(
            f"{path.name} ccode1={{}} ccode2={{}}: no row of {{}}", "code", "partner_code", "year"
        )
        years = dyad_years(wanted, first, last)
        values = with_zeros(years, nearest, "contiguity", "type of contiguity", none)
        notices = unplaced(spells, CODES[:2], "until", path.name)
        return reading(self, [values], [*problems, *backward], {"contiguity": last}, notices)


COW_CONTIGUITY: Source = CowContiguity()
