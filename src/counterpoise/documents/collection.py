"""The documents of a study: each read once, kept with its record, and read again only when it changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic
from typing import Any

from counterpoise.documents.cataloguing import catalogued, joined, read_bibliography
from counterpoise.documents.comparison import compared, copies, notices_of
from counterpoise.documents.document import Document
from counterpoise.documents.language import language_of
from counterpoise.documents.material import Material, Place, Table, declared_places
from counterpoise.documents.near_duplicates import NearDuplicates
from counterpoise.documents.records import documents_of_record, record_of
from counterpoise.documents.workers import Answer, File, StoppedError, Workers
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import identifier
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.study import Study
from counterpoise.workspace import Step, Workspace

OF_ITS_TIME = ("first-hand", "data note")
"""What these say holds for their date; literature and a paper under test speak of other years than their own."""

_OVERRIDES = "\u202d\u202e"

BATCH = 200
BATCH_SECONDS = 0.5
"""As many places are recorded at a time, or those of so many seconds; no more are read again after the machine stops."""

OF_A_RECORD = 500
"""As many documents of a place are kept as one record."""

Kept = Callable[[str, int], None]
"""Told the name of a record that is kept, and how many documents it holds."""


@dataclass(frozen=True, slots=True)
class Collected:
    """The documents at hand, those that speak of years outside the study's period, what could not be read, the work done.

    `notices` says what a reader should know and nobody need mend; `near_duplicates` are among the documents,
    and `copies` those of them that do not count, as the study wishes.
    """

    documents: tuple[Document, ...]
    outside: tuple[str, ...]
    problems: tuple[Problem, ...]
    imported: int
    kept: int
    notices: tuple[Problem, ...]
    near_duplicates: NearDuplicates
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
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
    found: Material | _Outcome

    @property
    def file(self) -> File | None:
        if isinstance(self.found, Material) and isinstance(self.found.content, File):
            return self.found.content
        return None


def _unheard(record: str, size: int) -> None:
    """Tell nobody."""


def collect(study: Study, workspace: Workspace, step: Step, kept: Kept = _unheard) -> Collected:
    """Every document that the study declares; what is known from an earlier run is not read again.

    A file that two entries name is read as the first of them declares it; of files equal byte for byte the first
    counts, and a problem names the others. A document that cannot be read is recorded with the reason and
    left out; the rest goes on. What was read is recorded also when an interruption ends the work. Then the
    references of the bibliography are joined to the documents, and these are compared with each other. `kept` is
    told of records as soon as they are kept, and of how many documents each holds, but not of what a reference may change yet.
    """
    places = declared_places(study)
    outcomes: list[tuple[Place, _Outcome]] = []
    fresh: list[NewEvent] = []
    recorded = monotonic()
    of_files = _unheard if study.declared.bibliography else kept
    if places:
        step("documents", 0, len(places))
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
                    step("documents", number, len(places))
    except BaseException:
        if not _stands_last(fresh, workspace):
            workspace.record(fresh)
        raise
    workspace.record(fresh)
    outcomes, wrong, notices = _under_references(study, outcomes, workspace)
    documents, problems = _told_apart(outcome for _, outcome in outcomes)
    near = compared(documents, workspace)
    by_id = {document.id: document for document in documents}
    keep = study.declared.settings.near_duplicates == "keep"
    return Collected(
        documents=documents,
        outside=tuple(document.id for document in documents if is_outside(study, document)),
        problems=(*problems, *wrong),
        imported=sum(len(outcome.documents) for _, outcome in outcomes if outcome.event is not None),
        kept=sum(len(outcome.documents) for _, outcome in outcomes if outcome.event is None),
        notices=(*notices, *notices_of(near, by_id, keep)),
        near_duplicates=near,
        copies=() if keep else copies(near, by_id),
    )


def _stands_last(fresh: Sequence[NewEvent], workspace: Workspace) -> bool:
    """Whether these are the last that was recorded: an interruption may come between that and the next batch."""
    last = deque(workspace.events(), maxlen=len(fresh))
    return [(event.subject, event.body.get("key")) for event in last] == [
        (event.subject, event.body["key"]) for event in fresh
    ]


def _told_apart(outcomes: Iterable[_Outcome]) -> tuple[tuple[Document, ...], list[Problem]]:
    """Every document once, and what is wrong with the places that they stand at, in the order of these."""
    found: dict[str, Document] = {}
    problems: list[Problem] = []
    for outcome in outcomes:
        problems += outcome.problems
        for document in outcome.documents:
            problems += _imperfect(document)
            first = found.setdefault(document.id, document)
            if first is not document:
                told = f"is a copy of {first.path}, byte for byte; it counts once, as declared there"
                problems.append(Problem(document.path, told))
    return tuple(found.values()), problems


def is_outside(study: Study, document: Document) -> bool:
    """Whether a document speaks of its time, and that is outside the study's period."""
    of_its_time = STANDING_OF_KIND[document.kind] in OF_ITS_TIME
    return of_its_time and document.year is not None and not study.start <= document.year <= study.end


