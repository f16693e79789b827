"""Links: which coded factor a passage says leads to which effect, and by which words.

A claim is read from connectives and verbs, not from grammar, so it is a suggestion and no more:

- a connective between the two tells which is the cause: "trade *leads to* closer ties", "closer ties *because of*
  trade"; at the head of a sentence it takes the clause that it opens: "*Because of* trade, ties grew closer";
- a cue of strengthening or weakening between a factor and the effect after it is the verb of the claim: "aid
  *increases* its influence"; so is one that opens the effect's own words: "aid *strengthens* ties";
- "as a result" and its like take a factor of the sentence before;
- what no such word joins may still stand together in a sentence. That is the weakest ground, and is taken only where
  no factor of the sentence is joined to the effect by more;
- "despite" and its like part what they stand between, and a connective that runs the other way denies the claim.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise.coding.direction import BEFORE, Signs, negation_before
from counterpoise.coding.matching import Match

__all__ = ["OPENING", "Claim", "Connectives", "claims_of"]

OPENING = 6
"""Within how many words from its head a connective opens a sentence."""


@dataclass(frozen=True, slots=True)
class Connectives:
    """Connectives found in a passage, by the order in which they put a cause and its effect.

    `leads_to` has the cause before it and `because_of` behind it; `in_order_to` has the means before it and the
    aim behind it; `prevents` has before it the cause of what does not come about. `therefore` refers back to what was said, `despite`
    parts two things of which neither leads to the other, and `may` says that a claim is held possible only.
    """

    leads_to: Sequence[Match] = ()
    because_of: Sequence[Match] = ()
    in_order_to: Sequence[Match] = ()
    prevents: Sequence[Match] = ()
    therefore: Sequence[Match] = ()
    despite: Sequence[Match] = ()
    may: Sequence[Match] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """That a factor leads to an effect, with the places of both.

    `by` is the word that joins them, None where they only stand together; `denied` the word that denies the effect,
    and `may` the one that holds it possible only.
    """

    factor: str
    cause: Match
    effect: Match
    by: Match | None = None
    denied: Match | None = None
    may: Match | None = None

    @property
    def sign(self) -> Literal[1, -1]:
        """1 where the effect is affirmed, -1 where it is denied."""
        return -1 if self.denied else 1


@dataclass(frozen=True, slots=True)
class _Joined:
    """Whether a cause and an effect are joined, by which word, and whether that word says that the effect fails."""

    holds: bool
    by: Match | None = None
    fails: bool = False


_APART = _Joined(False)
_TOGETHER = _Joined(True)


def claims_of(
    effect: Sequence[Match],
    factors: Mapping[str, Sequence[Match]],
    connectives: Connectives,
    signs: Signs,
    clause_ends: Sequence[int],
    opens: Sequence[int],
) -> Iterator[Claim]:
    """Claims that some factors lead to one effect, each factor once, by its surest words.

    `effect` and `factors` are matches in order; `clause_ends` the code points at which clauses end, and `opens` the
    first word of each sentence.
    """
    found: dict[str, Claim] = {}
    for told in effect:
        here = list(_claims(told, factors, connectives, signs, clause_ends, opens))
        surest = [claim for claim in here if claim.by is not None] or here
        for claim in surest:
            known = found.get(claim.factor)
            if known is None or (known.by is None and claim.by is not None):
                found[claim.factor] = claim
    yield from found.values()


def _claims(
    told: Match,
    factors: Mapping[str, Sequence[Match]],
    connectives: Connectives,
    signs: Signs,
    clause_ends: Sequence[int],
    opens: Sequence[int],
) -> Iterator[Claim]:
    for factor, matches in factors.items():
        best: tuple[Match, _Joined] | None = None
        for cause in matches:
            if cause.sentence == told.sentence:
                joined = _joined(cause, told, connectives, signs, clause_ends)
            elif cause.sentence == told.sentence - 1:
                joined = _from_before(told, connectives, opens)
            else:
                continue
            if joined.holds and (best is None or (best[1].by is None and joined.by is not None)):
                best = cause, joined
        if best is not None:
            cause, joined = best
            denied = _denied(told, joined, signs)
            yield Claim(factor, cause, told, joined.by, denied, _may(cause, told, connectives.may))


def _denied(told: Match, joined: _Joined, signs: Signs) -> Match | None:
    """The word by which a claim denies its effect: a verb that prevents it, unless denied in turn, or a negation."""
    turned = negation_before(joined.by, signs) if joined.by is not None else None
    if joined.fails:
        return None if turned else joined.by
    return negation_before(told, signs) or turned


def _joined(
    cause: Match, told: Match, connectives: Connectives, signs: Signs, clause_ends: Sequence[int]
) -> _Joined:
    """How a factor and an effect of one sentence are joined."""
    if not (cause.last < told.first or told.last < cause.first):
        return _APART
    forward = cause.last < told.first
    left, right = (cause, told) if forward else (told, cause)
    if _between(left, right, connectives.despite) or _over(left, right, connectives.despite, clause_ends):
        return _APART
    onward = (*connectives.leads_to, *connectives.in_order_to, *connectives.therefore)
    if (by := _between(left, right, onward)) is not None:
        return _Joined(forward, by)
    if (by := _between(left, right, connectives.because_of)) is not None:
        return _Joined(not forward, by)
    if (by := _between(left, right, connectives.prevents)) is not None:
        return _Joined(forward, by, fails=True)
    if (by := _over(left, right, connectives.because_of, clause_ends)) is not None:
        return _Joined(forward, by)
    if (by := _over(left, right, connectives.in_order_to, clause_ends)) is not None:
        return _Joined(not forward, by)
    if forward and (verb := _verb(cause, told, signs)) is not None:
        return verb
    return _TOGETHER


def _verb(cause: Match, told: Match, signs: Signs) -> _Joined | None:
    """The cue by which a factor works on the effect after it: the effect's own first word, or one just before it."""
    for cues, fails in ((signs.strengthens, False), (signs.weakens, True)):
        for cue in cues:
            if cue.sentence != told.sentence:
                continue
            if cue.first == told.first and cue.last <= told.last:
                return _Joined(True, cue)
            if cause.last < cue.first and 0 < told.first - cue.last <= BEFORE:
                return _Joined(True, cue, fails)
    return None


