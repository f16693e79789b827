"""Restoration: a study made again from its backup, verified before it is there."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from counterpoise.errors import CounterpoiseError, Problem, UsageError
from counterpoise.identity import sha256_of_file
from counterpoise.ledger.backup import FORMAT, MANIFEST, Backup, Manifest, copied, refusals
from counterpoise.ledger.events import BEFORE_THE_FIRST, Ledger, NewEvent
from counterpoise.ledger.schema import FILE
from counterpoise.ledger.seal import settle
from counterpoise.ledger.verification import mend, verify

LARGEST_MANIFEST = 256 * 2**20
"""Bytes of the longest list of files that is read."""

PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def restore(
    source: Path, folder: Path, workspace: str, who: str, tool: str, clock: Callable[[], datetime]
) -> Backup:
    """Make the study that a backup holds in a new or empty folder, and verify it before it is there.

    `workspace` names the folder of the ledger in that of the study; `who` and `tool` sign the event that says it
    was restored. Leaves nothing behind and raises UsageError where the folder has something in it, and
    CounterpoiseError where the file is no backup or anything in it is not what its manifest says.
    """
    if folder.is_symlink() or (folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))):
        raise UsageError(Problem(str(folder), "is not empty; a study is restored into a new folder"))
    unfinished = folder.absolute().with_name(f".{folder.absolute().name}.{os.getpid()}.unfinished")
    with refusals(source), zipfile.ZipFile(source) as archive:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        manifest = _manifest(archive, source, unfinished, workspace)
        unfinished.mkdir()
        try:
            for place in manifest.folders:
                (unfinished / place).mkdir(parents=True, exist_ok=True)
            for place, sha in sorted(manifest.files.items()):
                _extract(archive, sha, manifest.sizes[sha], unfinished / place, source)
            with Ledger.open(unfinished / workspace, who, tool, clock) as ledger:
                mend(ledger)
                body = {"backup": sha256_of_file(source), "head": manifest.head}
                ledger.append([NewEvent("ledger.restored", source.name, body)])
            _verify(unfinished, workspace, manifest)
            if folder.exists():
                folder.rmdir()
            unfinished.rename(folder)
            settle(folder.absolute().parent)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    lost = tuple(
        Problem(str(folder), f"object {name} was lost before the backup") for name in manifest.missing
    )
    return Backup(len(manifest.files), sum(manifest.sizes.values()), manifest.head, lost)


def _verify(study: Path, workspace: str, manifest: Manifest) -> None:
    """Refuse a record that is not whole; what a user changed in the files beside it is as it was backed up."""
    problems = [
        Problem(problem.place.replace(f"{study}{os.sep}", ""), problem.what)
        for problem in verify(study / workspace)
        if problem.place.startswith(str(study / workspace))
        and not any(f"object {name} is missing" in problem.what for name in manifest.missing)
    ]
    with Ledger.read(study / workspace) as ledger:
        # A migration may stand between the last event that was backed up and that of the restoration.
        heads = {event.hash for event in ledger.last(3)}
    if manifest.head not in heads | {BEFORE_THE_FIRST}:
        problems.append(Problem(f"{workspace}/{FILE}", "does not hold the last event that the backup names"))
    if problems:
        raise CounterpoiseError(*problems)


def _manifest(archive: zipfile.ZipFile, source: Path, target: Path, workspace: str) -> Manifest:
    """The manifest of a backup, once all that it says can be believed; contents are checked as they are read."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise CounterpoiseError(Problem(str(source), f"is no backup of counterpoise: it has no {MANIFEST}"))
    with archive.open(MANIFEST) as stream:
        facts = json.loads(stream.read(LARGEST_MANIFEST))
    faults = list(_faults(facts, workspace, target)) or list(_unlike(facts, entries))
    if not faults:
        size = sum(facts["sizes"][sha] for sha in facts["files"].values())
        free = shutil.disk_usage(target.parent).free
        if size > free:
            faults.append(f"needs {size:,} bytes where {free:,} are free")
    if faults:
        raise CounterpoiseError(*(Problem(str(source), what) for what in faults))
    return Manifest(facts["files"], facts["folders"], facts["sizes"], facts["missing"], facts["head"])


def _faults(facts: Any, workspace: str, target: Path) -> Iterator[str]:
    """What a manifest says that no backup would say."""
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        yield f"is no backup that this program reads; expected '{FORMAT}'"
        return
    files, sizes = facts.get("files"), facts.get("sizes")
    empty, missing = facts.get("folders"), facts.get("missing")
    if not (
        isinstance(files, dict)
        and isinstance(sizes, dict)
        and isinstance(empty, list)
        and isinstance(missing, list)
        and isinstance(facts.get("head"), str)
        and all(isinstance(name, str) for name in (*empty, *missing))
        and all(type(size) is int and size >= 0 for size in sizes.values())
        and all(isinstance(sha, str) and sha in sizes for sha in files.values())
    ):
        yield f"its {MANIFEST} is damaged"
        return
    folders = {parent.as_posix() for place in (*files, *empty) for parent in PurePosixPath(place).parents}
    for place in (*files, *empty):
        path = PurePosixPath(place)
        leads_out = "\0" in place or ".." in path.parts or not (target / place).is_relative_to(target)
        if leads_out or path.as_posix() != place or place in folders:
            yield f"names a place '{place}', which no study has"
    if f"{workspace}/{FILE}" not in files:
        yield "holds no ledger"


def _unlike(facts: dict[str, Any], entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Where the entries of the archive are not what the manifest names."""
    expected = {**facts["sizes"], MANIFEST: None}
    if sorted(entry.filename for entry in entries) != sorted(expected):
        yield f"holds other contents than its {MANIFEST} names"
    for entry in entries:
        size = expected.get(entry.filename)
        if size is not None and entry.file_size != size:
            yield f"{entry.filename} is said to have {entry.file_size:,} bytes; expected {size:,}"
        if entry.compress_type not in PACKED:
            yield f"{entry.filename} is packed in a way that no backup is"


def _extract(archive: zipfile.ZipFile, sha: str, size: int, target: Path, source: Path) -> None:
    """Write a content to its place, counted and hashed as it is unpacked."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(sha) as stream, target.open("xb") as out:
        found = copied(stream, out, largest=size)
    if found != (size, sha):
        told = f"{target.name}: is not what the {MANIFEST} says; the backup is damaged"
        raise CounterpoiseError(Problem(str(source), told))
