"""Imports of documents: what stands at declared places, read where no earlier run has, and kept with its records."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from counterpoise.documents.document import Document
from counterpoise.documents.language import language_of
from counterpoise.documents.material import Material, Place, Table
from counterpoise.documents.records import documents_of_record, record_of
from counterpoise.documents.workers import Answer, File, StoppedError, Workers
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import identifier
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.workspace import Step, Workspace

BATCH = 200
BATCH_SECONDS = 0.5
"""As many places are recorded at a time, or those of so many seconds; no more are read again after the machine stops."""

OF_A_RECORD = 500
"""As many documents of a place are kept as one record."""

Kept = Callable[[str, int], None]
"""Told the name of a record that is kept, and how many documents it holds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The documents of a place, or why there are none.

    `import_` says how they came in, and `event` is to be recorded where earlier runs did not know it.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    import_: Mapping[str, Any] | None = None
    event: NewEvent | None = None


@dataclass(frozen=True, slots=True)
class _Looked:
    """A place that was looked at: what stands there, to be read, or the outcome where that is known already."""

    place: Place
    found: Material | Outcome

    @property
    def file(self) -> File | None:
        if isinstance(self.found, Material) and isinstance(self.found.content, File):
            return self.found.content
        return None


def unheard(record: str, size: int) -> None:
    """Tell nobody."""


def read_places(
    places: Sequence[Place],
    workspace: Workspace,
    step: Step,
    kept: Kept = unheard,
    of_files: Kept = unheard,
    what: str = "documents",
) -> list[tuple[Place, Outcome]]:
    """What became of each place; what is known from an earlier run is not read again.

    A document that cannot be read is recorded with the reason and left out; the rest goes on. What was read is recorded also
    when an interruption ends the work. `kept` is told of each full record of a table as soon as it is kept, `of_files` of
    all records of a place once its import is recorded; `what` names the work as it is shown to people.
    """
    outcomes: list[tuple[Place, Outcome]] = []
    fresh: list[NewEvent] = []
    recorded = monotonic()
    if not places:
        return outcomes
    step(what, 0, len(places))
    try:
        with Workers(keep=workspace.objects.put) as workers:
            looked = (_look(each, workspace) for each in places)
            asked = ((each, each.file) for each in looked)
            for number, (each, answer) in enumerate(workers.read_documents(asked), start=1):
                outcome = _outcome(each, answer, workspace, kept)
                outcomes.append((each.place, outcome))
                if outcome.event is None and outcome.import_ is not None:
                    _tell(outcome.import_, of_files)
                fresh += [outcome.event] if outcome.event is not None else []
                if len(fresh) == BATCH or monotonic() - recorded > BATCH_SECONDS:
                    workspace.record(fresh)
                    for event in fresh:
                        _tell(event.body, of_files)
                    fresh, recorded = [], monotonic()
                if number < len(places):
                    step(what, number, len(places))
    except BaseException:
        if not _stands_last(fresh, workspace):
            workspace.record(fresh)
        raise
    workspace.record(fresh)
    return outcomes


def _stands_last(fresh: Sequence[NewEvent], workspace: Workspace) -> bool:
    """Whether these are the last that was recorded: an interruption may come between that and the next batch."""
    last = deque(workspace.events(), maxlen=len(fresh))
    return [(event.subject, event.body.get("key")) for event in last] == [
        (event.subject, event.body["key"]) for event in fresh
    ]


def _look(each: Place, workspace: Workspace) -> _Looked:
    """Look at what stands at a place; what is known of it need not be read."""
    try:
        material = each.look()
        known = workspace.find("document.imported", material.key)
        documents = _kept(known, workspace) if known is not None else None
        if known is not None and documents is not None:
            _keep_original(material, workspace)
            told = tuple(Problem(*told) for told in known.body["problems"])
            return _Looked(each, Outcome(documents, told, known.body))
    except CounterpoiseError as error:
        return _Looked(each, _refused(each, _key_of_reason(each, error), error, workspace))
    refused = workspace.find("document.rejected", material.key)
    if refused is not None:
        told = tuple(Problem(*told) for told in refused.body["problems"])
        return _Looked(each, Outcome((), told))
    return _Looked(each, material)


