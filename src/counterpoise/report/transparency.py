"""The section of a report by which a reader can judge how it came about: limits, what people did, and standards of reporting."""

from __future__ import annotations

from counterpoise.findings.conclusions import Findings
from counterpoise.ledger.vocabulary import KINDS
from counterpoise.report.limits import limits_section
from counterpoise.report.outline import Block, DataTable, Paragraph, Section
from counterpoise.report.reliability import reliability_section
from counterpoise.report.srqr import srqr_table


def transparency_section(findings: Findings) -> Section:
    """Limits, reliability, the audit trail and the standards for reporting qualitative research, filled from data with their gaps."""
    return Section(
        "transparency",
        "Transparency",
        (),
        (
            limits_section(findings),
            reliability_section(findings),
            Section("trail", "Audit trail", _trail(findings)),
            Section("reporting", "Standards of reporting", (srqr_table(findings),)),
        ),
    )


def _trail(findings: Findings) -> tuple[Block, ...]:
    """What people did, and how a reader checks it and everything that machines did."""
    told = Paragraph(
        "The ledger keeps every event of this study in a chain of hashes: what was read, under the SHA-256 of its bytes, what "
        "machines suggested and people decided. `counterpoise verify` checks that nothing of it was lost or altered, "
        "`counterpoise history NAME` follows one thing through it, and `counterpoise backup` hands all of it on."
    )
    acts = findings.evidence.trail
    if not acts:
        return told, Paragraph("No person has decided, read, rated or declared anything yet.")
    return told, DataTable(
        "audit-trail",
        "What people did",
        ("What", "By", "How often", "On how many things", "First day", "Last day"),
        tuple(
            (KINDS[each.kind].meaning, each.who, each.times, each.things, each.first, each.last)
            for each in acts
        ),
        "Every act counts, also one that another took back or followed later.",
    )
