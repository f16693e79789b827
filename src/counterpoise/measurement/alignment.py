"""Alignment share, engagement and balance of each state-year, by dimension, with intervals and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.ties import TieInput

DRAWS = 1000
QUANTILES = {"median": 0.5, "low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}


@dataclass(frozen=True, slots=True)
class Measured:
    """Draws (draws,) of one construct in one state, dimension and year, with the ties that it rests on."""

    construct: str
    draws: NDArray[np.float64]
    rests_on: pl.DataFrame


def alignment_share(tie_a: NDArray[np.float64], tie_b: NDArray[np.float64]) -> NDArray[np.float64]:
    """E_a / (E_a + E_b): 0 is wholly with power b, 1 wholly with power a; nan where there is no tie at all.

    Shapes: (n,), (n,) to (n,). The scale is that of Khong and Liow's AOCAI divided by 100.
    """
    total = tie_a + tie_b
    shares: NDArray[np.float64] = np.full_like(total, np.nan)
    np.divide(tie_a, total, out=shares, where=total > 0)
    return shares


def vote_share(distance_a: NDArray[np.float64], distance_b: NDArray[np.float64]) -> NDArray[np.float64]:
    """D_b / (D_a + D_b) from distances of ideal points: 1 stands at power a, 0 at power b. Shapes (n,)."""
    return alignment_share(distance_b, distance_a)


def engagement(tie_a: NDArray[np.float64], tie_b: NDArray[np.float64]) -> NDArray[np.float64]:
    """(E_a + E_b) / 2, in [0, 1]. An even share at low engagement is disengagement. Shapes (n,)."""
    return (tie_a + tie_b) / 2


def balance(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """4 a (1 - a), in [0, 1]: 1 at an even share, 0 wholly with one power. Shapes (n,)."""
    return 4 * share * (1 - share)


def tie_draws(ties: pl.DataFrame, seed: int, draws: int = DRAWS) -> NDArray[np.float64]:
    """Draws (rows, draws) of each tie from its published standard error, clipped to [0, 1].

    A tie whose source gives no standard error is taken as it stands: its interval has no width.
    """
    middle = ties["tie"].to_numpy()[:, None]
    se = ties["tie_se"].fill_null(0.0).to_numpy()[:, None]
    noise = np.random.default_rng(seed).standard_normal((ties.height, draws))
    return np.clip(middle + se * noise, 0.0, 1.0)


def by_year(ties: pl.DataFrame, start: int, end: int) -> pl.DataFrame:
    """One row for each tie and year start..end that it covers, with `draw`, its row among the ties."""
    return (
        ties.with_row_index("draw")
        .with_columns(pl.int_ranges(pl.col("start"), pl.col("end") + 1).alias("year"))
        .explode("year")
        .with_columns(pl.col("year").cast(pl.Int32))
        .filter(pl.col("year").is_between(start, end))
    )


def measure_alignment(
    ties: pl.DataFrame, inputs: tuple[TieInput, ...], seed: int, start: int, end: int
) -> pl.DataFrame:
    """Tie strengths, alignment share, engagement and balance by state, dimension and year, long form.

    Columns: state, dimension, year, construct (tie_a, tie_b, alignment_share, engagement, balance), median,
    low50, high50, low90, high90, observed and inputs (how many indicators, of how many), and `series`, the
    indicators observed. The dimension `all` holds overall balance, sum(e b) / sum(e), with equal weights.
    """
    draws = tie_draws(ties, seed)
    yearly = by_year(ties, start, end)
    expected = _expected(inputs)
    dimensions = {entry.dimension for entry in inputs}
    rows: list[dict[str, object]] = []
    for (state, year), of_year in yearly.group_by("state", "year", maintain_order=True):
        weighted, weights = [], []
        for (dimension,), part in of_year.group_by("dimension", maintain_order=True):
            measured = {each.construct: each for each in _dimension_year(part, draws)}
            if "engagement" in measured and "balance" in measured:
                weights.append(measured["engagement"].draws)
                weighted.append(measured["engagement"].draws * measured["balance"].draws)
            rows += [
                {
                    "state": state,
                    "dimension": dimension,
                    "year": year,
                    "construct": construct,
                    **_summary(each.draws),
                    "observed": each.rests_on.n_unique(["indicator", "side"]),
                    "inputs": expected[str(dimension), construct],
                    "series": ", ".join(sorted(set(each.rests_on["indicator"]))),
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
                    **_summary(overall_balance(np.array(weighted), np.array(weights))),
                    "observed": len(weights),
                    "inputs": len(dimensions),
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


def _expected(inputs: tuple[TieInput, ...]) -> dict[tuple[str, str], int]:
    """How many ties each construct of each dimension would rest on, were everything observed."""
    counts: Counter[tuple[str, str]] = Counter()
    for entry in inputs:
        for side in entry.sides:
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


def _summary(values: NDArray[np.float64]) -> dict[str, float | None]:
    if np.isnan(values).all():
        return dict.fromkeys(QUANTILES, None)
    return dict(zip(QUANTILES, map(float, np.nanquantile(values, list(QUANTILES.values()))), strict=True))


def _dimension_year(part: pl.DataFrame, draws: NDArray[np.float64]) -> Iterator[Measured]:
    tie_a, tie_b = _mean_tie(part, "a", draws), _mean_tie(part, "b", draws)
    if tie_a is not None:
        yield Measured("tie_a", tie_a, part.filter(side="a"))
    if tie_b is not None:
        yield Measured("tie_b", tie_b, part.filter(side="b"))
    if tie_a is not None and tie_b is not None:
        yield Measured("engagement", engagement(tie_a, tie_b), part)
    in_share = part.filter("in_share")
    both = set(in_share.filter(side="a")["indicator"]) & set(in_share.filter(side="b")["indicator"])
    common = in_share.filter(pl.col("indicator").is_in(list(both)))
    share_a, share_b = _mean_tie(common, "a", draws), _mean_tie(common, "b", draws)
    if share_a is not None and share_b is not None:
        share = alignment_share(share_a, share_b)
        yield Measured("alignment_share", share, common)
        yield Measured("balance", balance(share), common)


def _mean_tie(part: pl.DataFrame, side: str, draws: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The mean of the indicators' ties; intervals of one indicator that overlap in a year count as one."""
    of_side = part.filter(side=side)
    if of_side.is_empty():
        return None
    indicators = [
        draws[of_one["draw"].to_numpy()].mean(axis=0)
        for _, of_one in of_side.group_by("indicator", maintain_order=True)
    ]
    mean: NDArray[np.float64] = np.mean(indicators, axis=0)
    return mean
