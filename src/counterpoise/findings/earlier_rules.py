"""Rules of verdicts that held before: under which others an estimate was made, or a report written, that somebody has seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from counterpoise.kept_estimates import ESTIMATED
from counterpoise.ledger.events import Event
from counterpoise.ledger.projections import Projection
from counterpoise.wording import listed

What = Literal["estimate", "report"]


@dataclass(frozen=True, slots=True)
class EarlierRules:
    """That an estimate was made, or a report written after one, on a `day` (ISO 8601) under the `rules` of another id (`Theory.rules_id`)."""

    what: What
    day: str
    rules: str


def rules_before(now: Projection, rules: str) -> tuple[EarlierRules, ...]:
    """Under which rules other than those of this id estimates of the model were made, and reports written after the first of them."""
    made = [event for (kind, *_), event in now.latest.items() if kind == ESTIMATED]
    if not made:
        return ()
    first = min(event.seq for event in made)
    written = [
        event for (kind, *_), event in now.latest.items() if kind == "report.written" and event.seq > first
    ]
    of: dict[What, list[Event]] = {"estimate": made, "report": written}
    return tuple(
        EarlierRules(what, event.at[:10], str(event.body["rules"]))
        for what, events in of.items()
        for event in events
        if event.body.get("rules") not in (None, rules)
    )


def rules_in_words(rules: str, earlier: Iterable[EarlierRules] | None) -> str:
    """By which rules verdicts are, and whether they were changed after an estimate was seen; with None that is not known.

    Of rules that held more than once the first time is told.
    """
    told = (
        f"Verdicts are by the rules {rules}: the fingerprint (hash) of all that the theory file fixes for them, which is what is asked, the model, its "
        "thresholds and rivals."
    )
    if earlier is None:
        return told
    first = {
        (each.what, each.rules): each for each in sorted(earlier, key=lambda each: each.day, reverse=True)
    }
    if not first:
        return f"{told} No estimate was made, and no report written after one, under any others."
    seen = listed(
        [
            f"the {each.what} of {each.day} under {each.rules}"
            for each in sorted(first.values(), key=lambda each: each.day)
        ]
    )
    return (
        f"{told} These are not the rules of before, when there was {seen}: the theory file was changed after an estimate had been seen, or a version of the "
        "program fixes what an earlier one left open; which of both, the versions of the theory file tell. Rules that are set once results are known can be "
        "set so as to give the verdict that is wished for."
    )
