"""Names of authors as scholarly prose writes them: compared letter by letter, whatever the accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

PARTICLES = frozenset(
    [
        "al",
        "ap",
        "bin",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "e",
        "el",
        "ibn",
        "la",
        "las",
        "le",
        "lo",
        "los",
        "st",
        "ten",
        "ter",
        "ul",
        "und",
        "uz",
        "van",
        "ver",
        "vom",
        "von",
        "zu",
        "zum",
        "zur",
    ]
)
"""Lower-case words that belong to a family name."""

YEAR = r"(?:1[5-9]|20)\d\d"
UNDATED = r"n\.\s?d\.|forthcoming|in press|im Erscheinen|o\. ?J\."

_LETTERS = re.compile(r"[\W_]+")
_POSSESSIVE = re.compile(r"['’]s?$")


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name without accents, case and punctuation: what stays the same however it is typed.

    >>> folded("O’Brien-Müller")
    'obrien muller'
    """
    bare = _POSSESSIVE.sub("", name.strip()).replace("'", "").replace("’", "")
    plain = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return _LETTERS.sub(" ", plain).strip().casefold()


def is_same_author(cited: str, listed: str) -> bool:
    """Whether a cited name may stand for a listed one: the same, with a given name, without particles, or its initials."""
    one, other = folded(cited), folded(listed)
    if not one or not other:
        return False
    if one == other or one.endswith(f" {other}") or _bare(one) == _bare(other):
        return True
    return cited.isupper() and len(one) > 1 and one == _initials(listed)


def is_near(one: str, other: str, shortest: int = 4) -> bool:
    """Whether two different names, of `shortest` letters at least, may be one spelt two ways: a letter apart, or two in long names."""
    first, second = folded(one), folded(other)
    shorter = min(len(first), len(second))
    if first == second or shorter < shortest or first[0] != second[0]:
        return False
    most = 2 if shorter >= 8 else 1
    if abs(len(first) - len(second)) > most:
        return False
    start = _shared(first, second)
    end = _shared(first[start:][::-1], second[start:][::-1])
    return distance(first[start : len(first) - end], second[start : len(second) - end]) <= most


def distance(one: str, other: str) -> int:
    """Letters to insert, delete, replace or swap with their neighbour to make one word of another.

    The optimal string alignment distance: Damerau (1964), with the recurrence of Wagner and Fischer (1974).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, against in enumerate(other, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def keys_of(name: str) -> tuple[str, ...]:
    """What two names of one author have in common, at least: the last word, or the initials of a body.

    >>> keys_of("World Bank")
    ('bank', 'wb')
    """
    words = folded(name).split()
    return tuple(words[-1:]) + ((_initials(name),) if len(words) > 1 else ())


def _shared(one: str, other: str) -> int:
    """How many letters two words start with alike."""
    length = min(len(one), len(other))
    return next((place for place in range(length) if one[place] != other[place]), length)


def _bare(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    return " ".join(words)


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper()).casefold()
