"""Robustness: how far every choice moves the alignment share, engagement and balance of the state under study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.errors import Problem, UsageError, did_you_mean
from counterpoise.measurement.alignment import OVERALL
from counterpoise.measurement.choices import (
    DRAWN,
    NORMALISATIONS,
    NOT_IN_COMMON,
    DimensionChoices,
    WeightsFound,
    dimension_choices,
)
from counterpoise.measurement.constructs import (
    alignment_share,
    balance,
    contradiction,
    engagement,
    mean_of_defined,
    weighted_means,
)
from counterpoise.measurement.draws import DRAWS
from counterpoise.measurement.index.aggregation import AGGREGATORS
from counterpoise.measurement.index.ranks import RankInterval, mean_shift, rank_intervals, ranks
from counterpoise.measurement.index.sensitivity import RUNS, Choice, Points, Sensitivity, sensitivity
from counterpoise.measurement.index.weights import WEIGHTINGS
from counterpoise.measurement.panel import panel_ties
from counterpoise.measurement.ties import by_year
from counterpoise.study import Study

Floats = NDArray[np.float64]

AGGREGATIONS = ("arithmetic", "geometric", "harmonic")
LEAST_TIE = 0.01
"""Ties are set on .01 to 1 before a geometric or harmonic mean and set back after it, for neither knows a 0."""

CONSTRUCTS = ("alignment_share", "engagement", "balance")
OUTPUTS = ("value", "rank", "rank shift")


ROBUSTNESS_SCHEMA: dict[str, type[pl.DataType]] = {
    "dimension": pl.String,
    "construct": pl.String,
    "year": pl.Int32,
    "output": pl.String,
    "default": pl.Float64,
    "median": pl.Float64,
    "low90": pl.Float64,
    "high90": pl.Float64,
    "choice": pl.String,
    "least": pl.Float64,
    "least_at": pl.String,
    "greatest": pl.Float64,
    "greatest_at": pl.String,
    "swing": pl.Float64,
    "first": pl.Float64,
    "first_low95": pl.Float64,
    "first_high95": pl.Float64,
    "total": pl.Float64,
    "total_low95": pl.Float64,
    "total_high95": pl.Float64,
    "remark": pl.String,
}

NOT_GIVEN = (None, None, None)


@dataclass(frozen=True, slots=True)
class As:
    """One alternative of each choice that runs are taken together by."""

    normalisation: str
    aggregation: str
    imputation: str


@dataclass(frozen=True, slots=True)
class Runs:
    """What differs between runs that are taken together: the weights, the draw, and the indicator left out.

    `weights` (runs,) are places in `weightings`, `draws` (runs,) places, `dropped` (runs,) names of series, or "none".
    """

    weightings: tuple[str, ...]
    weights: Points
    draws: Points
    dropped: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Over:
    """The dimensions that constructs stand over: one, or all of them where `overall`.

    `known` is what was reckoned of them under some choices at some points: most constructs ask for the same.
    """

    parts: tuple[DimensionChoices, ...]
    overall: bool
    known: dict[tuple[str, tuple[Choice, ...], bytes], tuple[Floats, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Robustness:
    """What the choices do to one construct of the state under study in one dimension and year.

    `outputs` are the sensitivities of its value, of its rank in the panel, and of all ranks on average (only the value where no
    other state is observed). `rank_intervals` are those of the states of the panel over all choices and draws. `left_out` are
    alternatives that cannot be had: choice, alternative and reason.
    """

    dimension: str
    construct: str
    year: int
    outputs: tuple[Sensitivity, ...]
    rank_intervals: Mapping[str, RankInterval]
    left_out: tuple[tuple[str, str, str], ...]


def choices_by_dimension(
    study: Study, values: pl.DataFrame, year: int, dimension: str | None = None
) -> dict[str, DimensionChoices]:
    """The ties of a year under every alternative, of each dimension that is asked for; all of them for "all".

    `values` is a table of observations (`evidence.VALUE_SCHEMA`). Raises CounterpoiseError for a dimension that the study does not
    have.
    """
    settings = study.declared.settings
    of_panel = panel_ties(study, values)
    known = list(dict.fromkeys(entry.dimension for entry in of_panel.inputs))
    if dimension is not None and dimension not in (*known, OVERALL):
        near = (
            did_you_mean(dimension, (*known, OVERALL)) or f"; expected one of {', '.join(known)}, {OVERALL}"
        )
        raise UsageError(Problem(f"--dimension {dimension}", f"the study has no such dimension{near}"))
    return {
        name: dimension_choices(
            of_panel.ties,
            of_panel.inputs,
            name,
            year,
            study.panel,
            settings.seed,
            drawn_over=(study.start, study.end) if settings.imputation == DRAWN else None,
        )
        for name in known
        if dimension in (None, OVERALL, name)
    }


def measure_robustness(
    study: Study,
    values: pl.DataFrame,
    year: int,
    dimension: str | None = None,
    runs: int = RUNS,
    seed: int | None = None,
    parts: Mapping[str, DimensionChoices] | None = None,
) -> tuple[Robustness, ...]:
    """How far normalisation, weights, aggregation, imputation, dropped indicators and the data move each construct.

    The dimension "all" holds what stands over all of them. What is not observed in the year is left out. `parts` are those of
    `choices_by_dimension`, where they are known already; raises CounterpoiseError as it does.
    """
    parts = choices_by_dimension(study, values, year, dimension) if parts is None else parts
    wanted = [(name, construct) for name in parts for construct in CONSTRUCTS if dimension in (None, name)]
    if dimension in (None, OVERALL):
        wanted += [(OVERALL, construct) for construct in (*CONSTRUCTS, "contradiction")]
    over = {name: Over((part,), False) for name, part in parts.items()}
    over[OVERALL] = Over(tuple(parts.values()), True)
    found = (
        _robustness(
            name,
            construct,
            year,
            over[name],
            study.panel,
            runs,
            study.declared.settings.seed if seed is None else seed,
        )
        for name, construct in wanted
    )
    return tuple(each for each in found if each.outputs)


def fullest_year(study: Study, values: pl.DataFrame) -> int:
    """The last year in which most of the state's inputs are observed, or of the period where none is."""
    of_state = panel_ties(study, values).ties.filter(pl.col("state") == study.state)
    counted = (
        by_year(of_state)
        .filter(pl.col("year").is_between(study.start, study.end))
        .group_by("year")
        .agg(inputs=pl.struct("indicator", "side").n_unique())
        .sort("inputs", "year")
    )
    return int(counted["year"][-1]) if counted.height else study.end


