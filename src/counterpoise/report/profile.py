"""What a state pursues side by side: ties with each power by dimension, autonomy, and what bears on its security."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from counterpoise.evidence import covering
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import shown
from counterpoise.measurement.alignment import OVERALL
from counterpoise.report.outline import DataTable
from counterpoise.report.score_rows import inputs_in_words, interval_of, rows_of
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
    rows = [*_ties(findings, years), *_beside_ties(findings, years), *_filters(findings, years)]
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


def _ties(findings: Findings, years: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for dimension in findings.study.theory.dimensions:
        for side in findings.names.sides:
            name = f"{words_of(dimension)} tie with {findings.names.of(side)}"
            yield (name, "0 to 1", *(_score(findings, dimension, f"tie_{side}", year) for year in years))


def _beside_ties(findings: Findings, years: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """What the theory measures beside ties: one row for each quantity, of dependence one for each power."""
    seen: set[str] = set()
    for name, construct in findings.study.theory.constructs.items():
        title = construct.title or words_of(name)
        if construct.estimand is None or construct.estimand == "balance" or title in seen:
            continue
        seen.add(title)
        dimension = construct.dimension or OVERALL
        of = {name: title}
        if construct.estimand == "dependence":
            of = {f"{name}_{side}": f"{title} on {findings.names.of(side)}" for side in findings.names.sides}
        for each, told in of.items():
            yield (told, "0 to 1", *(_score(findings, dimension, each, year) for year in years))


def _filters(findings: Findings, years: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """What is observed of the state at home and around it: the indicators of the theory's filters, in their units."""
    own = findings.evidence.values.filter(pl.col("partner").is_null(), state=findings.study.state)
    for name, construct in findings.study.theory.constructs.items():
        if construct.role != "filter":
            continue
        for indicator in construct.indicators:
            of_this = own.filter(indicator=indicator.id)
            told = []
            for year in years:
                values = covering(of_this, year, year)["value"].to_list()
                told.append(shown(sum(values) / len(values)) if values else NOT_OBSERVED)
            unit = of_this["unit"][0] if of_this.height else indicator.unit
            yield (f"{construct.title or words_of(name)}: {indicator.title}", unit, *told)


def _score(findings: Findings, dimension: str, construct: str, year: int) -> str:
    """A score with its interval where that has a width, and how many inputs where not all are observed."""
    of_year = [row for row in rows_of(findings, construct, dimension) if row["year"] == year]
    if not of_year:
        return NOT_OBSERVED
    row = of_year[0]
    told = f"{row['median']:.2f}"
    if (interval := interval_of(row)) is not None:
        told += f" ({interval[0]:.2f} to {interval[1]:.2f})"
    return told if row["observed"] == row["inputs"] else f"{told} [{inputs_in_words(row, ' inputs')}]"
