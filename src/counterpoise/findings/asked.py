"""What is asked: the sentence with its name, and the answer that it gets on evidence or for the want of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.findings.cells import counted_sentence
from counterpoise.findings.claim import NO_SIDES, Claim, Sides, Silence, Unanswered, Verdict
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.numbers import Number


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the name and label that an answer goes by, what kind of sentence it is, and the sentence.

    `estimand` is the quantity that decides it.
    """

    id: str
    label: str
    kind: str
    text: str
    estimand: str = ""

    def silence(
        self,
        verdict: Silence,
        needs: Sequence[str],
        reasons: Sequence[str] = (),
        bearing: Sequence[CodedPassage] = (),
        numbers: Sequence[Number] = (),
        sides: Sides = NO_SIDES,
    ) -> Unanswered:
        """Leave it open: why, what it would need, and the passages that bear on it all the same."""
        return Unanswered(
            id=self.id,
            label=self.label,
            kind=self.kind,
            text=self.text,
            verdict=verdict,
            reasons=(*reasons, *((counted_sentence(bearing),) if bearing else ())),
            needs=tuple(dict.fromkeys(needs)),
            evidence=passages_of(bearing),
            codes=codes_of(bearing),
            estimand=self.estimand,
            numbers=tuple(numbers),
            sides=sides,
        )

    def claim(
        self,
        verdict: Verdict,
        reasons: Sequence[str],
        evidence: Sequence[str],
        cells: Sequence[str] = (),
        codes: Sequence[str] = (),
        numbers: Sequence[Number] = (),
        sides: Sides = NO_SIDES,
        would_change: Sequence[str] = (),
        bearing: Sequence[CodedPassage] = (),
    ) -> Claim:
        """Answer it on evidence; passages that bear on it and did not decide it stand beside, as where it is left open."""
        return Claim(
            id=self.id,
            label=self.label,
            kind=self.kind,
            text=self.text,
            verdict=verdict,
            reasons=(*reasons, *((counted_sentence(bearing),) if bearing else ())),
            evidence=tuple(dict.fromkeys((*evidence, *passages_of(bearing)))),
            cells=tuple(cells),
            codes=tuple(dict.fromkeys((*codes, *codes_of(bearing)))),
            estimand=self.estimand,
            numbers=tuple(numbers),
            sides=sides,
            would_change=tuple(would_change),
        )


def passages_of(coded: Sequence[CodedPassage]) -> tuple[str, ...]:
    """The ids of the passages, each once."""
    return tuple(dict.fromkeys(each.passage.id for each in coded))


def codes_of(coded: Sequence[CodedPassage]) -> tuple[str, ...]:
    """The codes, each once."""
    return tuple(dict.fromkeys(each.coding.code for each in coded))
