"""The files of a project: the project file itself, and what stands in the folder `sources` beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from counterpoise.documents.archives import Archive
from counterpoise.documents.formats.text import encoding_of
from counterpoise.errors import CounterpoiseError
from counterpoise.exchange.deviations import Deviation, DeviationKind
from counterpoise.exchange.project import StoredFile

__all__ = ["INTERNAL", "Members", "PlainText", "members_of"]

INTERNAL = "internal://"
_OUTSIDE = ("relative:", "absolute:", "file:", "http:", "https:")
_SOURCES = "sources/"
_PROJECT = "project.qde"


@dataclass(frozen=True, slots=True)
class PlainText:
    """The text of a plain text file without its byte order mark, and whether it had one."""

    text: str
    marked: bool


@dataclass(slots=True)
class Members:
    """The files of a project by their names in `sources`, read as they are asked for.

    What is wrong with names, paths and encodings is gathered in `deviations`.
    """

    place: str
    contents: Mapping[str, bytes]
    deviations: list[Deviation] = field(default_factory=list)
    _texts: dict[str, PlainText] = field(default_factory=dict)
    _small: dict[str, str] = field(default_factory=dict)

    def found(self, place: str, path: str) -> str | None:
        """The name of the file that a path leads to; None where it leads to none."""
        if path.lower().startswith(_OUTSIDE):
            self.note(
                place, "absent", f"a file within the project ({INTERNAL}...)", path, "not looked for outside"
            )
            return None
        name = path.removeprefix(INTERNAL)
        if name == path:
            self.note(place, "path", f"{INTERNAL} before the name", path, "sought among the sources")
        name = name.lstrip("/").replace("\\", "/")
        name = name[len(_SOURCES) :] if name.lower().startswith(_SOURCES) else name
        for sought in (name, unquote(name)):
            found = sought if sought in self.contents else self._folded().get(sought.lower())
            if found is not None:
                if path.startswith(INTERNAL) and path != INTERNAL + found:
                    self.note(place, "path", "the name of a file as it is", path, f"taken for {found}")
                return found
        self.note(place, "absent", "the file in the folder sources", path, "its content is not known")
        return None

    def text_of(self, name: str) -> PlainText:
        """The text of a file, decoded."""
        if name not in self._texts:
            self._texts[name] = self._decoded(name)
        return self._texts[name]

    def others(self) -> tuple[StoredFile, ...]:
        """The files that are no plain text of a source, in order of their names."""
        return tuple(
            StoredFile(name, content)
            for name, content in sorted(self.contents.items())
            if name not in self._texts
        )

    def _folded(self) -> Mapping[str, str]:
        if len(self._small) != len(self.contents):
            self._small.update({each.lower(): each for each in sorted(self.contents, reverse=True)})
        return self._small

    def _decoded(self, name: str) -> PlainText:
        content, place = self.contents[name], f"{_SOURCES}{name}"
        try:
            found = PlainText(content.decode("utf-8"), False)
        except UnicodeDecodeError:
            try:
                encoding = encoding_of(content, place)
            except CounterpoiseError:
                encoding = "latin-1"
            self.note(
                place, "encoding", "UTF-8", encoding, "decoded, with U+FFFD for bytes that are no characters"
            )
            found = PlainText(content.decode(encoding, "replace"), encoding in {"utf-16", "utf-32"})
        if found.text.startswith("\ufeff"):
            self.note(
                place,
                "encoding",
                "UTF-8 without a byte order mark",
                "a byte order mark",
                "not part of the text",
            )
            found = PlainText(found.text[1:], True)
        return found

    def note(self, place: str, kind: DeviationKind, wanted: str, found: str, done: str) -> None:
        """Report a departure."""
        self.deviations.append(Deviation(place, kind, wanted, found, done))


def members_of(archive: Archive) -> tuple[str, bytes, Members]:
    """The name and content of a project's XML, and its other files. Raises CounterpoiseError where it has no XML."""
    files = [name for name in archive.names if not name.endswith("/")]
    projects = sorted(
        (name for name in files if name.lower().endswith(".qde")),
        key=lambda name: (name.lower() != _PROJECT, name),
    )
    if not projects:
        raise archive.problem("holds no file project.qde")
    name = projects[0]
    contents: dict[str, bytes] = {}
    members = Members(name, contents)
    if name != _PROJECT:
        members.note(archive.place, "archive", "the project in project.qde", name, "read as the project")
    for other in sorted(set(archive.names) - {name}, key=lambda each: (not each.startswith(_SOURCES), each)):
        folder = other[: len(_SOURCES)]
        inside = folder.lower() == _SOURCES
        if inside and folder != _SOURCES and not any(each.found == folder for each in members.deviations):
            members.note(archive.place, "archive", "a folder sources", folder, "read as the folder sources")
        if other.endswith("/"):
            continue
        short = other[len(_SOURCES) :] if inside else other
        if not inside or "/" in short:
            members.note(archive.place, "archive", "all files flat in sources", other, "kept")
        while short in contents:
            short = f"others/{short}"
        contents[short] = archive.read(other)
    return name, archive.read(name), members
