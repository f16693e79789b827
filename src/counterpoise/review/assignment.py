"""Assignment: which passages several coders are to go through apart from each other, drawn by stratum."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Literal, get_args

from counterpoise.coding.decided import Reviewed, coder_name
from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.evidence import Passage
from counterpoise.identity import canonical_json, identifier
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import Projection
from counterpoise.ledger.vocabulary import problems_of
from counterpoise.review.frame import Frame

__all__ = [
    "STRATA",
    "Assigned",
    "Progress",
    "Stratum",
    "assigned",
    "assigned_to",
    "assignment",
    "assignment_undone",
    "drawn",
    "progress",
    "strata_meant",
]

Stratum = Literal["kind", "origin", "period", "coded"]
STRATA: tuple[Stratum, ...] = get_args(Stratum)


@dataclass(frozen=True, slots=True)
class Assigned:
    """A passage, the stratum that it was drawn from, and who is to go through it."""

    passage: Passage
    stratum: tuple[str, ...]
    coders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many passages a coder was given, and how many of them the coder went through."""

    coder: str
    assigned: int
    done: int


def strata_meant(names: Iterable[str]) -> tuple[Stratum, ...]:
    """What makes a stratum, by name. Raises CounterpoiseError for names that mean nothing, with the nearest."""
    wanted = tuple(dict.fromkeys(names))
    problems = [
        Problem("by", f"unknown '{name}'{did_you_mean(name, STRATA) or '; expected ' + ', '.join(STRATA)}")
        for name in wanted
        if name not in STRATA
    ]
    if problems:
        raise UsageError(*problems)
    return tuple(stratum for name in wanted for stratum in STRATA if stratum == name)


def stratum_of(document: Document, *, coded: bool, by: Sequence[Stratum]) -> tuple[str, ...]:
    """The stratum of a passage: kind and origin of its document, its decade, and whether a machine coded it."""
    told: dict[Stratum, str] = {
        "kind": document.kind,
        "origin": document.voice or "unknown",
        "period": f"{document.year // 10 * 10}s" if document.year is not None else "undated",
        "coded": "coded" if coded else "not coded",
    }
    return tuple(told[name] for name in by)


def drawn(
    frame: Frame,
    coders: Sequence[str],
    *,
    share: float,
    by: Sequence[Stratum] = ("kind", "coded"),
    each: int | None = None,
    seed: int = 1,
    before: Iterable[Assigned] = (),
) -> tuple[Assigned, ...]:
    """A share of every stratum's passages, rounded up, each given to `each` of the coders in turn (all, without it).

    Of the passages given out `before`, those of other coders are not drawn again, and those of the same ones count
    towards the share.

    Passages are drawn by permanent random numbers made from the seed and their ids (Ohlsson 1995, in Business Survey
    Methods, p. 153-169), so that a passage stays drawn when others join its stratum and the share is kept.
    Raises CounterpoiseError for fewer than two coders or readers of a passage, a share that is none, and where nothing
    is left to be drawn.
    """
    names = list(dict.fromkeys(coder_name(name) for name in coders))
    readers = len(names) if each is None else each
    problems = []
    if len(names) < 2:
        problems.append(Problem("coders", f"{len(names)} named; agreement is between two or more"))
    elif not 2 <= readers <= len(names):
        problems.append(Problem("each", f"is {readers}; expected 2 to {len(names)} of the coders"))
    if not 0 < share <= 1:
        problems.append(Problem("share", f"is {share:g}; expected more than 0 and at most 1"))
    if problems:
        raise UsageError(*problems)
    strata: defaultdict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in frame.units():
        document = frame.documents[passage.document]
        strata[stratum_of(document, coded=passage.id in frame.suggestions, by=by)].append(passage)
    groups = list(combinations(names, readers))
    given = tuple(before)
    theirs = {one.passage.id for one in given if set(one.coders) <= set(names)}
    of_others = {one.passage.id for one in given} - theirs
    found: list[Assigned] = []
    for stratum, passages in sorted(strata.items()):
        passages.sort(key=lambda passage: identifier(seed=seed, passage=passage.id))
        left = [passage for passage in passages if passage.id not in of_others]
        for passage in left[: math.ceil(share * len(passages) - 1e-9)]:
            if passage.id not in theirs:
                found.append(Assigned(passage, stratum, groups[len(found) % len(groups)]))
    if given and not found:
        told = f"a share of {share:g} has been drawn already; a larger one, or --overlap, draws more"
        raise UsageError(Problem("share", told))
    return tuple(found)


