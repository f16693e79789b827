"""Proposals: what to write into a study file so that a bibliography or a table of documents is read with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from counterpoise.admission import content_of
from counterpoise.documents.corpora.rows import CORPUS_SUFFIXES, corpus_rows
from counterpoise.documents.references.reading import read_references
from counterpoise.errors import CounterpoiseError, Problem

BIBLIOGRAPHY_SUFFIXES = (".bib", ".bibtex", ".ris", ".csljson")
"""The suffixes of files that hold references and nothing else, in lower case; CSL-JSON also ends in `.json`."""

_UNAMBIGUOUS = ("title", "date", "source", "id")
"""Columns that hold what the key of the same name asks for."""

_COLUMNS_OF_DEBATES = ("iso3", "session", "year", "text")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The folder of a study in which a file belongs, and the lines that make its study file read it."""

    folder: str
    key: str
    line: str


def proposal_of(file: Path, relative: Path) -> Proposal | None:
    """What to make of a file that is to be added: a bibliography, a table of documents, or None for neither.

    Raises CounterpoiseError where a file named as a bibliography is none.
    """
    suffix = _suffix(file)
    if suffix in BIBLIOGRAPHY_SUFFIXES:
        read_references(content_of(file, relative.as_posix()), relative.as_posix())
        return _of_bibliography(relative)
    if suffix == ".json" and _is_bibliography(file):
        return _of_bibliography(relative)
    if suffix not in CORPUS_SUFFIXES or not _has(file, ("text",)):
        return None
    place = f"corpora/{relative.as_posix()}"
    if _has(file, _COLUMNS_OF_DEBATES):
        return Proposal("corpora", "documents", f'- {{path: "{place}", layout: ungdc, kind: speech}}')
    named = ", ".join(f"{name}: {name}" for name in ("text", *_UNAMBIGUOUS) if _has(file, (name,)))
    return Proposal("corpora", "documents", f'- {{path: "{place}", kind: report, columns: {{{named}}}}}')


def table_without_text(file: Path, place: str) -> Problem | None:
    """Why nothing is proposed for a table of documents: no column has the name `text`, and which are there.

    None for what is no table. Raises CounterpoiseError where the file is damaged.
    """
    if _suffix(file) not in CORPUS_SUFFIXES:
        return None
    try:
        next(corpus_rows(file, place, ("text",)), None)
    except CounterpoiseError as error:
        if any("has no column" in problem.what for problem in error.problems):
            (problem,) = error.problems
            told = "say which holds the text, `columns: {text: NAME}`, in an entry under `documents:`"
            return Problem(place, f"{problem.what}; {told}")
        raise
    return Problem(place, "is a table without rows")


def _suffix(file: Path) -> str:
    """The suffix that tells what a file holds, in lower case, that of packing left aside."""
    suffixes = [suffix.lower() for suffix in file.suffixes if suffix.lower() != ".gz"]
    return suffixes[-1] if suffixes else ""


def _of_bibliography(relative: Path) -> Proposal:
    place = f"bibliography/{relative.as_posix()}"
    return Proposal("bibliography", "bibliography", f'- "{place}"')


def _is_bibliography(file: Path) -> bool:
    try:
        references, _ = read_references(content_of(file, file.name), file.name)
    except CounterpoiseError:
        return False
    return any(reference.type != "document" for reference in references)


def _has(file: Path, columns: tuple[str, ...]) -> bool:
    """Whether a table has all of some columns; a file that cannot be read as a table has none."""
    try:
        return next(corpus_rows(file, file.name, columns), None) is not None
    except CounterpoiseError:
        return False
