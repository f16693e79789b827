"""Codings as hits: the passages that they stand on, with the words that moved the coders and what each coder says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from counterpoise.documents.comparison import UNDATED
from counterpoise.documents.sentences import Span
from counterpoise.evidence import passage_of
from counterpoise.retrieval.codings import Codings, Mask
from counterpoise.search.index import Entry, Hit
from counterpoise.search.searching import Found

__all__ = ["Hits", "hits_of"]


@dataclass(frozen=True, slots=True)
class Hits:
    """Passages as a search shows them, and by the id of each the codings that answer, as plain facts."""

    found: Found
    codings: Mapping[str, tuple[Mapping[str, object], ...]]

    def notes(self) -> Mapping[str, tuple[str, ...]]:
        """The codings of each passage in words."""
        return {passage: tuple(map(_in_words, told)) for passage, told in self.codings.items()}


def hits_of(codings: Codings, rows: Mask, limit: int) -> Hits:
    """The passages of some codings (n of bool), as many as wanted, by date and place; undated documents come last."""
    chosen = np.flatnonzero(rows)
    passages, firsts = np.unique(codings.passage[chosen], return_index=True)
    order = {
        place: number
        for number, place in enumerate(
            sorted(range(len(codings.documents)), key=lambda place: codings.documents[place].date or UNDATED)
        )
    }
    rank = np.array([order[place] for place in range(len(order))], np.int64)
    shown = np.argsort(rank[codings.document[chosen[firsts]]], kind="stable")[:limit]
    hits, told = [], {}
    for number in shown:
        of_it = chosen[codings.passage[chosen] == passages[number]]
        hit, facts = _hit(codings, of_it.tolist())
        hits.append(hit)
        told[hit.passage.id] = facts
    return Hits(Found(tuple(hits), len(passages)), told)


def _hit(codings: Codings, rows: list[int]) -> tuple[Hit, tuple[Mapping[str, object], ...]]:
    """A passage with the codings on it."""
    number = int(codings.document[rows[0]])
    document = codings.documents[number]
    told = codings.table[rows].to_dicts()
    first = told[0]
    passage = passage_of(
        document.id, document.text, first["start"], first["end"], first["page"], first["heading"]
    )
    spans = ((row["from"], row["to"]) for row in told if row["from"] is not None)
    matches = tuple(_merged(spans, (passage.start, passage.end)))
    entry = Entry(
        number, document.id, document.title, document.kind, document.origin, document.date, document.path
    )
    facts = tuple(
        {name: row[name] for name in ("code", "power", "direction", "coder", "status", "score", "reason")}
        for row in told
    )
    return Hit(entry, passage, matches, None), facts


def _merged(spans: Iterable[Span], within: Span) -> Iterator[Span]:
    """Spans in order, cut to a passage, those that touch made one."""
    begun: Span | None = None
    for start, end in sorted((max(start, within[0]), min(end, within[1])) for start, end in spans):
        if start >= end:
            continue
        if begun is None or start > begun[1]:
            if begun is not None:
                yield begun
            begun = (start, end)
        else:
            begun = (begun[0], max(begun[1], end))
    if begun is not None:
        yield begun


def _in_words(coding: Mapping[str, object]) -> str:
    direction = "" if coding["direction"] == "none" else f", {coding['direction']}"
    why = f": {coding['reason']}" if coding["reason"] else ""
    return (
        f"{coding['code']}, power {coding['power']}{direction} ({coding['status']}; {coding['coder']}){why}"
    )