def _kept(known: Event, workspace: Workspace) -> tuple[Document, ...] | None:
    """The documents of a place as they were kept; None where an object of theirs is lost."""
    documents: list[Document] = []
    for name in known.body["record"]:
        record = workspace.kept(name)
        if record is None:
            return None
        documents += documents_of_record(record)
    if not all(workspace.objects.is_whole(name) for name in known.body["boxes"]):
        return None
    return tuple(documents)


def _tell(body: Mapping[str, Any], kept: Kept) -> None:
    """Say which records an import has, if any."""
    for record, size in zip(body.get("record", ()), body.get("sizes", ()), strict=True):
        kept(record, size)


def _outcome(looked: _Looked, answer: Answer | None, workspace: Workspace, kept: Kept) -> Outcome:
    """What became of a place, with `answer` for its file where it was read."""
    each, material = looked.place, looked.found
    if isinstance(material, Outcome):
        return material
    try:
        if isinstance(answer, CounterpoiseError):
            raise answer
        if isinstance(material.content, Table):
            return _imported(each, material, material.content.rows(), workspace, kept)
        read = material.content() if callable(material.content) else filter(None, [answer])
        return _imported(each, material, read, workspace, kept)
    except StoppedError as error:
        # What went beyond the limits here is tried again in the next run, and told once.
        return _refused(each, _key_of_reason(each, error), error, workspace)
    except CounterpoiseError as error:
        return _refused(each, material.key, error, workspace)


def _key_of_reason(each: Place, error: CounterpoiseError) -> str:
    """A key for what is not known by its content; the reason stands in for it."""
    return identifier(**each.stage(), path=each.name, problems=_told(error.problems))


def _refused(each: Place, key: str, error: CounterpoiseError, workspace: Workspace) -> Outcome:
    body = {"key": key, "path": each.name, "problems": _told(error.problems), **_voices_at(each)}
    known = workspace.find("document.rejected", key) is not None
    event = None if known else NewEvent("document.rejected", each.name, body)
    return Outcome((), error.problems, event=event)


def _told(problems: Iterable[Problem]) -> list[list[str]]:
    return [[problem.place, problem.what] for problem in problems]


def _imported(
    each: Place, material: Material, read: Iterable[Document | Problem], workspace: Workspace, kept: Kept
) -> Outcome:
    """Keep the original bytes and the records of what is read of a place, and say so.

    Raises CounterpoiseError where nothing is.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    records: list[str] = []
    for found in read:
        if isinstance(found, Problem):
            problems.append(found)
            continue
        documents.append(replace(found, language=language_of(found.text).code))
        if len(documents) % OF_A_RECORD == 0:
            records.append(workspace.objects.put(record_of(documents[-OF_A_RECORD:])))
            kept(records[-1], OF_A_RECORD)
    if rest := len(documents) % OF_A_RECORD:
        records.append(workspace.objects.put(record_of(documents[-rest:])))
    if not documents:
        of = "" if each.voices is None else f"; voices are those of {', '.join(sorted(each.voices))}"
        raise CounterpoiseError(*problems, Problem(each.name, f"holds no document that is wanted{of}"))
    body = {
        "id": documents[0].id,
        "ids": [document.id for document in documents],
        "path": each.name,
        "record": records,
        "sizes": [
            len(documents[first : first + OF_A_RECORD]) for first in range(0, len(documents), OF_A_RECORD)
        ],
        "boxes": [document.boxes for document in documents if document.boxes is not None],
        "problems": _told(problems),
        "key": material.key,
        **_voices_at(each),
        **_keep_original(material, workspace),
    }
    event = NewEvent("document.imported", each.name, body)
    return Outcome(tuple(documents), tuple(problems), body, event)


def _voices_at(each: Place) -> dict[str, list[str]]:
    """Whose documents alone are taken of a table, where not all are."""
    return {} if each.voices is None else {"voices": sorted(each.voices)}


def _keep_original(material: Material, workspace: Workspace) -> dict[str, str]:
    """Keep the bytes that documents were read from, and name them."""
    content = material.content
    if isinstance(content, File):
        return {"original": workspace.objects.put(content.content)}
    if not isinstance(content, Table):
        return {}
    whole = workspace.objects.is_whole_file(content.sha256)
    original = content.sha256 if whole else workspace.objects.put_file(content.path)
    if original != content.sha256:
        raise CounterpoiseError(Problem(content.path.name, "was changed while it was read; run again"))
    return {"original": original}
