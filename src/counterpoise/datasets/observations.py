"""The observations of a study: every data file read by the source that recognises it, and kept."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import polars as pl

from counterpoise.admission import LARGEST_DATA, admitted
from counterpoise.datasets.code_lists import code_list
from counterpoise.datasets.cross_checks import errors_of, pairs_of, with_error_terms
from counterpoise.datasets.estimated import Estimated
from counterpoise.datasets.figures import FIGURES
from counterpoise.datasets.indicators import possible, unknown_indicators
from counterpoise.datasets.places import placed, placed_problem
from counterpoise.datasets.snapshot import keep
from counterpoise.datasets.source import (
    MOST_SHOWN,
    InParts,
    Reading,
    Source,
    Wanted,
    recognise,
    source_named,
    unknown_layout,
)
from counterpoise.datasets.table import Table
from counterpoise.datasets.units import in_their_units
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.identity import code_digest, identifier, reader_versions, sha256_of_file
from counterpoise.ledger.events import NewEvent
from counterpoise.study import Study, files_matching
from counterpoise.studyfile import DataEntry
from counterpoise.wording import several
from counterpoise.workspace import Workspace

READ_BY = ("datasets", "states", "crosswalk", "evidence", "admission")
"""The parts of the program that the values of a file depend on."""

READERS = ("duckdb", "fastexcel", "ibis-framework", "numpy", "polars", "pyreadstat")
"""The libraries that they depend on."""

SAME = 0.01
"""Two sources of one observation agree when they differ by less than this share: of the larger, and as a rule."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Values in `evidence.VALUE_SCHEMA`, where each series ends, what could not be read, and the work done.

    The values have the draws of those that are estimated with some (`evidence.POSTERIOR`).
    `notices` says what was read and measures nothing.
    """

    values: pl.DataFrame
    last_complete_year: Mapping[str, int]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    read: int
    kept: int


def observe(study: Study, workspace: Workspace, estimated: Sequence[Estimated] = ()) -> Observed:
    """Every observation that the study's data files hold of its states and powers, of all years.

    Where two files give the same observation the one declared first is kept, figures.csv last; if they differ by
    a hundredth or more, a problem says so, of the first of each two files. What the two say differently is the error of the
    one kept, where its source publishes none (`cross_checks`); both stay among the readings. Each file is recorded as soon as it is read. A value in another unit than
    the theory's, outside the range of its indicator, or of a year to come, is left out and named. What is `estimated` is read
    like a file, and stands in place of the same indicators of every source.
    """
    wanted = wanted_by(study)
    declared, problems, notices = data_files(study)
    files: list[tuple[Source | Table | Estimated, list[Path]]] = [*declared]
    replaced: set[str] = set()
    for each in estimated:
        paths_read = [paths for source, paths in declared if source.name == each.reads_of]
        replaced |= each.instead_of
        files += [(each, paths) for paths in paths_read]
        if not paths_read:
            problems.append(
                Problem("data", f"no files of '{each.reads_of}', from which the study's {each.name} come")
            )
    tables = [pl.DataFrame(schema=VALUE_SCHEMA)]
    everywhere: list[str] = []
    ends: dict[str, int] = {}
    read = kept = 0
    for source, paths in files:
        places = {path.name: place_in(study.folder, path) for path in paths}
        everywhere += places.values()
        hashes = [(path.name, sha256_of_file(path)) for path in paths]
        key = reading_key(source, hashes, wanted)
        known = workspace.find("values.read", key)
        refused = workspace.find("values.rejected", key)
        stored = workspace.kept(str(known.body["object"])) if known is not None else None
        if known is not None and stored is not None:
            reading = _of_object(stored, known.body)
            kept += 1
        elif refused is not None:
            problems += [placed_problem(Problem(*told), places) for told in refused.body["problems"]]
            continue
        else:
            try:
                reading = source.read(paths, wanted)
            except CounterpoiseError as error:
                problems += [placed_problem(problem, places) for problem in error.problems]
                told = [[problem.place, problem.what] for problem in error.problems]
                workspace.record([NewEvent("values.rejected", source.name, {"key": key, "problems": told})])
                continue
            workspace.record([_read(source, hashes, wanted, reading, key, workspace)])
            read += 1
        reading = placed(reading, places)
        problems += reading.problems
        notices += reading.notices
        if source is FIGURES or isinstance(source, Table):
            notices += unknown_indicators(reading.values, study.theory)
        own = isinstance(source, Estimated)
        tables.append(
            reading.values if own else reading.values.filter(~pl.col("indicator").is_in(list(replaced)))
        )
        for indicator, year in reading.last_complete_year.items():
            if own or indicator not in replaced:
                ends[indicator] = max(year, ends.get(indicator, year))
    everything = pl.concat(tables, how="diagonal")
    values, in_other_units = in_their_units(everything, study.theory)
    values, impossible = possible(values, study.theory, datetime.now(UTC).year)
    ends = _ends_of_what_is_left(ends, everything, values)
    first, differing = _first_of_each(values, everywhere)
    errors = errors_of(pairs_of(values))
    values = with_error_terms(first, errors)
    telling = errors.filter((pl.col("error_sd") > 0) | (pl.col("relative_bias").abs() >= SAME))
    notices += [_checked(row) for row in telling.iter_rows(named=True)]
    wrong = (*problems, *in_other_units, *impossible, *differing)
    keep(workspace, values, ends, study.declared.study)
    return Observed(values, ends, wrong, tuple(notices), read, kept)


def wanted_by(study: Study) -> Wanted:
    """What a study asks of every source."""
    return Wanted(
        states=study.panel,
        powers=(study.powers["a"], study.powers["b"]),
        include_partial=study.declared.settings.include_partial,
    )


def reading_key(source: Source | Table | Estimated, hashes: Sequence[tuple[str, str]], wanted: Wanted) -> str:
    """Name a reading by all that it depends on; `hashes` are the names of the files with their SHA-256."""
    return identifier(
        code=code_digest(*READ_BY, *(source.code if isinstance(source, Estimated) else ())),
        readers=reader_versions(*READERS),
        wanted=asdict(wanted),
        source=source.name,
        declared=source.declared.model_dump() if isinstance(source, Table) else None,
        **({"settings": dict(source.settings)} if isinstance(source, Estimated) else {}),
        files=[list(each) for each in hashes],
    )


def _ends_of_what_is_left(
    ends: Mapping[str, int], before: pl.DataFrame, after: pl.DataFrame
) -> dict[str, int]:
    """The last complete years, no later than what is left of an indicator that lost rows."""
    lost = before.join(after, on=list(VALUE_SCHEMA), how="anti", nulls_equal=True)["indicator"].unique()
    last = dict(after.group_by("indicator").agg(pl.col("end").max()).iter_rows())
    cut = {indicator: last.get(indicator) for indicator in lost}
    found = {each: min(year, cut.get(each, year) or -1) for each, year in ends.items()}
    return {each: year for each, year in found.items() if year >= 0}


def data_files(
    study: Study,
) -> tuple[list[tuple[Source | Table, list[Path]]], list[Problem], list[Problem]]:
    """The study's data files by source, in the order declared; one that is not admitted or known is a problem.

    The last is what to know of files that need no reading.
    """
    found: list[tuple[Source | Table, list[Path]]] = []
    problems: list[Problem] = []
    notices: list[Problem] = []
    for entry in study.declared.data:
        matching = (path for pattern in entry.path for path in files_matching(study.folder, pattern))
        paths = list(dict.fromkeys(matching))
        of_source: dict[str, tuple[Source | Table, list[Path]]] = {}
        for path in paths:
            try:
                _admit(study.folder, path)
                source = _source_of(entry, path)
            except CounterpoiseError as error:
                places = {path.name: place_in(study.folder, path)}
                problems += [placed_problem(problem, places) for problem in error.problems]
                continue
            place = place_in(study.folder, path)
            if source is not None:
                of_source.setdefault(source.name, (source, []))[1].append(path)
            elif (listed := code_list(path, place)) is not None:
                notices.append(listed)
            else:
                problems.append(unknown_layout(path, place))
        for source, files in of_source.values():
            for together in _together(source, files):
                wrong = of_one_name(source, [place_in(study.folder, path) for path in together])
                problems += wrong
                if not wrong:
                    found.append((source, together))
    if study.declared.figures is not None:
        path = study.folder / study.declared.figures
        try:
            _admit(study.folder, path)
            found.append((source_named("figures"), [path]))
        except CounterpoiseError as error:
            problems += error.problems
    return found, problems, notices


def lacking(study: Study) -> tuple[Problem, ...]:
    """What the files of a study's sources do not give for want of another one, told without reading them."""
    return tuple(
        placed_problem(problem, {path.name: place_in(study.folder, path) for path in paths})
        for source, paths in data_files(study)[0]
        if isinstance(source, InParts)
        for problem in source.lacking(paths)
    )


