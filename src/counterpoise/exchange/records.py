"""What is exchanged, as plain records: one coder's codings, links, memos and passages gone through, each with its place.

Places are code points of a document's canonical text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from counterpoise.coding.suggester import is_machine
from counterpoise.evidence import Direction, Power, Status

__all__ = ["CoderKind", "CodingRecord", "LinkRecord", "MemoRecord", "ReviewRecord", "kind_of"]

CoderKind = Literal["human", "machine"]
NotedOn = Literal["passage", "document", "code"]


@dataclass(frozen=True, slots=True)
class CodingRecord:
    """One coder's coding of the code points `start` to before `end` of a document.

    `reason` is why the coder gave it, `memo` what else somebody noted of it; both are empty where there is none. `score`
    is a machine's, and `span` the words that moved it, in code points of the document. `adjudicates` says that it settles
    what several coders said.
    """

    document: str
    start: int
    end: int
    code: str
    coder: str
    power: Power = "none"
    direction: Direction = "none"
    status: Status = "accepted"
    reason: str = ""
    memo: str = ""
    score: float | None = None
    span: tuple[int, int] | None = None
    adjudicates: bool = False


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One coder's claim that a stretch of a document says that a factor leads to an effect; `sign` is -1 where it denies it."""

    document: str
    start: int
    end: int
    factor: str
    effect: str
    coder: str
    power: Power = "none"
    sign: Literal[1, -1] = 1
    reason: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class MemoRecord:
    """One coder's memo on a document, on a passage of it, or on a code; that on a coding goes with the coding.

    `start` and `end` are those of a passage; `code` is the code where it is on one, and then there is no document.
    """

    coder: str
    on: NotedOn
    text: str
    document: str | None = None
    start: int | None = None
    end: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """A passage that one coder went through, or settled where coders part: a code not given there was not found."""

    document: str
    start: int
    end: int
    coder: str
    adjudicates: bool = False


def kind_of(coder: str) -> CoderKind:
    """Whether a coder is a person or a machine."""
    return "machine" if is_machine(coder) else "human"
