"""Direction: whether the words near a match strengthen or weaken what it names, or deny it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from counterpoise.coding.matching import Match
from counterpoise.coding.words import Words
from counterpoise.evidence import Direction

__all__ = ["BEFORE", "NEAR", "Directed", "Signs", "as_adverse", "direction_of", "negation_before", "turns"]

NEAR = 12
"""How many words from a match a cue may stand."""

BEFORE = 4
"""How many words before a cue or a match a negation may stand."""

_OPPOSITE: dict[Direction, Direction] = {"strengthens": "weakens", "weakens": "strengthens", "none": "none"}


class Signs(NamedTuple):
    """Cue words, negations, denials of whole clauses and names of burdens found in a passage.

    `denial_ends` are the code points at which a denial has run its course (see `power.denial_ends`).
    """

    strengthens: Sequence[Match]
    weakens: Sequence[Match]
    negates: Sequence[Match]
    denies: Sequence[Match] = ()
    burdens: Sequence[Match] = ()
    denial_ends: Sequence[int] = ()


class Directed(NamedTuple):
    """A direction with the cue and the negation that gave it."""

    direction: Direction
    cue: Match | None = None
    negation: Match | None = None


def direction_of(match: Match, signs: Signs, clause: tuple[int, int]) -> Directed:
    """Direction of a match: that of the nearest cue in its clause, turned by a negation before the cue.

    `clause` is the stretch of text that the match's clause takes up (see `power.stretches_of`). A cue that the
    match itself holds says what is spoken of, not where it goes, and does not count, unless it opens the
    match as its verb ("fighting terrorism"). A match that is itself
    denied, with no cue as near as the negation, weakens; one that holds a negation among its own words
    ("not take sides") asserts what it names, and strengthens. Of two cues equally near the one that comes
    first decides. A clause bounds a cue before NEAR does; 10 and 15 agree as well with 172 coded passages.

    A burden in the few words after a cue takes the cue to itself. Less of a burden strengthens what bears it, where
    that is named next ("reduce barriers to trade") or says so itself ("reduce tensions"); other cues on burdens give
    no direction, but for more of the burden that the match names ("rising tensions"). Nor does a cue in what a clause denied before ("did not agree on how to fight terrorism").
    """
    negation = negation_before(match, signs)
    near = sorted(
        (_distance(cue, match), cue.first, direction, cue)
        for direction, cues in _directions(signs)
        for cue in cues
        if cue.sentence == match.sentence
        and clause[0] <= cue.start
        and cue.end <= clause[1]
        and _distance(cue, match) <= NEAR
        and not (match.owns(cue) and cue.first != match.first)
    )
    if negation and not (near and near[0][0] <= _distance(negation, match)):
        return Directed("weakens", None, negation)
    if near:
        _, _, direction, cue = near[0]
        turned = negation_before(cue, signs)
        if turned is None and _denied(cue, match, signs):
            return Directed("none")
        burden = _object(cue, match, signs)
        if burden is not None and (direction == "weakens" or not match.owns(burden)):
            freed = direction == "weakens" and not turned and (match.owns(cue) or burden.last < match.first)
            return Directed("strengthens", cue) if freed else Directed("none")
        return Directed(_OPPOSITE[direction] if turned else direction, cue, turned)
    own = next((each for each in signs.negates if match.owns(each)), None)
    return Directed("strengthens", None, own) if own else Directed("none")


def as_adverse(directed: Directed, match: Match) -> Directed:
    """The direction of a match of an adverse code (see `codebook.CodeTerms`), given its direction as of any other."""
    if directed.direction == "none":
        return Directed("strengthens")
    if directed.direction == "weakens" and directed.cue is not None and directed.negation is None:
        own = match.first <= directed.cue.first and directed.cue.last <= match.last
        return Directed("strengthens", directed.cue) if own else directed
    return directed


def turns(words: Words, signs: Signs, ends: Sequence[int]) -> tuple[int, ...]:
    """Where a sentence turns from strengthening to weakening or back, so that one clause does not speak for the next.

    Between two neighbouring cues of different directions that is the last "and" that opens a clause, else the last
    "and", else the last of the clause `ends`: "deepened ties with the one | and cut ties with the other". Cues that "and" joins without another word
    ("expand and cut") speak of the same thing, and part nothing.
    """
    cues = sorted((cue.first, cue, direction) for direction, found in _directions(signs) for cue in found)
    found: list[int] = []
    for (_, left, before), (_, right, after) in pairwise(cues):
        if before == after or left.sentence != right.sentence:
            continue
        between = range(left.last + 1, right.first)
        joints = [i for i in between if words.at(i).casefold() == "and"]
        opening = [i for i in joints if any(words.ends[i - 1] <= end < words.starts[i] for end in ends)]
        if joints and len(between) > 1:
            found.append(words.starts[(opening or joints)[-1]])
        elif not joints:
            found.extend([end for end in ends if left.end <= end <= right.start][-1:])
    return tuple(found)


def negation_before(match: Match, signs: Signs) -> Match | None:
    """The last negation in the few words before a match, in its sentence.

    A word of weakening between the two takes the negation to itself: "without losing autonomy" does not
    deny autonomy.
    """
    before = [
        each
        for each in signs.negates
        if each.sentence == match.sentence
        and 0 < match.first - each.last <= BEFORE
        and not any(each.last < cue.first and cue.last < match.first for cue in signs.weakens)
    ]
    return max(before, key=lambda each: each.last, default=None)


def _denied(cue: Match, match: Match, signs: Signs) -> bool:
    """Whether a clause denied, more than a few words before, all that a cue and its match belong to."""
    opens = min(cue.first, match.first)
    return any(
        each.sentence == match.sentence
        and opens - each.last > BEFORE
        and bisect_left(signs.denial_ends, each.end)
        == bisect_left(signs.denial_ends, min(cue.start, match.start))
        for each in signs.denies
    )


def _object(cue: Match, match: Match, signs: Signs) -> Match | None:
    """The first burden in the few words after a cue, in its sentence.

    One behind the match is not what the cue speaks of, nor one that belongs to a cue of its own.
    """
    return next(
        (
            each
            for each in signs.burdens
            if each.sentence == cue.sentence
            and 0 < each.first - cue.last <= BEFORE
            and not cue.last < match.first <= match.last < each.first
            and not any(other.owns(each) for other in signs.strengthens)
        ),
        None,
    )


def _directions(signs: Signs) -> tuple[tuple[Literal["strengthens", "weakens"], Sequence[Match]], ...]:
    return (("strengthens", signs.strengthens), ("weakens", signs.weakens))


def _distance(cue: Match, match: Match) -> int:
    """Words between a cue and a match; none when one stands inside the other."""
    return max(cue.first - match.last, match.first - cue.last, 0)
