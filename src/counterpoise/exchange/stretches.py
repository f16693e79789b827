"""The stretches of a project's sources: what may bear codings and notes, and where it stands in a study's documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterpoise.exchange.anchoring import Anchored, Anchors
from counterpoise.exchange.sources import Coding, Source, TextSelection, TextSource

__all__ = ["Stretch", "stretches_of"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a source that may bear codings and notes: a selection, or the whole of it."""

    source: str
    start: int | None
    end: int | None
    text: str | None
    description: str | None
    notes: tuple[str, ...]
    user: str | None
    codings: tuple[Coding, ...]
    anchored: Anchored | None
    why: str
    """Why it cannot be anchored; empty where it can."""
    whole: bool = False
    """Whether it is the whole of its source."""


def stretches_of(source: Source, anchors: Anchors) -> Iterator[Stretch]:
    """The stretches of a source, those of its plain text too where it is a PDF or a picture."""
    text = source if isinstance(source, TextSource) else getattr(source, "text", None)
    name = source.name or source.guid
    if text is not None:
        anchored, why = _anchored(text, anchors)
        for each in text.selections:
            yield _stretch(name, each, text, anchored, why)
        if text.codings or text.notes or text.description:
            yield _whole(name, text, anchored, why)
    if source is not text:
        why = f"it stands on a {type(source).__name__.removesuffix('Source').lower()}, and not on text"
        for selection in getattr(source, "selections", ()):
            yield Stretch(
                name,
                None,
                None,
                None,
                selection.description,
                selection.notes,
                selection.user,
                selection.codings,
                None,
                why,
            )
        if source.codings or source.notes or source.description:
            told = (source.description, source.notes, source.user, source.codings)
            yield Stretch(name, None, None, None, *told, None, why, whole=True)


def _stretch(
    name: str, each: TextSelection, text: TextSource, anchored: Anchored | None, why: str
) -> Stretch:
    return Stretch(
        name,
        each.start,
        each.end,
        text.text,
        each.description,
        each.notes,
        each.user,
        each.codings,
        anchored,
        why,
    )


def _whole(name: str, text: TextSource, anchored: Anchored | None, why: str) -> Stretch:
    told = (text.description, text.notes, text.user, text.codings)
    return Stretch(name, 0, len(text.text or ""), text.text, *told, anchored, why, whole=True)


def _anchored(text: TextSource, anchors: Anchors) -> tuple[Anchored | None, str]:
    if text.text is None:
        return None, "the text of its source is not in the file"
    found = anchors.find(text.text, text.guid)
    return found, "" if found is not None else "no document of the study has the text of its source"
