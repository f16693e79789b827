"""What a suggester is: something that reads passages and says which codes it finds, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from numpy import float64
from numpy.typing import NDArray

from counterpoise.documents.document import Document
from counterpoise.documents.passages import passages_with_sentences, previous_sentence
from counterpoise.documents.sentences import Span
from counterpoise.evidence import Coding, Link, Passage

__all__ = ["Seen", "Suggester", "WeighingSuggester", "is_machine", "seen_in"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage as a suggester sees it: with the sentence before it, and who speaks (ISO3) in which year.

    `sentences` are the spans of its sentences, in its own code points, where they are known.
    """

    passage: Passage
    previous: str | None = None
    origin: str | None = None
    year: int | None = None
    sentences: tuple[Span, ...] | None = None


class Suggester(Protocol):
    """Reads passages and suggests codings and links; pure, so equal inputs give equal suggestions.

    `coder` names it with its version and all that it goes by, as `kind/version.digest`: two suggesters of the same
    name suggest the same of the same passages.
    """

    @property
    def coder(self) -> str:
        """The name that its codings bear."""

    def suggest(self, seen: Sequence[Seen]) -> Iterable[Coding | Link]:
        """Codings and links of some passages, in their order."""


class WeighingSuggester(Suggester, Protocol):
    """A suggester that weighs every code for every passage, so that several can be combined."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that it weighs, in the order of the columns of `scores`."""

    def scores(self, seen: Sequence[Seen]) -> NDArray[float64]:
        """Passages x codes: the higher, the more a passage speaks of a code. Comparable within a code."""


def is_machine(coder: str) -> bool:
    """Whether a coder is a machine; no name of a person holds a stroke."""
    return "/" in coder


def seen_in(document: Document, *, context: bool = False) -> Iterator[Seen]:
    """The passages of a document as suggesters see them; the sentence before each where there is to be `context`."""
    voice, year = document.voice, document.year
    for passage, spans in passages_with_sentences(document):
        previous = previous_sentence(document, passage) if context else None
        yield Seen(passage, previous, voice, year, spans)
