"""Undo: a coder's last action is taken back by new events; nothing is taken out of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from counterpoise.coding.decided import coder_name
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.ledger.decisions import decision
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.review.actions import Action

__all__ = ["last_action", "undone"]

_MADE = {"coding": "coding.added", "link": "link.added", "memo": "memo.written"}
"""The kind of event by which a thing of each sort comes to be."""


def last_action(events: Iterable[Event], coder: str) -> tuple[Event, ...]:
    """The events of the last action of a coder that was not undone, in order; none where there is no such action.

    `events` are those of the study that may be the coder's, in their order. What was undone stays undone, so calling
    for it again and again goes back step by step.
    """
    name = coder_name(coder)
    actions: dict[str, list[Event]] = {}
    for event in events:
        if event.body.get("coder") != name:
            continue
        if "undoes" in event.body:
            actions.pop(str(event.body["undoes"]), None)
        elif "action" in event.body:
            actions.setdefault(str(event.body["action"]), []).append(event)
    return tuple(next(reversed(actions.values()))) if actions else ()


def undone(now: Projection, action: Iterable[Event]) -> Action:
    """The events that bring back what was before an action, the last one first.

    Raises CounterpoiseError where there is nothing to undo, and where something of it was changed meanwhile.
    """
    events = tuple(action)
    if not events:
        raise CounterpoiseError(Problem("undo", "there is nothing to undo"))
    told, name = str(events[0].body["told"]), str(events[0].body["action"])
    back = (_back(now, event, told) for event in reversed(events))
    return Action(
        f"undone: {told}",
        tuple(NewEvent(each.kind, each.subject, {**each.body, "undoes": name}) for each in back),
    )


def _back(now: Projection, event: Event, told: str) -> NewEvent:
    thing, _, what = event.kind.partition(".")
    body = event.body
    if thing == "passage":
        stays = {
            name: body[name]
            for name in ("passage", "document", "coder", "place", "adjudicates")
            if name in body
        }
        stood = body["before"]
        if stood == "gone through":
            return NewEvent("passage.reviewed", event.subject, stays)
        again = isinstance(stood, dict)
        more = {"reason": stood["to go through again"] if again else f"undone: {told}", "again": again}
        return NewEvent("passage.reopened", event.subject, {**stays, **more})
    stays = {name: body[name] for name in ("passage", "document", "coder", "ids") if name in body}
    reason = f"undone: {told}"
    if what == "revised":
        before: dict[str, Any] = {"before": body["after"], "after": body["before"]}
        return decision(now, event.kind, event.subject, **before, reason=reason, **stays)
    if what == "deleted":
        return decision(now, _MADE[thing], event.subject, after=body["before"], reason=reason, **stays)
    return decision(now, f"{thing}.deleted", event.subject, before=body["after"], reason=reason, **stays)
