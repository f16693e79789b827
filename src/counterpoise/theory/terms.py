"""Terms: the small language in which a lexicon names what to look for.

- A term is a phrase of words: `military aid`. Case does not matter, words match whole, and a space
  stands for a hyphen, a slash or an apostrophe too: `great power` finds "great-power".
- `word*` matches any ending: `terroris*`; `word+` the forms of an English word: `build+` finds "built".
- A word with two capitals or more, or of capitals only, keeps its case: `IMF`, `US`, `BRICs`.
- `x ~ y` matches where both stand in one sentence, at most `WINDOW` words apart, in either order.
- `@name` stands for any name of an actor list or of a dictionary: `@power troops`, `@a ~ @b`. Names are
  written as they are spelled, marks and all (`GSP+`); they too may end a word in `*`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from counterpoise.errors import did_you_mean
from counterpoise.theory.inflections import forms

__all__ = [
    "ACTOR_LISTS",
    "WINDOW",
    "Slot",
    "Term",
    "TermSide",
    "WordPattern",
    "parse_term",
    "problems_of_name",
    "problems_of_term",
    "words_of_name",
]

ACTOR_LISTS = ("a", "b", "power", "state")
"""What `@a`, `@b`, `@power` and `@state` stand for in a term; every other `@name` is a dictionary."""

WINDOW = 12
"""How many words apart the two sides of `x ~ y` may stand."""

_REST = r"|(?P<gap>[\s\-‐‑–'’./&]+)|(?P<bad>.)"
_PIECE = re.compile(r"@(?P<name>\w*)|(?P<word>[^\W_]+)(?P<any>\*?)" + _REST, re.S)
_PIECE_OF_TERM = re.compile(r"@(?P<name>\w*)|(?P<word>[^\W_]+)(?:(?P<any>\*)|(?P<forms>\+))?" + _REST, re.S)


@dataclass(frozen=True, slots=True)
class WordPattern:
    """One word of a phrase: folded unless its case counts; a prefix matches any ending.

    One that is `inflected` stands for its forms, each of them a pattern (see `inflections`).
    """

    text: str
    prefix: bool = False
    cased: bool = False
    inflected: bool = False

    def forms(self) -> tuple[WordPattern, ...]:
        """The patterns that stand for the word: itself, or one for each of its forms."""
        return tuple(map(WordPattern, forms(self.text))) if self.inflected else (self,)

    def accepts(self, word: str, folded: str) -> bool:
        """Whether a word of a text, given as written and case-folded, matches."""
        found = word if self.cased else folded
        return found.startswith(self.text) if self.prefix else found == self.text


@dataclass(frozen=True, slots=True)
class Slot:
    """The place in a phrase at which any name of a list may stand."""

    name: str


TermSide = tuple[WordPattern | Slot, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A parsed term: one side, or the two sides of `~`."""

    text: str
    sides: tuple[TermSide, ...]


@lru_cache(maxsize=1 << 14)
def parse_term(text: str) -> Term:
    """Parse a term that `problems_of_term` finds no fault with; raises ValueError for one that it does."""
    term, faults = _parsed(text)
    if faults:
        raise ValueError(f"term '{text}': {'; '.join(faults)}")
    return term


def problems_of_term(term: str, names: Collection[str]) -> list[str]:
    """What is wrong with a term, given the names that `@` may stand before; empty if nothing is."""
    parsed, faults = _parsed(term)
    asked = [piece.name for side in parsed.sides for piece in side if isinstance(piece, Slot) and piece.name]
    faults += [
        f"'@{name}' names no actor list or dictionary" + did_you_mean(name, names)
        for name in dict.fromkeys(asked)
        if name not in names
    ]
    return [f"term '{term}': {fault}" for fault in faults]


def words_of_name(name: str) -> tuple[WordPattern, ...]:
    """The words of a name; marks that are no letters or digits are passed over, and `*` matches any ending."""
    return tuple(
        _word(piece["word"], prefix=bool(piece["any"])) for piece in _PIECE.finditer(name) if piece["word"]
    )


def problems_of_name(name: str) -> list[str]:
    """Why no text could hold a name as it is written, or what in it means something in a term only; empty if sound."""
    pieces = list(_PIECE.finditer(name))
    faults: list[str] = []
    if not any(piece["word"] for piece in pieces):
        faults.append("no word in it, so that it matches nothing; expected a name as texts write it")
    else:
        words = [i for i, piece in enumerate(pieces) if piece["word"]]
        for i, piece in enumerate(pieces):
            mark = piece["bad"]
            if mark == "~" or piece["name"] is not None:
                faults.append(
                    f"'{piece[0]}' belongs to the terms of a theory; here each name stands by itself, as texts write it"
                )
            elif mark == "*" or (piece["any"] and i + 1 in words):
                faults.append("'*' ends a word, and stands for any ending")
            elif mark and words[0] < i < words[-1]:
                faults.append(f"no name is found across '{mark}'; give the names on each side of it")
    return [f"name '{name}': {fault}" for fault in dict.fromkeys(faults)]


def _parsed(text: str) -> tuple[Term, list[str]]:
    faults: list[str] = []
    parts = text.split("~")
    if len(parts) > 2:
        faults.append("more than one '~'; expected one phrase, or two with '~' between them")
    sides = tuple(_side(part, faults) for part in parts)
    if not all(sides):
        faults.append("no word on one side of '~'" if len(parts) > 1 else "no word in it")
    return Term(text, sides), faults


def _side(text: str, faults: list[str]) -> TermSide:
    side: list[WordPattern | Slot] = []
    after_word = False
    for piece in _PIECE_OF_TERM.finditer(text):
        if piece["gap"] or piece["bad"]:
            after_word = False
            if piece["bad"]:
                faults.append(f"found '{piece['bad']}'; {_expected(piece['bad'])}")
            continue
        if after_word:
            faults.append(f"'{text.strip()[:40]}' runs two words together; put a space between them")
        after_word = True
        if piece["word"]:
            word = _word(piece["word"], prefix=bool(piece["any"]), inflected=bool(piece["forms"]))
            if word.cased and word.inflected:
                faults.append(f"'{piece[0]}' keeps its case, and has no other forms")
            side.append(word)
        elif piece["name"]:
            side.append(Slot(piece["name"]))
        else:
            faults.append("'@' without a name after it")
    return tuple(side)


def _expected(mark: str) -> str:
    return f"'{mark}' ends a word" if mark in "*+" else "expected words, '*', '+', '~' and '@name'"


def _word(text: str, *, prefix: bool, inflected: bool = False) -> WordPattern:
    cased = False
    if not text[1:].islower():  # as most words of names are, which saves going through their letters
        capitals = sum(1 for letter in text if letter.isupper())
        cased = capitals > 1 or (capitals == 1 and not any(letter.islower() for letter in text))
    return WordPattern(text if cased else text.casefold(), prefix=prefix, cased=cased, inflected=inflected)
