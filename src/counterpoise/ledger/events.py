"""What happened to a study, by whom and with what: an append-only, hash-chained list of events."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

import apsw

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.identity import canonical_json, sha256
from counterpoise.ledger.schema import FILE, connect_for_reading, connect_for_writing, in_words
from counterpoise.ledger.writer import WriterLock

BEFORE_THE_FIRST = "0" * 64

KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "study.opened": (),
        "document.imported": ("id", "path", "record", "key"),
        "document.rejected": (),
        "values.read": ("key", "source", "paths", "object"),
        "values.rejected": (),
        "codings.suggested": ("key", "object", "coder", "documents"),
        "report.written": ("key", "files"),
    }
)
"""The vocabulary: each kind of event with the fields that its body must have."""

OBJECT_FIELDS = ("original", "record", "object")
"""The fields of a body that name an object of the store."""

Place = tuple[str, tuple[str, ...]]
"""A place in the present state: the name of a projection and a key in it."""


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
        return tuple(str(self.body[field]) for field in OBJECT_FIELDS if field in self.body)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the event stands from now on in the present state, in place of the one before it."""
        found: list[Place] = [("latest", (self.kind, self.key))]
        match self.kind:
            case "document.imported":
                found.append(("documents", (str(self.body["id"]),)))
            case "codings.suggested":
                coder = str(self.body["coder"])
                found += [("codings", (str(document), coder)) for document in self.body["documents"]]
            case "report.written":
                found.append(("report", ()))
        return tuple(found)


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
    """The events of one study. Made with `open`, by the one who writes, or with `read`."""

    def __init__(
        self, path: Path, connection: apsw.Connection, signature: _Signature | None, lock: WriterLock | None
    ) -> None:
        self.path = path
        self._connection = connection
        self._signature = signature
        self._lock = lock

    @classmethod
    def open(cls, folder: Path, who: str, tool: str, clock: Callable[[], datetime]) -> Self:
        """Open the ledger of a folder for writing, and make it if there is none.

        `who` is the person, `tool` the program and its version; both sign every event. Raises
        CounterpoiseError when another process writes, when the folder cannot be written, and when the
        file is not a ledger, is damaged or was written by a newer version.
        """
        path = folder / FILE
        with in_words(path), contextlib.ExitStack() as undo:
            folder.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(folder, who, clock().astimezone(UTC))
            undo.callback(lock.release)
            connection = connect_for_writing(path)
            undo.pop_all()
        return cls(path, connection, _Signature(who, tool, clock), lock)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open the ledger of a folder for reading only, also while another process writes.

        Raises CounterpoiseError when there is none, and for the same faults of the file as `open`.
        """
        path = folder / FILE
        with in_words(path):
            return cls(path, connect_for_reading(path), None, None)

    def append(self, events: Sequence[NewEvent]) -> tuple[Event, ...]:
        """Record events, all of them or none; they are on the disk when this returns.

        Raises CounterpoiseError for a kind outside the vocabulary, a body without a field that its kind
        must have, a ledger opened for reading, and a full disk.
        """
        if self._signature is None:
            raise CounterpoiseError(Problem(str(self.path), "the ledger was opened for reading only"))
        problems = [problem for event in events for problem in _problems(event)]
        if problems:
            raise CounterpoiseError(*problems)
        bodies = [canonical_json(dict(event.body)).decode() for event in events]
        with in_words(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                appended = tuple(self._chained(self._signature, events, bodies))
                self._connection.executemany(
                    "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        (e.seq, e.at, e.who, e.tool, e.kind, e.subject, body, e.previous, e.hash)
                        for e, body in zip(appended, bodies, strict=True)
                    ),
                )
                self._connection.executemany(
                    "INSERT OR REPLACE INTO projection VALUES (?, ?, ?)",
                    ((name, canonical_json(key).decode(), e.seq) for e in appended for name, key in e.places),
                )
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk ends the transaction by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        return appended

    def events(self, kind: str | None = None) -> Iterator[Event]:
        """The events in the order in which they happened, all or those of one kind."""
        with in_words(self.path):
            rows = self._connection.execute(
                "SELECT seq, at, who, tool, kind, subject, body, previous, hash FROM event "
                "WHERE ?1 IS NULL OR kind = ?1 ORDER BY seq",
                (kind,),
            )
            for row in rows:
                yield self._event(*row)

    def present(self) -> Iterator[tuple[Place, Event]]:
        """The present state as it was kept with each event appended: its places, and the event at each."""
        events: dict[int, Event] = {}
        with in_words(self.path):
            try:
                for name, key, seq, *row in self._connection.execute(
                    "SELECT name, key, seq, at, who, tool, kind, subject, body, previous, hash "
                    "FROM projection JOIN event USING (seq) ORDER BY seq"
                ):
                    if seq not in events:
                        events[seq] = self._event(seq, *row)
                    yield (name, tuple(json.loads(key))), events[seq]
            except ValueError as error:
                raise CounterpoiseError(
                    Problem(str(self.path), f"the state kept with the events is damaged: {error}")
                ) from error

    def head(self) -> str:
        """The hash of the last event."""
        with in_words(self.path):
            return str(self._last()[1])

    def close(self) -> None:
        """Let go of the file, and of the right to write; doing it twice does nothing."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

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

    def _chained(
        self, signature: _Signature, events: Sequence[NewEvent], bodies: Sequence[str]
    ) -> Iterator[Event]:
        seq, previous = self._last()
        who, tool = signature.who, signature.tool
        at = signature.clock().astimezone(UTC).isoformat(timespec="microseconds")
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


def _problems(event: NewEvent) -> Iterator[Problem]:
    place = f"event {event.kind} of {event.subject}"
    if event.kind not in KINDS:
        yield Problem(place, f"unknown kind '{event.kind}'{did_you_mean(event.kind, KINDS)}")
        return
    for field in KINDS[event.kind]:
        if field not in event.body:
            yield Problem(place, f"the body has no '{field}'")
