"""From a project to a study: the codings of its texts that stand in the study's documents, and all the rest with a reason.

Nothing is dropped silently: a coding whose text is not at hand, whose code the study does not know or whose source is no
text stands in `Incoming.apart`, and parts of a project that a study has no place for are named in `Incoming.left`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from counterpoise.errors import Problem, did_you_mean
from counterpoise.exchange.anchoring import Anchored, Anchors
from counterpoise.exchange.outgoing import code_guid
from counterpoise.exchange.project import Code, Link, Project
from counterpoise.exchange.qualifiers import qualifiers_in
from counterpoise.exchange.records import CodingRecord, LinkRecord
from counterpoise.exchange.schema import walk
from counterpoise.exchange.sources import Coding, Source, TextSelection, TextSource
from counterpoise.exchange.values import writable
from counterpoise.wording import several

__all__ = ["Apart", "Incoming", "incoming"]

NOBODY = "unnamed coder"
"""Who coded where a project does not say."""

_PARTS = ("cases", "sets", "graphs")


@dataclass(frozen=True, slots=True)
class Apart:
    """A coding that no document of the study can bear, as far as its project tells of it, and why.

    `quotation` is empty where its text is not at hand.
    """

    source: str
    start: int | None
    end: int | None
    quotation: str
    code: str
    coder: str
    memo: str
    why: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """The codings and links that stand in a study's documents, those that do not, and what else was left in the file."""

    codings: tuple[CodingRecord, ...]
    links: tuple[LinkRecord, ...]
    apart: tuple[Apart, ...]
    left: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a source that may bear codings: a selection, or the whole of it."""

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


def incoming(
    project: Project, anchors: Anchors, codes: Collection[str] | None = None, place: str = ""
) -> Incoming:
    """The codings of a project for a study with those documents.

    `codes` are the names of the study's codes and effects; without them every code is taken.
    """
    reader = _Reader(project, codes)
    codings: list[CodingRecord] = []
    apart: list[Apart] = []
    for source in project.sources:
        for stretch in _stretches(source, anchors):
            for coding in stretch.codings:
                found = reader.coding(stretch, coding)
                codings += [found] if isinstance(found, CodingRecord) else []
                apart += [found] if isinstance(found, Apart) else []
            if not stretch.codings and (memo := reader.memo(stretch, ())):
                why = "a note without a code; a study keeps notes on codings"
                apart.append(reader.apart(stretch, "", NOBODY, memo, why))
    links, left = reader.links(anchors, place)
    return Incoming(tuple(dict.fromkeys(codings)), links, tuple(apart), (*left, *_left(project, place)))


class _Reader:
    """What the codings of a project refer to: its codes, coders and notes, by GUID."""

    def __init__(self, project: Project, codes: Collection[str] | None) -> None:
        self._project = project
        self._known = codes
        self._own = {code_guid(code): code for code in codes or ()}
        records = list(walk(project))
        self._codes = {each.guid: each for each in records if isinstance(each, Code)}
        self._users = {user.guid: user.name or user.id or NOBODY for user in project.users}
        self._notes = {note.guid: note for note in project.notes}

    def coding(self, stretch: _Stretch, coding: Coding) -> CodingRecord | Apart:
        told = next((q for guid in coding.notes if (q := self._qualifiers(guid)) and "place" not in q), {})
        coder = self._coder(coding.user or stretch.user, told)
        memo = self.memo(stretch, coding.notes)
        name, why = self._code(coding.code)
        span = None
        if stretch.anchored is not None and stretch.start is not None and stretch.end is not None:
            span = stretch.anchored.span(stretch.start, stretch.end)
        why = stretch.why or why or ("" if span else "the selection holds no text of the document")
        if why or stretch.anchored is None or span is None:
            return self.apart(stretch, name, coder, memo, why)
        moved = told.get("span")
        if moved is not None and stretch.anchored.ours is not None:
            moved = stretch.anchored.span(*moved)
        return CodingRecord(
            document=stretch.anchored.document.id,
            start=span[0],
            end=span[1],
            code=name,
            coder=coder,
            power=told.get("power", "none"),
            direction=told.get("direction", "none"),
            status=told.get("status", "accepted"),
            reason=told.get("reason", ""),
            memo=memo,
            score=told.get("score"),
            span=None if moved is None else (moved[0], moved[1]),
        )

    def memo(self, stretch: _Stretch, notes: tuple[str, ...]) -> str:
        """What people noted of a stretch or of a coding on it."""
        told = [stretch.description or ""]
        for guid in (*stretch.notes, *notes):
            note = self._notes.get(guid)
            if note is not None and self._qualifiers(guid) is None:
                told += [note.text if note.text is not None else note.description or note.name or ""]
        return "\n\n".join(dict.fromkeys(each for each in told if each))

    def apart(self, stretch: _Stretch, code: str, coder: str, memo: str, why: str) -> Apart:
        words = ""
        if stretch.text is not None and stretch.start is not None and stretch.end is not None:
            words = stretch.text[max(stretch.start, 0) : max(stretch.end, 0)]
        return Apart(stretch.source, stretch.start, stretch.end, words, code, coder, memo, why)

    def links(self, anchors: Anchors, place: str) -> tuple[tuple[LinkRecord, ...], tuple[Problem, ...]]:
        """The links that notes of Counterpoise tell of, and those between other things, which are named."""
        found: list[LinkRecord] = []
        other: list[Link] = []
        for link in self._project.links:
            told = [q for guid in link.notes if (q := self._qualifiers(guid)) and "place" in q]
            found += [_link(each) for each in told if anchors.has(*each["place"])]
            lost = [each for each in told if not anchors.has(*each["place"])]
            if lost or not told:
                other.append(link)
        left: tuple[Problem, ...] = ()
        if other:
            what = (
                f"{several(len(other), 'link')} between things that the study does not have; kept in the file"
            )
            left = (Problem(place, what),)
        return tuple(dict.fromkeys(found)), left

    def _qualifiers(self, guid: str) -> Mapping[str, Any] | None:
        note = self._notes.get(guid)
        return None if note is None else qualifiers_in(note)

    def _coder(self, user: str | None, told: Mapping[str, Any]) -> str:
        named = self._users.get(user or "")
        # Somebody else may have taken the coding over; a name that XML could not hold is known by how it was written.
        if "coder" in told and named in (None, writable(told["coder"])):
            return str(told["coder"])
        return named or NOBODY

    def _code(self, guid: str) -> tuple[str, str]:
        """The name of a code in the study, and why it has none; then the name is the project's."""
        code = self._codes.get(guid)
        name = self._own.get(guid) or (code.name if code is not None else "")
        if code is None and not name:
            return guid, "its code is not in the project"
        if self._known is None or name in self._known:
            return name, ""
        folded = {each.casefold().replace("_", " "): each for each in self._known}
        alike = folded.get(name.casefold().replace("_", " ").strip())
        if alike is not None:
            return alike, ""
        return name, f"the study has no code '{name}'{did_you_mean(name, self._known)}"


