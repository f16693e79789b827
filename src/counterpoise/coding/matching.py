"""Finding terms in text: every term of a lexicon at once, in time that follows the text.

Phrases are indexed by their first word, prefixes by their letters. Words that begin as none of these does are passed
over without being taken out of the text. What a word may begin is looked up once per distinct word, so a longer lexicon
costs no more per word of text than the phrases that do begin there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from counterpoise.coding.actors import POINTS_OF_THE_COMPASS, WORDS_OF_PLACE, Name
from counterpoise.coding.letters import Beginnings, Letters, Neighbours
from counterpoise.coding.words import Words
from counterpoise.documents.sentences import Span
from counterpoise.theory.terms import WINDOW, Slot, TermSide, WordPattern, parse_term, words_of_name

__all__ = ["Match", "TermIndex"]


class Match(NamedTuple):
    """A term found: its code-point span in the text, its first and last word, and its sentence.

    `gap` holds the first and last of the words that lie between the two sides of `x ~ y`; without any, the
    first is after the last.
    """

    start: int
    end: int
    first: int
    last: int
    sentence: int
    term: str
    gap: tuple[int, int] = (0, -1)

    def owns(self, other: Match) -> bool:
        """Whether another match shares a word with what this term names, the words between its sides left out."""
        apart = other.last < self.first or other.first > self.last
        return not apart and not (self.gap[0] <= other.first and other.last <= self.gap[1])


class _Phrase(NamedTuple):
    """A phrase with its names filled in, the side of a term that it answers, and those names that have their years.

    `common` marks a single common noun or verb, written small: it says nothing where it is a part of a proper name.
    """

    side: int
    words: tuple[WordPattern, ...]
    dated: tuple[Name, ...]
    of_a_state: bool
    of_a_seat: bool
    common: bool


@dataclass(frozen=True, slots=True)
class _Openings:
    """Phrases that a word may begin: those that go on with whole words by these, and all others.

    `by_second` has the phrases of two words and those whose third is a prefix, `by_third` all longer ones, each by the
    word as the phrase has it: as written where its case counts, and folded where it does not. `alone` are
    the sides of terms that the word answers by itself, whatever stands before it and whenever; with each whether it is
    `common`.
    """

    alone: Sequence[tuple[int, bool]]
    by_second: Mapping[str, Sequence[_Phrase]]
    by_third: Mapping[str, Mapping[str, Sequence[_Phrase]]]
    others: Sequence[_Phrase]
    go_on: bool

    def going_on(self, words: Words, first: int) -> Sequence[_Phrase]:
        """The phrases that the words after the first do not rule out."""
        found = self.others
        if first + 1 < len(words):
            for second in _both_ways(words.at(first + 1)):
                if (more := self.by_second.get(second)) is not None:
                    found = [*found, *more]
                if (longer := self.by_third.get(second)) is not None and first + 2 < len(words):
                    for third in _both_ways(words.at(first + 2)):
                        if (more := longer.get(third)) is not None:
                            found = [*found, *more]
        return found


class TermIndex:
    """Terms compiled for matching. `names` gives what `@name` stands for; an absent name matches nothing."""

    def __init__(self, terms: Iterable[str], names: Mapping[str, Sequence[Name]]) -> None:
        self._sides: dict[tuple[TermSide, bool], int] = {}
        self._exact: dict[str, list[_Phrase]] = defaultdict(list)
        self._cased: dict[str, list[_Phrase]] = defaultdict(list)
        self._prefixes: dict[str, list[_Phrase]] = defaultdict(list)
        self._cased_prefixes: dict[str, list[_Phrase]] = defaultdict(list)
        self._known: dict[str, _Openings | None] = {}
        self._alone: dict[int, list[str]] = defaultdict(list)
        self._pairs: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._names = {
            list_name: [(name, words) for name in listed if (words := words_of_name(name.text))]
            for list_name, listed in names.items()
        }
        for text in dict.fromkeys(terms):
            sides = [
                self._side(side, written)
                for side, written in zip(parse_term(text).sides, text.split("~"), strict=True)
            ]
            if len(sides) == 1:
                self._alone[sides[0]].append(text)
            else:
                self._pairs[sides[0]].append((sides[1], text))

    def matches(
        self, words: Words, year: int | None = None, openings: Iterable[int] | None = None
    ) -> dict[str, list[Match]]:
        """Every term found in a text with its matches in order; dated names count in their years.

        Of phrases that answer one side of a term from the same word on, the longest counts. For `x ~ y`
        each place of x is matched with the nearest place of y. `openings` are the words that may open a phrase, as
        `read` gives them.
        """
        if openings is None:
            openings = next(iter(self.read([(words.text, None)])))[1]
        found = self._places(words, year, openings)
        matches: dict[str, list[Match]] = {}
        if not found:
            return matches
        alone, paired = self._alone, self._pairs
        starts, ends, opens = words.starts, words.ends, words.opens
        for side, places in found.items():
            for term in alone.get(side, ()):
                matches[term] = [
                    Match(start, ends[last], first, last, bisect_right(opens, start) - 1, term)
                    for first, last in places
                    for start in (starts[first],)
                ]
            for other, term in paired.get(side, ()):
                if other in found:
                    pairs = _near(words, places, found[other])
                    if pairs:
                        matches[term] = [_match(words, term, *pair) for pair in pairs]
        return matches

    def read(
        self, texts: Iterable[tuple[str, Sequence[Span] | None]]
    ) -> Iterator[tuple[Words, Sequence[int]]]:
        """The words of texts, each given with the spans of its sentences where they are known.

        With each go the numbers of its words that may open a phrase of the index; most cannot.
        """
        told = list(texts)
        letters = Letters([text for text, _ in told])
        first = letters.first()
        alone, followed, opens, pairs, following = self._beginnings
        opening = alone.among(first)
        # The word after the last is the last itself, which at worst lets one word pass.
        begun = np.flatnonzero(opens.among(first))
        opening[begun[pairs.among(first[begun], first.take(begun + 1, mode="clip"))]] = True
        begun = np.flatnonzero(followed.among(first))
        opening[begun[following.among(first.take(begun + 1, mode="clip"))]] = True
        openings = np.flatnonzero(opening)
        words = letters.starts.searchsorted(letters.bounds)
        shift = letters.bounds[:-1].repeat(np.diff(words))
        starts, ends = memoryview(letters.starts - shift), memoryview(letters.ends - shift)
        opened = openings.searchsorted(words).tolist()
        numbers = openings.tolist()
        for (text, spans), (i, j), (k, n) in zip(
            told, pairwise(words.tolist()), pairwise(opened), strict=True
        ):
            yield Words(text, (starts[i:j], ends[i:j]), spans), [at - i for at in numbers[k:n]]

    @cached_property
    def _beginnings(self) -> tuple[Beginnings, Beginnings, Beginnings, Neighbours, Beginnings]:
        """Of words that open a phrase by themselves; of those that do so before a whole word.

        The latter are prefixes and the words after them, each by itself, and whole words with those after them.
        """
        alone: tuple[set[str], set[str]] = set(), set()
        pairs: set[tuple[str, str]] = set()
        prefixes: dict[str, set[str]] = {}
        for openings in (self._exact, self._cased, self._prefixes, self._cased_prefixes):
            for phrase in (phrase for listed in openings.values() for phrase in listed):
                first, *further = phrase.words
                word = first.text.casefold()
                if not further or further[0].prefix:
                    alone[first.prefix].add(word)
                elif first.prefix:
                    prefixes.setdefault(word, set()).add(further[0].text.casefold())
                else:
                    pairs.add((word, further[0].text.casefold()))
        following = set().union(*prefixes.values())
        return (
            Beginnings(*alone),
            Beginnings((), prefixes),
            Beginnings({word for word, _ in pairs}, ()),
            Neighbours(pairs),
            Beginnings(following, ()),
        )

    def _places(
        self, words: Words, year: int | None, openings: Iterable[int]
    ) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        known = self._known
        text, starts, ends = words.text, words.starts, words.ends
        for i in openings:
            word = text[starts[i] : ends[i]]
            try:
                begun = known[word]
            except KeyError:
                begun = known[word] = self._openings(word, word.casefold())
            if begun is None:
                continue
            for side, common in begun.alone:
                if common and word[0].isupper() and words.in_name(i, i):
                    continue
                if (places := found.get(side)) is None:
                    found[side] = [(i, i)]
                elif places[-1][0] != i:
                    places.append((i, i))
            for phrase in begun.going_on(words, i) if begun.go_on else begun.others:
                last = _last_word(phrase, words, i)
                if last is None or (phrase.dated and not all(name.holds_in(year) for name in phrase.dated)):
                    continue
                places = found.setdefault(phrase.side, [])
                if places and places[-1][0] == i:
                    places[-1] = (i, max(last, places[-1][1]))
                else:
                    places.append((i, last))
        return found

    def _openings(self, word: str, folded: str) -> _Openings | None:
        by_second: dict[str, list[_Phrase]] = defaultdict(list)
        by_third: dict[str, dict[str, list[_Phrase]]] = defaultdict(lambda: defaultdict(list))
        alone, others = [], []
        for phrase in (
            *self._exact.get(folded, ()),
            *self._cased.get(word, ()),
            *_begun(self._prefixes, folded),
            *_begun(self._cased_prefixes, word),
        ):
            second, third = (*phrase.words[1:3], None, None)[:2]
            if second is None and not (phrase.dated or phrase.of_a_state):
                alone.append((phrase.side, phrase.common))
            elif second is None or second.prefix:
                others.append(phrase)
            elif third is None or third.prefix:
                by_second[second.text].append(phrase)
            else:
                by_third[second.text][third.text].append(phrase)
        if not (alone or by_second or by_third or others):
            return None
        longer = {key: dict(found) for key, found in by_third.items()}
        return _Openings(alone, dict(by_second), longer, others, bool(by_second or by_third))

    def _side(self, side: TermSide, written: str) -> int:
        small = written.islower()
        if (side, small) in self._sides:
            return self._sides[side, small]
        number = self._sides[side, small] = len(self._sides)
        choices: list[list[tuple[Name | None, tuple[WordPattern, ...]]]] = [
            [*self._names.get(piece.name, ())]
            if isinstance(piece, Slot)
            else [(None, (form,)) for form in piece.forms()]
            for piece in side
        ]
        named = any(isinstance(piece, Slot) for piece in side)
        for filled in product(*choices):
            words = tuple([word for _, part in filled for word in part])
            dated = [name for name, _ in filled if name is not None and name.is_dated] if named else ()
            leads = filled[0][0]
            phrase = _Phrase(
                number,
                words,
                tuple(dated),
                leads is not None and leads.of_a_state,
                leads is not None and leads.of_a_seat,
                small and not named and len(words) == 1,
            )
            first = words[0]
            if first.prefix:
                (self._cased_prefixes if first.cased else self._prefixes)[first.text].append(phrase)
            else:
                (self._cased if first.cased else self._exact)[first.text].append(phrase)
        return number


def _both_ways(word: str) -> tuple[str, ...]:
    """A word folded, and as it is written where that is something else."""
    folded = word.casefold()
    return (folded,) if folded == word else (folded, word)


def _begun(prefixes: Mapping[str, Sequence[_Phrase]], word: str) -> Iterator[_Phrase]:
    """The phrases whose first word, a prefix, a word of a text begins with."""
    if prefixes:
        for length in range(1, len(word) + 1):
            yield from prefixes.get(word[:length], ())


def _last_word(phrase: _Phrase, words: Words, first: int) -> int | None:
    """The last word of a phrase whose first word stands at `first`, or None where the rest differs."""
    last = first + len(phrase.words) - 1
    if last >= len(words):
        return None
    for i in range(first + 1, last + 1):
        word = words.at(i)
        if not (phrase.words[i - first].accepts(word, word.casefold()) and words.joined(i - 1, i)):
            return None
    if phrase.common and words.text[words.starts[first]].isupper() and words.in_name(first, first):
        return None
    if phrase.of_a_state and first > 0 and words.joined(first - 1, first):
        before = words.at(first - 1).casefold()
        if before in POINTS_OF_THE_COMPASS or (phrase.of_a_seat and before in WORDS_OF_PLACE):
            return None
    return last


def _near(
    words: Words, left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]
) -> list[tuple[int, int, tuple[int, int]]]:
    """Spans that hold a place of each side, at most WINDOW words apart in one sentence, with what lies between."""
    pairs = []
    for first, last in left:
        near = [
            (distance, min(first, i), max(last, j), (min(last, j) + 1, max(first, i) - 1))
            for i, j in right
            if (distance := max(i - last, first - j)) > 0
            and distance <= WINDOW
            and words.sentence_of(first) == words.sentence_of(i)
        ]
        if near:
            pairs.append(min(near)[1:])
    return sorted(set(pairs))


def _match(words: Words, term: str, first: int, last: int, gap: tuple[int, int] = (0, -1)) -> Match:
    start = words.starts[first]
    sentence = bisect_right(words.opens, start) - 1
    return Match(start, words.ends[last], first, last, sentence, term, gap)
