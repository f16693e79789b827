"""Words that set codes apart: each code's name, definition and examples as a text, weighed against the other codes'.

BM25 (see `bm25`) turned round: the texts of the codes are the collection, and a passage is the query. So what is
found in one passage does not hang on the others, and a word counts by how few codes use it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from counterpoise.coding.bm25 import bm25_weights, rarity, stems_of, words_of_code
from counterpoise.coding.codebook import Codebook

__all__ = ["CodeProfiles"]


class CodeProfiles:
    """The words of each code of a codebook, with their weights."""

    def __init__(self, codebook: Codebook) -> None:
        said = [
            (words_of_code(code, terms.definition), *(words_of_code("", each) for each in terms.examples))
            for code, terms in codebook.codes.items()
        ]
        words = sorted({word for parts in said for part in parts for word in part})
        self._column = {word: i for i, word in enumerate(words)}
        counts = np.zeros((len(said), len(words)))
        for row, parts in enumerate(said):
            for part in parts:
                counts[row, [self._column[word] for word in part]] += 1
        weights = bm25_weights(counts, counts.sum(axis=1)) if words else counts
        # What BM25 gives a word that one code has once, in a text of mean length, is its idf.
        self._weights: NDArray[np.float64] = weights / rarity(np.eye(max(len(said), 1), 1)).item()

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Texts x codes: the weight of the words that a text shares with a code, beyond its mean over the codes.

        In weights of a word that one code has once, in a text of mean length.
        """
        found = self._present(texts) @ self._weights.T
        beyond: NDArray[np.float64] = found - found.mean(axis=1, keepdims=True) if found.size else found
        return beyond

    def heaviest(self, text: str, code: int, most: int = 4) -> tuple[str, ...]:
        """The words of a text that weigh most for a code, by its number, as the text first spells them."""
        spelled = stems_of(text)
        weighed = {
            stem: float(self._weights[code, self._column[stem]]) for stem in spelled if stem in self._column
        }
        ranked = sorted((stem for stem, weight in weighed.items() if weight > 0), key=lambda s: -weighed[s])
        return tuple(spelled[stem] for stem in ranked[:most])

    def _present(self, texts: Sequence[str]) -> NDArray[np.float64]:
        present = np.zeros((len(texts), len(self._column)))
        for row, text in enumerate(texts):
            present[row, [self._column[stem] for stem in stems_of(text) if stem in self._column]] = 1
        return present
