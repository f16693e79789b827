"""What a report says of the documents that it rests on: each with its record, and what was made of them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterpoise.documents.appraisal import CRITERIA, Appraisal
from counterpoise.documents.corpus_frame import coverage
from counterpoise.documents.document import Document
from counterpoise.documents.language import UNDETERMINED
from counterpoise.documents.reading_states import READING_STATES, furthest
from counterpoise.documents.references.citation_linter import CITING, lint_citations
from counterpoise.evidence import STANDING_OF_KIND
from counterpoise.findings.conclusions import Findings
from counterpoise.gathering import Evidence
from counterpoise.report.outline import Block, Bullets, DataTable, Paragraph, Section
from counterpoise.states import name_of_voice, state
from counterpoise.wording import listed, several

OF_A_CORPUS = 50
"""A file of more documents than these has one row for all of them."""

MOST_ROWS = 100
"""As many rows has a table of pairs or appraisals; a note says how many more there are."""


def documents_section(findings: Findings) -> Section:
    """The documents with their records, and what was appraised, read, found to be alike and to cite what it does not list."""
    return Section("holdings", "Documents", tuple(_blocks(findings)))


def _blocks(findings: Findings) -> Iterator[Block]:
    evidence = findings.evidence
    if not evidence.documents:
        return
    yield _documents(findings)
    yield from (
        table
        for table in (
            _coverage(evidence),
            _appraisals(evidence),
            _near_duplicates(evidence),
            _citations(evidence),
        )
        if table.rows
    )
    if read := readings_told(evidence):
        yield Paragraph(read)
    if evidence.notices:
        yield Bullets(tuple(f"{notice}." for notice in evidence.notices))


@dataclass(frozen=True, slots=True)
class _Holding:
    """Documents that one row stands for: one of them, or those of one file and of one kind, voice and language."""

    title: str
    documents: tuple[Document, ...]


def _documents(findings: Findings) -> DataTable:
    evidence = findings.evidence
    codings = Counter(each.document.id for each in findings.coded)
    rows = []
    for holding in _holdings(evidence):
        first = holding.documents[0]
        dates = sorted(document.date for document in holding.documents if document.date)
        coded = [document for document in holding.documents if document.id not in evidence.not_coded]
        why = "outside the period" if first.id in evidence.outside else "near-duplicate"
        rows.append(
            (
                holding.title,
                first.kind,
                STANDING_OF_KIND[first.kind],
                speaks_for(first),
                (dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}") if dates else None,
                sum(codings[document.id] for document in coded) if coded else why,
                first.language if first.language != UNDETERMINED else None,
                first.source,
            )
        )
    columns = ("Title", "Kind", "Counts as", "Speaks for", "Date", "Codings", "Language", "Source")
    return DataTable("documents", "Documents", columns, tuple(rows))


def _holdings(evidence: Evidence) -> list[_Holding]:
    ordered = sorted(evidence.documents.values(), key=lambda each: (each.kind, each.title))
    of_file = Counter(each.path.partition("#")[0] for each in ordered)
    together: dict[tuple[str, ...], list[Document]] = {}
    for each in ordered:
        file = each.path.partition("#")[0]
        key = (
            (file, each.kind, each.voice or "", each.language or "")
            if of_file[file] > OF_A_CORPUS
            else (each.id,)
        )
        together.setdefault(key, []).append(each)
    return [
        _Holding(
            group[0].title
            if len(group) == 1
            else f"{several(len(group), 'document')} of {group[0].path.partition('#')[0]}",
            tuple(group),
        )
        for group in together.values()
    ]


def speaks_for(document: Document) -> str | None:
    """Whose voice a document is, and who lends it where that is another."""
    if document.on_behalf_of is None:
        return state(document.origin).name if document.origin else None
    by = f" (by {name_of_voice(document.origin)})" if document.origin else ""
    return f"{name_of_voice(document.on_behalf_of)}{by}"


def _coverage(evidence: Evidence) -> DataTable:
    register = evidence.register
    found = coverage(register.frame, evidence.documents.values()) if register.frame else ()
    return DataTable(
        "coverage",
        "What exists and what was obtained",
        ("Kind", "Speaks for", "Obtained", "Exist", "Share", "Who says so"),
        tuple(
            (
                each.kind,
                state(each.origin).name if each.origin else "any other",
                each.obtained,
                each.exists,
                f"{each.share:.0%}" if each.share is not None else None,
                each.source,
            )
            for each in found
        ),
        "Of what nobody counted there is no share." if any(each.exists is None for each in found) else None,
    )


def _appraisals(evidence: Evidence) -> DataTable:
    given = [
        (evidence.documents[id_], appraisal)
        for id_, appraisals in evidence.register.appraisals.items()
        if id_ in evidence.documents
        for appraisal in appraisals
    ]
    return DataTable(
        "appraisals",
        "Appraisal by the four criteria of Scott (1990), 1 to 5",
        ("Document", *(criterion.capitalize() for criterion in CRITERIA), "By"),
        tuple(
            (document.title, *_scores(appraisal), appraisal.by) for document, appraisal in given[:MOST_ROWS]
        ),
        _more(given),
    )


def _scores(appraisal: Appraisal) -> Iterator[str | None]:
    for rating in appraisal.ratings:
        note = f" ({rating.note})" if rating.note else ""
        yield f"{rating.score}{note}" if rating.score is not None else rating.note or None


def readings_told(evidence: Evidence) -> str:
    """How far the documents were read by people; empty where nobody said so."""
    reached = Counter(
        reading.state
        for document, reading in furthest(evidence.register.readings).items()
        if document in evidence.documents
    )
    if not reached:
        return ""
    told = [f"{reached[each]} {each}" for each in reversed(READING_STATES) if reached[each]]
    count = several(len(evidence.documents), "document")
    return f"Of {count}, by the reader who went furthest with each: {listed(told)}; the rest were read by no person."


def _near_duplicates(evidence: Evidence) -> DataTable:
    pairs = evidence.near_duplicates.pairs
    known = evidence.documents
    return DataTable(
        "near-duplicates",
        "Near-duplicates",
        ("Document", "Document", "Five-word sequences in common"),
        tuple(
            (known[pair.first].title, known[pair.second].title, f"{pair.jaccard:.0%}")
            for pair in pairs[:MOST_ROWS]
        ),
        _more(pairs),
    )


def _citations(evidence: Evidence) -> DataTable:
    found = [
        (document, finding)
        for document in evidence.documents.values()
        if document.kind in CITING
        for finding in lint_citations(document)
    ]
    counts = Counter((document.title, finding.kind) for document, finding in found)
    return DataTable(
        "citations",
        "Citations against lists of references",
        ("Document", "Finding", "Times"),
        tuple((title, fault, count) for (title, fault), count in counts.items()),
        "`counterpoise citations` names each with its place." if counts else None,
    )


def _more(rows: Sequence[object]) -> str | None:
    return f"{len(rows) - MOST_ROWS} more are not shown." if len(rows) > MOST_ROWS else None
