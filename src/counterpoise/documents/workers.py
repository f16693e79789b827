"""Worker processes: files that need large parsers are read apart, within limits of time and memory."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Generic, NamedTuple, Self, TypeVar

from counterpoise.documents import worker_process
from counterpoise.documents.document import Declaration, Document
from counterpoise.documents.intake import document_of, is_plain
from counterpoise.documents.limits import IN_PROCESS, MEMORY, PROCESSOR_SECONDS, WALL_SECONDS
from counterpoise.documents.records import documents_of_record
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import sha256

Of = TypeVar("Of")

PROGRAM = worker_process.__name__
"""The module that a worker runs."""

_AHEAD = 4
"""As many files are taken in ahead for each worker."""

_MOST_HELD = 256 * 2**20
_GRACE = 1.0
"""Seconds for a worker to end what it has started in turn."""

_TO_DO_HARM = "the file is damaged, or made to do harm"


class StoppedError(CounterpoiseError):
    """The reading of a file was stopped, so that nothing is known of it: on another machine it may be read."""


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a file, where it lies, and what its study declares of it."""

    content: bytes
    place: str
    declaration: Declaration

    @property
    def read_apart(self) -> bool:
        """Whether a worker reads the file: all but plain texts of common size."""
        return not is_plain(self.place) or len(self.content) > IN_PROCESS


class Limits(NamedTuple):
    """What the reading of one file may cost: seconds of processor time, seconds, bytes of memory."""

    processor_seconds: int = PROCESSOR_SECONDS
    wall_seconds: float = WALL_SECONDS
    memory: int = MEMORY


Answer = Document | CounterpoiseError


class Workers:
    """A pool of processes that read files; each is started when it is first needed, and replaced when it fails.

    A context manager, at whose end no process is left. For one thread. `keep` is given what is to be kept beside
    a document, and gives its SHA-256.
    """

    def __init__(
        self, count: int | None = None, limits: Limits | None = None, keep: Callable[[bytes], str] = sha256
    ) -> None:
        self._count = count or _processors()
        self._limits = limits or Limits()
        self._keep = keep
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.tell_to_leave()
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def read(self, file: File) -> Document:
        """Read one file. Raises the CounterpoiseError that says why it cannot be read."""
        ((_, answer),) = self.read_documents([(None, file)])
        if isinstance(answer, CounterpoiseError):
            raise answer
        assert answer is not None, "a file was asked for"
        return answer

    def read_documents(self, asked: Iterable[tuple[Of, File | None]]) -> Iterator[tuple[Of, Answer | None]]:
        """Read files, and give each in its turn with its document, or with the reason why there is none.

        What comes without a file is given back in its turn with None. Plain texts are read in this process while
        the workers read the rest. A few files are taken in ahead, of no more than 256 MiB together unless
        one is larger. The reason is `StoppedError` where a file took too long or too much memory, or its reader
        crashed; the latter two only in a process that had read nothing else before.
        """
        coming = iter(asked)
        line: deque[_InLine[Of]] = deque()
        try:
            while True:
                while len(line) < _AHEAD * self._count and sum(each.size for each in line) < _MOST_HELD:
                    found = next(coming, None)
                    if found is None:
                        break
                    line.append(_InLine(*found))
                if not line:
                    return
                self._hand_out(line)
                first = line[0]
                if first.file is not None and first.answer is None:
                    if first.file.read_apart:
                        self._hear()
                        continue
                    first.answer = _read_here(first.file, self._keep)
                line.popleft()
                yield first.of, first.answer
        finally:
            # Whoever stops asking does not want what is still being read.
            self._end([worker for worker in self._workers if worker.reads is not None])

    def _hand_out(self, line: Iterable[_InLine[Any]]) -> None:
        """Give the files that wait to workers that are free, or new."""
        for each in line:
            if each.file is None or not each.waits:
                continue
            free = [worker for worker in self._workers if worker.reads is None]
            if each.alone and free and len(self._workers) == self._count:
                self._end(free[:1])
            if len(self._workers) < self._count and (each.alone or not free):
                worker = _Worker(self._limits, self._keep)
                self._workers.append(worker)
            elif free:
                worker = free[0]
            else:
                return
            each.waits = False
            worker.give(each)

    def _hear(self) -> None:
        """Wait until a worker answers, or has had its time, and take its answer down."""
        busy = [worker for worker in self._workers if worker.reads is not None]
        patience = min(worker.until for worker in busy) - time.monotonic()
        answering = wait([worker.connection for worker in busy], timeout=max(patience, 0))
        for worker in busy:
            if worker.connection in answering:
                if not worker.hear():
                    self._end([worker])
            elif worker.until <= time.monotonic():
                worker.stop(f"was not read within {self._limits.wall_seconds:g} s, which is the limit")
                self._end([worker])

    def _end(self, workers: Iterable[_Worker]) -> None:
        for worker in workers:
            worker.tell_to_leave()
            worker.end()
            self._workers.remove(worker)


