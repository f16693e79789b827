"""The definition coder: codes found by what they mean, from their definitions and examples alone.

No passage need have been coded before. A code is the mean of the points of its definition and of its examples (see
`embedding`); a passage is near it as a whole, and by its nearest sentence, which is read with the sentence before it.
Beside that stand the words that a passage shares with the code (see `profiles`). After W. Yin, J. Hay and D. Roth,
Benchmarking Zero-shot Text Classification (EMNLP 2019), in the variant without a trained entailment model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy import float64
from numpy.typing import NDArray

from counterpoise.coding.bm25 import within_bounds
from counterpoise.coding.codebook import Codebook, CodeTerms
from counterpoise.coding.embedding import Embedder
from counterpoise.coding.logistic import probability_of
from counterpoise.coding.profiles import CodeProfiles
from counterpoise.coding.suggester import Seen
from counterpoise.documents.sentences import sentences
from counterpoise.evidence import Coding

__all__ = ["LEAST", "WEIGHTS", "DefinitionCoder", "Likeness"]

RULES = "1"

LEAST = 0.25
"""Below this the coder says nothing. Of what it finds on 172 coded passages two fifths are right."""

WEIGHTS: Mapping[str, float] = {"none": -4.5, "meaning": 11.0, "words": 0.8}
"""Log-odds of a code for which nothing speaks, for each unit of cosine, and for each word that no other code has.

Rounded from one logistic regression over 172 coded passages and 37 codes: three numbers for all codes alike.
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like passages are to codes.

    `meaning` (passages x codes) is the cosine beyond what any text of the field has with the code, `words`
    (passages x codes) is that of `CodeProfiles.scores`, `points` (passages x dimensions) are the passages' own, and
    `nearest` (passages x codes) the number of the sentence that is nearest to the code.
    """

    meaning: NDArray[float64]
    words: NDArray[float64]
    points: NDArray[float64]
    nearest: NDArray[np.intp]

    @property
    def log_odds(self) -> NDArray[float64]:
        """Passages x codes, by `WEIGHTS`."""
        return WEIGHTS["none"] + WEIGHTS["meaning"] * self.meaning + WEIGHTS["words"] * self.words


class DefinitionCoder:
    """Suggests codes whose definitions and examples mean what a passage says; pure, each passage for itself.

    It judges the subject, not the scope, the power or the direction: the last two are `none`.
    """

    def __init__(self, codebook: Codebook, embedder: Embedder) -> None:
        self.codes = tuple(codebook.codes)
        self.coder = f"definition/{RULES}.{codebook.digest}{embedder.name[:8]}"
        self._said = {code: _said(code, terms) for code, terms in codebook.codes.items()}
        self._profiles = CodeProfiles(codebook)
        self._embedder = embedder

    def suggest(self, seen: Sequence[Seen]) -> Iterator[Coding]:
        """Codings of passages, in their order, each with the sentences that are nearest to each other."""
        like = self.likeness(seen)
        scores = probability_of(like.log_odds)
        for row, column in np.argwhere(scores >= LEAST):
            each = seen[row]
            code = self.codes[column]
            yield Coding(
                passage=each.passage.id,
                code=code,
                power="none",
                direction="none",
                coder=self.coder,
                score=float(scores[row, column]),
                reason=self.reason(each, code, int(like.nearest[row, column])),
                span=_spans(each)[like.nearest[row, column]],
            )

    def scores(self, seen: Sequence[Seen]) -> NDArray[float64]:
        """Passages x codes: the probability of each code, as far as `WEIGHTS` tell it."""
        return probability_of(self.likeness(seen).log_odds)

    def likeness(self, seen: Sequence[Seen]) -> Likeness:
        """How like passages are to the codes. Raises CounterpoiseError as `embedding` does."""
        texts, owner = _views(seen)
        centres, usual, _ = self._learnt
        points = self._embedder.embed(texts).astype(float64) if texts else np.zeros((0, centres.shape[1]))
        cosines = points @ centres.T
        whole, parts = cosines[: len(seen)], cosines[len(seen) :]
        closest = np.full(whole.shape, -1.0)
        nearest = np.zeros(whole.shape, dtype=np.intp)
        for row in range(len(seen)):
            own = parts[owner == row]
            closest[row], nearest[row] = own.max(axis=0), own.argmax(axis=0)
        words = self._profiles.scores([each.passage.quotation for each in seen])
        return Likeness((whole + closest) / 2 - usual, words, points[: len(seen)], nearest)

    def pseudo_examples(self) -> tuple[NDArray[float64], NDArray[np.intp]]:
        """The points of all definitions and examples, and the number of the code of each."""
        return self._learnt[2], np.repeat(np.arange(len(self.codes)), [len(s) for s in self._said.values()])

    def reason(self, seen: Seen, code: str, sentence: int) -> str:
        """What of the definition a sentence of a passage is nearest to, and which words they share."""
        first, last = _spans(seen)[sentence]
        start = seen.passage.start
        text = seen.passage.quotation[first - start : last - start]
        said = self._said[code]
        points, owner = self.pseudo_examples()
        own = points[owner == self.codes.index(code)]
        best = int(np.argmax(own @ self._embedder.embed([text])[0]))
        shared = self._profiles.heaviest(seen.passage.quotation, self.codes.index(code))
        told = f'sentence {sentence + 1} is nearest to "{said[best]}"'
        return told + ("; words shared: " + ", ".join(f'"{word}"' for word in shared) if shared else "")

    @cached_property
    def _learnt(self) -> tuple[NDArray[float64], NDArray[float64], NDArray[float64]]:
        """The centre of each code, the cosine that texts of other codes have with it, and the points of all texts."""
        texts = [text for said in self._said.values() for text in said]
        owner = np.repeat(np.arange(len(self.codes)), [len(said) for said in self._said.values()])
        points = self._embedder.embed(texts).astype(float64)
        own = owner[:, None] == np.arange(len(self.codes))
        centres = own.T.astype(float64) @ points
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
        others = ~own
        usual = (points @ centres.T * others).sum(axis=0) / np.maximum(others.sum(axis=0), 1)
        return centres, usual, points


def _said(code: str, terms: CodeTerms) -> tuple[str, ...]:
    """What is said of a code: its name with its definition, and its examples."""
    return (f"{code.replace('_', ' ')}: {within_bounds(terms.definition)}", *terms.examples)


def _spans(seen: Seen) -> list[tuple[int, int]]:
    """The sentences of a passage, in code points of the document; a passage without any is one."""
    text, start = seen.passage.quotation, seen.passage.start
    return [(start + a, start + b) for a, b in sentences(text) or ((0, len(text)),)]


def _views(seen: Sequence[Seen]) -> tuple[list[str], NDArray[np.intp]]:
    """Whole passages, then each sentence with the one before it; and the number of the passage of each sentence."""
    views, owner = [each.passage.quotation for each in seen], []
    for row, each in enumerate(seen):
        before, start = each.previous, each.passage.start
        for first, last in _spans(each):
            sentence = each.passage.quotation[first - start : last - start]
            views.append(f"{before} {sentence}" if before else sentence)
            owner.append(row)
            before = sentence
    return views, np.array(owner, dtype=np.intp)
