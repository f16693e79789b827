"""The words of a text, with their places and sentences, which are looked for only where somebody asks for them."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import Literal

from counterpoise.documents.sentences import sentences

__all__ = ["Words"]

_WORD = re.compile(r"([^\W_]+)")
_WITHIN_PHRASE = re.compile(r"\.?[\s\-‐‑–'’/&]*")
"""What may stand between two words of a phrase: space, hyphens, and the full stop of an abbreviation."""

_WITHIN_NAME = frozenset({"and", "for", "of", "on", "the"})


class Words:
    """The words of a text: as written, folded, their code-point spans, and the sentence of each.

    Letters and digits make words, everything else parts them.
    Most texts that are read hold no term, and need neither spans nor sentences; so these are made when first asked for.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces = _WORD.split(text)
        self.written: list[str] = self._pieces[1::2]

    @cached_property
    def folded(self) -> list[str]:
        """The words in one case."""
        return [word.casefold() for word in self.written]

    @cached_property
    def _marks(self) -> list[int]:
        """Where each piece ends, in code points: what parts two words, and a word, by turns."""
        return list(accumulate(map(len, self._pieces)))

    @cached_property
    def starts(self) -> list[int]:
        """Where each word starts, in code points."""
        return self._marks[:-1:2]

    @cached_property
    def ends(self) -> list[int]:
        """Where each word ends, in code points."""
        return self._marks[1::2]

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The spans of the sentences."""
        return sentences(self.text)

    @cached_property
    def sentence(self) -> list[int]:
        """The number, from 0, of the sentence in which each word stands."""
        starts = self.starts
        firsts = [*(bisect_left(starts, start) for start, _ in self.sentences[1:]), len(starts)]
        found: list[int] = []
        for number, first in enumerate(firsts):
            found += [number] * (first - len(found))
        return found

    def joined(self, left: int, right: int) -> bool:
        """Whether two neighbouring words may belong to one phrase: no comma, bracket or sentence between."""
        between = self._pieces[2 * right]
        return between == " " or (
            _WITHIN_PHRASE.fullmatch(between) is not None and self.sentence[left] == self.sentence[right]
        )

    def in_name(self, first: int, last: int) -> bool:
        """Whether words belong to a proper name: capitals inside a sentence, next to another capital.

        A small word such as "of" or "and" does not part a name. In a row of a table or a line in capitals, capitals
        tell nothing.
        """
        return any(
            self._capital(i)
            and self._inside_sentence(i)
            and (self._capital_beside(i, -1) or self._capital_beside(i, 1))
            and not self._in_row(i)
            for i in range(first, last + 1)
        )

    def _capital_beside(self, word: int, step: Literal[-1, 1]) -> bool:
        beside = word + step
        while 0 <= beside < len(self.written) and self.joined(
            min(beside, beside - step), max(beside, beside - step)
        ):
            if self.folded[beside] not in _WITHIN_NAME:
                return self._capital(beside) and self._inside_sentence(beside)
            beside += step
        return False

    def _capital(self, word: int) -> bool:
        return self.written[word][0].isupper()

    def _in_row(self, word: int) -> bool:
        start, end = self.sentences[self.sentence[word]]
        written = self.text[start:end]
        return "\t" in written or written.isupper()

    def _inside_sentence(self, word: int) -> bool:
        return word > 0 and self.sentence[word - 1] == self.sentence[word]
