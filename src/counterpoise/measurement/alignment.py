"""Alignment share, engagement and balance of each state-year, by dimension, with intervals and coverage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.draws import QUANTILES, quantiles, tie_draws
from counterpoise.measurement.ties import TieInput, observed_ties


@dataclass(frozen=True, slots=True)
class YearTie:
    """One tie in one year, with its draws: (draws,), or (1,) where its source gives no standard error."""

    indicator: str
    side: str
    in_share: bool
    draws: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """Draws (draws,) or (1,) of one construct in one state, dimension and year, with the ties that it rests on."""

    construct: str
    draws: NDArray[np.float64]
    rests_on: tuple[YearTie, ...]

    @property
    def observed(self) -> int:
        """How many indicators, of one power each, it rests on."""
        return len({(tie.indicator, tie.side) for tie in self.rests_on})


def alignment_share(tie_a: NDArray[np.float64], tie_b: NDArray[np.float64]) -> NDArray[np.float64]:
    """E_a / (E_a + E_b): 0 is wholly with power b, 1 wholly with power a; nan where there is no tie at all.

    Shapes: (n,), (n,) to (n,). The scale is that of Khong and Liow's AOCAI divided by 100.
    """
    total = tie_a + tie_b
    shares: NDArray[np.float64] = np.full_like(total, np.nan)
    np.divide(tie_a, total, out=shares, where=total > 0)
    return shares


def engagement(tie_a: NDArray[np.float64], tie_b: NDArray[np.float64]) -> NDArray[np.float64]:
    """(E_a + E_b) / 2, in [0, 1]. An even share at low engagement is disengagement. Shapes (n,)."""
    return (tie_a + tie_b) / 2


def balance(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """4 a (1 - a), in [0, 1]: 1 at an even share, 0 wholly with one power. Shapes (n,)."""
    return 4 * share * (1 - share)


def by_year(ties: pl.DataFrame) -> pl.DataFrame:
    """One row for each tie and year that it covers, with `draw`, its row among the ties."""
    return (
        ties.with_row_index("draw")
        .with_columns(pl.int_ranges(pl.col("start"), pl.col("end") + 1).alias("year"))
        .explode("year")
        .with_columns(pl.col("year").cast(pl.Int32))
    )


def measure_alignment(
    ties: pl.DataFrame, inputs: tuple[TieInput, ...], seed: int, start: int, end: int
) -> pl.DataFrame:
    """Tie strengths, alignment share, engagement and balance by state, dimension and year, long form.

    Columns: state, dimension, year, construct (tie_a, tie_b, alignment_share, engagement, balance), median,
    low50, high50, low90, high90, observed and inputs (how many indicators, of how many), and `series`, the
    indicators observed. The dimension `all` holds overall balance, sum(e b) / sum(e), with equal weights: the
    engagement in it rests on the inputs of the balance and on more, so that these are the inputs counted.
    """
    expected = _expected(inputs, ties)
    dimensions = {entry.dimension for entry in inputs}
    rows: list[dict[str, object]] = []
    for (state, year), of_year in _state_years(ties, seed, start, end):
        weighted, weights, observed = [], [], 0
        for dimension, part in of_year.items():
            measured = {each.construct: each for each in _dimension_year(part)}
            if "engagement" in measured and "balance" in measured:
                weights.append(measured["engagement"].draws)
                weighted.append(measured["engagement"].draws * measured["balance"].draws)
                observed += measured["engagement"].observed
            rows += [
                {
                    "state": state,
                    "dimension": dimension,
                    "year": year,
                    "construct": construct,
                    **quantiles(each.draws),
                    "observed": each.observed,
                    "inputs": expected[dimension, construct],
                    "series": ", ".join(sorted({tie.indicator for tie in each.rests_on})),
                }
                for construct, each in measured.items()
            ]
        if weights:
            rows.append(
                {
                    "state": state,
                    "dimension": "all",
                    "year": year,
                    "construct": "balance",
                    **quantiles(overall_balance(*_level(weighted, weights))),
                    "observed": observed,
                    "inputs": sum(expected[dimension, "engagement"] for dimension in dimensions),
                    "series": f"{len(weights)} of {len(dimensions)} dimensions",
                }
            )
    return pl.DataFrame(rows, schema=SCORE_SCHEMA).sort("state", "dimension", "construct", "year")


def overall_balance(weighted: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """sum(e b) / sum(e) over dimensions; (dimensions, n), (dimensions, n) to (n,), nan where no ties stand.

    A dimension in which neither power has a tie has no balance (nan), and so no weight.
    """
    total = np.where(np.isnan(weighted), 0.0, weights).sum(axis=0)
    shares: NDArray[np.float64] = np.full_like(total, np.nan)
    np.divide(np.nansum(weighted, axis=0), total, out=shares, where=total > 0)
    return shares


def _level(
    weighted: list[NDArray[np.float64]], weights: list[NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lists of draws, each of one shape, as tables (dimensions, n): what has no draws stands for each of them."""
    whole = np.broadcast_arrays(*weighted, *weights)
    return np.array(whole[: len(weighted)]), np.array(whole[len(weighted) :])


