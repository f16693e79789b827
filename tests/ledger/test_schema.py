from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Timer

import apsw
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Ledger, NewEvent
from counterpoise.ledger.schema import FILE, VERSION, connect_for_reading, connect_for_writing, in_words


def test_a_new_file_has_the_version_and_every_commit_is_synchronous(tmp_path: Path) -> None:
    connection = connect_for_writing(tmp_path / FILE)
    assert connection.execute("PRAGMA user_version").get == VERSION
    assert connection.execute("PRAGMA journal_mode").get == "wal"
    assert connection.execute("PRAGMA synchronous").get == 2
    connection.close()


REST = "at, 'somebody else', tool, kind, subject, body, previous, hash"


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE event SET who = 'somebody else'", "never changed"),
        ("DELETE FROM event", "never deleted"),
        (f"INSERT INTO event SELECT seq + 7, {REST} FROM event", "follows the last"),
        (f"INSERT OR REPLACE INTO event SELECT seq, {REST} FROM event", "follows the last"),
    ],
)
def test_events_are_only_ever_appended(
    tmp_path: Path, opened: Callable[[Path], Ledger], statement: str, refusal: str
) -> None:
    with opened(tmp_path) as ledger:
        ledger.append([NewEvent("study.opened", "study", {})])
    connection = apsw.Connection(str(tmp_path / FILE))
    with pytest.raises(apsw.ConstraintError, match=refusal):
        connection.execute(statement)
    connection.close()


def test_types_are_strict(tmp_path: Path) -> None:
    connection = connect_for_writing(tmp_path / FILE)
    with pytest.raises(apsw.ConstraintError, match="cannot store BLOB value in TEXT column"):
        connection.execute("INSERT INTO event VALUES (1, x'00', '', '', '', '', '', '', '')")
    connection.close()


@pytest.mark.parametrize("connect", [connect_for_reading, connect_for_writing])
def test_a_newer_version_is_refused(tmp_path: Path, connect: Callable[[Path], apsw.Connection]) -> None:
    connection = connect_for_writing(tmp_path / FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(CounterpoiseError, match=r"written in version 99 of the ledger.*Use a newer"):
        connect(tmp_path / FILE)


def test_an_older_version_is_not_read_and_what_to_do_is_said(tmp_path: Path) -> None:
    connection = connect_for_writing(tmp_path / FILE)
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    told = rf"in version 1 of the ledger; .* reads version {VERSION}\. The next run brings it up to that"
    with pytest.raises(CounterpoiseError, match=told):
        connect_for_reading(tmp_path / FILE)


@pytest.mark.parametrize("connect", [connect_for_reading, connect_for_writing])
def test_the_database_of_another_program_is_refused_and_left_alone(
    tmp_path: Path, connect: Callable[[Path], apsw.Connection]
) -> None:
    connection = apsw.Connection(str(tmp_path / FILE))
    connection.execute("CREATE TABLE votes (state TEXT)")
    connection.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(CounterpoiseError, match="not a ledger of counterpoise"):
        connect(tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize("open_ledger", ["read", "write"])
def test_a_file_that_is_no_database_is_named(
    tmp_path: Path, opened: Callable[[Path], Ledger], open_ledger: str
) -> None:
    (tmp_path / FILE).write_bytes(b"not a database at all, " * 100)
    with pytest.raises(CounterpoiseError, match=r"ledger\.sqlite: the ledger is damaged"):
        Ledger.read(tmp_path) if open_ledger == "read" else opened(tmp_path)


def test_a_ledger_on_a_read_only_disk_can_be_read_and_not_written(
    folder_for_all: Path,
    opened: Callable[[Path], Ledger],
    sealed: Callable[[Path], AbstractContextManager[Path]],
) -> None:
    with opened(folder_for_all) as ledger:
        appended = ledger.append([NewEvent("study.opened", "study", {})])
    with sealed(folder_for_all):
        with Ledger.read(folder_for_all) as ledger:
            assert tuple(ledger.events()) == appended
        with pytest.raises(CounterpoiseError, match=r"study/.*: Permission denied"):
            opened(folder_for_all)


def test_a_folder_that_cannot_be_made_is_named(
    folder_for_all: Path,
    opened: Callable[[Path], Ledger],
    sealed: Callable[[Path], AbstractContextManager[Path]],
) -> None:
    with sealed(folder_for_all), pytest.raises(CounterpoiseError, match=r"new: .*Permission denied"):
        opened(folder_for_all / "new")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (apsw.FullError("full"), "the disk is full; nothing of this was recorded"),
        (apsw.CorruptError("malformed"), "the ledger is damaged: malformed"),
        (apsw.IOError("disk I/O error"), r"cannot be read or written \(disk I/O error\); is the disk full"),
        (apsw.BusyError("database is locked"), "the ledger cannot be used: database is locked"),
        (OSError(30, "Read-only file system", "/archive"), "/archive: .*Read-only file system"),
    ],
)
def test_what_the_system_reports_is_put_in_words(tmp_path: Path, error: Exception, words: str) -> None:
    with pytest.raises(CounterpoiseError, match=words), in_words(tmp_path / FILE):
        raise error


def test_a_file_with_nothing_in_it_is_no_ledger_yet_and_becomes_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"")
    with pytest.raises(CounterpoiseError, match="there is no ledger here yet; nothing was recorded"):
        connect_for_reading(tmp_path / FILE)
    connect_for_writing(tmp_path / FILE).close()
    connect_for_reading(tmp_path / FILE).close()


def test_a_reader_waits_while_another_closes_the_file(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    opened(tmp_path).close()
    closing = apsw.Connection(str(tmp_path / FILE))
    assert list(closing.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE")) == [("exclusive",)]
    timer = Timer(0.2, closing.close)
    timer.start()
    with Ledger.read(tmp_path) as ledger:
        assert list(ledger.events()) == []
    timer.join()