def _robustness(
    name: str,
    construct: str,
    year: int,
    over: Over,
    panel: Sequence[str],
    runs: int,
    seed: int,
) -> Robustness:
    choices, left_out = _choices(construct, over)
    chosen = np.zeros((DRAWS, len(choices) + 1), dtype=np.int_)
    chosen[:, -1] = np.arange(DRAWS)
    as_chosen = _scores(construct, over, choices, chosen)
    if np.isnan(as_chosen[0]).all():
        return Robustness(name, construct, year, (), {}, left_out)
    defined: NDArray[np.bool_] = ~np.all(np.isnan(as_chosen), axis=1)
    reference = ranks(np.nanmedian(as_chosen[defined], axis=1))
    compared = OUTPUTS if np.count_nonzero(defined) > 1 else OUTPUTS[:1]

    def evaluate(points: Points) -> Floats:
        scores = np.where(defined[:, None], _scores(construct, over, choices, points), np.nan)
        ranked = ranks(scores)
        shift = mean_shift(ranked[defined], reference)
        return np.column_stack([scores[0], ranked[0], shift, scores.T])

    run = sensitivity(evaluate, compared, choices, DRAWS, runs, seed)
    of_panel = rank_intervals(run.sampled[:, len(OUTPUTS) :].T)
    intervals = {state: of_panel[place] for place, state in enumerate(panel) if defined[place]}
    return Robustness(name, construct, year, run.of_outputs, intervals if len(compared) > 1 else {}, left_out)


