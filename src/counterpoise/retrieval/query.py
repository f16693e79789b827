"""Queries of codings: codes, groups of codes and filters with AND, OR, NOT and NEAR, read into a tree.

AND, OR, NOT and parentheses are those of full text (`search/grammar.py`). What they join differs: there words become
an expression of the index, here names of a codebook become a tree, and NEAR stands between its two sides, as either
may be a group in parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from counterpoise.documents.bibliography import is_date
from counterpoise.errors import Problem, UsageError
from counterpoise.retrieval.vocabulary import Vocabulary
from counterpoise.search.grammar import OPERATORS, Reading, Token, check_length, wrong
from counterpoise.studyfile import PERIOD

__all__ = [
    "NEAR_WORDS",
    "All",
    "Codes",
    "Dated",
    "Either",
    "Filter",
    "Near",
    "Tree",
    "Unit",
    "distance_of",
    "fields_of",
    "is_filter",
    "read_query",
]

NEAR_WORDS = 50
"""As many words may stand between the two sides of a NEAR that names no number; a passage has 45 to 150."""

Unit = Literal["words", "sentences", "passages"]

_DISTANCE = re.compile(r"(\d{1,6})(?:-?(w(?:ords?)?|s(?:entences?)?|p(?:assages?)?))?")
_UNITS: dict[str, Unit] = {"w": "words", "s": "sentences", "p": "passages"}
_DATES = ("since", "until", "date", "period")

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<near>NEAR(?:/[^\s()"]*)?(?=[\s()"]|$))
  | (?P<mark>[()])
  | (?P<field>[A-Za-z]+):(?P<value>(?:"[^"]*"|[^\s()"])*)
  | "(?P<quoted>[^"]*)(?P<closed>"?)
  | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Codes:
    """Any of some codes; None for every code."""

    names: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Filter:
    """A fact of a coding or of its document, which is one of some values."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dated:
    """The document's date lies within a span; YYYY, YYYY-MM or YYYY-MM-DD, the ends included."""

    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """What is found on the left, where what is on the right stands so near."""

    left: Tree
    right: Tree
    distance: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Either:
    """Any of several parts."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class All:
    """All of several parts and none of those unwanted; filters among them hold for each of the others.

    `closed` says that it stood in parentheses, so that its filters hold inside only.
    """

    parts: tuple[Tree, ...]
    unwanted: tuple[Tree, ...] = ()
    closed: bool = False


Tree = Codes | Filter | Dated | Near | Either | All


def read_query(query: str, vocabulary: Vocabulary) -> Tree:
    """The tree of a query.

    Raises CounterpoiseError with the character at which it cannot be understood, or with every name in it that there
    is not and the nearest that there is.
    """
    check_length(query)
    reading = _Reading(_tokens(query), vocabulary)
    tree = reading.whole()
    if reading.problems:
        raise UsageError(*reading.problems)
    return tree


def is_filter(tree: Tree) -> bool:
    """Whether a tree names no code, so that each coding answers it for itself."""
    match tree:
        case Filter() | Dated():
            return True
        case Either(parts):
            return all(map(is_filter, parts))
        case All(parts, unwanted):
            return all(map(is_filter, (*parts, *unwanted)))
    return False


def fields_of(tree: Tree) -> Iterator[str]:
    """The fields that the filters of a tree name."""
    match tree:
        case Filter(field):
            yield field
        case Near(left, right):
            yield from (*fields_of(left), *fields_of(right))
        case Either(parts):
            for part in parts:
                yield from fields_of(part)
        case All(parts, unwanted):
            for part in (*parts, *unwanted):
                yield from fields_of(part)


def distance_of(text: str) -> tuple[int, Unit] | None:
    """A distance such as `50`, `2-sentences` or `1p`; None where the text is none. Without a unit it counts words."""
    match = _DISTANCE.fullmatch(text)
    return (int(match[1]), _UNITS[(match[2] or "w")[0]]) if match else None


class _Reading(Reading[Tree]):
    """A query of codings, which becomes a tree; names that there are not are gathered, so that all are told at once."""

    openers = frozenset({"code", "field"})
    empty = "a code, group/* or a filter such as kind:speech"
    expected = "a code, group/* or a filter"

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary) -> None:
        super().__init__(tokens)
        self._vocabulary = vocabulary
        self.problems: list[Problem] = []

    def operand(self) -> Tree:
        """A code, a filter or a group, and what is to stand near it."""
        found = super().operand()
        while self.here.kind == "near":
            near = self.take()
            told = near.text.partition("/")[2]
            distance = distance_of(told or str(NEAR_WORDS))
            if distance is None:
                expected = "expected a number of words, or such as NEAR/2-sentences or NEAR/1-passage"
                raise wrong(near.place, f"the distance is '{told}'; {expected}")
            if is_filter(found):
                raise wrong(near.place, "a filter alone stands nowhere; name a code before NEAR, or *")
            place = self.here.place
            right = super().operand()
            if is_filter(right):
                raise wrong(place, "a filter alone stands nowhere; name a code after NEAR, or *")
            found = Near(found, right, *distance)
        return found

    def one(self, token: Token) -> Tree:
        """A code, a group of codes, or a filter."""
        try:
            if token.kind == "code":
                return Codes(self._vocabulary.codes_meant(token.text))
            return self._filter(*token.text.split(":", 1))
        except ValueError as error:
            self.problems.append(Problem(f"query, character {token.place}", str(error)))
            return Codes(frozenset())

    def joined(self, operator: str, parts: list[Tree]) -> Tree:
        """What all ask for, or any; what NOT takes away is taken from all that AND joins."""
        if operator == "OR":
            return Either(tuple(parts))
        wanted: list[Tree] = []
        unwanted: list[Tree] = []
        for part in parts:
            opened = isinstance(part, All) and not part.closed
            wanted += part.parts if isinstance(part, All) and opened else (part,)
            unwanted += part.unwanted if isinstance(part, All) and opened else ()
        return All(tuple(wanted), tuple(unwanted))

    def without(self, wanted: Tree, unwanted: list[Tree]) -> Tree:
        """What is wanted, but for what is not."""
        return All((wanted,), tuple(unwanted))

    def grouped(self, found: Tree) -> Tree:
        """What stood in parentheses, whose filters hold inside only."""
        return replace(found, closed=True) if isinstance(found, All) else found

    def _filter(self, field: str, told: str) -> Tree:
        if field not in _DATES:
            return Filter(field, self._vocabulary.values_meant(field, _values(told)))
        value = told.strip('"')
        if field == "period":
            years = PERIOD.fullmatch(value)
            if years is None or years[1] > years[2]:
                raise ValueError(f"the period is '{value}'; expected first and last year, such as 1990-1999")
            return Dated(years[1], years[2])
        if not is_date(value):
            raise ValueError(f"'{value}' is no date; expected YYYY, YYYY-MM or YYYY-MM-DD")
        return Dated(value if field != "until" else None, value if field != "since" else None)


def _values(told: str) -> list[str]:
    """Values parted by commas; one in quotation marks may hold any."""
    return [match[1] or match[2] or "" for match in re.finditer(r'"([^"]*)"|([^,"]+)', told)]


def _tokens(query: str) -> list[Token]:
    found: list[Token] = []
    end = 0
    while match := _TOKEN.match(query, end):
        place, end, text = match.start() + 1, match.end(), match[0]
        if match["space"]:
            continue
        if match["near"] is not None:
            if not found or found[-1].kind not in {"code", "field", ")"}:
                raise wrong(
                    place, "nothing stands before NEAR; it stands between two codes, as in a NEAR/50 b"
                )
            found.append(Token("near", text, place))
        elif match["field"]:
            found.append(Token("field", f"{match['field']}:{match['value']}", place))
        elif match["quoted"] is not None:
            if not match["closed"]:
                raise wrong(place, f"the quotation mark is never closed: {text}")
            found.append(Token("code", match["quoted"], place))
        elif match["mark"] or text in OPERATORS:
            found.append(Token(text, text, place))
        else:
            found.append(Token("code", text, place))
    if end < len(query):
        raise wrong(end + 1, f"the quotation mark is never closed: {query[end:]}")
    return [*found, Token("end", "the end", len(query) + 1)]