def assignment(
    objects: ObjectStore, given: Sequence[Assigned], *, share: float, by: Sequence[Stratum], seed: int
) -> NewEvent:
    """The event that passages were given to coders; the passages are kept as an object."""
    content = canonical_json(
        [
            {"place": asdict(each.passage), "stratum": list(each.stratum), "coders": list(each.coders)}
            for each in given
        ]
    )
    name = objects.put(content)
    coders = sorted({coder for each in given for coder in each.coders})
    body = {
        "key": name,
        "object": name,
        "coders": coders,
        "share": share,
        "by": list(by),
        "seed": seed,
        "strata": {" / ".join(stratum): number for stratum, number in _sizes(given).items()},
    }
    return NewEvent("passage.assigned", " and ".join(coders), body)


def assignment_undone(now: Projection, reason: str) -> NewEvent:
    """The event that takes back the last assignment that stands, and why; what its coders did meanwhile stays.

    Raises CounterpoiseError where no assignment stands, and without a reason.
    """
    standing = _standing(now)
    if not standing:
        raise CounterpoiseError(Problem("undo", "nothing was assigned, or all of it is undone"))
    last = standing[-1]
    body = {"key": last.body["key"], "coders": last.body["coders"], "reason": reason.strip()}
    event = NewEvent("passage.unassigned", last.subject, body)
    if problems := problems_of(event.kind, event.subject, event.body):
        raise CounterpoiseError(*problems)
    return event


def _standing(now: Projection) -> list[Event]:
    """The assignments that were not taken back, in the order in which they were made."""
    undone = {key: event.seq for (kind, key), event in now.latest.items() if kind == "passage.unassigned"}
    made = (event for (kind, _), event in now.latest.items() if kind == "passage.assigned")
    return sorted(
        (event for event in made if event.seq > undone.get(str(event.body["key"]), 0)),
        key=lambda event: event.seq,
    )


def assigned(now: Projection, objects: ObjectStore) -> tuple[Assigned, ...]:
    """Everything that was given to coders and not taken back, in the order in which it was."""
    return tuple(
        Assigned(Passage(**each["place"]), tuple(each["stratum"]), tuple(each["coders"]))
        for event in _standing(now)
        for each in json.loads(objects.get(str(event.body["object"])))
    )


def assigned_to(given: Iterable[Assigned], coder: str) -> tuple[Passage, ...]:
    """The passages that a coder was given, each once."""
    name = coder_name(coder)
    return tuple({each.passage.id: each.passage for each in given if name in each.coders}.values())


def progress(given: Iterable[Assigned], reviewed: Iterable[Reviewed]) -> tuple[Progress, ...]:
    """How far each coder has got with what was given, by name."""
    done = {(each.coder, each.passage.id) for each in reviewed if not each.adjudicates}
    of_coder: defaultdict[str, set[str]] = defaultdict(set)
    for each in given:
        for coder in each.coders:
            of_coder[coder].add(each.passage.id)
    return tuple(
        Progress(coder, len(passages), sum((coder, passage) in done for passage in passages))
        for coder, passages in sorted(of_coder.items())
    )


def _sizes(given: Iterable[Assigned]) -> Mapping[tuple[str, ...], int]:
    return Counter(each.stratum for each in given)
