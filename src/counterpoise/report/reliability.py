"""The reliability of coding as a report shows it: how far people agree, code by code, or why that is not testable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.findings.conclusions import Findings
from counterpoise.report.outline import Block, Bullets, DataTable, Paragraph, Section
from counterpoise.wording import listed, words_of

if TYPE_CHECKING:
    from counterpoise.agreement.bootstrap import Estimate
    from counterpoise.agreement.report import AgreementReport
    from counterpoise.agreement.sections import Line

MOST_LINES = 60
"""So many rows has the table; `counterpoise agreement` tells all."""

NOBODY = (
    "Not testable with this evidence: nobody has gone through a passage yet; agreement needs two coders who went "
    "through the same passages. What the machines reach on labelled passages stands in the documentation of methods."
)

Row = tuple[str | float | int | None, ...]


def reliability_section(findings: Findings) -> Section:
    """How far people agree on each code, under the declared variant of thematic analysis."""
    report = findings.evidence.agreement
    return Section(
        "reliability", "Reliability", (Paragraph(NOBODY),) if report is None else tuple(_blocks(report))
    )


def _blocks(report: AgreementReport) -> Iterator[Block]:
    yield Paragraph(report.asked)
    rows = [
        row
        for compared in report.compared
        for line in compared.section.lines
        for row in (_row(listed(list(compared.section.coders)), line),)
    ]
    if rows:
        more = (
            f" {len(rows) - MOST_LINES} more rows are told by `counterpoise agreement`."
            if len(rows) > MOST_LINES
            else ""
        )
        yield DataTable(
            "reliability-codes",
            "Agreement of people on whether a code is there",
            (
                *(
                    "Coders",
                    "Code",
                    "Passages",
                    "Share with it",
                    "Alpha",
                    "95 % interval",
                    "AC1",
                    "Per cent agreement",
                ),
                *("Kappa",),
            ),
            tuple(rows[:MOST_LINES]),
            "Per cent agreement is how often coders said the same. Krippendorff's alpha, Gwet's AC1 and Cohen's kappa take from it what chance alone would "
            "give, each by its own idea of chance: 1 is full agreement, 0 what chance gives, and below 0 is worse. Passages without a code count. Where a value is lacking it is not "
            f"defined, as where nobody or everybody gave the code.{more}",
        )
    if told := (*report.missing, *report.notices):
        yield Bullets(told)


def _row(coders: str, line: Line) -> Row:
    name = line.name if line.scope == "all codes" else words_of(line.name)
    alpha = line.estimates["alpha"]
    return (
        coders,
        f"{name} (group)" if line.scope == "group" else name,
        line.units,
        line.prevalence,
        alpha.value,
        _interval(alpha),
        line.estimates["ac1"].value,
        line.estimates["percentage"].value,
        line.estimates["kappa"].value if "kappa" in line.estimates else None,
    )


def _interval(estimate: Estimate) -> str | None:
    low, high = estimate.interval.low, estimate.interval.high
    return None if low is None or high is None else f"{low:.2f} to {high:.2f}"
