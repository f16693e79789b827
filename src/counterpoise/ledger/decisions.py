"""Decisions of people: what stands, what becomes of it, and why, as an event that may be appended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.ledger.vocabulary import KINDS, problems_of

_ENDS = ("end", "undo")

State = Mapping[str, Any]
"""The whole of a thing as JSON, such as the code, power, direction and status of a coding."""


def standing(now: Projection, thing: str, name: str) -> State | None:
    """What people decided a thing to be; None where they decided nothing, or ended it or merged it away."""
    event = now.decisions.get((thing, name))
    if event is None or event.subject != name or KINDS[event.kind].change in _ENDS:
        return None
    state: State = event.body["after"]
    return state


def decision(
    now: Projection,
    kind: str,
    name: str,
    *,
    after: State | None = None,
    before: State | None = None,
    reason: str | None = None,
    **fields: str | Sequence[str],
) -> NewEvent:
    """The event that somebody decided something about the thing of that name.

    `after` is the whole of the thing from then on. `before` is what the person saw: of a thing on which nothing
    was decided yet, such as a suggested coding, it is recorded as given. Raises CounterpoiseError where the kind
    is no decision, a field or reason is lacking, the thing is not as the person saw it, is there already, or is gone.
    """
    place = f"{kind} of {name}"
    change = KINDS[kind].change if kind in KINDS else None
    if change is None:
        known = [kind.name for kind in KINDS.values() if kind.change is not None]
        raise CounterpoiseError(Problem(place, f"is no kind of decision{did_you_mean(kind, known)}"))
    thing = KINDS[kind].thing
    stands, last = standing(now, thing, name), now.decisions.get((thing, name))
    if last is not None and KINDS[last.kind].change == "undo":
        last = None  # it is as if nothing had been decided
    problems = []
    if change == "new" and stands is not None:
        problems.append(Problem(place, f"there is such a {thing} already"))
    if change != "new" and stands is None and last is not None:
        problems.append(Problem(place, f"the {thing} is gone since event {last.seq}, {last.kind}"))
    if change != "new" and stands is None and before is None:
        names = [known for of, known in now.decisions if of == thing]
        problems.append(Problem(place, f"there is no such {thing}{did_you_mean(name, names)}"))
    if stands is not None and before is not None and dict(before) != dict(stands) and last is not None:
        told = f"was changed by {last.who} meanwhile, in event {last.seq}; look at it again"
        problems.append(Problem(place, told))
    if change not in _ENDS and after is None:
        problems.append(Problem(place, "what it is to be from now on is not said"))
    body: dict[str, Any] = {**fields, "reason": (reason or "").strip() or None}
    if change != "new":
        body["before"] = stands if stands is not None else before
    if change not in _ENDS:
        body["after"] = after
    faults = problems_of(kind, name, body)
    if problems:
        raise CounterpoiseError(*problems, *faults)
    if faults:
        raise UsageError(*faults)
    return NewEvent(kind, name, body)
