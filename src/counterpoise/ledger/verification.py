"""Whether a ledger is whole: its file, the chain of its events, every object and file that they name, its state."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import canonical_json, sha256_of_file
from counterpoise.ledger.events import BEFORE_THE_FIRST, Event, Ledger, chain_hash
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.schema import FILE, TABLES, connect_for_reading, in_words
from counterpoise.ledger.seal import broken
from counterpoise.ledger.vocabulary import KINDS

_Kept = dict[tuple[str, str], int]
"""The number of the event at each place of a state, by projection and key in JSON."""

_TEXTS = ("at", "who", "tool", "kind", "subject", "body", "previous", "hash")


def verify(folder: Path) -> tuple[Problem, ...]:
    """Every event or object of the ledger in `folder` that is not as it was recorded; nothing if whole.

    Reads everything and changes nothing, also while another process writes.
    """
    path = folder / FILE
    problems, events, kept = _checked(path)
    if not problems:
        problems += _replay_problems(path, events, kept)
    if not problems:
        with in_words(path):
            problems += broken(path)
    problems += _object_problems(ObjectStore(folder), events)
    problems += _file_of_study_problems(folder, events)
    return tuple(dict.fromkeys(problems))


def damage(path: Path) -> tuple[Problem, ...]:
    """What is wrong with the file of a ledger and the chain of its events; objects and state are not looked at."""
    return tuple(_checked(path)[0])


def mend(ledger: Ledger) -> None:
    """Make sure of a ledger that was not left as its writer closed it, before anything is appended to it.

    The present state kept with the events is replayed where they do not bear it out. Raises CounterpoiseError where
    an event was altered or lost, and lets go of the ledger: nothing is built on that, now and later.
    """
    problems, events, kept = _checked(ledger.path)
    if problems:
        ledger.pause(trusted=False)
        told = "nothing was recorded; restore the study from a backup, or move this folder away to begin anew"
        raise CounterpoiseError(*problems, Problem(str(ledger.path.parent), told))
    if any(_replay_problems(ledger.path, events, kept)):
        ledger.rebuild()


def _checked(path: Path) -> tuple[list[Problem], list[Event], _Kept]:
    """What is wrong with the file of a ledger and the chain of its events; those that can be read; the state kept."""
    problems: list[Problem] = []
    events: list[Event] = []
    kept: _Kept = {}
    try:
        with in_words(path), contextlib.closing(connect_for_reading(path)) as connection:
            connection.execute("BEGIN")
            problems += _file_problems(connection, path)
            problems += _schema_problems(connection, path)
            for event, found in _checked_events(connection, path):
                problems += found
                if event is not None:
                    events.append(event)
            kept = _kept(connection)
    except CounterpoiseError as error:
        problems += error.problems
    return problems, events, kept


def missing_files(folder: Path) -> tuple[Problem, ...]:
    """The files that events wrote into the study beside `folder` and that are gone, or older; the next run writes them."""
    with contextlib.closing(Ledger.read(folder)) as ledger:
        written = tuple(_written(folder, list(ledger.events())))
    return tuple(
        Problem(str(each.file), f"{state}; event {each.event.seq} wrote it, and the next run does again")
        for each in written
        if (state := _state(each)) is not None
    )


def _state(written: _Written) -> str | None:
    """What a run that died between its event and its files leaves of a file."""
    if not written.file.exists():
        return "is not there"
    with contextlib.suppress(OSError):
        if sha256_of_file(written.file) in written.earlier:
            return "is that of an earlier run"
    return None


def _file_problems(connection: apsw.Connection, path: Path) -> Iterator[Problem]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Problem(str(path), f"the file is damaged: {line}")
    last, given = connection.execute(
        "SELECT (SELECT coalesce(max(seq), 0) FROM event), "
        "(SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'event')"
    ).fetchone() or (0, 0)
    if last < given:
        yield Problem(f"{path}, event {last + 1}", f"missing; events up to {given} were recorded")


def _schema_problems(connection: apsw.Connection, path: Path) -> Iterator[Problem]:
    """The tables, indexes and triggers that are not as a ledger is made; the triggers are what refuses changes."""
    with contextlib.closing(apsw.Connection(":memory:")) as made:
        made.execute(TABLES)
        expected, found = _schema(made), _schema(connection)
    for name in sorted({*expected, *found}):
        if expected.get(name) != found.get(name):
            what = "was altered" if name in expected and name in found else "is missing"
            yield Problem(str(path), f"{name} {what if name in expected else 'does not belong in a ledger'}")


def _schema(connection: apsw.Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(sql AS BLOB) FROM sqlite_schema "
        "WHERE name NOT LIKE 'sqlite_%'"
    )
    texts = ([bytes(value or b"").decode(errors="replace") for value in row] for row in rows)
    # Space is no difference: a migration lays out its statements in its own way.
    return {f"the {kind} '{name}'": "".join(sql.split()) for kind, name, sql in texts}


def _checked_events(
    connection: apsw.Connection, path: Path
) -> Iterator[tuple[Event | None, tuple[Problem, ...]]]:
    """Each event, or none where it cannot be read, with what is wrong with it."""
    columns = ", ".join(f"CAST({name} AS BLOB)" for name in _TEXTS)
    previous, expected = BEFORE_THE_FIRST, 1
    for seq, *raw in connection.execute(f"SELECT seq, {columns} FROM event ORDER BY seq"):
        place = f"{path}, event {seq}"
        found = []
        if seq != expected:
            found.append(Problem(place, f"follows event {expected - 1}; those between are missing"))
        event = None
        try:
            texts = [bytes(value).decode() for value in raw]
            event = _event(seq, texts)
        except (ValueError, TypeError) as error:
            found.append(Problem(place, f"cannot be read: {error}"))
        else:
            found += [Problem(place, what) for what in _faults(event, texts, previous)]
        previous = event.hash if event is not None else ""
        expected = seq + 1
        yield event, tuple(found)


def _kept(connection: apsw.Connection) -> _Kept:
    """The event at each place of the state that was kept as events were appended."""
    return {
        (bytes(name).decode(errors="replace"), bytes(key).decode(errors="replace")): seq
        for name, key, seq in connection.execute(
            "SELECT CAST(name AS BLOB), CAST(key AS BLOB), seq FROM projection"
        )
    }


def _event(seq: int, texts: list[str]) -> Event:
    at, who, tool, kind, subject, body, previous, hash_ = texts
    facts = json.loads(body)
    if not isinstance(facts, dict):
        raise TypeError("the body is not a JSON object")
    return Event(seq, at, who, tool, kind, subject, facts, previous, hash_)


def _faults(event: Event, texts: list[str], previous: str) -> Iterator[str]:
    if event.kind not in KINDS:
        yield f"unknown kind '{event.kind}'"
    if event.previous != previous and previous:
        yield "does not follow the event before it: one of the two was altered"
    hash_ = chain_hash(
        event.seq, event.at, event.who, event.tool, event.kind, event.subject, event.body, event.previous
    )
    # Equal facts in other bytes hash alike, so the bytes are compared too.
    if hash_ != event.hash or canonical_json(event.body).decode() != texts[_TEXTS.index("body")]:
        yield "was altered: its hash does not match what it says"


def _object_problems(store: ObjectStore, events: list[Event]) -> Iterator[Problem]:
    namers: dict[str, Event] = {}
    for event in events:
        for sha in event.objects:
            namers.setdefault(sha, event)
    for sha in sorted({*namers, *store}):
        try:
            store.get(sha)
        except CounterpoiseError as error:
            by = "; no event names it"
            if sha in namers:
                by = f"; {_in_words(namers[sha])} names it, and the next run makes it again if its source is there"
            yield from (Problem(problem.place, problem.what + by) for problem in error.problems)


def _in_words(event: Event) -> str:
    return f"event {event.seq} ({event.kind}: {event.subject})"


@dataclass(frozen=True, slots=True)
class _Written:
    """A file of the study that events wrote, with the SHA-256 that the last of them gave it and those before it."""

    file: Path
    sha: str
    event: Event
    earlier: frozenset[str]


def _written(folder: Path, events: list[Event]) -> Iterator[_Written]:
    last: dict[str, _Written] = {}
    for event in events:
        files = event.body.get("files")
        for place, sha in files.items() if isinstance(files, dict) else ():
            before = last.get(place)
            earlier = before.earlier | {before.sha} if before is not None else frozenset()
            last[place] = _Written(folder.parent / place, sha, event, earlier - {sha})
    yield from last.values()


def _file_of_study_problems(folder: Path, events: list[Event]) -> Iterator[Problem]:
    for each in _written(folder, events):
        try:
            found = sha256_of_file(each.file)
        except FileNotFoundError:
            continue  # the next run writes it again: `missing_files` tells of it
        except OSError as error:
            told = f"cannot be read: {error.strerror}; event {each.event.seq} wrote it"
            yield Problem(str(each.file), told)
            continue
        if found != each.sha and found not in each.earlier:
            yield Problem(str(each.file), f"differs from what event {each.event.seq} wrote")


def _replay_problems(path: Path, events: list[Event], kept: _Kept) -> Iterator[Problem]:
    """What the events do not bear out of the state that was kept with them: the first difference."""
    try:
        replayed = {
            (name, canonical_json(key).decode()): event.seq for event in events for name, key in event.places
        }
    except (KeyError, TypeError) as error:
        yield Problem(str(path), f"the events cannot be replayed: {error!r}")
        return
    for name, key in sorted({*replayed, *kept}):
        found, expected = kept.get((name, key)), replayed.get((name, key))
        if found != expected:
            stands, holds = (f"event {seq}" if seq else "nothing" for seq in (found, expected))
            yield Problem(
                f"{path}, projection '{name}'",
                f"at {key} stands {stands}; replayed, the events say {holds}",
            )
            return
