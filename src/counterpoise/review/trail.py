"""The audit trail: what people did in a study, by kind and person, with how often and from when to when."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.ledger.vocabulary import KINDS
from counterpoise.workspace import Workspace

__all__ = ["Acts", "trail"]

_BESIDE_DECISIONS = (
    *("document.described", "document.appraised", "document.read", "frame.declared"),
    *("passage.reviewed", "passage.reopened"),
)
"""What people do that is no decision: it tells of documents, and of passages that they went through."""


@dataclass(frozen=True, slots=True)
class Acts:
    """What one person did of one kind of event: how often, on how many things, and the first and last day (UTC, ISO 8601).

    Every act counts, also one that another took back or followed later.
    """

    kind: str
    who: str
    times: int
    things: int
    first: str
    last: str


def trail(workspace: Workspace) -> tuple[Acts, ...]:
    """What people decided, read, rated, declared and went through in an open study, by kind and person.

    What machines did is left out: it is known by the versions of the coders and follows from the files.
    """
    decisions = [name for name, kind in KINDS.items() if kind.change is not None]
    return tuple(
        Acts(kind, who, times, things, first[:10], last[:10])
        for kind, who, times, things, first, last in workspace.tally((*decisions, *_BESIDE_DECISIONS))
    )
