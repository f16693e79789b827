"""A claim and the evidence that it cannot be made without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.wording import several

NoVerdict = Literal["evidence shown, no verdict"]
Silence = Literal["not testable yet", "not testable with this evidence"]


@dataclass(frozen=True, slots=True)
class Weighing:
    """How many of the indicators judged bear a claim out, and how many moved contrary to it.

    An indicator may do neither: one that expands is not the contrary of one that fluctuates.
    """

    supporting: int
    contrary: int
    of: int

    def __str__(self) -> str:
        """`supported by 2 of 6 indicators, contradicted by 3`."""
        told = [f"supported by {self.supporting} of {several(self.of, 'indicator')}"]
        if self.contrary:
            told.append(f"contradicted by {self.contrary}")
        return ", ".join(told)


Verdict = Weighing | NoVerdict


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said of the state, with a verdict and the ids of the passages and values that it stands on.

    `codes` are those under which its passages bear on it; `cells` are the cells of tables that it leans on.

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

    `evidence` may name passages that bear on it; they give it no verdict.
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


Answer = Claim | Unanswered
