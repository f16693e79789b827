"""Mixed signals: how far dimensions contradict each other, and how alignment in them goes together over the years."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.correlations import pairs_of, span
from counterpoise.findings.numbers import first_and_last
from counterpoise.measurement.alignment import OVERALL
from counterpoise.report.outline import DataTable
from counterpoise.report.score_rows import interval_of, rows_of
from counterpoise.wording import several, words_of

Row = tuple[str | float | int | None, ...]


def signals(findings: Findings) -> DataTable | None:
    """Contradiction in the first and last year of all inputs, and the correlation of each pair of dimensions."""
    rows: tuple[Row, ...] = (*_contradiction(findings), *_correlations(findings))
    if not rows:
        return None
    columns: tuple[str, ...] = ("Quantity", "Years", "Median", "90 % low", "90 % high", "Why nothing is told")
    if all(row[-1] is None for row in rows):
        columns, rows = columns[:-1], tuple(row[:-1] for row in rows)
    return DataTable(
        "signals",
        f"Mixed signals of {findings.names.state}: contradiction, and correlation of alignment across dimensions",
        columns,
        rows,
        "Contradiction is the spread of alignment shares over dimensions: 0 where all lean alike, 1 where half of them "
        "stand wholly with each power. A correlation is Pearson's over the years in which both shares are observed; "
        "its interval holds errors of measurement alone, and none is given where sources publish none. Years that follow "
        "each other are not independent.",
    )


def _contradiction(findings: Findings) -> Iterator[Row]:
    rows = [row for row in rows_of(findings, "contradiction", OVERALL) if row["observed"] == row["inputs"]]
    name = "Contradiction between dimensions"
    if not rows:
        yield (name, None, None, None, None, "in no year are all inputs of two dimensions observed")
    for row in first_and_last(rows):
        low, high = interval_of(row) or (None, None)
        yield (name, str(row["year"]), *_rounded(row["median"], low, high), None)


def _correlations(findings: Findings) -> Iterator[Row]:
    for pair in pairs_of(findings.scores.correlations, findings.study.state):
        name = f"Correlation: {words_of(pair.one).lower()} with {words_of(pair.other).lower()}"
        low, high = pair.interval or (None, None)
        yield (
            name,
            f"{span(pair)}, {several(pair.years, 'year')}",
            *_rounded(pair.median, low, high),
            pair.why,
        )


def _rounded(*numbers: float | None) -> tuple[float | None, ...]:
    return tuple(None if each is None else round(each, 3) for each in numbers)
