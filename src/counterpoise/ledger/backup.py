"""Backups: a whole study in one file, taken while others work on it."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from counterpoise.errors import CounterpoiseError, Problem, UsageError
from counterpoise.identity import canonical_json, sha256_of_file
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.schema import FILE
from counterpoise.ledger.seal import settle
from counterpoise.ledger.verification import damage

MANIFEST = "manifest.json"
FORMAT = "counterpoise backup 1"

BLOCK = 2**20
BEFORE_DATES = (1980, 1, 1, 0, 0, 0)
"""The time of every entry, so that the backups of one state are the same bytes."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: files and bytes, the last event by its hash, and what was lost before it was taken."""

    files: int
    size: int
    head: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a study by path with their SHA-256, the size of each content, its empty folders, the lost objects,
    the last event.
    """

    files: dict[str, str]
    folders: list[str]
    sizes: dict[str, int]
    missing: list[str]
    head: str


def back_up(study: Path, workspace: str, target: Path) -> Backup:
    """Write a study into one file: its ledger as it stands at this moment, its objects, and the files beside them.

    `workspace` names the folder of the ledger in that of the study. Another process may go on writing. Each
    content is kept once, under its SHA-256; a manifest says which files have it. Objects that were lost or damaged
    before are left out and named in `problems`, and so are links. Raises UsageError when `target` is there already,
    and CounterpoiseError when it lies in the study or cannot be written, and when there is no ledger or one whose
    events were altered.
    """
    if target.resolve().is_relative_to(study.resolve()):
        told = f"lies in the study that is backed up; expected a place outside {study}"
        raise CounterpoiseError(Problem(str(target), told))
    with refusals(target), tempfile.TemporaryDirectory() as folder:
        _never_over(target)
        snapshot = Path(folder) / FILE
        with Ledger.read(study / workspace) as ledger:
            ledger.copy(snapshot)
        damaged = damage(snapshot)
        if damaged:
            place = study / workspace / FILE
            told = "a ledger with damaged events is not backed up; keep a copy of its folder"
            raise CounterpoiseError(
                *(Problem(each.place.replace(str(snapshot), str(place)), each.what) for each in damaged),
                Problem(str(place), told),
            )
        unfinished = target.with_name(f".{target.name}.unfinished")
        try:
            backup = _written(unfinished, study, workspace, snapshot)
            settle(unfinished)
            _never_over(target)
            unfinished.rename(target)
            settle(target.parent)
        finally:
            unfinished.unlink(missing_ok=True)
    return backup


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Say in words what a damaged archive or the system refuses."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, KeyError) as error:
        raise CounterpoiseError(Problem(str(path), f"is no backup that can be read: {error}")) from error
    except OSError as error:
        told = f"cannot be written or read: {error.strerror or error}"
        raise CounterpoiseError(Problem(str(error.filename or path), told)) from error


def copied(stream: IO[bytes], target: IO[bytes], largest: int | None = None) -> tuple[int, str]:
    """Copy a stream, at most a block more than `largest` bytes, and give its size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    while (block := stream.read(BLOCK)) and (largest is None or size <= largest):
        size += len(block)
        digest.update(block)
        target.write(block)
    return size, digest.hexdigest()


def _never_over(target: Path) -> None:
    if target.exists():
        raise UsageError(Problem(str(target), "is there already; a backup never writes over a file"))


def _written(path: Path, study: Path, workspace: str, snapshot: Path) -> Backup:
    sources: dict[str, Path] = {f"{workspace}/{FILE}": snapshot}
    problems: list[Problem] = []
    missing: list[str] = []
    store = ObjectStore(study / workspace)
    with Ledger.read(snapshot.parent) as ledger:
        head = ledger.head()
        named = sorted({name for event in ledger.events() for name in event.objects})
    for name in named:
        try:
            store.get(name)
        except CounterpoiseError as error:
            missing.append(name)
            problems += error.problems
        else:
            sources[store.path(name).relative_to(study).as_posix()] = store.path(name)
    for file in _beside(study, workspace):
        if file.is_symlink() or not _is_utf8(file):
            told = "is a link, or has a name that is not UTF-8; it was left out"
            problems.append(Problem(str(file), told))
        else:
            sources[file.relative_to(study).as_posix()] = file
    files: dict[str, str] = {}
    sizes: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for place, source in sorted(sources.items()):
            files[place] = sha = sha256_of_file(source)
            if sha not in sizes:
                sizes[sha] = _add(archive, sha, source)
        folders = [
            folder.relative_to(study).as_posix() for folder in _empty_folders(study) if _is_utf8(folder)
        ]
        facts = {"files": files, "folders": folders, "sizes": sizes, "missing": missing, "head": head}
        archive.writestr(undated_entry(MANIFEST), canonical_json({"format": FORMAT, **facts}))
    return Backup(len(files), sum(sizes.values()), head, tuple(problems))


def _beside(study: Path, workspace: str) -> Iterator[Path]:
    """The files of a study that are not of its workspace: the study file, documents, data, reports."""
    for folder, folders, files in os.walk(study):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = [name for name in folders if name not in links and here / name != study / workspace]
        yield from (here / name for name in (*files, *links))


def _empty_folders(study: Path) -> Iterator[Path]:
    """The folders with nothing in them, which a study file may name all the same."""
    for folder, folders, files in sorted(os.walk(study)):
        if not folders and not files and Path(folder) != study:
            yield Path(folder)


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def undated_entry(name: str) -> zipfile.ZipInfo:
    """An entry of an archive that bears no date, so that equal contents make equal archives."""
    entry = zipfile.ZipInfo(name, BEFORE_DATES)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _add(archive: zipfile.ZipFile, sha: str, file: Path) -> int:
    """Keep a file's content under its hash, which it must still have, and give its size."""
    with file.open("rb") as stream, archive.open(undated_entry(sha), "w", force_zip64=True) as target:
        size, found = copied(stream, target)
    if found != sha:
        raise CounterpoiseError(Problem(str(file), "was written to while it was backed up; try again"))
    return size
