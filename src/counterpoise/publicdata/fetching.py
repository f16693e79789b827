"""Fetching: sources whose terms allow it, from their publisher's server into a study, recognised before they enter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from counterpoise.datasets.downloads import Deposit, Download, downloads_of
from counterpoise.datasets.observations import place_in
from counterpoise.datasets.places import placed_problem
from counterpoise.datasets.source import Source, recognise, source_named, unknown_layout
from counterpoise.documents.archives import Archive, open_archive
from counterpoise.errors import CounterpoiseError, Problem, UsageError
from counterpoise.founding import DATA, in_the_way
from counterpoise.identity import digest_of_file, sha256_of_file
from counterpoise.ledger.events import NewEvent
from counterpoise.publicdata.adding import Arrival, Entered, enter
from counterpoise.publicdata.dataverse import downloads_in, listing_address
from counterpoise.publicdata.transfer import Received, Step, Transfer, discard
from counterpoise.study import Study
from counterpoise.workspace import Workspace, open_workspace


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that came: the source, its place, where it is from, its size in bytes and SHA-256."""

    source: str
    path: Path
    address: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Fetching:
    """Files that came, files that stood there already, entries that now declare them, and what went wrong."""

    fetched: tuple[Fetched, ...]
    present: tuple[Path, ...]
    declared: tuple[str, ...]
    problems: tuple[Problem, ...]


def sources_to_fetch(names: Sequence[str]) -> tuple[Source, ...]:
    """The sources of these names. Raises CounterpoiseError, for all at once, where one is unknown or had by hand."""
    found: list[Source] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        try:
            source = source_named(name)
        except CounterpoiseError as error:
            problems += error.problems
            continue
        if downloads_of(source):
            found.append(source)
        else:
            problems.append(Problem(name, f"is not fetched by this program; {_by_hand(source)}"))
    if problems:
        raise UsageError(*problems)
    return tuple(found)


def fetch(
    study: Study, sources: Sequence[Source], transfer: Transfer, step: Step = lambda *_: None
) -> Fetching:
    """Fetch sources into a study's `data/`, one after the other; of each all files enter, or none.

    What a server sends enters only if its layout is the source's. Nothing that stands in the study is overwritten. Each
    file is recorded in the ledger with its address and SHA-256.
    """
    fetched: list[Fetched] = []
    present: list[Path] = []
    declared: list[str] = []
    problems: list[Problem] = []
    # A study that another process writes to is refused before anything is fetched.
    with open_workspace(study.folder) as workspace:
        for source in sources:
            try:
                came, there, entered = _of_source(study, workspace, source, transfer, step)
            except CounterpoiseError as error:
                problems += error.problems
                problems.append(Problem(source.name, f"was not fetched; {_by_hand(source)}"))
                continue
            fetched += came
            present += there
            declared += entered.declared
            problems += entered.notices
    return Fetching(tuple(fetched), tuple(present), tuple(declared), tuple(problems))


def _by_hand(source: Source) -> str:
    return f"get it from {source.where}, and bring it in by `counterpoise data add`"


