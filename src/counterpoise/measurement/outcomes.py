"""What a theory measures beside ties: dependence, its asymmetry, autonomy, independence and diversification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.alignment import OVERALL, Aligned, Expected
from counterpoise.measurement.constructs import (
    Draws,
    autonomy,
    dependence,
    influence_capacity,
    mean_of_defined,
)
from counterpoise.measurement.draws import DRAWS, standard_normal
from counterpoise.measurement.score_table import Scored, scored
from counterpoise.measurement.tie_series import TieSeries, mean_of, names_by_year
from counterpoise.theory.elements import Construct, Side, Theory

PERCENT = 100.0
SIDES: tuple[Side, Side] = ("a", "b")


@dataclass(frozen=True, slots=True)
class OwnSeries:
    """A series of a state itself, or of a power with it, over the years: draws (years, n), nan where not observed."""

    indicator: str
    draws: Draws

    @property
    def observed(self) -> NDArray[np.bool_]:
        """The years (years,) in which it is observed."""
        found: NDArray[np.bool_] = np.any(~np.isnan(self.draws), axis=1)
        return found


@dataclass(frozen=True, slots=True)
class StateYears:
    """Everything observed of one state over the years from `start` on, as arrays.

    `quantities` are the series with each power in their own units, `ties` the same as ties; `own` are the series without a partner and
    `of_powers` those of a power with the state, by construct and side; `aligned` is what the ties come to.
    """

    state: str
    start: int
    years: int
    quantities: Sequence[TieSeries]
    ties: Sequence[TieSeries]
    own: Mapping[str, OwnSeries]
    of_powers: Mapping[tuple[str, Side], OwnSeries]
    aligned: Aligned


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Draws (years, n), nan where not observed, of how many inputs, and what they rest on: `seen` (series, years).

    `names` are those that each series stands for; `imputed` (years,) says how many of those seen no source observed.
    """

    draws: Draws
    inputs: int
    seen: NDArray[np.bool_]
    names: Sequence[frozenset[str]]
    imputed: NDArray[np.int64] | None = None

    @property
    def observed(self) -> NDArray[np.int64]:
        """How many series sources observed, each year (years,)."""
        found: NDArray[np.int64] = self.seen.sum(axis=0)
        return found if self.imputed is None else found - self.imputed


def own_series(values: pl.DataFrame, indicator: str, seed: int, start: int, end: int) -> OwnSeries:
    """The series of one indicator from rows of values of one state and partner, for the years start..end.

    Intervals that overlap in a year count as their mean. Standard errors are drawn, (years, n); (years, 1) without.
    """
    rows = [
        row
        for row in values.select("start", "end", "value", "se", "state", "partner").iter_rows()
        if row[1] >= start and row[0] <= end
    ]
    width = DRAWS if any(row[3] for row in rows) else 1
    total, count = np.zeros((end - start + 1, width)), np.zeros(end - start + 1)
    for first, last, value, se, state, partner in rows:
        within = slice(max(first, start) - start, min(last, end) - start + 1)
        noise = standard_normal(seed, width, indicator, state, partner or "", first) if se else np.zeros(1)
        total[within] += value + (se or 0.0) * noise
        count[within] += 1
    draws: Draws = np.where(count[:, None] > 0, total / np.maximum(count, 1)[:, None], np.nan)
    return OwnSeries(indicator, draws)


def outcomes(of: StateYears, theory: Theory, expected: Expected) -> Iterator[Scored]:
    """Every construct of the theory that has an estimand over dependence, autonomy, independence or diversification.

    Dependence is told for each power (`NAME_a`, `NAME_b`), with its asymmetry where the power's share is observed too;
    of the first dependence that the theory names, the capacity for influence (`influence_a`, `influence_b`). `expected` is how
    many ties there would be, were everything observed.
    """
    found: dict[str, dict[Side, _Outcome]] = {}
    for name, construct in theory.constructs.items():
        dimension = construct.dimension or OVERALL
        if construct.estimand == "dependence":
            found[name] = {side: _dependence(of, theory, construct, side) for side in SIDES}
            for side, each in found[name].items():
                yield from _told(of, dimension, f"{name}_{side}", each)
                asymmetry = _asymmetry(of, construct, side)
                if asymmetry is not None:
                    yield from _told(of, dimension, f"{name}_asymmetry_{side}", asymmetry)
                if len(found) == 1 and (influence := _influence(of, side, each, expected)) is not None:
                    yield from _told(of, OVERALL, f"influence_{side}", influence)
        elif construct.estimand == "autonomy":
            for needed in construct.made_from:
                if needed in found:
                    yield from _told(of, dimension, name, _autonomy(*found[needed].values()))
        elif construct.estimand == "independence":
            yield from _told(of, dimension, name, _independence(of, theory, construct))
        elif construct.estimand == "diversification":
            for indicator in construct.indicators:
                if (series := of.own.get(indicator.id)) is not None:
                    yield from _told(of, dimension, name, _diversification(series))


def _told(of: StateYears, dimension: str, name: str, outcome: _Outcome) -> Iterator[Scored]:
    lacking = np.isnan(outcome.draws[:, 0])
    years = np.flatnonzero(~(np.isnan(outcome.draws).all(axis=1) if lacking.any() else lacking))
    if years.size:
        names = names_by_year(outcome.seen[:, years], outcome.names)
        yield scored(
            of.state,
            dimension,
            name,
            years + of.start,
            outcome.draws if years.size == of.years else outcome.draws[years],
            outcome.observed[years],
            outcome.inputs,
            names,
            None if outcome.imputed is None else outcome.imputed[years],
        )


