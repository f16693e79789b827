"""Voices coded: what other states of the panel say, each read as the words of the state that stands between the powers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterpoise.coding.batches import Judged, by_document, lexicon_work
from counterpoise.coding.case import case_of, case_of_state
from counterpoise.coding.judgements import in_order
from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Passage
from counterpoise.study import Study
from counterpoise.workspace import Step, Workspace

__all__ = ["SuggestedVoices", "suggest_voices"]


@dataclass(frozen=True, slots=True)
class SuggestedVoices:
    """The codings of voices, the passages that they stand on, and how many documents were coded now and in earlier runs."""

    passages: Mapping[str, Passage]
    codings: tuple[Coding, ...]
    coded: int
    kept: int


def suggest_voices(
    study: Study, workspace: Workspace, documents: Sequence[Document], step: Step
) -> SuggestedVoices:
    """What the lexicon coder, which alone is counted, finds in documents as words of the state whose voice each is.

    A state is known by its own names, as the state under study is, and by those dictionaries of the study that hold `of_any_state`.
    Documents coded before in the same case are not redone.
    """
    own = case_of(study)
    found: list[Judged] = []
    coded = kept = 0
    for state in study.panel[1:]:
        spoken = {document.id: document for document in documents if document.voice == state}
        if spoken:
            work = lexicon_work(case_of_state(own, state, study.theory.of_any_state), state)
            done = by_document(work, spoken, workspace, step)
            found += done.found
            coded, kept = coded + done.coded, kept + done.kept
    judged = in_order(found)
    return SuggestedVoices(judged.passages, judged.codings, coded, kept)
