"""The documents of a study: each read once, kept with its record, and read again only when it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from counterpoise.documents.cataloguing import catalogued, joined, read_bibliography
from counterpoise.documents.comparison import compared, copies, notices_of
from counterpoise.documents.document import Document
from counterpoise.documents.imports import Kept, Outcome, read_places, unheard
from counterpoise.documents.material import Place, declared_places
from counterpoise.documents.near_duplicates import NearDuplicates
from counterpoise.documents.records import record_of
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


def collect(study: Study, workspace: Workspace, step: Step, kept: Kept = unheard) -> Collected:
    """Every document that the study declares; what is known from an earlier run is not read again.

    A file that two entries name is read as the first of them declares it; of files equal byte for byte the first
    counts, and a problem names the others. A document that cannot be read is recorded with the reason and
    left out; the rest goes on. What was read is recorded also when an interruption ends the work. Then the
    references of the bibliography are joined to the documents, and these are compared with each other. `kept` is
    told of records as soon as they are kept, and of how many documents each holds, but not of what a reference may change yet.
    """
    places = declared_places(study)
    of_files = unheard if study.declared.bibliography else kept
    outcomes = read_places(places, workspace, step, kept, of_files)
    outcomes, wrong, notices = _under_references(study, outcomes, workspace)
    documents, problems = told_apart(outcome for _, outcome in outcomes)
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


def told_apart(outcomes: Iterable[Outcome]) -> tuple[tuple[Document, ...], list[Problem]]:
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
        # Of a table that voices are taken from other rows are wanted than of the same table among the documents.
        if kind in {"document.imported", "document.rejected"} and "voices" not in event.body:
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


def _under_references(
    study: Study, outcomes: Sequence[tuple[Place, Outcome]], workspace: Workspace
) -> tuple[list[tuple[Place, Outcome]], tuple[Problem, ...], tuple[Problem, ...]]:
    """The outcomes with the documents under their references; what could not be read of these, and what to know of them.

    A document under a reference is recorded for itself, under a key to which the reference belongs.
    """
    bibliography = read_bibliography(study)
    files = (each for place, outcome in outcomes for each in outcome.documents if each.path == place.name)
    found = joined(list(bibliography.references.values()), files)
    notices = [*bibliography.notices, *found.notices]
    under: list[tuple[Place, Outcome]] = []
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
