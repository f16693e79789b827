"""Queries of full text: words, phrases, nearness, prefixes, and AND, OR, NOT with parentheses."""

from __future__ import annotations

import re

from counterpoise.documents.canonical import canonical
from counterpoise.search.grammar import OPERATORS, Reading, Token, check_length, wrong
from counterpoise.search.spelling import spelt, words

NEAR_WORDS = 10
"""As many words may stand between those of a NEAR that names no number."""

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


def match_expression(query: str) -> str:
    """What a query asks of the index, in the language of SQLite's FTS5.

    Words side by side must all stand in a passage. NOT binds before AND, and AND before OR. Raises CounterpoiseError
    that names the character of the query at which it cannot be understood.
    """
    check_length(query)
    return _Reading(_tokens(query)).whole()


class _Reading(Reading[str]):
    """A query of full text, which becomes an expression of FTS5."""

    openers = frozenset({"words", "near"})
    empty = 'a word, a "phrase" or NEAR(two words, 5)'
    expected = 'a word or a "phrase"'

    def one(self, token: Token) -> str:
        """A word or phrase, or words that stand near each other."""
        return _phrase(token) if token.kind == "words" else self._near(token)

    def joined(self, operator: str, parts: list[str]) -> str:
        """Parts in the parentheses that keep them together."""
        return f"({f' {operator} '.join(parts)})"

    def without(self, wanted: str, unwanted: list[str]) -> str:
        """What is wanted, and what is not."""
        taken = unwanted[0] if len(unwanted) == 1 else self.joined("OR", unwanted)
        return f"({wanted} NOT {taken})"

    def _near(self, opening: Token) -> str:
        phrases: list[str] = []
        while self.here.kind == "words":
            phrases.append(_phrase(self.take()))
        distance = NEAR_WORDS
        if self.here.kind == ",":
            self.take()
            number = self.take()
            if not re.fullmatch("[0-9]{1,4}", number.text):
                raise wrong(
                    number.place, f"the distance is '{number.text}'; expected a number of words, such as 5"
                )
            distance = int(number.text)
        closing = self.take()
        if closing.kind == "end":
            raise wrong(opening.place, "NEAR( is never closed")
        if closing.kind != ")":
            raise wrong(closing.place, f"NEAR holds words and \"phrases\" only; found '{closing.text}'")
        if len(phrases) < 2:
            raise wrong(
                opening.place, 'NEAR needs two words or "phrases" at least, as in NEAR(debt relief, 5)'
            )
        return f"NEAR({' '.join(phrases)}, {distance})"


def _tokens(query: str) -> list[Token]:
    found: list[Token] = []
    pattern, end = _TOKEN, 0
    while match := pattern.match(query, end):
        place, end, text = match.start() + 1, match.end(), match[0]
        if match["space"]:
            continue
        if match["quoted"] is not None:
            if not match["closed"]:
                raise wrong(place, f"the quotation mark is never closed: {text}")
            found.append(Token("words", match["quoted"], place, bool(match["quoted_prefix"])))
        elif match["near"]:
            # A comma before the distance is no part of a word, as that of 1,000 is.
            pattern = _TOKEN_OF_NEAR
            found.append(Token("near", text, place))
        elif match["star"]:
            raise wrong(place, "'*' stands alone; it ends the beginning of a word, as in alli*")
        elif match["mark"] or text in OPERATORS:
            pattern = _TOKEN if text == ")" else pattern
            found.append(Token(text, text, place))
        elif re.fullmatch(r"NEAR(/\d*)?", text):
            raise wrong(place, f"'{text}' needs parentheses, as in NEAR(debt relief, 5)")
        else:
            found.append(Token("words", match["word"], place, bool(match["prefix"])))
    return [*found, Token("end", "the end", len(query) + 1)]


def _phrase(token: Token) -> str:
    """Words to be found one after another; of a prefix, the last may go on."""
    sought = canonical(token.text)
    if not words(sought):
        raise wrong(token.place, f"'{token.text}' holds no letter or digit to search for")
    return f'"{spelt(sought)}"' + (" *" if token.prefix else "")
