"""Coded passages: a passage, the document that it stands in, and the judgement that stands on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from counterpoise.coding.settling import counts
from counterpoise.documents.document import Document
from counterpoise.evidence import (
    COUNTED,
    NOT_BORNE_OUT,
    STANDING_OF_KIND,
    Coding,
    Direction,
    Link,
    Passage,
    Standing,
)
from counterpoise.gathering import Evidence
from counterpoise.theory.elements import Side

WORD_OF_DIRECTION: dict[Direction, str] = {
    "strengthens": "strengthening",
    "weakens": "weakening",
    "none": "no direction",
}
"""The direction of a coding in a reader's words: of the tie, or of what the code names."""

BY_TURNS: tuple[Direction, ...] = ("weakens", "strengthens", "none")


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """One coding with all that is needed to show it. `seconded` tells that another coder has it too."""

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


def coded_passages(evidence: Evidence, codebook: Iterable[str]) -> tuple[CodedPassage, ...]:
    """Every coding that counts, with its passage and document, in order of document, place and codebook.

    Those of the lexicon and of people count, and any that a person accepted; none counts that was rejected or left unanswered.
    Of codings of one code, on one power each, those with a direction come first.
    """
    order = {code: place for place, code in enumerate(codebook)}
    seconds = {
        (coding.passage, coding.code)
        for coding in evidence.codings
        if coding.status not in NOT_BORNE_OUT and not counts(coding)
    }
    found = [
        CodedPassage(
            passage=(passage := evidence.passages[coding.passage]),
            document=evidence.documents[passage.document],
            coding=coding,
            seconded=coding.status == "accepted" or (coding.passage, coding.code) in seconds,
        )
        for coding in evidence.codings
        if counts(coding)
    ]
    return tuple(
        sorted(
            found,
            key=lambda coded: (
                coded.document.path,
                coded.passage.start,
                order.get(coded.coding.code, len(order)),
                coded.coding.direction == "none",
            ),
        )
    )


def with_codes(coded: Iterable[CodedPassage], codes: Collection[str]) -> tuple[CodedPassage, ...]:
    """Those whose code is one of some codes."""
    return tuple(each for each in coded if each.coding.code in codes)


def one_for_each_passage(coded: Iterable[CodedPassage]) -> tuple[CodedPassage, ...]:
    """One coding of each passage, so that no passage counts twice: the surest, and of equally sure ones the first.

    In the order of `coded_passages` the first is that whose code stands first in the codebook.
    """
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
    """The passages to quote, weakening, strengthening and without a direction by turns, so that none crowds out another.

    Of each direction the next is from the document quoted least so far; then first-hand documents come before
    second-hand ones, and those before data notes, and the surest come first. What is under test comes last of all.
    """
    order: dict[Standing, int] = {standing: i for i, standing in enumerate((*COUNTED, "under test"))}
    quoted: Counter[str] = Counter()
    chosen: list[CodedPassage] = []

    def rank(each: CodedPassage) -> tuple[object, ...]:
        sure = (not each.seconded, -each.coding.score)
        return (quoted[each.document.id], order[each.standing], *sure, each.document.path, each.passage.start)

    candidates = one_for_each_passage(coded)
    for counted in (True, False):
        groups = [
            [each for each in candidates if each.counted is counted and each.coding.direction == direction]
            for direction in BY_TURNS
        ]
        while len(chosen) < most and any(groups):
            for group in groups:
                if group and len(chosen) < most:
                    next_ = min(group, key=rank)
                    group.remove(next_)
                    chosen.append(next_)
                    quoted[next_.document.id] += 1
    return tuple(
        sorted(chosen, key=lambda each: (order[each.standing], each.document.date or "", each.passage.start))
    )


def effects_of(links: Iterable[Link], codes: Collection[str], passages: Collection[str]) -> tuple[Link, ...]:
    """The links that say what a factor among some codes leads to, in some passages."""
    return tuple(link for link in links if link.factor in codes and link.passage in passages)
