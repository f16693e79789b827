"""What a state pursues side by side: ties with each power by dimension, autonomy, and what bears on its security."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from counterpoise.evidence import covering
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import shown
from counterpoise.measurement.alignment import OVERALL
from counterpoise.report.outline import DataTable
from counterpoise.report.score_rows import inputs_in_words, interval_of, rows_of
from counterpoise.theory.elements import Indicator, Side, Theory
from counterpoise.wording import words_of

BACK = 10
"""How many years lie between the two that are set side by side."""

NOT_OBSERVED = "not observed"


def profile(findings: Findings) -> DataTable | None:
    """The measured quantities of the last fully observed year and of ten years before; None where nothing is measured."""
    last = full_year(findings)
    if last is None:
        return None
    years = (last - BACK, last)
    rows = [*_scores(findings, years), *_filters(findings, years)]
    return DataTable(
        "profile",
        f"What {findings.names.state} pursued, side by side: {years[0]} and {years[1]}",
        ("Quantity", "Scale", *(str(year) for year in years)),
        tuple(rows),
        f"{last} is the last year in which most inputs of the ties in all dimensions are observed. Scores are medians with 90 % intervals "
        "where sources publish errors, and in brackets how many inputs are observed where some are not. No quantity is set off against another."
        + (
            " Inputs that are drawn are missing cells of ties, which no source observed."
            if findings.study.declared.settings.imputation != "none"
            else ""
        ),
    )


def full_year(findings: Findings) -> int | None:
    """The last of the years in which most inputs of the state's ties with both powers, by dimension, are observed."""
    ties = findings.scores.alignment.filter(
        pl.col("construct").is_in(["tie_a", "tie_b"]),
        pl.col("dimension") != OVERALL,
        state=findings.study.state,
    )
    counted: dict[int, int] = dict(ties.group_by("year").agg(pl.col("observed").sum()).iter_rows())
    return max(counted, key=lambda year: (counted[year], year)) if counted else None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A score that is told of a state under a name: the construct of a dimension, of a tie or a dependence with one power."""

    name: str
    dimension: str
    construct: str
    side: Side | None = None


def ties_by_dimension(findings: Findings) -> Iterator[Quantity]:
    """The tie with each power in each dimension."""
    for dimension in findings.study.theory.dimensions:
        for side in findings.names.sides:
            name = f"{words_of(dimension)} tie with {findings.names.of(side)}"
            yield Quantity(name, dimension, f"tie_{side}", side)


def beside_ties(findings: Findings) -> Iterator[Quantity]:
    """What the theory measures beside ties: each quantity once, a dependence once for each power."""
    seen: set[str] = set()
    for name, construct in findings.study.theory.constructs.items():
        title = construct.title or words_of(name)
        if construct.estimand is None or construct.estimand == "balance" or title in seen:
            continue
        seen.add(title)
        dimension = construct.dimension or OVERALL
        if construct.estimand != "dependence":
            yield Quantity(title, dimension, name)
            continue
        for side in findings.names.sides:
            yield Quantity(f"{title} on {findings.names.of(side)}", dimension, f"{name}_{side}", side)


def filters(theory: Theory) -> Iterator[tuple[str, Indicator]]:
    """What is observed of a state at home and around it: the indicators of the theory's filters, each with its name."""
    for name, construct in theory.constructs.items():
        if construct.role == "filter":
            for indicator in construct.indicators:
                yield f"{construct.title or words_of(name)}: {indicator.title}", indicator


def _scores(findings: Findings, years: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for each in (*ties_by_dimension(findings), *beside_ties(findings)):
        told = (_score(findings, each.dimension, each.construct, year) for year in years)
        yield (each.name, "0 to 1", *told)


def _filters(findings: Findings, years: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """The indicators of the theory's filters, in their units."""
    own = findings.evidence.values.filter(pl.col("partner").is_null(), state=findings.study.state)
    for name, indicator in filters(findings.study.theory):
        of_this = own.filter(indicator=indicator.id)
        told = []
        for year in years:
            values = covering(of_this, year, year)["value"].to_list()
            told.append(shown(sum(values) / len(values)) if values else NOT_OBSERVED)
        unit = of_this["unit"][0] if of_this.height else indicator.unit
        yield (name, unit, *told)


def _score(findings: Findings, dimension: str, construct: str, year: int) -> str:
    """A score with its interval where that has a width, and how many inputs where not all are observed."""
    of_year = [row for row in rows_of(findings, construct, dimension) if row["year"] == year]
    if not of_year:
        return NOT_OBSERVED
    return score_in_words(of_year[0])


def score_in_words(row: Mapping[str, Any]) -> str:
    """A score, a row of `SCORE_SCHEMA`, with its interval where that has a width, and how many inputs where not all are observed."""
    told = f"{row['median']:.2f}"
    if (interval := interval_of(row)) is not None:
        told += f" ({interval[0]:.2f} to {interval[1]:.2f})"
    return told if row["observed"] == row["inputs"] else f"{told} [{inputs_in_words(row, ' inputs')}]"
