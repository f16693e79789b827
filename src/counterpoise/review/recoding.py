"""Re-coding lists: the passages that coders are to go through again, since a code is not what it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from counterpoise.coding.decided import reopened
from counterpoise.coding.places import Places
from counterpoise.evidence import Coding, Passage
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.review.actions import is_to_go_through
from counterpoise.review.judged import Judged

__all__ = ["ToGoThrough", "recoding_events", "recoding_list"]


@dataclass(frozen=True, slots=True)
class ToGoThrough:
    """A passage that a coder is to go through again, and why."""

    passage: Passage
    coder: str
    reason: str


def recoding_list(now: Projection) -> tuple[ToGoThrough, ...]:
    """What is to be gone through again, in the order in which it was asked for."""
    events = sorted(now.parts["reviewed"].values(), key=lambda event: event.seq)
    return tuple(
        ToGoThrough(Passage(**event.body["place"]), event.body["coder"], event.body["reason"])
        for event in events
        if is_to_go_through(event) and not event.body.get("adjudicates")
    )


def recoding_events(
    judged: Judged,
    suggestions: Iterable[tuple[Passage, Coding]],
    codes: Iterable[str],
    reason: str,
    version: int,
) -> tuple[NewEvent, ...]:
    """The events that open what bears on codes to those who judged it: one for each passage and coder.

    A passage bears on a code where the coder gave or refused it, or went through while a machine suggested it.
    Codes are named as `judged` and `suggestions` name them. `version` is that of the codebook that opens them.
    """
    wanted = frozenset(codes)
    passages = {each.passage.id: each.passage for each in judged.reviewed}
    suggested = {}
    for passage, coding in suggestions:
        passages.setdefault(passage.id, passage)
        if coding.code in wanted:
            suggested[passage.id] = passage
    place = Places(passages.values())
    found = dict.fromkeys(_bearing(judged, suggested, wanted, place))
    events = (reopened(passage, coder, reason) for passage, coder in found)
    return tuple(replace(each, body={**each.body, "version": version}) for each in events)


def _bearing(
    judged: Judged, suggested: dict[str, Passage], wanted: frozenset[str], place: Places
) -> Iterator[tuple[Passage, str]]:
    for coding in judged.codings:
        if coding.coding.code in wanted and not coding.adjudicates:
            yield place.unit_of(coding.passage), coding.coder
    for each in judged.reviewed:
        if each.passage.id in suggested and not each.adjudicates:
            yield each.passage, each.coder
