"""Batches: what suggesters say of documents one by one, made once for each and kept batch by batch."""

from __future__ import annotations

import gc
import io
import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from unicodedata import unidata_version

import polars as pl

from counterpoise.coding.case import Case
from counterpoise.coding.judgements import judged_in, judged_of, row_of, table_of
from counterpoise.coding.kept_suggestions import AS_VOICE_OF, kept_table, kind_of_coder, made_of, seen_digest
from counterpoise.coding.lexicon import lexicon_name
from counterpoise.coding.suggester import Seen, Suggester, seen_in
from counterpoise.cores import Copies
from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.identity import code_digest, identifier, reader_versions
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.workspace import Step, Workspace

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

AT_ONCE = 150_000
"""So many code points the lexicon coder reads at once: a step over many texts costs hardly more than over one."""

BATCH = 100
"""How many documents' suggestions are kept as one object; a process that is killed loses fewer than these."""

OF_A_BATCH = 1_500_000
"""So many code points at least the lexicon coder reads for one object: it reads them in less than a second."""

Judged = tuple[Passage, Coding | Link]
"""A judgement with the passage that it stands on."""


Said = Callable[[Sequence[Sequence[Seen]]], Iterator[list[Judged]]]
"""Gives what is said of each of some documents, from what is shown of each."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a coder is asked to do of documents: its name, what it is shown of each, and what it says of several.

    They are shown it together, up to `at_once` code points of their text, and then also by copies of this process (see
    `cores`). What it says of fewer than `of_a_batch` code points is not kept by itself. `settings` are what it goes by
    beside its codebook.
    """

    coder: str
    shown: Callable[[Document], Iterable[Seen]]
    said: Said
    settings: Mapping[str, object]
    at_once: int = 0
    of_a_batch: int = 0

    @property
    def key(self) -> str:
        """Names all that decides what is suggested for a document, but the document."""
        return identifier(**decided_by(self.coder), **self.settings)

    def judged(self, documents: Sequence[Document]) -> Iterator[tuple[list[Judged], str]]:
        """What is said of each of some documents, and the name of all that was seen of it."""
        said = self.said([list(self.shown(document)) for document in documents])
        for document in documents:
            yield next(said), seen_digest(document)

    def copies(self, documents: Iterable[Document]) -> Copies[list[Document], tuple[list[Judged], str]]:
        """The work on some documents, share by share: `judged` of each."""
        shares = list(_shares(documents, self.at_once))
        return Copies(shares, self.judged, _packed, _unpacked, None if self.at_once else 0)

    @contextmanager
    def uncollected(self) -> Iterator[None]:
        """Look for no garbage where many documents are read at once: frozen values are made, none in a circle."""
        was_enabled = gc.isenabled()
        if self.at_once:
            gc.disable()
        try:
            yield
        finally:
            if was_enabled:
                gc.enable()


def one_by_one(suggester: Suggester) -> Said:
    """What a suggester says that reads one document after the other."""
    return lambda shown: (
        list(with_passages(suggester.suggest(seen), {one.passage.id: one.passage for one in seen}))
        for seen in shown
    )


def lexicon_work(case: Case, voice: str | None = None) -> Work:
    """The work of the lexicon coder in a case: every passage of documents of which any may bear on the case.

    It is compiled once there is a document to read. Where it hears documents as words of another state than that under study,
    their `voice`, it is recorded as `lexicon@VNM`, so that what is said of a document on the case stands beside it.
    """

    def heard(document: Document) -> Iterable[Seen]:
        return seen_in(document) if case.lexicon.may_bear(document.text, origin=document.voice) else ()

    name = lexicon_name(case.codebook)
    if voice is not None:
        name = name.replace("/", f"{AS_VOICE_OF}{voice}/", 1)
    return Work(
        name, heard, lambda shown: case.lexicon.suggest_each(shown), case.settings, AT_ONCE, OF_A_BATCH
    )


@dataclass(frozen=True, slots=True)
class Done:
    """All that one suggester says, and how many documents it read now and had read before."""

    found: list[Judged]
    coded: int
    kept: int


