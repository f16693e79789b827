"""Staging: files of events as they are downloaded, checked line by line, to parts that hold the events between two countries.

DuckDB reads the files, in batches that are unpacked and thrown away again, so that neither memory nor disk has to hold
all of them. A line that does not fit the layout is left out and named; where more than a hundredth of a file's lines do not,
the file is refused, as one that was cut, written anew by another program, or laid out anew by its publisher.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.admission import BLOCK, check_unpacked
from counterpoise.datasets.events.dyads import unbound
from counterpoise.datasets.events.layouts import Layout
from counterpoise.datasets.preamble import separator_of
from counterpoise.datasets.tablefile import UNREADABLE, damaged, first_lines, header, opened
from counterpoise.errors import CounterpoiseError, Problem

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

LARGEST_UNPACKED = 8 * 2**30
"""Bytes of the largest file of events, unpacked."""

BATCH = 2**30
"""Bytes of unpacked files that are read together."""

MEMORY = "2GB"
"""What DuckDB may hold in memory; what is more goes to the temporary folder."""

FEW = 0.01
"""A file with more than this share of lines that do not fit its layout is refused."""

_MOST_FAULTS = 100_000
"""Faults of a file that are listed; a file with as many is refused, since the number of its bad lines is not known."""

_IN_WORDS = {"int64": "a whole number", "float64": "a number", "date": "a day such as {}"}
_DUCKDB = {"int64": "BIGINT", "float64": "DOUBLE", "date": "DATE", "string": "VARCHAR"}


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a file of a layout is written: its columns in order, what separates them, whether it has a header line."""

    layout: Layout
    columns: tuple[str, ...]
    separator: str
    header: bool


def connected(folder: Path) -> Backend:
    """DuckDB in memory, with what does not fit there in a folder."""
    import ibis

    return ibis.duckdb.connect(
        memory_limit=MEMORY, temp_directory=str(folder), preserve_insertion_order=False
    )


def staged(
    files: Mapping[Path, Layout],
    events: Callable[[Table], Table],
    connection: Backend,
    folder: Path,
) -> tuple[list[Path], list[Problem]]:
    """Files, each with its layout, as Parquet parts in `folder`, in the columns of `dyads.EVENTS`, and the lines left out.

    `events` is the expression from the columns of a layout to events. Raises CounterpoiseError with every file that is
    damaged, or that more than `FEW` of its lines keep from being of its layout.
    """
    parts: list[Path] = []
    problems: list[Problem] = []
    refused: list[Problem] = []
    for shape, alike in _by_shape(files, refused).items():
        for batch in _batches(alike, folder, refused):
            part = folder / f"events-{len(parts)}.parquet"
            try:
                problems += _read(batch, shape, events, connection, part)
                parts.append(part)
            except CounterpoiseError as error:
                refused += error.problems
            for file in batch.values():
                if file.is_relative_to(folder):
                    file.unlink()
    if refused:
        raise CounterpoiseError(*sorted(refused))
    return parts, problems


def _by_shape(files: Mapping[Path, Layout], refused: list[Problem]) -> Mapping[_Shape, list[Path]]:
    """The files by how they are written, since the engine reads files of one shape together."""
    shapes: dict[_Shape, list[Path]] = {}
    for path, layout in sorted(files.items(), key=lambda each: each[0]):
        try:
            shapes.setdefault(_shape(path, layout), []).append(path)
        except CounterpoiseError as error:
            refused += error.problems
    return shapes


def _shape(path: Path, layout: Layout) -> _Shape:
    names, separator = header(path), separator_of(first_lines(path)[0])
    if names == layout.without_header:
        if separator != "\t":
            raise _not_the_layout(path, layout, 1, f"has cells separated by '{separator}', expected tabs")
        return _Shape(layout, layout.columns, separator, False)
    with opened(path) as stream:
        stream.readline(BLOCK)
        cells = stream.readline(BLOCK).count(separator.encode()) + 1
    known = tuple(name for name in names if name in layout.columns)
    if len(names) > cells == len(known):
        # Some files of POLECAT name columns that their rows do not have.
        return _Shape(layout, known, separator, True)
    named = tuple(name or f"column {place}" for place, name in enumerate(names))
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise _not_the_layout(path, layout, 1, f"names the column '{twice}' twice")
    return _Shape(layout, named, separator, True)


def _batches(files: Sequence[Path], folder: Path, refused: list[Problem]) -> Iterator[dict[Path, Path]]:
    """Files as they lie unpacked, each under the path that it came from, as many as are read together."""
    batch: dict[Path, Path] = {}
    size = 0
    for number, path in enumerate(files):
        try:
            batch[path] = _unpacked(path, folder / f"unpacked-{number}.csv")
        except CounterpoiseError as error:
            refused += error.problems
            continue
        size += batch[path].stat().st_size
        if size >= BATCH:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def _unpacked(path: Path, to: Path) -> Path:
    """A packed file unpacked, counted as it grows; a file that is not packed as it lies."""
    with path.open("rb") as stream:
        if stream.read(2) not in (b"\x1f\x8b", b"PK"):
            return path
    size = 0
    try:
        with opened(path) as packed, to.open("wb") as plain:
            while block := packed.read(BLOCK):
                size += len(block)
                check_unpacked(size, path.name, LARGEST_UNPACKED)
                plain.write(block)
    except UNREADABLE as error:
        to.unlink(missing_ok=True)
        raise damaged(path, error) from error
    except CounterpoiseError:
        to.unlink(missing_ok=True)
        raise
    return to


