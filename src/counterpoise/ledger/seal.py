"""The seal of a closed ledger: the hash of its file, so that a change of any byte of it is seen."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from counterpoise.errors import Problem
from counterpoise.identity import sha256_of_file

NAME = "ledger.seal"
"""Stands beside the file while nobody writes to it."""

_HASH = re.compile(rb"[0-9a-f]{64}\n")


_OF_NOTHING = "0" * 64
"""A hash that no file has."""


def seal(ledger: Path) -> None:
    """Seal a file that was closed. One with a log of changes beside it is left open, as after a crash."""
    log = ledger.with_name(f"{ledger.name}-wal")
    if log.exists() and log.stat().st_size > 0:
        return
    _write(ledger, sha256_of_file(ledger))


def distrust(ledger: Path) -> None:
    """Leave a broken seal beside a file in which something is wrong: whoever opens it next finds that out again."""
    _write(ledger, _OF_NOTHING)


def _write(ledger: Path, sha: str) -> None:
    place = ledger.with_name(NAME)
    unfinished = place.with_name(f".{NAME}")
    unfinished.write_text(f"{sha}\n", "ascii")
    settle(unfinished)
    unfinished.replace(place)
    settle(place.parent)


def is_as_sealed(ledger: Path) -> bool:
    """Whether a file has a seal and is byte for byte what was sealed."""
    return is_sealed(ledger) and not any(broken(ledger))


def is_sealed(ledger: Path) -> bool:
    """Whether a file has a seal, be it its own or not."""
    return ledger.with_name(NAME).is_file()


def unseal(ledger: Path) -> None:
    """Take the seal away, before anything is written; without one, a file may be changed."""
    place = ledger.with_name(NAME)
    if place.exists():
        place.unlink()
        settle(place.parent)


def broken(ledger: Path) -> Iterator[Problem]:
    """What differs between a file and its seal; a file without a seal is being written, or was when its writer died."""
    place = ledger.with_name(NAME)
    with contextlib.suppress(FileNotFoundError):
        sealed = place.read_bytes()
        if not _HASH.fullmatch(sealed):
            yield Problem(str(place), "is no seal of a ledger; it was altered")
        # Whoever writes takes the seal away first: if it is still there, nobody wrote meanwhile.
        elif sha256_of_file(ledger) != sealed.decode().strip() and place.read_bytes() == sealed:
            yield Problem(
                str(ledger), f"was altered since it was closed: it does not hash to what {NAME} says"
            )


def settle(place: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk; Windows has no such call."""
    if os.name == "posix":
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
