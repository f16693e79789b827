"""The limits of a study, told from what it holds and lacks."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from counterpoise.evidence import COUNTED, STANDING_OF_KIND
from counterpoise.findings.claim import SILENT
from counterpoise.findings.conclusions import Findings
from counterpoise.report.outline import Bullets, Section
from counterpoise.wording import several


def limits_section(findings: Findings) -> Section:
    """What this study cannot tell, sentence by sentence, each with how much it bears on."""
    return Section("limits", "Limits", (Bullets(tuple(_limits(findings))),))


def _limits(findings: Findings) -> Iterator[str]:
    evidence = findings.evidence
    documents = list(evidence.documents.values())
    cells = [cell for table in findings.tables for cell in table.cells()]
    if empty := sum(cell.missing is not None for cell in cells):
        yield f"{empty} of {several(len(cells), 'cell')} of the tables {'has' if empty == 1 else 'have'} no evidence."
    if unheard := sum(cell.missing is None and not cell.first_hand for cell in cells):
        yield f"{unheard} of {several(len(cells), 'cell')} {'stands' if unheard == 1 else 'stand'} on no first-hand passage."
    answers = findings.answers()
    if silent := sum(answer.finding in SILENT for answer in answers):
        yield f"{silent} of {several(len(answers), 'question, hypothesis, debate or claim', 'questions, hypotheses, debates and claims')} are not testable, now or with this evidence."
    if not evidence.register.frame:
        yield "Nobody declared how many documents exist, so that what share of them was read cannot be told."
    if documents and not evidence.register.readings:
        yield "No person recorded having read a document."
    if findings.coded and not evidence.reviewed:
        yield "No person went through a passage: every coding is a machine's suggestion, and agreement of coders is not testable."
    elif len(evidence.reviewed) == 1:
        yield "One person coded: agreement between people is not testable."
    if documents and not evidence.register.appraisals:
        yield "No document was appraised for what it can be trusted in."
    counted = [each for each in documents if STANDING_OF_KIND[each.kind] in COUNTED]
    if undated := sum(each.date is None for each in counted):
        yield f"{several(undated, 'document')} without a date {'stands' if undated == 1 else 'stand'} in no span of years."
    if foreign := sum(each.language not in ("en", "und", None) for each in counted):
        yield f"{several(foreign, 'document')} {'is' if foreign == 1 else 'are'} not in English: the lexicon finds there only the terms that the theory has in that language."
    if unread := sum(each.unread is not None for each in documents):
        yield f"Of {several(unread, 'document')} a part could not be read."
    if evidence.problems:
        yield f"{several(len(evidence.problems), 'problem')} kept something from being read; the notices name them."
    yield from _of_numbers(findings)
    yield "Coding finds what is said, not what is meant or left unsaid; a direction is that of cue words near a term."


def _of_numbers(findings: Findings) -> Iterator[str]:
    ties = findings.scores.ties.filter(state=findings.study.state)
    if ties.is_empty():
        yield "No tie of the state is observed."
        return
    last = ties.group_by("title", "side").agg(pl.col("end").max())
    short = last.filter(pl.col("end") < findings.study.end)
    if not short.is_empty():
        yield (
            f"{short.height} of {several(last.height, 'series of ties', 'series of ties')} end before {findings.study.end}, "
            f"the earliest in {short['end'].to_numpy().min()}."
        )
    without = ties.group_by("title", "side").agg(
        pl.col("tie_se").is_null().all() & pl.col("own_se").is_null().all()
    )
    bare = without.filter(pl.col("tie_se")).height
    if bare:
        yield f"The sources of {bare} of {several(without.height, 'series of ties', 'series of ties')} give no standard errors: their intervals are not known."
