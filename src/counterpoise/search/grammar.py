"""The grammar that every query shares: AND, OR and NOT with parentheses, read from left to right, with the place of a fault."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from counterpoise.errors import CounterpoiseError, Problem

__all__ = ["DEEPEST", "LONGEST", "OPERATORS", "Reading", "Token", "check_length", "wrong"]

LONGEST = 20_000
"""Characters of a query; thousands of words fit."""

DEEPEST = 20
"""Parentheses within parentheses."""

OPERATORS = ("AND", "OR", "NOT")

Found = TypeVar("Found")
"""What a query becomes: an expression of another language, or a tree."""


class Token(NamedTuple):
    """A piece of a query: `kind` is `end`, a mark, an operator or one of a grammar's own; `place` counts from 1."""

    kind: str
    text: str
    place: int
    prefix: bool = False


class Reading(Generic[Found]):
    """A query being read: NOT binds before AND, and AND before OR; what stands side by side is joined by AND.

    A grammar of its own says which kinds of token open what can be found, what each is, and what a whole is made of.
    Raises CounterpoiseError that names the character of the query at which it cannot be understood.
    """

    openers: frozenset[str]
    """The kinds of token that open something to be found, but for a parenthesis."""

    empty: str
    """What an empty query is told that it should hold."""

    expected: str
    """What can be found, as messages name it."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    @abstractmethod
    def one(self, token: Token) -> Found:
        """What a token that opens something is, with the tokens after it that belong to it."""

    @abstractmethod
    def joined(self, operator: str, parts: list[Found]) -> Found:
        """Two parts or more that AND or OR joins."""

    @abstractmethod
    def without(self, wanted: Found, unwanted: list[Found]) -> Found:
        """One part, and those that NOT takes away from it."""

    def grouped(self, found: Found) -> Found:
        """What stood in parentheses, as a part of what is around it; a grammar may mark it as closed."""
        return found

    def whole(self) -> Found:
        """What the whole query is."""
        if self.here.kind == "end":
            raise wrong(1, f"the query is empty; expected {self.empty}")
        found = self._either()
        if self.here.kind != "end":
            raise wrong(self.here.place, "')' closes nothing")
        return found

    @property
    def here(self) -> Token:
        """The token that is read next."""
        return self._tokens[self._next]

    def take(self) -> Token:
        """The token that is read next, and go on to the one after it."""
        self._next += 1
        return self._tokens[self._next - 1]

    def operand(self) -> Found:
        """One thing to be found: a group in parentheses, or what a token opens."""
        token = self.take()
        if token.kind in self.openers:
            return self.one(token)
        if token.kind == "(":
            return self._group(token)
        if token.kind == "end":
            before = self._tokens[self._next - 2]
            raise wrong(before.place, f"nothing follows '{before.text}'; expected {self.expected}")
        if token.kind == "NOT":
            raise wrong(token.place, "nothing stands before NOT: say what to find and then what to leave out")
        expected = f"expected {self.expected}"
        if token.kind in OPERATORS:
            expected += f'; to find the word itself, write "{token.text}"'
        raise wrong(token.place, f"found '{token.text}' here; {expected}")

    def _either(self) -> Found:
        choices = [self._all()]
        while self.here.kind == "OR":
            self.take()
            choices.append(self._all())
        return choices[0] if len(choices) == 1 else self.joined("OR", choices)

    def _all(self) -> Found:
        parts = [self._without()]
        while self.here.kind in self.openers or self.here.kind in {"AND", "("}:
            if self.here.kind == "AND":
                self.take()
            parts.append(self._without())
        return parts[0] if len(parts) == 1 else self.joined("AND", parts)

    def _without(self) -> Found:
        wanted = self.operand()
        unwanted = []
        while self.here.kind == "NOT" or (
            self.here.kind == "AND" and self._tokens[self._next + 1].kind == "NOT"
        ):
            self._next += 1 if self.here.kind == "NOT" else 2
            unwanted.append(self.operand())
        return self.without(wanted, unwanted) if unwanted else wanted

    def _group(self, opening: Token) -> Found:
        self._depth += 1
        if self._depth > DEEPEST:
            raise wrong(opening.place, f"more than {DEEPEST} parentheses stand within one another")
        found = self._either()
        if self.take().kind != ")":
            raise wrong(opening.place, "'(' is never closed")
        self._depth -= 1
        return self.grouped(found)


def check_length(query: str) -> None:
    """Raise CounterpoiseError for a query that is longer than any that people write."""
    if len(query) > LONGEST:
        raise wrong(LONGEST, f"the query has {len(query):,} characters; at most {LONGEST:,} are read")


def wrong(place: int, what: str) -> CounterpoiseError:
    """The error that a query cannot be understood at a character."""
    return CounterpoiseError(Problem(f"query, character {place}", what))
