"""Mixed signals: how far dimensions contradict each other, and how alignment in them goes together over the years."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.correlations import pairs_of, span
from counterpoise.findings.numbers import first_and_last
from counterpoise.measurement.alignment import OVERALL
from counterpoise.report.outline import DataTable
from counterpoise.report.score_rows import rows_of
from counterpoise.wording import words_of

Row = tuple[str | float | int | None, ...]


def signals(findings: Findings) -> DataTable | None:
    """Contradiction in the first and last year of all inputs, and the correlation of each pair of dimensions."""
    rows = (*_contradiction(findings), *_correlations(findings))
    if not rows:
        return None
    return DataTable(
        "signals",
        f"Mixed signals of {findings.names.state}: contradiction, and correlation of alignment across dimensions",
        ("Quantity", "Years", "Number of years", "Median", "90 % low", "90 % high", "Why nothing is told"),
        rows,
        "Contradiction is the spread of alignment shares over dimensions: 0 where all lean alike, 1 where half of them "
        "stand wholly with each power. A correlation is Pearson's over the years in which both shares are observed; "
        "its interval holds errors of measurement alone, and years that follow each other are not independent. A correlation "
        "of shares whose sources publish no error has an interval of no width.",
    )


def _contradiction(findings: Findings) -> Iterator[Row]:
    rows = [row for row in rows_of(findings, "contradiction", OVERALL) if row["observed"] == row["inputs"]]
    if not rows:
        why = "in no year are all inputs of two dimensions observed"
        yield ("Contradiction between dimensions", None, None, None, None, None, why)
    for row in first_and_last(rows):
        numbers = (round(row[name], 3) for name in ("median", "low90", "high90"))
        yield ("Contradiction between dimensions", str(row["year"]), None, *numbers, None)


def _correlations(findings: Findings) -> Iterator[Row]:
    for pair in pairs_of(findings.scores.correlations, findings.study.state):
        numbers = (None if each is None else round(each, 3) for each in (pair.median, pair.low, pair.high))
        name = f"Correlation: {words_of(pair.one).lower()} with {words_of(pair.other).lower()}"
        yield (name, span(pair), pair.years, *numbers, pair.why)