def _source_of(entry: DataEntry, path: Path) -> Source | Table | None:
    if entry.table is not None:
        return Table(entry.table)
    return recognise(path) if entry.source is None else source_named(entry.source)


def _admit(folder: Path, path: Path) -> None:
    """Raise CounterpoiseError where a file is not to be read, before anything looks into it."""
    admitted(path, place_in(folder, path), LARGEST_DATA)


def place_in(folder: Path, path: Path) -> str:
    """Where a file lies, as the study names it."""
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _together(source: Source | Table, paths: list[Path]) -> list[list[Path]]:
    """Files of a public source belong together; each table of a user's own figures stands for itself."""
    return [[path] for path in paths] if source is FIGURES else [paths]


def of_one_name(source: Source | Table, places: Sequence[str]) -> list[Problem]:
    """Say which files, that a source is to read together, it could not tell apart by their bare names."""
    first: dict[str, str] = {}
    problems = []
    for place in places:
        if (other := first.setdefault(PurePosixPath(place).name, place)) != place:
            told = f"has the name of {other}, and '{source.name}' tells the files that it reads together by their names"
            problems.append(Problem(place, f"{told}; rename one of them. None of these files was read"))
    return problems


def _read(
    source: Source | Table | Estimated,
    hashes: Sequence[tuple[str, str]],
    wanted: Wanted,
    reading: Reading,
    key: str,
    workspace: Workspace,
) -> NewEvent:
    buffer = io.BytesIO()
    reading.values.write_parquet(buffer)
    return NewEvent(
        "values.read",
        source.name,
        {
            "key": key,
            "source": source.name,
            "release": source.release,
            "paths": [name for name, _ in hashes],
            "hashes": [digest for _, digest in hashes],
            "asked": [list(wanted.states), list(wanted.powers)],
            "object": workspace.objects.put(buffer.getvalue()),
            "problems": [[problem.place, problem.what] for problem in reading.problems],
            "notices": [[notice.place, notice.what] for notice in reading.notices],
            "last_complete_year": dict(reading.last_complete_year),
        },
    )


