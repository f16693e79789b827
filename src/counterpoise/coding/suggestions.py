"""Machine suggestions for a study's documents: made once for each document, kept batch by batch."""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from unicodedata import unidata_version

import polars as pl

from counterpoise.coding.bm25 import BM25Coder
from counterpoise.coding.case import Case, case_of
from counterpoise.coding.combination import combined
from counterpoise.coding.definition import DefinitionCoder
from counterpoise.coding.embedding import Embedder, ModelFiles, SentenceEmbedder
from counterpoise.coding.embedding_cache import KeptEmbeddings
from counterpoise.coding.judgements import JUDGEMENT_SCHEMA, in_order, judged_in, table_of
from counterpoise.coding.kept_suggestions import kept_table, made_of, seen_digest
from counterpoise.coding.learned import Decision
from counterpoise.coding.llm.asking import Asked, ask_model
from counterpoise.coding.suggester import Seen, Suggester, seen_in
from counterpoise.documents.document import Document
from counterpoise.errors import Problem
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.identity import code_digest, identifier, reader_versions
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.study import Study
from counterpoise.studyfile import EMBEDDED_BY
from counterpoise.workspace import FOLDER, Step, Workspace

DECIDED_BY = (
    "coding",
    "documents",
    "theory/terms",
    "theory/inflections",
    "evidence",
    "identity",
    "standing",
    "states",
)
"""The parts of the program that decide what is suggested for a document, given its text."""

READERS = ("numpy", "polars", "scipy")
"""The libraries that they read and reckon with."""

AT_ONCE = 300_000
"""So many code points the lexicon coder reads at once: a step over many texts costs hardly more than over one."""

BATCH = 100
"""How many documents' suggestions are kept as one object; a process that is killed loses fewer than these."""

_Judged = tuple[Passage, Coding | Link]
"""A judgement with the passage that it stands on."""


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

    def heard(document: Document) -> Iterable[Seen]:
        return seen_in(document) if case.lexicon.may_bear(document.text, origin=document.voice) else ()

    by_id = {document.id: document for document in documents}
    lexicon = _Work(case.lexicon, heard, case.settings, case.lexicon.suggest_each, AT_ONCE)
    first = _by_document(lexicon, by_id, workspace, step)
    found = in_order(first.found)
    more: list[_Judged] = []
    if "bm25" in study.declared.coding.suggesters:
        ranked = _together(BM25Coder(case.codebook), list(found.passages.values()), workspace)
        more += judged_in(ranked, by_id)
    for work in _further(study, case, decisions):
        more += _by_document(work, by_id, workspace, step).found
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


def _further(study: Study, case: Case, decisions: Sequence[Decision]) -> Iterator[_Work]:
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
        yield _Work(DefinitionCoder(case.codebook, embedder), shown, settings)
    if {"combination", "learned"} & set(told.suggesters):
        decided = decisions if "learned" in told.suggesters else ()
        yield _Work(combined(case, embedder, decided, error_rate=told.error_rate), shown, settings)


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
    table = table_of(_with_passages(asked.codings, by_id))
    # The answers to the same passages may be others, as a question tells who speaks, when, and what stands before.
    key = identifier(**_decided_by(asked.coder), passages=sorted(by_id), said=table.rows())
    known = workspace.find("codings.suggested", key)
    if by_id and (known is None or workspace.kept(str(known.body["object"])) is None):
        _record(workspace, table, key, asked.coder, {})
    elif known is not None:
        _say_again_together(workspace, known)
    return table


@dataclass(frozen=True, slots=True)
class _Work:
    """A suggester, what it is shown of a document, and the settings that it goes by beside its codebook.

    `each`, where there is one, gives what it says of each of several documents; they are shown it together, up to
    `at_once` code points of their text.
    """

    suggester: Suggester
    shown: Callable[[Document], Iterable[Seen]]
    settings: Mapping[str, object]
    each: Callable[[Sequence[Sequence[Seen]]], Iterator[list[_Judged]]] | None = None
    at_once: int = 0

    @property
    def key(self) -> str:
        """Names all that decides what is suggested for a document, but the document."""
        return identifier(**_decided_by(self.suggester.coder), **self.settings)

    def said(self, shown: Sequence[Sequence[Seen]]) -> Iterator[list[_Judged]]:
        """What the suggester says of each of some documents, given what it is shown of each."""
        if self.each is not None:
            return self.each(shown)
        return (
            list(_with_passages(self.suggester.suggest(seen), {one.passage.id: one.passage for one in seen}))
            for seen in shown
        )


@dataclass(frozen=True, slots=True)
class _Done:
    """All that one suggester says, and how many documents it read now and had read before."""

    found: list[_Judged]
    coded: int
    kept: int


def _by_document(work: _Work, documents: Mapping[str, Document], workspace: Workspace, step: Step) -> _Done:
    """What a suggester says that judges each document for itself; what it said before is taken up again."""
    key = work.key
    named = {
        document.id: str(event.body["object"])
        for document in documents.values()
        if (event := workspace.now.codings.get((document.id, work.suggester.coder))) is not None
        and event.key == key
        and made_of(event, document)
    }
    stored: set[str] = set()
    found: list[_Judged] = []
    for name in sorted(set(named.values())):
        of = [id_ for id_, place in named.items() if place == name]
        if (table := kept_table(workspace.objects, name, of)) is not None:
            stored.update(of)
            found += judged_in(table, documents)
    fresh = [document for document in documents.values() if document.id not in stored]
    _say_again(workspace, work.suggester.coder, stored)
    found += _judge(work, key, fresh, workspace, step)
    return _Done(found, len(fresh), len(stored))


