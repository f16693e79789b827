"""What happened to a study, by whom and with what: an append-only, hash-chained list of events."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import canonical_json, sha256
from counterpoise.ledger.migrations import copy_database, keep_copy, migrate
from counterpoise.ledger.schema import (
    FILE,
    VERSION,
    connect_for_reading,
    connect_for_writing,
    in_words,
    version_of,
)
from counterpoise.ledger.seal import distrust, is_as_sealed, is_sealed, seal, unseal
from counterpoise.ledger.vocabulary import Place, objects_of, places_of, problems_of
from counterpoise.ledger.writer import WriterLock

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened, to be appended: its kind, what it is about, and the facts as JSON."""

    kind: str
    subject: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One event as recorded; `at` is UTC in ISO 8601, `hash` covers all other fields."""

    seq: int
    at: str
    who: str
    tool: str
    kind: str
    subject: str
    body: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def key(self) -> str:
        """What the event is looked up by: the key of its body, or else its subject."""
        return str(self.body.get("key", self.subject))

    @property
    def objects(self) -> tuple[str, ...]:
        """The hashes of the objects that the event names."""
        return objects_of(self.body)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the event stands from now on in the present state, in place of the one before it."""
        return places_of(self.kind, self.subject, self.who, self.body)


def chain_hash(
    seq: int, at: str, who: str, tool: str, kind: str, subject: str, body: Mapping[str, Any], previous: str
) -> str:
    """SHA-256 over the canonical JSON of an event's fields, the hash of the event before it among them."""
    return sha256(
        canonical_json(
            {
                "seq": seq,
                "at": at,
                "who": who,
                "tool": tool,
                "kind": kind,
                "subject": subject,
                "body": body,
                "previous": previous,
            }
        )
    )


