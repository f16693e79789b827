"""The documents of a study: each read once, kept with its record, and read again only when it changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from counterpoise.documents.canonical import Part
from counterpoise.documents.document import Declaration, Document
from counterpoise.documents.intake import read_document
from counterpoise.documents.packages import package_documents
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import (
    canonical_json,
    code_digest,
    identifier,
    reader_versions,
    sha256_of_file,
)
from counterpoise.ledger.events import NewEvent
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.study import Study, files_matching
from counterpoise.studyfile import DocumentsEntry
from counterpoise.workspace import Workspace

OF_ITS_TIME = ("first-hand", "data note")
"""What these say holds for their date; literature and a paper under test speak of other years than their own."""

READ_BY = ("documents", "standing", "states", "yamlfile", "identity")
"""The parts of the program that a document's text and record depend on."""

READERS = ("charset-normalizer", "lxml", "pypdfium2", "python-docx", "ruamel.yaml", "trafilatura")
"""The libraries that they depend on."""

Step = Callable[[str, int, int], None]
"""Told of progress: what is under way, how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class Collected:
    """The documents at hand, those that speak of years outside the study's period, what could not be read, the work done."""

    documents: tuple[Document, ...]
    outside: tuple[str, ...]
    problems: tuple[Problem, ...]
    imported: int
    kept: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file or a package that a study declares, under the key of everything that its reading depends on."""

    key: str
    place: str
    read: Callable[[], tuple[Document, ...]]
    path: Path | None


def collect(study: Study, workspace: Workspace, step: Step) -> Collected:
    """Every document that the study declares; what is known from an earlier run is not read again.

    A file that two entries name is read as the first of them declares it. A document that cannot be read is
    recorded with the reason and left out; the rest goes on.
    """
    declared = [each for entry in study.declared.documents for each in _waiting(study, entry)]
    waiting = list({each.place: each for each in reversed(declared)}.values())[::-1]
    found: dict[str, Document] = {}
    problems: list[Problem] = []
    events: list[NewEvent] = []
    imported = kept = 0
    for number, each in enumerate(waiting):
        step("documents", number, len(waiting))
        known = workspace.find("document.imported", each.key)
        refused = workspace.find("document.rejected", each.key)
        record = workspace.kept(str(known.body["record"])) if known is not None else None
        if record is not None:
            documents = _of_record(record)
            kept += len(documents)
        elif refused is not None:
            problems += [Problem(*told) for told in refused.body["problems"]]
            continue
        else:
            try:
                documents = each.read()
            except CounterpoiseError as error:
                problems += error.problems
                events.append(_rejected(each, error))
                continue
            imported += len(documents)
            events.append(_imported(each, documents, workspace))
        for document in documents:
            found.setdefault(document.id, document)
    workspace.record(events)
    outside = tuple(
        document.id
        for document in found.values()
        if STANDING_OF_KIND[document.kind] in OF_ITS_TIME
        and document.year is not None
        and not study.start <= document.year <= study.end
    )
    return Collected(tuple(found.values()), outside, tuple(problems), imported, kept)


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
        name = entry.package
        years = range(study.start, study.end + 1)
        yield _Waiting(
            key=identifier(
                **stage, package=name, version=reader_versions(name), years=[years.start, years.stop]
            ),
            place=f"package:{name}",
            read=lambda: package_documents(name, declaration, years),
            path=None,
        )
        return
    for path in files_matching(study.folder, entry.path or ""):
        relative = (
            path.relative_to(study.folder).as_posix()
            if path.is_relative_to(study.folder)
            else path.as_posix()
        )
        yield _Waiting(
            key=identifier(**stage, path=relative, sha256=sha256_of_file(path)),
            place=relative,
            read=lambda path=path, relative=relative: (read_document(path, relative, declaration),),  # type: ignore[misc]
            path=path,
        )


def _imported(each: _Waiting, documents: tuple[Document, ...], workspace: Workspace) -> NewEvent:
    """Keep the original bytes and the records, and say so. A package keeps its own originals."""
    original = workspace.objects.put(each.path.read_bytes()) if each.path is not None else None
    record = workspace.objects.put(canonical_json([asdict(document) for document in documents]))
    return NewEvent(
        "document.imported",
        each.place,
        {
            "id": documents[0].id if documents else each.key,
            "ids": [document.id for document in documents],
            "path": each.place,
            "sha256": original or record,
            "record": record,
            "key": each.key,
        },
    )


def _rejected(each: _Waiting, error: CounterpoiseError) -> NewEvent:
    told = [[problem.place, problem.what] for problem in error.problems]
    return NewEvent("document.rejected", each.place, {"key": each.key, "path": each.place, "problems": told})


def _of_record(content: bytes) -> tuple[Document, ...]:
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
