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

from counterpoise.measurement.similarity.dyads import all_dyads, tally_of
from counterpoise.measurement.similarity.intervals import drawn_measures, interval
from counterpoise.measurement.similarity.measures import NOTHING_COMMON, Floats, reason
from counterpoise.measurement.similarity.portfolios import ObjectWeights, Planes, Portfolios
from counterpoise.measurement.votes import kappa_share

SERIES_SCHEMA: dict[str, type[pl.DataType]] = {
    "period": pl.Int32,
    "state": pl.String,
    "partner": pl.String,
    "measure": pl.String,
    "n": pl.Int64,
    "value": pl.Float64,
    "low90": pl.Float64,
    "high90": pl.Float64,
    "not_defined": pl.String,
}
"""One measure of one pair in one period. `n` is on how many objects both took a position.

`low90` and `high90` are the interval, null where none was asked for; `not_defined` says what else is null, and why.
"""

KEYS: dict[str, type[pl.DataType]] = {
    name: SERIES_SCHEMA[name] for name in ("period", "state", "partner", "n")
}
NO_SHARE = "both kappas are 1, so that the state is no nearer to one power than to the other"
Weights = Callable[[Portfolios], ObjectWeights]


@dataclass(frozen=True, slots=True)
class Resampling:
    """How many times the roll calls of a session are drawn anew, and the seed of the draws."""

    times: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Present:
    """The chosen pairs that are both there in a period: their places, and objects, measures and draws by place.

    `without` says of which states there is no measure, for want of weights, and why.
    """

    places: Mapping[tuple[str, str], int]
    objects: Floats
    measures: Floats
    draws: Floats | None
    without: Mapping[str, str]


def similarity_series(
    portfolios: Sequence[Portfolios],
    states: Sequence[str],
    partners: Sequence[str],
    names: Sequence[str],
    resampling: Resampling | None = None,
    weights: Weights | None = None,
) -> pl.DataFrame:
    """Each state with each partner in each period by the measures named, in `SERIES_SCHEMA`.

    With `resampling` there are intervals of 90 per cent. `weights` gives the objects of portfolios their weights; those without are not counted.
    """
    pairs = [pair for pair in product(states, partners) if pair[0] != pair[1]]
    rows: list[dict[str, object]] = []
    for each in portfolios:
        present = _present(each, pairs, names, resampling, weights)
        for pair, (place, name) in product(pairs, enumerate(names)):
            key = {"period": each.period, "state": pair[0], "partner": pair[1], "measure": name}
            rows.append(key | _measured(each, pair, name, place, present))
    return pl.DataFrame(rows, schema=SERIES_SCHEMA)


def kappa_share_series(
    portfolios: Sequence[Portfolios],
    states: Sequence[str],
    powers: tuple[str, str],
    resampling: Resampling | None = None,
    weights: Weights | None = None,
) -> pl.DataFrame:
    """Each state's share between power a and power b by its kappas with both, by period, in `SERIES_SCHEMA`.

    See `kappa_share` for the rule. The measure is `kappa_share`, without a partner, and n the smaller of both; the interval rests on
    the same resamples for both powers.
    """
    between = [state for state in states if state not in powers]
    pairs = list(product(between, powers))
    rows: list[dict[str, object]] = []
    for each in portfolios:
        present = _present(each, pairs, ("kappa",), resampling, weights)
        for state in between:
            key = {"period": each.period, "state": state, "measure": kappa_share.__name__}
            rows.append(key | _shared(each, state, powers, present))
    return pl.DataFrame(rows, schema=SERIES_SCHEMA)


def all_dyads_table(portfolios: Sequence[Portfolios], names: Sequence[str]) -> pl.DataFrame:
    """Every two states of each period, a row each: period, state, partner, n, the measures named, and `not_defined`."""
    planes = [each.planes() for each in portfolios]
    found = all_dyads(planes, names)
    keys = [_keys(each, bits) for each, bits in zip(portfolios, planes, strict=True)]
    table = pl.concat([pl.DataFrame(schema=KEYS), *keys]).with_columns(
        pl.Series(name, values, pl.Float64).fill_nan(None)
        for name, values in zip(names, found.values, strict=True)
    )
    common = pl.col("n") > 0
    reasons = [pl.when(~common).then(pl.lit(NOTHING_COMMON))]
    for name in names:
        why = reason(name, 1)
        reasons.append(pl.when(common & pl.col(name).is_null()).then(pl.lit(f"{name}: {why}")))
    told = pl.concat_str(reasons, separator="; ", ignore_nulls=True)
    return table.with_columns(not_defined=pl.when(told != "").then(told))


