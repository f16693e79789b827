"""The types of each state by spans of five years, and in the last year, with their probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import Number, score_number, years_of
from counterpoise.measurement.alignment import OVERALL
from counterpoise.report.comparison.standing_on import OVER_ALL, not_observed
from counterpoise.report.outline import Block, Cell, CellRow, CellTable
from counterpoise.report.score_rows import EVERY, rows_of
from counterpoise.report.types_by_year import Told, types_figure, types_in_words, types_of_panel
from counterpoise.states import state
from counterpoise.wording import several, words_of

WORTH_TELLING = 0.05
"""A type that is less probable than this in a span is not named in its cell."""

DECIDED_BY = ("engagement", "contradiction", "alignment_share")
"""The scores over all dimensions that a type follows from."""


def types_of_states(comparison: Comparison) -> Iterator[Block]:
    """The picture of all years, and a table by spans; nothing where the theory fixes no types or none is told."""
    first = comparison.first
    typology, told = first.study.theory.typology, types_of_panel(first)
    if typology is None or not told:
        return
    names = tuple(name for name, _ in types_in_words(typology, first.names))
    yield types_figure(first, typology, told)
    spans = [
        (start, min(start + EVERY - 1, first.study.end))
        for start in range(first.study.start - first.study.start % EVERY, first.study.end + 1, EVERY)
    ]
    rows = [
        (f"{max(span[0], first.study.start)}-{span[1]}", [range(span[0], span[1] + 1)] * len(comparison.cases))
        for span in spans
        if any(span[0] <= year <= span[1] for found in told.values() for year in found)
    ]  # fmt: skip
    last = [max(told.get(case.study.state, {}), default=0) for case in comparison.cases]
    rows.append(("Latest year", [range(year, year + 1) for year in last]))
    yield CellTable(
        "compared-types",
        "The types of each state by spans of five years, and in its latest year",
        "Years",
        tuple(state(iso3).name for iso3 in comparison.states),
        tuple(
            CellRow(
                heading,
                tuple(
                    _cell(case, told.get(case.study.state, {}), years, names, f"{place}")
                    for case, years in zip(comparison.cases, of_states, strict=True)
                ),
            )
            for place, (heading, of_states) in enumerate(rows)
        ),
        f"A probability is the mean over the years of the span in which a type is told, and types below {WORTH_TELLING:g} are not named. "
        "A type needs two dimensions that are observed; spans in which no state has them are left out. Each cell opens on the scores of its last year that decide the type.",
    )


def _cell(case: Findings, told: Mapping[int, Told], years: range, names: Sequence[str], place: str) -> Cell:
    id_ = f"compared-types-{place}-{case.study.state}"
    found = {year: told[year] for year in years if year in told}
    if not found:
        return not_observed(id_, "two dimensions observed in one year of the span")
    means = [sum(parts[each] for parts, _, _ in found.values()) / len(found) for each in range(len(names))]
    ordered = sorted(zip(means, names, strict=True), reverse=True)
    said = ", ".join(f"{name} {mean:.2f}" for mean, name in ordered if mean >= WORTH_TELLING)
    last = max(found)
    if len(years) == 1:
        return Cell(id_, f"{said} in {last}{_fewer(found[last])}", values=(_deciding(case, last),))
    over = (
        ""
        if len(found) == len(years)
        else f"; told of {several(len(found), 'year')}, {years_of(min(found), last)}"
    )
    return Cell(id_, f"{said}{over}", values=(_deciding(case, last),))  # fmt: skip


def _fewer(told: Told) -> str:
    _, seen, of = told
    return "" if seen == of else f", from {seen} of {of} dimensions"


def _deciding(case: Findings, year: int) -> Number:
    """The three scores of a year from which its type follows, as one number."""
    rows = [
        (construct, row)
        for construct in DECIDED_BY
        for row in rows_of(case, construct, OVERALL)
        if row["year"] == year
    ]
    told = [score_number(case.study, case.scores, row, OVER_ALL[construct]) for construct, row in rows]
    return replace(
        told[0],
        label="Scores that decide it",
        text=", ".join(
            f"{words_of(construct).lower()} {each.text}"
            for (construct, _), each in zip(rows, told, strict=True)
        ),
        interval=None,
        evidence=tuple(dict.fromkeys(value for each in told for value in each.evidence)),
    )
