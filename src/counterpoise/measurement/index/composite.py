"""A composite index: indicators treated, normalised, weighed and put together, by groups where there are some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.measurement.index.aggregation import AGGREGATORS
from counterpoise.measurement.index.normalisation import normalise
from counterpoise.measurement.index.outliers import Treatment, treat
from counterpoise.measurement.index.ranks import mean_shift, ranks
from counterpoise.measurement.index.sensitivity import RUNS, Choice, Points, SensitivityRun, sensitivity
from counterpoise.measurement.index.weights import WEIGHTINGS, Weights, effective_weights, equal, stated

Floats = NDArray[np.float64]

NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """How an index is made of a table of indicators.

    `directions` are 1 where more is more and -1 where less is; `groups` number each indicator's group from 0, none
    means one. `weights` names a weighting or states one weight for each indicator; groups weigh the same unless
    `group_weights` are stated. `treated` says whether outliers are treated before. `power` is that of the generalised mean.
    """

    indicators: tuple[str, ...]
    directions: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    normalisation: str = "minmax"
    parameters: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    treated: bool = False
    weights: str | tuple[float, ...] = "equal"
    group_weights: tuple[float, ...] = ()
    aggregation: str = "arithmetic"
    power: float = 0.5

    def __post_init__(self) -> None:
        indicators = len(self.indicators)
        problems = [
            f"{name} for {len(given)} indicators; there are {indicators}"
            for name, given in (("directions", self.directions), ("groups", self.groups))
            if given and len(given) != indicators
        ]
        problems += ["no indicators; expected at least one"] if not indicators else []
        problems += ["directions are 1 or -1"] if not set(self.directions) <= {1, -1} else []
        if isinstance(self.weights, str):
            problems += _unknown("weights", self.weights, WEIGHTINGS)
        elif len(self.weights) != indicators:
            problems.append(f"{len(self.weights)} weights; there are {indicators} indicators")
        problems += _unknown("aggregation", self.aggregation, AGGREGATORS)
        numbers = set(self.groups)
        if numbers and numbers != set(range(len(numbers))):
            problems.append("groups are numbered from 0 without a gap")
        if self.group_weights and len(self.group_weights) != len(numbers or {0}):
            problems.append(f"{len(self.group_weights)} weights of groups; there are {len(numbers or {0})}")
        if problems:
            raise CounterpoiseError(*(Problem("index", found) for found in problems))


@dataclass(frozen=True, slots=True)
class Index:
    """An index of units.

    `scores` and `ranks` (units,), nan where nothing of a unit is observed; `normalised` (units, indicators); `weights` those
    of the indicators in their groups, `effective` those in the index, sum 1. `contributions` (units, indicators) sum to the
    score, and are None where the aggregation is no sum. `coverage` (units,) is the share of indicators observed.
    """

    spec: IndexSpec
    scores: Floats
    ranks: Floats
    normalised: Floats
    weights: Weights
    effective: Floats
    contributions: Floats | None
    coverage: Floats
    treatments: tuple[Treatment, ...]


def build_index(table: Floats, spec: IndexSpec) -> Index:
    """The index of a table (units, indicators), nan where something is not observed.

    Raises CounterpoiseError where an indicator does not fit the normalisation, or the values the weights or the mean.
    """
    treatments, normalised = _normalised(table, spec)
    weights = _weights(normalised, spec)
    group = np.array(spec.groups or [0] * len(spec.indicators))
    of_groups = np.array(spec.group_weights or [1.0] * (int(group.max()) + 1))
    effective = effective_weights(weights.values, group, of_groups)
    scores, shares = _aggregated(normalised, spec, weights.values, group, of_groups)
    return Index(
        spec=spec,
        scores=scores,
        ranks=ranks(scores),
        normalised=normalised,
        weights=weights,
        effective=effective,
        contributions=None if shares is None else shares * np.nan_to_num(normalised),
        coverage=(~np.isnan(table)).mean(axis=1),
        treatments=treatments,
    )


def index_choices(
    spec: IndexSpec,
    normalisations: Sequence[str] = (),
    weights: Sequence[str] = (),
    aggregations: Sequence[str] = (),
    dropping: bool = True,
) -> tuple[Choice, ...]:
    """The choices of an index with their alternatives, that of the spec first."""
    own_weights = spec.weights if isinstance(spec.weights, str) else "stated"
    dropped = spec.indicators if dropping and len(spec.indicators) > 1 else ()
    named = (
        ("normalisation", spec.normalisation, normalisations),
        ("weights", own_weights, weights),
        ("aggregation", spec.aggregation, aggregations),
        ("dropped indicator", "none", dropped),
    )
    return tuple(Choice(name, tuple(dict.fromkeys((own, *others)))) for name, own, others in named)


def index_sensitivity(
    tables: Sequence[Floats],
    spec: IndexSpec,
    choices: Sequence[Choice],
    unit: int,
    runs: int = RUNS,
    seed: int = 1,
    imputations: tuple[str, ...] = ("observed",),
) -> SensitivityRun:
    """How far choices move the score of a unit, its rank, and all ranks on average ("score", "rank", "rank shift").

    `tables` hold for each imputation the data with their draws, (units, indicators, draws), the one taken first. The
    choices are those of `index_choices`; alternatives that do not fit the data raise CounterpoiseError.
    """
    every = (*choices, Choice("imputation", imputations))
    reference = build_index(np.median(tables[0], axis=2), spec).ranks

    def evaluate(points: Points) -> Floats:
        outputs = np.empty((len(points), 3))
        for row, point in enumerate(points):
            named = {
                choice.name: choice.alternatives[level] for choice, level in zip(every, point, strict=False)
            }
            table = tables[int(point[-2])][:, :, int(point[-1])]
            found = build_index(*_changed(table, spec, named))
            shift = mean_shift(found.ranks[:, None], reference)[0]
            outputs[row] = found.scores[unit], found.ranks[unit], shift
        return outputs

    return sensitivity(evaluate, ("score", "rank", "rank shift"), every, tables[0].shape[2], runs, seed)


def _changed(table: Floats, spec: IndexSpec, named: Mapping[str, str]) -> tuple[Floats, IndexSpec]:
    """A table and spec under other alternatives; an indicator that is dropped takes no part in anything."""
    changed = replace(
        spec,
        normalisation=named["normalisation"],
        parameters=spec.parameters if named["normalisation"] == spec.normalisation else NOTHING,
        weights=spec.weights if named["weights"] == "stated" else named["weights"],
        aggregation=named["aggregation"],
    )
    dropped = named["dropped indicator"]
    if dropped == "none":
        return table, changed
    kept = [place for place, name in enumerate(spec.indicators) if name != dropped]
    groups = [spec.groups[place] for place in kept] if spec.groups else []
    renumbered = {number: place for place, number in enumerate(sorted(set(groups)))}
    given = changed.weights
    return table[:, kept], replace(
        changed,
        indicators=tuple(spec.indicators[place] for place in kept),
        directions=tuple(spec.directions[place] for place in kept) if spec.directions else (),
        groups=tuple(renumbered[number] for number in groups),
        weights=given if isinstance(given, str) else tuple(given[place] for place in kept),
        group_weights=tuple(spec.group_weights[number] for number in renumbered)
        if spec.group_weights
        else (),
    )


def _normalised(table: Floats, spec: IndexSpec) -> tuple[tuple[Treatment, ...], Floats]:
    """Each indicator treated and normalised. Raises CounterpoiseError with every indicator that cannot be."""
    treatments, columns, problems = [], [], []
    for place, name in enumerate(spec.indicators):
        direction = spec.directions[place] if spec.directions else 1
        column = table[:, place]
        treatment = (
            treat(column) if spec.treated else Treatment(column, "none", np.zeros(len(column), bool), True)
        )
        treatments.append(treatment)
        try:
            columns.append(normalise(treatment.values, spec.normalisation, spec.parameters, direction))
        except CounterpoiseError as error:
            problems += [Problem(f"indicator {name}", str(problem)) for problem in error.problems]
    if problems:
        raise CounterpoiseError(*problems)
    return tuple(treatments), np.column_stack(columns)


def _weights(normalised: Floats, spec: IndexSpec) -> Weights:
    if not isinstance(spec.weights, str):
        return stated(spec.weights)
    return equal(normalised) if normalised.shape[1] == 1 else WEIGHTINGS[spec.weights](normalised)


def _aggregated(
    normalised: Floats, spec: IndexSpec, weights: Floats, group: NDArray[np.int_], of_groups: Floats
) -> tuple[Floats, Floats | None]:
    """Scores (units,), and of a sum the weight (units, indicators) of each value in it, else None."""
    put_together = AGGREGATORS[spec.aggregation]
    power = {"power": spec.power} if spec.aggregation == "generalised" else {}
    columns = [
        put_together(normalised[:, group == number], weights[group == number], **power)
        for number in range(len(of_groups))
    ]
    by_group = np.column_stack(columns)
    scores = by_group[:, 0] if len(of_groups) == 1 else put_together(by_group, of_groups, **power)
    if spec.aggregation != "arithmetic":
        return scores, None
    observed = np.where(np.isnan(normalised), 0.0, weights)
    in_group = observed @ np.eye(len(of_groups))[group]
    has_group = np.where(in_group > 0, of_groups, 0.0)
    total = has_group.sum(axis=1, keepdims=True)
    shares = has_group[:, group] * observed / np.where(in_group > 0, in_group, 1)[:, group]
    return scores, shares / np.where(total > 0, total, 1)


def _unknown(what: str, found: str, known: Mapping[str, object]) -> list[str]:
    if found in known:
        return []
    near = did_you_mean(found, known) or "; expected one of " + ", ".join(known)
    return [f"unknown {what} '{found}'{near}"]
