"""What could have been chosen otherwise in measuring ties: the ties of one year under every alternative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.completed_ties import completed_ties
from counterpoise.measurement.draws import DRAWS
from counterpoise.measurement.index.outliers import log_of_shifted
from counterpoise.measurement.index.weights import WEIGHTINGS
from counterpoise.measurement.tie_series import TieSeries, tie_series
from counterpoise.measurement.ties import TieInput, by_year, tie_strength

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NORMALISATIONS = ("goalposts", "minmax", "percentile_rank", "log_of_shifted")
DRAWN = "dynamic-factor"
IMPUTATIONS = ("observed", "median of the panel")
"""What is done about missing cells; where a study asks for `DRAWN`, that stands before these."""

NOT_IN_COMMON = (
    "benefit_of_the_doubt",
    "it weighs each tie by weights of its own, so that the ties of a state with the two powers would not be put together alike; "
    "its shares stand with how the indicators go together",
)
"""The weighting that is no alternative to those that all ties of a dimension have in common, and why."""

SIDES = ("a", "b")


@dataclass(frozen=True, slots=True)
class WeightsFound:
    """Weights (indicators,) by weighting, and why the other weightings cannot be had."""

    of: Mapping[str, Floats]
    left_out: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DimensionChoices:
    """The ties of one dimension in one year, under each normalisation and imputation.

    `ties` (states, indicators, 2 powers, draws), nan where nothing is observed, for each normalisation and imputation.
    `in_share` (indicators,) says which may enter a share. `whole` and `shared` hold for each normalisation the weights
    (indicators,) of all indicators, and of those of the share. `table` (ties, indicators) has those of all states, years and
    powers, by the normalisation taken; nan where nothing is observed.
    """

    dimension: str
    indicators: tuple[str, ...]
    in_share: Bools
    ties: Mapping[tuple[str, str], Floats]
    whole: Mapping[str, WeightsFound]
    shared: Mapping[str, WeightsFound]
    table: Floats

    @property
    def imputations(self) -> tuple[str, ...]:
        """What may be done about missing cells; the first is what was chosen."""
        return tuple(dict.fromkeys(imputation for _, imputation in self.ties))


def strength_by(
    method: str, values: Floats, panel: Floats, goalpost: float, distance: bool = False
) -> Floats:
    """Values (n,) as ties in [0, 1] by a normalisation, set against all values (m,) of the panel; shapes (n,) to (n,).

    goalposts: `tie_strength`. minmax: the panel's least and greatest value as goalposts. percentile_rank: the share of the
    panel below. log_of_shifted: minmax of the logarithms, which draws far values in. Where the panel never varies, only
    goalposts tell anything, and they are taken.
    """
    least, most = float(panel.min()), float(panel.max())
    if method == "goalposts" or least == most:
        return tie_strength(values, goalpost, distance=distance)
    if method == "percentile_rank":
        below = np.searchsorted(np.sort(panel), values, side="left")
        share = np.minimum(below / (len(panel) - 1), 1.0)
    else:
        share = np.clip(values, least, most)
        if method == "log_of_shifted":
            share = log_of_shifted(np.concatenate([[least, most], share]))
            least, most, share = share[0], share[1], share[2:]
        share = (share - least) / (most - least)
    return 1.0 - share if distance else share


def dimension_choices(
    ties: pl.DataFrame,
    inputs: Sequence[TieInput],
    dimension: str,
    year: int,
    panel: Sequence[str],
    seed: int,
    *,
    drawn_over: tuple[int, int] | None = None,
) -> DimensionChoices:
    """The ties of a dimension in a year, from those of all years and the whole panel (`ties.TIE_SCHEMA`).

    Draws are those of `measure_state_years`, so that the first alternative of each choice gives the same constructs.
    With `drawn_over`, the first and last year of a study that has missing cells drawn, that alternative is `DRAWN`; ties are
    then drawn under each normalisation from those that it gives.
    """
    entries = [entry for entry in inputs if entry.dimension == dimension]
    of_dimension = ties.filter(pl.col("indicator").is_in([entry.series for entry in entries]))
    seen = set(of_dimension["indicator"])
    entries = [entry for entry in entries if entry.series in seen]
    series = tuple(dict.fromkeys(entry.series for entry in entries))
    in_share = np.array(
        [any(entry.in_share for entry in entries if entry.series == name) for name in series], bool
    )
    strengths = {method: _strengths(of_dimension, method) for method in NORMALISATIONS}
    tables = {method: _table(of_dimension, strengths[method], series) for method in NORMALISATIONS}
    cubes = {}
    for method in NORMALISATIONS:
        if drawn_over is not None:
            start, end = min(year, drawn_over[0]), max(year, drawn_over[1])
            drawn = _drawn(ties, of_dimension, dimension, start, end, method, seed)
            cubes[method, DRAWN] = _cube(drawn, series, year - start, panel)
        observed = _cube(_series(of_dimension, year, year, method, seed), series, 0, panel)
        cubes[method, "observed"] = observed
        cubes[method, "median of the panel"] = imputed(observed)
    return DimensionChoices(
        dimension=dimension,
        indicators=series,
        in_share=in_share,
        ties=cubes,
        whole={method: _weights(tables[method], np.ones(len(series), bool)) for method in NORMALISATIONS},
        shared={method: _weights(tables[method], in_share) for method in NORMALISATIONS},
        table=tables[NORMALISATIONS[0]],
    )


def imputed(ties: Floats) -> Floats:
    """Ties (states, indicators, 2, draws) with what a state misses filled in by the median of the panel, draw by draw.

    Only where the state has another tie with that power in the dimension, and another state has that one: nothing is made
    up for a state of which nothing is observed.
    """
    missing: Bools = np.isnan(ties[..., 0])
    has_another: Bools = ~np.all(missing, axis=1, keepdims=True)
    observed: Bools = ~missing
    filled = ties.copy()
    for indicator, side in zip(
        *np.nonzero(np.any(observed, axis=0) & np.any(missing & has_another, axis=0)), strict=True
    ):
        median = np.median(ties[observed[:, indicator, side], indicator, side], axis=0)
        to_fill = missing[:, indicator, side] & has_another[:, 0, side]
        filled[to_fill, indicator, side] = median
    return filled


def _strengths(ties: pl.DataFrame, method: str) -> Floats:
    """Each tie (rows,) by a normalisation, as observed."""
    found = np.empty(ties.height)
    rows = ties.with_row_index("place")
    for part in rows.partition_by("indicator"):
        values = part["value"].to_numpy()
        found[part["place"].to_numpy()] = strength_by(
            method, values, values, part["goalpost"][0], part["distance"][0]
        )
    return found


def _table(ties: pl.DataFrame, strengths: Floats, series: tuple[str, ...]) -> Floats:
    """Ties by state, year and power (rows, indicators): what weights are drawn from; nan where nothing is observed."""
    if ties.is_empty():
        return np.empty((0, len(series)))
    wide = (
        by_year(ties.with_columns(tie=strengths))
        .group_by("state", "year", "side", "indicator")
        .agg(pl.col("tie").mean())
        .sort("state", "year", "side")
        .pivot("indicator", index=["state", "year", "side"], values="tie")
    )
    return wide.select(pl.col(name).cast(pl.Float64).fill_null(np.nan) for name in series).to_numpy()


def _weights(table: Floats, taken: Bools) -> WeightsFound:
    """Weights of the indicators taken, by each weighting that the table allows; 0 for the others."""
    found, left_out = {}, {}
    for name, weighting in WEIGHTINGS.items():
        if name != "equal" and np.count_nonzero(taken) < 2:
            left_out[name] = "one indicator has all the weight"
            continue
        weights = np.zeros(len(taken))
        try:
            if taken.any():
                weights[taken] = weighting(table[:, taken]).values
        except CounterpoiseError as error:
            left_out[name] = "; ".join(problem.what for problem in error.problems)
        else:
            found[name] = weights
    return WeightsFound(found, left_out)


def _series(ties: pl.DataFrame, start: int, end: int, method: str, seed: int) -> dict[str, list[TieSeries]]:
    """The series of each state over some years, as ties by a normalisation."""
    of_indicator = {name: part for (name,), part in ties.group_by("indicator")}

    def by_method(each: TieSeries) -> TieSeries:
        if method == "goalposts":
            return each
        whole = of_indicator[each.indicator]
        values, goalpost, distance = whole["value"].to_numpy(), whole["goalpost"][0], whole["distance"][0]
        strengths = strength_by(method, each.draws.ravel(), values, goalpost, distance)
        return replace(each, draws=strengths.reshape(each.draws.shape))

    found = tie_series(ties, seed, start, end, quantities=method != "goalposts")
    return {state: [by_method(each) for each in series] for state, series in found}


def _drawn(
    ties: pl.DataFrame,
    of_dimension: pl.DataFrame,
    dimension: str,
    start: int,
    end: int,
    method: str,
    seed: int,
) -> dict[str, list[TieSeries]]:
    """The series of a dimension completed as `measure_state_years` does: among all states that have ties in any."""
    states = ties.filter(pl.col("start") <= end, pl.col("end") >= start)["state"].unique(maintain_order=True)
    found = _series(of_dimension, start, end, method, seed)
    return completed_ties({state: found.get(state, []) for state in states}, dimension, seed)


def _cube(
    of_state: Mapping[str, Sequence[TieSeries]], indicators: tuple[str, ...], place: int, panel: Sequence[str]
) -> Floats:
    """Draws of the ties of one year, at a place in the series; (states, indicators, 2, draws)."""
    cube = np.full((len(panel), len(indicators), 2, DRAWS), np.nan)
    for state, series in of_state.items():
        for each in series:
            if each.observed[place]:
                at = panel.index(state), indicators.index(each.indicator), SIDES.index(each.side)
                cube[at] = each.draws[place]
    return cube
