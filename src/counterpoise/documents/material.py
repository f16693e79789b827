"""The material of a study: the places that it declares, each under the key of all that its reading depends on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

from counterpoise.admission import admitted, content_of
from counterpoise.documents.corpora.corpus import TEI_LAYOUT, corpus_documents
from counterpoise.documents.corpora.layouts import TABLE_LAYOUTS
from counterpoise.documents.corpora.rows import CORPUS_SUFFIXES, LARGEST
from counterpoise.documents.corpora.ungdc import code_of_speech
from counterpoise.documents.document import Declaration, Document
from counterpoise.documents.packages import PACKAGE, package_documents
from counterpoise.documents.pdf.ocr import engine
from counterpoise.documents.workers import File
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import code_digest, identifier, reader_versions, sha256, sha256_of_file
from counterpoise.study import Study, files_matching
from counterpoise.studyfile import DocumentsEntry

READ_BY = ("documents", "admission", "standing", "states", "yamlfile", "identity")
"""The parts of the program that a document's text and record depend on."""

READERS = (
    "bibtexparser",
    "charset-normalizer",
    "fastexcel",
    "lxml",
    "numpy",
    "polars",
    "py3langid",
    "pyarrow",
    "pypdfium2",
    "rispy",
    "ruamel.yaml",
    "trafilatura",
)
"""The libraries that they depend on."""


Stage = Callable[[], Mapping[str, object]]
"""Gives what decides how documents are read; it takes a look at the program and its libraries."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of many documents, read where it lies; `sha256` is that of the bytes that `rows` is to read."""

    path: Path
    sha256: str
    rows: Callable[[], Iterable[Document | Problem]]


@dataclass(frozen=True, slots=True)
class Material:
    """What stands at a place that a study declares, under the key of everything that its reading depends on.

    A package is read by a function, and keeps its own originals.
    """

    key: str
    content: File | Table | Callable[[], tuple[Document, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a study declares, what is declared of it, and how to look at what stands there.

    `kind_declared` tells whether the study file names the kind of the documents there, and `stage` what decides how they are read.
    `voices` are the states whose documents alone are taken of a table; None where all are.
    """

    name: str
    declaration: Declaration
    kind_declared: bool
    stage: Stage
    look: Callable[[], Material]
    voices: frozenset[str] | None = None


def declared_places(study: Study) -> list[Place]:
    """Each place once, as the first entry that names it declares it; files of the bibliography are none."""
    declared = [each for entry in study.declared.documents for each in _places(study, entry)]
    apart = {name_in(study.folder, path) for path in bibliography_files(study)}
    return list({each.name: each for each in reversed(declared) if each.name not in apart}.values())[::-1]


def declared_voices(study: Study) -> list[Place]:
    """Each place once at which other states of the panel speak for themselves, as `voices` of the study file declares it.

    Of tables the documents of these states are taken.
    """
    of = frozenset(study.panel[1:])
    declared = [each for entry in study.declared.voices for each in _places(study, entry, of)]
    return list({each.name: each for each in reversed(declared)}.values())[::-1]


def voice_files(study: Study, entry: DocumentsEntry) -> list[Path]:
    """The files of an entry of `voices` that are read: of those in the layout of the General Debate the ones of the panel's other states."""
    found = files_matching(study.folder, entry.path or "")
    if entry.layout != "ungdc":
        return found
    return [path for path in found if code_of_speech(path.name) in (*study.panel[1:], None)]


def bibliography_files(study: Study) -> list[Path]:
    """The files of a study's bibliography, in the order in which it names them."""
    named = (path for each in study.declared.bibliography for path in files_matching(study.folder, each))
    return list(dict.fromkeys(named))


def name_in(folder: Path, path: Path) -> str:
    """How a study names a file: by its way from the study's folder, if it is in there."""
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return path.as_posix()


def is_table(path: Path, entry: DocumentsEntry) -> bool:
    """Whether a file holds many documents, by what is declared of it and by its suffix."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    tabular = suffixes[-1:] == [".gz"] or (suffixes[-1:] and suffixes[-1] in CORPUS_SUFFIXES)
    of_many = entry.layout == TEI_LAYOUT or (entry.layout in TABLE_LAYOUTS and entry.layout != "ungdc")
    return bool(tabular or of_many or entry.columns is not None)


def _places(study: Study, entry: DocumentsEntry, voices: frozenset[str] | None = None) -> Iterator[Place]:
    """The places of an entry, of all documents there or of those of some states."""
    declaration = Declaration(
        kind=entry.kind,
        origin=entry.origin,
        title=entry.title,
        date=entry.date,
        layout=entry.layout,
        source=entry.source,
        on_behalf_of=entry.on_behalf_of,
    )
    stage = cache(partial(_stage, declaration))
    told = "kind" in entry.model_fields_set
    if entry.package is not None:
        years = range(study.start, study.end + 1)
        look = partial(_package, stage, entry.package, years, declaration)
        yield Place(f"{PACKAGE}{entry.package}", declaration, told, stage, look)
        return
    files = files_matching(study.folder, entry.path or "") if voices is None else voice_files(study, entry)
    for path in files:
        name = name_in(study.folder, path)
        if is_table(path, entry):
            chosen: dict[str, object] = {
                "columns": entry.columns and entry.columns.model_dump(),
                "where": entry.where,
            }
            chosen |= {} if voices is None else {"voices": sorted(voices)}
            of_table = cache(partial(_stage, declaration, chosen))
            look = partial(_table, of_table, path, name, entry, declaration, voices)
            yield Place(name, declaration, told, of_table, look, voices)
        elif entry.where:
            yield Place(name, declaration, told, stage, partial(_no_table, name))
        else:
            yield Place(name, declaration, told, stage, partial(_file, stage, path, name, declaration))


def _stage(
    declaration: Declaration, chosen: Mapping[str, object] = MappingProxyType({})
) -> dict[str, object]:
    """What decides how the documents of an entry are read."""
    return {
        "code": code_digest(*READ_BY),
        "readers": reader_versions(*READERS),
        "declaration": asdict(declaration),
        **chosen,
    }


def _package(stage: Stage, name: str, years: range, declaration: Declaration) -> Material:
    return Material(
        key=identifier(**stage(), package=reader_versions(name), years=[years.start, years.stop]),
        content=lambda: package_documents(name, declaration, years),
    )


def _file(stage: Stage, path: Path, place: str, declaration: Declaration) -> Material:
    """A file's bytes, read once: what is hashed, what is parsed and what is kept are the same."""
    content = content_of(path, place)
    # A PDF of scans reads otherwise once the programs for it are installed.
    by = {"engine": engine()} if path.suffix.lower() == ".pdf" else {}
    return Material(
        key=identifier(**stage(), **by, path=place, sha256=sha256(content)),
        content=File(content, place, declaration),
    )


def _table(
    stage: Stage,
    path: Path,
    place: str,
    entry: DocumentsEntry,
    declaration: Declaration,
    voices: Collection[str] | None,
) -> Material:
    digest = sha256_of_file(admitted(path, place, LARGEST))
    rows = partial(corpus_documents, path, place, declaration, entry.columns, entry.where, voices)
    return Material(identifier(**stage(), path=place, sha256=digest), Table(path, digest, rows))


def _no_table(place: str) -> Material:
    raise CounterpoiseError(Problem(place, "is one document; 'where' chooses among the rows of a table"))
