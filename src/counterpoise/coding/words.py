"""The words of a text, with their places and sentences, which are looked for only where somebody asks for them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from counterpoise.coding.letters import Letters
from counterpoise.documents.sentences import Span, sentences

__all__ = ["Words"]

_WITHIN_PHRASE = re.compile(r"\.?[\s\-‐‑–'’/&]*")
"""What may stand between two words of a phrase: space, hyphens, and the full stop of an abbreviation."""

_WITHIN_NAME = frozenset({"and", "for", "of", "on", "the"})


class Words:
    """The words of a text: as written, folded, their code-point spans, and the sentence of each.

    Letters and digits make words, everything else parts them. `places` are where the words start and where they end,
    and `spans` those of the sentences, where somebody knows them. Most texts that are read hold no term, and few words
    of the others matter; so words are taken out, and sentences looked for, when first asked for.
    """

    __slots__ = ("_folded", "_opens", "_sentences", "_written", "ends", "starts", "text")

    def __init__(
        self,
        text: str,
        places: tuple[Sequence[int], Sequence[int]] | None = None,
        spans: Sequence[Span] | None = None,
    ) -> None:
        self.text = text
        if places is None:
            letters = Letters([text])
            places = letters.starts.tolist(), letters.ends.tolist()
        self.starts, self.ends = places
        """Where each word starts, and where each ends, in code points."""
        self._sentences = spans
        self._written: list[str] | None = None
        self._folded: list[str] | None = None
        self._opens: list[int] | None = None

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, word: int) -> str:
        """A word as written."""
        return self.text[self.starts[word] : self.ends[word]]

    @property
    def written(self) -> list[str]:
        """The words as written."""
        if self._written is None:
            text = self.text
            self._written = [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        return self._written

    @property
    def folded(self) -> list[str]:
        """The words in one case."""
        if self._folded is None:
            self._folded = [word.casefold() for word in self.written]
        return self._folded

    @property
    def sentences(self) -> Sequence[Span]:
        """The spans of the sentences."""
        if self._sentences is None:
            self._sentences = sentences(self.text)
        return self._sentences

    @property
    def opens(self) -> list[int]:
        """Where each sentence begins, in code points."""
        if self._opens is None:
            self._opens = [start for start, _ in self.sentences]
        return self._opens

    def sentence_of(self, word: int) -> int:
        """The number, from 0, of the sentence in which a word stands."""
        return bisect_right(self.opens, self.starts[word]) - 1

    def joined(self, left: int, right: int) -> bool:
        """Whether two neighbouring words may belong to one phrase: no comma, bracket or sentence between."""
        between = self.text[self.ends[left] : self.starts[right]]
        return between == " " or (
            _WITHIN_PHRASE.fullmatch(between) is not None
            and self.sentence_of(left) == self.sentence_of(right)
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
        while 0 <= beside < len(self) and self.joined(min(beside, beside - step), max(beside, beside - step)):
            if self.at(beside).casefold() not in _WITHIN_NAME:
                return self._capital(beside) and self._inside_sentence(beside)
            beside += step
        return False

    def _capital(self, word: int) -> bool:
        return self.text[self.starts[word]].isupper()

    def _in_row(self, word: int) -> bool:
        start, end = self.sentences[self.sentence_of(word)]
        written = self.text[start:end]
        return "\t" in written or written.isupper()

    def _inside_sentence(self, word: int) -> bool:
        return word > 0 and self.sentence_of(word - 1) == self.sentence_of(word)
