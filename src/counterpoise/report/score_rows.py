"""Scores of the study's states as rows that figures and tables of a report are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def inputs_in_words(row: Mapping[str, Any], called: str = "") -> str:
    """How many inputs of how many were observed for a score, and how many beside them were drawn."""
    told = f"{row['observed']} of {row['inputs']}{called}"
    return f"{told}, {row['imputed']} drawn" if row["imputed"] else told


def drawn_in_words(rows: Iterable[Mapping[str, Any]]) -> str:
    """A sentence for the end of a caption, on how many of some scores rest on drawn inputs; nothing where none does."""
    drawn = [row["imputed"] > 0 for row in rows]
    if not any(drawn):
        return ""
    return (
        f" {sum(drawn)} of the {len(drawn)} scores rest on inputs too that no source observed: missing cells of ties, drawn from the "
        "others of the panel and not counted as observed."
    )


def interval_of(row: Mapping[str, Any]) -> tuple[float, float] | None:
    """The 90 per cent interval of a score; None where it has no width."""
    low, high = float(row["low90"]), float(row["high90"])
    return (low, high) if has_width(low, high) else None
