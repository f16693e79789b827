"""Near-duplicates: documents that say nearly the same, which would count as two witnesses where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from counterpoise.documents.document import Document

ALIKE = 0.8
"""Least share of common shingles of two near-duplicates."""

SHINGLE = 5
"""Words of a shingle; a word is a run of letters and digits without regard to case, or one Chinese character."""

BANDS, ROWS = 42, 6
"""Signatures that agree in all rows of any band are compared: of pairs with .8 in common 1 in 350,000 is missed."""

_UNLIKE = 0.5
"""Signatures that agree in less are not compared exactly; at .8 in common that is 12 standard errors away in a page or more."""

_CROWD = 64
"""In a larger crowd of like signatures all are compared with the first only."""

_PIECE = 32_768
"""Code points that are hashed at a time, few enough to stay near the processor."""

_LONGEST_PIECE = 2 * _PIECE
"""A piece has as many where no space comes."""

_BINS = BANDS * ROWS
_UNLETTER = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
_LETTER, _WORD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_IDEOGRAPHS = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents by their ids, in the order given, with what their sets of shingles have in common.

    `jaccard` is the common share of all shingles of both, `containment` that of the document with fewer.
    """

    first: str
    second: str
    jaccard: float
    containment: float


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that pairs tie together, in the order given.

    `earliest` has the first date of those that are dated, None where dates do not tell; `longest` has the most
    code points, the first of them where several do.
    """

    documents: tuple[str, ...]
    earliest: str | None
    longest: str


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """All pairs that are alike, the most alike first, and the groups that they make.

    Of documents with the very same shingles, or more than 64 that are alike, each is paired with the first only.
    """

    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]


def near_duplicates(documents: Sequence[Document]) -> NearDuplicates:
    """Pairs of documents whose sets of five-word shingles have at least .8 in common (Jaccard).

    Candidates come from minimum hashes (Broder 1997), one permutation cut into 252 bins with empty ones
    filled from the next (Li, Owen and Zhang 2012; Shrivastava and Li 2014), looked up in 42 bands; each is then
    compared by its whole set of shingles. Those are known by 64-bit hashes, so an error needs a collision. Takes
    time linear in the texts, besides the pairs found.
    """
    signatures = np.empty((len(documents), _BINS), np.uint64)
    first_of: dict[tuple[int, int, int], int] = {}
    copies: list[tuple[int, int]] = []
    originals: list[int] = []
    for number, document in enumerate(documents):
        found = shingles(document.text)
        if not found.size:
            continue
        signatures[number] = _signature(found)
        name = (found.size, int(found.sum()), int(np.bitwise_xor.reduce(found)))
        first = first_of.setdefault(name, number)
        if first == number:
            originals.append(number)
        else:
            copies.append((first, number))
    alike = [(first, second, 1.0, 1.0) for first, second in copies]
    known: dict[int, Hashes] = {}
    for first, second in _candidates(signatures, np.array(originals, np.intp)):
        for number in (first, second):
            if number not in known:
                known[number] = shingles(documents[number].text)
        jaccard, contained = _in_common(known[first], known[second])
        if jaccard >= ALIKE:
            alike.append((first, second, jaccard, contained))
    alike.sort(key=lambda found: (-found[2], found[:2]))
    return NearDuplicates(
        tuple(Pair(documents[i].id, documents[j].id, jaccard, part) for i, j, jaccard, part in alike),
        tuple(
            _group([documents[number] for number in members])
            for members in _tied([(first, second) for first, second, *_ in alike])
        ),
    )


def containment(excerpt: str, whole: str) -> float:
    """Share of an excerpt's shingles that stand in the whole, from 0 to 1; 0 where the excerpt has no word."""
    part, all_ = shingles(excerpt), shingles(whole)
    return float(np.isin(part, all_, assume_unique=True).mean()) if part.size else 0.0


def jaccard(first: str, second: str) -> float:
    """Share of the shingles of either text that stand in both, from 0 to 1; 0 where neither has a word."""
    return _in_common(shingles(first), shingles(second))[0]


def shingles(text: str) -> Hashes:
    """The set of shingles of a text as sorted 64-bit hashes; a text of fewer than five words is one shingle.

    The same on every machine and in every run.
    """
    words = np.concatenate([_words(piece) for piece in _pieces(text)] or [np.empty(0, np.uint64)])
    if not words.size:
        return words
    width = min(SHINGLE, len(words))
    count = len(words) - width + 1
    summed = np.zeros(count, np.uint64)
    for place, weight in enumerate(_powers(_WORD, width)):
        summed += words[place : place + count] * weight
    ordered = np.sort(_mixed(summed))
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]


def _pieces(text: str) -> Iterator[str]:
    """Cut a text between words into pieces that fit into memory many times over."""
    start = 0
    while start < len(text):
        space = text.find(" ", start + _PIECE, start + 2 * _PIECE)
        end = space if space >= 0 else start + 2 * _PIECE
        yield text[start:end]
        start = end