def _of_source(
    study: Study, workspace: Workspace, source: Source, transfer: Transfer, step: Step
) -> tuple[list[Fetched], list[Path], Entered]:
    folder = study.folder / DATA
    came: list[tuple[Arrival, Download, Received]] = []
    present: list[Path] = []
    staged: list[Path] = []
    try:
        for wanted in _resolved(source, transfer):
            if _stands(study, workspace, folder / wanted.name, wanted):
                present.append(folder / wanted.name)
                continue
            if not wanted.members and (wrong := list(in_the_way(Path(wanted.name), folder / wanted.name))):
                raise CounterpoiseError(*wrong)
            folder.mkdir(exist_ok=True)
            partial = _partial(folder, wanted.name)
            received = transfer.fetch(wanted, partial, step)
            staged.append(partial)
            if not wanted.members:
                came.append((_recognised(source, partial, folder / wanted.name), wanted, received))
                continue
            for file in _unpacked(wanted, partial, folder):
                staged.append(file)
                target = folder / file.name.removeprefix(_PREFIX)
                arrival = _recognised(source, file, target)
                if target.exists() and sha256_of_file(target) == sha256_of_file(file):
                    present.append(target)
                elif wrong := list(in_the_way(Path(target.name), target)):
                    raise CounterpoiseError(*wrong)
                else:
                    size = Received(file.stat().st_size, sha256_of_file(file))
                    came.append((arrival, wanted, size))
        standing = [Arrival(path, path, source) for path in present]
        entered = enter(study, [arrival for arrival, _, _ in came], standing, move=True)
    finally:
        # What entered is no longer there; what did not is not kept, since its layout is not the source's.
        for partial in staged:
            discard(partial)
    fetched = [
        Fetched(source.name, arrival.target, wanted.address, received.size, received.sha256)
        for arrival, wanted, received in came
    ]
    _record(study, workspace, fetched)
    return fetched, present, entered


_PREFIX = ".part-"
"""What the name of a file begins with that is not whole; hidden files of a study are passed over."""


def _partial(folder: Path, name: str) -> Path:
    return folder / f"{_PREFIX}{name}"


def _resolved(source: Source, transfer: Transfer) -> Iterator[Download]:
    for each in downloads_of(source):
        if isinstance(each, Deposit):
            yield from downloads_in(each, transfer.answer(listing_address(each)))
        else:
            yield each


def _stands(study: Study, workspace: Workspace, target: Path, wanted: Download) -> bool:
    """Whether the file is there already, by the checksum of its publisher or by what came from there before."""
    if not target.is_file():
        return False
    before = workspace.find("values.fetched", place_in(study.folder, target))
    if before is not None and before.body["address"] == wanted.address:
        return bool(before.body["sha256"] == sha256_of_file(target))
    said = wanted.checksum
    return said is not None and digest_of_file(target, said.algorithm) == said.digits.lower()


def _recognised(source: Source, file: Path, target: Path) -> Arrival:
    """The file as one of the source. Raises CounterpoiseError where it has another layout."""
    try:
        found = recognise(file)
        problem = unknown_layout(file, target.name) if found is None else None
    except CounterpoiseError as error:
        raise CounterpoiseError(
            *(placed_problem(each, {file.name: target.name}) for each in error.problems)
        ) from error
    if found is not None and found.name != source.name:
        problem = Problem(target.name, f"has the layout of '{found.name}', not of '{source.name}'")
    if problem is not None:
        raise CounterpoiseError(problem)
    return Arrival(file, target, source)


def _unpacked(wanted: Download, packed: Path, folder: Path) -> Iterator[Path]:
    """The members of a zip file that are wanted, each in a file of its own; folders within it do not matter."""
    archive = open_archive(packed.read_bytes(), wanted.name, "expected a zip file")
    for pattern in wanted.members:
        for name in _members(archive, pattern):
            file = _partial(folder, PurePosixPath(name).name)
            file.write_bytes(archive.read(name))
            yield file


def _members(archive: Archive, pattern: str) -> list[str]:
    fitting = [
        name for name in archive.names if fnmatchcase(PurePosixPath(name).name.lower(), pattern.lower())
    ]
    if len(fitting) != 1:
        found = ", ".join(fitting or archive.names[:20]) or "nothing"
        raise archive.problem(f"holds {len(fitting)} files of a name like {pattern}, not one: {found}")
    return fitting


def _record(study: Study, workspace: Workspace, fetched: Sequence[Fetched]) -> None:
    events = []
    for each in fetched:
        place = place_in(study.folder, each.path)
        body = {"source": each.source, "path": place, "address": each.address}
        events.append(NewEvent("values.fetched", place, {**body, "sha256": each.sha256, "size": each.size}))
    workspace.record(events)
