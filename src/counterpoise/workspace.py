"""What a study keeps of its work: its ledger, the objects that the ledger names, and what they hold now."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.ledger.decisions import State, decision
from counterpoise.ledger.events import Event, Ledger, NewEvent
from counterpoise.ledger.history import STUDY
from counterpoise.ledger.objects import FOLDER as OBJECTS
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection, kept_fold
from counterpoise.ledger.schema import FILE
from counterpoise.ledger.verification import mend
from counterpoise.ledger.writer import OtherWriterError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ".counterpoise"
PROGRAM = f"counterpoise {version('counterpoise')}"

PATIENCE = 5.0
"""Seconds for which one waits until another process has written. Who codes writes for some milliseconds at a time."""

Step = Callable[[str, int, int], None]
"""Told of the progress of a run: what is under way, how many are done, of how many."""


class Workspace:
    """The ledger and objects of one study, open for writing, with the state folded from all events so far.

    Who is long at work in it and seldom writes lets it `rest`, and takes a `turn` for each thing to record; between the
    turns other processes write.
    """

    def __init__(self, ledger: Ledger, objects: ObjectStore) -> None:
        self._ledger = ledger
        self.objects = objects
        self._fold = kept_fold(ledger)
        self._rests = False

    def rest(self) -> None:
        """Let other processes write from now on, but for turns. The present state is at hand all the time."""
        if not self._rests:
            self.objects.settle()
            self._ledger.pause()
            self._rests = True

    @contextmanager
    def turn(self, patience: float = PATIENCE) -> Iterator[tuple[Event, ...]]:
        """The right to write while something is recorded; gives the events of others since the last turn, taken in.

        Only a workspace that rests has anything to wait for. Raises OtherWriterError where another process writes for
        longer than `patience` seconds, and CounterpoiseError where the ledger is not the one that it was.
        """
        if not self._rests:
            yield ()
            return
        path = self._ledger.path
        if not path.is_file():
            raise CounterpoiseError(Problem(str(path), "is gone since it was opened; nothing was recorded"))
        ledger = Ledger.open(path.parent, user(), PROGRAM, now, patience)
        try:
            if ledger.altered:
                mend(ledger)
            others = ledger.since(self.now.head)
            self._fold.take(others)
            self._ledger, self._rests = ledger, False
            yield others
        finally:
            self._rests = True
            ledger.pause()

    def close(self) -> None:
        """Let go of the study; the ledger is sealed, unless another process writes, which then seals it."""
        if self._rests:
            with suppress(OtherWriterError), self.turn(patience=0.0):
                self._ledger.close()
        else:
            self._ledger.close()

    @property
    def now(self) -> Projection:
        """The present state; it moves on with what is recorded."""
        return self._fold.now

    def find(self, kind: str, key: str) -> Event | None:
        """The last event of a kind under a key."""
        return self.now.find(kind, key)

    def events(self) -> Iterator[Event]:
        """Every event, in the order in which they happened."""
        return self._ledger.events()

    def naming(self, name: str) -> Iterator[Event]:
        """The events in which a name stands, such as that of a coder, in the order in which they happened."""
        return self._ledger.naming(name)

    def tally(self, kinds: Iterable[str]) -> tuple[tuple[str, str, int, int, str, str], ...]:
        """How often each person did each of some kinds of act (`Ledger.tally`)."""
        return self._ledger.tally(kinds)

    def kept(self, name: str) -> bytes | None:
        """The content of an object, or None where it is lost or damaged and must be made again."""
        try:
            return self.objects.get(name)
        except CounterpoiseError:
            return None

    def lost(self) -> frozenset[str]:
        """The objects that events name and that are not there as they were put."""
        events = chain(self.now.latest.values(), self.now.codings.values())
        named = {name for event in events for name in event.objects}
        return frozenset(name for name in named if not self.objects.is_whole(name))

    def record(self, events: Sequence[NewEvent], who: str | None = None) -> tuple[Event, ...]:
        """Append events, all or none, and fold them into the present state.

        The objects put so far are on the disk before the events that name them. `who` signs the events where it
        is not the user of the machine.
        """
        if not events:
            return ()
        self.objects.settle()
        appended = self._ledger.append(events, who)
        self._fold.take(appended)
        return appended

    def declare(self, title: str, content: bytes) -> None:
        """Record that a study was opened, or that what its files declare is not what it was; `content` is kept."""
        said = self.find("study.changed", STUDY) or self.find("study.opened", STUDY)
        before = None if said is None else said.body["after"]
        after = self.objects.put(content)
        if before != after:
            body = {"key": STUDY, "after": after, "object": after}
            if self.now.latest:
                self.record([NewEvent("study.changed", title, {**body, "before": before})])
            else:
                self.record([NewEvent("study.opened", title, body)])

    def decide(
        self,
        kind: str,
        name: str,
        *,
        after: State | None = None,
        before: State | None = None,
        reason: str | None = None,
        who: str | None = None,
        **fields: str | Sequence[str],
    ) -> Event:
        """Record what somebody decided about a coding, link, code, memo, theme or setting, each decision for itself.

        The arguments are those of `ledger.decisions.decision`, which says what is refused.
        """
        decided = decision(self.now, kind, name, after=after, before=before, reason=reason, **fields)
        return self.record([decided], who)[0]


@contextmanager
def open_workspace(folder: Path, patience: float = PATIENCE) -> Iterator[Workspace]:
    """Open, or make, the workspace of the study in a folder; one process at a time may hold it.

    After a crash the ledger is looked through first, and what was left half done is taken away. Raises
    CounterpoiseError where another process writes for longer than `patience` seconds, where an event was altered or
    lost, and where the ledger is gone from beside its objects.
    """
    place = folder / FOLDER
    _refuse_remains(place)
    with ExitStack() as stack:
        ledger = stack.enter_context(Ledger.open(place, user(), PROGRAM, now, patience))
        if not ledger.as_left:
            mend(ledger)
        objects = ObjectStore(place)
        objects.sweep()
        workspace = stack.enter_context(closing(Workspace(ledger, objects)))
        yield workspace
        objects.settle()


def _refuse_remains(place: Path) -> None:
    """Begin no new record over what is left of one."""
    ledger = place / FILE
    if not ledger.exists() and any((place / OBJECTS).glob("??/*")):
        told = (
            "is gone, though what it recorded is still beside it; restore the study from a backup, "
            f"or move the folder {FOLDER} away to begin anew"
        )
        raise CounterpoiseError(Problem(str(ledger), told))


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def user() -> str:
    """The user's name; a machine without one, such as a bare container, still gets its work recorded."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown user"
