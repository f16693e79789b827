"""Voices: documents in which other states of the panel speak for themselves, kept apart from those on the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from counterpoise.documents.collection import is_outside, told_apart
from counterpoise.documents.document import Document
from counterpoise.documents.imports import read_places
from counterpoise.documents.material import declared_voices
from counterpoise.errors import Problem
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.study import Study
from counterpoise.wording import several
from counterpoise.workspace import Step, Workspace

__all__ = ["CollectedVoices", "collect_voices"]


@dataclass(frozen=True, slots=True)
class CollectedVoices:
    """First-hand documents of the period, each voiced by another state of the panel; what could not be used, the work done."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    imported: int
    kept: int


def collect_voices(study: Study, workspace: Workspace, step: Step) -> CollectedVoices:
    """The documents that `voices` of the study file declares; what is known from an earlier run is not read again.

    Of tables and of files in the layout of the General Debate those of other speakers are passed over, and so is what was
    said outside the period. Any other document that nobody of these states speaks, that is not first-hand or bears no date
    counts for no state and year: a problem names it.
    """
    outcomes = read_places(declared_voices(study), workspace, step, what="voices")
    found, problems = told_apart(outcome for _, outcome in outcomes)
    within = [document for document in found if not is_outside(study, document)]
    unusable = {document.id: why for document in within if (why := _unusable(study, document)) is not None}
    return CollectedVoices(
        documents=tuple(document for document in within if document.id not in unusable),
        problems=(*problems, *_told(within, unusable)),
        imported=sum(len(outcome.documents) for _, outcome in outcomes if outcome.event is not None),
        kept=sum(len(outcome.documents) for _, outcome in outcomes if outcome.event is None),
    )


def _unusable(study: Study, document: Document) -> str | None:
    """Why a document is no voice of another state of the panel in a year; None of one that is."""
    voice = document.voice
    if voice is None:
        return "does not say which state speaks; give its `origin`"
    if voice not in study.panel[1:]:
        on_the_case = voice in (study.state, *study.powers.values())
        told = (
            "is evidence on the case and stands under `documents`" if on_the_case else "is not in the panel"
        )
        return f"is spoken by {voice}, which {told}"
    if STANDING_OF_KIND[document.kind] != "first-hand":
        return f"is of the kind '{document.kind}', which is not first-hand"
    return None if document.date else "has no date, so it is of no year; give its `date`"


def _told(documents: Iterable[Document], unusable: dict[str, str]) -> Iterator[Problem]:
    """One problem for each reason, at the first document that it holds of."""
    of_reason: dict[str, list[Document]] = {}
    for document in documents:
        if document.id in unusable:
            of_reason.setdefault(unusable[document.id], []).append(document)
    for why, of in of_reason.items():
        more = f"; so {several(len(of) - 1, 'more voice')}" if len(of) > 1 else ""
        yield Problem(of[0].path, f"is no voice that counts: it {why}{more}")
