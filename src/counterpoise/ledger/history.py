"""History: every event that touches a thing, in the order in which they happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from counterpoise.errors import Problem, UsageError, did_you_mean
from counterpoise.ledger.events import Event, Ledger
from counterpoise.ledger.projections import in_utc
from counterpoise.ledger.vocabulary import KINDS, names_of

STUDY = "study"
"""The name of the study as a whole: the study file, its reports, and the ledger itself."""

OF_THE_STUDY = ("study", "frame", "setting", "report", "ledger")

LAST = 20
"""So many events are told where nothing is named."""

NEAR = 100_000
"""Of so many names the nearest to an unknown one is looked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a person reads it: when (UTC), who with which tool, what, and the change with its reason."""

    seq: int
    at: str
    who: str
    tool: str
    kind: str
    meaning: str
    subject: str
    before: Any
    after: Any
    reason: str | None

    def facts(self) -> dict[str, Any]:
        """The fields, for JSON."""
        return asdict(self)


def told(event: Event) -> Told:
    """An event as a person reads it."""
    body = event.body
    return Told(
        seq=event.seq,
        at=event.at,
        who=event.who,
        tool=event.tool,
        kind=event.kind,
        meaning=KINDS[event.kind].meaning if event.kind in KINDS else "",
        subject=event.subject,
        before=body.get("before"),
        # The state that a reading reached and what an appraisal gave are told under names of their own.
        after=next((body[name] for name in ("after", "state", "ratings", "exists") if name in body), None),
        reason=body.get("reason"),
    )


def history(ledger: Ledger, name: str | None = None, as_of: datetime | None = None) -> tuple[Event, ...]:
    """The events that touch the thing of that name, in order, those after `as_of` left out.

    A name is what an event is about or names: the id of a document, passage, coding, link, code or memo, a path, a
    key, a coder, the hash of an object; `study` stands for the study as a whole. The path of a file that is one
    document stands for each document that was read there as well. Codings name the passages that
    people coded; those of a machine are known by their documents. Without a name the last events are told. Raises
    CounterpoiseError for a name that no event knows, with the nearest that one does.
    """
    limit = in_utc(as_of) if as_of is not None else None
    if name is None:
        return tuple(ledger.last(LAST, limit))
    if name == STUDY:
        found = tuple(event for event in ledger.events() if event.kind.partition(".")[0] in OF_THE_STUDY)
    else:
        found = _naming(ledger, name)
        read_there = {event.body["id"] for event in found if _is_import_of(event, name)}
        if read_there:
            touching = {event.seq: event for each in (name, *read_there) for event in _naming(ledger, each)}
            found = tuple(touching[seq] for seq in sorted(touching))
    if not found and name != STUDY:
        known = dict.fromkeys(_names_known(ledger))
        told = f"no event names it{did_you_mean(name, list(known)[:NEAR])}"
        raise UsageError(Problem(name, told))
    return tuple(event for event in found if limit is None or event.at <= limit)


def _naming(ledger: Ledger, name: str) -> tuple[Event, ...]:
    return tuple(event for event in ledger.naming(name) if name in names_of(event.subject, event.body))


def _is_import_of(event: Event, path: str) -> bool:
    """Whether a file at that path was read as one document; those of a table have names of their own."""
    of_path = event.kind == "document.imported" and event.body["path"] == path
    return of_path and len(event.body.get("ids", (event.body["id"],))) == 1


def _names_known(ledger: Ledger) -> Iterator[str]:
    for event in ledger.events():
        yield from names_of(event.subject, event.body)
