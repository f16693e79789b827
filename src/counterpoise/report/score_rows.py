"""Scores of the study's states as rows that figures and tables of a report are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from counterpoise.datasets.indicators import titles_in_sentences
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import years_of
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


def years_without_a_tie(findings: Findings, construct: str, dimension: str) -> tuple[int, ...]:
    """The years in which the ties that a construct rests on are observed, and there is none: a share of nothing is no number."""
    return tuple(
        findings.scores.alignment.filter(
            pl.col("median").is_null(),
            pl.col("observed") > 0,
            state=findings.study.state,
            construct=construct,
            dimension=dimension,
        )["year"].sort()
    )


def runs_of_years(years: Sequence[int]) -> list[tuple[int, int]]:
    """The first and last of each run of years, in order, that follow each other."""
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def years_in_words(years: Sequence[int]) -> str:
    """Years in order, those that follow each other as one span: `2001-04, 2006`."""
    return ", ".join(years_of(*run) for run in runs_of_years(years))


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
    """The 90 per cent interval of a score; None where it has no width, or none is given."""
    low, high = row["low90"], row["high90"]
    return (float(low), float(high)) if low is not None and has_width(low, high) else None


def interval_cells(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """The ends of the interval of a score as a table shows them, empty where it has no width."""
    low, high = interval_of(row) or (None, None)
    return (None if low is None else round(low, 3), None if high is None else round(high, 3))


def titles_of(findings: Findings) -> Mapping[str, str]:
    """What each series of the theory's indicators goes by within a sentence, by its id with its variant and without."""
    called = titles_in_sentences(findings.study.theory)
    observed = findings.evidence.values["indicator"].unique()
    return {**called} | {
        series: called[base] for series in observed if (base := series.partition(":")[0]) in called
    }
