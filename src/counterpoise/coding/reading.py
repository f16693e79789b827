"""A passage as the lexicon coder reads it: what was found in it, and what each match tells of power and direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import NamedTuple, get_args

from counterpoise.coding.codebook import CodeTerms, Cues
from counterpoise.coding.direction import Directed, Signs, as_adverse, direction_of, turns
from counterpoise.coding.links import Connectives
from counterpoise.coding.matching import Match
from counterpoise.coding.power import (
    Naming,
    Resolved,
    Stretches,
    clause_ends,
    contrasts,
    denial_ends,
    power_of,
    stretches_of,
)
from counterpoise.coding.subject import FIRST_PERSON, Subject
from counterpoise.coding.words import Words
from counterpoise.evidence import Power

__all__ = ["CueFinder", "Reading", "Told", "first_person_of", "signs_of"]

_NO_DIRECTION = Directed("none")
_BY_SPEAKER = {power: Resolved(power, "the speaker") for power in get_args(Power)}
_CONNECTIVES = tuple(each.name for each in fields(Connectives))


class Told(NamedTuple):
    """A match with its own power and direction."""

    match: Match
    resolved: Resolved
    directed: Directed


class CueFinder:
    """Sorts what was found in a passage by the lists of cue words that it stands in."""

    def __init__(self, cues: Cues) -> None:
        lists: defaultdict[str, list[str]] = defaultdict(list)
        for each in fields(cues):
            for term in dict.fromkeys(getattr(cues, each.name)):
                lists[term].append(each.name)
        self._lists_of = dict(lists)

    def cued(self, found: Mapping[str, Sequence[Match]]) -> Mapping[str, list[Match]]:
        """The matches of each list of `Cues`, in order; empty ones are no keys, and still found."""
        told: defaultdict[str, list[Match]] = defaultdict(list)
        lists_of = self._lists_of
        for term, matches in found.items():
            if term in lists_of:
                for name in lists_of[term]:
                    told[name] += matches
        for each in told.values():
            each.sort()
        return told


@dataclass(frozen=True)
class Reading:
    """A passage with everything found in it; `cued` are the matches of each list of cue words.

    Where clauses and statements end is looked for only where something near a match depends on it.
    """

    words: Words
    found: Mapping[str, Sequence[Match]]
    cued: Mapping[str, Sequence[Match]]
    naming: Naming
    signs: Signs
    speaker: Power
    on_both: bool
    subject: Subject

    def of(self, entry: CodeTerms) -> list[Match]:
        """Matches of a code's terms that are about the case, in order, without the sentences that its `unless` bars."""
        terms = (*entry.terms, *entry.between_powers) if self.on_both else entry.terms
        found, subject = self.found, self.subject
        told = [m for term in terms if term in found for m in found[term]]
        if not subject.holds_all:
            told = [m for m in told if subject.holds(m)]
        if told and entry.unless:
            barred = {m.sentence for term in entry.unless for m in found.get(term, ())}
            told = [m for m in told if m.sentence not in barred]
        told.sort()
        return told

    @property
    def is_even(self) -> bool:
        """Whether every match tells the same: nothing in the passage names a power, gives a direction or denies."""
        named, signs = self.naming, self.signs
        return not (
            named.first_person
            or named.a
            or named.b
            or named.both
            or named.programmes_a
            or named.programmes_b
            or signs.strengthens
            or signs.weakens
            or signs.negates
        )

    @cached_property
    def _ends(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        text = self.words.text
        ends = clause_ends(text)
        turned = turns(self.words, self.signs, ends)
        return tuple(sorted({*ends, *turned})), tuple(sorted({*contrasts(text), *turned}))

    @property
    def clause_ends(self) -> tuple[int, ...]:
        """Where clauses end, in code points; where the passage turns from one direction to the other, one ends."""
        return self._ends[0]

    def _names_near(self, sentence: int) -> bool:
        """Whether a sentence names a power, or the one before does."""
        named = self.naming
        for each in (named.a, named.b, named.both, named.programmes_a, named.programmes_b):
            for match in each:
                if 0 <= sentence - match.sentence <= 1:
                    return True
        return False

    def _signed(self, sentence: int) -> bool:
        """Whether a match that begins in a sentence may stand near a cue, or hold or follow a negation."""
        signs = self.signs
        for each in (signs.strengthens, signs.weakens):
            for match in each:
                if match.sentence == sentence:
                    return True
        return any(0 <= match.sentence - sentence <= 1 for match in signs.negates) if signs.negates else False

    def _stretches(self, match: Match) -> Stretches:
        """The text around a match."""
        return stretches_of(match, self.words.sentences, *self._ends)

    def power(self, match: Match) -> Resolved:
        """The power that a match speaks of."""
        if not self.naming.first_person and not self._names_near(match.sentence):
            return _BY_SPEAKER[self.speaker]
        return power_of(self._stretches(match), self.naming, self.words.text, self.speaker)

    def told(self, match: Match, *, adverse: bool) -> Told:
        """What a match of a code, adverse or not, tells; of a power named apart from it no direction."""
        resolved = self.power(match)
        if resolved.apart:
            return Told(match, resolved, _NO_DIRECTION)
        found = _NO_DIRECTION
        if self._signed(match.sentence):
            found = direction_of(match, self.signs, self._stretches(match).clause)
        return Told(match, resolved, as_adverse(found, match) if adverse else found)

    def connectives(self) -> Connectives:
        """The connectives of a passage; "May" with a capital is a month."""
        found = {
            name: [each for each in self.cued.get(name, ()) if self.words.at(each.first) != "May"]
            for name in _CONNECTIVES
        }
        return Connectives(**found)

    def quote(self, match: Match) -> str:
        """The words of a match as they stand in the passage."""
        return f'"{self.words.text[match.start : match.end]}"'


def signs_of(words: Words, cued: Mapping[str, Sequence[Match]]) -> Signs:
    """The cues of direction in a passage; what is a part of a proper name is none."""
    strengthens, weakens = cued.get("strengthens", ()), cued.get("weakens", ())
    denies = cued.get("denies", ())
    return Signs(
        [cue for cue in strengthens if not words.in_name(cue.first, cue.last)] if strengthens else (),
        [cue for cue in weakens if not words.in_name(cue.first, cue.last)] if weakens else (),
        cued.get("negates", ()),
        denies,
        cued.get("burdens", ()),
        denial_ends(words.text) if denies else (),
    )


def first_person_of(words: Words) -> list[tuple[int, int]]:
    """Where the speaker says "we"; "US" in capitals is a state."""
    return [
        (start, end)
        for start, end, written in zip(words.starts, words.ends, words.written, strict=True)
        if written.casefold() in FIRST_PERSON and written != "US"
    ]
