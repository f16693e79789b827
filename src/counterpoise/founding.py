"""Studies founded: a first study file, and the files that a user brings into the study's folders."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from counterpoise.admission import content_of
from counterpoise.datasets.code_lists import code_list
from counterpoise.datasets.figures import FIGURES
from counterpoise.datasets.indicators import possible, unknown_indicators
from counterpoise.datasets.places import placed, placed_problem
from counterpoise.datasets.source import Wanted, recognise, unknown_layout
from counterpoise.datasets.tablefile import DATA_SUFFIXES
from counterpoise.datasets.units import in_their_units
from counterpoise.documents.corpora.rows import CORPUS_SUFFIXES
from counterpoise.documents.document import Declaration
from counterpoise.documents.intake import DOCUMENT_SUFFIXES
from counterpoise.documents.kinds import notices_of_kinds
from counterpoise.documents.proposals import BIBLIOGRAPHY_SUFFIXES, proposal_of, table_without_text
from counterpoise.documents.workers import File, Workers
from counterpoise.errors import CounterpoiseError, Problem, StudyFileError, UsageError
from counterpoise.identity import sha256_of_file
from counterpoise.states import known_iso3, unknown_state
from counterpoise.states import state as state_of
from counterpoise.study import Study, not_utf_8, read_study
from counterpoise.studyfile import years_in_order
from counterpoise.theory.reading import read_theory
from counterpoise.wording import with_capital

STUDY_FILE = """\
study:
state:
powers: {a: , b: }
period:
theory:
panel: [STATE]                  # add states to compare with: ties are scaled over the whole panel

documents:                      # kind says what a file counts as: speech, law, treaty, report and interview are first-hand;
                                # scholarly, news and literature digest second-hand; origin: CODE says who speaks
  - {path: documents/, kind: report}
data:                           # files as downloaded; the source of each is recognised from the file itself
  - {path: data/}

dictionaries:                   # the case's own terms; a table row reads the passages that name one of them
questions: []
"""
"""What a new study file says, before its values are set into it."""

DOCUMENTS, DATA = "documents", "data"
"""The folders of a study in which its documents and its files of data lie."""

COMMENTS = 32
"""The column in which comments stand."""


class FoundingError(UsageError):
    """What a study was to be founded with is wrong."""


@dataclass(frozen=True, slots=True)
class Added:
    """Files copied into a study, files that were there already, what was left out and why.

    `notices` say as what the documents count, and what else a user should know and need not mend.
    """

    documents: tuple[Path, ...]
    data: tuple[Path, ...]
    present: tuple[Path, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


def study_file(
    state: str, powers: tuple[str, str], period: str, theory: str, dictionaries: Mapping[str, str]
) -> str:
    """The text of a first study file; `dictionaries` gives what each dictionary of the theory is for."""
    name, name_a, name_b = (state_of(iso3).in_a_sentence for iso3 in (state, *powers))
    yaml = YAML()
    yaml.width = 1_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    declared = yaml.load(STUDY_FILE)
    declared["study"] = f"{with_capital(name)} between {name_a} and {name_b}"
    declared["state"] = state
    declared["powers"]["a"], declared["powers"]["b"] = powers
    declared["period"] = period
    declared["theory"] = theory
    declared["panel"][0] = state
    declared["questions"] = [f"How has {name} stood between {name_a} and {name_b}?"]
    declared["dictionaries"] = CommentedMap((each, CommentedSeq()) for each in dictionaries)
    for each, says in dictionaries.items():
        declared["dictionaries"][each].fa.set_flow_style()
        declared["dictionaries"].yaml_add_eol_comment(" ".join(says.split()), each, column=COMMENTS)
    written = StringIO()
    yaml.dump(declared, written)
    return written.getvalue()


def found_study(folder: Path, *, state: str, powers: tuple[str, str], period: str, theory: str) -> Path:
    """Make a study's folder with a study file that holds together; gives the folder.

    Raises UsageError where the folder holds a study already, and FoundingError with everything that is wrong with
    state, powers, period and theory; then nothing is left behind.
    """
    if (folder / "study.yaml").exists():
        raise UsageError(Problem(str(folder / "study.yaml"), "there is a study here already"))
    for part in (folder, *folder.parents):
        if part.exists() and not part.is_dir():
            raise CounterpoiseError(
                Problem(str(part), "is a file; expected a folder, or a name for a new one")
            )
    problems = list(_wrong_terms(state, powers, period))
    wanted = (*reversed(folder.parents), folder, folder / DOCUMENTS, folder / DATA)
    made = [part for part in wanted if not part.exists()]
    try:
        for part in made:
            part.mkdir()
        # Only now that the folder stands is a theory found by a path that leads out of it.
        try:
            dictionaries = read_theory(theory, folder).dictionaries
        except StudyFileError as error:
            raise FoundingError(*problems, *error.problems) from error
        if problems:
            raise FoundingError(*problems)
        text = study_file(state, powers, period, theory, dictionaries)
        (folder / "study.yaml").write_text(text, encoding="utf-8")
        read_study(folder)
    except BaseException:  # also where Ctrl-C stops it
        (folder / "study.yaml").unlink(missing_ok=True)
        for part in reversed(made):
            # Only an empty folder can be removed so: files of the user's are never touched.
            with suppress(OSError):
                part.rmdir()
        raise
    return folder


def _wrong_terms(state: str, powers: tuple[str, str], period: str) -> Iterator[Problem]:
    """Everything that is wrong with the state, the powers and the period of a study to be."""
    terms = dict.fromkeys((("state", state), *(("powers", iso3) for iso3 in powers)))
    yield from (Problem(place, unknown_state(iso3)) for place, iso3 in terms if iso3 not in known_iso3())
    if powers[0] == powers[1]:
        told = f"power a and power b are both {powers[0]}; a study stands between two powers"
        yield Problem("powers", told)
    if state in powers:
        yield Problem("state", f"{state} is one of the two powers; the state stands between them")
    try:
        years_in_order(period)
    except ValueError as error:
        yield Problem("period", str(error))


def add_files(folder: Path, paths: Sequence[Path]) -> Added:
    """Copy files, and the files of folders, into a study: documents into documents/, data files into data/.

    Each is read first; what cannot be read, and a table that no data source recognises, is left out with
    the reason and leaves no trace. A folder keeps its shape, so that the official layouts stay readable.
    What lies in the study's folder is there already. Raises StudyFileError where the study file is wrong.
    """
    study = read_study(folder)
    documents: dict[Path, str] = {}
    sets: list[Path] = []
    data: list[Path] = []
    notices: list[Problem] = []
    present: list[Path] = []
    problems: list[Problem] = []
    with Workers() as workers:
        for file, relative in files_within(paths, problems):
            if file.resolve().is_relative_to(folder.resolve()):
                present.append(file)
                continue
            looked = _look(file, relative, study, workers)
            target = folder / looked.folder / relative
            wrong = looked.problems
            if target.is_file() and not wrong and sha256_of_file(target) == sha256_of_file(file):
                present.append(target)
                continue
            wrong = (*wrong, *in_the_way(file, target))
            if wrong:
                problems += wrong
                continue
            copied(file, target)
            notices += looked.notices
            if looked.folder == DATA:
                data.append(target)
            elif looked.kind is None:
                sets.append(target)
            else:
                documents[target] = looked.kind
    notices += notices_of_kinds(study, documents)
    return Added((*documents, *sets), tuple(data), tuple(present), tuple(problems), tuple(notices))


def in_the_way(file: Path, target: Path) -> Iterator[Problem]:
    """What stands where a file is to go: a file of its name, or one where a folder should be."""
    standing = next(place for place in (target, *target.parents) if place.exists())
    if standing == target or not standing.is_dir():
        yield Problem(str(file), f"another file stands at {standing}; rename one of them")


def copied(file: Path, target: Path) -> None:
    """Copy a file to a place in a study, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.part")
    shutil.copyfile(file, partial)
    partial.replace(target)


