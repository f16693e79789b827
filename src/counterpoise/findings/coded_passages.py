"""Coded passages: a passage, the document that it stands in, and the judgement that stands on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise.documents.document import Document
from counterpoise.evidence import COUNTED, STANDING_OF_KIND, Coding, Direction, Link, Passage, Standing
from counterpoise.gathering import Evidence
from counterpoise.theory.elements import Side

LEXICON = "lexicon/"
"""Only codings of the lexicon coder are counted; other coders give second opinions."""

SIDE_OF_DIRECTION: dict[Direction, Literal["for", "against", "neutral"]] = {
    "strengthens": "for",
    "weakens": "against",
    "none": "neutral",
}


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """One coding with all that is needed to show it. `seconded` tells that another coder suggests it too."""

    passage: Passage
    document: Document
    coding: Coding
    seconded: bool

    @property
    def standing(self) -> Standing:
        """What the document counts as."""
        return STANDING_OF_KIND[self.document.kind]

    @property
    def counted(self) -> bool:
        """Whether it counts: what is under test is quoted and never counted."""
        return self.standing in COUNTED

    def concerns(self, side: Side) -> bool:
        """Whether the coding is of one power, alone or with the other."""
        return self.coding.power in (side, "both")


def coded_passages(evidence: Evidence) -> tuple[CodedPassage, ...]:
    """Every counted coder's coding, with its passage and document, in order of document and place."""
    seconds = {
        (coding.passage, coding.code) for coding in evidence.codings if not coding.coder.startswith(LEXICON)
    }
    found = [
        CodedPassage(
            passage=(passage := evidence.passages[coding.passage]),
            document=evidence.documents[passage.document],
            coding=coding,
            seconded=(coding.passage, coding.code) in seconds,
        )
        for coding in evidence.codings
        if coding.coder.startswith(LEXICON) and coding.status != "rejected"
    ]
    return tuple(
        sorted(found, key=lambda coded: (coded.document.path, coded.passage.start, coded.coding.code))
    )


def with_codes(coded: Iterable[CodedPassage], codes: Collection[str]) -> tuple[CodedPassage, ...]:
    """Those whose code is one of some codes."""
    return tuple(each for each in coded if each.coding.code in codes)


def one_for_each_passage(coded: Iterable[CodedPassage]) -> tuple[CodedPassage, ...]:
    """One coding of each passage: the one that is most certain, so that no passage counts twice."""
    best: dict[str, CodedPassage] = {}
    for each in coded:
        rival = best.get(each.coding.passage)
        if rival is None or each.coding.score > rival.coding.score:
            best[each.coding.passage] = each
    return tuple(best.values())


def tally(coded: Iterable[CodedPassage]) -> dict[Standing, Counter[Direction]]:
    """Passages by what their document counts as and by direction. What is under test is left out."""
    counts: dict[Standing, Counter[Direction]] = {standing: Counter() for standing in COUNTED}
    for each in one_for_each_passage(coded):
        if each.counted:
            counts[each.standing][each.coding.direction] += 1
    return counts


def exemplars(coded: Iterable[CodedPassage], most: int) -> tuple[CodedPassage, ...]:
    """The passages to quote: the surest first, and never two of one document while others are left.

    First-hand documents come before second-hand ones, and those before data notes; what is under test
    comes last, and passages that speak against are never crowded out by those that speak for.
    """
    order: dict[Standing, int] = {standing: i for i, standing in enumerate((*COUNTED, "under test"))}
    by_direction: dict[Direction, list[CodedPassage]] = defaultdict(list)
    for each in one_for_each_passage(coded):
        by_direction[each.coding.direction].append(each)
    ranked = [_spread(group, order) for group in by_direction.values()]
    chosen: list[CodedPassage] = []
    while len(chosen) < most and any(ranked):
        for group in ranked:
            if group and len(chosen) < most:
                chosen.append(group.pop(0))
    return tuple(
        sorted(chosen, key=lambda each: (order[each.standing], each.document.date or "", each.passage.start))
    )


def _spread(group: Sequence[CodedPassage], order: dict[Standing, int]) -> list[CodedPassage]:
    """Rank by standing, turn in the document, and certainty."""
    surest = sorted(
        group, key=lambda each: (-each.seconded, -each.coding.score, each.document.path, each.passage.start)
    )
    turn: Counter[str] = Counter()
    placed = []
    for each in surest:
        placed.append((order[each.standing], turn[each.document.id], each))
        turn[each.document.id] += 1
    return [each for _, _, each in sorted(placed, key=lambda entry: entry[:2])]


def effects_of(links: Iterable[Link], codes: Collection[str], passages: Collection[str]) -> tuple[Link, ...]:
    """The links that say what a factor among some codes leads to, in some passages."""
    return tuple(link for link in links if link.factor in codes and link.passage in passages)
