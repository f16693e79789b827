"""Cross tables: on how many passages each code stands, by power, period and other facts of codings and documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
import polars as pl

from counterpoise.errors import Problem, UsageError, did_you_mean
from counterpoise.retrieval.codings import FACTS, Codings, Mask
from counterpoise.standing import Standing
from counterpoise.wording import listed

__all__ = ["ASPECTS", "NO_DATE", "NO_ORIGIN", "YEARS_OF_A_PERIOD", "cross_table"]

YEARS_OF_A_PERIOD = 5
"""A period of a cross table is so many years, the first beginning with the study."""

NO_DATE, NO_ORIGIN = "no date", "no origin"

_OF_DOCUMENTS = ("kind", "origin", "year", "period", "document")
ASPECTS = (*FACTS[1:], *_OF_DOCUMENTS)
"""By what a cross table may part codings, beside their code."""


def cross_table(codings: Codings, rows: Mask, by: Sequence[str], start: int) -> pl.DataFrame:
    """On how many passages each code stands, for each combination of some aspects that occurs.

    Columns: `code`, the aspects, and one for each standing of documents. A passage counts once in a row, whoever
    coded it how often; one on which a code stands for both powers counts in two rows. Periods are counted from `start`, the
    first year of the study. Raises CounterpoiseError for an aspect that there is not.
    """
    problems = []
    for name in by:
        if name not in ASPECTS:
            near = did_you_mean(name, ASPECTS) or f"; there are {listed(ASPECTS)}"
            problems.append(Problem("by", f"there is no '{name}'{near}"))
    problems += [Problem("by", f"'{name}' stands twice") for name in set(by) if list(by).count(name) > 1]
    if problems:
        raise UsageError(*sorted(problems))
    chosen = np.flatnonzero(rows)
    documents = codings.document[chosen]
    columns: dict[str, pl.Series] = {"passage": pl.Series(codings.passage[chosen])}
    for name in ("code", *by):
        if name in codings.facts:
            fact = codings.facts[name]
            columns[name] = pl.Series(fact.values, dtype=pl.String).gather(fact.numbers[chosen])
        else:
            columns[name] = pl.Series(_of_documents(codings, name, start), dtype=pl.String).gather(documents)
    columns["standing"] = pl.Series(codings.standings(), dtype=pl.String).gather(documents)
    keys = ["code", *by]
    counted = pl.DataFrame(columns).group_by(*keys, "standing").agg(pl.col("passage").n_unique())
    standings = [
        pl.col("passage").filter(pl.col("standing") == standing).sum().cast(pl.Int64).alias(standing)
        for standing in get_args(Standing)
    ]
    return counted.group_by(keys).agg(standings).sort(keys)


def _of_documents(codings: Codings, name: str, start: int) -> list[str]:
    """An aspect of each document."""
    match name:
        case "kind":
            return [each.kind for each in codings.documents]
        case "origin":
            return [each.origin or NO_ORIGIN for each in codings.documents]
        case "year":
            return [NO_DATE if each.year is None else str(each.year) for each in codings.documents]
        case "period":
            return [_period(each.year, start) for each in codings.documents]
    return [each.title for each in codings.documents]


def _period(year: int | None, start: int) -> str:
    if year is None:
        return NO_DATE
    first = start + (year - start) // YEARS_OF_A_PERIOD * YEARS_OF_A_PERIOD
    return f"{first}-{first + YEARS_OF_A_PERIOD - 1}"
