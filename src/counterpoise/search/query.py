"""Queries of full text: words, phrases, nearness, prefixes, and AND, OR, NOT with parentheses."""

from __future__ import annotations

import re
from typing import NamedTuple

from counterpoise.documents.canonical import canonical
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.search.spelling import spelt, words

NEAR_WORDS = 10
"""As many words may stand between those of a NEAR that names no number."""

LONGEST = 20_000
"""Characters of a query; thousands of words fit."""

DEEPEST = 20
"""Parentheses within parentheses."""

_QUOTES = '"“”„«»'
_TOKEN, _TOKEN_OF_NEAR = (
    re.compile(
        rf"""
        (?P<space>\s+)
      | [{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}]?)(?P<quoted_prefix>\*?)
      | (?P<near>NEAR\s*\()
      | (?P<mark>[(){comma}])
      | (?P<word>[^\s{_QUOTES}()*{comma}]+)(?P<prefix>\*?)
      | (?P<star>\*)
        """,
        re.VERBOSE,
    )
    for comma in ("", ",")
)
_OPERATORS = ("AND", "OR", "NOT")


class _Token(NamedTuple):
    """A piece of a query: `kind` is `words`, `near`, `end`, a mark or an operator; `place` counts from 1."""

    kind: str
    text: str
    place: int
    prefix: bool = False


def match_expression(query: str) -> str:
    """What a query asks of the index, in the language of SQLite's FTS5.

    Words side by side must all stand in a passage. NOT binds before AND, and AND before OR. Raises CounterpoiseError
    that names the character of the query at which it cannot be understood.
    """
    if len(query) > LONGEST:
        raise _wrong(LONGEST, f"the query has {len(query):,} characters; at most {LONGEST:,} are read")
    return _Reading(_tokens(query)).whole()


class _Reading:
    """A query being read from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def whole(self) -> str:
        """The expression of the whole query."""
        if self._here.kind == "end":
            raise _wrong(1, 'the query is empty; expected a word, a "phrase" or NEAR(two words, 5)')
        found = self._either()
        if self._here.kind != "end":
            raise _wrong(self._here.place, "')' closes nothing")
        return found

    @property
    def _here(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _either(self) -> str:
        choices = [self._all()]
        while self._here.kind == "OR":
            self._take()
            choices.append(self._all())
        return _joined(" OR ", choices)

    def _all(self) -> str:
        parts = [self._without()]
        while self._here.kind in {"AND", "words", "near", "("}:
            if self._here.kind == "AND":
                self._take()
            parts.append(self._without())
        return _joined(" AND ", parts)

    def _without(self) -> str:
        wanted = self._one()
        unwanted = []
        while self._here.kind == "NOT" or (
            self._here.kind == "AND" and self._tokens[self._next + 1].kind == "NOT"
        ):
            self._next += 1 if self._here.kind == "NOT" else 2
            unwanted.append(self._one())
        return f"({wanted} NOT {_joined(' OR ', unwanted)})" if unwanted else wanted

    def _one(self) -> str:
        token = self._take()
        if token.kind == "words":
            return _phrase(token)
        if token.kind == "near":
            return self._near(token)
        if token.kind == "(":
            return self._group(token)
        if token.kind == "end":
            before = self._tokens[self._next - 2]
            raise _wrong(before.place, f"nothing follows '{before.text}'; expected a word or a \"phrase\"")
        if token.kind == "NOT":
            raise _wrong(
                token.place, "nothing stands before NOT: say what to find and then what to leave out"
            )
        expected = 'expected a word or a "phrase"'
        if token.kind in _OPERATORS:
            expected += f'; to find the word itself, write "{token.text}"'
        raise _wrong(token.place, f"found '{token.text}' here; {expected}")

    def _group(self, opening: _Token) -> str:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _wrong(opening.place, f"more than {DEEPEST} parentheses stand within one another")
        found = self._either()
        if self._take().kind != ")":
            raise _wrong(opening.place, "'(' is never closed")
        self._depth -= 1
        return found

    def _near(self, opening: _Token) -> str:
        phrases: list[str] = []
        while self._here.kind == "words":
            phrases.append(_phrase(self._take()))
        distance = NEAR_WORDS
        if self._here.kind == ",":
            self._take()
            number = self._take()
            if not re.fullmatch("[0-9]{1,4}", number.text):
                raise _wrong(
                    number.place, f"the distance is '{number.text}'; expected a number of words, such as 5"
                )
            distance = int(number.text)
        closing = self._take()
        if closing.kind == "end":
            raise _wrong(opening.place, "NEAR( is never closed")
        if closing.kind != ")":
            raise _wrong(closing.place, f"NEAR holds words and \"phrases\" only; found '{closing.text}'")
        if len(phrases) < 2:
            raise _wrong(
                opening.place, 'NEAR needs two words or "phrases" at least, as in NEAR(debt relief, 5)'
            )
        return f"NEAR({' '.join(phrases)}, {distance})"


def _tokens(query: str) -> list[_Token]:
    found: list[_Token] = []
    pattern, end = _TOKEN, 0
    while match := pattern.match(query, end):
        place, end, text = match.start() + 1, match.end(), match[0]
        if match["space"]:
            continue
        if match["quoted"] is not None:
            if not match["closed"]:
                raise _wrong(place, f"the quotation mark is never closed: {text}")
            found.append(_Token("words", match["quoted"], place, bool(match["quoted_prefix"])))
        elif match["near"]:
            # A comma before the distance is no part of a word, as that of 1,000 is.
            pattern = _TOKEN_OF_NEAR
            found.append(_Token("near", text, place))
        elif match["star"]:
            raise _wrong(place, "'*' stands alone; it ends the beginning of a word, as in alli*")
        elif match["mark"] or text in _OPERATORS:
            pattern = _TOKEN if text == ")" else pattern
            found.append(_Token(text, text, place))
        elif re.fullmatch(r"NEAR(/\d*)?", text):
            raise _wrong(place, f"'{text}' needs parentheses, as in NEAR(debt relief, 5)")
        else:
            found.append(_Token("words", match["word"], place, bool(match["prefix"])))
    return [*found, _Token("end", "the end", len(query) + 1)]


def _phrase(token: _Token) -> str:
    """Words to be found one after another; of a prefix, the last may go on."""
    sought = canonical(token.text)
    if not words(sought):
        raise _wrong(token.place, f"'{token.text}' holds no letter or digit to search for")
    return f'"{spelt(sought)}"' + (" *" if token.prefix else "")


def _joined(operator: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"


def _wrong(place: int, what: str) -> CounterpoiseError:
    return CounterpoiseError(Problem(f"query, character {place}", what))
