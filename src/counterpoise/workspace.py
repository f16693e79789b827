"""What a study keeps of its work: its ledger, the objects that the ledger names, and what they hold now."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Event, Ledger, NewEvent
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection, present, replay

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ".counterpoise"
PROGRAM = f"counterpoise {version('counterpoise')}"

Step = Callable[[str, int, int], None]
"""Told of the progress of a run: what is under way, how many are done, of how many."""


class Workspace:
    """The ledger and objects of one study, open for writing, with the state folded from all events so far."""

    def __init__(self, ledger: Ledger, objects: ObjectStore) -> None:
        self._ledger = ledger
        self.objects = objects
        self.now: Projection = present(ledger)

    def find(self, kind: str, key: str) -> Event | None:
        """The last event of a kind under a key."""
        return self.now.find(kind, key)

    def kept(self, name: str) -> bytes | None:
        """The content of an object, or None where it is lost or damaged and must be made again."""
        try:
            return self.objects.get(name)
        except CounterpoiseError:
            return None

    def lost(self) -> frozenset[str]:
        """The objects that events name and that are not there."""
        events = chain(self.now.latest.values(), self.now.codings.values())
        named = {name for event in events for name in event.objects}
        return frozenset(name for name in named if not self.objects.has(name))

    def record(self, events: Sequence[NewEvent]) -> None:
        """Append events, all or none, and fold them into the present state."""
        if events:
            self.now = replay(self._ledger.append(events), after=self.now)


@contextmanager
def open_workspace(folder: Path) -> Iterator[Workspace]:
    """Open, or make, the workspace of the study in a folder; one process at a time may hold it."""
    place = folder / FOLDER
    with Ledger.open(place, who=_user(), tool=PROGRAM, clock=lambda: datetime.now(UTC)) as ledger:
        yield Workspace(ledger, ObjectStore(place))


def _user() -> str:
    """The user's name; a machine without one, such as a bare container, still gets its work recorded."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown user"