def _expected(inputs: tuple[TieInput, ...], ties: pl.DataFrame) -> dict[tuple[str, str], int]:
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


SCORE_SCHEMA: dict[str, type[pl.DataType]] = {
    "state": pl.String,
    "dimension": pl.String,
    "year": pl.Int32,
    "construct": pl.String,
    **dict.fromkeys(QUANTILES, pl.Float64),
    "observed": pl.Int32,
    "inputs": pl.Int32,
    "series": pl.String,
}


def _state_years(
    ties: pl.DataFrame, seed: int, start: int, end: int
) -> Iterator[tuple[tuple[str, int], dict[str, list[YearTie]]]]:
    """Each state and year with its ties by dimension, one after another: draws are made when they are asked for."""
    observed = observed_ties(ties)
    covered = by_year(ties).filter(pl.col("year").is_between(start, end))
    yearly = covered.sort("state", "year", maintain_order=True)
    columns = ("state", "year", "dimension", "indicator", "side", "in_share", "draw")
    for state_year, rows in groupby(yearly.select(columns).iter_rows(), key=itemgetter(0, 1)):
        found: dict[str, list[YearTie]] = defaultdict(list)
        for _, _, dimension, indicator, side, in_share, place in rows:
            found[dimension].append(YearTie(indicator, side, in_share, tie_draws(observed[place], seed)))
        yield state_year, found


def _dimension_year(part: Sequence[YearTie]) -> Iterator[Measured]:
    of_a, of_b = (tuple(tie for tie in part if tie.side == side) for side in ("a", "b"))
    tie_a, tie_b = _mean_tie(of_a), _mean_tie(of_b)
    if tie_a is not None:
        yield Measured("tie_a", tie_a, of_a)
    if tie_b is not None:
        yield Measured("tie_b", tie_b, of_b)
    if tie_a is not None and tie_b is not None:
        yield Measured("engagement", engagement(tie_a, tie_b), tuple(part))
    both = {tie.indicator for tie in of_a} & {tie.indicator for tie in of_b}
    common_a, common_b = (
        tuple(tie for tie in of_side if tie.in_share and tie.indicator in both) for of_side in (of_a, of_b)
    )
    share_a, share_b = _mean_tie(common_a), _mean_tie(common_b)
    if share_a is not None and share_b is not None:
        share = alignment_share(share_a, share_b)
        yield Measured("alignment_share", share, (*common_a, *common_b))
        yield Measured("balance", balance(share), (*common_a, *common_b))


def _mean_tie(ties: Sequence[YearTie]) -> NDArray[np.float64] | None:
    """The mean of the indicators' ties; intervals of one indicator that overlap in a year count as one."""
    if not ties:
        return None
    of_indicator: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
    for tie in ties:
        of_indicator[tie.indicator].append(tie.draws)
    return _mean([_mean(draws) for draws in of_indicator.values()])


def _mean(draws: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    total = draws[0]
    for more in draws[1:]:
        total = total + more
    return total / len(draws)
