"""The sources of a REFI-QDA project: texts, pictures, PDFs, recordings, with their selections and codings.

As in `project`, one class stands for each type of the schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counterpoise.exchange.schema import attribute, children, references, text, typed
from counterpoise.exchange.values import TYPES_OF_VARIABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableValue:
    """The value of a variable: the name of its element, such as `IntegerValue`, and its text as written."""

    variable: str = references("VariableRef", single=True)
    value: tuple[str, str] | None = typed(*(f"{name}Value" for name in TYPES_OF_VARIABLES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A code given to a selection or a source, by whom and when."""

    guid: str = attribute("guid", "guid", required=True)
    user: str | None = attribute("creatingUser", "guid")
    created: str | None = attribute("creationDateTime", "dateTime")
    code: str = references("CodeRef", single=True)
    notes: tuple[str, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Authored:
    """What selections and sources share: a name, and who made and changed them when."""

    guid: str = attribute("guid", "guid", required=True)
    name: str | None = attribute("name")
    user: str | None = attribute("creatingUser", "guid")
    created: str | None = attribute("creationDateTime", "dateTime")
    changed_by: str | None = attribute("modifyingUser", "guid")
    changed: str | None = attribute("modifiedDateTime", "dateTime")
    description: str | None = text("Description")


def _codings() -> Mapping[str, type]:
    return {"Coding": Coding}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSelection(_Authored):
    """A stretch of text from `start` to before `end`."""

    start: int = attribute("startPosition", "integer", required=True)
    end: int = attribute("endPosition", "integer", required=True)
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSource(_Authored):
    """A text, also one that stands for a PDF, a picture or a note.

    `text` stands within the project file, or in the file that `plain_text_path` names; None where it is not at hand.
    """

    rich_text_path: str | None = attribute("richTextPath")
    plain_text_path: str | None = attribute("plainTextPath")
    text: str | None = text("PlainTextContent")
    selections: tuple[TextSelection, ...] = children(lambda: {"PlainTextSelection": TextSelection})
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")
    values: tuple[VariableValue, ...] = children(lambda: {"VariableValue": VariableValue})


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium(_Authored):
    """A source that is no text: where its file is now, and where it was."""

    path: str | None = attribute("path")
    current_path: str | None = attribute("currentPath")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSelection(_Authored):
    """A rectangle of a picture, in pixels from its upper left corner."""

    first_x: int = attribute("firstX", "integer", required=True)
    first_y: int = attribute("firstY", "integer", required=True)
    second_x: int = attribute("secondX", "integer", required=True)
    second_y: int = attribute("secondY", "integer", required=True)
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource(Medium):
    """A picture, with a text that describes it."""

    text: TextSource | None = children(lambda: {"TextDescription": TextSource}, single=True)  # noqa: RUF009
    selections: tuple[PictureSelection, ...] = children(lambda: {"PictureSelection": PictureSelection})
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")
    values: tuple[VariableValue, ...] = children(lambda: {"VariableValue": VariableValue})


@dataclass(frozen=True, slots=True, kw_only=True)
class PDFSelection(_Authored):
    """A rectangle of a page, in points from its lower left corner, with the text in it."""

    page: int = attribute("page", "integer", required=True)
    first_x: int = attribute("firstX", "integer", required=True)
    first_y: int = attribute("firstY", "integer", required=True)
    second_x: int = attribute("secondX", "integer", required=True)
    second_y: int = attribute("secondY", "integer", required=True)
    text: TextSource | None = children(lambda: {"Representation": TextSource}, single=True)  # noqa: RUF009
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class PDFSource(Medium):
    """A PDF; `text` is its plain text, in which selections of text are made."""

    selections: tuple[PDFSelection, ...] = children(lambda: {"PDFSelection": PDFSelection})
    text: TextSource | None = children(lambda: {"Representation": TextSource}, single=True)  # noqa: RUF009
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")
    values: tuple[VariableValue, ...] = children(lambda: {"VariableValue": VariableValue})


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """A place of a transcript, in code points, and the time of the recording in milliseconds."""

    guid: str = attribute("guid", "guid", required=True)
    time: int | None = attribute("timeStamp", "integer")
    position: int | None = attribute("position", "integer")


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptSelection(_Authored):
    """A stretch of a transcript from one point of time to another."""

    first: str | None = attribute("fromSyncPoint", "guid")
    last: str | None = attribute("toSyncPoint", "guid")
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript(_Authored):
    """The text of a recording; `text` is as in `TextSource`."""

    rich_text_path: str | None = attribute("richTextPath")
    plain_text_path: str | None = attribute("plainTextPath")
    text: str | None = text("PlainTextContent")
    points: tuple[SyncPoint, ...] = children(lambda: {"SyncPoint": SyncPoint})
    selections: tuple[TranscriptSelection, ...] = children(
        lambda: {"TranscriptSelection": TranscriptSelection}
    )
    notes: tuple[str, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSelection(_Authored):
    """A stretch of a recording, in milliseconds."""

    begin: int = attribute("begin", "integer", required=True)
    end: int = attribute("end", "integer", required=True)
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSource(Medium):
    """A recording of sound."""

    transcripts: tuple[Transcript, ...] = children(lambda: {"Transcript": Transcript})
    selections: tuple[TimedSelection, ...] = children(lambda: {"AudioSelection": TimedSelection})
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")
    values: tuple[VariableValue, ...] = children(lambda: {"VariableValue": VariableValue})


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSource(Medium):
    """A film."""

    transcripts: tuple[Transcript, ...] = children(lambda: {"Transcript": Transcript})
    selections: tuple[TimedSelection, ...] = children(lambda: {"VideoSelection": TimedSelection})
    codings: tuple[Coding, ...] = children(_codings)
    notes: tuple[str, ...] = references("NoteRef")
    values: tuple[VariableValue, ...] = children(lambda: {"VariableValue": VariableValue})


Source = TextSource | PictureSource | PDFSource | AudioSource | VideoSource
