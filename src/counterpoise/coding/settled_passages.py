"""What people's judgements teach: each passage that somebody went through, with the codes that were found there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.coding.learned import Decision
from counterpoise.coding.places import Places
from counterpoise.coding.suggester import Seen
from counterpoise.documents.document import Document
from counterpoise.documents.passages import previous_sentence
from counterpoise.evidence import Passage

__all__ = ["decisions_of"]


def decisions_of(
    judged: Iterable[HumanCoding], reviewed: Iterable[Reviewed], documents: Iterable[Document]
) -> tuple[Decision, ...]:
    """The passages that coders went through, each with the codes that count there, in order of document and place.

    Where somebody adjudicated a passage, what that decided counts alone; otherwise the codes that more than half of its
    coders found. A coding on some words of a passage is one of that passage. A passage is seen in its document, if that is
    among `documents`. Codings on text that nobody went through whole teach nothing.
    """
    passages: dict[str, Passage] = {}
    readers: defaultdict[str, set[tuple[str, bool]]] = defaultdict(set)
    for each in reviewed:
        passages[each.passage.id] = each.passage
        readers[each.passage.id].add((each.coder, each.adjudicates))
    place = Places(passages.values())
    given: defaultdict[tuple[str, str, bool], set[str]] = defaultdict(set)
    for one in judged:
        if one.coding.status == "accepted":
            given[place.unit_of(one.passage).id, one.coder, one.adjudicates].add(one.coding.code)
    by_id = {document.id: document for document in documents}
    decisions: list[Decision] = []
    for passage in sorted(passages.values(), key=lambda each: (each.document, each.start, each.end)):
        told = readers[passage.id]
        heard = {reader for reader in told if reader[1]} or told
        votes = [code for reader in heard for code in given[passage.id, *reader]]
        found = frozenset(code for code in votes if 2 * votes.count(code) > len(heard))
        decisions.append((_seen(passage, by_id.get(passage.document)), found))
    return tuple(decisions)


def _seen(passage: Passage, document: Document | None) -> Seen:
    if document is None:
        return Seen(passage)
    return Seen(passage, previous_sentence(document, passage), document.voice, document.year)
