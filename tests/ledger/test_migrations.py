from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.identity import canonical_json
from counterpoise.ledger.events import BEFORE_THE_FIRST, Ledger, NewEvent, chain_hash
from counterpoise.ledger.migrations import STEPS
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import present, replay
from counterpoise.ledger.schema import FILE, VERSION, version_of
from counterpoise.ledger.verification import verify

VERSION_1 = """
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
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
    BEGIN SELECT RAISE(ABORT, 'an event follows the last one'); END;
PRAGMA user_version = 1;
"""
"""How a file of version 1 was made: without the present state beside the events."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger as version 1 wrote it: a study opened, a document read, its codings suggested."""
    store = ObjectStore(tmp_path)
    record = store.put(b"the record of a document")
    store.settle()
    told: list[tuple[str, str, dict[str, Any]]] = [
        ("study.opened", "study", {}),
        ("document.imported", "a.txt", {"id": "d", "path": "a.txt", "record": record, "sha256": "0", "key": "k"}),
        ("codings.suggested", "lexicon", {"key": "l", "object": record, "coder": "lexicon", "documents": ["d"]}),
    ]  # fmt: skip
    connection = apsw.Connection(str(tmp_path / FILE))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(VERSION_1)
    previous = BEFORE_THE_FIRST
    for seq, (kind, subject, body) in enumerate(told, start=1):
        signed = ("2026-03-11T12:00:00.000000+00:00", "amina", "counterpoise 0.0.9", kind, subject)
        link = chain_hash(seq, *signed, body, previous)
        row = (seq, *signed, canonical_json(body).decode(), previous, link)
        connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        previous = link
    connection.close()
    return tmp_path


def test_there_is_a_step_from_every_version() -> None:
    assert sorted(STEPS) == list(range(1, VERSION))


def test_an_old_ledger_is_brought_up_to_date_and_a_copy_is_kept(
    old: Path, opened: Callable[[Path], Ledger]
) -> None:
    with closing(apsw.Connection(str(old / FILE))) as connection:
        before = list(connection.execute("SELECT * FROM event"))
    with opened(old) as ledger:
        *earlier, migrated = ledger.events()
        assert present(ledger) == replay([*earlier, migrated])
        assert ledger.append([NewEvent("study.opened", "study", {})])[0].seq == 5
    assert (migrated.kind, migrated.subject) == ("ledger.migrated", FILE)
    assert dict(migrated.body) == {"before": 1, "after": VERSION, "backup": "ledger.sqlite.v1.backup"}
    assert verify(old) == ()
    with closing(apsw.Connection(str(old / "ledger.sqlite.v1.backup"))) as copy:
        assert version_of(copy) == 1
        assert list(copy.execute("SELECT * FROM event")) == before
    assert not (old / "ledger.sqlite.v1.backup-wal").exists()


def test_a_migration_that_fails_changes_nothing_and_is_taken_up_again(
    old: Path, opened: Callable[[Path], Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Ledger) -> None:
        raise CounterpoiseError

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "_replay", fail)
        with pytest.raises(CounterpoiseError):
            opened(old)
    with closing(apsw.Connection(str(old / FILE))) as connection:
        assert version_of(connection) == 1
        assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'projection'").get == 0
    with opened(old) as ledger:
        *_, migrated = ledger.events()
    assert migrated.body["backup"] == "ledger.sqlite.v1.2.backup", "the first copy is not written over"
    assert verify(old) == ()


def test_an_old_ledger_that_is_damaged_is_left_as_it_is(old: Path, opened: Callable[[Path], Ledger]) -> None:
    with closing(apsw.Connection(str(old / FILE))) as connection:
        connection.execute("DROP TRIGGER event_is_never_changed; UPDATE event SET body = '{' WHERE seq = 2")
    with pytest.raises(CounterpoiseError, match="event 2: the body is damaged"):
        opened(old)
    with closing(apsw.Connection(str(old / FILE))) as connection:
        assert version_of(connection) == 1
