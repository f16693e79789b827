import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from threading import Thread

import pytest

from counterpoise.documents import worker_process
from counterpoise.documents.records import documents_of_record
from counterpoise.documents.worker_process import DOCUMENT, FAILED, NO_MEMORY, READY, REFUSED, main

DECLARED = {"kind": "report", "origin": None, "title": None, "date": None, "layout": None, "source": None}


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """The other end of a worker that runs here, in a thread."""
    monkeypatch.setattr(worker_process, "_limit_memory", lambda _: None)
    monkeypatch.setattr(worker_process.signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker_process.signal, "setitimer", lambda *_: None)
    ours, theirs = (Connection(end.detach()) for end in socket.socketpair())
    thread = Thread(target=main, args=(theirs.fileno(), os.getppid(), 60, 2**30))
    thread.start()
    assert ours.recv_bytes() == READY
    yield ours
    ours.close()
    thread.join(10)
    assert not thread.is_alive()
    theirs._handle = None  # main has closed it


def ask(process: Connection, content: bytes, place: str) -> tuple[bytes, bytes]:
    process.send_bytes(json.dumps({"place": place, "declaration": DECLARED}).encode())
    process.send_bytes(content)
    answer = process.recv_bytes()
    if answer[:1] == DOCUMENT:
        assert process.recv_bytes() == b""
    return answer[:1], answer[1:]


def test_one_file_after_the_other_is_answered(process: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, record = ask(process, b"{\\rtf1 Words.}", "documents/\udcff.rtf")
    (document,) = documents_of_record(record)
    assert (kind, document.text, document.path) == (DOCUMENT, "Words.", "documents/\udcff.rtf")
    kind, told = ask(process, b"Words.", "a.rtf")
    assert kind == REFUSED
    ((place, what),) = json.loads(told)
    assert (place, what.partition(";")[0][:16]) == ("a.rtf", "is named .rtf bu")
    for error, expected in ((MemoryError(), (NO_MEMORY, b"")), (KeyError("x"), (FAILED, b"KeyError: 'x'"))):

        def fails(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(worker_process, "document_of", fails)
        assert ask(process, b"", "a.rtf") == expected


@pytest.mark.skipif(sys.platform != "linux", reason="this system limits no memory")
def test_memory_is_limited_beyond_what_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    monkeypatch.setattr(resource, "setrlimit", lambda *words: told.append(words))
    worker_process._limit_memory(2**30)
    ((what, (soft, hard)),) = told
    assert what == resource.RLIMIT_AS
    assert hard == resource.getrlimit(resource.RLIMIT_AS)[1]
    assert 2**30 + 2**26 < soft < 2**36


def test_a_worker_that_is_told_to_leave_lets_go_of_what_it_started() -> None:
    with pytest.raises(SystemExit):
        worker_process._leave(signal.SIGTERM, None)
