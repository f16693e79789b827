"""The checklist of a theory's source, row by row: where the report answers each, and what it comes to there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise.findings.claim import JUDGED, NOT_TESTABLE, NOT_YET, Answer, Finding
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.tables import FoundTable
from counterpoise.report.outline import CellTable, DataTable, Datum, Figure, Link, Links, Paragraph, Section
from counterpoise.report.statements import statement_id
from counterpoise.theory.cases import checklist_put_to
from counterpoise.theory.checklist import PARTS, split
from counterpoise.theory.elements import Requirement
from counterpoise.wording import listed, several

Coming = Finding | Literal["shown", "no evidence", "not in this report"]
"""What a part of a report that a row names comes to: the finding of an answer, or whether it is shown."""

SAID_OF: Mapping[str, str] = {
    "claim": "Claim {}",
    "debate": "Debate: {}",
    "assumption": "Assumption: {}",
    "lever": "Recommendation: {}",
}
"""What a link to an answer is called, by the kind of part; any other goes by its label."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A part that a row names: the way there, None where it is not in this report, and what it comes to."""

    link: Link | None
    comes_to: Coming
    told: str


def checklist_section(findings: Findings, sections: Sequence[Section]) -> Section:
    """The rows of the checklist with links into the other sections of the report; empty where a theory has none."""
    study = findings.study
    rows = checklist_put_to(study.theory, study.powers)
    if not rows:
        return Section("checklist", "Coverage of the checklist")
    titles = dict(_titles(sections))
    shown = {row.id: [_shown(findings, titles, name) for name in row.shown] for row in rows}
    source = study.theory.claims_from
    whose = f" of {source.work}" if source is not None else ""
    table = DataTable(
        "checklist-rows",
        f"The checklist{whose}, row by row",
        ("Row", "What is asked for", "Lines of the source", "Where it is answered", "What that comes to"),
        tuple(_row(findings, row, shown[row.id]) for row in rows),
        "Objectives and questions are those of the study, in its order. A row is only as good as what stands where it leads.",
    )
    return Section("checklist", "Coverage of the checklist", (Paragraph(_counted(shown)), table))


def _row(findings: Findings, row: Requirement, parts: Sequence[_Shown]) -> tuple[Datum, ...]:
    links = tuple(part.link for part in parts if part.link is not None)
    comes_to = list(dict.fromkeys(part.told for part in parts))
    if row.lacks is not None:
        comes_to.append(f"lacks {findings.names.bound(row.lacks)}")
    return (
        row.id,
        findings.names.bound(row.text),
        row.paper,
        Links(links) if links else None,
        "; ".join(comes_to),
    )


def _shown(findings: Findings, titles: Mapping[str, str], name: str) -> _Shown:
    kind, rest = split(name)
    if kind in ("theme", "table"):
        table = _table(findings, kind, rest)
        cells = tuple(table.cells())
        filled = sum(cell.missing is None for cell in cells)
        told = f"{filled} of {several(len(cells), 'cell')} on evidence"
        id_ = f"{kind}-{rest}"
        return _Shown(_link(titles, id_), "shown" if filled else "no evidence", told)
    if kind == "rival":
        finding = NOT_YET if findings.model is None else findings.model.rival(rest)[0]
        return _Shown(_link(titles, "rivals"), finding, finding)
    if kind:
        answer = _answers(findings).get(f"{kind}-{rest}")
        if answer is None:
            return _Shown(None, "not in this report", f"the study has no {kind} {rest}")
        called = SAID_OF.get(kind, "{}").format(answer.label)
        return _Shown(Link(statement_id(answer.id), called), answer.finding, answer.finding)
    link = _link(titles, rest)
    if link is None:
        return _Shown(None, "not in this report", f"no {PARTS[rest]} in this report")
    return _Shown(link, "shown", "shown")


def _deciding(parts: Sequence[_Shown]) -> Sequence[_Shown]:
    """The parts of a row that are answers, which figures beside them do not make any more decided; all parts where none is."""
    answers = [part for part in parts if part.comes_to not in ("shown", "no evidence", "not in this report")]
    return answers or parts


def _answers(findings: Findings) -> Mapping[str, Answer]:
    return {answer.id: answer for answer in findings.answers()}


def _table(findings: Findings, kind: str, name: str) -> FoundTable:
    if kind == "theme":
        return next(theme.table for theme in findings.themes if theme.id == name)
    return next(table for table in findings.tables if table.id == name)


def _link(titles: Mapping[str, str], id_: str) -> Link | None:
    return Link(id_, titles[id_]) if id_ in titles else None


def _titles(sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    """What every section, table and figure is called, by its id; a section that holds nothing is not in the report."""
    for section in sections:
        if section.blocks or section.subsections:
            yield section.id, section.title
        for block in section.blocks:
            if isinstance(block, Figure):
                yield block.id, block.title
            elif isinstance(block, CellTable | DataTable):
                yield block.id, block.caption
        yield from _titles(section.subsections)


def _counted(shown: Mapping[str, Sequence[_Shown]]) -> str:
    """How many rows come to what, each counted by the most that any of its answers comes to, or any part where it has none."""
    counts = Counter(_most([part.comes_to for part in _deciding(parts)]) for parts in shown.values())
    told = [f"{counts[word]} {words}" for word, words in WORDS.items() if counts[word]]
    return f"Of {several(len(shown), 'row')}: {listed(told)}."


WORDS = {
    "verdict": "with a verdict",
    "shown": "shown without a verdict",
    "no evidence": "for which this evidence does not suffice",
    "waiting": "that wait for a model or rule that is not there yet",
    "nowhere": "answered nowhere in this report",
}
"""What rows come to, the most first, in words."""


def _most(comings: Sequence[Coming]) -> str:
    if any(each in JUDGED for each in comings):
        return "verdict"
    if any(each in ("shown", "evidence shown, no verdict") for each in comings):
        return "shown"
    if any(each in ("no evidence", NOT_TESTABLE) for each in comings):
        return "no evidence"
    return "waiting" if NOT_YET in comings else "nowhere"
