"""The documents of a study: each read once, kept with its record, and read again only when it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from counterpoise.admission import content_of
from counterpoise.documents.document import Declaration, Document
from counterpoise.documents.packages import PACKAGE, package_documents
from counterpoise.documents.records import documents_of_record, record_of
from counterpoise.documents.workers import Answer, File, StoppedError, Workers
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import (
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
    "fastexcel",
    "lxml",
    "numpy",
    "polars",
    "py3langid",
    "pyarrow",
    "pypdfium2",
    "python-docx",
    "rispy",
    "ruamel.yaml",
    "trafilatura",
)
"""The libraries that they depend on."""

_OVERRIDES = "\u202d\u202e"

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

    A package is read by a function, and keeps its own originals.
    """

    key: str
    content: File | Callable[[], tuple[Document, ...]]


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


@dataclass(frozen=True, slots=True)
class _Looked:
    """A place that was looked at: what stands there, to be read, or the outcome where that is known already."""

    each: _Waiting
    found: _Material | _Outcome

    @property
    def file(self) -> File | None:
        if isinstance(self.found, _Material) and isinstance(self.found.content, File):
            return self.found.content
        return None


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
    if waiting:
        step("documents", 0, len(waiting))
    try:
        with Workers() as workers:
            looked = (_look(each, workspace) for each in waiting)
            asked = ((each, each.file) for each in looked)
            for number, (each, answer) in enumerate(workers.read_documents(asked), start=1):
                outcome = _outcome(each, answer, workspace)
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
                    problems += _turning(document)
                    first = found.setdefault(document.id, document)
                    if first is not document:
                        told = f"is a copy of {first.path}, byte for byte; it counts once, as declared there"
                        problems.append(Problem(document.path, told))
                if number < len(waiting):
                    step("documents", number, len(waiting))
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
        content=lambda: package_documents(name, declaration, years),
    )


def _file(stage: Mapping[str, object], path: Path, place: str, declaration: Declaration) -> _Material:
    """A file's bytes, read once: what is hashed, what is parsed and what is kept are the same."""
    content = content_of(path, place)
    return _Material(
        key=identifier(**stage, path=place, sha256=sha256(content)),
        content=File(content, place, declaration),
    )


def _look(each: _Waiting, workspace: Workspace) -> _Looked:
    """Look at what stands at a place; what is known of it need not be read."""
    try:
        material = each.look()
    except CounterpoiseError as error:
        return _Looked(each, _refused(each, _key_of_reason(each, error), error, workspace))
    known = workspace.find("document.imported", material.key)
    record = workspace.kept(str(known.body["record"])) if known is not None else None
    if record is not None:
        if isinstance(material.content, File):
            workspace.objects.put(material.content.content)
        return _Looked(each, _Outcome(documents_of_record(record), (), None))
    refused = workspace.find("document.rejected", material.key)
    if refused is not None:
        told = tuple(Problem(*told) for told in refused.body["problems"])
        return _Looked(each, _Outcome((), told, None))
    return _Looked(each, material)


def _outcome(looked: _Looked, answer: Answer | None, workspace: Workspace) -> _Outcome:
    """What became of a place, with `answer` for its file where it was read."""
    each, material = looked.each, looked.found
    if isinstance(material, _Outcome):
        return material
    try:
        if isinstance(answer, CounterpoiseError):
            raise answer
        documents = material.content() if callable(material.content) else tuple(filter(None, [answer]))
    except StoppedError as error:
        # What went beyond the limits here is tried again in the next run, and told once.
        return _refused(each, _key_of_reason(each, error), error, workspace)
    except CounterpoiseError as error:
        return _refused(each, material.key, error, workspace)
    return _Outcome(documents, (), _imported(each.place, material, documents, workspace))


def _key_of_reason(each: _Waiting, error: CounterpoiseError) -> str:
    """A key for what is not known by its content; the reason stands in for it."""
    return identifier(**each.stage, path=each.place, problems=_told(error))


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
        "record": workspace.objects.put(record_of(documents)),
        "key": material.key,
    }
    if isinstance(material.content, File):
        body["original"] = workspace.objects.put(material.content.content)
    return NewEvent("document.imported", place, body)


def _turning(document: Document) -> Iterator[Problem]:
    """Say that a text holds characters that show it in another order than its own; they are part of it and kept."""
    count = sum(document.text.count(each) for each in _OVERRIDES)
    if count:
        what = (
            f"holds {count} characters that turn the direction of the text after them (U+202D, U+202E); "
            "it was read and they are kept, so its quotations may look other than they are"
        )
        yield Problem(document.path, what)
