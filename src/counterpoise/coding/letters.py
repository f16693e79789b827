"""The letters of texts as numbers: where words stand, and which words begin as given ones do, many texts at once.

To take every word of a large corpus out of its text costs more than all that is done with the few that matter. Here
words are told from their gaps, and looked at by their first letters, without being taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["Beginnings", "Letters", "Neighbours"]

_WORD = re.compile(r"[^\W_]+")
_PLANE = 0x10000
_BLOCK = 0x100
_FEW = 8
"""So many first letters of a word are looked at, a byte of one number each: the first letter is the lowest."""

_ANY = 0xFF
"""Stands for a letter that is more than one when folded, or outside the basic plane. It is no letter itself."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_OTHER = np.uint64(0xC2B2AE3D27D4EB4F)

_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_FEW + 1)], np.uint64)
"""What keeps so many first letters of a number."""

_LENGTHS = (0, 1, 2, 3, 4, 4, 6, 6, 8)
"""How many letters of a prefix are looked at: few lengths, as each is a look at every word."""


class Letters:
    """Texts as one row of letters; `starts` and `ends` are where their words do, in code points of all texts together
    with one between each two, and `bounds` where each text does.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._letters = _folded_letters("\n".join(texts))
        edges = np.flatnonzero(_changes(self._letters != 0))
        self.starts, self.ends = edges[::2], edges[1::2]
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        self.bounds = np.concatenate((np.zeros(1, np.int64), lengths.cumsum()))

    def first(self) -> NDArray[np.uint64]:
        """The first letters of each word, folded, as one number; those that it does not have are 0."""
        padded = np.concatenate((self._letters, np.zeros(_FEW, np.uint8)))
        windows = np.ndarray(len(self._letters) + 1, "<u8", padded, strides=(1,))
        found: NDArray[np.uint64] = windows[self.starts]
        found &= _MASKS.take(self.ends - self.starts, mode="clip")
        return found


class _Marked:
    """Some numbers, so that others are told from them; a few that are none of them may pass."""

    def __init__(self, numbers: NDArray[np.uint64]) -> None:
        # One place in sixteen or fewer is taken, so that few others fall on one.
        self._shift = np.uint64(64 - max(16, (len(set(numbers.tolist())) * 16).bit_length()))
        self._marked = np.zeros(1 << 64 - int(self._shift), np.bool_)
        self._marked[self._places(numbers)] = True

    def among(self, numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
        return self._marked.take(self._places(numbers))

    def _places(self, numbers: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Places by Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4)."""
        return (numbers * _GOLDEN >> self._shift).view(np.intp)


class Beginnings:
    """The first letters of some folded words, and of prefixes with which a folded word may begin."""

    def __init__(self, words: Iterable[str], prefixes: Iterable[str]) -> None:
        known: list[list[str]] = [[] for _ in range(_FEW + 1)]
        for prefix in prefixes:
            length = _LENGTHS[min(len(prefix), _FEW)]
            known[length].append(prefix[:length])
        self._words = _Marked(_numbers([*words, *known.pop()]))
        self._prefixes = [
            (_MASKS[length], _Marked(_numbers(each))) for length, each in enumerate(known) if each
        ]

    def among(self, first: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Whether words, given the first letters of each (n), may be one of these: (n). Words that are none may pass."""
        found = self._words.among(first)
        for mask, prefixes in self._prefixes:
            found |= prefixes.among(first & mask)
        return _or_unknown(found, first)


class Neighbours:
    """The first letters of some folded words with those of the folded word after each."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        numbers = _numbers([word for pair in pairs for word in pair])
        self._pairs = _Marked(_joined(numbers[::2], numbers[1::2]))

    def among(self, first: NDArray[np.uint64], after: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Whether words (n), each with the one after it (n), may be such a pair: (n). Pairs that are none may pass."""
        return _or_unknown(_or_unknown(self._pairs.among(_joined(first, after)), first), after)


def _or_unknown(found: NDArray[np.bool_], first: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """What was found, and words with a letter that may stand for any."""
    unknown = first.view(np.uint8) == _ANY
    if unknown.any():
        found |= unknown.reshape(-1, _FEW).any(axis=1)
    return found


def _joined(first: NDArray[np.uint64], after: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One number of two, which hardly any other two have."""
    return first * _OTHER ^ after


def _folded_letters(text: str) -> NDArray[np.uint8]:
    """Of each code point the letter or digit that it is when folded, as a byte that few others share; 0 of all else."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii").translate(_plane()[:256].tobytes()), np.uint8)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    found = _plane().take(points, mode="clip")
    far = np.flatnonzero(points >= _PLANE)
    if len(far):
        found[far] = [_ANY if chr(point).isalnum() else 0 for point in points[far].tolist()]
    return found


def _changes(within: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a run starts or ends before each place, and after the last."""
    padded = np.zeros(len(within) + 2, np.bool_)
    padded[1:-1] = within
    changed: NDArray[np.bool_] = padded[1:] != padded[:-1]
    return changed


def _numbers(words: Sequence[str]) -> NDArray[np.uint64]:
    """The first letters of each word as one number, as `Letters.first` gives them of the words of a text."""
    return _folded_letters("".join([word[:_FEW].ljust(_FEW) for word in words])).view("<u8")


@cache
def _plane() -> NDArray[np.uint8]:
    """Of each code point of the basic plane what `_folded_letters` gives: an ASCII letter or digit is itself."""
    numbers = np.arange(_PLANE, dtype=np.uint32)
    points = numbers.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    found = np.zeros(_PLANE, np.uint8)
    for letters in _WORD.finditer(points):
        found[slice(*letters.span())] = 1
    found *= np.where(numbers < 0x80, numbers, 0x80 + numbers % 0x7F).astype(np.uint8)
    for start in range(0, _PLANE, _BLOCK):
        block = points[start : start + _BLOCK]
        # Most letters are themselves when folded.
        if block.casefold() == block:
            continue
        for point, form in enumerate(map(str.casefold, block), start):
            if found[point]:
                letter = ord(form) if len(form) == 1 else _PLANE
                found[point] = _ANY if letter >= _PLANE else found[letter]
    return found
