"""The frame: every passage of a study that somebody may code, whether a machine suggests something there or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from counterpoise.coding.judgements import judgements_of
from counterpoise.coding.kept_suggestions import kept_suggestions, kinds_asked
from counterpoise.documents.document import Document
from counterpoise.documents.passages import passages
from counterpoise.documents.register import Holdings, holdings
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection
from counterpoise.ledger.schema import FILE
from counterpoise.review.codebook import CodebookVersion, codebook_now
from counterpoise.states import name_of_voice
from counterpoise.study import Study
from counterpoise.workspace import FOLDER, Workspace

__all__ = ["Frame", "frame_in", "frame_of", "held", "holdings_so_far", "renamed"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The documents that machines have coded, what they suggest by passage, and the codebook of today.

    The codes of suggestions are named as they are called today. `problems` says what could not be read, `powers` names the two.
    """

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    suggestions: Mapping[str, tuple[Coding | Link, ...]]
    codebook: CodebookVersion
    effects: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    powers: tuple[str, str] = ("power a", "power b")

    def units(self, documents: Iterable[Document] | None = None) -> Iterator[Passage]:
        """Every passage of some documents, or of all, in order; those with a suggestion are those of `passages`."""
        for document in self.documents.values() if documents is None else documents:
            for each in passages(document):
                yield self.passages.get(each.id, each)

    def codings(self) -> Iterator[tuple[Passage, Coding]]:
        """The suggested codings, each with its passage."""
        for name, found in self.suggestions.items():
            for each in found:
                if isinstance(each, Coding):
                    yield self.passages[name], each


def held(study: Study) -> tuple[Document, ...]:
    """The documents that the runs so far have read. Raises CounterpoiseError where no run has read any."""
    return holdings_so_far(study).documents


def holdings_so_far(study: Study) -> Holdings:
    """What the runs so far have read, and what is known of it. Raises CounterpoiseError where no run has read any."""
    if (study.folder / FOLDER / FILE).is_file():
        found = holdings(study)
        if found.documents:
            return found
    raise CounterpoiseError(
        Problem(str(study.folder), "no run has read and coded documents yet; `counterpoise run` does")
    )


def frame_of(study: Study, workspace: Workspace, documents: Iterable[Document]) -> Frame:
    """What there is to code, from the ledger. Raises CounterpoiseError where machines have suggested nothing yet."""
    found = frame_in(study, workspace.now, workspace.objects, documents)
    if not found.documents:
        raise CounterpoiseError(
            *found.problems,
            Problem(str(study.folder), "no document is coded yet; `counterpoise run` suggests codes"),
        )
    return found


def frame_in(study: Study, now: Projection, objects: ObjectStore, documents: Iterable[Document]) -> Frame:
    """What there is to code in a state of the ledger; without documents where machines have suggested nothing yet."""
    codebook = codebook_now(study.theory, now)
    by_id = {document.id: document for document in documents}
    kinds = kinds_asked(study.declared.coding.suggesters)
    found = kept_suggestions(now, objects, by_id, kinds)
    judgements = judgements_of(found.table, by_id)
    by_passage: defaultdict[str, list[Coding | Link]] = defaultdict(list)
    for coding in judgements.codings:
        today = replace(coding, code=codebook.name_now(coding.code) or coding.code)
        by_passage[coding.passage].append(today)
    for link in judgements.links:
        named_link = replace(link, factor=codebook.name_now(link.factor) or link.factor)
        by_passage[link.passage].append(named_link)
    return Frame(
        {name: each for name, each in by_id.items() if name in found.coded},
        judgements.passages,
        {name: tuple(each) for name, each in by_passage.items()},
        codebook,
        tuple(study.theory.effects),
        found.problems,
        (name_of_voice(study.powers["a"]), name_of_voice(study.powers["b"])),
    )


def renamed(study: Study, now: Projection, objects: ObjectStore, frame: Frame) -> Frame:
    """A frame with the codebook of a later state of the ledger; its documents and passages stay as they are."""
    again = frame_in(study, now, objects, frame.documents.values())
    return replace(
        frame,
        codebook=again.codebook,
        passages={**frame.passages, **again.passages},
        suggestions={**frame.suggestions, **again.suggestions},
    )
