"""A claim and the evidence that it cannot be made without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.wording import listed, several

NoVerdict = Literal["evidence shown, no verdict"]
Silence = Literal["not testable yet", "not testable with this evidence"]


@dataclass(frozen=True, slots=True)
class Weighing:
    """How many of the indicators judged moved as a claim has it, contrary to it, and in neither way, by word.

    One that expands is not the contrary of one that fluctuates: it does neither. A word that no indicator has is
    not among those of `contrary` and `neither`; `claimed` holds every word that the claim expects. `judged` says what
    is counted, where it is not indicators.
    """

    claimed: tuple[tuple[str, int], ...]
    contrary: tuple[tuple[str, int], ...] = ()
    neither: tuple[tuple[str, int], ...] = ()
    judged: str = "indicator"

    @property
    def supporting(self) -> int:
        """How many bear the claim out."""
        return sum(times for _, times in self.claimed)

    @property
    def of(self) -> int:
        """How many were judged."""
        return sum(times for _, times in (*self.claimed, *self.contrary, *self.neither))

    def __str__(self) -> str:
        """`2 of 6 indicators fluctuating as claimed; contrary: 1 steady; neither: 3 contracting`."""
        words = " or ".join(word for word, _ in self.claimed)
        told = [f"{self.supporting} of {several(self.of, self.judged)} {words} as claimed"]
        for name, found in (("contrary", self.contrary), ("neither", self.neither)):
            if found:
                told.append(f"{name}: {listed([f'{times} {word}' for word, times in found])}")
        return "; ".join(told)


Verdict = Weighing | NoVerdict


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said of the state, with a verdict and the ids of the passages and values that it stands on.

    `codes` are those under which its passages bear on it; `cells` are the cells of tables that it leans on.
    `said_of` names the case that it was said of, where that is another than the study's.

    Raises CounterpoiseError when no evidence is named: a claim without evidence cannot be constructed.
    """

    id: str
    label: str
    kind: str
    text: str
    verdict: Verdict
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    cells: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    said_of: str | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise CounterpoiseError(
                Problem(
                    f"claim {self.id}",
                    "names no evidence; a claim stands on passages or values, or is not made",
                )
            )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that this evidence or this version cannot answer, why, and what it would need.

    `evidence` may name passages that bear on it; they give it no verdict. `said_of` is as in a claim.
    """

    id: str
    label: str
    kind: str
    text: str
    verdict: Silence
    reasons: tuple[str, ...]
    needs: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    said_of: str | None = None


Answer = Claim | Unanswered
