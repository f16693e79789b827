"""Admission: what is checked of a file before it is read - where it lies, that it is there, and how large it is."""

from __future__ import annotations

import errno
import os
from pathlib import Path, PurePosixPath
from typing import Protocol

from counterpoise.errors import CounterpoiseError, Problem

LARGEST_DOCUMENT = 256 * 2**20
"""Bytes of the largest document that is read."""

LARGEST_DATA = 1024 * 2**20
"""Bytes of the largest data file that is read, as it lies and as it unpacks."""

BLOCK = 2**20


class Stream(Protocol):
    """Something that gives bytes, at most so many at a time."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""
        ...


def admitted(path: Path, place: str, largest: int) -> Path:
    """The file that a path leads to.

    `place` is how the study names the file, with forward slashes. Raises CounterpoiseError with that place where
    the file is missing, may not be read, is a link out of its folder, empty, or has more than `largest` bytes.
    """
    folder = _declared_folder(path, place)
    try:
        target = path.resolve(strict=True)
        if not target.is_relative_to(folder.resolve()):
            raise CounterpoiseError(Problem(place, f"is a link out of its folder, to {target.name}"))
        size = target.stat().st_size
        if not os.access(target, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise unreadable(place, error) from error
    if size > largest:
        limit = largest // 2**20
        raise CounterpoiseError(Problem(place, f"is {size / 2**20:.0f} MiB large; the limit is {limit} MiB"))
    if not size:
        raise CounterpoiseError(Problem(place, "is empty"))
    return target


def content_of(path: Path, place: str, largest: int = LARGEST_DOCUMENT) -> bytes:
    """The bytes of a file that is admitted. Raises CounterpoiseError as `admitted` does."""
    target = admitted(path, place, largest)
    try:
        return target.read_bytes()
    except OSError as error:
        raise unreadable(place, error) from error


def unreadable(place: str, error: OSError) -> CounterpoiseError:
    """Say that the system does not let a file be read."""
    reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror
    return CounterpoiseError(Problem(place, f"cannot be read: {reason}"))


def unpacked(stream: Stream, place: str, largest: int = LARGEST_DATA) -> bytes:
    """All that a packed stream holds, counted as it is unpacked and never believed beforehand.

    Raises CounterpoiseError where it holds more than `largest` bytes.
    """
    blocks, size = [], 0
    while block := stream.read(BLOCK):
        size += len(block)
        check_unpacked(size, place, largest)
        blocks.append(block)
    return b"".join(blocks)


def check_unpacked(size: int, place: str, largest: int = LARGEST_DATA) -> None:
    """Raise CounterpoiseError where a file unpacks to more than `largest` bytes."""
    if size > largest:
        raise CounterpoiseError(
            Problem(place, f"unpacks to more than {largest // 2**20} MiB, which is the limit")
        )


def _declared_folder(path: Path, place: str) -> Path:
    """The folder that `place` starts in, any leading `..` included, or the file's own."""
    named = [part for part in PurePosixPath(place).parts if part != ".."]
    if tuple(named) == path.parts[-len(named) :] and len(named) < len(path.parts):
        return path.parents[len(named) - 1]
    return path.parent
