"""Grounds: what speaks for each code in each passage, as numbers that coders can be combined from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy import float64
from numpy.typing import NDArray

from counterpoise.coding.codebook import Codebook
from counterpoise.coding.definition import DefinitionCoder
from counterpoise.coding.lexicon import LexiconCoder
from counterpoise.coding.profiles import CodeProfiles
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Coding

__all__ = ["GROUNDS", "PRIOR", "Grounds", "GroundsReader"]

GROUNDS = ("none", "found", "matches", "meaning", "words")
"""That the code is one of many; that the lexicon finds it; its score there; what `Likeness` tells of meaning and words."""

PRIOR: Mapping[str, float] = {"none": -5.0, "found": 4.0, "matches": 2.0, "meaning": 10.0, "words": 0.6}
"""Log-odds for each ground before anybody has coded a passage.

Set so that one match of the lexicon alone is even odds (its score is then .5: -5 + 4 + 1 = 0), two different matches
.62, and without a match a code needs both its meaning (.3 of cosine beyond the usual) and four words of its own. They
are round numbers near those of one logistic regression over 172 coded passages, from which the terms of the lexicon that
one passage alone bears out were dropped; none is a code's own.
"""


@dataclass(frozen=True, slots=True)
class Grounds:
    """`values` is passages x codes x `GROUNDS`; `points` passages x dimensions, none without embeddings.

    `codings` are the lexicon's by passage id and code, `nearest` (passages x codes) as in `Likeness`.
    """

    values: NDArray[float64]
    points: NDArray[float64]
    codings: Mapping[tuple[str, str], tuple[Coding, ...]]
    nearest: NDArray[np.intp] | None

    @property
    def log_odds(self) -> NDArray[float64]:
        """Passages x codes, by `PRIOR`."""
        told: NDArray[float64] = self.values @ np.array([PRIOR[ground] for ground in GROUNDS])
        return told


class GroundsReader:
    """Reads grounds from passages: by a lexicon, and by definitions where there are embeddings.

    Without a definition coder `meaning` is 0 throughout, and the words of definitions and examples count as they do with it.
    """

    def __init__(
        self, codebook: Codebook, lexicon: LexiconCoder | None, definition: DefinitionCoder | None = None
    ) -> None:
        self.codes = tuple(codebook.codes)
        self.definition = definition
        self._lexicon = lexicon
        self._profiles = CodeProfiles(codebook)
        readers = [reader.coder for reader in (lexicon, definition) if reader is not None]
        self.name = "+".join(readers) or f"words.{codebook.digest}"

    def read(self, seen: Sequence[Seen]) -> Grounds:
        """The grounds of some passages. Raises CounterpoiseError as `embedding` does."""
        values = np.zeros((len(seen), len(self.codes), len(GROUNDS)))
        values[..., 0] = 1
        codings: dict[tuple[str, str], tuple[Coding, ...]] = {}
        column = {code: i for i, code in enumerate(self.codes)}
        for row, each in enumerate(seen):
            if self._lexicon is None:
                break
            made, _ = self._lexicon.code_passage(each.passage, origin=each.origin, year=each.year)
            for coding in made:
                values[row, column[coding.code], 1:3] = 1, coding.score
                key = (each.passage.id, coding.code)
                codings[key] = (*codings.get(key, ()), coding)
        if self.definition is None:
            values[..., 4] = self._profiles.scores([each.passage.quotation for each in seen])
            return Grounds(values, np.zeros((len(seen), 0)), codings, None)
        like = self.definition.likeness(seen)
        values[..., 3], values[..., 4] = like.meaning, like.words
        return Grounds(values, like.points, codings, like.nearest)
