"""The right to write: one process at a time, given back by the operating system when it dies."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime
from pathlib import Path

import apsw

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import canonical_json

_PAUSE = 0.01
"""Seconds between two attempts to get the right to write."""


class OtherWriterError(CounterpoiseError):
    """Another process writes; what was to be recorded may be recorded once it has ended."""


class WriterLock:
    """Holds the right to write a ledger from construction until `release`.

    SQLite's own lock on a file of its own is used: it works on every system that SQLite does, is not
    inherited by child processes, and refuses a second connection of the same process as well.
    `writer.json` beside it says who holds the lock, for the message that a second writer gets, who is refused after
    `patience` seconds with an OtherWriterError.
    """

    def __init__(self, folder: Path, who: str, since: datetime, patience: float = 0.0) -> None:
        self._note = folder / "writer.json"
        self._connection = apsw.Connection(str(folder / "writer.lock"))
        self.held = True
        try:
            self._begin(time.monotonic() + patience)
        except apsw.BusyError:
            self._connection.close()
            raise OtherWriterError(
                Problem(
                    str(folder / "ledger.sqlite"),
                    f"{_holder(self._note)} is writing to this ledger; one process writes at a time. "
                    "Reading it meanwhile is possible",
                )
            ) from None
        except BaseException:
            self._connection.close()
            raise
        try:
            self._note.write_bytes(
                canonical_json({"who": who, "pid": os.getpid(), "since": since.isoformat(timespec="seconds")})
            )
        except OSError:
            self._connection.close()
            raise

    def _begin(self, until: float) -> None:
        """Take the lock, at the latest attempt at that moment of the clock. SQLite's own waiting could not be stopped."""
        while True:
            try:
                self._connection.execute("BEGIN EXCLUSIVE")
            except apsw.BusyError:
                if time.monotonic() >= until:
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def release(self) -> None:
        """Give the right to write back; doing it twice does nothing."""
        if self.held:
            self.held = False
            self._note.unlink(missing_ok=True)
            self._connection.close()


def _holder(note: Path) -> str:
    try:
        holder = json.loads(note.read_bytes())
        return f"{holder['who']} (process {holder['pid']}, since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        # The other process took the lock a moment ago and has not signed yet.
        return "another process"
