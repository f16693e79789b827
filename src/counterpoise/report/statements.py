"""Questions, hypotheses, assumptions, debates, claims and recommendations as sections of statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from counterpoise.findings.claim import WAITS_FOR_DRAWS, Answer, Claim, Unanswered, verdict_in_words
from counterpoise.findings.coded_passages import CodedPassage, exemplars
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.names import case_in_words
from counterpoise.report.found_cells import cell_id
from counterpoise.report.outline import Leaning, Paragraph, Quotation, Section, Statement
from counterpoise.report.quotations import quotation_of
from counterpoise.states import state
from counterpoise.theory.cases import powers_put_to, said_elsewhere
from counterpoise.theory.elements import ClaimsFrom, Side
from counterpoise.wording import listed, with_capital

QUOTED_FOR_A_STATEMENT = 4
"""The passages quoted on each side of a statement, and of those on neither."""

RULE = (
    "A claim is supported where two thirds or more of what is judged bear it out, and contradicted where as many are contrary "
    "to it; else it is weakened where fewer than half bear it out, and undecided where half or more do. Where what is too "
    "uncertain to be told could turn the verdict, none is given. A claim that the model of the figure tells is judged by its "
    "probability, and undecided between the two that the theory file set beforehand."
)


def statement_sections(findings: Findings) -> tuple[Section, ...]:
    """The sections of everything that is asked, in the order in which it is read."""
    return (
        _answers("objectives", "Objectives", findings, findings.objectives),
        _answers("questions", "Research questions", findings, findings.questions),
        _answers("hypotheses", "Hypotheses", findings, findings.hypotheses),
        _answers("assumptions", "Assumptions of the theory", findings, findings.assumptions),
        _debates(findings),
        _claims(findings),
        _answers("recommendations", "Recommendations", findings, findings.recommendations),
    )


def statement_id(name: str) -> str:
    """A name fit for a link, another for every other name: what is no letter, digit, - or _ becomes its number."""
    return re.sub(r"[^\w-]", lambda odd: f":{ord(odd[0]):x}:", name)


def _answers(id_: str, title: str, findings: Findings, answers: Sequence[Answer]) -> Section:
    return Section(
        id_, title, (*_headline(findings, answers), *(_statement(findings, answer) for answer in answers))
    )


def _headline(findings: Findings, answers: Sequence[Answer]) -> tuple[Paragraph, ...]:
    """Why no verdict rests on the draws of the model, once for all answers of a section that lack sound ones."""
    told = None if findings.model is None else findings.model.headline
    lacking = any(
        isinstance(each, Unanswered) and not WAITS_FOR_DRAWS.isdisjoint(each.needs) for each in answers
    )
    return (Paragraph(told),) if told is not None and lacking else ()


def _claims_by_kind(findings: Findings) -> Section:
    """The claims in a subsection for each kind, in the order in which kinds first come."""
    kinds = dict.fromkeys(claim.kind for claim in findings.claims)
    subsections = tuple(
        Section(
            statement_id(f"claims-of-{kind}"),
            f"Kind: {kind}",
            tuple(_statement(findings, claim) for claim in findings.claims if claim.kind == kind),
        )
        for kind in kinds
    )
    blocks = (*_headline(findings, findings.claims), Paragraph(RULE)) if subsections else ()
    return Section("claims", "Claims under test", blocks, subsections)


def _claims(findings: Findings) -> Section:
    """The claims, with where they come from and of which case they were said."""
    section = _claims_by_kind(findings)
    source = findings.study.theory.claims_from
    if source is None or not findings.study.theory.claims:
        return section
    told = (
        f"The theory file takes these sentences from {source.work}, with the identifiers they have there; the study "
        f"file may add its own. {_whose(findings, source)}"
    )
    return replace(section, blocks=(Paragraph(told), *section.blocks))


def _debates(findings: Findings) -> Section:
    """The debates, with whose they are where they were held on another case."""
    section = _answers("debates", "Debates", findings, findings.debates)
    source = findings.study.theory.claims_from
    if source is None or not any(answer.said_of for answer in findings.debates):
        return section
    return replace(section, blocks=(Paragraph(_whose(findings, source)), *section.blocks))


def _whose(findings: Findings, source: ClaimsFrom) -> str:
    """Of which case the sentences of a theory were said, and who stands there in whose place here."""
    study = findings.study
    said_of, here = case_in_words(source.state, source.powers), case_in_words(study.state, study.powers)
    if said_elsewhere(study.theory, study.state, study.powers) is None:
        return f"They were said of this case, {here}."
    told = f"They were said of {said_of}, and are put here to {here}: no source is taken to have said them of this case."
    if {*source.powers.values()} == {*study.powers.values()}:
        return told
    return f"{told} {_in_place_of(source, study.powers)}."


def _in_place_of(source: ClaimsFrom, powers: Mapping[Side, str]) -> str:
    """Which power of a study stands in the place of which power of the source: `India stands for China, ...`."""
    placed = powers_put_to(source, powers)
    told = [
        f"{state(iso3).in_a_sentence} stands where {state(source.powers[side]).in_a_sentence} stood"
        for side, iso3 in placed.items()
        if iso3 != source.powers[side]
    ]
    return with_capital(listed(told))


def _statement(findings: Findings, answer: Answer) -> Statement:
    bearing = set(answer.evidence)
    coded = [
        each for each in findings.coded if each.passage.id in bearing and each.coding.code in answer.codes
    ]
    divided = {each.passage.id for side in answer.sides for each in side}
    here = case_in_words(findings.study.state, findings.study.powers)
    needs = () if isinstance(answer, Claim) else answer.needs
    supporting, contradicting = (_quoted(side) for side in answer.sides)
    return Statement(
        id=statement_id(answer.id),
        label=answer.label,
        text=answer.text,
        kind=f"{answer.kind}, said of {answer.said_of}, put here to {here}"
        if answer.said_of
        else answer.kind,
        verdict=verdict_in_words(answer),
        leaning=_leaning(answer),
        reasons=answer.reasons,
        cells=tuple(cell_id(cell) for cell in answer.cells),
        quotations=_quoted(each for each in coded if each.passage.id not in divided),
        values=answer.numbers,
        needs=needs,
        # What decides it and is all that it still needs is told once.
        estimand="" if needs == (answer.estimand,) else answer.estimand,
        supporting=supporting,
        contradicting=contradicting,
        would_change=answer.would_change,
    )


def _quoted(coded: Iterable[CodedPassage]) -> tuple[Quotation, ...]:
    return tuple(quotation_of(each) for each in exemplars(coded, QUOTED_FOR_A_STATEMENT))


def _leaning(answer: Answer) -> Leaning:
    if answer.finding == "supported":
        return "for"
    return "against" if answer.finding == "contradicted" else "open"
