"""The standards for reporting qualitative research, item by item: what the report says to each, and what is still to be said."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.findings.claim import JUDGED
from counterpoise.findings.conclusions import Findings
from counterpoise.report.documents import readings_told
from counterpoise.report.outline import DataTable
from counterpoise.wording import listed, several

GAP = "gap"

Item = tuple[str, str | None]
"""What the report says to an item and, where nothing does, None."""


def srqr_table(findings: Findings) -> DataTable:
    """The 21 items of O'Brien, Harris, Beckman, Reed and Cook (2014) doi 10.1097/ACM.0000000000000388.

    An item that the ledger and the study file say nothing to is a gap, and the row says what would fill it.
    """
    rows = tuple(
        (f"S{number}", topic, GAP if told is None else "told", told or f"Still to be said: {wanted}.")
        for number, (topic, told, wanted) in enumerate(_items(findings), start=1)
    )
    gaps = sum(row[2] == GAP for row in rows)
    return DataTable(
        "srqr",
        "Standards for reporting qualitative research",
        ("Item", "Topic", "State", "Where, or what is missing"),
        rows,
        f"After O'Brien et al. (2014). {several(gaps, 'gap')} of {len(rows)} items. An item is told where the data or the study file tell "
        "it; whether it is told well enough is for a reader to judge.",
    )


def _items(findings: Findings) -> Iterator[tuple[str, str | None, str]]:
    """Each item: its topic, what is told, and what would tell it."""
    study, evidence = findings.study, findings.evidence
    said = study.declared.disclosures
    register = evidence.register
    cells = [cell for table in findings.tables for cell in table.cells()]
    filled = sum(cell.missing is None for cell in cells)
    yield "Title", study.declared.study, "a title"
    yield "Abstract", "The first sentences of the report.", "an abstract"
    yield "Problem formulation", said.get("problem"), "the problem, as `problem` under `disclosures`"
    questions = (*study.declared.objectives, *study.declared.questions)
    yield (
        "Purpose or research question",
        f"{several(len(questions), 'question or objective', 'questions and objectives')}, answered under Research questions."
        if questions
        else None,
        "research questions, as `questions` in the study file",
    )
    variant = f"Thematic analysis, variant {study.declared.coding.variant}, under the theory '{study.theory.title}'."
    yield (
        "Qualitative approach and research paradigm",
        f"{variant} {said.get('approach', '')}".strip(),
        "the approach",
    )
    yield (
        "Researcher characteristics and reflexivity",
        said.get("reflexivity"),
        "who the researchers are and how that may bear on the reading, as `reflexivity` under `disclosures`",
    )
    yield (
        "Context",
        said.get("context")
        or (
            f"{several(len(evidence.chronology), 'dated event')} of the case."
            if evidence.chronology
            else None
        ),
        "the context, as `context` under `disclosures`, or events",
    )
    yield (
        "Sampling strategy",
        f"{several(len(register.frame), 'kind')} of documents declared with how many exist; see What exists and what was obtained."
        if register.frame
        else None,
        "how many documents of each kind exist (`counterpoise frame`), and why these were taken",
    )
    yield (
        "Ethical issues pertaining to human subjects",
        said.get("ethics"),
        "approval, consent and confidentiality, or that public documents need none, as `ethics` under `disclosures`",
    )
    yield (
        "Data collection methods",
        f"{several(len(evidence.documents), 'document')} and {several(evidence.values['source'].n_unique(), 'source')} of data, by file and release; see Documents and Data."
        if evidence.documents or not evidence.values.is_empty()
        else None,
        "documents or data",
    )
    coders = sorted({each.coder for each in evidence.codings})
    yield (
        "Data collection instruments and technologies",
        f"Coders by name and version: {listed(coders)}." if coders else None,
        "a coder",
    )
    yield (
        "Units of study",
        f"{several(len(findings.coded), 'coding')} on {several(len({each.passage.id for each in findings.coded}), 'passage')}."
        if findings.coded
        else None,
        "coded passages",
    )
    yield (
        "Data processing",
        "Canonical text with anchors, each file under its SHA-256 in the ledger; see Method and settings.",
        "how the data were processed",
    )
    yield (
        "Data analysis",
        "See Method and settings, and How the themes were made.",
        "how the data were analysed",
    )
    yield (
        "Techniques to enhance trustworthiness",
        _trust(findings),
        (
            "reading by people (`counterpoise read`), coding by people (`counterpoise code`) or appraisal (`counterpoise appraise`)"
        ),
    )
    yield (
        "Synthesis and interpretation",
        f"{several(len(findings.themes) + len(findings.candidates), 'theme')}, and {several(len(findings.answers()), 'answer')} to questions, "
        "hypotheses, debates and claims."
        if findings.themes or findings.candidates or findings.answers()
        else None,
        "themes",
    )
    yield (
        "Links to empirical data",
        f"{filled} of {several(len(cells), 'cell')} stand on passages or numbers, each with its quotations; every coding that counts stands in evidence.csv."
        if filled
        else None,
        "evidence for any cell",
    )
    claims = (*findings.claims, *findings.debates)
    yield (
        "Integration with prior work",
        f"{several(len(claims), 'claim or debate', 'claims and debates')} of the literature, {sum(answer.finding in JUDGED for answer in claims)} of them with a verdict."
        if claims
        else None,
        "claims of the literature",
    )
    yield "Limitations", "See Limits.", "limits"
    yield (
        "Conflicts of interest",
        said.get("conflicts"),
        "conflicts of interest, as `conflicts` under `disclosures`",
    )
    yield "Funding", said.get("funding"), "sources of funding, as `funding` under `disclosures`"


def _trust(findings: Findings) -> str | None:
    evidence = findings.evidence
    told = [
        readings_told(evidence),
        f"People went through {several(sum(evidence.reviewed.values()), 'passage')}."
        if evidence.reviewed
        else "",
        f"{several(len(evidence.register.appraisals), 'document')} appraised."
        if evidence.register.appraisals
        else "",
    ]
    return " ".join(each for each in told if each) or None
