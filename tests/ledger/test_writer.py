from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.writer import OtherWriterError, WriterLock

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)

HOLDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from counterpoise.ledger.writer import WriterLock

lock = WriterLock(Path(sys.argv[1]), "bilal", datetime(2026, 3, 11, 12, tzinfo=UTC))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_process_is_refused_and_told_who_writes(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        told = rf"bilal \(process {holder.pid}, since 2026-03-11T12:00:00\+00:00\) is writing to this ledger"
        with pytest.raises(CounterpoiseError, match=told):
            opened(tmp_path)
        holder.kill()
    opened(tmp_path).close()


def test_a_second_writer_of_the_same_process_is_refused(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    with opened(tmp_path), pytest.raises(CounterpoiseError, match=rf"amina \(process {os.getpid()}, "):
        opened(tmp_path)
    opened(tmp_path).close()


def test_a_writer_that_has_not_signed_yet_is_still_respected(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path, "bilal", NOON)
    for content in (b"", b"[]", b"{}"):
        (tmp_path / "writer.json").write_bytes(content)
        with pytest.raises(CounterpoiseError, match="another process is writing"):
            WriterLock(tmp_path, "amina", NOON)
    lock.release()


def test_who_is_patient_writes_once_the_other_has_ended(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path, "bilal", NOON)
    with pytest.raises(OtherWriterError, match="bilal"):
        WriterLock(tmp_path, "amina", NOON, patience=0.05)
    ends = threading.Timer(0.05, lambda: None)
    ends.start()
    waits: list[WriterLock] = []
    waiting = threading.Thread(target=lambda: waits.append(WriterLock(tmp_path, "amina", NOON, patience=60)))
    waiting.start()
    ends.join()
    assert waits == []
    lock.release()
    waiting.join()
    assert waits[0].held
    waits[0].release()


def test_a_released_lock_leaves_no_signature_and_may_be_released_again(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path, "bilal", NOON)
    assert (tmp_path / "writer.json").exists()
    lock.release()
    assert not (tmp_path / "writer.json").exists()
    lock.release()
    WriterLock(tmp_path, "amina", NOON).release()
