"""Series of similarity: chosen pairs of states by session or year, and each state's share between two powers.

What is not defined is null in a table, and `not_defined` says why; nothing here is nan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl

from counterpoise.measurement.similarity.dyads import tally_of
from counterpoise.measurement.similarity.intervals import drawn_measures, interval
from counterpoise.measurement.similarity.measures import Floats, reason
from counterpoise.measurement.similarity.portfolios import Portfolios
from counterpoise.measurement.votes import kappa_share

NO_SHARE = "both kappas are 1, so that the state is no nearer to one power than to the other"

Weights = Callable[[Portfolios], Floats]
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Resampling:
    """How many times the roll calls of a session are drawn anew, and the seed of the draws."""

    times: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Present:
    """The chosen pairs that are both there in a period: their rows in the portfolios, measures, and draws if asked."""

    pairs: Mapping[tuple[str, str], int]
    objects: Floats
    measures: Floats
    draws: Floats | None


def similarity_series(
    portfolios: Sequence[Portfolios],
    states: Sequence[str],
    partners: Sequence[str],
    names: Sequence[str],
    resampling: Resampling | None = None,
    weights: Weights | None = None,
) -> pl.DataFrame:
    """Each state with each partner in each period: period, state, partner, n, the measures named, and `not_defined`.

    n is on how many objects both took a position. With `resampling` each measure has an interval of 90 per cent, in
    columns NAME_low90 and NAME_high90. `weights` gives the objects of portfolios their weights.
    """
    pairs = [pair for pair in product(states, partners) if pair[0] != pair[1]]
    rows: list[Row] = []
    for each in portfolios:
        present = _present(each, pairs, names, resampling, weights)
        rows += [_row(each, pair, names, present) for pair in pairs]
    columns: dict[str, type[pl.DataType]] = {"period": pl.Int32, "state": pl.String, "partner": pl.String}
    columns |= {"n": pl.Int64}
    for name in names:
        columns[name] = pl.Float64
        if resampling is not None:
            columns |= {f"{name}_low90": pl.Float64, f"{name}_high90": pl.Float64}
    return pl.DataFrame(rows, schema=columns | {"not_defined": pl.String})


def kappa_share_series(
    portfolios: Sequence[Portfolios],
    states: Sequence[str],
    powers: tuple[str, str],
    resampling: Resampling | None = None,
    weights: Weights | None = None,
) -> pl.DataFrame:
    """Each state's share between power a and power b by its kappas with both (see `kappa_share`), by period.

    Columns period, state, kappa_share, with `resampling` kappa_share_low90 and kappa_share_high90, and `not_defined`.
    The interval rests on the same resamples of roll calls for both powers.
    """
    rows: list[Row] = []
    between = [state for state in states if state not in powers]
    pairs = list(product(between, powers))
    for each in portfolios:
        present = _present(each, pairs, ("kappa",), resampling, weights)
        rows += [_share_row(each, state, powers, present) for state in between]
    columns: dict[str, type[pl.DataType]] = {
        "period": pl.Int32,
        "state": pl.String,
        "kappa_share": pl.Float64,
    }
    if resampling is not None:
        columns |= {"kappa_share_low90": pl.Float64, "kappa_share_high90": pl.Float64}
    return pl.DataFrame(rows, schema=columns | {"not_defined": pl.String})


def _present(
    portfolios: Portfolios,
    pairs: Sequence[tuple[str, str]],
    names: Sequence[str],
    resampling: Resampling | None,
    weights: Weights | None,
) -> _Present:
    place = {state: at for at, state in enumerate(portfolios.states)}
    found = [pair for pair in pairs if pair[0] in place and pair[1] in place]
    dyads = [(place[one], place[other]) for one, other in found]
    counted = tally_of(portfolios, dyads)
    weighed = counted if weights is None else tally_of(portfolios, dyads, weights(portfolios))
    draws = None
    if resampling is not None:
        draws = drawn_measures(portfolios, dyads, names, resampling.seed, resampling.times)
    return _Present(
        {pair: at for at, pair in enumerate(found)}, counted.objects, weighed.measures(names), draws
    )


def _row(portfolios: Portfolios, pair: tuple[str, str], names: Sequence[str], present: _Present) -> Row:
    row: Row = {"period": portfolios.period, "state": pair[0], "partner": pair[1], "n": 0}
    if pair not in present.pairs:
        return row | {"not_defined": _absent(portfolios, pair)}
    at = present.pairs[pair]
    objects = float(present.objects[at])
    row["n"] = int(objects)
    why: dict[str, list[str]] = {}
    for place, name in enumerate(names):
        value = float(present.measures[place, at])
        if math.isnan(value):
            why.setdefault(reason(name, objects), []).append(name)
            continue
        row[name] = value
        if present.draws is not None:
            found = interval(present.draws[place, at], objects)
            if isinstance(found, str):
                why.setdefault(found, []).append(f"interval of {name}")
            else:
                row[f"{name}_low90"], row[f"{name}_high90"] = found
    told = "; ".join(f"{', '.join(which)}: {each}" for each, which in why.items())
    return row | {"not_defined": told or None}


def _share_row(portfolios: Portfolios, state: str, powers: tuple[str, str], present: _Present) -> Row:
    row: Row = {"period": portfolios.period, "state": state}
    missing = [_absent(portfolios, (state, power)) for power in powers if (state, power) not in present.pairs]
    if missing:
        return row | {"not_defined": missing[0]}
    places = [present.pairs[state, power] for power in powers]
    kappas = [present.measures[0, [place]] for place in places]
    for power, place, kappa in zip(powers, places, kappas, strict=True):
        if np.isnan(kappa[0]):
            return row | {"not_defined": f"kappa with {power}: {reason('kappa', present.objects[place])}"}
    share = float(kappa_share(*kappas)[0])
    if math.isnan(share):
        return row | {"not_defined": NO_SHARE}
    row["kappa_share"] = share
    if present.draws is not None:
        drawn = kappa_share(*(present.draws[0, place] for place in places))
        found = interval(drawn, float(min(present.objects[place] for place in places)))
        if isinstance(found, str):
            return row | {"not_defined": f"interval: {found}"}
        row["kappa_share_low90"], row["kappa_share_high90"] = found
    return row


def _absent(portfolios: Portfolios, pair: tuple[str, str]) -> str:
    absent = (state for state in pair if state not in portfolios.states)
    return ", ".join(f"{state} {portfolios.absence}" for state in absent)