def _keys(portfolios: Portfolios, planes: Planes) -> pl.DataFrame:
    """Period, state, partner and n of every two states, in the order of their measures."""
    one, other = np.triu_indices(len(portfolios.states), 1)
    n = np.zeros(len(one), np.int64)
    for word in planes.any:
        n += np.bitwise_count(word[one] & word[other])
    states = pl.Series(portfolios.states, dtype=pl.String)
    period = pl.repeat(portfolios.period, len(one), dtype=pl.Int32, eager=True)
    columns = {"period": period, "state": states.gather(one), "partner": states.gather(other), "n": n}
    return pl.DataFrame(columns, schema=KEYS)


def _present(
    portfolios: Portfolios,
    pairs: Sequence[tuple[str, str]],
    names: Sequence[str],
    resampling: Resampling | None,
    weights: Weights | None,
) -> _Present:
    row = {state: at for at, state in enumerate(portfolios.states)}
    found = [pair for pair in pairs if pair[0] in row and pair[1] in row]
    dyads = [(row[one], row[other]) for one, other in found]
    counted = weighed = tally_of(portfolios, dyads)
    places = {pair: at for at, pair in enumerate(found)}
    without: Mapping[str, str] = {}
    if weights is not None:
        of_objects = weights(portfolios)
        without = of_objects.without
        counted = tally_of(portfolios, dyads, (~np.isnan(of_objects.values)).astype(np.float64))
        weighed = tally_of(portfolios, dyads, np.nan_to_num(of_objects.values))
    draws = None
    if resampling is not None:
        draws = drawn_measures(portfolios, dyads, names, resampling.seed, resampling.times)
    return _Present(places, counted.objects, weighed.measures(names), draws, without)


def _measured(
    portfolios: Portfolios, pair: tuple[str, str], name: str, place: int, present: _Present
) -> dict[str, object]:
    if pair not in present.places:
        return {"n": 0, "not_defined": _absent(portfolios, pair)}
    at = present.places[pair]
    objects, value = float(present.objects[at]), float(present.measures[place, at])
    if unweighed := _unweighed(present, pair):
        return {"n": int(objects), "not_defined": unweighed}
    if math.isnan(value):
        return {"n": int(objects), "not_defined": reason(name, objects)}
    draws = None if present.draws is None else present.draws[place, at]
    return _with_interval(value, objects, draws)


def _shared(
    portfolios: Portfolios, state: str, powers: tuple[str, str], present: _Present
) -> dict[str, object]:
    absent = [_absent(portfolios, (state, power)) for power in powers if (state, power) not in present.places]
    if absent:
        return {"n": 0, "not_defined": ", ".join(dict.fromkeys(absent))}
    places = [present.places[state, power] for power in powers]
    objects = float(min(present.objects[place] for place in places))
    if unweighed := _unweighed(present, (state, *powers)):
        return {"n": int(objects), "not_defined": unweighed}
    kappas = [present.measures[0, [place]] for place in places]
    for power, place, kappa in zip(powers, places, kappas, strict=True):
        if np.isnan(kappa[0]):
            why = f"kappa with {power}: {reason('kappa', float(present.objects[place]))}"
            return {"n": int(objects), "not_defined": why}
    share = float(kappa_share(*kappas)[0])
    if math.isnan(share):
        return {"n": int(objects), "not_defined": NO_SHARE}
    draws = None if present.draws is None else kappa_share(*(present.draws[0, place] for place in places))
    return _with_interval(share, objects, draws)


def _with_interval(value: float, objects: float, draws: Floats | None) -> dict[str, object]:
    row: dict[str, object] = {"n": int(objects), "value": value}
    if draws is None:
        return row
    found = interval(draws, objects)
    if isinstance(found, str):
        return row | {"not_defined": f"interval: {found}"}
    return row | {"low90": found[0], "high90": found[1]}


def _unweighed(present: _Present, states: Sequence[str]) -> str:
    """Why states cannot be compared under weights, or nothing."""
    return ", ".join(present.without[state] for state in states if state in present.without)


def _absent(portfolios: Portfolios, pair: tuple[str, str]) -> str:
    absent = (state for state in pair if state not in portfolios.states)
    return ", ".join(f"{state} {portfolios.absence}" for state in absent)
