"""A REFI-QDA project as records: users, codes, variables, cases, sources, notes, links, sets and graphs.

The records are those of the schema of 18 March 2019 (REFI-QDA 1.5, qdasoftware.org), one class for each of its types.
GUIDs are in small letters without braces. Offsets of selections of text count code points from 0, and the end is that
of the first code point that is not selected. What a file holds beyond the standard stands in `Project.kept`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counterpoise.exchange.schema import attribute, children, references, text
from counterpoise.exchange.sources import (
    AudioSource,
    PDFSource,
    PictureSource,
    Source,
    TextSource,
    VariableValue,
    VideoSource,
)
from counterpoise.exchange.values import TYPES_OF_VARIABLES

DIRECTIONS = ("Associative", "OneWay", "Bidirectional")
SHAPES = (
    "Person",
    "Oval",
    "Rectangle",
    "RoundedRectangle",
    "Star",
    "LeftTriangle",
    "RightTriangle",
    "UpTriangle",
    "DownTriangle",
    "Note",
)
LINE_STYLES = ("dotted", "dashed", "solid")


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who worked on a project; `id` is what the program calls them."""

    guid: str = attribute("guid", "guid", required=True)
    name: str | None = attribute("name")
    id: str | None = attribute("id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code, or a folder of codes where it is not `codable`."""

    guid: str = attribute("guid", "guid", required=True)
    name: str = attribute("name", required=True)
    codable: bool = attribute("isCodable", "boolean", required=True)
    colour: str | None = attribute("color", "colour")
    description: str | None = text("Description")
    notes: tuple[str, ...] = references("NoteRef", dialects=("project",))
    codes: tuple[Code, ...] = children(lambda: {"Code": Code})


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A variable of sources or cases."""

    guid: str = attribute("guid", "guid", required=True)
    name: str = attribute("name", required=True)
    type: str = attribute("typeOfVariable", TYPES_OF_VARIABLES, required=True)
    description: str | None = text("Description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person or thing under which sources and selections are grouped."""

    guid: str = attribute("guid", "guid", required=True)
    name: str | None = attribute("name")
    description: str | None = text("Description")
    codes: tuple[str, ...] = references("CodeRef")
    values: tuple[VariableValue, ...] = children(lambda: {"VariableValue": VariableValue})
    sources: tuple[str, ...] = references("SourceRef")
    selections: tuple[str, ...] = references("SelectionRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A tie between two things of the project."""

    guid: str = attribute("guid", "guid", required=True)
    name: str | None = attribute("name")
    direction: str | None = attribute("direction", DIRECTIONS)
    colour: str | None = attribute("color", "colour")
    origin: str | None = attribute("originGUID", "guid")
    target: str | None = attribute("targetGUID", "guid")
    notes: tuple[str, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Codes, sources or notes that belong together."""

    guid: str = attribute("guid", "guid", required=True)
    name: str = attribute("name", required=True)
    description: str | None = text("Description")
    codes: tuple[str, ...] = references("MemberCode")
    sources: tuple[str, ...] = references("MemberSource", dialects=("project",))
    notes: tuple[str, ...] = references("MemberNote", dialects=("project",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    """A shape of a graph, and what it stands for."""

    guid: str = attribute("guid", "guid", required=True)
    represents: str | None = attribute("representedGUID", "guid")
    name: str | None = attribute("name")
    first_x: int = attribute("firstX", "integer", required=True)
    first_y: int = attribute("firstY", "integer", required=True)
    second_x: int | None = attribute("secondX", "integer")
    second_y: int | None = attribute("secondY", "integer")
    shape: str | None = attribute("shape", SHAPES)
    colour: str | None = attribute("color", "colour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line between two shapes of a graph."""

    guid: str = attribute("guid", "guid", required=True)
    represents: str | None = attribute("representedGUID", "guid")
    name: str | None = attribute("name")
    origin: str = attribute("sourceVertex", "guid", required=True)
    target: str = attribute("targetVertex", "guid", required=True)
    colour: str | None = attribute("color", "colour")
    direction: str | None = attribute("direction", DIRECTIONS)
    style: str | None = attribute("lineStyle", LINE_STYLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A drawing of things and the lines between them."""

    guid: str = attribute("guid", "guid", required=True)
    name: str | None = attribute("name")
    vertices: tuple[Vertex, ...] = children(lambda: {"Vertex": Vertex})
    edges: tuple[Edge, ...] = children(lambda: {"Edge": Edge})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the folder `sources` of a project, such as a PDF or a picture."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A part of a file that the standard does not provide for: where it stood, and the part as XML."""

    place: str
    xml: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The codes and sets of a codebook file (.qdc); `origin` is the program that wrote it."""

    origin: str | None = attribute("origin")
    codes: tuple[Code, ...] = children(lambda: {"Code": Code}, ("Codes",))
    sets: tuple[Set, ...] = children(lambda: {"Set": Set}, ("Sets",))
    kept: tuple[Kept, ...] = ()


def _sources() -> Mapping[str, type]:
    return {
        "TextSource": TextSource,
        "PictureSource": PictureSource,
        "PDFSource": PDFSource,
        "AudioSource": AudioSource,
        "VideoSource": VideoSource,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A whole project; `files` are those of its folder `sources` that are no plain text of it."""

    name: str = attribute("name", required=True)
    origin: str | None = attribute("origin")
    user: str | None = attribute("creatingUserGUID", "guid")
    created: str | None = attribute("creationDateTime", "dateTime")
    changed_by: str | None = attribute("modifyingUserGUID", "guid")
    changed: str | None = attribute("modifiedDateTime", "dateTime")
    base_path: str | None = attribute("basePath")
    users: tuple[User, ...] = children(lambda: {"User": User}, ("Users",))
    codes: tuple[Code, ...] = children(lambda: {"Code": Code}, ("CodeBook", "Codes"))
    variables: tuple[Variable, ...] = children(lambda: {"Variable": Variable}, ("Variables",))
    cases: tuple[Case, ...] = children(lambda: {"Case": Case}, ("Cases",))
    sources: tuple[Source, ...] = children(_sources, ("Sources",))
    notes: tuple[TextSource, ...] = children(lambda: {"Note": TextSource}, ("Notes",))
    links: tuple[Link, ...] = children(lambda: {"Link": Link}, ("Links",))
    sets: tuple[Set, ...] = children(lambda: {"Set": Set}, ("Sets",))
    graphs: tuple[Graph, ...] = children(lambda: {"Graph": Graph}, ("Graphs",))
    description: str | None = text("Description")
    note_refs: tuple[str, ...] = references("NoteRef")
    files: tuple[StoredFile, ...] = ()
    kept: tuple[Kept, ...] = ()
