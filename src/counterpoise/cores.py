"""Several cores: tasks done by copies of this process beside it, with what one alone would give, in the same order."""

from __future__ import annotations

import gc
import mmap
import os
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Generic, NoReturn, Self, TypeVar

__all__ = ["Copies", "cores"]

Task = TypeVar("Task")
Result = TypeVar("Result")

FEWEST = 6
"""Fewer tasks than these are not worth a copy, unless each takes long."""

MOST_COPIES = 3
"""More would seldom be worth their memory: of what a copy shares at first, it comes to hold a part for itself."""

_LOOK_SECONDS = 0.002
_PATIENCE = 5.0
"""Seconds at least for which a copy is waited for that answers nothing more, before its task is done here."""

_HEAD = 8
"""Bytes before each answer: the number of its task and its length, in half of them each."""


def cores() -> int:
    """How many cores this process may use, as far as copies of it can use them: elsewhere than on Linux, one."""
    # On other systems a copy of a process that has several threads is not dependable.
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


class Copies(Generic[Task, Result]):
    """Copies of this process, each of which does some of the tasks; a context manager, at whose end none is left.

    A copy is made by `fork`, as a process begun anew would take longer to load the program than most work takes. It has
    one thread, so `solve` and `pack` may use no library that waits for threads of its own, nor files and connections that
    are open, and must be pure. What a copy does not answer, because it was killed or hangs, is done here. `pack` makes
    bytes of the results of a task, and `unpack` the results of these bytes.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        solve: Callable[[Task], Iterator[Result]],
        pack: Callable[[Iterable[Result]], bytes],
        unpack: Callable[[Task, bytes], Iterator[Result]],
        count: int | None = None,
        fewest: int = FEWEST,
        patience: float = _PATIENCE,
    ) -> None:
        self._tasks, self._solve, self._pack, self._unpack = tasks, solve, pack, unpack
        wanted = min(cores() - 1, MOST_COPIES) if count is None else count
        self._patience = patience
        self._count = wanted if len(tasks) >= fewest else 0
        self._copies: list[_Copy] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        # Who begins a task marks it. Two who begin it in the same moment do it twice, which changes nothing.
        self._begun = self._open.enter_context(mmap.mmap(-1, max(len(self._tasks), 1)))
        for _ in range(self._count):
            with suppress(OSError):  # without room for another process, fewer do it all
                copy = _Copy(self._answers)
                self._copies.append(copy)
                self._open.callback(copy.end)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._open.close()

    def results(self) -> Iterator[tuple[Task, Iterator[Result]]]:
        """Each task in its turn with its results, which are to be gone through before the next is asked for."""
        ready: dict[int, list[Result]] = {}
        packed: dict[int, bytes] = {}
        heard, patience = time.monotonic(), self._patience
        for turn, task in enumerate(self._tasks):
            number: int | None = None
            while number != turn and turn not in ready and turn not in packed:
                answers = dict(answer for copy in self._copies for answer in copy.heard())
                if answers:
                    packed |= answers
                    heard = time.monotonic()
                    continue
                number = self._next() if self._copies else turn
                if number is None and not self._may_answer(heard + patience):
                    number = turn
                if number is None:
                    time.sleep(_LOOK_SECONDS)
                elif number != turn:
                    begun = time.monotonic()
                    ready[number] = list(self._solve(self._tasks[number]))
                    heard = time.monotonic()
                    patience = max(patience, 10 * (heard - begun))
            if turn in ready:
                yield task, iter(ready.pop(turn))
            elif turn in packed:
                yield task, self._unpack(task, packed.pop(turn))
            else:
                begun = time.monotonic()
                yield task, self._solve(task)
                heard = time.monotonic()
                patience = max(patience, 10 * (heard - begun))

    def _may_answer(self, until: float) -> bool:
        """Whether a copy may have an answer yet; a copy that hangs has none at that moment of the clock."""
        return time.monotonic() <= until and any(copy.lives for copy in self._copies)

    def _next(self) -> int | None:
        """The first task that nobody has begun, which is then begun."""
        number = self._begun.find(b"\0")
        if not 0 <= number < len(self._tasks):
            return None
        self._begun[number] = 1
        return number

    def _answers(self) -> Iterator[bytes]:
        """What a copy says: the answers to tasks that nobody else has begun, each with its head."""
        while (number := self._next()) is not None:
            packed = self._pack(self._solve(self._tasks[number]))
            yield number.to_bytes(_HEAD // 2, "little") + len(packed).to_bytes(_HEAD // 2, "little") + packed


class _Copy:
    """A copy of this process, which writes what it has to say into a file that only the two know."""

    def __init__(self, answers: Callable[[], Iterator[bytes]]) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `end`
        self._read = 0
        self.lives = True
        parent = os.getpid()
        try:
            with warnings.catch_warnings():
                # That another thread may hold what the copy waits for: it uses nothing of theirs, and is not relied on.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._process = os.fork()
        except OSError:
            self._file.close()
            raise
        if self._process == 0:
            self._say(answers, parent)

    def _say(self, answers: Callable[[], Iterator[bytes]], parent: int) -> NoReturn:
        """Write all answers and end, without a word to anything that is open in the process copied."""
        status = 1
        try:
            gc.disable()
            for answer in answers():
                view = memoryview(answer)
                while view:
                    view = view[os.write(self._file.fileno(), view) :]
                if os.getppid() != parent:
                    break
            else:
                status = 0
        finally:
            os._exit(status)

    def heard(self) -> Iterator[tuple[int, bytes]]:
        """The answers that were written in full since the last time, each with the number of its task."""
        self._look()
        descriptor = self._file.fileno()
        size = os.fstat(descriptor).st_size
        while size - self._read >= _HEAD:
            head = os.pread(descriptor, _HEAD, self._read)
            number, length = (
                int.from_bytes(half, "little") for half in (head[: _HEAD // 2], head[_HEAD // 2 :])
            )
            if size - self._read < _HEAD + length:
                return
            yield number, os.pread(descriptor, length, self._read + _HEAD)
            self._read += _HEAD + length

    def end(self) -> None:
        """End the process, if it has not ended by itself."""
        self._look()
        if self.lives:
            os.kill(self._process, signal.SIGKILL)
            self._look(0)
        self._file.close()

    def _look(self, how: int = os.WNOHANG) -> None:
        """Look whether the process lives, or wait for its end; another part of this process may have done so before."""
        if self.lives:
            try:
                self.lives = os.waitpid(self._process, how) == (0, 0)
            except ChildProcessError:
                self.lives = False