def files_within(paths: Sequence[Path], problems: list[Problem]) -> Iterator[tuple[Path, Path]]:
    """Each file with the place that it takes in the study, hidden files and links left out; what is none is a problem."""
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


@dataclass(frozen=True, slots=True)
class _Look:
    """Why a file cannot be added, or nothing; what to know of it; the kind of a document by its own word, or `report`.

    `folder` is that of the study to which it belongs.
    """

    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    kind: str | None = None
    folder: str = DATA


def _look(file: Path, relative: Path, study: Study, workers: Workers) -> _Look:
    """Look into a file that is to be added."""
    suffix = file.suffix.lower()
    if not_utf_8(str(relative)):
        return _Look((Problem(ascii(str(file)), "the name is not UTF-8 text; rename the file"),))
    try:
        if suffix in DOCUMENT_SUFFIXES:
            place = relative.as_posix()
            read = workers.read(File(content_of(file, place), place, Declaration(kind="report")))
            return _Look(kind=read.kind, folder=DOCUMENTS)
        source = recognise(file) if file.name.lower().endswith(DATA_SUFFIXES) else None
        if source is not None:
            return _Look(*rows_of_figures(file, study)) if source is FIGURES else _Look()
        if (proposed := proposal_of(file, relative)) is not None:
            told = f"is read once the study file has `{proposed.line}` under `{proposed.key}:`"
            place = f"{proposed.folder}/{relative.as_posix()}"
            return _Look(notices=(Problem(place, told),), folder=proposed.folder)
        if file.name.lower().endswith(DATA_SUFFIXES):
            if (listed := code_list(file, str(file))) is not None:
                return _Look(notices=(listed,))
            return _Look((unknown_layout(file, str(file)),))
        if (without := table_without_text(file, str(file))) is not None:
            return _Look((without,))
    except CounterpoiseError as error:
        places = {relative.as_posix(): str(file)} | (
            {} if relative.name == str(relative) else {file.name: str(file)}
        )
        return _Look(tuple(placed_problem(problem, places) for problem in error.problems))
    except OSError as error:
        return _Look((Problem(str(file), f"cannot be read: {error.strerror}"),))
    known = ", ".join(sorted({*DOCUMENT_SUFFIXES, *DATA_SUFFIXES, *BIBLIOGRAPHY_SUFFIXES, *CORPUS_SUFFIXES}))
    return _Look((Problem(str(file), f"'{suffix or file.name}' files are not read; these are: {known}"),))


def rows_of_figures(file: Path, study: Study) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """The rows of a table of figures that a run could not use, with what to do then, and those that it would not."""
    wanted = Wanted(states=study.panel, powers=(study.powers["a"], study.powers["b"]))
    reading = placed(FIGURES.read([file], wanted), {file.name: str(file)})
    in_units, in_other_units = in_their_units(reading.values, study.theory)
    impossible = possible(in_units, study.theory, datetime.now(UTC).year)[1]
    wrong = (*reading.problems, *in_other_units, *impossible)
    if wrong:
        return (*wrong, Problem(str(file), "was left out; mend the rows named above and add it again")), ()
    return (), (*reading.notices, *unknown_indicators(reading.values, study.theory))