def _choices(construct: str, over: Over) -> tuple[tuple[Choice, ...], tuple[tuple[str, str, str], ...]]:
    """The choices that bear on a construct, with the alternatives under which it is observed, and those left out."""
    left_out = [("weights", *NOT_IN_COMMON)]
    parts, overall = over.parts, over.overall
    imputations = parts[0].imputations
    weights = ["equal"]
    for name in list(WEIGHTINGS)[1:]:
        reasons = {part.dimension: reason for part in parts if (reason := _why_not(construct, part, name))}
        # Over several dimensions a weighting is taken where it can be had, and equal weights elsewhere.
        weights += [name] if len(reasons) < len(parts) else []
        left_out += [
            ("weights", name, f"{dimension}: {reason}" if overall else reason)
            for dimension, reason in reasons.items()
        ]
    dropped = ["none", *dict.fromkeys(name for part in parts for name in _bearing(construct, part, overall))]
    as_chosen = [
        *(Choice("normalisation", NORMALISATIONS), Choice("weights", ("equal",))),
        *(Choice("aggregation", AGGREGATIONS), Choice("imputation", imputations)),
    ]
    without = np.zeros((len(dropped), len(as_chosen) + 2), dtype=np.int_)
    without[:, -2] = np.arange(len(dropped))
    scores = _scores(construct, over, (*as_chosen, Choice("dropped indicator", tuple(dropped))), without)
    for series, score in zip(dropped[1:], scores[0, 1:], strict=True):
        if np.isnan(score):
            left_out.append(("dropped indicator", series, "without it nothing is observed"))
            dropped.remove(series)
    normalisation, _, *others = as_chosen
    return (
        *(normalisation, Choice("weights", tuple(weights)), *others),
        Choice("dropped indicator", tuple(dropped)),
    ), tuple(left_out)


def _bearing(construct: str, part: DimensionChoices, overall: bool) -> list[str]:
    """The indicators of a dimension on which the construct of the state under study rests.

    Over all dimensions engagement is the weight of share and balance, so that all indicators bear on them.
    """
    observed = ~np.isnan(part.ties[NORMALISATIONS[0], part.imputations[0]][0, :, :, 0])
    bears: NDArray[np.bool_] = np.any(observed, axis=1)
    if construct == "contradiction" or (construct != "engagement" and not overall):
        bears &= part.in_share & np.all(observed, axis=1)
    return [name for name, of_state in zip(part.indicators, bears, strict=True) if of_state]


def _why_not(construct: str, part: DimensionChoices, weighting: str) -> str:
    """Why a weighting cannot be had in a dimension under every normalisation, or nothing."""
    found = part.whole if construct == "engagement" else part.shared
    return next((each.left_out[weighting] for each in found.values() if weighting in each.left_out), "")


def _scores(construct: str, over: Over, choices: tuple[Choice, ...], points: Points) -> Floats:
    """The construct of each state (states, points), over all dimensions as `alignment.align` puts them together.

    A point is an alternative of each choice, and a draw; the last choice is that of an indicator left out.
    """
    if not over.overall:
        if construct == "engagement":
            return next(iter(_reckoned("engagement", over, choices, points)[0]))
        share = next(iter(_reckoned("share", over, choices, points)[0]))
        return share if construct == "alignment_share" else balance(share)
    shares, seen = _reckoned("share", over, choices, points)
    (engaged,) = _reckoned("engagement", over, choices, points)
    # A dimension enters where it has engagement and a share beside it, even one that is not defined.
    engaged = np.where(seen > 0, engaged, np.nan)
    shares = np.where(np.isnan(engaged), np.nan, shares)
    if construct == "contradiction":
        return contradiction(shares)
    if construct == "engagement":
        return mean_of_defined(engaged)
    weights = np.where(np.isnan(engaged), 0.0, engaged)
    (whole,) = weighted_means([shares if construct == "alignment_share" else balance(shares)], weights)
    return whole


