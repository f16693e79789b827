"""Comparison: which of a study's documents say nearly the same, kept from run to run, and which of them count."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from counterpoise.documents.document import Document
from counterpoise.documents.near_duplicates import ALIKE, Group, NearDuplicates, Pair, near_duplicates
from counterpoise.errors import Problem
from counterpoise.identity import canonical_json, code_digest, identifier
from counterpoise.ledger.events import NewEvent
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.wording import several
from counterpoise.workspace import Workspace

COMPARED = "document.compared"

UNDATED = "9999"
"""Stands after every date."""


def comparison_key(documents: Sequence[Document]) -> str:
    """What decides which documents are alike: their texts, their dates, and the program."""
    told = [[document.id, document.date] for document in documents]
    return identifier(code=code_digest("documents", "identity"), documents=told)


def compared(documents: Sequence[Document], workspace: Workspace) -> NearDuplicates:
    """The near-duplicates among a study's documents; those that were compared before are not compared again."""
    if len(documents) < 2:
        return NearDuplicates((), ())
    key = comparison_key(documents)
    known = workspace.find(COMPARED, key)
    kept = workspace.kept(str(known.body["object"])) if known is not None else None
    if kept is not None:
        return near_duplicates_of(kept)
    found = near_duplicates(documents)
    body = {"key": key, "object": workspace.objects.put(canonical_json(asdict(found)))}
    workspace.record([NewEvent(COMPARED, "documents", body)])
    return found


def near_duplicates_of(content: bytes) -> NearDuplicates:
    """The near-duplicates that an object holds."""
    told = json.loads(content)
    return NearDuplicates(
        tuple(Pair(**pair) for pair in told["pairs"]),
        tuple(Group(tuple(group.pop("documents")), **group) for group in told["groups"]),
    )


def copies(found: NearDuplicates, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """The documents that say again what another of the same standing says: all of a group but the first of each.

    The first is that of the earliest date; of those of one date, or of none, that which the study names first.
    """
    again: list[str] = []
    for group in found.groups:
        ordered = sorted(group.documents, key=lambda each: documents[each].date or UNDATED)
        seen = set()
        for each in ordered:
            standing = STANDING_OF_KIND[documents[each].kind]
            if standing in seen:
                again.append(each)
            seen.add(standing)
    return tuple(again)


def notices_of(found: NearDuplicates, documents: Mapping[str, Document], kept: bool) -> Iterator[Problem]:
    """What to say of near-duplicates: each group by name, and how many documents there are with and without them."""
    for group in found.groups:
        first, *others = (documents[each].path for each in group.documents)
        told = f"{ALIKE:.0%} or more of its five-word sequences stand in {', '.join(others)} too"
        yield Problem(first, told)
    again = copies(found, documents)
    if again:
        without = len(documents) - len(again)
        how = (
            "all of them count; `near_duplicates: first` under settings counts the first of each group"
            if kept
            else "those are not coded, as the setting `near_duplicates: first` says"
        )
        counted = (
            f"{several(len(documents), 'document')}, {without} without those that say again what another says"
        )
        yield Problem("near-duplicates", f"{counted}; {how}")
