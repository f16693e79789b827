"""From a project to a study: the codings of its texts that stand in the study's documents, and all the rest with a reason.

Nothing is dropped silently: a coding whose text is not at hand, whose code the study does not know or whose source is no
text stands in `Incoming.apart`, and parts of a project that a study has no place for are named in `Incoming.left`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from counterpoise.errors import Problem, did_you_mean
from counterpoise.exchange.anchoring import Anchors
from counterpoise.exchange.outgoing import code_guid
from counterpoise.exchange.project import Code, Link, Project
from counterpoise.exchange.qualifiers import qualifiers_in, words_above
from counterpoise.exchange.records import CodingRecord, LinkRecord, MemoRecord, ReviewRecord
from counterpoise.exchange.schema import walk
from counterpoise.exchange.sources import Coding, TextSource
from counterpoise.exchange.stretches import Stretch, stretches_of
from counterpoise.exchange.values import writable
from counterpoise.wording import several

__all__ = ["Apart", "Incoming", "incoming"]

NOBODY = "unnamed coder"
"""Who coded where a project does not say."""

_PARTS = ("cases", "sets", "graphs")


@dataclass(frozen=True, slots=True)
class Apart:
    """A coding or note that no document of the study can bear, as far as its project tells of it, and why.

    `quotation` is empty where its text is not at hand, `code` where it is a note without one.
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
    """What stands in a study's documents, what does not, and what else was left in the file.

    `memos` are those on documents, passages and codes, `reviews` what coders went through.
    """

    codings: tuple[CodingRecord, ...]
    links: tuple[LinkRecord, ...]
    apart: tuple[Apart, ...]
    left: tuple[Problem, ...]
    memos: tuple[MemoRecord, ...] = ()
    reviews: tuple[ReviewRecord, ...] = ()


