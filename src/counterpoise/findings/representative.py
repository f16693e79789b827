"""Representative passages: those nearest to the middle of a theme that do not say the same as each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.evidence import COUNTED
from counterpoise.findings.coded_passages import CodedPassage, one_for_each_passage

CENTRALITY = 0.5
"""What centrality weighs against likeness to what is quoted already, which has the rest: as much as it."""

FEWEST_LETTERS = 3
"""Shorter words are not compared."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Words of n texts as unit vectors of tf-idf, one entry for each text and word: (entries,) each.

    `word` numbers the words of all texts from 0 to `words`.
    """

    text: NDArray[np.int64]
    word: NDArray[np.int64]
    weight: Floats
    texts: int
    words: int

    def with_the_middle(self) -> Floats:
        """The cosine of each text with the mean of all, (n,): its centrality (Radev et al. 2004)."""
        middle: Floats = np.bincount(self.word, self.weight, self.words).astype(np.float64)
        length = float(np.linalg.norm(middle)) or 1.0
        return self._with(middle / length)

    def with_text(self, number: int) -> Floats:
        """The cosine of each text with one of them, (n,)."""
        of_it = self.text == number
        vector = np.zeros(self.words)
        vector[self.word[of_it]] = self.weight[of_it]
        return self._with(vector)

    def _with(self, vector: Floats) -> Floats:
        # Rounded, so that the order in which floats are added up decides nothing.
        return np.round(np.bincount(self.text, self.weight * vector[self.word], self.texts), 9)


def likeness(texts: Sequence[str]) -> Likeness:
    """How alike texts are by the words that they share: tf times log(1 + n / df), to unit length."""
    words = (
        pl.DataFrame({"said": texts}, schema={"said": pl.String})
        .with_row_index("text")
        .select(
            pl.col("text").cast(pl.Int64),
            pl.col("said")
            .str.to_lowercase()
            .str.extract_all(rf"[\p{{L}}\p{{M}}]{{{FEWEST_LETTERS},}}")
            .alias("word"),
        )
        .explode("word")
        .drop_nulls()
    )
    known = words["word"].unique().sort()
    number = words["word"].cast(pl.Enum(known)).to_physical().to_numpy().astype(np.int64)
    size = max(len(known), 1)
    both, times = np.unique(words["text"].to_numpy() * size + number, return_counts=True)
    text, word = both // size, both % size
    holding = np.maximum(np.bincount(word, minlength=size), 1)
    weight = times * np.log1p(len(texts) / holding)[word]
    length = np.sqrt(np.bincount(text, weight**2, len(texts)))
    return Likeness(text, word, weight / np.where(length > 0, length, 1.0)[text], len(texts), size)


def representative(coded: Iterable[CodedPassage], most: int) -> tuple[CodedPassage, ...]:
    """So many passages at most that show best what all of them speak of; what is under test is left out.

    The next is always from a document that is not quoted yet, while there is one, and of these from the first kind of
    source that has one, first-hand before second-hand before data notes. Among them it is the one of most marginal
    relevance: `CENTRALITY` times its cosine with the middle of all passages, less the rest times its greatest cosine with what
    is chosen. A document is quoted twice only where every document is quoted.

    Sources: Radev, Jing, Stys and Tam (2004) doi 10.1016/j.ipm.2003.10.006, centrality by the centroid;
    Carbonell and Goldstein (1998) doi 10.1145/290941.291025, maximal marginal relevance.
    """
    candidates = [each for each in one_for_each_passage(coded) if each.counted]
    if not candidates or most < 1:
        return ()
    alike = likeness([each.passage.quotation for each in candidates])
    centrality = CENTRALITY * alike.with_the_middle()
    standing = np.array([COUNTED.index(each.standing) for each in candidates])
    documents = {each.document.id: None for each in candidates}
    place = {name: number for number, name in enumerate(documents)}
    document = np.array([place[each.document.id] for each in candidates])
    nearest = np.zeros(len(candidates))
    free = np.ones(len(candidates), bool)
    quoted = np.zeros(len(documents), np.int64)
    chosen: list[CodedPassage] = []
    while len(chosen) < most and free.any():
        # How often its document is quoted comes first, then what the document counts as.
        order = quoted[document] * len(COUNTED) + standing
        open_ = free & (order == order[free].min())
        relevance = np.where(open_, centrality - (1 - CENTRALITY) * nearest, -np.inf)
        best = int(np.argmax(relevance))
        chosen.append(candidates[best])
        free[best] = False
        quoted[document[best]] += 1
        nearest = np.maximum(nearest, alike.with_text(best))
    return tuple(chosen)
