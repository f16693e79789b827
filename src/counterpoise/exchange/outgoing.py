"""From a study to a project: documents become sources, coders users, codings selections with their codes and notes.

GUIDs follow from what they name, so that a second export of the same codings is the same file, and an import knows its
own documents, codes and coders again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from counterpoise.coding.codebook import Codebook as StudyCodebook
from counterpoise.coding.codebook import CodeTerms
from counterpoise.documents.document import Document
from counterpoise.exchange.members import INTERNAL
from counterpoise.exchange.project import Code, Codebook, Link, Project, User, Variable
from counterpoise.exchange.qualifiers import (
    note_of_coding,
    note_of_link,
    note_of_memo,
    note_of_refusals,
    note_of_reviews,
)
from counterpoise.exchange.records import CodingRecord, LinkRecord, MemoRecord, ReviewRecord
from counterpoise.exchange.sources import Coding, TextSelection, TextSource, VariableValue
from counterpoise.exchange.values import derived_guid
from counterpoise.wording import words_of

__all__ = ["code_guid", "codebook_of_study", "document_guid", "project_of", "user_guid"]

NAME_OF_PROGRAM = "Counterpoise"

EFFECTS = "effects"
"""The folder of the effects, to which links lead."""

MEMO = "Memo"
_LONGEST_NAME = 100
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#F0E442", "#000000")
"""Colours that differ for the colour-blind too (Okabe and Ito 2008), one for each group of codes."""

_FACTS = ("kind", "origin", "date", "language", "path")
"""What is told of a document as variables of its source."""


def document_guid(document: str) -> str:
    """The GUID of the source that stands for a document."""
    return derived_guid("document", document)


def code_guid(code: str) -> str:
    """The GUID of a code, or of the effect of that name."""
    return derived_guid("code", code)


def user_guid(coder: str) -> str:
    """The GUID of a coder."""
    return derived_guid("coder", coder)


def project_of(
    name: str,
    documents: Sequence[Document],
    codings: Sequence[CodingRecord],
    links: Sequence[LinkRecord] = (),
    codebook: StudyCodebook | None = None,
    memos: Sequence[MemoRecord] = (),
    reviews: Sequence[ReviewRecord] = (),
    refusals: Sequence[CodingRecord] = (),
) -> Project:
    """A project that holds documents with codings and links on them, and notes for all else that people said.

    Codes that the codebook does not have come after its own. Codings of documents that are not given raise KeyError;
    memos on them, and what was gone through and refused there, are left out.
    """
    by_id = {document.id: document for document in documents}
    codings_of: dict[str, list[CodingRecord]] = defaultdict(list)
    links_of: dict[str, list[LinkRecord]] = defaultdict(list)
    for coding in sorted(codings, key=_order):
        codings_of[by_id[coding.document].id].append(coding)
    for link in sorted(links, key=_order_of_links):
        links_of[by_id[link.document].id].append(link)
    told = _Notes(memos, reviews, refusals, by_id)
    notes = told.notes
    sources = tuple(
        _source(document, codings_of[document.id], links_of[document.id], told) for document in documents
    )
    coders = sorted({each.coder for each in codings} | {each.coder for each in links} | told.coders)
    return Project(
        name=name,
        origin=NAME_OF_PROGRAM,
        users=tuple(User(guid=user_guid(coder), name=coder) for coder in coders),
        codes=_codes(codebook, codings, links, told.on_codes),
        variables=tuple(
            Variable(guid=derived_guid("variable", fact), name=words_of(fact), type="Text") for fact in _FACTS
        )
        if documents
        else (),
        sources=sources,
        links=tuple(_links(links, notes)),
        notes=tuple(notes.values()),
    )


def codebook_of_study(codebook: StudyCodebook) -> Codebook:
    """The codes of a study, in the folders of their groups, as a codebook file holds them."""
    return Codebook(origin=NAME_OF_PROGRAM, codes=_codes(codebook, (), (), {}))


class _Notes:
    """The notes of a project by GUID, and those on documents, passages and codes."""

    def __init__(
        self,
        memos: Sequence[MemoRecord],
        reviews: Sequence[ReviewRecord],
        refusals: Sequence[CodingRecord],
        documents: Collection[str],
    ) -> None:
        self.notes: dict[str, TextSource] = {}
        self.coders: set[str] = set()
        self.on_codes: defaultdict[str, list[str]] = defaultdict(list)
        self.on_documents: defaultdict[str, list[str]] = defaultdict(list)
        self.on_passages: defaultdict[str, dict[tuple[int, int], list[str]]] = defaultdict(dict)
        for memo in sorted(memos, key=lambda each: (each.document or "", each.start or 0, each.coder)):
            if memo.code is not None:
                self.on_codes[memo.code].append(self._add(note_of_memo, memo, memo.coder))
            elif memo.document is None or memo.document not in documents:
                continue
            elif memo.start is not None and memo.end is not None:
                on_passage = self.on_passages[memo.document].setdefault((memo.start, memo.end), [])
                on_passage.append(self._add(note_of_memo, memo, memo.coder))
            else:
                self.on_documents[memo.document].append(self._add(note_of_memo, memo, memo.coder))
        self._on_documents(note_of_reviews, [each for each in reviews if each.document in documents])
        self._on_documents(note_of_refusals, [each for each in refusals if each.document in documents])

    def _on_documents(
        self, note_of: Callable[[Any, str], TextSource], records: Sequence[ReviewRecord | CodingRecord]
    ) -> None:
        """Note what each coder did in each document, what settles apart from what does not."""
        together: defaultdict[tuple[str, str, bool], list[ReviewRecord | CodingRecord]] = defaultdict(list)
        for each in records:
            together[each.document, each.coder, each.adjudicates].append(each)
        for (document, coder, _), told in sorted(together.items()):
            self.on_documents[document].append(self._add(note_of, told, coder))

    def _add(self, note_of: Callable[[Any, str], TextSource], told: Any, coder: str) -> str:
        note = note_of(told, user_guid(coder))
        self.notes[note.guid] = note
        self.coders.add(coder)
        return note.guid


def _order(record: CodingRecord) -> tuple[object, ...]:
    return (
        record.document,
        record.start,
        record.end,
        record.code,
        record.power,
        record.coder,
        record.direction,
        *(("adjudicates",) if record.adjudicates else ()),
    )


def _order_of_links(record: LinkRecord) -> tuple[object, ...]:
    return (
        record.document,
        record.start,
        record.end,
        record.factor,
        record.effect,
        record.power,
        record.coder,
    )


def _codes(
    codebook: StudyCodebook | None,
    codings: Iterable[CodingRecord],
    links: Iterable[LinkRecord],
    notes: Mapping[str, Sequence[str]],
) -> tuple[Code, ...]:
    groups: dict[str, dict[str, CodeTerms]] = defaultdict(dict)
    if codebook is not None:
        for name, terms in codebook.codes.items():
            groups[terms.group][name] = terms
        for name, terms in codebook.effects.items():
            if name not in codebook.codes:
                groups[EFFECTS][name] = terms
    known = {name for group in groups.values() for name in group}
    used = [coding.code for coding in codings] + [end for link in links for end in (link.factor, link.effect)]
    used += notes
    folders = tuple(
        Code(
            guid=derived_guid("group of codes", group),
            name=words_of(group),
            codable=False,
            codes=tuple(
                Code(
                    guid=code_guid(name),
                    name=name,
                    codable=True,
                    colour=_COLOURS[number % len(_COLOURS)],
                    description=terms.definition or None,
                    notes=tuple(notes.get(name, ())),
                )
                for name, terms in members.items()
            ),
        )
        for number, (group, members) in enumerate(groups.items())
    )
    others = (
        Code(guid=code_guid(name), name=name, codable=True, notes=tuple(notes.get(name, ())))
        for name in sorted({*used} - known)
    )
    return (*folders, *others)


def _source(
    document: Document,
    codings: Sequence[CodingRecord],
    links: Sequence[LinkRecord],
    notes: _Notes,
) -> TextSource:
    spans: dict[tuple[int, int], tuple[list[CodingRecord], list[LinkRecord]]] = defaultdict(lambda: ([], []))
    for coding in codings:
        spans[coding.start, coding.end][0].append(coding)
    for link in links:
        spans[link.start, link.end][1].append(link)
    noted = notes.on_passages[document.id]
    guid = document_guid(document.id)
    facts = ((fact, getattr(document, fact)) for fact in _FACTS)
    return TextSource(
        guid=guid,
        name=document.title,
        plain_text_path=f"{INTERNAL}{guid}.txt",
        text=document.text,
        selections=tuple(
            _selection(document, span, *spans[span], noted.get(span, []), notes.notes)
            for span in sorted({*spans, *noted})
        ),
        notes=tuple(notes.on_documents[document.id]),
        values=tuple(
            VariableValue(variable=derived_guid("variable", fact), value=("TextValue", value))
            for fact, value in facts
            if value is not None
        ),
    )


def _selection(
    document: Document,
    span: tuple[int, int],
    codings: Sequence[CodingRecord],
    links: Sequence[LinkRecord],
    noted: Sequence[str],
    notes: dict[str, TextSource],
) -> TextSelection:
    start, end = span
    coders = [*(each.coder for each in codings), *(each.coder for each in links)]
    users = [*map(user_guid, coders), *(notes[guid].user for guid in noted)]
    told = [note_of_link(link) for link in links]
    notes.update((note.guid, note) for note in told)
    return TextSelection(
        guid=derived_guid("selection", document.id, start, end),
        name=_shortened(document.text[start:end]),
        user=users[0],
        start=start,
        end=end,
        codings=tuple(_coding(coding, number, notes) for number, coding in enumerate(codings)),
        notes=tuple(dict.fromkeys([*(note.guid for note in told), *noted])),
    )


def _coding(record: CodingRecord, number: int, notes: dict[str, TextSource]) -> Coding:
    found = [note_of_coding(record)]
    if record.memo:
        found.append(TextSource(guid=derived_guid("memo", record.memo), name=MEMO, text=record.memo))
    notes.update((note.guid, note) for note in found)
    return Coding(
        guid=derived_guid("coding", *_order(record), number),
        user=user_guid(record.coder),
        code=code_guid(record.code),
        notes=tuple(note.guid for note in found),
    )


def _links(links: Sequence[LinkRecord], notes: dict[str, TextSource]) -> Iterable[Link]:
    """The links between codes, each with the notes that tell on which passages it stands."""
    together: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for link in sorted(links, key=_order_of_links):
        together[link.factor, link.effect, link.sign].append(note_of_link(link).guid)
    for (factor, effect, sign), told in together.items():
        yield Link(
            guid=derived_guid("link", factor, effect, sign),
            name="leads to" if sign > 0 else "does not lead to",
            direction="OneWay",
            origin=code_guid(factor),
            target=code_guid(effect),
            notes=tuple(dict.fromkeys(guid for guid in told if guid in notes)),
        )


def _shortened(words: str) -> str:
    """The words of a selection, by which another program, or this one, sees where it stands."""
    whole = " ".join(words.split())
    return whole if len(whole) <= _LONGEST_NAME else f"{whole[: _LONGEST_NAME - 1].rstrip()}…"
