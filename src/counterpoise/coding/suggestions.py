"""Machine suggestions for a study's documents: made once for each document, kept batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from counterpoise.coding.batches import (
    Judged,
    Work,
    by_document,
    decided_by,
    lexicon_work,
    one_by_one,
    record,
    tell,
    with_passages,
)
from counterpoise.coding.bm25 import BM25Coder
from counterpoise.coding.case import Case, case_of
from counterpoise.coding.combination import combined
from counterpoise.coding.definition import DefinitionCoder
from counterpoise.coding.embedding import Embedder, ModelFiles, SentenceEmbedder
from counterpoise.coding.embedding_cache import KeptEmbeddings
from counterpoise.coding.judgements import JUDGEMENT_SCHEMA, in_order, judged_in, table_of
from counterpoise.coding.kept_suggestions import kept_table, kind_of_coder
from counterpoise.coding.learned import Decision
from counterpoise.coding.llm.asking import Asked, ask_model
from counterpoise.coding.suggester import Seen, seen_in
from counterpoise.documents.document import Document
from counterpoise.errors import Problem
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.identity import code_digest, identifier, reader_versions
from counterpoise.ledger.events import Event
from counterpoise.study import Study
from counterpoise.studyfile import EMBEDDED_BY
from counterpoise.workspace import FOLDER, Step, Workspace


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the machine coders suggest, the passages that it stands on, and the work done.

    `coded` and `kept` count documents as the lexicon coder came by them: now, or in an earlier run. `problems` is what
    could not be asked or answered, `unfinished` that it may be another time, `notices` what a reader should know.
    """

    passages: Mapping[str, Passage]
    codings: tuple[Coding, ...]
    links: tuple[Link, ...]
    coded: int
    kept: int
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    unfinished: bool = False


def suggest(
    study: Study,
    workspace: Workspace,
    documents: Sequence[Document],
    step: Step,
    decisions: Sequence[Decision] = (),
) -> Suggested:
    """Codings and links for every passage of some documents; documents coded before by the same coder are not redone.

    The lexicon coder reads all passages, BM25 and a language model those that it coded, the others all that bear on the
    case. The learned coder learns from `decisions`. Raises CounterpoiseError where the embeddings that a coder needs are not installed, or are not those named.
    """
    case = case_of(study)
    by_id = {document.id: document for document in documents}
    first = by_document(lexicon_work(case), by_id, workspace, step)
    found = in_order(first.found)
    more: list[Judged] = []
    if "bm25" in study.declared.coding.suggesters:
        ranked = _together(BM25Coder(case.codebook), list(found.passages.values()), workspace)
        more += judged_in(ranked, by_id)
    for work in _further(study, case, decisions):
        more += by_document(work, by_id, workspace, step).found
    told = study.declared.coding.llm
    asked = None
    if told is not None and "llm" in study.declared.coding.suggesters:
        shown = list(found.passages.values())
        asked = ask_model(told, case.codebook, case.actors, by_id, shown, workspace, step)
        more += judged_in(_kept(asked, workspace), by_id)
    others = in_order(more)
    return Suggested(
        passages={**found.passages, **others.passages},
        codings=(*found.codings, *others.codings),
        links=(*found.links, *others.links),
        coded=first.coded,
        kept=first.kept,
        problems=asked.problems if asked is not None else (),
        notices=asked.notices if asked is not None else (),
        unfinished=asked is not None and asked.unfinished,
    )


def _further(study: Study, case: Case, decisions: Sequence[Decision]) -> Iterator[Work]:
    """The coders that read every passage that bears on the case, with the sentence before it."""
    told = study.declared.coding
    embedder: Embedder | None = None
    if {"definition", "learned"} & set(told.suggesters):
        embedder = embedder_of(study)
    settings = {**case.settings, **reader_versions(*embedded_by(study))}

    def shown(document: Document) -> Iterator[Seen]:
        for each in seen_in(document, context=True):
            if case.lexicon.bearing(each.passage, origin=each.origin, year=each.year) != "none":
                yield each

    if "definition" in told.suggesters and embedder is not None:
        definition = DefinitionCoder(case.codebook, embedder)
        yield Work(definition.coder, shown, one_by_one(definition), settings)
    if {"combination", "learned"} & set(told.suggesters):
        decided = decisions if "learned" in told.suggesters else ()
        combination = combined(case, embedder, decided, error_rate=told.error_rate)
        yield Work(combination.coder, shown, one_by_one(combination), settings)


def embedded_by(study: Study) -> tuple[str, ...]:
    """The libraries by which texts become points, where a coder of a study needs that."""
    needed = {each for name in study.declared.coding.suggesters for each in EMBEDDED_BY.get(name, ())}
    return tuple(sorted(needed))


def embedder_of(study: Study) -> Embedder:
    """The embedder of a study, by the model that it names or the packaged one, which keeps what it embedded.

    Raises CounterpoiseError where the packaged model is wanted and not installed.
    """
    named = study.declared.coding.model
    model = None if named is None else ModelFiles(study.folder / named.path, named.files)
    made_by = identifier(code=code_digest("coding/embedding"), **reader_versions(*embedded_by(study)))
    return KeptEmbeddings(SentenceEmbedder(model), study.folder / FOLDER / "cache", made_by)


def _kept(asked: Asked, workspace: Workspace) -> pl.DataFrame:
    """What a language model says, as a table; recorded where it is not what was recorded last."""
    by_id = {passage.id: passage for passage in asked.answered}
    table = table_of(with_passages(asked.codings, by_id))
    # The answers to the same passages may be others, as a question tells who speaks, when, and what stands before.
    key = identifier(**decided_by(asked.coder), passages=sorted(by_id), said=table.rows())
    known = workspace.find("codings.suggested", key)
    if by_id and (known is None or workspace.kept(str(known.body["object"])) is None):
        record(workspace, table, key, asked.coder, {})
    elif known is not None:
        _say_again_together(workspace, known)
    return table


def _together(suggester: BM25Coder, passages: Sequence[Passage], workspace: Workspace) -> pl.DataFrame:
    """What a suggester says that weighs passages against each other, so that a change in one redoes them all."""
    if not passages:
        return pl.DataFrame(schema=JUDGEMENT_SCHEMA)
    by_id = {passage.id: passage for passage in passages}
    key = identifier(**decided_by(suggester.coder), passages=sorted(by_id))
    known = workspace.find("codings.suggested", key)
    stored = kept_table(workspace.objects, str(known.body["object"])) if known is not None else None
    if known is not None and stored is not None:
        _say_again_together(workspace, known)
        return stored
    table = table_of(with_passages(suggester.suggest([Seen(each) for each in passages]), by_id))
    record(workspace, table, key, suggester.coder, {})
    return table


def _say_again_together(workspace: Workspace, known: Event) -> None:
    """Record once more what was said of passages together, where another of its sort spoke since."""
    coder = str(known.body["coder"])
    spoken = (
        event
        for (kind, _), event in workspace.now.latest.items()
        if kind == known.kind
        and not event.body["documents"]
        and kind_of_coder(event.body["coder"]) == kind_of_coder(coder)
    )
    if max(spoken, key=lambda event: event.seq).seq != known.seq:
        tell(workspace, known.key, str(known.body["object"]), coder, {})