def _dependence(of: StateYears, theory: Theory, construct: Construct, side: Side) -> _Outcome:
    """D_p: the mean over flows of the power's share, times the importance of the flow.

    A flow of whose importance nothing is observed for the state counts whole; where it is observed in other years
    only, the flow is left out of a year, so that no year is set against another on another footing.
    """
    shares, weights, names, expected = [], [], [], 0
    for flow in construct.made_from:
        expected += len(theory.constructs[flow].indicators)
        for series in (each for each in of.quantities if each.construct == flow and each.side == side):
            importance = _importance(of, theory, construct, flow)
            share = np.clip(series.draws / PERCENT, 0.0, 1.0)
            shares.append(np.where(series.observed[:, None], share, np.nan))
            weights.append(np.ones((of.years, 1)) if importance is None else importance.draws)
            names.append(
                frozenset({series.indicator, *(() if importance is None else (importance.indicator,))})
            )
    return _weighed(of, shares, weights, names, expected)


def _asymmetry(of: StateYears, construct: Construct, side: Side) -> _Outcome | None:
    """D_p(i) - D_i(p) over the flows in which both are observed; None where no flow has a mirror.

    Importance is left out on both sides, since it is that of the state alone.
    """
    differences, names = [], []
    for flow, mirror in construct.mirrored.items():
        theirs = of.of_powers.get((mirror, side))
        for series in (each for each in of.quantities if each.construct == flow and each.side == side):
            if theirs is not None:
                ours = np.where(series.observed[:, None], series.draws, np.nan)
                differences.append((ours - theirs.draws) / PERCENT)
                names.append(frozenset({series.indicator, theirs.indicator}))
    if not differences:
        return None
    return _weighed(
        of, differences, [np.ones((of.years, 1))] * len(differences), names, len(construct.mirrored)
    )


def _influence(of: StateYears, side: Side, depending: _Outcome, expected: Expected) -> _Outcome | None:
    """Bandwidth times dependence; the bandwidth is the mean over dimensions of the tie with the power.

    A dimension that is not observed in a year does not enter; None where no tie with the power is.
    """
    ties = [found[f"tie_{side}"] for found in of.aligned.dimensions.values() if f"tie_{side}" in found]
    if not ties:
        return None
    strengths = [
        each.draws if each.years.all() else np.where(each.years[:, None], each.draws, np.nan) for each in ties
    ]
    return _Outcome(
        influence_capacity(mean_of_defined(strengths), depending.draws),
        sum(count for (_, construct), count in expected.items() if construct == f"tie_{side}")
        + depending.inputs,
        np.concatenate([*(each.observed for each in ties), depending.seen]),
        [*(name for each in ties for name in each.names), *depending.names],
        np.sum([each.imputed for each in ties], axis=0),
    )


def _importance(of: StateYears, theory: Theory, construct: Construct, flow: str) -> OwnSeries | None:
    """How much of what the state needs a whole flow is, (years, n) in [0, 1]; None where nothing of it is observed."""
    named = construct.importance.get(flow)
    if named is None:
        return None
    for indicator in theory.constructs[named].indicators:
        if (series := of.own.get(indicator.id)) is not None:
            return OwnSeries(indicator.id, np.clip(series.draws / PERCENT, 0.0, 1.0))
    return None


def _weighed(
    of: StateYears,
    parts: Sequence[Draws],
    weights: Sequence[Draws],
    names: Sequence[frozenset[str]],
    expected: int,
) -> _Outcome:
    if not parts:
        none = np.full((of.years, 1), np.nan)
        return _Outcome(none, expected, np.zeros((0, of.years), bool), ())
    seen = [~np.isnan(part * weight).all(axis=1) for part, weight in zip(parts, weights, strict=True)]
    return _Outcome(dependence(parts, weights), expected, np.array(seen), names)


def _autonomy(of_a: _Outcome, of_b: _Outcome) -> _Outcome:
    return _Outcome(
        autonomy(of_a.draws, of_b.draws),
        of_a.inputs + of_b.inputs,
        np.concatenate([of_a.seen, of_b.seen]),
        [*of_a.names, *of_b.names],
    )


def _independence(of: StateYears, theory: Theory, construct: Construct) -> _Outcome:
    """1 - the greater of the two ties: how far the state stands from the nearer power.

    An indicator enters a year in which it is observed for both powers, so that like is set against like.
    """
    part = [each for each in of.ties if each.construct in construct.made_from]
    inputs = 2 * sum(len(theory.constructs[name].indicators) for name in construct.made_from)
    pairs = [
        (a, b)
        for a in part
        for b in part
        if (a.side, b.side) == SIDES and (a.construct, a.indicator) == (b.construct, b.indicator)
    ]
    both = [a.observed & b.observed for a, b in pairs]
    a, b = (mean_of([pair[place] for pair in pairs], both) for place in range(2))
    if a is None or b is None:
        return _weighed(of, [], [], [], inputs)
    years = a.years & b.years
    draws = 1 - np.maximum(a.draws, b.draws)
    draws[~years] = np.nan
    return _Outcome(
        draws,
        inputs,
        np.concatenate([a.observed, b.observed]),
        [*a.names, *b.names],
        a.imputed + b.imputed,
    )


def _diversification(series: OwnSeries) -> _Outcome:
    """1 - the normalised Herfindahl-Hirschman index, which is observed."""
    return _Outcome(
        np.clip(1 - series.draws, 0.0, 1.0),
        1,
        series.observed[None, :],
        [frozenset({series.indicator})],
    )