class Ledger:
    """The events of one study. Made with `open`, by the one who writes, or with `read`.

    `as_left` tells whether the file was found as its last writer closed it: it was not after a crash, nor while
    others go on writing in turns. `altered` tells that it was sealed and is another since.
    """

    def __init__(
        self,
        path: Path,
        connection: apsw.Connection,
        signature: _Signature | None = None,
        lock: WriterLock | None = None,
        as_left: bool = False,
        altered: bool = False,
    ) -> None:
        self.path = path
        self.as_left, self.altered = as_left, altered
        self._connection = connection
        self._signature = signature
        self._lock = lock

    @classmethod
    def open(
        cls, folder: Path, who: str, tool: str, clock: Callable[[], datetime], patience: float = 0.0
    ) -> Self:
        """Open the ledger of a folder for writing, and make it if there is none.

        `who` is the person, `tool` the program and its version; both sign every event. A ledger of an older
        version is brought up to this one; a copy of it is kept. Raises CounterpoiseError when another process
        writes (an OtherWriterError, after `patience` seconds), when the folder cannot be written, and when the file is
        not a ledger, is damaged or was written by a newer version.
        """
        path = folder / FILE
        with in_words(path), contextlib.ExitStack() as undo:
            folder.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(folder, who, clock().astimezone(UTC), patience)
            undo.callback(lock.release)
            as_left, sealed = is_as_sealed(path), is_sealed(path)
            connection = connect_for_writing(path)
            undo.callback(connection.close)
            unseal(path)
            ledger = cls(
                path, connection, _Signature(who, tool, clock), lock, as_left, sealed and not as_left
            )
            ledger._migrate()
            undo.pop_all()
        return ledger

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open the ledger of a folder for reading only, also while another process writes.

        Raises CounterpoiseError when there is none, for one of an older version, and for the same faults of the
        file as `open`.
        """
        path = folder / FILE
        with in_words(path):
            return cls(path, connect_for_reading(path))

    def append(self, events: Sequence[NewEvent], who: str | None = None) -> tuple[Event, ...]:
        """Record events, all of them or none; they are on the disk when this returns.

        `who` signs them where it is not the one who opened the ledger. Raises CounterpoiseError for a kind outside
        the vocabulary, a body without what its kind demands, a ledger opened for reading, and a full disk.
        """
        problems = [
            problem for event in events for problem in problems_of(event.kind, event.subject, event.body)
        ]
        if problems:
            raise CounterpoiseError(*problems)
        with self._transaction():
            return self._insert(events, who)

    def rebuild(self) -> None:
        """Replay all events into the present state that is kept beside them."""
        with self._transaction():
            self._replay()

    def copy(self, path: Path) -> None:
        """Write the ledger as it stands at this moment into a new file; others may go on writing to it."""
        with in_words(self.path):
            copy_database(self._connection, path)

    def events(self, kind: str | None = None) -> Iterator[Event]:
        """The events in the order in which they happened, all or those of one kind."""
        return self._select("WHERE ?1 IS NULL OR kind = ?1 ORDER BY seq", kind)

    def naming(self, name: str) -> Iterator[Event]:
        """The events in whose subject or body the name stands, perhaps as a part of something longer."""
        written = canonical_json(name).decode()[1:-1]
        return self._select("WHERE subject = ?1 OR instr(body, ?2) > 0 ORDER BY seq", name, written)

    def tally(self, kinds: Iterable[str]) -> tuple[tuple[str, str, int, int, str, str], ...]:
        """Of each of some kinds and each person: how often, on how many things, and when the first and the last time (ISO 8601).

        A person is the coder whom the body names, and else who recorded it.
        """
        by = "coalesce(nullif(json_extract(body, '$.coder'), ''), who)"
        counted = f"kind, {by}, count(*), count(DISTINCT subject), min(at), max(at)"
        with in_words(self.path):
            rows = self._connection.execute(
                f"SELECT {counted} FROM event WHERE kind IN (SELECT value FROM json_each(?1)) GROUP BY 1, 2 ORDER BY 1, 2",
                (json.dumps(list(kinds)),),
            )
            return tuple((str(kind), str(who), *numbers) for kind, who, *numbers in rows)

    def since(self, head: str) -> tuple[Event, ...]:
        """The events that follow the one with that hash, in their order.

        Raises CounterpoiseError where there is no such event, or where one that follows it was altered.
        """
        with in_words(self.path):
            rows = self._connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC")
            known = (
                0 if head == BEFORE_THE_FIRST else next((seq for seq, hash_ in rows if hash_ == head), None)
            )
        if known is None:
            told = "is not the ledger that it was: what was last seen of it is gone. Nothing was recorded"
            raise CounterpoiseError(Problem(str(self.path), told))
        found = tuple(self._select("WHERE seq > ?1 ORDER BY seq", known))
        previous = head
        for event in found:
            fields = (event.at, event.who, event.tool, event.kind, event.subject, event.body, previous)
            if chain_hash(event.seq, *fields) != event.hash:
                told = "was altered: its hash does not match what it says. Nothing was recorded"
                raise CounterpoiseError(Problem(f"{self.path}, event {event.seq}", told))
            previous = event.hash
        return found

    def last(self, number: int, until: str | None = None) -> Iterator[Event]:
        """So many of the last events up to a moment, in the order in which they happened."""
        rows = "SELECT seq FROM event WHERE ?1 IS NULL OR at <= ?1 ORDER BY seq DESC LIMIT ?2"
        return self._select(f"WHERE seq IN ({rows}) ORDER BY seq", until, number)

    def present(self, projection: str | None = None) -> Iterator[tuple[Place, Event]]:
        """The present state as it was kept with each event appended: its places, and the event at each.

        All of it, or that of one projection.
        """
        events: dict[int, Event] = {}
        with in_words(self.path):
            try:
                # An event that brought thousands of documents stands at as many places; its body is fetched once.
                places = self._connection.execute(
                    "SELECT name, key, seq FROM projection WHERE ?1 IS NULL OR name = ?1 ORDER BY seq",
                    (projection,),
                )
                for name, key, seq in places:
                    if seq not in events:
                        events |= {event.seq: event for event in self._select("WHERE seq = ?1", seq)}
                    if seq in events:
                        yield (name, tuple(json.loads(key))), events[seq]
            except ValueError as error:
                raise CounterpoiseError(
                    Problem(str(self.path), f"the state kept with the events is damaged: {error}")
                ) from error

    def head(self) -> str:
        """The hash of the last event."""
        with in_words(self.path):
            return str(self._last()[1])

    def pause(self, *, trusted: bool = True) -> None:
        """Let go of the file without sealing it, and give back the right to write, to go on soon.

        One in which something is wrong is not `trusted`; it gets a broken seal, for all who open it later.
        """
        self._connection.close()
        if self._lock is not None and self._lock.held:
            if not trusted:
                distrust(self.path)
            self._lock.release()

    def close(self) -> None:
        """Let go of the file, seal it, and give back the right to write; doing it twice does nothing."""
        if self._lock is None or not self._lock.held:
            self._connection.close()
            return
        try:
            with in_words(self.path):
                # What a reader still looks at stays in the log; then there is no seal, as after a crash.
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                self._connection.close()
                seal(self.path)
        finally:
            self._connection.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _select(self, which: str, *values: str | int | None) -> Iterator[Event]:
        with in_words(self.path):
            for row in self._connection.execute(
                f"SELECT seq, at, who, tool, kind, subject, body, previous, hash FROM event {which}", values
            ):
                yield self._event(*row)

    def _last(self) -> tuple[int, str]:
        found = self._connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        return found or (0, BEFORE_THE_FIRST)

    def _event(
        self,
        seq: int,
        at: str,
        who: str,
        tool: str,
        kind: str,
        subject: str,
        body: str,
        previous: str,
        hash_: str,
    ) -> Event:
        try:
            facts = json.loads(body)
        except ValueError as error:
            raise CounterpoiseError(
                Problem(f"{self.path}, event {seq}", f"the body is damaged: {error}")
            ) from error
        return Event(seq, at, who, tool, kind, subject, facts, previous, hash_)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All of what is written inside is kept, or none of it."""
        if self._signature is None:
            raise CounterpoiseError(Problem(str(self.path), "the ledger was opened for reading only"))
        with in_words(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk ends the transaction by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _migrate(self) -> None:
        version = version_of(self._connection)
        if version == VERSION:
            return
        copy = keep_copy(self._connection, self.path, version)
        body = {"before": version, "after": VERSION, "backup": copy.name}
        with self._transaction():
            migrate(self._connection, version)
            self._replay()
            self._insert([NewEvent("ledger.migrated", FILE, body)])

    def _insert(self, events: Sequence[NewEvent], who: str | None = None) -> tuple[Event, ...]:
        bodies = [canonical_json(dict(event.body)).decode() for event in events]
        appended = tuple(self._chained(events, bodies, who))
        self._connection.executemany(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (e.seq, e.at, e.who, e.tool, e.kind, e.subject, body, e.previous, e.hash)
                for e, body in zip(appended, bodies, strict=True)
            ),
        )
        self._put(appended)
        return appended

    def _replay(self) -> None:
        self._connection.execute("DELETE FROM projection")
        self._put(self.events())

    def _put(self, events: Iterable[Event]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO projection VALUES (?, ?, ?)",
            ((name, canonical_json(key).decode(), e.seq) for e in events for name, key in e.places),
        )

    def _chained(self, events: Sequence[NewEvent], bodies: Sequence[str], who: str | None) -> Iterator[Event]:
        assert self._signature is not None
        seq, previous = self._last()
        who, tool = who or self._signature.who, self._signature.tool
        at = self._signature.clock().astimezone(UTC).isoformat(timespec="microseconds")
        for event, text in zip(events, bodies, strict=True):
            seq += 1
            # Read back from its text, so that the event given out equals the one read later.
            body = json.loads(text)
            link = chain_hash(seq, at, who, tool, event.kind, event.subject, body, previous)
            yield Event(seq, at, who, tool, event.kind, event.subject, body, previous, link)
            previous = link


@dataclass(frozen=True, slots=True)
class _Signature:
    who: str
    tool: str
    clock: Callable[[], datetime]
