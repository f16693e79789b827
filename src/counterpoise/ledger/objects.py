"""Files kept under the hash of their content: the same content once, and no change unseen."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import sha256, sha256_of_file
from counterpoise.ledger.seal import settle

_Of = TypeVar("_Of")

_NAME = re.compile(r"[0-9a-f]{64}")

FOLDER = "objects"
"""The folder of the objects, beside the ledger."""

WAITING = "waiting"
"""The folder, among those of the objects, of content that is not on the disk for certain yet."""

AT_ONCE = 16
"""So many files are settled at a time: a disk takes many together in little more time than one."""

MOST_HELD = 64 * 2**20
"""Bytes of content that wait in memory; more are settled at once."""


class ObjectStore:
    """The objects of one study, each at `objects/ab/abcd...`, named by the SHA-256 of its bytes.

    What is put is at hand at once, and on the disk after `settle`, where it is written into a folder of its own
    before it takes its name, so that no crash leaves half an object.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER
        self._waiting: dict[str, bytes | Path] = {}
        self._held = 0
        self._whole: set[str] = set()
        self._lock = threading.RLock()

    def path(self, sha: str) -> Path:
        """Where an object of that hash stands once it is settled."""
        return self.folder.joinpath(sha[:2], sha)

    def has(self, sha: str) -> bool:
        """Whether there is an object of that name; its content is not read."""
        return sha in self._waiting or self.path(sha).is_file()

    def is_whole(self, sha: str) -> bool:
        """Whether an object is there and what its name says; one that was seen to be is not read again."""
        if sha not in self._whole:
            with contextlib.suppress(CounterpoiseError):
                self.get(sha)
        return sha in self._whole and self.has(sha)

    def put(self, content: bytes) -> str:
        """Keep the content and return its SHA-256; it is on the disk after `settle`.

        Content that is there already is left alone, and put right if it was damaged.
        Raises CounterpoiseError when the disk is full or the folder cannot be written.
        """
        sha = sha256(content)
        path = self.path(sha)
        with self._lock, _in_words(path):
            if sha not in self._waiting and not (path.is_file() and path.read_bytes() == content):
                self._waiting[sha] = content
                self._held += len(content)
                if self._held > MOST_HELD:
                    self.settle()
        self._whole.add(sha)
        return sha

    def put_file(self, path: Path) -> str:
        """Keep the content of a file as `put` does, without ever holding the whole of it.

        Raises OSError where the file cannot be read, else as `put` does.
        """
        sha = sha256_of_file(path)
        if not self.is_whole_file(sha):
            waiting = self.folder / WAITING
            with _in_words(self.folder):
                waiting.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=waiting)
                os.close(handle)
            try:
                shutil.copyfile(path, name)
                # What is kept is what was copied, also where the file has changed meanwhile.
                sha = sha256_of_file(Path(name))
                with self._lock:
                    kept = self._waiting.setdefault(sha, Path(name))
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            if kept != Path(name):
                Path(name).unlink()
        self._whole.add(sha)
        return sha

    def is_whole_file(self, sha: str) -> bool:
        """Whether an object is there and what its name says, read in blocks."""
        path = self.path(sha)
        return sha in self._waiting or (path.is_file() and sha256_of_file(path) == sha)

    def settle(self) -> None:
        """Wait until all that was put is on the disk, under its name.

        Raises CounterpoiseError when the disk is full or the folder cannot be written.
        """
        with self._lock, _in_words(self.folder):
            if not self._waiting:
                return
            (self.folder / WAITING).mkdir(parents=True, exist_ok=True)
            with ThreadPoolExecutor(AT_ONCE) as pool:
                written = dict(each for part in pool.map(self._write, _parts(self._waiting)) for each in part)
                places = {sha: self.path(sha) for sha in written}
                buckets = {place.parent for place in places.values()}
                for bucket in buckets:
                    bucket.mkdir(exist_ok=True)
                for sha, unfinished in written.items():
                    os.replace(unfinished, places[sha])
                    self._waiting[sha] = places[sha]
                list(pool.map(_settle_all, _parts([*buckets, self.folder])))
            self._waiting.clear()
            self._held = 0

    def get(self, sha: str) -> bytes:
        """The content of an object.

        Raises CounterpoiseError when it is missing, unreadable or no longer what its name says.
        """
        if not _NAME.fullmatch(sha):
            raise CounterpoiseError(Problem(str(self.folder), f"'{sha}' is not the SHA-256 of an object"))
        self._whole.discard(sha)
        waiting = self._waiting.get(sha)
        if isinstance(waiting, bytes):
            self._whole.add(sha)
            return waiting
        path = waiting or self.path(sha)
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
        self._whole.add(sha)
        return content

    def sweep(self) -> None:
        """Take away what a crash left waiting; nothing names it. Only for the one who writes."""
        for path in (self.folder / WAITING).glob("*"):
            path.unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        """The names of all objects that are settled, in order."""
        for path in sorted(self.folder.glob("??/*")):
            if _NAME.fullmatch(path.name) and path.name.startswith(path.parent.name):
                yield path.name

    def _write(self, names: Sequence[str]) -> list[tuple[str, Path]]:
        """Write content that waits in memory beside the objects; what waits is on the disk when this returns."""
        written = []
        for sha in names:
            content = self._waiting[sha]
            if isinstance(content, Path):
                settle(content)
                written.append((sha, content))
                continue
            path = self.folder / WAITING / sha
            with path.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            written.append((sha, path))
        return written


def _parts(things: Iterable[_Of]) -> list[list[_Of]]:
    """Some things in as many parts as there are threads: one of these costs more than a short wait for the disk."""
    every = list(things)
    return [part for start in range(AT_ONCE) if (part := every[start::AT_ONCE])]


def _settle_all(places: Iterable[Path]) -> None:
    for place in places:
        settle(place)


@contextlib.contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CounterpoiseError(
            Problem(str(error.filename or path), f"the object cannot be kept: {error.strerror}")
        ) from error
