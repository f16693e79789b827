"""What a language model answers, and what of it counts: known codes, with words that stand in the passage."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from counterpoise.coding.suggester import Seen
from counterpoise.errors import did_you_mean
from counterpoise.evidence import Coding, Direction, Passage, Power

__all__ = ["SCORE", "Answer", "Refused", "SaidCoding", "checked"]

SCORE = 0.5
"""The score of every coding: a model gives no probability that could be relied on."""

_SHOWN = 60


class SaidCoding(BaseModel):
    """One coding as a model gives it."""

    model_config = ConfigDict(frozen=True)

    code: str
    power: Power
    direction: Direction
    quotation: str
    reason: str


class Answer(BaseModel):
    """All that a model says of one passage."""

    model_config = ConfigDict(frozen=True)

    codings: tuple[SaidCoding, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Something a model said of a passage that does not count, and why."""

    passage: Passage
    what: str


def checked(
    answer: Answer, seen: Seen, codes: Collection[str], coder: str
) -> tuple[tuple[Coding, ...], tuple[Refused, ...]]:
    """The codings of an answer that count, and each of the others with the reason why it does not.

    A quotation has to stand in the passage to the letter and in whole words, but for the length of its blanks and line ends; it is the span of the coding. Of several
    codings with one code and power the first counts.
    """
    passage = seen.passage
    codings: dict[str, Coding] = {}
    refused: list[Refused] = []
    for said in answer.codings:
        told = f"the model gives '{_short(said.code)}'"
        span = _standing(said.quotation, passage)
        if said.code not in codes:
            near = did_you_mean(said.code, codes)
            refused.append(Refused(passage, f"{told}, which is no code of the codebook{near}"))
        elif span is None:
            quoted = f"{told} on the words '{_short(said.quotation)}', which are not in the passage"
            refused.append(Refused(passage, quoted))
        else:
            coding = Coding(
                passage.id, said.code, said.power, said.direction, coder, SCORE, said.reason, span=span
            )
            if coding.id in codings:
                refused.append(Refused(passage, f"{told} for power {said.power} twice; the first counts"))
            codings.setdefault(coding.id, coding)
    return tuple(codings.values()), tuple(refused)


def _standing(quotation: str, passage: Passage) -> tuple[int, int] | None:
    """Where a quotation stands in the document, if its words stand in the passage as whole words."""
    words = quotation.split()
    if not words:
        return None
    # Scripts with capitals part words by blanks; others, such as Chinese, need not.
    begin, end = (r"\b" if edge.lower() != edge.upper() else "" for edge in (words[0][0], words[-1][-1]))
    match = re.search(begin + r"\s+".join(map(re.escape, words)) + end, passage.quotation)
    return (passage.start + match.start(), passage.start + match.end()) if match else None


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
