"""Scores of the study's states as rows that figures and tables of a report are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.draws import has_width

EVERY = 5
"""Of a long series of years the last, and every year that this divides, are named or told."""


def rows_of(
    findings: Findings, construct: str, dimension: str, state: str | None = None
) -> list[dict[str, Any]]:
    """The rows of a construct of a state, of the one under study unless another is named, in order of years.

    They have the columns of `SCORE_SCHEMA`; years in which nothing is defined are left out.
    """
    return (
        findings.scores.alignment.filter(
            pl.col("median").is_not_null(),
            state=state or findings.study.state,
            construct=construct,
            dimension=dimension,
        )
        .sort("year")
        .rows(named=True)
    )


def interval_of(row: Mapping[str, Any]) -> tuple[float, float] | None:
    """The 90 per cent interval of a score; None where it has no width."""
    low, high = float(row["low90"]), float(row["high90"])
    return (low, high) if has_width(low, high) else None
