"""Answers to queries of codings: which codings answer, on how many passages, by what their documents count as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

import numpy as np

from counterpoise.evidence import NOT_BORNE_OUT
from counterpoise.retrieval.codings import Codings, Mask
from counterpoise.retrieval.nearness import Nearness
from counterpoise.retrieval.query import (
    All,
    Codes,
    Dated,
    Either,
    Filter,
    Near,
    Tree,
    fields_of,
    is_filter,
)
from counterpoise.standing import Standing

__all__ = ["Answering", "Extent", "dated_within", "extents"]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many codings there are, on how many passages of how many documents."""

    codings: int
    passages: int
    documents: int


class Answering:
    """Answers queries of some codings; what was cut into words or sentences for one query serves the next."""

    def __init__(self, codings: Codings) -> None:
        self.codings = codings
        self.nearness = Nearness(codings)

    def answer(self, tree: Tree | None = None) -> Mask:
        """The codings that answer a query, or all of them; n of bool.

        What people did not bear out is left out, unless a filter asks for a status. AND asks that codings stand on one
        passage, and gives all of them; NOT takes the passages away on which something stands, or the codings that a
        filter names. A filter holds for every code that stands with it between the same parentheses.
        """
        everything = np.ones(len(self.codings), bool)
        if tree is None or "status" not in fields_of(tree):
            everything = ~self.codings.facts["status"].among(NOT_BORNE_OUT)
        return everything if tree is None else self._rows(tree, everything)

    def _rows(self, tree: Tree, within: Mask) -> Mask:
        """The codings that answer a tree, of those within which it is asked."""
        if is_filter(tree):
            return within & self._holds(tree)
        match tree:
            case Codes(names):
                return within if names is None else within & self.codings.facts["code"].among(names)
            case Near(left, right, distance, unit):
                return self.nearness.near(self._rows(left, within), self._rows(right, within), distance, unit)
            case Either(parts):
                return _any(self._rows(part, within) for part in parts)
            case All(parts, unwanted):
                return self._all(parts, unwanted, within)
        raise AssertionError(tree)

    def _all(self, parts: tuple[Tree, ...], unwanted: tuple[Tree, ...], within: Mask) -> Mask:
        for part in parts:
            if is_filter(part):
                within = within & self._holds(part)
        for part in unwanted:
            if is_filter(part):
                within = within & ~self._holds(part)
        codes = [self._rows(part, within) for part in parts if not is_filter(part)]
        if len(codes) < 2:
            found = codes[0] if codes else within
        else:
            wanted = ~_any(~self.codings.passages_of(rows) for rows in codes)
            found = _any(codes) & self.codings.on_passages(wanted)
        for part in unwanted:
            if not is_filter(part):
                taken = self.codings.passages_of(self._rows(part, within))
                found = found & ~self.codings.on_passages(taken)
        return found

    def _holds(self, tree: Tree) -> Mask:
        """The codings of which a filter holds."""
        codings = self.codings
        match tree:
            case Filter(field, values):
                if field in codings.facts:
                    return codings.facts[field].among(values)
                told = _of_documents(codings, field)
                return codings.of_documents(np.array([value in values for value in told], bool))
            case Dated(since, until):
                inside = [dated_within(each.date, since, until) for each in codings.documents]
                return codings.of_documents(np.array(inside, bool))
            case Either(parts):
                return _any(self._holds(part) for part in parts)
            case All(parts, unwanted):
                broken = [~self._holds(part) for part in parts] + [self._holds(part) for part in unwanted]
                return ~_any(broken)
        raise AssertionError(tree)


def dated_within(date: str | None, since: str | None, until: str | None) -> bool:
    """Whether a date is within a span, as a search has it: one of which the month or day is unknown counts as any of it.

    A document without a date is on neither side of one.
    """
    if date is None:
        return False
    begins = since is None or date[: len(since)] >= since[: len(date)]
    return begins and (until is None or date[: len(until)] <= until[: len(date)])


def extents(codings: Codings, rows: Mask) -> Mapping[Standing, Extent]:
    """The extent of some codings for each standing of documents, also where there is none."""
    standings = np.array(codings.standings())
    found: dict[Standing, Extent] = {}
    for standing in get_args(Standing):
        of_it = rows & codings.of_documents(standings == standing) if len(standings) else rows
        found[standing] = Extent(
            int(of_it.sum()),
            int(codings.passages_of(of_it).sum()),
            len(np.unique(codings.document[of_it])),
        )
    return found


def _any(masks: Iterable[Mask]) -> Mask:
    """Where one of some masks holds; there is at least one mask."""
    first, *others = masks
    found = first.copy()
    for each in others:
        found |= each
    return found


def _of_documents(codings: Codings, field: str) -> tuple[str | None, ...]:
    """A fact of each document."""
    match field:
        case "standing":
            return codings.standings()
        case "kind":
            return tuple(each.kind for each in codings.documents)
        case "origin":
            return tuple(each.origin for each in codings.documents)
    return tuple(each.id for each in codings.documents)
