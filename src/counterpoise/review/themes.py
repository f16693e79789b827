"""Themes as work: those of the theory file and those that people proposed, as reviewed, revised, settled and given up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.ledger.decisions import State, standing
from counterpoise.ledger.events import Event
from counterpoise.ledger.projections import Projection
from counterpoise.review.codebook import FIRST_VERSION, CodebookVersion
from counterpoise.theory.elements import Theory
from counterpoise.workspace import Workspace

__all__ = [
    "LEVELS",
    "STATUSES",
    "Level",
    "Status",
    "ThemeEntry",
    "ThemeStep",
    "ThemeWork",
    "state_of_theme",
    "steps_of",
    "theme_meant",
    "theme_work",
    "themes_now",
]

Level = Literal["passages", "documents"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""The two levels of review: a theme against its coded passages, then against all documents (Braun and Clarke 2006)."""

Status = Literal[
    "candidate", "reviewed against passages", "reviewed against documents", "settled", "given up"
]
STATUSES: tuple[Status, ...] = get_args(Status)
"""How a theme may stand, in the order in which it comes to that."""


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """A theme as it is called and defined now.

    `codes` are the names of its codes now, `counted` what the theory file calls those of them that it has: only these have
    findings. `within` names the theme that it is part of. `declared` tells that the theory file has it.
    """

    id: str
    title: str
    definition: str
    codes: tuple[str, ...]
    counted: tuple[str, ...]
    status: Status
    within: str | None = None
    declared: bool = False


@dataclass(frozen=True, slots=True)
class ThemeStep:
    """One decision on a theme: when (UTC in ISO 8601), by whom, of which kind, what changed, and why."""

    theme: str
    at: str
    who: str
    kind: str
    before: State | None
    after: State | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ThemeWork:
    """Every theme as it stands, every decision that led there, in order, and the version of the codebook that is coded by."""

    entries: tuple[ThemeEntry, ...] = ()
    steps: tuple[ThemeStep, ...] = ()
    codebook: int = FIRST_VERSION


def state_of_theme(entry: ThemeEntry) -> State:
    """What the ledger keeps of a theme, whole."""
    return {
        "title": entry.title,
        "definition": entry.definition,
        "codes": list(entry.codes),
        "within": entry.within,
        "status": entry.status,
    }


def themes_now(theory: Theory, codebook: CodebookVersion, now: Projection) -> tuple[ThemeEntry, ...]:
    """Every theme: the theory's in the order of its file, then those that people proposed, in the order of their last decision.

    A theme that was given up stands there with that status.
    """
    decided = {
        name: event
        for (thing, name), event in sorted(now.decisions.items(), key=lambda each: each[1].seq)
        if thing == "theme"
    }
    entries = []
    for name, theme in theory.themes.items():
        codes = theory.codes_of_table(theme.table)
        entry = _entry(
            name,
            {
                "title": theme.title,
                "definition": theme.asks or "",
                "codes": codes,
                "within": None,
                "status": "candidate",
            },
            codebook,
            declared=True,
        )
        state = standing(now, "theme", name)
        entries.append(entry if state is None else _entry(name, state, codebook, declared=True))
    for name, event in decided.items():
        if name not in theory.themes:
            state = standing(now, "theme", name)
            given_up = {**event.body["before"], "status": "given up"} if state is None else state
            entries.append(_entry(name, given_up, codebook, declared=False))
    return tuple(entries)


def _entry(name: str, state: State, codebook: CodebookVersion, *, declared: bool) -> ThemeEntry:
    """Raises CounterpoiseError where what the ledger keeps is no theme."""
    try:
        codes = tuple(dict.fromkeys(codebook.name_now(code) or str(code) for code in state["codes"]))
        counted = (codebook.name_in_theory(code) for code in codes)
        return ThemeEntry(
            name,
            str(state["title"]),
            str(state["definition"]),
            codes,
            tuple(dict.fromkeys(each for each in counted if each is not None)),
            state["status"],
            state["within"],
            declared,
        )
    except (KeyError, TypeError) as error:
        raise CounterpoiseError(
            Problem(f"theme {name}", f"what is kept of it is damaged: {error}")
        ) from error


def theme_meant(entries: Iterable[ThemeEntry], named: str) -> ThemeEntry:
    """The theme of that name. Raises CounterpoiseError where there is none, with the nearest, and for one given up."""
    known = {each.id: each for each in entries}
    entry = known.get(named.strip())
    if entry is None:
        near = did_you_mean(named, known) or f"; there are {', '.join(known)}"
        raise UsageError(Problem("theme", f"there is no theme '{named}'{near}"))
    if entry.status == "given up":
        raise CounterpoiseError(
            Problem("theme", f"'{entry.id}' was given up; propose a theme of another name")
        )
    return entry


def steps_of(events: Iterable[Event]) -> Iterator[ThemeStep]:
    """The decisions on themes among some events."""
    for event in events:
        if event.kind.startswith("theme."):
            body = event.body
            yield ThemeStep(
                event.subject,
                event.at,
                event.who,
                event.kind,
                body.get("before"),
                body.get("after"),
                body.get("reason"),
            )


def theme_work(theory: Theory, codebook: CodebookVersion, workspace: Workspace) -> ThemeWork:
    """The themes of an open study with the decisions on them; the ledger is looked through only where there are any."""
    names = [name for thing, name in workspace.now.decisions if thing == "theme"]
    events = {event.seq: event for name in names for event in workspace.naming(name)}
    steps = steps_of(events[seq] for seq in sorted(events))
    return ThemeWork(themes_now(theory, codebook, workspace.now), tuple(steps), codebook.version)
