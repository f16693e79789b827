"""The file that a ledger is kept in: its tables, its version, and how it is opened."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import apsw

from counterpoise.errors import CounterpoiseError, Problem

FILE = "ledger.sqlite"
VERSION = 2

_TABLES = f"""
BEGIN IMMEDIATE;
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
CREATE TABLE projection (
    name TEXT NOT NULL,
    key  TEXT NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
    BEGIN SELECT RAISE(ABORT, 'an event follows the last one'); END;
PRAGMA user_version = {VERSION};
COMMIT;
"""


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
    """Open the file of a ledger, or make it; every commit is on the disk when it returns."""
    connection = apsw.Connection(str(path))
    try:
        new = connection.execute("SELECT count(*) FROM sqlite_schema").get == 0
        if not new:
            _check_version(connection, path)
        connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        if new:
            connection.execute(_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_for_reading(path: Path) -> apsw.Connection:
    """Open the file of a ledger so that nothing can be written through it."""
    if not path.is_file():
        raise CounterpoiseError(Problem(str(path), "there is no ledger here"))
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
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


def _check_version(connection: apsw.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").get
    written = f"written in version {version} of the ledger; this program knows version {VERSION}"
    if version > VERSION:
        raise CounterpoiseError(Problem(str(path), f"{written}. Use a newer counterpoise"))
    if 0 < version < VERSION:
        raise CounterpoiseError(
            Problem(
                str(path),
                f"{written}. Move the folder {path.parent.name} away; the next run makes it anew from the study",
            )
        )
    if version != VERSION:
        raise CounterpoiseError(
            Problem(str(path), "a database, but not a ledger of counterpoise; move it out of the way")
        )
