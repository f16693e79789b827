"""Changes of the codebook: codes made, renamed, redefined, merged and divided, each a new version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from counterpoise.errors import Problem, UsageError
from counterpoise.ledger.decisions import State, decision
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.review.codebook import CodebookVersion, CodeEntry, state_of_code, version_now
from counterpoise.wording import listed

__all__ = [
    "changes_in_words",
    "code_created",
    "code_divided",
    "code_redefined",
    "code_renamed",
    "codes_merged",
]

_NAME = re.compile(r"[^\W\d_][\w-]*")
_DEFINED = re.compile(r"\s*([^:]+?)\s*:\s*(\S.*?)\s*", re.DOTALL)


def code_created(
    now: Projection, codebook: CodebookVersion, name: str, definition: str, group: str = "added"
) -> tuple[NewEvent, ...]:
    """The event that a code was added. Raises CounterpoiseError for a name that is taken, now or formerly, or is none."""
    name, definition = name.strip(), definition.strip()
    problems = _faults(codebook, name)
    if not definition:
        problems.append(Problem(name, "has no definition; a code says what it stands for"))
    if problems:
        raise UsageError(*problems)
    after = state_of_code(CodeEntry(name, name, definition, group), definition)
    return _versioned(now, decision(now, "code.created", name, after=after))


def code_renamed(
    now: Projection, codebook: CodebookVersion, old: str, new: str, reason: str = ""
) -> tuple[NewEvent, ...]:
    """The event that a code is called otherwise from now on; what was coded with it stays and bears the new name.

    `old` may be a name that the codebook no longer has, such as one that was changed in the theory file: what was
    coded under it is then led over to `new`. Raises CounterpoiseError where both are codes, since that is a merger,
    and where neither is.
    """
    old, new = old.strip(), new.strip()
    entry = codebook.codes.get(codebook.name_now(old) or "")
    led_over = entry is None and old not in codebook.divided and new in codebook.codes
    if led_over:
        target = codebook.codes[new]
        entry = CodeEntry(old, old, target.definition, target.group)
    elif entry is None:
        raise UsageError(Problem(old, codebook.what_is_wrong(old)))
    else:
        own = {entry.id, entry.name, *entry.formerly}
        problems = [] if new in own and new != entry.name else _faults(codebook, new)
        if problems:
            raise UsageError(*problems)
    before = _state(now, entry)
    formerly = dict.fromkeys((entry.id, entry.name, *entry.formerly))
    after = {**before, "name": new, "formerly": [each for each in formerly if each != new]}
    return _versioned(now, decision(now, "code.renamed", entry.id, before=before, after=after, reason=reason))


def code_redefined(
    now: Projection, codebook: CodebookVersion, name: str, definition: str, reason: str
) -> tuple[NewEvent, ...]:
    """The event that a code is defined otherwise from now on, and why."""
    entry = codebook.meant(name)
    if not definition.strip() or definition.strip() == entry.definition:
        raise UsageError(Problem(entry.name, "the definition is empty, or what it is already"))
    before = _state(now, entry)
    after = {**before, "definition": definition.strip()}
    return _versioned(
        now, decision(now, "code.redefined", entry.id, before=before, after=after, reason=reason)
    )


def codes_merged(
    now: Projection, codebook: CodebookVersion, names: Sequence[str], into: str, reason: str
) -> tuple[NewEvent, ...]:
    """The event that codes became part of another, which bears what was coded with them."""
    target = codebook.meant(into)
    parts = [codebook.meant(name) for name in dict.fromkeys(names)]
    if not parts or target in parts:
        told = "is merged into itself" if target in parts else "no code is named that becomes part of it"
        raise UsageError(Problem(target.name, told))
    before = _state(now, target)
    names_of_parts = [name for part in parts for name in (part.id, part.name, *part.formerly)]
    after = {**before, "formerly": list(dict.fromkeys((*target.formerly, *names_of_parts)))}
    gone = list(dict.fromkeys(name for part in parts for name in (part.id, part.name)))
    merged = decision(now, "code.merged", target.id, before=before, after=after, reason=reason, codes=gone)
    return _versioned(now, merged)


def code_divided(
    now: Projection, codebook: CodebookVersion, name: str, into: Sequence[str], reason: str
) -> tuple[NewEvent, ...]:
    """The events that a code was divided into others, those made anew that are given as `name: definition`.

    What was coded with it keeps its name until each coder has gone through it again.
    """
    entry = codebook.meant(name)
    events: list[NewEvent] = []
    names = []
    for told in into:
        defined = _DEFINED.fullmatch(told)
        if defined is not None:
            events += code_created(now, codebook, defined[1], defined[2], entry.group)
            names.append(defined[1])
        else:
            names.append(codebook.meant(told).name)
    if len(set(names)) < 2 or entry.name in names:
        raise UsageError(Problem(entry.name, "is divided into two other codes or more"))
    ended = decision(now, "code.split", entry.id, before=_state(now, entry), reason=reason, into=names)
    return _versioned(now, *events, ended)


def changes_in_words(events: Iterable[Event]) -> str:
    """What changes of the codebook made of it, by whom: `Bilal: trade is called commerce`."""
    return "; ".join(f"{event.who}: {_in_words(event)}" for event in events)


def _in_words(event: Event) -> str:
    before, after = (event.body.get(name) or {} for name in ("before", "after"))
    name = before.get("name", event.subject)
    match event.kind:
        case "code.created":
            return f"{name} is new"
        case "code.renamed":
            return f"{name} is called {after['name']}"
        case "code.redefined":
            return f"{name} is defined otherwise"
        case "code.merged":
            return f"{listed([each for each in event.body['codes'] if each != name])} became part of {name}"
        case "code.split":
            return f"{name} was divided into {listed(event.body['into'])}"
        case "code.restored":
            return f"{after['name']} is as it was before"
        case _:
            return f"{name} is no code any more"


def _state(now: Projection, entry: CodeEntry) -> State:
    """What the ledger holds of a code, or what it would hold had somebody decided on it."""
    event = now.decisions.get(("code", entry.id))
    if event is not None and event.subject == entry.id and "after" in event.body:
        state: State = event.body["after"]
        return state
    return state_of_code(entry)


def _faults(codebook: CodebookVersion, name: str) -> list[Problem]:
    """Why a code cannot get a name: it is none, or it is or was that of another code."""
    if not _NAME.fullmatch(name):
        return [
            Problem(name, "is no name of a code; expected letters, digits, '_' and '-', such as arms_sales")
        ]
    if name in codebook.codes:
        return [
            Problem(name, "there is such a code already; `counterpoise codebook merge` makes two into one")
        ]
    if name in codebook.known_as:
        return [Problem(name, f"is what '{codebook.known_as[name]}' was called; choose another")]
    if name in codebook.divided:
        return [Problem(name, "is the name of a code that was divided; choose another")]
    return []


def _versioned(now: Projection, *events: NewEvent) -> tuple[NewEvent, ...]:
    version = version_now(now) + 1
    return tuple(replace(each, body={**each.body, "version": version}) for each in events)
