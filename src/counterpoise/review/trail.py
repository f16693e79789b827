"""The audit trail: what people did in a study, by kind and person, with how often and from when to when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from counterpoise.ledger.events import Event
from counterpoise.ledger.projections import Projection

__all__ = ["Acts", "trail"]

_OF_DOCUMENTS = ("records", "appraisals", "readings", "frame")


@dataclass(frozen=True, slots=True)
class Acts:
    """What one person did of one kind of event: on how many things, and the first and last day (UTC, ISO 8601).

    Of several acts on one thing the last counts; `counterpoise history` tells all.
    """

    kind: str
    who: str
    things: int
    first: str
    last: str


def trail(now: Projection) -> tuple[Acts, ...]:
    """What people decided, read, rated, declared and went through, as it stands in a state of the ledger, by kind and person.

    What machines did is left out: it is known by the versions of the coders and follows from the files.
    """
    events: dict[int, Event] = {}
    for event in (
        *(each for part in _OF_DOCUMENTS for each in now.parts[part].values()),
        *now.decisions.values(),
        *now.parts["reviewed"].values(),
    ):
        events[event.seq] = event
    days: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for seq in sorted(events):
        event = events[seq]
        days[event.kind, str(event.body.get("coder") or event.who)].append(event.at[:10])
    return tuple(
        Acts(kind, who, len(found), min(found), max(found)) for (kind, who), found in sorted(days.items())
    )
