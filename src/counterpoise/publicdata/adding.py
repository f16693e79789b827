"""Data files brought into a study: recognised, copied and declared, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from counterpoise.admission import LARGEST_DATA, admitted
from counterpoise.datasets.figures import FIGURES
from counterpoise.datasets.observations import place_in
from counterpoise.datasets.places import placed_problem
from counterpoise.datasets.source import Source, recognise, unknown_layout
from counterpoise.datasets.tablefile import DATA_SUFFIXES
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.founding import DATA, copied, files_within, in_the_way, rows_of_figures
from counterpoise.identity import sha256_of_file
from counterpoise.publicdata.entries import entry_of, with_entries, with_paths
from counterpoise.publicdata.together import read_together
from counterpoise.study import Study, files_matching, not_utf_8, read_study


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is to stand in a study: where it is, where it goes, and the source whose layout it has."""

    file: Path
    target: Path
    source: Source


@dataclass(frozen=True, slots=True)
class AddedData:
    """Files brought in and files that stood there already, each with its source, and the entries that declare them."""

    added: tuple[Arrival, ...]
    present: tuple[Arrival, ...]
    declared: tuple[str, ...]
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """Entries that were written or that hold more now, and what the sources still lack, in their own words."""

    declared: tuple[str, ...]
    notices: tuple[Problem, ...]


def add_data(study: Study, paths: Sequence[Path]) -> AddedData:
    """Copy files of known sources, and those of folders, into a study's `data/`, and declare what no entry covers yet.

    Raises CounterpoiseError with everything that is wrong; then the study is as it was.
    """
    problems: list[Problem] = []
    notices: list[Problem] = []
    added: list[Arrival] = []
    present: list[Arrival] = []
    for file, relative in files_within(paths, problems):
        inside = file.resolve().is_relative_to(study.folder.resolve())
        target = study.folder.resolve() / place_in(study.folder.resolve(), file.resolve()) if inside else None
        arrival, wrong = _looked_at(study, file, target or study.folder / DATA / relative, notices)
        problems += wrong
        if arrival is None:
            continue
        if inside or is_same(file, arrival.target):
            present.append(arrival)
        elif any(arrival.target == each.target for each in added):
            problems.append(
                Problem(str(file), f"two files would stand at {arrival.target}; rename one of them")
            )
        elif standing := list(in_the_way(file, arrival.target)):
            problems += standing
        else:
            added.append(arrival)
    if problems:
        raise CounterpoiseError(*problems, Problem("counterpoise data add", "nothing was added"))
    try:
        entered = enter(study, added, present)
    except CounterpoiseError as error:
        raise CounterpoiseError(
            *error.problems, Problem("counterpoise data add", "nothing was added")
        ) from error
    return AddedData(tuple(added), tuple(present), entered.declared, (*notices, *entered.notices))


def enter(
    study: Study, arrivals: Sequence[Arrival], present: Sequence[Arrival] = (), *, move: bool = False
) -> Entered:
    """Copy or move files to their places, and declare what no entry of the study file covers.

    A file of a source that has an entry joins that entry, since a source reads the files of an entry together. Where
    that fails, by a full disk, a study file that would not hold together, or a source that reads the files beside which
    one comes, or the one alone, and not both, all is put back as it was.
    """
    file = study.folder / "study.yaml"
    before = file.read_bytes()
    done: list[Arrival] = []
    try:
        for arrival in arrivals:
            done.append(arrival)
            if move:
                arrival.file.replace(arrival.target)
            else:
                copied(arrival.file, arrival.target)
        undeclared = _undeclared(study, (*arrivals, *present))
        declared: tuple[str, ...] = ()
        if undeclared:
            text, declared = _declaring(study, before.decode("utf-8-sig"), undeclared)
            _write(file, text.encode())
            study = read_study(study.folder)
        came = {each.target.resolve(): each.target if move else each.file for each in arrivals}
        came |= {each.target.resolve(): each.target for each in undeclared if each not in arrivals}
        notices = read_together(study, came) if came else ()
    except BaseException:  # also where Ctrl-C stops it
        for arrival in done:
            with suppress(OSError):
                if move:
                    arrival.target.replace(arrival.file)
                else:
                    arrival.target.unlink(missing_ok=True)
        if file.read_bytes() != before:
            _write(file, before)
        raise
    return Entered(declared, notices)


def is_same(file: Path, target: Path) -> bool:
    """Whether a file stands at a place already."""
    return target.is_file() and sha256_of_file(target) == sha256_of_file(file)


def _write(file: Path, content: bytes) -> None:
    partial = file.with_name(f".{file.name}.part")
    partial.write_bytes(content)
    partial.replace(file)


def _looked_at(
    study: Study, file: Path, target: Path, notices: list[Problem]
) -> tuple[Arrival | None, tuple[Problem, ...]]:
    if not_utf_8(target.name):
        return None, (Problem(ascii(str(file)), "the name is not UTF-8 text; rename the file"),)
    if not file.name.lower().endswith(DATA_SUFFIXES):
        endings = ", ".join(DATA_SUFFIXES)
        told = f"is no file of data by its name, which would end in {endings}; `counterpoise add` brings documents"
        return None, (Problem(str(file), told),)
    try:
        admitted(file, file.name, LARGEST_DATA)
        source = recognise(file)
        if source is None:
            return None, (unknown_layout(file, str(file)),)
        if source is FIGURES:
            wrong, noticed = rows_of_figures(file, study)
            notices += noticed
            if wrong:
                return None, wrong
    except CounterpoiseError as error:
        return None, tuple(placed_problem(each, {file.name: str(file)}) for each in error.problems)
    return Arrival(file, target, source), ()


def _undeclared(study: Study, arrivals: Iterable[Arrival]) -> list[Arrival]:
    """The files that no entry of the study file covers."""
    covered = {
        path.resolve()
        for entry in study.declared.data
        for pattern in entry.path
        for path in files_matching(study.folder, pattern)
    }
    if study.declared.figures is not None:
        covered.add((study.folder / study.declared.figures).resolve())
    return [arrival for arrival in arrivals if arrival.target.resolve() not in covered]


def _declaring(study: Study, text: str, undeclared: Sequence[Arrival]) -> tuple[str, tuple[str, ...]]:
    """The text of the study file with these files declared, those of one source together, and the entries that do."""
    groups: dict[str, list[str]] = {}
    for arrival in undeclared:
        place = place_in(study.folder.resolve(), arrival.target.resolve())
        groups.setdefault(arrival.source.name, []).append(place)
    declared: list[str] = []
    new: list[list[str]] = []
    for name, places in groups.items():
        number = None if name == FIGURES.name else _entry_of_source(study, name)
        if number is None:
            new.append(places)
        else:
            text, path = with_paths(text, number, places)
            declared.append(f"{{{path}}}")
    return with_entries(text, new), (*declared, *(entry_of(places) for places in new))


def _entry_of_source(study: Study, name: str) -> int | None:
    """The number of the last entry of the study file that holds files of a source, or None."""
    for number, entry in reversed(list(enumerate(study.declared.data))):
        if entry.source == name:
            return number
        if entry.source is None and entry.table is None:
            for path in (path for pattern in entry.path for path in files_matching(study.folder, pattern)):
                with suppress(CounterpoiseError):
                    if (source := recognise(path)) is not None and source.name == name:
                        return number
    return None