def _reckoned(of: str, over: Over, choices: tuple[Choice, ...], points: Points) -> tuple[Floats, ...]:
    """What `_share_of` or `_engagement_of` gives for each dimension, (dimensions, states, points) each."""
    key = (of, choices, points.tobytes())
    if key not in over.known:
        reckon = _share_of if of == "share" else _engagement_of
        states = len(next(iter(over.parts[0].ties.values())))
        found: tuple[Floats, ...] = ()
        normalisation, weights, *others, last = choices
        dropped = np.array(last.alternatives)[points[:, -2]]
        together = (normalisation, *others)
        levels = tuple(len(choice.alternatives) for choice in together)
        combination = np.ravel_multi_index((points[:, 0], *points[:, 2:-2].T), levels)
        for each in np.unique(combination):
            at = np.flatnonzero(combination == each)
            chosen = zip(together, np.unravel_index(each, levels), strict=True)
            taken = As(*(choice.alternatives[level] for choice, level in chosen))
            runs = Runs(weights.alternatives, points[at, 1], points[at, -1], dropped[at])
            for order, part in enumerate(over.parts):
                reckoned = reckon(part, taken, runs)
                found = found or tuple(np.empty((len(over.parts), states, len(points))) for _ in reckoned)
                for whole, of_part in zip(found, reckoned, strict=True):
                    whole[order][:, at] = of_part
        over.known[key] = found
    return over.known[key]


def _engagement_of(part: DimensionChoices, taken: As, runs: Runs) -> tuple[Floats]:
    """Engagement (states, runs) in a dimension, nan where there is no tie with one power."""
    tie_a, tie_b, weights = _taken(part, part.whole, taken, runs)
    return (engagement(*(_put_together(tie, weights, taken) for tie in (tie_a, tie_b))),)


def _share_of(part: DimensionChoices, taken: As, runs: Runs) -> tuple[Floats, Floats]:
    """Alignment share in a dimension, and 1 where there are ties for one, else 0; (states, runs) each."""
    tie_a, tie_b, weights = _taken(part, part.shared, taken, runs)
    both = part.in_share[None, :, None] & ~np.isnan(tie_a) & ~np.isnan(tie_b)
    of_a, of_b = (_put_together(np.where(both, tie, np.nan), weights, taken) for tie in (tie_a, tie_b))
    return alignment_share(of_a, of_b), np.any(both, axis=1).astype(float)


def _taken(
    part: DimensionChoices, weights: Mapping[str, WeightsFound], taken: As, runs: Runs
) -> tuple[Floats, Floats, Floats]:
    """Ties with each power (states, indicators, runs), nan where the indicator is left out, and their weights (indicators, runs)."""
    ties = part.ties[taken.normalisation, taken.imputation][..., runs.draws]
    left_out = np.array(part.indicators)[:, None] == runs.dropped
    ties[:, left_out.nonzero()[0], :, left_out.nonzero()[1]] = np.nan
    found = weights[taken.normalisation].of
    by_place = np.array([found.get(name, found["equal"]) for name in runs.weightings])
    return ties[:, :, 0], ties[:, :, 1], by_place[runs.weights].T


def _put_together(ties: Floats, weights: Floats, taken: As) -> Floats:
    """The tie of a dimension (states, runs) from those of its indicators (states, indicators, runs)."""
    if taken.aggregation == "arithmetic":
        return AGGREGATORS["arithmetic"](ties, weights)
    raised = AGGREGATORS[taken.aggregation](LEAST_TIE + (1 - LEAST_TIE) * ties, weights)
    return (raised - LEAST_TIE) / (1 - LEAST_TIE)


def robustness_table(measured: Sequence[Robustness]) -> pl.DataFrame:
    """One row for each construct, output and choice, in `ROBUSTNESS_SCHEMA`; indices are null where `remark` says why."""
    rows = [
        [
            *(each.dimension, each.construct, each.year, output.output),
            *(output.default, output.median, output.low90, output.high90, influence.choice),
            *(
                influence.least,
                influence.least_at,
                influence.greatest,
                influence.greatest_at,
                influence.swing,
            ),
            *(influence.first or NOT_GIVEN),
            *(influence.total or NOT_GIVEN),
            output.remark,
        ]
        for each in measured
        for output in each.outputs
        for influence in output.influences
    ]
    return pl.DataFrame(rows, schema=ROBUSTNESS_SCHEMA, orient="row")
