"""Files kept under the hash of their content: the same content once, and no change unseen."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import sha256

_NAME = re.compile(r"[0-9a-f]{64}")


class ObjectStore:
    """The objects of one study, each at `objects/ab/abcd...`, named by the SHA-256 of its bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "objects"
        self._buckets: set[Path] = set()

    def path(self, sha: str) -> Path:
        """Where an object of that hash stands, or would stand."""
        return self.folder / sha[:2] / sha

    def has(self, sha: str) -> bool:
        """Whether there is an object of that name; its content is not read."""
        return self.path(sha).is_file()

    def put(self, content: bytes) -> str:
        """Keep the content and return its SHA-256; it is on the disk when this returns.

        Content that is there already is left alone, and put right if it was damaged.
        Raises CounterpoiseError when the disk is full or the folder cannot be written.
        """
        sha = sha256(content)
        path = self.path(sha)
        try:
            if path.is_file() and path.read_bytes() == content:
                return sha
            self._write(path, content)
        except OSError as error:
            raise CounterpoiseError(
                Problem(str(error.filename or path), f"the object cannot be kept: {error.strerror}")
            ) from error
        return sha

    def get(self, sha: str) -> bytes:
        """The content of an object.

        Raises CounterpoiseError when it is missing, unreadable or no longer what its name says.
        """
        if not _NAME.fullmatch(sha):
            raise CounterpoiseError(Problem(str(self.folder), f"'{sha}' is not the SHA-256 of an object"))
        path = self.path(sha)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise CounterpoiseError(Problem(str(path), f"object {sha} is missing")) from None
        except OSError as error:
            raise CounterpoiseError(
                Problem(str(path), f"object {sha} cannot be read: {error.strerror}")
            ) from error
        found = sha256(content)
        if found != sha:
            raise CounterpoiseError(
                Problem(str(path), f"object {sha} is damaged: its {len(content):,} bytes hash to {found}")
            )
        return content

    def __iter__(self) -> Iterator[str]:
        """The names of all objects, in order."""
        for path in sorted(self.folder.glob("??/*")):
            if _NAME.fullmatch(path.name) and path.name.startswith(path.parent.name):
                yield path.name

    def _write(self, path: Path, content: bytes) -> None:
        bucket = path.parent
        if bucket not in self._buckets:
            bucket.mkdir(parents=True, exist_ok=True)
            _settle(self.folder)
            self._buckets.add(bucket)
        handle, name = tempfile.mkstemp(prefix=".", dir=bucket)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
        _settle(bucket)


def _settle(folder: Path) -> None:
    # A rename is only safe once the folder that holds the name is on the disk; Windows has no such call.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