def records_known(study: Study, now: Projection) -> dict[str, str]:
    """The record of each document that the study declares, by the document's id; no document is read.

    A file that has changed since it was last read is known as it was then.
    """
    told: dict[str, list[Event]] = {}
    for (kind, _), event in now.latest.items():
        if kind in {"document.imported", "document.rejected"}:
            told.setdefault(event.subject, []).append(event)
    found: dict[str, str] = {}
    for each in declared_places(study):
        last = _last_of(each, told.get(each.name, []), now, bool(study.declared.bibliography))
        if last is not None and last.kind == "document.imported":
            ids = iter(last.body["ids"])
            for record, size in zip(last.body["record"], last.body["sizes"], strict=True):
                for document in islice(ids, size):
                    found.setdefault(document, record)
    return found


def _last_of(each: Place, told: Sequence[Event], now: Projection, under_references: bool) -> Event | None:
    """What a run would take up again of all that was told of a place."""
    if len(told) < 2:
        return told[0] if told else None
    read = [event for event in told if "joined" not in event.body]
    last = max(read, key=lambda event: event.seq)
    if len(read) > 1:
        try:
            key = each.look().key
        except CounterpoiseError:
            return last
        last = now.find("document.imported", key) or now.find("document.rejected", key) or last
    under = [event for event in told if event.body.get("joined") == last.key]
    return max(under, key=lambda event: event.seq) if under and under_references else last


def _look(each: Place, workspace: Workspace) -> _Looked:
    """Look at what stands at a place; what is known of it need not be read."""
    try:
        material = each.look()
        known = workspace.find("document.imported", material.key)
        documents = _kept(known, workspace) if known is not None else None
        if known is not None and documents is not None:
            _keep_original(material, workspace)
            told = tuple(Problem(*told) for told in known.body["problems"])
            return _Looked(each, _Outcome(documents, told, known.body))
    except CounterpoiseError as error:
        return _Looked(each, _refused(each, _key_of_reason(each, error), error, workspace))
    refused = workspace.find("document.rejected", material.key)
    if refused is not None:
        told = tuple(Problem(*told) for told in refused.body["problems"])
        return _Looked(each, _Outcome((), told))
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


def _outcome(looked: _Looked, answer: Answer | None, workspace: Workspace, kept: Kept) -> _Outcome:
    """What became of a place, with `answer` for its file where it was read."""
    each, material = looked.place, looked.found
    if isinstance(material, _Outcome):
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


def _refused(each: Place, key: str, error: CounterpoiseError, workspace: Workspace) -> _Outcome:
    body = {"key": key, "path": each.name, "problems": _told(error.problems)}
    known = workspace.find("document.rejected", key) is not None
    event = None if known else NewEvent("document.rejected", each.name, body)
    return _Outcome((), error.problems, event=event)


def _told(problems: Iterable[Problem]) -> list[list[str]]:
    return [[problem.place, problem.what] for problem in problems]


def _imported(
    each: Place, material: Material, read: Iterable[Document | Problem], workspace: Workspace, kept: Kept
) -> _Outcome:
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
        raise CounterpoiseError(*problems, Problem(each.name, "holds no document that is wanted"))
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
        **_keep_original(material, workspace),
    }
    event = NewEvent("document.imported", each.name, body)
    return _Outcome(tuple(documents), tuple(problems), body, event)


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


def _under_references(
    study: Study, outcomes: Sequence[tuple[Place, _Outcome]], workspace: Workspace
) -> tuple[list[tuple[Place, _Outcome]], tuple[Problem, ...], tuple[Problem, ...]]:
    """The outcomes with the documents under their references; what could not be read of these, and what to know of them.

    A document under a reference is recorded for itself, under a key to which the reference belongs.
    """
    bibliography = read_bibliography(study)
    files = (each for place, outcome in outcomes for each in outcome.documents if each.path == place.name)
    found = joined(list(bibliography.references.values()), files)
    notices = [*bibliography.notices, *found.notices]
    under: list[tuple[Place, _Outcome]] = []
    fresh: list[NewEvent] = []
    for place, outcome in outcomes:
        reference = found.references.get(place.name)
        if reference is None or outcome.import_ is None:
            under.append((place, outcome))
            continue
        document, differing = catalogued(outcome.documents[0], reference, place.kind_declared)
        notices += [differing] if differing is not None else []
        key = identifier(read=outcome.import_["key"], reference=reference.csl(), kind=document.kind)
        known = workspace.find("document.imported", key)
        event = None
        if known is None or workspace.kept(known.body["record"][0]) is None:
            record = workspace.objects.put(record_of([document]))
            body = {**outcome.import_, "record": [record], "key": key, "joined": outcome.import_["key"]}
            event = NewEvent("document.imported", place.name, body)
            fresh.append(event)
        under.append((place, replace(outcome, documents=(document,), event=event or outcome.event)))
    workspace.record(fresh)
    return under, bibliography.problems, tuple(notices)


def _imperfect(document: Document) -> Iterator[Problem]:
    """Say what of a document could not be read, and that a text shows itself in another order than its own."""
    if document.unread is not None:
        yield Problem(document.path, document.unread)
    count = sum(document.text.count(each) for each in _OVERRIDES)
    if count:
        what = (
            f"holds {count} of the characters that turn the direction of a text (U+202D, U+202E); "
            "it was read and they are kept, so its quotations may look other than they are"
        )
        yield Problem(document.path, what)
