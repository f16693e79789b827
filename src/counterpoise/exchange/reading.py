"""Files of REFI-QDA read leniently: projects (.qdpx, .qde) and codebooks (.qdc), each with a report of what departs.

Nothing outside the file is opened, no entity is expanded, and what unpacks to more than the limits is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from counterpoise.documents.archives import open_archive
from counterpoise.documents.formats.markup import local_name, parse_xml
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.exchange.counting import STANDARD, Counted, Counting, counting_of
from counterpoise.exchange.deviations import Deviation, DeviationReport, vendor_of
from counterpoise.exchange.element_reading import ElementReader
from counterpoise.exchange.kept_parts import with_parts_of_note
from counterpoise.exchange.members import INTERNAL, Members, members_of
from counterpoise.exchange.project import Codebook, Project
from counterpoise.exchange.schema import Dialect, rebuilt, references_in, walk
from counterpoise.exchange.sources import TextSelection, TextSource

__all__ = ["REFI_SUFFIXES", "ReadCodebook", "ReadProject", "read_codebook", "read_project"]

REFI_SUFFIXES = (".qdpx", ".qde", ".qdc")
"""The suffixes of files of REFI-QDA, in lower case."""

_ROOTS: dict[Dialect, type] = {"project": Project, "codebook": Codebook}
_EXPECTED = "expected a REFI-QDA project (.qdpx), which is a zip file"
_MEMO_AS_DESCRIPTION = ("QualCoder",)
"""Programs that write memos as descriptions."""

_PATHS = ("plain_text_path", "rich_text_path", "path")
"""The fields of records that name files of the project."""


@dataclass(frozen=True, slots=True)
class ReadProject:
    """A project as it was read, and what of its file departs from the standard."""

    project: Project
    report: DeviationReport


@dataclass(frozen=True, slots=True)
class ReadCodebook:
    """A codebook as it was read, and what of its file departs from the standard."""

    codebook: Codebook
    report: DeviationReport


def read_project(content: bytes, place: str) -> ReadProject:
    """A project from the bytes of a .qdpx file, or of the project file (.qde) alone, whose sources then are not at hand.

    Raises CounterpoiseError where the file is damaged, holds too much, or is no project.
    """
    if content.startswith(b"PK"):
        inner, xml, members = members_of(open_archive(content, place, _EXPECTED))
        members.place = f"{place}, {inner}"
    else:
        xml, members = content, Members(place, {})
    reader = ElementReader(members.place, "project")
    project: Project = _root(reader, xml)
    project, marked = _with_texts(project, members)
    project, counted = _with_offsets(project, marked, members.place)
    project = replace(project, files=members.others(), kept=tuple(reader.kept))
    project = with_parts_of_note(project)
    found = (*members.deviations, *reader.deviations, *counted, *_identities(project, members.place))
    vendor = vendor_of(project.origin)
    found += tuple(_memos(project, vendor, members.place))
    return ReadProject(project, DeviationReport(place, vendor, project.origin, found))


def read_codebook(content: bytes, place: str) -> ReadCodebook:
    """A codebook from the bytes of a .qdc file. Raises CounterpoiseError where it is damaged or no codebook."""
    reader = ElementReader(place, "codebook")
    codebook: Codebook = replace(_root(reader, content), kept=tuple(reader.kept))
    found = (*reader.deviations, *_identities(codebook, place))
    return ReadCodebook(codebook, DeviationReport(place, vendor_of(codebook.origin), codebook.origin, found))


def _root(reader: ElementReader, xml: bytes) -> Any:
    root = parse_xml(xml, reader.place)
    wanted = _ROOTS[reader.dialect]
    name = wanted.__name__ if wanted is Project else "CodeBook"
    if local_name(root) != name:
        kind = "project" if wanted is Project else "codebook"
        told = f"holds the element {local_name(root)}; a REFI-QDA {kind} begins with {name}"
        raise CounterpoiseError(Problem(reader.place, told))
    if wanted is Codebook and not any(local_name(each) == "Codes" for each in root):
        reader.note(root, "missing", "an element Codes", "none", "read as a codebook without codes")
    return reader.read(root, wanted)


def _with_texts(project: Project, members: Members) -> tuple[Project, frozenset[str]]:
    """The project with the texts of its files, and the GUIDs of sources whose file had a byte order mark."""
    marked = set()

    def named(record: Any, path: str) -> str | None:
        return members.found(_at(members.place, record), path)

    def texted(record: Any) -> Any:
        """The record with the text of its file, and each path as the standard writes it."""
        changes: dict[str, Any] = {}
        for name in _PATHS:
            path = getattr(record, name, None)
            found = None if path is None else named(record, path)
            if found is None:
                continue
            changes[name] = INTERNAL + found
            if name == "plain_text_path":
                text = members.text_of(found)
                changes["text"] = text.text
                if text.marked:
                    marked.add(record.guid)
                if record.text is not None:
                    told, done = "PlainTextContent and plainTextPath", "the file counts"
                    members.note(_at(members.place, record), "repeated", "one of them", told, done)
        return replace(record, **changes) if changes else record

    return rebuilt(project, texted), frozenset(marked)


def _with_offsets(
    project: Project, marked: frozenset[str], place: str
) -> tuple[Project, tuple[Deviation, ...]]:
    """The project with its selections of text counted as the standard counts, and what is to be said of them."""
    counted = [
        Counted(each.text, each.guid in marked, [(s.start, s.end, s.name) for s in each.selections])
        for each in walk(project)
        if isinstance(each, TextSource) and each.text is not None
    ]
    way, shown, of = counting_of(counted)
    found: list[Deviation] = []
    if way != STANDARD:
        done = f"all were counted anew; {shown} of {of} selections hold the words they name"
        found.append(Deviation(place, "offsets", "code points", f"offsets count {way}", done))

    def placed(record: Any) -> Any:
        if not isinstance(record, TextSource) or not record.selections:
            return record
        selections, problems = _placed(record, way, record.guid in marked, place)
        found.extend(problems)
        return replace(record, selections=selections)

    return rebuilt(project, placed), tuple(found)


def _placed(
    source: TextSource, way: Counting, marked: bool, place: str
) -> tuple[tuple[TextSelection, ...], list[Deviation]]:
    """The selections of a source in code points of its text; one that has no place there stays as it was written."""
    offsets = None if source.text is None else way.offsets(source.text, marked)
    found: list[Deviation] = []
    selections = []
    for each in source.selections:
        at = f"{_at(place, source)}, {each.start} to {each.end}"
        span = (each.start, each.end)
        if source.text is not None:
            inside = way.span(each.start, each.end, offsets, len(source.text))
            if inside is None:
                told = f"a place beyond the {len(source.text)} characters"
                found.append(Deviation(at, "selection", "a place in the text", told, "kept as written"))
            span = inside or span
        if span[0] == span[1]:
            found.append(Deviation(at, "selection", "a stretch of text", "no character", "kept"))
        elif span[0] > span[1]:
            found.append(
                Deviation(at, "selection", "an end after the start", "one before it", "kept as written")
            )
        selections.append(replace(each, start=span[0], end=span[1]))
    return tuple(selections), found


def _identities(root: Project | Codebook, place: str) -> Iterator[Deviation]:
    """GUIDs that name several things, and references to what is not there."""
    records = list(walk(root))
    named = Counter(record.guid for record in records if hasattr(record, "guid"))
    for record in records:
        for name, guid in references_in(record):
            if guid not in named:
                at = _at(place, record)
                yield Deviation(
                    at, "reference", f"a thing with the GUID of {name}", f"none has {guid}", "kept"
                )
    for guid, times in named.items():
        if times > 1:
            alike = " and ".join(
                dict.fromkeys(type(r).__name__ for r in records if getattr(r, "guid", "") == guid)
            )
            yield Deviation(
                place, "identity", "one thing for a GUID", f"{times} ({alike}) have {guid}", "all are kept"
            )


def _memos(project: Project, vendor: str, place: str) -> Iterator[Deviation]:
    described = [each for each in walk(project) if isinstance(each, TextSelection) and each.description]
    if vendor in _MEMO_AS_DESCRIPTION and described:
        told = f"descriptions of {len(described)} selections, which {vendor} writes for memos"
        yield Deviation(
            place, "memo", "memos as notes", told, "each is the memo of the codings of its selection"
        )


def _at(place: str, record: object) -> str:
    name = getattr(record, "name", None)
    told = f"{type(record).__name__} '{name}'" if name else type(record).__name__
    return f"{place}, {told}"


def is_refi(path: Path) -> bool:
    """Whether a file is one of REFI-QDA by its name."""
    return path.suffix.lower() in REFI_SUFFIXES
