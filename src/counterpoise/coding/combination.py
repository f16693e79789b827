"""The combination: one probability for each code and passage, from all coders, and what is left to a person.

Without a decision of a person the log-odds are those of `grounds.PRIOR`; with decisions those of `learned`. A code is
suggested from `SUGGESTED` up. A judgement, for or against a code, that would be wrong more often than the stated error rate is
left to a person (C. Chow, On Optimum Recognition Error and Reject Tradeoff, IEEE Transactions on Information Theory
16(1), 1970): the code is open, and its passage goes to a person. The rate holds as far as the probabilities do.

`weigh` needs no ledger: any passages, and a case, are enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy import float64
from numpy.typing import NDArray

from counterpoise.coding.case import Case
from counterpoise.coding.definition import DefinitionCoder
from counterpoise.coding.embedding import Embedder
from counterpoise.coding.grounds import Grounds, GroundsReader
from counterpoise.coding.learned import Decision, Learned, learn
from counterpoise.coding.logistic import probability_of
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Coding
from counterpoise.identity import identifier

__all__ = ["ERROR_RATE", "SUGGESTED", "CombinedCoder", "Weighed", "combined", "weigh"]

RULES = "1"

SUGGESTED = 0.5
"""A code that is likelier than not is suggested."""

ERROR_RATE = 0.2
"""Judgements that are wrong more often than this are left to a person, unless the study says otherwise."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Passages weighed: `scores` (passages x codes) are probabilities, in the order of `codes`.

    `open` (passages x codes) tells the judgements that are left to a person. `codings` are the suggestions.
    """

    codes: tuple[str, ...]
    scores: NDArray[float64]
    open: NDArray[np.bool_]
    codings: tuple[Coding, ...]

    @property
    def to_person(self) -> NDArray[np.bool_]:
        """Passages: whether any code is open."""
        return np.asarray(self.open.any(axis=1))


class CombinedCoder:
    """Suggests the codes that are likelier than not, each with its probability; pure, each passage for itself.

    Power, direction and words are the lexicon's, where it found the code too; otherwise power and direction are
    `none`. The reason ends with what is left to a person.
    """

    def __init__(
        self, reader: GroundsReader, learned: Learned | None = None, *, error_rate: float = ERROR_RATE
    ) -> None:
        self.codes = reader.codes
        taught = None if learned is None else learned.name
        self.coder = f"combination/{RULES}.{identifier(reader=reader.name, taught=taught, rate=error_rate)}"
        self._reader = reader
        self._learned = learned
        self._error_rate = error_rate

    def suggest(self, seen: Sequence[Seen]) -> Iterator[Coding]:
        """Codings of passages, in their order."""
        yield from self.weigh(seen).codings

    def scores(self, seen: Sequence[Seen]) -> NDArray[float64]:
        """Passages x codes: the probability of each code."""
        return self._probabilities(self._reader.read(seen))

    def weigh(self, seen: Sequence[Seen]) -> Weighed:
        """Probabilities, what is open, and suggestions. Raises CounterpoiseError as `embedding` does."""
        grounds = self._reader.read(seen)
        scores = self._probabilities(grounds)
        unsure = (scores > self._error_rate) & (scores < 1 - self._error_rate)
        codings = tuple(
            coding
            for row, column in np.argwhere(scores >= SUGGESTED)
            for coding in self._codings(seen[row], row, column, grounds, scores, unsure[row])
        )
        return Weighed(self.codes, scores, unsure, codings)

    def _probabilities(self, grounds: Grounds) -> NDArray[float64]:
        odds = grounds.log_odds if self._learned is None else self._learned.log_odds(grounds)
        return probability_of(odds)

    def _codings(
        self,
        seen: Seen,
        row: int,
        column: int,
        grounds: Grounds,
        scores: NDArray[float64],
        unsure: NDArray[np.bool_],
    ) -> Iterator[Coding]:
        code, score = self.codes[column], float(scores[row, column])
        told = []
        if self._reader.definition is not None and grounds.nearest is not None:
            told.append(self._reader.definition.reason(seen, code, int(grounds.nearest[row, column])))
        elif not grounds.codings.get((seen.passage.id, code)):
            told.append("words of its definition and examples")
        if unsure[column]:
            told.append(f"probability {score:.2f}: for a person to decide")
        others = [i for i in np.flatnonzero(unsure) if i != column and scores[row, i] < SUGGESTED]
        if others:
            doubtful = ", ".join(f"{self.codes[i]} {scores[row, i]:.2f}" for i in others)
            told.append(f"also for a person to decide: {doubtful}")
        alone = Coding(seen.passage.id, code, "none", "none", self.coder, score, "")
        for coding in grounds.codings.get((seen.passage.id, code), (alone,)):
            reason = "; ".join(filter(None, (coding.reason, *told)))
            yield replace(coding, coder=self.coder, score=score, reason=reason)


def combined(
    case: Case,
    embedder: Embedder | None = None,
    decisions: Sequence[Decision] = (),
    *,
    error_rate: float = ERROR_RATE,
) -> CombinedCoder:
    """The combination for a case: with embeddings if there is an embedder, learned if there are decisions."""
    definition = None if embedder is None else DefinitionCoder(case.codebook, embedder)
    reader = GroundsReader(case.codebook, case.lexicon, definition)
    learned = learn(decisions, reader) if decisions else None
    return CombinedCoder(reader, learned, error_rate=error_rate)


def weigh(
    seen: Sequence[Seen],
    case: Case,
    embedder: Embedder | None = None,
    decisions: Sequence[Decision] = (),
    *,
    error_rate: float = ERROR_RATE,
) -> Weighed:
    """Weigh any passages for a case (see `case.case_of`), without a ledger.

    Without an `embedder` the lexicon and the words of the definitions decide. `decisions` are those of people on other
    passages.
    """
    return combined(case, embedder, decisions, error_rate=error_rate).weigh(seen)
