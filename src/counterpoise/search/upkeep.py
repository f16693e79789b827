"""Upkeep of the index of full text by whoever reads documents: it is there when the first question is asked."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator

from counterpoise.documents.collection import records_known
from counterpoise.documents.imports import Kept
from counterpoise.documents.workers import command, surroundings
from counterpoise.ledger.objects import ObjectStore
from counterpoise.search import indexer
from counterpoise.search.index import SearchIndex
from counterpoise.search.indexing import INDEX, kept_up, loading
from counterpoise.study import Study
from counterpoise.workspace import FOLDER, Step, Workspace

PROGRAM = indexer.__name__
"""The module that indexes beside the reading."""

MANY = 500
"""So many new documents are worth a process of their own; fewer are indexed sooner than it starts."""

_GRACE = 10.0
"""Seconds for the process to end in turn what it has begun, which is one record at most."""


@contextlib.contextmanager
def upkeep(study: Study, workspace: Workspace, step: Step) -> Iterator[Kept]:
    """Index what is read inside, beside the reading where there is much of it, and the rest at the end.

    What is given is to be told of each record. At the end the index holds what the study declares of all that was read.
    It is only a projection: where it cannot be written, or reading is given up, the old one stays, and the next search makes
    its own. Raises CounterpoiseError for a record that is damaged.
    """
    with _Beside(study, workspace.objects) as beside:
        yield beside.take
        wanted = records_known(study, workspace.now)
        workspace.objects.settle()
        step("full-text index", 0, 1)
        beside.finish(indexer.told(wanted))
        index = kept_up(study.folder / FOLDER / INDEX, wanted, loading(workspace.objects), step)
        if index is not None:
            index.close()


class _Beside(contextlib.AbstractContextManager["_Beside"]):
    """The process that indexes beside the reading, once there is enough for it to do."""

    def __init__(self, study: Study, objects: ObjectStore) -> None:
        self._place = study.folder / FOLDER
        self._objects = objects
        self._known: set[str] | None = None
        self._waiting: dict[str, int] = {}
        self._process: subprocess.Popen[str] | None = None

    def take(self, record: str, size: int) -> None:
        """Have a record indexed that is not yet."""
        if self._known is None:
            index = SearchIndex.open(self._place / INDEX)
            self._known = set() if index is None else set(index.records().values())
            if index is not None:
                index.close()
        if record in self._known:
            return
        self._known.add(record)
        self._waiting[record] = size
        if self._process is None and sum(self._waiting.values()) >= MANY:
            with contextlib.suppress(OSError):
                self._process = subprocess.Popen(
                    command(PROGRAM, str(self._place)),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    # An interrupt from the keyboard reaches this process, which then ends the other.
                    start_new_session=True,
                    env=surroundings(),
                    text=True,
                )
        if self._process is not None:
            # The other process reads what is on the disk.
            self._objects.settle()
            self._tell("".join(f"{each}\n" for each in self._waiting))
            self._waiting.clear()

    def finish(self, last: str) -> None:
        """Say what is wanted of all records, and wait for the index; without the process there is nothing to wait for."""
        if self._process is not None:
            self._tell(last)
            self._close()
            self._process.wait()

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._close()
            try:
                self._process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _tell(self, line: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        # Where the process has ended, the index is made without it.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _close(self) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
