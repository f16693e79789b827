"""What was observed of whom and in which years, series by series, the states side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from counterpoise.datasets.coverage import WORDS, coverage, spans
from counterpoise.findings.comparison import Comparison
from counterpoise.findings.numbers import years_of
from counterpoise.measurement.ties import tie_inputs
from counterpoise.report.coverage import SHOWN, of_theory, series_label
from counterpoise.report.outline import Block, DataTable, Figure
from counterpoise.report.plots import Strip, Strips
from counterpoise.states import state
from counterpoise.wording import words_of

Series = tuple[str, str | None]
"""An indicator with its variant, and the power towards which it is observed."""


@dataclass(frozen=True, slots=True)
class _Covered:
    """A series: what it is called, and for each state the words of its years and their runs."""

    label: str
    words: dict[str, tuple[str, ...]]
    runs: dict[str, list[tuple[str, int, int]]]


def coverage_blocks(comparison: Comparison) -> Iterator[Block]:
    """A picture for each dimension of what is observed of its ties, and a table of every other series."""
    study = comparison.first.study
    found = _covered(comparison)
    entries = tie_inputs(study.theory, study.declared.settings.roll_calls)
    for dimension in study.theory.dimensions:
        of_dimension = {each.series for each in entries if each.dimension == dimension}
        series = [each for (indicator, _), each in found.items() if indicator in of_dimension]
        if series:
            yield _figure(comparison, dimension, series)
    ties = {each.series for each in entries}
    if beside := [each for (indicator, _), each in found.items() if indicator not in ties]:
        yield _table(
            comparison, "compared-coverage", "Years observed beside ties, by series and state", beside
        )


def _covered(comparison: Comparison) -> dict[Series, _Covered]:
    """Every series of the theory that is a state's own, and what is known of it of each state."""
    found: dict[Series, _Covered] = {}
    for case in comparison.cases:
        study = case.study
        table = coverage(
            case.evidence.values,
            case.evidence.last_complete_year,
            study.theory,
            (study.state,),
            tuple(study.powers.values()),
            (study.start, study.end),
        ).filter(of_theory(case), pl.col("state") == study.state)
        for (indicator, partner), rows in table.group_by("indicator", "partner", maintain_order=True):
            toward = None if partner is None else str(partner)
            covered = found.setdefault(
                (str(indicator), toward),
                _Covered(series_label(case, str(indicator), study.state, toward), {}, {}),
            )
            covered.words[study.state] = tuple(rows.sort("year")["word"])
            covered.runs[study.state] = spans(rows)
    # Of a series that is observed of nobody here, such as one of the powers alone, nothing is to be compared.
    return {
        series: each
        for series, each in sorted(found.items(), key=lambda of: (of[0][0], of[0][1] or ""))
        if any("observed" in words for words in each.words.values())
    }


def _figure(comparison: Comparison, dimension: str, series: list[_Covered]) -> Figure:
    study = comparison.first.study
    strips = [
        strip
        for each in series
        for strip in (
            Strip(f"{each.label}:", ()),
            *(
                Strip(state(iso3).name, tuple(word if word in SHOWN else None for word in words))
                for iso3, words in each.words.items()
            ),
        )
    ]
    observed = sum(words.count("observed") for each in series for words in each.words.values())
    of = sum(len(words) for each in series for words in each.words.values())
    return Figure(
        id=f"figure-compared-coverage-{dimension}",
        title=f"What is observed of {words_of(dimension).lower()} ties, of whom and when",
        caption="Each strip is a series of one state, under its name; a value over several years covers each of them. Nothing is carried forward.",
        alt=f"Of {of} years of series {observed} are observed; the table lists every span.",
        chart=Strips(tuple(strips), tuple((word, WORDS[word]) for word in SHOWN), study.start, study.end),
        table=_table(
            comparison,
            f"numbers-compared-coverage-{dimension}",
            f"Years observed of {words_of(dimension).lower()} ties, by series and state",
            series,
        ),
    )


def _table(comparison: Comparison, id_: str, caption: str, series: list[_Covered]) -> DataTable:
    return DataTable(
        id_,
        caption,
        ("Series", *(state(iso3).name for iso3 in comparison.states)),
        tuple(
            (each.label, *(_observed(each.runs.get(iso3, [])) for iso3 in comparison.states))
            for each in series
        ),
        "A dash: observed in no year of the period.",
    )


def _observed(runs: list[tuple[str, int, int]]) -> str | None:
    """The spans of years in which a series is observed."""
    return ", ".join(years_of(first, last) for word, first, last in runs if word == "observed") or None