def _read(
    batch: Mapping[Path, Path],
    shape: _Shape,
    events: Callable[[Table], Table],
    connection: Backend,
    part: Path,
) -> list[Problem]:
    """Write the events of a batch, and say which lines were left out."""
    import duckdb

    layout = shape.layout
    # The engine tells a file by its whole path, however it was given.
    names = {str(file.resolve()): path for path, file in batch.items()}
    types = {name: layout.types.get(name, "string") for name in shape.columns}
    try:
        connection.read_csv(
            list(names),
            table_name="raw",
            auto_detect=False,
            header=shape.header,
            delim=shape.separator,
            quote='"' if shape.header else "",
            escape='"' if shape.header else "",
            columns={name: _DUCKDB[kind] for name, kind in types.items()},
            dateformat=layout.day,
            nullstr=list(layout.empty),
            ignore_errors=True,
            store_rejects=True,
            rejects_limit=_MOST_FAULTS,
        )
        connection.to_parquet(events(unbound(types, "raw")), part)
        rejects = connection.raw_sql(
            "SELECT file_path, line, column_name, error_type::VARCHAR, csv_line FROM reject_errors "
            "JOIN reject_scans USING (scan_id, file_id) ORDER BY file_path, line"
        ).fetchall()
        connection.raw_sql("DROP TABLE reject_errors; DROP TABLE reject_scans")
    except duckdb.Error as error:
        if len(batch) > 1:
            # One of the files is to blame, and read alone it says so.
            raise _of_each(batch, shape, events, connection, part) from error
        raise damaged(next(iter(batch)), error) from error
    wrong: dict[Path, dict[int, str]] = {}
    faults: Counter[Path] = Counter()
    for file, line, column, kind, text in rejects:
        told = _told(column, kind, text or "", shape)
        faults[names[file]] += 1
        wrong.setdefault(names[file], {}).setdefault(line, told)
    problems: list[Problem] = []
    refused: list[Problem] = []
    for path, lines in wrong.items():
        rows = _lines(batch[path]) - shape.header
        first, said = next(iter(lines.items()))
        endless = faults[path] >= _MOST_FAULTS
        if endless or len(lines) > FEW * rows:
            least = "at least " if endless else ""
            share = f"{least}{len(lines):,} of its {rows:,} lines do not fit"
            refused += _not_the_layout(path, layout, first, f"{said}; {share}").problems
        else:
            left = f"Line left out; {rows - len(lines):,} others were read"
            more = f"{said}, and so {len(lines) - 1:,} more" if len(lines) > 1 else said
            problems.append(Problem(f"{path.name}:{first}", f"{more}. {left}"))
    if refused:
        raise CounterpoiseError(*refused)
    return problems


def _of_each(
    batch: Mapping[Path, Path],
    shape: _Shape,
    events: Callable[[Table], Table],
    connection: Backend,
    part: Path,
) -> CounterpoiseError:
    """What is wrong with the files of a batch that cannot be read together, found by reading each alone."""
    problems: list[Problem] = []
    for path, file in batch.items():
        try:
            _read({path: file}, shape, events, connection, part)
        except CounterpoiseError as error:
            problems += error.problems
    return CounterpoiseError(
        *(problems or [Problem(next(iter(batch)).name, "cannot be read with the others")])
    )


def _told(column: str | None, kind: str, line: str, shape: _Shape) -> str:
    """What is wrong with a line."""
    layout = shape.layout
    if kind in ("TOO MANY COLUMNS", "MISSING COLUMNS"):
        return f"has {line.count(shape.separator) + 1} cells, expected {len(shape.columns)}"
    if kind == "INVALID ENCODING":
        return "is not UTF-8"
    if kind == "CAST" and column is not None and column in layout.types:
        cells = line.split(shape.separator)
        place = shape.columns.index(column)
        found = cells[place] if place < len(cells) else ""
        expected = _IN_WORDS[layout.types[column]].format(
            "20240131" if "-" not in layout.day else "2024-01-31"
        )
        return f"{column} is {found[:40]!r}, expected {expected}"
    return f"cannot be read ({kind.lower()})"


def _lines(file: Path) -> int:
    """How many lines a file has, the last perhaps without an end."""
    lines, last = 0, b"\n"
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n")


def _not_the_layout(path: Path, layout: Layout, line: int, what: str) -> CounterpoiseError:
    """Say that a file is not what its source publishes, and what to do."""
    return CounterpoiseError(
        Problem(
            f"{path.name}:{line}",
            f"{what}. Expected '{layout.source}' in release {layout.release}, {len(layout.columns)} columns in UTF-8. The file was "
            "cut, saved anew by another program, or is of a newer layout: download it again, and leave it as it "
            "comes. Nothing of it was used",
        )
    )
