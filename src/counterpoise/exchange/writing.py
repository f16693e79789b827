"""Files of REFI-QDA written strictly: projects (.qdpx) and codebooks (.qdc) that the schema of 2019 allows.

Equal records make equal bytes. Texts are UTF-8 without a byte order mark; parts that the standard does not provide for
go into a note of the project, from which `reading` takes them back.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import lxml.etree

from counterpoise.documents.limits import LARGEST_UNPACKED, MOST_MEMBERS
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.exchange.deviations import Deviation
from counterpoise.exchange.element_writing import ElementWriter
from counterpoise.exchange.kept_parts import with_note_of_kept
from counterpoise.exchange.members import INTERNAL
from counterpoise.exchange.project import Codebook, Project
from counterpoise.exchange.schema import rebuilt
from counterpoise.exchange.sources import TextSource, Transcript
from counterpoise.exchange.values import derived_guid, writable
from counterpoise.ledger.backup import undated_entry

__all__ = ["Written", "write_codebook", "write_project"]

_FLAT = re.compile(r"[^\x00-\x1f/\\:*?\"<>|\ud800-\udfff]{1,200}")


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file, and what of the records it could not hold as it was."""

    content: bytes
    losses: tuple[Deviation, ...]


def write_project(project: Project, place: str = "project.qde") -> Written:
    """A project as the bytes of a .qdpx file. Raises CounterpoiseError where it is too large to be read back."""
    writer = ElementWriter(place, "project")
    files: dict[str, bytes] = {}
    renamed = _placed_files(project, files)
    laid_out = rebuilt(with_note_of_kept(project), _texts_into(files, renamed, writer))
    xml = _serialised(writer.element(laid_out, "Project"))
    _check_limits(place, files, len(xml))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(undated_entry("project.qde"), xml)
        for name, content in sorted(files.items()):
            archive.writestr(undated_entry(f"sources/{name}"), content)
    return Written(stream.getvalue(), tuple(writer.losses))


def write_codebook(codebook: Codebook, place: str = "codebook.qdc") -> Written:
    """A codebook as the bytes of a .qdc file. Raises CounterpoiseError where it has no code, which no such file may."""
    if not codebook.codes:
        raise CounterpoiseError(Problem(place, "there is no code; a codebook file holds at least one"))
    writer = ElementWriter(place, "codebook")
    xml = _serialised(writer.element(codebook, "CodeBook"))
    for each in codebook.kept:
        done = "left out, since a codebook file has no notes"
        writer.losses.append(Deviation(each.place, "unknown", "what a codebook may hold", each.xml, done))
    return Written(xml, tuple(writer.losses))


def _check_limits(place: str, files: Mapping[str, bytes], xml: int) -> None:
    """Write nothing that this program would not read back."""
    size = xml + sum(map(len, files.values()))
    what = []
    if len(files) >= MOST_MEMBERS:
        what.append(f"would hold {len(files) + 1:,} files; the limit is {MOST_MEMBERS:,}")
    if size > LARGEST_UNPACKED:
        what.append(f"would unpack to {size // 2**20} MiB; the limit is {LARGEST_UNPACKED // 2**20} MiB")
    if what:
        raise CounterpoiseError(*(Problem(place, f"{each}; export fewer documents") for each in what))


def _serialised(root: lxml.etree._Element) -> bytes:
    return lxml.etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _placed_files(project: Project, files: dict[str, bytes]) -> Mapping[str, str]:
    """Put the files of a project flat into the folder, and say how those are called now that could not stay."""
    renamed: dict[str, str] = {}
    for number, each in enumerate(project.files):
        short = each.name if _is_flat(each.name) else re.split(r"[/\\]", each.name)[-1]
        name = (
            short
            if _is_flat(short) and short not in files
            else f"{derived_guid('file', number, each.name)}.bin"
        )
        files[name] = each.content
        if name != each.name:
            renamed[each.name] = name
    return renamed


def _texts_into(
    files: dict[str, bytes], renamed: Mapping[str, str], writer: ElementWriter
) -> Callable[[Any], Any]:
    """What puts the text of each source where it belongs: into a file, or where it stands already, among the XML."""

    def laid_out(record: Any) -> Any:
        changes: dict[str, Any] = {}
        for field in ("rich_text_path", "path"):
            path = getattr(record, field, None)
            if path is not None and path.removeprefix(INTERNAL) in renamed:
                changes[field] = INTERNAL + renamed[path.removeprefix(INTERNAL)]
        if isinstance(record, (TextSource, Transcript)) and record.text is not None:
            inline = record.plain_text_path is None and writable(record.text) == record.text
            if not inline:
                name = _text_file(record, files, writer)
                changes |= {"plain_text_path": INTERNAL + name, "text": None}
        return replace(record, **changes) if changes else record

    return laid_out


def _text_file(record: TextSource | Transcript, files: dict[str, bytes], writer: ElementWriter) -> str:
    """The name of the file into which the text of a record goes."""
    assert record.text is not None
    # A text that begins with the mark would lose it to the reader, who takes one away.
    content = ("\ufeff" * record.text.startswith("\ufeff") + record.text).encode("utf-8", "surrogatepass")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        content = re.sub("[\ud800-\udfff]", "\ufffd", record.text).encode()
        told = f"{writer.place}, text of '{record.name or record.guid}'"
        writer.losses.append(
            Deviation(told, "character", "whole characters", "lone surrogates", "U+FFFD stands for each")
        )
    wanted = (record.plain_text_path or "").removeprefix(INTERNAL)
    own = f"{record.guid}.txt"
    for name in (wanted, own):
        if _is_flat(name) and files.get(name, content) == content:
            files[name] = content
            return name
    name = f"{derived_guid('text', record.guid, record.text)}.txt"
    files[name] = content
    return name


def _is_flat(name: str) -> bool:
    """Whether a name is that of a file in one folder on every system."""
    return _FLAT.fullmatch(name) is not None and name.rstrip(". ") == name
