"""The present state of a study, folded from its events and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from counterpoise.ledger.events import BEFORE_THE_FIRST, Event


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
    head, report = after.head, after.report
    documents, codings, latest = dict(after.documents), dict(after.codings), dict(after.latest)
    for event in events:
        head = event.hash
        latest[event.kind, event.key] = event
        match event.kind:
            case "document.imported":
                documents[event.body["id"]] = event
            case "codings.suggested":
                for document in event.body["documents"]:
                    codings[document, event.body["coder"]] = event
            case "report.written":
                report = event
    return Projection(
        head, MappingProxyType(documents), MappingProxyType(codings), MappingProxyType(latest), report
    )
