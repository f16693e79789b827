"""What people's judgements teach: each passage that somebody went through, with the codes that were found there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.coding.learned import Decision
from counterpoise.coding.suggester import Seen
from counterpoise.documents.document import Document
from counterpoise.documents.passages import previous_sentence
from counterpoise.evidence import Passage

__all__ = ["decisions_of"]


def decisions_of(
    judged: Iterable[HumanCoding], gone_through: Iterable[Reviewed], documents: Iterable[Document]
) -> tuple[Decision, ...]:
    """The passages that coders went through, each with the codes that count there, in order of document and place.

    Where somebody adjudicated a passage, that person's codes count alone; otherwise those that more than half of its coders
    found. A passage is seen as it was when it was suggested on, in its document, if that is among `documents`. Codings on stretches of a coder's own choice, which nobody went through whole, teach nothing.
    """
    given: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in judged:
        if each.coding.status == "accepted":
            given[each.passage.id, each.coder].add(each.coding.code)
    passages: dict[str, Passage] = {}
    coders: dict[str, dict[str, bool]] = defaultdict(dict)
    for reviewed in gone_through:
        passages[reviewed.passage.id] = reviewed.passage
        coders[reviewed.passage.id][reviewed.coder] = reviewed.adjudicates
    by_id = {document.id: document for document in documents}
    decisions: list[Decision] = []
    for passage in sorted(passages.values(), key=lambda each: (each.document, each.start, each.end)):
        told = coders[passage.id]
        heard = [coder for coder, adjudicates in told.items() if adjudicates] or list(told)
        votes = [code for coder in heard for code in given[passage.id, coder]]
        found = frozenset(code for code in votes if 2 * votes.count(code) > len(heard))
        decisions.append((_seen(passage, by_id.get(passage.document)), found))
    return tuple(decisions)


def _seen(passage: Passage, document: Document | None) -> Seen:
    if document is None:
        return Seen(passage)
    return Seen(passage, previous_sentence(document, passage), document.voice, document.year)