def by_document(work: Work, documents: Mapping[str, Document], workspace: Workspace, step: Step) -> Done:
    """What a suggester says that judges each document for itself; what it said before is taken up again."""
    key = work.key
    named = {
        document.id: str(event.body["object"])
        for document in documents.values()
        if (event := workspace.now.codings.get((document.id, work.coder))) is not None
        and event.key == key
        and made_of(event, document)
    }
    stored: set[str] = set()
    found: list[Judged] = []
    for name in sorted(set(named.values())):
        of = [id_ for id_, place in named.items() if place == name]
        if (table := kept_table(workspace.objects, name, of)) is not None:
            stored.update(of)
            found += judged_in(table, documents)
    fresh = [document for document in documents.values() if document.id not in stored]
    _say_again(workspace, work.coder, stored)
    found += _judge(work, key, fresh, workspace, step)
    return Done(found, len(fresh), len(stored))


def _say_again(workspace: Workspace, coder: str, documents: Iterable[str]) -> None:
    """Record once more what a coder said of documents of which another of its sort spoke since.

    Of each sort the one that spoke last holds; after a study or theory was changed and changed back, it is this one.
    """
    last: dict[str, Event] = {}
    for (document, other), event in workspace.now.codings.items():
        if kind_of_coder(other) == kind_of_coder(coder) and (
            document not in last or last[document].seq < event.seq
        ):
            last[document] = event
    again: dict[int, tuple[Event, dict[str, str]]] = {}
    for document in documents:
        if last[document].body["coder"] != coder:
            event = workspace.now.codings[document, coder]
            again.setdefault(event.seq, (event, {}))[1][document] = event.body["seen"][document]
    for _, (event, seen) in sorted(again.items()):
        tell(workspace, event.key, str(event.body["object"]), coder, seen)


def with_passages(judged: Iterable[Coding | Link], passages: Mapping[str, Passage]) -> Iterator[Judged]:
    """Judgements, each with its passage, which `passages` has by id."""
    for each in judged:
        yield passages[each.passage], each


def decided_by(coder: str) -> dict[str, object]:
    """All but the input that decides what a coder says: itself, the program's parts and its libraries."""
    return {
        "coder": coder,
        "code": code_digest(*DECIDED_BY),
        "readers": reader_versions(*READERS),
        "unicode": unidata_version,
    }


def _judge(
    work: Work, key: str, documents: Sequence[Document], workspace: Workspace, step: Step
) -> list[Judged]:
    """Code documents and keep what is suggested batch by batch; interrupted, whole documents stay kept."""
    found: list[Judged] = []
    done: dict[str, str] = {}
    kept = length = 0

    def keep() -> None:
        nonlocal kept, length
        record(workspace, table_of(found[kept:]), key, work.coder, done)
        kept, length = len(found), 0
        done.clear()

    try:
        number = 0
        with work.copies(documents) as copies, work.uncollected():
            for share, judged in copies.results():
                for document in share:
                    step("codings", number, len(documents))
                    said, seen = next(judged)
                    found += said
                    done[document.id] = seen
                    number += 1
                    length += len(document.text)
                    if len(done) >= BATCH and length >= work.of_a_batch:
                        keep()
    finally:
        if done:
            keep()
    return found


def _packed(judged: Iterable[tuple[list[Judged], str]]) -> bytes:
    """What is said of each of some documents, as bytes."""
    return marshal.dumps([([row_of(each) for each in found], seen) for found, seen in judged])


def _unpacked(documents: Sequence[Document], packed: bytes) -> Iterator[tuple[list[Judged], str]]:
    """What is said of each of some documents, of the bytes that `_packed` made."""
    for document, (rows, seen) in zip(documents, marshal.loads(packed), strict=True):
        yield list(judged_of(rows, {document.id: document})), seen


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


def record(
    workspace: Workspace, table: pl.DataFrame, key: str, coder: str, documents: Mapping[str, str]
) -> None:
    """Keep suggestions as one Parquet object and say so in one event.

    `coder` names who suggested them, with its rules and codebook; `key` all that they depend on but the documents.
    """
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    tell(workspace, key, workspace.objects.put(buffer.getvalue()), coder, documents)


def tell(workspace: Workspace, key: str, name: str, coder: str, documents: Mapping[str, str]) -> None:
    """Say that a coder suggested the object of that name, of documents with what it saw of each."""
    body = {
        "key": key,
        "object": name,
        "coder": coder,
        "documents": list(documents),
        "seen": dict(documents),
    }
    workspace.record([NewEvent("codings.suggested", coder, body)])