def _together(suggester: BM25Coder, passages: Sequence[Passage], workspace: Workspace) -> pl.DataFrame:
    """What a suggester says that weighs passages against each other, so that a change in one redoes them all."""
    if not passages:
        return pl.DataFrame(schema=JUDGEMENT_SCHEMA)
    by_id = {passage.id: passage for passage in passages}
    key = identifier(**_decided_by(suggester.coder), passages=sorted(by_id))
    known = workspace.find("codings.suggested", key)
    stored = kept_table(workspace.objects, str(known.body["object"])) if known is not None else None
    if known is not None and stored is not None:
        _say_again_together(workspace, known)
        return stored
    table = table_of(_with_passages(suggester.suggest([Seen(each) for each in passages]), by_id))
    _record(workspace, table, key, suggester.coder, {})
    return table


def _say_again(workspace: Workspace, coder: str, documents: Iterable[str]) -> None:
    """Record once more what a coder said of documents of which another of its sort spoke since.

    Of each sort the one that spoke last holds; after a study or theory was changed and changed back, it is this one.
    """
    last: dict[str, Event] = {}
    for (document, other), event in workspace.now.codings.items():
        if _sort(other) == _sort(coder) and (document not in last or last[document].seq < event.seq):
            last[document] = event
    again: dict[int, tuple[Event, dict[str, str]]] = {}
    for document in documents:
        if last[document].body["coder"] != coder:
            event = workspace.now.codings[document, coder]
            again.setdefault(event.seq, (event, {}))[1][document] = event.body["seen"][document]
    for _, (event, seen) in sorted(again.items()):
        _tell(workspace, event.key, str(event.body["object"]), coder, seen)


def _say_again_together(workspace: Workspace, known: Event) -> None:
    """Record once more what was said of passages together, where another of its sort spoke since."""
    coder = str(known.body["coder"])
    spoken = (
        event
        for (kind, _), event in workspace.now.latest.items()
        if kind == known.kind and not event.body["documents"] and _sort(event.body["coder"]) == _sort(coder)
    )
    if max(spoken, key=lambda event: event.seq).seq != known.seq:
        _tell(workspace, known.key, str(known.body["object"]), coder, {})


def _sort(coder: str) -> str:
    return coder.partition("/")[0]


def _with_passages(judged: Iterable[Coding | Link], passages: Mapping[str, Passage]) -> Iterator[_Judged]:
    for each in judged:
        yield passages[each.passage], each


def _decided_by(coder: str) -> dict[str, object]:
    """All but the input that decides what a coder says: itself, the program's parts and its libraries."""
    return {
        "coder": coder,
        "code": code_digest(*DECIDED_BY),
        "readers": reader_versions(*READERS),
        "unicode": unidata_version,
    }


def _judge(
    work: _Work, key: str, documents: Sequence[Document], workspace: Workspace, step: Step
) -> list[_Judged]:
    """Code documents and keep what is suggested batch by batch; interrupted, whole documents stay kept."""
    found: list[_Judged] = []
    done: dict[str, str] = {}
    kept = 0

    def keep() -> None:
        nonlocal kept
        _record(workspace, table_of(found[kept:]), key, work.suggester.coder, done)
        kept = len(found)
        done.clear()

    try:
        number = 0
        for share in _shares(documents, work.at_once):
            with _uncollected():
                said = work.said([list(work.shown(document)) for document in share])
                for document in share:
                    step("codings", number, len(documents))
                    found += next(said)
                    done[document.id] = seen_digest(document)
                    number += 1
                    if len(done) == BATCH:
                        keep()
    finally:
        if done:
            keep()
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be looked for: many frozen values are made, none in a circle, and each look goes through all."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _shares(documents: Iterable[Document], at_once: int) -> Iterator[list[Document]]:
    """Documents one after the other, together as long as their texts have no more than so many code points."""
    share: list[Document] = []
    length = 0
    for document in documents:
        length += len(document.text)
        if share and length > at_once:
            yield share
            share, length = [], len(document.text)
        share.append(document)
    if share:
        yield share


def _record(
    workspace: Workspace, table: pl.DataFrame, key: str, coder: str, documents: Mapping[str, str]
) -> None:
    """Keep suggestions as one Parquet object and say so in one event.

    `coder` names who suggested them, with its rules and codebook; `key` all that they depend on but the documents.
    """
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    _tell(workspace, key, workspace.objects.put(buffer.getvalue()), coder, documents)


def _tell(workspace: Workspace, key: str, name: str, coder: str, documents: Mapping[str, str]) -> None:
    body = {
        "key": key,
        "object": name,
        "coder": coder,
        "documents": list(documents),
        "seen": dict(documents),
    }
    workspace.record([NewEvent("codings.suggested", coder, body)])
