"""Ties, alignment share, engagement, balance and contradiction of each state-year, drawn, by dimension and over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.constructs import (
    Draws,
    alignment_share,
    balance,
    contradiction,
    engagement,
    mean_of_defined,
    weighted_means,
)
from counterpoise.measurement.score_table import Scored, scored
from counterpoise.measurement.tie_series import Drawn, TieSeries, mean_of
from counterpoise.measurement.ties import TieInput

OVERALL = "all"
"""The name under which a construct over all dimensions stands."""

Expected = Mapping[tuple[str, str], int]
"""How many series a construct of a dimension would rest on, were everything observed."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """What one state's ties come to over some years: constructs by dimension, and over all dimensions.

    `dimensions` holds for each dimension its constructs: tie_a, tie_b, engagement, alignment_share, balance. `overall` holds
    draws (years, n) of balance, engagement, alignment_share and contradiction, nan where not observed; `weighed` is a table
    (dimensions, years) of which dimensions enter the first three.
    """

    state: str
    start: int
    dimensions: Mapping[str, Mapping[str, Drawn]]
    overall: Mapping[str, Draws]
    weighed: NDArray[np.bool_]


def align(state: str, start: int, series: Sequence[TieSeries], dimensions: Sequence[str]) -> Aligned:
    """Put the series of one state together, from the year `start` on, for each of some dimensions."""
    found = {
        dimension: dict(_dimension([each for each in series if each.dimension == dimension]))
        for dimension in dimensions
    }
    years = series[0].observed.size
    both = [of for of in found.values() if "balance" in of]
    weighed = np.array(
        [
            of["engagement"].years & of["balance"].years if "balance" in of else np.zeros(years, bool)
            for of in found.values()
        ]
    )
    overall = _overall(both) if both else {}
    return Aligned(state, start, found, overall, weighed)


def _dimension(series: Sequence[TieSeries]) -> Iterator[tuple[str, Drawn]]:
    of_a, of_b = ([each for each in series if each.side == side] for side in ("a", "b"))
    tie_a, tie_b = mean_of(of_a), mean_of(of_b)
    if tie_a is not None:
        yield "tie_a", tie_a
    if tie_b is not None:
        yield "tie_b", tie_b
    if tie_a is None or tie_b is None:
        return
    years = tie_a.years & tie_b.years
    if years.any():
        seen = np.array([each.observed & years for each in (*of_a, *of_b)])
        yield "engagement", Drawn(engagement(tie_a.draws, tie_b.draws), (*of_a, *of_b), seen)
    pairs = [(a, b) for a in of_a for b in of_b if a.in_share and b.in_share and a.indicator == b.indicator]
    both = [a.observed & b.observed for a, b in pairs]
    share_a = _narrowed(tie_a, [a for a, _ in pairs], both)
    share_b = _narrowed(tie_b, [b for _, b in pairs], both)
    if share_a is not None and share_b is not None and share_a.years.any():
        share = alignment_share(share_a.draws, share_b.draws)
        rests_on = (*share_a.series, *share_b.series), np.concatenate([share_a.observed, share_b.observed])
        yield "alignment_share", Drawn(share, *rests_on)
        yield "balance", Drawn(balance(share), *rests_on)


def _narrowed(
    whole: Drawn, series: Sequence[TieSeries], observed: Sequence[NDArray[np.bool_]]
) -> Drawn | None:
    """The mean of some of the series of a whole tie in some of their years; the whole tie itself where they are all."""
    same = len(series) == len(whole.series) and all(
        one is other and np.array_equal(one.observed, years)
        for one, other, years in zip(series, whole.series, observed, strict=True)
    )
    return whole if same else mean_of(series, observed)


def _overall(both: Sequence[Mapping[str, Drawn]]) -> dict[str, Draws]:
    """Over the dimensions that have engagement and a share: sum(e x) / sum(e) of balance and share, the mean of e, and H.

    Shapes (years, n), all alike: where one power has no tie, shares are certain though engagement is not. Engagement alone counts
    as a construct where a share stands beside it.
    """
    years = [of["engagement"].years & of["balance"].years for of in both]
    engaged, balanced, shares = (
        [
            of[name].draws if seen.all() else np.where(seen[:, None], of[name].draws, np.nan)
            for of, seen in zip(both, years, strict=True)
        ]
        for name in ("engagement", "balance", "alignment_share")
    )
    balance_of_all, share_of_all = weighted_means([balanced, shares], engaged)
    found = {
        "balance": balance_of_all,
        "engagement": mean_of_defined(engaged),
        "alignment_share": share_of_all,
        "contradiction": contradiction(shares),
    }
    return dict(zip(found, np.broadcast_arrays(*found.values()), strict=True))


def scored_alignment(
    aligned: Aligned, expected: Expected, observed: Aligned | None = None
) -> Iterator[Scored]:
    """What is told of a state's constructs, with how many inputs each has of how many.

    `observed` is what sources observed of the same state, where `aligned` holds draws beside it: it says how many
    dimensions count as observed.

    Over all dimensions, engagement weighs balance and share, so that its inputs are those counted for them.
    """
    for dimension, of_dimension in aligned.dimensions.items():
        for construct, each in of_dimension.items():
            yield _scored(
                aligned,
                dimension,
                construct,
                each.years,
                each.draws,
                each.inputs - each.imputed,
                expected[dimension, construct],
                each.indicators,
                each.imputed,
            )
    dimensions = aligned.weighed.sum(axis=0)
    told = dimensions_in_words(aligned, aligned if observed is None else observed)
    for counts, constructs in _COUNTED_BY.items():
        resting = [
            (of[counts], weighs)
            for of, weighs in zip(aligned.dimensions.values(), aligned.weighed, strict=True)
            if counts in of
        ]
        imputed = sum((each.imputed * weighs for each, weighs in resting), np.zeros_like(dimensions))
        seen = sum((each.inputs * weighs for each, weighs in resting), np.zeros_like(dimensions)) - imputed
        inputs = sum(expected[dimension, counts] for dimension in aligned.dimensions)
        for construct in constructs if aligned.overall else ():
            enough = dimensions >= (2 if construct == "contradiction" else 1)
            draws = aligned.overall[construct]
            yield _scored(aligned, OVERALL, construct, enough, draws, seen, inputs, told, imputed)


_COUNTED_BY = {
    "engagement": ("balance", "engagement", "alignment_share"),
    "alignment_share": ("contradiction",),
}
"""By the inputs of which construct of each dimension those of constructs over all dimensions are counted."""


def _scored(
    aligned: Aligned,
    dimension: str,
    construct: str,
    observed: NDArray[np.bool_],
    draws: Draws,
    inputs: NDArray[np.int64],
    expected: int,
    names: Sequence[str],
    imputed: NDArray[np.int64],
) -> Scored:
    """A construct of all years (years, ...) as it is told: of those in which it is observed."""
    years = np.flatnonzero(observed)
    if years.size < observed.size:
        draws, inputs, imputed = draws[years], inputs[years], imputed[years]
        names = [names[year] for year in years.tolist()]
    return scored(
        aligned.state, dimension, construct, years + aligned.start, draws, inputs, expected, names, imputed
    )


def dimensions_in_words(aligned: Aligned, observed: Aligned) -> list[str]:
    """How many dimensions a year's constructs over all of them rest on, those apart that are wholly drawn.

    A dimension in which there is observed to be no tie with either power is observed, and lowers engagement, but has no share;
    how many there are such is told.
    """
    both = aligned.weighed & observed.weighed
    seen = both.sum(axis=0).tolist()
    drawn = (aligned.weighed & ~observed.weighed).sum(axis=0).tolist()
    empty = (both & _without_a_tie(observed)).sum(axis=0).tolist()
    of = len(aligned.dimensions)
    return [
        f"{each} of {of} dimensions"
        + (f", {none} of them without a tie" if none else "")
        + (f", {added} drawn" if added else "")
        for each, none, added in zip(seen, empty, drawn, strict=True)
    ]


def _without_a_tie(aligned: Aligned) -> NDArray[np.bool_]:
    """In which years each dimension (dimensions, years) has no share in any draw, since there is no tie to be shared."""
    return np.array(
        [
            np.isnan(of["alignment_share"].draws).all(axis=1) if "alignment_share" in of else years
            for of, years in zip(aligned.dimensions.values(), np.zeros_like(aligned.weighed), strict=True)
        ]
    )


def expected_series(inputs: Sequence[TieInput], ties: pl.DataFrame) -> Expected:
    """How many ties each construct of each dimension would rest on, were everything observed.

    An indicator that is not observed for both powers in one way is expected for those with which it is observed.
    """
    seen = set(ties.select("indicator", "side").unique().iter_rows())
    counts: Counter[tuple[str, str]] = Counter()
    for entry in inputs:
        for side in ("a", "b"):
            if not entry.indicator.both_powers and (entry.series, side) not in seen:
                continue
            counts[entry.dimension, f"tie_{side}"] += 1
            counts[entry.dimension, "engagement"] += 1
            if entry.in_share:
                counts[entry.dimension, "alignment_share"] += 1
                counts[entry.dimension, "balance"] += 1
    return counts