def _from_before(told: Match, connectives: Connectives, opens: Sequence[int]) -> _Joined:
    """How a factor is joined to an effect of the next sentence: by a word that opens it and refers back."""
    head = opens[told.sentence]
    by = next(
        (
            each
            for each in connectives.therefore
            if each.sentence == told.sentence and each.first - head < OPENING and each.last < told.first
        ),
        None,
    )
    return _Joined(True, by) if by is not None else _APART


def _between(left: Match, right: Match, words: Iterable[Match]) -> Match | None:
    """The last of some words that stand between two matches of one sentence."""
    return max(
        (each for each in words if left.last < each.first and each.last < right.first),
        key=lambda each: each.last,
        default=None,
    )


def _over(left: Match, right: Match, words: Iterable[Match], clause_ends: Sequence[int]) -> Match | None:
    """The last of some words before two matches that takes the first of them into its own clause, and not the other."""

    def clause(at: int) -> int:
        return bisect_left(clause_ends, at)

    return max(
        (
            each
            for each in words
            if each.sentence == left.sentence
            and each.last < left.first
            and clause(each.end) == clause(left.start) != clause(right.start)
        ),
        key=lambda each: each.last,
        default=None,
    )


def _may(cause: Match, told: Match, words: Iterable[Match]) -> Match | None:
    """The word nearest before an effect, from its cause on, that holds the claim possible only."""
    first = min(cause.first, told.first)
    return max(
        (
            each
            for each in words
            if each.sentence == told.sentence and each.last < told.first and each.first >= first - BEFORE
        ),
        key=lambda each: each.last,
        default=None,
    )