@dataclass(slots=True, eq=False)
class _InLine(Generic[Of]):
    """What was asked for, and the answer once it is there; `alone` asks for a worker that has read nothing else."""

    of: Of
    file: File | None
    answer: Answer | None = None
    waits: bool = False
    alone: bool = False

    def __post_init__(self) -> None:
        self.waits = self.file is not None and self.file.read_apart

    @property
    def size(self) -> int:
        return len(self.file.content) if self.file is not None else 0


class _Worker:
    """One process, and the file that it reads."""

    def __init__(self, limits: Limits, keep: Callable[[bytes], str]) -> None:
        self._limits = limits
        self._keep = keep
        self.reads: _InLine[Any] | None = None
        self.until = 0.0
        self._has_read = 0
        ours, theirs = socket.socketpair()
        with theirs:
            words = (theirs.fileno(), os.getpid(), limits.processor_seconds, limits.memory)
            self._process = subprocess.Popen(
                command(PROGRAM, *map(str, words)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # An interrupt from the keyboard reaches this process, which then ends the workers.
                start_new_session=True,
                env=surroundings(),
            )
        self.connection = Connection(ours.detach())
        try:
            self.connection.recv_bytes()
        except (EOFError, OSError) as error:
            self.end()
            how = f"{PROGRAM} ended with status {self._process.returncode}"
            raise RuntimeError(f"no process for reading files could be started: {how}") from error

    @property
    def _reading(self) -> tuple[_InLine[Any], File]:
        if self.reads is None or self.reads.file is None:
            raise LookupError("the process reads no file")
        return self.reads, self.reads.file

    def give(self, each: _InLine[Any]) -> None:
        """Send a file; the process is free, and so is waiting for one."""
        self.reads, self.until = each, time.monotonic() + self._limits.wall_seconds
        _, file = self._reading
        asked = {"place": file.place, "declaration": asdict(file.declaration)}
        try:
            self.connection.send_bytes(json.dumps(asked).encode())
            self.connection.send_bytes(file.content)
        except OSError:
            # Its end is heard of in its turn.
            return

    def hear(self) -> bool:
        """Take an answer down; False where the process is of no more use."""
        each, file = self._reading
        self._has_read += 1
        try:
            answer = self.connection.recv_bytes()
            kind, told = answer[:1], memoryview(answer)[1:]
            if kind == worker_process.DOCUMENT:
                beside = self.connection.recv_bytes()
                (each.answer,) = documents_of_record(bytes(told))
                if beside:
                    self._keep(beside)
            elif kind == worker_process.REFUSED:
                each.answer = CounterpoiseError(*(Problem(*problem) for problem in json.loads(bytes(told))))
            elif kind == worker_process.FAILED:
                what = f"could not be read: its reader failed ({str(told, 'utf-8')}); please report it"
                each.answer = CounterpoiseError(Problem(file.place, what))
                return False
            else:
                return self._lost(
                    f"needs more than {self._limits.memory // 2**20:,} MiB to be read, the limit"
                )
        except (EOFError, OSError):
            return self._lost(self._end_told())
        self.reads = None
        return True

    def stop(self, what: str) -> None:
        """Answer for a file that took too long."""
        each, file = self._reading
        each.answer = StoppedError(Problem(file.place, f"{what}; {_TO_DO_HARM}"))

    def _lost(self, what: str) -> bool:
        """Answer for a file that the process could not cope with, or have another try where others may be to blame."""
        if self._has_read > 1:
            each, _ = self._reading
            each.alone = each.waits = True
        else:
            self.stop(what)
        return False

    def _end_told(self) -> str:
        number = -self._process.wait()
        if number == signal.SIGPROF:
            seconds = self._limits.processor_seconds
            return f"was not read within {seconds} s of processor time, which is the limit"
        how = signal.Signals(number).name if number > 0 else f"exit status {-number}"
        return f"could not be read: its reader crashed ({how})"

    def tell_to_leave(self) -> None:
        """Ask the process to end; one that reads nothing has nothing to end in turn."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM if self.reads is not None else signal.SIGKILL)

    def end(self) -> None:
        """Wait for the process to end, for a moment only."""
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.connection.close()


def command(module: str, *words: str) -> list[str]:
    """What starts a module of the program as a process of its own."""
    # Nothing is imported from the folder that the user happens to be in.
    return [sys.executable, "-P", "-m", module, *words]


def surroundings() -> dict[str, str]:
    """The environment of such a process, which finds what this one does and is one of several on the machine."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **_ONE_THREAD}


_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
"""Workers are as many as processors already."""


def _read_here(file: File, keep: Callable[[bytes], str]) -> Answer:
    try:
        return document_of(file.content, file.place, file.declaration, keep)
    except CounterpoiseError as error:
        return error


def _processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
