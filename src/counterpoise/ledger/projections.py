"""The present state of a study, folded from its events and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from counterpoise.ledger.events import BEFORE_THE_FIRST, Event, Ledger, Place


@dataclass(frozen=True, slots=True)
class Projection:
    """What holds after an event: of each thing, the event that spoke of it last.

    `documents` by document id, `codings` by document id and coder, `latest` by kind and key, `report`
    the last one written; `head` is the hash of the last event.
    """

    head: str
    documents: Mapping[str, Event]
    codings: Mapping[tuple[str, str], Event]
    latest: Mapping[tuple[str, str], Event]
    report: Event | None

    def find(self, kind: str, key: str) -> Event | None:
        """The last event of a kind under a key, such as the reading of values under a cache key."""
        return self.latest.get((kind, key))


EMPTY = Projection(BEFORE_THE_FIRST, MappingProxyType({}), MappingProxyType({}), MappingProxyType({}), None)
"""The state of a study to which nothing has happened."""


def replay(events: Iterable[Event], after: Projection = EMPTY) -> Projection:
    """Fold events, in their order, into the state that holds after them.

    With `after`, only the events that follow that state are needed; the result is the same.
    """
    told = tuple(events)
    head = told[-1].hash if told else after.head
    return _folded(head, ((place, event) for event in told for place in event.places), after)


def present(ledger: Ledger) -> Projection:
    """The state that the ledger kept as its events were appended; that of a replay, without reading every event."""
    return _folded(ledger.head(), ledger.present(), EMPTY)


def _folded(head: str, told: Iterable[tuple[Place, Event]], after: Projection) -> Projection:
    documents, codings, latest = dict(after.documents), dict(after.codings), dict(after.latest)
    report = after.report
    for place, event in told:
        match place:
            case "latest", (kind, key):
                latest[kind, key] = event
            case "documents", (document,):
                documents[document] = event
            case "codings", (document, coder):
                codings[document, coder] = event
            case "report", ():
                report = event
    return Projection(
        head, MappingProxyType(documents), MappingProxyType(codings), MappingProxyType(latest), report
    )
