"""Subject: whether a sentence of a passage is about the case, or about some other state.

A passage that names the state may go on to other affairs: a speech turns from Pakistan to elections in Iraq, and a
statute to the next country. So each match must stand near a name of the case, and not beside another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from counterpoise.coding.matching import Match
from counterpoise.coding.words import Words

__all__ = ["FIRST_PERSON", "Subject", "subject_of"]

FIRST_PERSON = frozenset({"we", "us", "our", "ours", "i", "me", "my"})
"""Words by which a speaker names their own side."""

_OPENING = "".join(sorted({word[0] for word in FIRST_PERSON}))
_LIKE_FIRST_PERSON = re.compile(
    # The letters that it opens with come first, so that the search skips from one to the next.
    rf"[{_OPENING}{_OPENING.upper()}](?<![^\W_].)"
    rf"(?i:{'|'.join(f'(?<={word[0]}){word[1:]}' for word in sorted(FIRST_PERSON))})(?![^\W_])"
)


class Subject(NamedTuple):
    """Whom the sentences of a passage name.

    `central` are sentences that name what the passage must keep to; None where who speaks settles that. `others` gives
    the namings of other states by sentence, and `own` are those of these sentences, at least, that name the case.
    """

    words: Words
    central: frozenset[int] | None
    own: frozenset[int]
    others: Mapping[int, Sequence[Match]]

    @property
    def holds_all(self) -> bool:
        """Whether every match is about the case, wherever it stands."""
        return self.central is None and not self.others

    def holds(self, match: Match) -> bool:
        """Whether a match is about the case.

        The sentence of the match, the one before or the one after must be central. A sentence that names other
        states and nobody of the case is about those others, unless the match names one of them or is a name of its
        own, as that of an organisation to which both belong.
        """
        here = match.sentence
        if self.central is not None and self.central.isdisjoint((here - 1, here, here + 1)):
            return False
        others = self.others.get(here, ())
        return (
            not others
            or here in self.own
            or any(match.owns(other) for other in others)
            or self._is_name(match)
        )

    def _is_name(self, match: Match) -> bool:
        if not self.words.text[match.start].isupper():
            return False
        written = [self.words.at(word) for word in range(match.first, match.last + 1)]
        return all(word[0].isupper() for word in written) and (
            all(word.isupper() for word in written) or self.words.in_name(match.first, match.last)
        )


def subject_of(
    words: Words,
    others: Iterable[Match],
    own: Iterable[Match],
    central: Iterable[Match] | None,
    *,
    speaks: bool,
) -> Subject:
    """The subject of a passage, from the namings of other states, of the case, and of what it must keep to.

    `speaks` says that the speaker is the state or one of the powers, whose first person is then of the case.
    """
    by_sentence: dict[int, list[Match]] = {}
    for match in others:
        if words.text[match.start].isupper():
            by_sentence.setdefault(match.sentence, []).append(match)
    named = {match.sentence for match in own} if by_sentence else set()
    if speaks:
        named.update([each for each in by_sentence if each not in named and _has_first_person(words, each)])
    return Subject(
        words,
        central=None if central is None else frozenset([match.sentence for match in central]),
        own=frozenset(named),
        others=by_sentence,
    )


def _has_first_person(words: Words, sentence: int) -> bool:
    found = _LIKE_FIRST_PERSON.finditer(words.text, *words.sentences[sentence])
    return any(each[0].casefold() in FIRST_PERSON for each in found)
