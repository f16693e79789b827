"""Studies founded: a first study file, and the files that a user brings into the study's folders."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from counterpoise.datasets.source import recognise
from counterpoise.documents.document import Declaration
from counterpoise.documents.intake import DOCUMENT_SUFFIXES, read_document
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import sha256_of_file
from counterpoise.states import known_iso3, unknown_state
from counterpoise.states import state as state_of
from counterpoise.study import not_utf_8, read_study
from counterpoise.theory.reading import read_theory

DATA_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".dta", ".parquet", ".rda", ".rdata", ".gz"})

STUDY_FILE = """\
study: {title}
state: {state}
powers: {{a: {a}, b: {b}}}
period: {period}
theory: {theory}
panel: [{state}]                # add states to compare with: ties are scaled over the whole panel

documents:                      # kind says what a file counts as: speech, law, treaty, report and interview are first-hand;
                                # scholarly, news and literature digest second-hand; origin says who speaks, as in origin: {state}
  - {{path: documents/, kind: report}}
data:                           # files as downloaded; the source of each is recognised from the file itself
  - {{path: data/}}

dictionaries:                   # the case's own terms; a table row reads the passages that name one of them
{dictionaries}
questions:
  - How has {name} stood between {name_a} and {name_b}?
"""


@dataclass(frozen=True, slots=True)
class Added:
    """Files copied into a study, files that were there already, and what was left out and why."""

    documents: tuple[Path, ...]
    data: tuple[Path, ...]
    present: tuple[Path, ...]
    problems: tuple[Problem, ...]


def found_study(folder: Path, *, state: str, powers: tuple[str, str], period: str, theory: str) -> Path:
    """Make a study's folder with a study file that holds together; gives the folder.

    Raises CounterpoiseError where the folder holds a study already or a state, power, period or theory is wrong;
    then nothing is left behind.
    """
    if (folder / "study.yaml").exists():
        raise CounterpoiseError(Problem(str(folder / "study.yaml"), "there is a study here already"))
    for part in (folder, *folder.parents):
        if part.exists() and not part.is_dir():
            raise CounterpoiseError(
                Problem(str(part), "is a file; expected a folder, or a name for a new one")
            )
    a, b = powers
    unknown = [
        Problem(place, unknown_state(iso3))
        for place, iso3 in (("state", state), ("powers", a), ("powers", b))
        if iso3 not in known_iso3()
    ]
    if unknown:
        raise CounterpoiseError(*unknown)
    names = [state_of(iso3).in_a_sentence for iso3 in (state, a, b)]
    known = read_theory(theory, folder).dictionaries
    text = STUDY_FILE.format(
        title=f"{names[0]} between {names[1]} and {names[2]}",
        state=state,
        a=a,
        b=b,
        period=period,
        theory=theory,
        dictionaries="".join(f"  {name}: []".ljust(32) + f"# {says}\n" for name, says in known.items()),
        name=names[0],
        name_a=names[1],
        name_b=names[2],
    )
    wanted = (*reversed(folder.parents), folder, folder / "documents", folder / "data")
    made = [part for part in wanted if not part.exists()]
    try:
        for part in made:
            part.mkdir()
        (folder / "study.yaml").write_text(text, encoding="utf-8")
        read_study(folder)
    except (CounterpoiseError, OSError):
        (folder / "study.yaml").unlink(missing_ok=True)
        for part in reversed(made):
            # Only an empty folder can be removed so: files of the user's are never touched.
            with suppress(OSError):
                part.rmdir()
        raise
    return folder


def add_files(folder: Path, paths: Sequence[Path]) -> Added:
    """Copy files, and the files of folders, into a study: documents into documents/, data files into data/.

    Each is read first; what cannot be read, and a table that no data source recognises, is left out with
    the reason and leaves no trace. A folder keeps its shape, so that the official layouts stay readable.
    What lies in the study's folder is there already.
    """
    documents: list[Path] = []
    data: list[Path] = []
    present: list[Path] = []
    problems: list[Problem] = []
    for file, relative in _files(paths, problems):
        suffix = file.suffix.lower()
        part = "documents" if suffix in DOCUMENT_SUFFIXES else "data"
        target = folder / part / relative
        if file.resolve().is_relative_to(folder.resolve()):
            present.append(file)
            continue
        wrong = _unfit(file, relative)
        if target.is_file() and not wrong and sha256_of_file(target) == sha256_of_file(file):
            present.append(target)
            continue
        standing = next((place for place in (target, *target.parents) if place.exists()), folder)
        if standing == target or not standing.is_dir():
            wrong = (*wrong, Problem(str(file), f"another file stands at {standing}; rename one of them"))
        if wrong:
            problems += wrong
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.part")
        shutil.copyfile(file, partial)
        partial.replace(target)
        (documents if part == "documents" else data).append(target)
    return Added(tuple(documents), tuple(data), tuple(present), tuple(problems))


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[tuple[Path, Path]]:
    """Each file with the place that it takes in the study, hidden files and links left out."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                within = file.relative_to(path)
                if any(part.startswith(".") for part in within.parts):
                    continue
                if file.is_symlink():
                    problems.append(Problem(str(file), "a link; links are not followed"))
                elif file.is_file():
                    yield file, within
                elif not file.is_dir():
                    problems.append(Problem(str(file), "neither a file nor a folder"))
        elif path.is_file():
            yield path, Path(path.name)
        else:
            problems.append(Problem(str(path), "there is no such file or folder"))


def _unfit(file: Path, relative: Path) -> tuple[Problem, ...]:
    """Why a file cannot be added, or nothing."""
    suffix = file.suffix.lower()
    if not_utf_8(str(relative)):
        return (Problem(ascii(str(file)), "the name is not UTF-8 text; rename the file"),)
    try:
        if suffix in DOCUMENT_SUFFIXES:
            read_document(file, relative.as_posix(), Declaration(kind="report"))
            return ()
        if suffix in DATA_SUFFIXES:
            if recognise(file) is not None:
                return ()
            return (
                Problem(
                    str(file),
                    "no data source has this layout; put your own figures in columns "
                    "state, partner, start, end, indicator, value, unit, source, release",
                ),
            )
    except CounterpoiseError as error:
        here = relative.as_posix()
        return tuple(
            Problem(str(file) + problem.place.removeprefix(here), problem.what)
            if problem.place.startswith(here)
            else problem
            for problem in error.problems
        )
    except OSError as error:
        return (Problem(str(file), f"cannot be read: {error.strerror}"),)
    known = ", ".join(sorted({*DOCUMENT_SUFFIXES, *DATA_SUFFIXES}))
    return (Problem(str(file), f"'{suffix or file.name}' files are not read; these are: {known}"),)
