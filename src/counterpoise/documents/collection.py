"""The documents of a study: each read once, kept with its record, and read again only when it changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from counterpoise.admission import content_of
from counterpoise.documents.canonical import Part
from counterpoise.documents.document import Declaration, Document
from counterpoise.documents.intake import document_of
from counterpoise.documents.packages import PACKAGE, package_documents
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import (
    canonical_json,
    code_digest,
    identifier,
    reader_versions,
    sha256,
)
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.study import Study, files_matching
from counterpoise.studyfile import DocumentsEntry
from counterpoise.workspace import Step, Workspace

OF_ITS_TIME = ("first-hand", "data note")
"""What these say holds for their date; literature and a paper under test speak of other years than their own."""

READ_BY = ("documents", "admission", "standing", "states", "yamlfile", "identity")
"""The parts of the program that a document's text and record depend on."""

READERS = (
    "bibtexparser",
    "charset-normalizer",
    "lxml",
    "numpy",
    "polars",
    "pypdfium2",
    "python-docx",
    "rispy",
    "ruamel.yaml",
    "trafilatura",
)
"""The libraries that they depend on."""

BATCH = 8
"""As many places are recorded at a time; no more are read again after the machine stops."""


@dataclass(frozen=True, slots=True)
class Collected:
    """The documents at hand, those that speak of years outside the study's period, what could not be read, the work done."""

    documents: tuple[Document, ...]
    outside: tuple[str, ...]
    problems: tuple[Problem, ...]
    imported: int
    kept: int


