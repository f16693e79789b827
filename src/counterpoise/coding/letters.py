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

__all__ = ["Beginnings", "Letters"]

_WORD = re.compile(r"[^\W_]+")
_PLANE = 0x10000
_FEW = 4
"""So many first letters of a word are looked at: 16 bits of each make one number."""

_ANY = 0xFFFF
"""Stands for a letter that is more than one when folded, or outside the basic plane. It is no letter itself."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Letters:
    """Texts as one row of code points; `starts` and `ends` are where their words do, `bounds` where each text does."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._points = _points("\n".join(texts))
        edges = _edges(_word_letters(self._points))
        self.starts, self.ends = edges[::2], edges[1::2]
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        self.bounds = np.concatenate((np.zeros(1, np.int64), lengths.cumsum()))

    def first(self) -> NDArray[np.uint64]:
        """The first letters of each word, folded, as one number; those that it does not have are 0."""
        at = self.starts[:, None] + np.arange(_FEW - 1, -1, -1)
        folded = _folded().take(self._points.take(at, mode="clip"), mode="clip")
        folded[at >= self.ends[:, None]] = 0
        return folded.view("<u8")[:, 0]


class Beginnings:
    """The first letters of some folded words, and of prefixes with which a folded word may begin."""

    def __init__(self, words: Iterable[str], prefixes: Iterable[str]) -> None:
        known: list[set[int]] = [set() for _ in range(_FEW + 1)]
        known[_FEW].update(map(_number, words))
        for prefix in prefixes:
            length = min(len(prefix), _FEW)
            known[length].add(_number(prefix) >> 16 * (_FEW - length))
        self._known = []
        for length, numbers in enumerate(known):
            if numbers:
                marked = np.zeros(_PLANE, np.bool_)
                marked[_scattered(np.array(sorted(numbers), np.uint64))] = True
                self._known.append((np.uint64(16 * (_FEW - length)), marked))

    def among(self, first: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Whether words, given the first letters of each (n), may be one of these: (n). Words that are none may pass."""
        found = np.zeros(len(first), np.bool_)
        for shift, marked in self._known:
            found |= marked.take(_scattered(first >> shift if shift else first))
        letters = first.view("<u2")
        if (letters == _ANY).any():
            found |= (letters.reshape(-1, _FEW) == _ANY).any(axis=1)
        return found


def _scattered(numbers: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Each number's place among 65,536, by Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4)."""
    return (numbers * _GOLDEN >> np.uint64(48)).view(np.intp)


def _points(text: str) -> NDArray[np.uint32]:
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8).astype(np.uint32)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _word_letters(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether each code point is a letter or a digit."""
    found = _alphanumeric().take(points, mode="clip")
    far = np.flatnonzero(points >= _PLANE)
    if len(far):
        found[far] = [chr(point).isalnum() for point in points[far].tolist()]
    return found


def _edges(within: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Where runs start and end, by turns."""
    padded = np.zeros(len(within) + 2, np.bool_)
    padded[1:-1] = within
    return np.flatnonzero(padded[1:] != padded[:-1])


def _number(word: str) -> int:
    found = 0
    for letter in word[:_FEW].ljust(_FEW, "\0"):
        found = found << 16 | min(ord(letter), _ANY)
    return found


@cache
def _alphanumeric() -> NDArray[np.bool_]:
    """Of each code point of the basic plane whether it is a letter or a digit."""
    found = np.zeros(_PLANE, np.bool_)
    for letters in _WORD.finditer("".join(map(chr, range(_PLANE)))):
        found[slice(*letters.span())] = True
    return found


@cache
def _folded() -> NDArray[np.uint16]:
    """Of each code point of the basic plane what it is when folded, if that is one letter of the basic plane."""
    found = np.arange(_PLANE).astype("<u2")
    for point, letter in enumerate(map(chr, range(_PLANE))):
        if (form := letter.casefold()) != letter:
            found[point] = min(ord(form), _ANY) if len(form) == 1 else _ANY
    return found