def _words(text: str) -> Hashes:
    """The hash of each word, in order: the sum of its letters, each times the power of its place in the word."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    # Code points beyond the first plane are taken for letters, so rare scripts and signs are not lost.
    beyond = points > 0xFFFF if points.size and points.max() > 0xFFFF else None
    letters = _letters()[points if beyond is None else np.minimum(points, 0xFFFF)]
    if beyond is not None:
        letters[beyond] = _mixed(points[beyond].astype(np.uint64))
    of_word = letters != 0
    opens = of_word.copy()
    opens[1:] &= ~of_word[:-1]
    if not text.isascii():
        alone = np.zeros(len(points), bool)
        for low, high in _IDEOGRAPHS:
            alone |= (points >= low) & (points <= high)
        opens |= of_word & alone
        opens[1:] |= of_word[1:] & alone[:-1]
    starts = np.flatnonzero(opens)
    if not starts.size:
        return np.empty(0, np.uint64)
    # The powers of places in the text, and then back to those of places in the word: as the numbers are odd, all divide.
    sums = np.add.reduceat(letters * _powers(_LETTER, _LONGEST_PIECE)[: len(letters)], starts)
    return _mixed(sums * _powers(_UNLETTER, _LONGEST_PIECE)[starts] * _LETTER)


@cache
def _letters() -> Hashes:
    """What each code point of the first plane adds to a word, as in lower case: nothing unless it is a letter or a digit."""
    mixed = np.zeros(0x10000, np.uint64)
    for point in range(0x10000):
        char = chr(point)
        if char.isalnum():
            # Looked up here, as Python takes longer to put a text into lower case than all else takes together.
            mixed[point] = ord(char.casefold() if len(char.casefold()) == 1 else char.lower()[0])
    return _mixed(mixed)


@cache
def _powers(of: np.uint64, count: int) -> Hashes:
    """The first powers of an odd number modulo 2^64, from the first on."""
    return np.multiply.accumulate(np.full(count, of, np.uint64))


def _mixed(values: Hashes) -> Hashes:
    """Spread each value over all 64 bits (the finaliser of SplitMix64; Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * _MIX[0]
    values = (values ^ (values >> np.uint64(27))) * _MIX[1]
    return values ^ (values >> np.uint64(31))


def _signature(found: Hashes) -> Hashes:
    """The least hash in each of the bins that the range of hashes is cut into; (252,), for a non-empty set."""
    edges = np.arange(_BINS, dtype=np.uint64) * np.uint64(2**64 // _BINS)
    places = np.searchsorted(found, edges)
    filled = np.flatnonzero(np.diff(places, append=len(found)))
    # The next filled bin, round the end; its distance goes in, so that two sets agree only where they borrow alike.
    nearest = filled[np.searchsorted(filled, np.arange(_BINS)) % len(filled)]
    distance = (nearest - np.arange(_BINS)) % _BINS
    return found[places[nearest]] + distance.astype(np.uint64)


def _candidates(signatures: Hashes, among: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Pairs of rows, each once and in order, that agree in some band and in enough of all bins."""
    seen: set[tuple[int, int]] = set()
    weights = _powers(_WORD, ROWS)
    for band in range(BANDS):
        keys = _mixed(signatures[among, band * ROWS : (band + 1) * ROWS]) @ weights
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(np.concatenate(([1], np.diff(keys[order]), [1])))
        for start, end in pairwise(edges.tolist()):
            if end - start < 2:
                continue
            first, *others = sorted(among[order[start:end]].tolist())
            crowd = len(others) >= _CROWD
            pairs = ((first, other) for other in others) if crowd else combinations([first, *others], 2)
            for pair in pairs:
                if pair not in seen:
                    seen.add(pair)
                    if np.mean(signatures[pair[0]] == signatures[pair[1]]) >= _UNLIKE:
                        yield pair


def _in_common(first: Hashes, second: Hashes) -> tuple[float, float]:
    """Jaccard similarity of two sets, and the share of the smaller in the larger."""
    if not first.size or not second.size:
        return 0.0, 0.0
    both = np.intersect1d(first, second, assume_unique=True).size
    return both / (first.size + second.size - both), both / min(first.size, second.size)


def _tied(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The sets of numbers that pairs tie together, each in order, by their least number."""
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        while (above := parent.setdefault(number, number)) != number:
            parent[number] = number = parent[above]
        return number

    for first, second in pairs:
        low, high = sorted((root(first), root(second)))
        parent[high] = low
    members: dict[int, list[int]] = {}
    for number in sorted(parent):
        members.setdefault(root(number), []).append(number)
    return list(members.values())


def _group(documents: Sequence[Document]) -> Group:
    dates = sorted((document.date, document.id) for document in documents if document.date)
    # 2015 is neither before nor after 2015-04.
    told = bool(dates) and not any(date.startswith(dates[0][0]) for date, _ in dates[1:])
    return Group(
        tuple(document.id for document in documents),
        dates[0][1] if told else None,
        max(documents, key=lambda document: len(document.text)).id,
    )
