"""A worker process: reads the files that it is sent, one after the other, and sends back what it made of each.

Started by `workers` as a program of its own, so that a file which makes a parser crash takes no more with it. What
it sends back is JSON, which can do nothing to the process that reads it, whatever a file made of this one.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from counterpoise.documents.document import Declaration
from counterpoise.documents.intake import document_of
from counterpoise.documents.records import record_of
from counterpoise.errors import CounterpoiseError
from counterpoise.identity import sha256

READY = b"ready"
DOCUMENT, REFUSED, FAILED, NO_MEMORY = b"d", b"r", b"f", b"m"
"""The first byte of an answer: a document's record, the problems of a file, a fault of a reader, or neither.

After a record comes what is to be kept beside it: where the letters of a PDF stand, or nothing.
"""


WATCH_SECONDS = 0.5
"""How often a process looks whether the one that started it is still there."""


def main(descriptor: int, parent: int, processor_seconds: int, memory: int) -> None:
    """Answer at one end of a pair of sockets until the other is closed, or process `parent` is no more.

    A file may cost so many seconds of processor time, after which the system ends the process, and so many bytes
    of memory beyond those that the process begins with.
    """
    connection = Connection(descriptor)
    # A program that reads for this process, such as one that recognises text, is ended before it leaves.
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _limit_memory(memory)
    connection.send_bytes(READY)
    while True:
        try:
            asked = json.loads(connection.recv_bytes())
            content = connection.recv_bytes()
        except EOFError:
            return
        # Unlike a limit on the process, this counts each file anew, and no other program takes it over.
        signal.setitimer(signal.ITIMER_PROF, processor_seconds)
        kept: list[bytes] = []
        answer = _answer(content, asked["place"], Declaration(**asked["declaration"]), kept)
        signal.setitimer(signal.ITIMER_PROF, 0)
        del content
        connection.send_bytes(answer)
        if answer[:1] == DOCUMENT:
            connection.send_bytes(b"".join(kept))


def _answer(content: bytes, place: str, declaration: Declaration, kept: list[bytes]) -> bytes:
    """The answer about a file; `kept` is given what is to be kept beside its document, if anything."""

    def keep(beside: bytes) -> str:
        kept.append(beside)
        return sha256(beside)

    try:
        return DOCUMENT + record_of([document_of(content, place, declaration, keep)])
    except CounterpoiseError as error:
        told = [[problem.place, problem.what] for problem in error.problems]
        return REFUSED + json.dumps(told).encode()
    except MemoryError:
        return NO_MEMORY
    except Exception as error:
        return FAILED + f"{type(error).__name__}: {error}"[:500].encode(errors="backslashreplace")


def _limit_memory(memory: int) -> None:
    """Limit the memory of this process, where the system does so (Linux; macOS keeps no such limit)."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = in_use + memory
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))


def _end_with(parent: int) -> None:
    """End this process, and all that it has started, when its parent has been killed: a file may take minutes."""
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    if os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
