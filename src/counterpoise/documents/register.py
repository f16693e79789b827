"""The register: what people have said of a study's documents, and how one of them is meant by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from counterpoise.documents.appraisal import Appraisal, appraisals
from counterpoise.documents.collection import is_outside, records_known
from counterpoise.documents.comparison import COMPARED, comparison_key, copies, near_duplicates_of
from counterpoise.documents.corpus_frame import Existing, frame
from counterpoise.documents.document import Document
from counterpoise.documents.near_duplicates import NearDuplicates
from counterpoise.documents.reading_states import Reading, readings
from counterpoise.documents.records import documents_of_record
from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.identity import identifier
from counterpoise.ledger.events import Event, Ledger
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection, present
from counterpoise.study import Study
from counterpoise.workspace import FOLDER

_PARTS = ("frame", "appraisals", "readings")
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Register:
    """What is declared to exist, each person's appraisals by document, each reader's last reading of each document."""

    frame: tuple[Existing, ...] = ()
    appraisals: Mapping[str, tuple[Appraisal, ...]] = field(default_factory=lambda: MappingProxyType({}))
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """The documents that the runs so far have read, with the register and what is known of near-duplicates among them.

    `compared` is None where these documents have not been compared yet.
    """

    documents: tuple[Document, ...]
    register: Register
    compared: NearDuplicates | None

    def that_count(self, study: Study) -> dict[str, Document]:
        """The documents by id that a study codes: none outside its period, and of copies what it wishes."""
        by_id = {each.id: each for each in self.documents}
        left_out = {name for name, each in by_id.items() if is_outside(study, each)}
        if study.declared.settings.near_duplicates == "first" and self.compared is not None:
            left_out |= set(copies(self.compared, by_id))
        return {name: each for name, each in by_id.items() if name not in left_out}


def register_of(now: Projection) -> Register:
    """The register that holds in a state of the ledger. Raises CounterpoiseError for events that say what cannot be."""
    return Register(
        frame(_events(now, "frame")),
        appraisals(_events(now, "appraisals")),
        readings(_events(now, "readings")),
    )


def register_key(now: Projection) -> str:
    """Name all that the register rests on."""
    return identifier(events=[event.hash for part in _PARTS for event in _events(now, part)])


def holdings(study: Study) -> Holdings:
    """What the runs so far know of a study's documents; the ledger is only read, so another process may write."""
    place = study.folder / FOLDER
    with Ledger.read(place) as ledger:
        now = present(ledger)
    wanted = records_known(study, now)
    objects = ObjectStore(place)
    documents = tuple(
        document
        for record in dict.fromkeys(wanted.values())
        for document in documents_of_record(objects.get(record))
        if wanted.get(document.id) == record
    )
    known = now.find(COMPARED, comparison_key(documents))
    compared = near_duplicates_of(objects.get(str(known.body["object"]))) if known is not None else None
    if len(documents) < 2:
        compared = NearDuplicates((), ())
    return Holdings(documents, register_of(now), compared)


def document_meant(documents: Sequence[Document], named: str) -> Document:
    """The document of that id or path, or the only one with these words in its title.

    Raises CounterpoiseError where there is none, with the nearest, and where there are several, naming them.
    """
    for each in documents:
        if named in (each.id, each.path):
            return each
    words = named.casefold()
    found = [each for each in documents if words in each.title.casefold()]
    if len(found) == 1:
        return found[0]
    if not documents:
        raise CounterpoiseError(Problem(named, "no run has read a document yet; run the study first"))
    if not found:
        near = did_you_mean(named, [*(each.path for each in documents), *(each.title for each in documents)])
        told = f"no document has this id, path or title{near or '; counterpoise documents lists them'}"
        raise UsageError(Problem(named, told))
    listed = "; ".join(f"{each.path} ({each.title})" for each in islice(found, _NAMED))
    more = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    raise UsageError(Problem(named, f"{len(found)} documents have this in their title: {listed}{more}"))


def _events(now: Projection, part: str) -> Iterator[Event]:
    """The events of a part of the present state, in the order in which they happened."""
    yield from sorted(now.parts[part].values(), key=lambda event: event.seq)
