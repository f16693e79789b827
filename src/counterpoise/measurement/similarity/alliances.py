"""Alliance portfolios: with whom each state is allied, and how closely, out of all states of the year.

As in Signorino & Ritter (1999), International Studies Quarterly 43: 115-144, a state stands in its own portfolio as if
it had promised itself defence, and partners count one each or by their capabilities.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from counterpoise.datasets.alliance_ties import CATEGORIES, DEFENCE, AllianceTies
from counterpoise.datasets.source import Wanted
from counterpoise.datasets.state_years import state_years
from counterpoise.measurement.similarity.portfolios import ObjectWeights, Portfolios
from counterpoise.states import known_iso3


def alliance_portfolios(ties: AllianceTies, start: int, end: int) -> tuple[Portfolios, ...]:
    """The alliances of each year of start..end that the ties cover, in order, by the states of the year.

    Who is a state is as the Correlates of War have it; a state with no alliance has a portfolio too.
    """
    wanted = Wanted((), ("", ""), start, end)
    there = state_years(known_iso3(), wanted, ties.first, ties.last)
    listed = _by_year(there.select("year", "state").unique().sort("year", "state"))
    tied = dict(_by_year(ties.table))
    return tuple(
        _of_year(year, tuple(states["state"].to_list()), tied.get(year, ties.table.clear()))
        for year, states in listed
    )


def capability_weights(portfolios: Portfolios, cinc: pl.DataFrame) -> ObjectWeights:
    """Each partner's CINC in the year of the portfolios as its weight, and which states have none.

    `cinc` has state, year and value, a share of the world. A partner without CINC, as the Ukrainian republic of the Soviet
    Union, is left out and not counted; a state without one is compared with none.
    """
    told = cinc.filter(pl.col("year") == portfolios.period).drop_nulls("value")
    of_year = dict(told.select("state", "value").iter_rows())
    without = {state: f"no capabilities for {state}" for state in portfolios.states if state not in of_year}
    return ObjectWeights(np.array([of_year.get(state, np.nan) for state in portfolios.states]), without)


def _of_year(year: int, states: tuple[str, ...], tied: pl.DataFrame) -> Portfolios:
    place = {state: at for at, state in enumerate(states)}
    positions = np.zeros((len(states), len(states)), np.int8)
    within = tied.filter(pl.col("state").is_in(place.keys()), pl.col("partner").is_in(place.keys()))
    for state, partner, category in within.select("state", "partner", "category").iter_rows():
        positions[place[state], place[partner]] = category
    np.fill_diagonal(positions, DEFENCE)
    return Portfolios(year, states, positions, len(CATEGORIES), "was no state")


def _by_year(table: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    for (year,), rows in table.group_by("year", maintain_order=True):
        yield int(str(year)), rows
