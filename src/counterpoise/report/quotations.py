"""Coded passages as a report quotes them: with their context, their source, and why they were coded so."""

from __future__ import annotations

from counterpoise.coding.suggester import is_machine
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.report.documents import speaks_for
from counterpoise.report.outline import Quotation
from counterpoise.wording import words_of


def quotation_of(each: CodedPassage) -> Quotation:
    """A coded passage with its context, where it stands, and who coded it and why."""
    document = each.document
    return Quotation(
        id=each.passage.id,
        before=each.passage.before,
        text=each.passage.quotation,
        after=each.passage.after,
        document=document.title,
        kind=document.kind,
        standing=each.standing,
        path=document.path,
        coder=each.coding.coder,
        reason=_why(each),
        direction=each.coding.direction,
        origin=speaks_for(document),
        date=document.date,
        page=each.passage.page,
    )


def _why(each: CodedPassage) -> str:
    """The code with what moved the coder, and who else has it so."""
    coding = each.coding
    told = f"{words_of(coding.code)}: {coding.reason}" if coding.reason else words_of(coding.code)
    if not is_machine(coding.coder):
        return told
    if coding.status == "accepted":
        return f"{told}; a person accepted it"
    return f"{told}; another machine agrees" if each.seconded else told
