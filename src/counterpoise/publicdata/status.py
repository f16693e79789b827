"""The standing of a study's data files: read as they are, changed or gone since, refused, or not read yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from counterpoise.datasets.observations import data_files, place_in, reading_key, wanted_by
from counterpoise.datasets.source import Source, all_sources
from counterpoise.datasets.table import Table
from counterpoise.errors import Problem
from counterpoise.identity import sha256_of_file
from counterpoise.publicdata.changes import Change, changes
from counterpoise.publicdata.readings import KeptReading, Record, asked_in_both, record_of, values_kept
from counterpoise.study import Study

Standing = Literal["read", "changed", "gone", "refused", "not read"]


@dataclass(frozen=True, slots=True)
class FilesOfSource:
    """Files of one source that are read together, by place in the study, and where they stand.

    `source` is None for files that are gone. `reading` is the last reading of them, `earlier` the last of other files
    of the same source. `changed` names the files that are not what was read, `refused` says why nothing could be.
    """

    name: str
    source: Source | Table | None
    places: tuple[str, ...]
    standing: Standing
    reading: KeptReading | None = None
    earlier: KeptReading | None = None
    changed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether there are values of files that the study still declares."""
        return self.reading is not None and self.source is not None


@dataclass(frozen=True, slots=True)
class DataStatus:
    """All data files of a study by source, in the order declared, those that are gone last; `problems` of the files."""

    files: tuple[FilesOfSource, ...]
    problems: tuple[Problem, ...]
    record: Record

    @property
    def current(self) -> tuple[KeptReading, ...]:
        """The readings of files that the study still declares."""
        return tuple(each.reading for each in self.files if each.reading is not None and each.is_current)


def data_status(study: Study) -> DataStatus:
    """Where a study's data files stand, by the ledger and by the files themselves; nothing is read anew."""
    record = record_of(study.folder)
    found, problems, _ = data_files(study)
    there = tuple(_standing(study, record, source, paths) for source, paths in found)
    return DataStatus((*there, *_gone(record.readings, there)), tuple(problems), record)


def newer_changed(study: Study, files: FilesOfSource) -> tuple[Change, ...] | None:
    """What the reading of these files changed against the one before; None where there is no other to compare with.

    Only states and powers that the study wanted at both times are compared. Raises CounterpoiseError where values
    are lost from the store.
    """
    if files.reading is None or files.earlier is None:
        return None
    before, after = (
        asked_in_both(values_kept(study.folder, [each]), files.earlier, files.reading)
        for each in (files.earlier, files.reading)
    )
    return changes(before, after)


def years_behind(study: Study, reading: KeptReading) -> Mapping[str, tuple[int, int]]:
    """By indicator its last complete year, and how many years before the end of the study's period that is."""
    return {
        indicator: (year, max(0, study.end - year))
        for indicator, year in sorted(reading.last_complete_year.items())
    }


def _standing(study: Study, record: Record, source: Source | Table, paths: Sequence[Path]) -> FilesOfSource:
    hashes = {path.name: sha256_of_file(path) for path in paths}
    key = reading_key(source, list(hashes.items()), wanted_by(study))
    of_source = [each for each in record.readings if each.source == source.name]
    as_it_is = [each for each in of_source if each.files == hashes or each.key == key]
    # A reading that kept no hashes is of an older version, after which every file is read anew.
    of_names = [each for each in of_source if each.files.keys() == hashes.keys() and all(each.files.values())]
    reading = next(reversed(as_it_is or of_names), None)
    standing: Standing = "read" if as_it_is else "changed" if of_names else "not read"
    refused = record.refused.get(key, ()) if not as_it_is else ()
    changed = (
        tuple(place_in(study.folder, path) for path in paths if reading.files[path.name] != hashes[path.name])
        if reading is not None and standing == "changed"
        else ()
    )
    return FilesOfSource(
        name=source.name,
        source=source,
        places=tuple(place_in(study.folder, path) for path in paths),
        standing="refused" if refused else standing,
        reading=reading,
        earlier=_earlier(of_source, reading),
        changed=changed,
        refused=refused,
    )


def _earlier(of_source: Sequence[KeptReading], reading: KeptReading | None) -> KeptReading | None:
    """The last reading of other files or another release of a source; of the user's own figures, of files of that name."""
    if reading is None:
        return None
    public = reading.source != "figures" and reading.source in {source.name for source in all_sources()}
    others = (
        each
        for each in reversed(of_source)
        if (each.files, each.release) != (reading.files, reading.release)
        and (public or each.files.keys() == reading.files.keys())
    )
    return next(others, None)


def _gone(readings: Sequence[KeptReading], there: Sequence[FilesOfSource]) -> Iterator[FilesOfSource]:
    """The files of each source's last reading that the study has no more."""
    present = {(each.name, PurePosixPath(place).name) for each in there for place in each.places}
    for name, reading in {each.source: each for each in readings}.items():
        missing = tuple(file for file in reading.files if (name, file) not in present)
        if missing:
            yield FilesOfSource(name, None, missing, "gone", reading)