@dataclass(frozen=True, slots=True)
class _Material:
    """What stands at a place that a study declares, under the key of everything that its reading depends on.

    `original` holds the bytes of a file; a package keeps its own originals.
    """

    key: str
    original: bytes | None
    read: Callable[[], tuple[Document, ...]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A place that a study declares, and how to look at what stands there."""

    place: str
    stage: Mapping[str, object]
    look: Callable[[], _Material]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The documents of a place, or why there are none; `event` tells what earlier runs did not know."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    event: NewEvent | None


def collect(study: Study, workspace: Workspace, step: Step) -> Collected:
    """Every document that the study declares; what is known from an earlier run is not read again.

    A file that two entries name is read as the first of them declares it; of files equal byte for byte the first
    counts, and a problem names the others. A document that cannot be read is recorded with the reason and
    left out; the rest goes on. What was read is recorded also when an interruption ends the work.
    """
    waiting = _declared(study)
    found: dict[str, Document] = {}
    problems: list[Problem] = []
    fresh: list[NewEvent] = []
    imported = kept = 0
    try:
        for number, each in enumerate(waiting):
            step("documents", number, len(waiting))
            outcome = _outcome(each, workspace)
            problems += outcome.problems
            if outcome.event is None:
                kept += len(outcome.documents)
            else:
                imported += len(outcome.documents)
                fresh.append(outcome.event)
            if len(fresh) == BATCH:
                workspace.record(fresh)
                fresh = []
            for document in outcome.documents:
                first = found.setdefault(document.id, document)
                if first is not document:
                    told = f"is a copy of {first.path}, byte for byte; it counts once, as declared there"
                    problems.append(Problem(document.path, told))
    finally:
        workspace.record(fresh)
    outside = tuple(
        document.id
        for document in found.values()
        if STANDING_OF_KIND[document.kind] in OF_ITS_TIME
        and document.year is not None
        and not study.start <= document.year <= study.end
    )
    return Collected(tuple(found.values()), outside, tuple(problems), imported, kept)


def records_known(study: Study, now: Projection) -> dict[str, str]:
    """The record of each document that the study declares, by the document's id; no document is read.

    A file that has changed since it was last read is known as it was then.
    """
    told: dict[str, list[Event]] = {}
    for (kind, _), event in now.latest.items():
        if kind in {"document.imported", "document.rejected"}:
            told.setdefault(event.subject, []).append(event)
    found: dict[str, str] = {}
    for each in _declared(study):
        last = _last_of(each, told.get(each.place, []), now)
        if last is not None and last.kind == "document.imported":
            for document in last.body["ids"]:
                found.setdefault(document, str(last.body["record"]))
    return found


def _last_of(each: _Waiting, told: list[Event], now: Projection) -> Event | None:
    """What a run would take up again of all that was told of a place."""
    if len(told) < 2:
        return told[0] if told else None
    last = max(told, key=lambda event: event.seq)
    try:
        key = each.look().key
    except CounterpoiseError:
        return last
    return now.find("document.imported", key) or now.find("document.rejected", key) or last


def _declared(study: Study) -> list[_Waiting]:
    """Each place once, as the first entry that names it declares it."""
    declared = [each for entry in study.declared.documents for each in _waiting(study, entry)]
    return list({each.place: each for each in reversed(declared)}.values())[::-1]


def _waiting(study: Study, entry: DocumentsEntry) -> Iterator[_Waiting]:
    declaration = Declaration(
        kind=entry.kind,
        origin=entry.origin,
        title=entry.title,
        date=entry.date,
        layout=entry.layout,
        source=entry.source,
    )
    stage = {
        "code": code_digest(*READ_BY),
        "readers": reader_versions(*READERS),
        "declaration": asdict(declaration),
    }
    if entry.package is not None:
        years = range(study.start, study.end + 1)
        look = partial(_package, stage, entry.package, years, declaration)
        yield _Waiting(f"{PACKAGE}{entry.package}", stage, look)
        return
    for path in files_matching(study.folder, entry.path or ""):
        relative = (
            path.relative_to(study.folder).as_posix()
            if path.is_relative_to(study.folder)
            else path.as_posix()
        )
        yield _Waiting(relative, stage, partial(_file, stage, path, relative, declaration))


def _package(stage: Mapping[str, object], name: str, years: range, declaration: Declaration) -> _Material:
    return _Material(
        key=identifier(**stage, package=reader_versions(name), years=[years.start, years.stop]),
        original=None,
        read=lambda: package_documents(name, declaration, years),
    )


def _file(stage: Mapping[str, object], path: Path, place: str, declaration: Declaration) -> _Material:
    """A file's bytes, read once: what is hashed, what is parsed and what is kept are the same."""
    content = content_of(path, place)
    return _Material(
        key=identifier(**stage, path=place, sha256=sha256(content)),
        original=content,
        read=lambda: (document_of(content, place, declaration),),
    )


def _outcome(each: _Waiting, workspace: Workspace) -> _Outcome:
    try:
        material = each.look()
    except CounterpoiseError as error:
        # What cannot be opened has no content to be known by; the reason stands in for it.
        key = identifier(**each.stage, path=each.place, problems=_told(error))
        return _refused(each, key, error, workspace)
    known = workspace.find("document.imported", material.key)
    record = workspace.kept(str(known.body["record"])) if known is not None else None
    if record is not None:
        if material.original is not None:
            workspace.objects.put(material.original)
        return _Outcome(documents_of_record(record), (), None)
    refused = workspace.find("document.rejected", material.key)
    if refused is not None:
        return _Outcome((), tuple(Problem(*told) for told in refused.body["problems"]), None)
    try:
        documents = material.read()
    except CounterpoiseError as error:
        return _refused(each, material.key, error, workspace)
    return _Outcome(documents, (), _imported(each.place, material, documents, workspace))


def _refused(each: _Waiting, key: str, error: CounterpoiseError, workspace: Workspace) -> _Outcome:
    body = {"key": key, "path": each.place, "problems": _told(error)}
    known = workspace.find("document.rejected", key) is not None
    return _Outcome((), error.problems, None if known else NewEvent("document.rejected", each.place, body))


def _told(error: CounterpoiseError) -> list[list[str]]:
    return [[problem.place, problem.what] for problem in error.problems]


def _imported(
    place: str, material: _Material, documents: tuple[Document, ...], workspace: Workspace
) -> NewEvent:
    """Keep the original bytes and the records, and say so."""
    body = {
        "id": documents[0].id if documents else material.key,
        "ids": [document.id for document in documents],
        "path": place,
        "record": workspace.objects.put(canonical_json([asdict(document) for document in documents])),
        "key": material.key,
    }
    if material.original is not None:
        body["original"] = workspace.objects.put(material.original)
    return NewEvent("document.imported", place, body)


def documents_of_record(content: bytes) -> tuple[Document, ...]:
    """The documents of a record, from the bytes that a study keeps of it."""
    return tuple(
        Document(
            **{
                **fields,
                "pages": tuple(fields["pages"]),
                "parts": tuple(Part(*part) for part in fields["parts"]),
            }
        )
        for fields in json.loads(content)
    )
