"""Alignment share, engagement and balance of each state-year, by dimension, with intervals and coverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.measurement.ties import TieInput

DRAWS = 1000
QUANTILES = {"median": 0.5, "low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}


@dataclass(frozen=True, slots=True)
class DimensionYear:
    """Draws of one state, dimension and year: each array is (draws,), or None where it is not observed."""

    tie_a: NDArray[np.float64] | None
    tie_b: NDArray[np.float64] | None
    alignment: NDArray[np.float64] | None
    engagement: NDArray[np.float64] | None
    balance: NDArray[np.float64] | None


def alignment_share(tie_a: NDArray[np.float64], tie_b: NDArray[np.float64]) -> NDArray[np.float64]:
    """E_a / (E_a + E_b): 0 is wholly with power b, 1 wholly with power a; nan where there is no tie at all.

    Shapes: (n,), (n,) to (n,). The scale is that of Khong and Liow's AOCAI divided by 100.
    """
    total = tie_a + tie_b
    return np.divide(tie_a, total, out=np.full_like(total, np.nan), where=total > 0)


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
    expected = {
        dimension: sum(len(entry.sides) for entry in inputs if entry.dimension == dimension)
        for dimension in {entry.dimension for entry in inputs}
    }
    rows: list[dict[str, object]] = []
    for (state, year), of_year in yearly.group_by("state", "year", maintain_order=True):
        weighted, weights = [], []
        for (dimension,), part in of_year.group_by("dimension", maintain_order=True):
            measured = _dimension_year(part, draws)
            if measured.engagement is not None and measured.balance is not None:
                weighted.append(measured.engagement * measured.balance)
                weights.append(measured.engagement)
            shown = {
                "tie_a": measured.tie_a,
                "tie_b": measured.tie_b,
                "alignment_share": measured.alignment,
                "engagement": measured.engagement,
                "balance": measured.balance,
            }
            series = ", ".join(sorted(set(part["indicator"])))
            rows += [
                {
                    "state": state,
                    "dimension": dimension,
                    "year": year,
                    "construct": construct,
                    **_summary(values),
                    "observed": part.height,
                    "inputs": expected[str(dimension)],
                    "series": series,
                }
                for construct, values in shown.items()
                if values is not None
            ]
        if weights:
            total = np.sum(weights, axis=0)
            overall = np.divide(
                np.sum(weighted, axis=0), total, out=np.full_like(total, np.nan), where=total > 0
            )
            rows.append(
                {
                    "state": state,
                    "dimension": "all",
                    "year": year,
                    "construct": "balance",
                    **_summary(overall),
                    "observed": len(weights),
                    "inputs": len(expected),
                    "series": f"{len(weights)} of {len(expected)} dimensions",
                }
            )
    return pl.DataFrame(rows, schema=SCORE_SCHEMA).sort("state", "dimension", "construct", "year")


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


def _dimension_year(part: pl.DataFrame, draws: NDArray[np.float64]) -> DimensionYear:
    tie_a, tie_b = _mean_tie(part, "a", draws), _mean_tie(part, "b", draws)
    in_share = part.filter("in_share")
    both = set(in_share.filter(side="a")["indicator"]) & set(in_share.filter(side="b")["indicator"])
    common = in_share.filter(pl.col("indicator").is_in(list(both)))
    share_a, share_b = _mean_tie(common, "a", draws), _mean_tie(common, "b", draws)
    alignment = None if share_a is None or share_b is None else alignment_share(share_a, share_b)
    return DimensionYear(
        tie_a=tie_a,
        tie_b=tie_b,
        alignment=alignment,
        engagement=None if tie_a is None or tie_b is None else engagement(tie_a, tie_b),
        balance=None if alignment is None else balance(alignment),
    )


def _mean_tie(part: pl.DataFrame, side: str, draws: NDArray[np.float64]) -> NDArray[np.float64] | None:
    rows = part.filter(side=side)["draw"].to_numpy()
    return draws[rows].mean(axis=0) if len(rows) else None
