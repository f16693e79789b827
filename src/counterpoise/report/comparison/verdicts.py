"""What becomes in each state of that on which the theory and its source can be tested."""

from __future__ import annotations

from collections.abc import Sequence

from counterpoise.findings.claim import JUDGED, Answer, verdict_in_words
from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import Number
from counterpoise.report.comparison.documents import with_passages
from counterpoise.report.comparison.standing_on import not_observed
from counterpoise.report.outline import Cell, CellRow, CellTable
from counterpoise.report.statements import statement_id
from counterpoise.states import state
from counterpoise.wording import with_capital

MOST_NUMBERS = 8
"""As many numbers stand behind a verdict here; the report of the study has all."""


def verdicts_table(comparison: Comparison) -> CellTable | None:
    """The verdict by state on everything that is decided in one of them; None where nothing is.

    A sentence that was said of one state is put to the others, as in the report of each.
    """
    by_state = [{each.id: each for each in case.answers()} for case in comparison.cases]
    shared = [
        [of_state[id_] for of_state in by_state]
        for id_ in by_state[0]
        if all(id_ in of_state for of_state in by_state)
    ]
    rows = [
        CellRow(_heading(comparison, answers), tuple(map(_cell, comparison.cases, answers)))
        for answers in shared
        if any(each.finding in JUDGED for each in answers)
    ]
    if not rows:
        return None
    open_ = len(shared) - len(rows)
    return CellTable(
        "compared-verdicts",
        "What the evidence supports or contradicts in which state",
        "Put to each state",
        tuple(state(iso3).name for iso3 in comparison.states),
        tuple(rows),
        "Verdicts follow the rules of each state's own report, here with goalposts of all the states together. A sentence that was said of one state is put to the others: "
        f"no source is taken to have said it of them. Of {len(shared)} questions, hypotheses, debates and claims {open_} are decided in no state.",
    )


def _heading(comparison: Comparison, answers: Sequence[Answer]) -> str:
    """What is put to the states, with no state's name in it where that is all in which it differs."""
    told = {
        each.text.replace(case.names.state, "the state")
        for case, each in zip(comparison.cases, answers, strict=True)
    }
    if len(told) > 1:
        # Each state is asked in words of its own, as of its actors or years: none of them heads all columns.
        return answers[0].label
    (text,) = told
    return f"{answers[0].label}: {with_capital(text)}"


def _cell(case: Findings, answer: Answer) -> Cell:
    coded = tuple(each for side in answer.sides for each in side)
    told = verdict_in_words(answer)
    id_ = f"compared-{statement_id(answer.id)}-{case.study.state}"
    if not (answer.evidence or answer.numbers or coded):
        return not_observed(id_, f"{told}. {' '.join(answer.reasons)}")
    weighed = Number(
        label=answer.label,
        text=answer.finding,
        unit="by the rules of the report",
        years=case.study.declared.period,
        source=f"weighed: {answer.estimand or 'passages and numbers that bear on it'}",
        release="this study",
        row=" ".join(answer.reasons) or told,
        evidence=answer.evidence,
    )
    return with_passages(case, Cell(id_, told, values=(weighed, *answer.numbers[:MOST_NUMBERS])), coded)