def _stretches(source: Source, anchors: Anchors) -> Iterator[_Stretch]:
    """The stretches of a source, those of its plain text too where it is a PDF or a picture."""
    text = source if isinstance(source, TextSource) else getattr(source, "text", None)
    name = source.name or source.guid
    if text is not None:
        anchored, why = _anchored(text, anchors)
        for each in text.selections:
            yield _stretch(name, each, text, anchored, why)
        if text.codings:
            yield _whole(name, text, text.codings, anchored, why)
    if source is not text:
        why = f"it stands on a {type(source).__name__.removesuffix('Source').lower()}, and not on text"
        for selection in getattr(source, "selections", ()):
            yield _Stretch(
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
        if source.codings:
            yield _Stretch(name, None, None, None, None, (), source.user, source.codings, None, why)


def _stretch(
    name: str, each: TextSelection, text: TextSource, anchored: Anchored | None, why: str
) -> _Stretch:
    return _Stretch(
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


def _whole(
    name: str, text: TextSource, codings: tuple[Coding, ...], anchored: Anchored | None, why: str
) -> _Stretch:
    return _Stretch(name, 0, len(text.text or ""), text.text, None, (), text.user, codings, anchored, why)


def _anchored(text: TextSource, anchors: Anchors) -> tuple[Anchored | None, str]:
    if text.text is None:
        return None, "the text of its source is not in the file"
    found = anchors.find(text.text, text.guid)
    return found, "" if found is not None else "no document of the study has the text of its source"


def _link(told: Mapping[str, Any]) -> LinkRecord:
    document, start, end = told["place"]
    sign: Literal[1, -1] = told["sign"]
    return LinkRecord(
        document=document,
        start=start,
        end=end,
        factor=told["factor"],
        effect=told["effect"],
        coder=told["coder"],
        power=told["power"],
        sign=sign,
        reason=told["reason"],
        span=None if told["span"] is None else (told["span"][0], told["span"][1]),
    )


def _left(project: Project, place: str) -> Iterator[Problem]:
    """Parts of a project that a study has no place for."""
    for part in _PARTS:
        if found := len(getattr(project, part)):
            yield Problem(
                place, f"{several(found, part.removesuffix('s'))}; a study has none, kept in the file"
            )