def _of_object(content: bytes, body: Mapping[str, object]) -> Reading:
    told, noticed, ends = body["problems"], body["notices"], body["last_complete_year"]
    assert isinstance(told, list)
    assert isinstance(noticed, list)
    assert isinstance(ends, dict)
    return Reading(
        pl.read_parquet(content),
        tuple(Problem(*each) for each in told),
        ends,
        tuple(Problem(*each) for each in noticed),
    )


def _first_of_each(values: pl.DataFrame, places: Sequence[str]) -> tuple[pl.DataFrame, list[Problem]]:
    """Keep the first of each observation, and say where later ones differ: so many of each two files, and the number."""
    names = ["state", "partner", "start", "end", "indicator"]
    first = values.unique(names, keep="first", maintain_order=True)
    again = (
        values.join(first, on=names, suffix="_first", nulls_equal=True)
        .filter(
            (pl.col("value") - pl.col("value_first")).abs()
            >= SAME * pl.max_horizontal(pl.col("value").abs(), pl.col("value_first").abs())
        )
        .filter(pl.col("value") != pl.col("value_first"))
    )
    if again.is_empty():
        return first, []
    known = frozenset(places)
    again = again.with_columns(
        pl.Series(
            file,
            [_file_of(row, known) or source for row, source in zip(again[rows], again[sources], strict=True)],
            pl.String,
        )
        for file, rows, sources in (("file", "row", "source"), ("file_first", "row_first", "source_first"))
    )
    differing = []
    for (here, used), rows in again.group_by("file", "file_first", maintain_order=True):
        differing += [_differs(row) for row in rows.head(MOST_SHOWN).iter_rows(named=True)]
        if (more := rows.height - MOST_SHOWN) > 0:
            told = f"{several(more, 'further value')} likewise another than at {used}, which is used"
            differing.append(Problem(str(here), told))
    return first, differing


def _checked(error: Mapping[str, object]) -> Problem:
    """Say what error the disagreement of two sources shows, for whose values it is taken, and what one says more as a rule."""
    told = []
    if error["error_sd"] is not None:
        sd = float(str(error["error_sd"]))
        size = f"{100 * sd:.2g} per cent of the value" if error["scale"] == "log" else f"{sd:.3g}"
        told.append(f"the error of one, {size}, is taken as the standard error of their values without one")
    if error["relative_bias"] is not None:
        more = f"{100 * float(str(error['relative_bias'])):+.2g} per cent"
        told.append(f"{_one(error, '_other')} says {more} as a rule")
    return Problem(
        str(error["indicator"]),
        f"{_one(error)} and {_one(error, '_other')} tell {several(int(str(error['used'])), 'value')} both: {'; '.join(told)}",
    )


def _one(error: Mapping[str, object], which: str = "") -> str:
    """The name of a source, with its release where both are of one source."""
    name = str(error[f"source{which}"])
    same = error["source"] == error["source_other"] and error["release"] != error["release_other"]
    return f"{name} {error[f'release{which}']}" if same else name


def _file_of(row: str, places: frozenset[str]) -> str:
    """The place that a row's provenance begins with, the longest, since a place may begin with another; or nothing."""
    return next((row[:end] for end in range(len(row), 0, -1) if row[:end] in places), "")


def _differs(row: Mapping[str, object]) -> Problem:
    return Problem(
        str(row["row"]),
        f"{row['indicator']} of {row['state']} with {row['partner'] or 'itself'}, {row['start']}-{row['end']}, is "
        f"{row['value']:g} here and {row['value_first']:g} at {row['row_first']}, which is used",
    )
