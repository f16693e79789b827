"""Where a coding, link or passage comes from: the suggestions of machines that hold it, and what people did since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from counterpoise.coding.judgements import ids_of
from counterpoise.coding.kept_suggestions import kept_table
from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Event, Ledger
from counterpoise.ledger.history import history
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import in_utc

_ID = re.compile(r"[0-9a-f]{16}")


def provenance(
    ledger: Ledger, objects: ObjectStore, name: str | None, as_of: datetime | None = None
) -> tuple[Event, ...]:
    """The history of a thing as `ledger.history` has it, for a passage, coding or link with who suggested it.

    Raises CounterpoiseError for a name that neither an event nor a suggestion knows.
    """
    suggested = tuple(_suggesting(ledger, objects, name)) if name is not None and _ID.fullmatch(name) else ()
    try:
        found = history(ledger, name, as_of)
    except CounterpoiseError:
        if not suggested:
            raise
        found = ()
    limit = in_utc(as_of) if as_of is not None else None
    dated = (event for event in suggested if limit is None or event.at <= limit)
    return tuple(
        sorted({event.seq: event for event in (*found, *dated)}.values(), key=lambda event: event.seq)
    )


def _suggesting(ledger: Ledger, objects: ObjectStore, name: str) -> Iterator[Event]:
    """The events whose suggestions hold a passage, coding or link of that id; a lost object holds none."""
    for event in ledger.events("codings.suggested"):
        table = kept_table(objects, str(event.body["object"]))
        if table is not None and any(name in ids for ids in ids_of(table)):
            yield event