def incoming(
    project: Project, anchors: Anchors, codes: Collection[str] | None = None, place: str = ""
) -> Incoming:
    """The codings of a project for a study with those documents.

    `codes` are the names of the study's codes and effects; without them every code is taken.
    """
    reader = _Reader(project, codes)
    codings: list[CodingRecord] = []
    memos: list[MemoRecord] = []
    reviews: list[ReviewRecord] = []
    apart: list[Apart] = []
    for source in project.sources:
        for stretch in stretches_of(source, anchors):
            found = [reader.coding(stretch, coding) for coding in stretch.codings]
            for each in (*found, *reader.noted(stretch)):
                match each:
                    case CodingRecord():
                        codings.append(each)
                    case MemoRecord():
                        memos.append(each)
                    case ReviewRecord():
                        reviews.append(each)
                    case Apart():
                        apart.append(each)
    for memo in reader.memos_on_codes():
        if isinstance(memo, Apart):
            apart.append(memo)
        else:
            memos.append(memo)
    links, left = reader.links(anchors, place)
    return Incoming(
        tuple(dict.fromkeys(codings)),
        links,
        tuple(apart),
        (*left, *_left(project, place)),
        tuple(dict.fromkeys(memos)),
        tuple(dict.fromkeys(reviews)),
    )


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

    def coding(self, stretch: Stretch, coding: Coding) -> CodingRecord | Apart:
        told = next((q for guid in coding.notes if (q := self._qualifiers(guid)) and "status" in q), {})
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
            adjudicates=told.get("adjudicates", False),
        )

    def memo(self, stretch: Stretch, notes: tuple[str, ...]) -> str:
        """What people noted of a coding, and of the selection that it stands on; a note on a whole source is of that."""
        told = [] if stretch.whole else [stretch.description or ""]
        plain = (*(() if stretch.whole else stretch.notes), *notes)
        told += [
            _words(self._notes[guid])
            for guid in plain
            if guid in self._notes and self._qualifiers(guid) is None
        ]
        return "\n\n".join(dict.fromkeys(each for each in told if each))

    def noted(self, stretch: Stretch) -> Iterator[MemoRecord | ReviewRecord | CodingRecord | Apart]:
        """Memos on a document or passage, and what Counterpoise says of its coders; other notes go with the codings."""
        plain: defaultdict[str, list[str]] = defaultdict(list)
        if stretch.whole or not stretch.codings:
            plain[self._users.get(stretch.user or "", NOBODY)].append(stretch.description or "")
        for guid in stretch.notes:
            note, told = self._notes.get(guid), self._qualifiers(guid)
            if note is None:
                continue
            coder = self._coder(note.user, told or {})
            if told is None and (stretch.whole or not stretch.codings):
                plain[coder].append(_words(note))
            elif told is not None and "memo" in told:
                plain[coder].append(words_above(note))
            elif told is not None and "gone_through" in told:
                yield from self._reviews(stretch, coder, told)
            elif told is not None and "refused" in told:
                yield from self._refusals(stretch, coder, told)
        for coder, texts in plain.items():
            text = "\n\n".join(dict.fromkeys(each for each in texts if each.strip()))
            if text:
                yield self._memo(stretch, coder, text)

    def memos_on_codes(self) -> Iterator[MemoRecord | Apart]:
        """The memos on codes, those of one person on one code together."""
        plain: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
        for code in self._codes.values():
            name, why = self._code(code.guid)
            for guid in code.notes:
                if (note := self._notes.get(guid)) is not None:
                    told = self._qualifiers(guid)
                    coder = self._coder(note.user, told or {})
                    plain[coder, name, why].append(_words(note) if told is None else words_above(note))
        for (coder, name, why), texts in plain.items():
            text = "\n\n".join(dict.fromkeys(each for each in texts if each.strip()))
            if text and why:
                yield Apart("", None, None, "", name, coder, text, why)
            elif text:
                yield MemoRecord(coder, "code", text, code=name)

    def _memo(self, stretch: Stretch, coder: str, text: str) -> MemoRecord | Apart:
        if stretch.anchored is None or stretch.start is None or stretch.end is None:
            return self.apart(stretch, "", coder, text, stretch.why)
        document = stretch.anchored.document.id
        if stretch.whole:
            return MemoRecord(coder, "document", text, document)
        span = stretch.anchored.span(stretch.start, stretch.end)
        if span is None:
            return self.apart(stretch, "", coder, text, "the selection holds no text of the document")
        return MemoRecord(coder, "passage", text, document, *span)

    def _reviews(
        self, stretch: Stretch, coder: str, told: Mapping[str, Any]
    ) -> Iterator[ReviewRecord | Apart]:
        for start, end in told["gone_through"]:
            span = stretch.anchored.span(start, end) if stretch.anchored is not None else None
            if stretch.anchored is not None and span is not None:
                settles = told.get("adjudicates", False)
                yield ReviewRecord(stretch.anchored.document.id, *span, coder, settles)
            else:
                why = stretch.why or "what was gone through holds no text of the document"
                yield Apart(stretch.source, start, end, "", "", coder, "", why)

    def _refusals(
        self, stretch: Stretch, coder: str, told: Mapping[str, Any]
    ) -> Iterator[CodingRecord | Apart]:
        for start, end, named, power, direction, reason in told["refused"]:
            span = stretch.anchored.span(start, end) if stretch.anchored is not None else None
            code, why = self._named(named)
            if stretch.anchored is None or span is None or why:
                why = stretch.why or why or "what was refused holds no text of the document"
                yield Apart(stretch.source, start, end, "", code, coder, reason, why)
                continue
            document = stretch.anchored.document.id
            yield CodingRecord(document, *span, code, coder, power, direction, "rejected", reason)

    def apart(self, stretch: Stretch, code: str, coder: str, memo: str, why: str) -> Apart:
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
        return self._named(name)

    def _named(self, name: str) -> tuple[str, str]:
        """The name of a code in the study by the name that it has elsewhere, and why it has none."""
        if self._known is None or name in self._known:
            return name, ""
        folded = {each.casefold().replace("_", " "): each for each in self._known}
        alike = folded.get(name.casefold().replace("_", " ").strip())
        if alike is not None:
            return alike, ""
        return name, f"the study has no code '{name}'{did_you_mean(name, self._known)}"


def _words(note: TextSource) -> str:
    """What a note of another program says."""
    return note.text if note.text is not None else note.description or note.name or ""


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
