"""Power: which of the two a match speaks of, from the words around it and from who speaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from counterpoise.coding.matching import Match
from counterpoise.evidence import Power

__all__ = [
    "Naming",
    "Resolved",
    "Stretches",
    "both_meant",
    "clause_ends",
    "contrasts",
    "denial_ends",
    "power_of",
    "stretches_of",
]

_CONTRASTS = ("but", "while", "whilst", "whereas", "though")
_CONTRAST = re.compile(rf";|\b(?:{'|'.join(_CONTRASTS)}|although)\b")
_SEMICOLON = re.compile(";")

_MARK = re.compile(r"[,:()—]|\s–\s")
_CLAUSE_END = re.compile(_MARK.pattern + "|" + _CONTRAST.pattern)

_DENIAL_END = re.compile(
    r",(?!\s+(?:by|for|from|how|in|nor|of|on|or|to|with)\b)|(?!,)(?:" + _CLAUSE_END.pattern + ")"
)


class Naming(NamedTuple):
    """Where a passage names power a, power b, and both at once ("the two powers"), and where a power that speaks says
    "we" (code-point spans). A power's programmes stand for it where no power is named.
    """

    a: Sequence[Match]
    b: Sequence[Match]
    both: Sequence[Match]
    first_person: Sequence[tuple[int, int]] = ()
    programmes_a: Sequence[Match] = ()
    programmes_b: Sequence[Match] = ()

    def power(self) -> Power:
        """The power or powers named, or else meant by their programmes."""
        a, b = self.meant()
        if self.both or (a and b):
            return "both"
        if a:
            return "a"
        return "b" if b else "none"

    def meant(self) -> tuple[Sequence[Match], Sequence[Match]]:
        """What names each power: its names, or where neither is named, its programmes."""
        if self.both or self.a or self.b:
            return self.a, self.b
        return self.programmes_a, self.programmes_b

    def between(self, start: int, end: int) -> Naming:
        """The namings that lie wholly between two places of the text."""
        a, b, both, programmes_a, programmes_b = (
            [m for m in each if start <= m.start and m.end <= end] if each else each
            for each in (self.a, self.b, self.both, self.programmes_a, self.programmes_b)
        )
        said = [span for span in self.first_person if start <= span[0] and span[1] <= end]
        return Naming(a, b, both, said, programmes_a, programmes_b)


class Resolved(NamedTuple):
    """A power, with the words that named it or the standing of the speaker.

    `apart` says that those words stand in another statement of the sentence, so that what the statement of the match
    says is set against what is said of that power.
    """

    power: Power
    by: str
    apart: bool = False


class Stretches(NamedTuple):
    """The text around a match, from near to far, each a span of code points.

    A statement is the clauses that no contrast parts: neither "but" and its like nor a turn from strengthening to
    weakening (see `direction.turns`).
    """

    clause: tuple[int, int]
    statement: tuple[int, int]
    sentence: tuple[int, int]
    with_sentence_before: tuple[int, int]


def clause_ends(text: str) -> tuple[int, ...]:
    """Where clauses end: at commas, colons, brackets, dashes, and before "but", "while" and their like."""
    return tuple(sorted([*(found.start() for found in _MARK.finditer(text)), *contrasts(text)]))


def contrasts(text: str) -> tuple[int, ...]:
    """The clause ends at which another statement begins: semicolons, "but", "while" and their like."""
    pattern = _CONTRAST if any(word in text for word in _CONTRASTS) else _SEMICOLON
    return tuple(found.start() for found in pattern.finditer(text))


def denial_ends(text: str) -> tuple[int, ...]:
    """Where what is denied ends: with the clause, but not at a comma that goes on with a list ("on arms, on aid")."""
    return tuple(found.start() for found in _DENIAL_END.finditer(text))


def stretches_of(
    match: Match, sentences: Sequence[tuple[int, int]], clauses: Sequence[int], statements: Sequence[int]
) -> Stretches:
    """The stretches of a match, given where clauses and statements end, each in order."""
    sentence = sentences[match.sentence]
    return Stretches(
        clause=_stretch(match, clauses, sentence),
        statement=_stretch(match, statements, sentence),
        sentence=sentence,
        with_sentence_before=(sentences[max(match.sentence - 1, 0)][0], sentence[1]),
    )


def _stretch(match: Match, ends: Sequence[int], sentence: tuple[int, int]) -> tuple[int, int]:
    """From the last end before a match begins to the first after it ends, within its sentence."""
    left, right = bisect_right(ends, match.start), bisect_right(ends, match.end - 1)
    start, end = sentence
    return (
        max(ends[left - 1], start) if left else start,
        min(ends[right], end) if right < len(ends) else end,
    )


def both_meant(
    pairs: Sequence[Match], a: Sequence[Match], b: Sequence[Match], state: Sequence[Match]
) -> list[Match]:
    """Of words for two that were named before ("both countries"), those that mean the two powers.

    They do where, in their sentence up to them or in the sentence before, both powers are named and the state is not.
    """

    def before(pair: Match, names: Sequence[Match]) -> bool:
        return any(name.end <= pair.start and pair.sentence - name.sentence <= 1 for name in names)

    return [pair for pair in pairs if before(pair, a) and before(pair, b) and not before(pair, state)]


def power_of(stretches: Stretches, naming: Naming, text: str, speaker: Power) -> Resolved:
    """Resolve the power of a match: by its clause, its statement, its sentence, the sentence before, then the speaker.

    "We" in a clause that names no power is the power that speaks. That power also names itself in passing ("American
    jobs"): where the clause names none but the speaker, the rest of the statement is heard too, so that the
    other power named in it is not lost.

    Orders were compared on 172 coded passages. This one agrees with the readers most often; going on to the
    rest of the passage before the speaker is worse, for a power named elsewhere is seldom the one meant. A power
    that only the sentence before names is the one spoken on of, and not `apart`: taken so, .03 fewer directions agree.
    """
    clause = naming.between(*stretches.clause)
    if speaker != "none" and clause.power() == "none" and clause.first_person:
        start, end = clause.first_person[0]
        return Resolved(speaker, f'"{text[start:end]}"')
    statement = naming.between(*stretches.statement)
    if clause.power() == speaker != "none" and statement.power() == "both":
        return Resolved("both", _quoted(statement, "both", text))
    around = naming.between(*stretches.sentence)
    for named in (clause, statement, around, naming.between(*stretches.with_sentence_before)):
        if (power := named.power()) != "none":
            return Resolved(power, _quoted(named, power, text), apart=named is around)
    return Resolved(speaker, "the speaker")


def _quoted(naming: Naming, power: Power, text: str) -> str:
    a, b = naming.meant()
    chosen: dict[Power, Sequence[Match]] = {
        "a": a[:1],
        "b": b[:1],
        "both": naming.both[:1] or [*a[:1], *b[:1]],
    }
    return " and ".join(f'"{text[m.start : m.end]}"' for m in chosen.get(power, ()))
