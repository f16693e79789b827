"""Hits as a reader sees them: passages with their matches set off, and the same for machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import typer

from counterpoise.search.index import Hit
from counterpoise.search.searching import Found
from counterpoise.wording import several


def concordance(found: Found, notes: Mapping[str, Sequence[str]] = MappingProxyType({})) -> str:
    """The hits one below another, each with its document and place, and how many there are.

    `notes` are lines to stand beneath a passage, by its id.
    """
    told = [
        "\n".join((_told(number, hit), *(f"   {line}" for line in notes.get(hit.passage.id, ()))))
        for number, hit in enumerate(found.hits, start=1)
    ]
    if found.total is None:
        told.append(f"The first {several(len(found.hits), 'passage')}; there are more.")
    elif found.total > len(found.hits):
        which = "first" if found.hits[0].score is None else "best"
        told.append(f"The {which} {len(found.hits):,} of {found.total:,} passages.")
    else:
        told.append(f"{several(found.total, 'passage')}." if found.total else "No passage was found.")
    return "\n\n".join(told)


def _told(number: int, hit: Hit) -> str:
    document, passage = hit.document, hit.passage
    facts = [document.kind, document.origin, document.date]
    place = document.path + (f", page {passage.page}" if passage.page else "")
    head = f"{number}. {document.title} ({', '.join(fact for fact in facts if fact)})"
    return f"{head}\n   {place}, characters {passage.start}-{passage.end}\n{''.join(_set_off(hit))}"


def _set_off(hit: Hit) -> Iterator[str]:
    """The words of a passage, its matches in bold."""
    quotation, offset = hit.passage.quotation, hit.passage.start
    last = 0
    for start, end in hit.matches:
        yield quotation[last : start - offset]
        yield typer.style(quotation[start - offset : end - offset], bold=True)
        last = end - offset
    yield quotation[last:]


def facts_of(found: Found) -> dict[str, object]:
    """The hits as plain facts; offsets count the code points of the document's canonical text."""
    return {
        "hits": [
            {
                "document": hit.document.id,
                "title": hit.document.title,
                "kind": hit.document.kind,
                "origin": hit.document.origin,
                "date": hit.document.date,
                "path": hit.document.path,
                "page": hit.passage.page,
                "heading": hit.passage.heading,
                "passage": hit.passage.id,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "quotation": hit.passage.quotation,
                "matches": [{"start": start, "end": end} for start, end in hit.matches],
                "score": hit.score,
            }
            for hit in found.hits
        ],
        "total": found.total,
        "problems": [str(problem) for problem in found.problems],
    }
