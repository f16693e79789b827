"""The file that a ledger is kept in: its tables, its version, and how it is opened."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import apsw

from counterpoise.errors import CounterpoiseError, Problem

FILE = "ledger.sqlite"
VERSION = 2

PATIENCE = 10_000
"""Milliseconds to wait while another process opens or closes the file, which nobody may read for that moment."""

PROJECTION_TABLE = """
CREATE TABLE projection (
    name TEXT NOT NULL,
    key  TEXT NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;
"""

TABLES = f"""
CREATE TABLE event (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    tool     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    body     TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_kind ON event (kind, seq);
{PROJECTION_TABLE}
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
    BEGIN SELECT RAISE(ABORT, 'an event follows the last one'); END;
PRAGMA user_version = {VERSION};
"""
"""What a new file is made with."""


@contextlib.contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Say in words what SQLite or the system reports of the ledger at `path`."""
    try:
        yield
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise CounterpoiseError(Problem(str(path), f"the ledger is damaged: {error}")) from error
    except apsw.FullError as error:
        raise CounterpoiseError(
            Problem(str(path), "the disk is full; nothing of this was recorded, all before it is safe")
        ) from error
    except apsw.IOError as error:
        told = f"cannot be read or written ({error}); is the disk full? All that was recorded is safe"
        raise CounterpoiseError(Problem(str(path), told)) from error
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise CounterpoiseError(
            Problem(str(path), f"the ledger cannot be opened; may its folder be read and written? ({error})")
        ) from error
    except apsw.Error as error:
        raise CounterpoiseError(Problem(str(path), f"the ledger cannot be used: {error}")) from error
    except OSError as error:
        raise CounterpoiseError(
            Problem(str(error.filename or path), f"the ledger cannot be kept here: {error.strerror}")
        ) from error


def connect_for_writing(path: Path) -> apsw.Connection:
    """Open the file of a ledger, or make it; every commit is on the disk when it returns.

    A file of an older version is opened as it is, to be migrated. Raises CounterpoiseError for one of a newer
    version, and for the database of another program, which is left alone.
    """
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(PATIENCE)
    try:
        new = _is_empty(connection)
        if not new and version_of(connection) not in range(1, VERSION + 1):
            raise _unknown(connection, path)
        # The rest of what stands in one call is run once the rows before it are taken.
        list(connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"))
        if new:
            connection.execute(f"BEGIN IMMEDIATE; {TABLES} COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_for_reading(path: Path) -> apsw.Connection:
    """Open the file of a ledger so that nothing can be written through it.

    Raises CounterpoiseError where there is none, and for one of another version, with what to do.
    """
    if not path.is_file():
        raise CounterpoiseError(Problem(str(path), "there is no ledger here"))
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    connection.set_busy_timeout(PATIENCE)
    try:
        _check_version(connection, path)
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        # SQLite wants to keep a note beside the file, which a read-only disk refuses. Without the note
        # it can be read as long as all of it stands in the file itself.
        connection.close()
        unmerged = path.with_name(f"{FILE}-wal")
        if unmerged.exists() and unmerged.stat().st_size > 0:
            raise
        connection = apsw.Connection(
            f"{path.absolute().as_uri()}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        )
        _check_version(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def version_of(connection: apsw.Connection) -> int:
    """The version of the ledger that a file was written in; 0 for a database of something else."""
    return int(connection.execute("PRAGMA user_version").get)


def _is_empty(connection: apsw.Connection) -> bool:
    """Whether a file has nothing in it, such as one that was made when the disk was full."""
    return bool(connection.execute("SELECT count(*) FROM sqlite_schema").get == 0)


def _check_version(connection: apsw.Connection, path: Path) -> None:
    version = version_of(connection)
    if _is_empty(connection):
        raise CounterpoiseError(Problem(str(path), "there is no ledger here yet; nothing was recorded"))
    if 0 < version < VERSION:
        told = (
            f"written in version {version} of the ledger; this program reads version {VERSION}. "
            "The next run brings it up to that, and keeps a copy of it as it is"
        )
        raise CounterpoiseError(Problem(str(path), told))
    if version != VERSION:
        raise _unknown(connection, path)


def _unknown(connection: apsw.Connection, path: Path) -> CounterpoiseError:
    version = version_of(connection)
    told = "a database, but not a ledger of counterpoise; move it out of the way"
    if version > VERSION:
        told = (
            f"written in version {version} of the ledger; this program knows version {VERSION}. "
            "Use a newer counterpoise"
        )
    return CounterpoiseError(Problem(str(path), told))
