"""Consistency of the ties that a dimension is put together from: whether they say the same, and what weighs for a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.choices import NORMALISATIONS, DimensionChoices
from counterpoise.measurement.constructs import alignment_share
from counterpoise.measurement.index.aggregation import AGGREGATORS
from counterpoise.measurement.index.benefit_of_the_doubt import benefit_of_the_doubt
from counterpoise.measurement.index.consistency import correlation_flags, cronbach_alpha, leave_one_out

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CorrelatedIndicators:
    """Two indicators that may count one thing twice (`redundant`) or work against each other (`contrary`)."""

    one: str
    other: str
    correlation: float
    ties: int
    word: str


@dataclass(frozen=True, slots=True)
class WithoutIndicator:
    """What becomes of the ties of the year, as ranked among each other, without an indicator; None where nothing is left to rank."""

    indicator: str
    correlation: float | None
    mean_shift: float | None
    most_shift: float | None


@dataclass(frozen=True, slots=True)
class BestWeights:
    """The ties of the state under study with both powers by the weights that suit each best, and their share.

    `equal_share` is the share by equal weights of the same `indicators`.
    """

    indicators: tuple[str, ...]
    tie_a: float
    tie_b: float
    share: float
    equal_share: float | None


@dataclass(frozen=True, slots=True)
class TieConsistency:
    """How the indicators of a dimension go together.

    `alpha` and `correlated` rest on the ties of all states, years and both powers, `without` and `best` on those of one
    year. What cannot be told is None, and `not_told` says why.
    """

    dimension: str
    alpha: float | None
    correlated: tuple[CorrelatedIndicators, ...]
    without: tuple[WithoutIndicator, ...]
    best: BestWeights | None
    not_told: tuple[str, ...]

    def facts(self) -> dict[str, object]:
        """The same for machines."""
        return asdict(self)


def tie_consistency(part: DimensionChoices) -> TieConsistency:
    """Cronbach's alpha, correlations that ask for a look, ties without each indicator, and the benefit of the doubt.

    Ties are those of the normalisation and imputation that were taken. The sources of the formulas stand with each.
    """
    not_told: list[str] = []
    names = part.indicators
    alpha = _alpha(part.table, names, not_told)
    ties = np.median(part.ties[NORMALISATIONS[0], part.imputations[0]], axis=3)
    # One row for each state and power.
    of_year = ties.transpose(0, 2, 1).reshape(-1, len(names))
    best = _best_weights(part, ties, not_told)
    return TieConsistency(
        dimension=part.dimension,
        alpha=alpha,
        correlated=tuple(
            CorrelatedIndicators(names[each.one], names[each.other], each.correlation, each.units, each.word)
            for each in correlation_flags(part.table)
        ),
        without=tuple(
            WithoutIndicator(names[each.indicator], each.correlation, each.mean_shift, each.most_shift)
            for each in leave_one_out(_equally, of_year, _equally(of_year))
            if not np.isnan(of_year[:, each.indicator]).all()
        ),
        best=best,
        not_told=tuple(not_told),
    )


def _alpha(table: Floats, names: Sequence[str], not_told: list[str]) -> float | None:
    seen = ~np.isnan(table)
    for one, other in combinations(range(len(names)), 2):
        if np.count_nonzero(seen[:, one] & seen[:, other]) < 2:
            not_told.append(
                f"Cronbach's alpha: {names[one]} and {names[other]} are hardly ever observed together"
            )
            return None
    try:
        return cronbach_alpha(table)
    except CounterpoiseError as error:
        not_told += [f"Cronbach's alpha: {problem.what}" for problem in error.problems]
        return None


def _equally(table: Floats) -> Floats:
    return AGGREGATORS["arithmetic"](table, np.full(table.shape[1], 1 / table.shape[1]))


def _best_weights(part: DimensionChoices, ties: Floats, not_told: list[str]) -> BestWeights | None:
    """By the indicators of a share that are observed for the state with both powers, among all ties that have them."""
    taken = np.flatnonzero(part.in_share & ~np.isnan(ties[0]).any(axis=1))
    if len(taken) < 2:
        not_told.append("benefit of the doubt: fewer than two indicators are observed with both powers")
        return None
    rows = ties[:, taken].transpose(0, 2, 1).reshape(-1, len(taken))
    # Ties that miss an indicator, or are none at all, set no frontier.
    among: NDArray[np.bool_] = np.all(~np.isnan(rows), axis=1) & np.any(rows > 0, axis=1)
    if not among[:2].all():
        not_told.append("benefit of the doubt: the state has no tie at all with one of the powers")
        return None
    tie_a, tie_b = benefit_of_the_doubt(rows[among]).scores[:2].tolist()
    return BestWeights(
        indicators=tuple(part.indicators[place] for place in taken.tolist()),
        tie_a=tie_a,
        tie_b=tie_b,
        share=tie_a / (tie_a + tie_b),
        equal_share=float(alignment_share(*_equally(rows[:2])[:, None])[0]),
    )


def in_words(found: TieConsistency, powers: Sequence[str]) -> str:
    """What there is to know of how the indicators of a dimension go together, in lines; `powers` are a and b."""
    alpha = "" if found.alpha is None else f" Cronbach's alpha {found.alpha:.2f}."
    lines = [f"{found.dimension}, how its indicators go together:{alpha}"]
    lines += [
        f"{each.one} and {each.other} are {each.word} (r {each.correlation:.2f} over {each.ties} ties)."
        for each in found.correlated
    ]
    lines += [
        f"Without {each.indicator} a tie changes its rank by {each.mean_shift:.1f} on average, {each.most_shift:.0f} at most"
        + ("." if each.correlation is None else f"; ranks correlate {each.correlation:.2f}.")
        for each in found.without
        if each.mean_shift is not None
    ]
    if (best := found.best) is not None:
        lines.append(
            f"At the weights that suit each tie best (benefit of the doubt) {powers[0]} {best.tie_a:.3f}, {powers[1]} {best.tie_b:.3f} "
            f"of the frontier, a share of {best.share:.3f}; by equal weights of the same {best.equal_share:.3f}."
        )
    lines += [f"Not told: {why}." for why in found.not_told]
    return "\n".join(lines)
