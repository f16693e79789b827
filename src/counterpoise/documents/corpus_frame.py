"""The corpus frame: what documents exist of each kind and origin, and how many of them a study holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.standing import STANDING_OF_KIND

DECLARED = "frame.declared"

Cell = tuple[str, str | None]
"""A kind and an origin; None is whatever origin no other cell of the kind names."""


@dataclass(frozen=True, slots=True)
class Existing:
    """How many documents of a kind and origin exist in the world that the study is about, and who says so."""

    kind: str
    origin: str | None
    count: int
    source: str

    @property
    def cell(self) -> Cell:
        """The kind and origin."""
        return self.kind, self.origin


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of a kind and origin what was obtained, out of what exists by a named source.

    `exists`, `source` and `share` are None where nobody said what exists; `share` is None too where nothing
    does, and above 1 where more was obtained than is said to exist, so that the figure must be wrong.
    """

    kind: str
    origin: str | None
    obtained: int
    exists: int | None = None
    source: str | None = None

    @property
    def share(self) -> float | None:
        """Obtained documents as a share of those that exist."""
        return self.obtained / self.exists if self.exists else None


def declared(entry: Existing) -> NewEvent:
    """The event that somebody declared what exists of a kind and origin; it replaces what was said before.

    Raises CounterpoiseError with every problem: a kind that there is not, a count below zero, no source.
    """
    body = {"kind": entry.kind, "origin": entry.origin, "exists": entry.count, "source": entry.source.strip()}
    _read(body, f"frame of {_in_words(entry.cell)}")
    return NewEvent(DECLARED, _in_words(entry.cell), body)


def frame(events: Iterable[Event]) -> tuple[Existing, ...]:
    """What is declared to exist after some events of a ledger: of each kind and origin the last word.

    Raises CounterpoiseError naming each event that says what `declared` would have refused.
    """
    found: dict[Cell, Existing] = {}
    problems: list[Problem] = []
    for event in events:
        if event.kind != DECLARED:
            continue
        try:
            entry = _read(event.body, f"event {event.seq}")
        except CounterpoiseError as error:
            problems += error.problems
            continue
        found[entry.cell] = entry
    if problems:
        raise CounterpoiseError(*problems)
    return tuple(found.values())


def coverage(entries: Iterable[Existing], documents: Iterable[Document]) -> tuple[Coverage, ...]:
    """What was obtained of all that exists: the declared kinds and origins first, then those nobody declared."""
    existing = {entry.cell: entry for entry in entries}
    obtained = Counter(_cell_of(document, existing) for document in documents)
    found = [
        Coverage(*cell, obtained.pop(cell, 0), entry.count, entry.source) for cell, entry in existing.items()
    ]
    rest = sorted(obtained.items(), key=lambda each: (each[0][0], each[0][1] or ""))
    return (*found, *(Coverage(*cell, count) for cell, count in rest))


def _cell_of(document: Document, existing: Mapping[Cell, Existing]) -> Cell:
    """Where a document is counted: with its own origin, or with the rest of its kind if that was declared."""
    own, rest = (document.kind, document.origin), (document.kind, None)
    return rest if own not in existing and rest in existing else own


def _read(body: Mapping[str, Any], place: str) -> Existing:
    kind, origin, count, source = (body.get(field) for field in ("kind", "origin", "exists", "source"))
    problems = []
    if kind not in STANDING_OF_KIND:
        near = did_you_mean(str(kind), STANDING_OF_KIND) or f"; expected one of {', '.join(STANDING_OF_KIND)}"
        problems.append(Problem(place, f"unknown kind '{kind}'{near}"))
    if origin is not None and not (isinstance(origin, str) and origin):
        problems.append(Problem(place, f"the origin is {origin!r}; expected a code, or none"))
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        problems.append(Problem(place, f"'exists' is {count!r}; expected a whole number of 0 or more"))
    if not isinstance(source, str) or not source:
        problems.append(Problem(place, "names no source for how many exist"))
    if problems:
        raise UsageError(*problems)
    return Existing(str(kind), origin, int(count or 0), str(source))


def _in_words(cell: Cell) -> str:
    kind, origin = cell
    return f"{kind} of {origin or 'any other origin'}"
