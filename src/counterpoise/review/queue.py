"""The queue: what a coder is to go through, in which order, and what each passage has to be answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise.documents.document import Document
from counterpoise.documents.passages import previous_sentence
from counterpoise.documents.sentences import sentences
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.review.frame import Frame

__all__ = [
    "Choice",
    "Context",
    "Only",
    "Order",
    "Suggestion",
    "context",
    "queue",
    "suggestions_of",
    "uncertainty",
]

Only = Literal["all", "assigned", "recoding"]
Order = Literal["place", "uncertainty"]

_AFTER = 600
"""Code points after a passage in which the next sentence is looked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a coder wants to go through: of one document, with one code suggested, what was assigned or reopened.

    Without `suggestions` every passage comes up, and none shows what machines suggest.
    """

    document: str | None = None
    code: str | None = None
    only: Only = "all"
    order: Order = "place"
    suggestions: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one or several machines suggest alike, the surest first."""

    of: tuple[Coding | Link, ...]

    @property
    def first(self) -> Coding | Link:
        """The one that is answered."""
        return self.of[0]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all."""
        return frozenset(each.id for each in self.of)


@dataclass(frozen=True, slots=True)
class Context:
    """The sentence before a passage in its section, and the one after; None where there is none."""

    before: str | None
    after: str | None


def queue(
    frame: Frame,
    choice: Choice,
    *,
    gone_through: Collection[str],
    assigned: Sequence[Passage] = (),
    recoding: Sequence[Passage] = (),
) -> tuple[Passage, ...]:
    """The passages that a coder has still to go through, by id each once.

    Assigned passages come in the order of the documents, like all others; those to be gone through again come up
    among all. Passages that were `gone_through` are left out.
    """
    chosen: Iterable[Passage]
    documents = [each for each in frame.documents.values() if choice.document in (None, each.id)]
    if choice.only == "assigned":
        chosen = assigned
    elif choice.only == "recoding":
        chosen = recoding
    elif choice.suggestions:
        chosen = [*frame.passages.values(), *recoding]
    else:
        chosen = frame.units(documents)
    places = {document.id: place for place, document in enumerate(documents)}
    wanted = {
        each.id: each
        for each in chosen
        if each.document in places and each.id not in gone_through and _has(frame, each, choice.code)
    }
    by_place = sorted(wanted.values(), key=lambda each: (places[each.document], each.start, each.end))
    if choice.order == "uncertainty":
        by_place.sort(key=lambda each: -uncertainty(frame.suggestions.get(each.id, ())))
    return tuple(by_place)


def uncertainty(suggestions: Iterable[Coding | Link]) -> float:
    """How unsure machines are of a passage: of its suggested codes the one whose score is nearest to a half; 0 to 1.

    Uncertainty sampling, Lewis & Gale (1994), Proceedings of SIGIR, p. 3-12; the score is taken for a probability.
    """
    scores = (min(max(each.score, 0.0), 1.0) for each in suggestions if isinstance(each, Coding))
    return max((1 - abs(2 * score - 1) for score in scores), default=0.0)


def suggestions_of(frame: Frame, passage: Passage) -> tuple[Suggestion, ...]:
    """What machines suggest for a passage, what they say alike together, in the order of the text.

    A machine that tells no power, as BM25, seconds the first that names the same code with one.
    """
    alike: dict[tuple[object, ...], list[Coding | Link]] = {}
    of_code: dict[str, tuple[object, ...]] = {}
    # Who tells the power comes first, so that a machine that tells none seconds it.
    for each in sorted(frame.suggestions.get(passage.id, ()), key=lambda each: each.power == "none"):
        if isinstance(each, Coding):
            key: tuple[object, ...] = (each.code, each.power, each.direction)
            if each.power == each.direction == "none":
                key = of_code.get(each.code, key)
            of_code.setdefault(each.code, key)
        else:
            key = (each.factor, each.effect, each.power, each.sign)
        alike.setdefault(key, []).append(each)
    found = (Suggestion(tuple(sorted(each, key=_first))) for each in alike.values())
    return tuple(
        sorted(found, key=lambda each: (isinstance(each.first, Link), each.first.span or (passage.end,)))
    )


def context(document: Document, passage: Passage) -> Context:
    """What stands around a passage."""
    following = document.text[passage.end : passage.end + _AFTER]
    spans = sentences(following)
    after = following[slice(*spans[0])] if spans else None
    return Context(previous_sentence(document, passage), after)


def _first(each: Coding | Link) -> tuple[bool, float]:
    return each.power == "none", -each.score if isinstance(each, Coding) else 0.0


def _has(frame: Frame, passage: Passage, code: str | None) -> bool:
    if code is None:
        return True
    return any(
        code == (each.code if isinstance(each, Coding) else each.factor)
        for each in frame.suggestions.get(passage.id, ())
    )
