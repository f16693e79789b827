"""Krippendorff's alpha for units that are given: nominal, ordinal, interval, ratio and sets, with missing judgements.

Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, ScholarlyCommons;
Krippendorff, K. (2004), Content Analysis, 2nd ed., chapter 11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from counterpoise.agreement.coefficient import Coefficient, Floats, coefficient_of
from counterpoise.agreement.ratings import MISSING, Ratings, read_ratings
from counterpoise.errors import CounterpoiseError, Problem

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Ints = NDArray[np.int64]
ROWS = 256
"""Rows of a table of differences that are held at once."""


@dataclass(frozen=True, slots=True)
class Pairings:
    """Values that coders gave to the same units, by document.

    A unit that m coders judged gives each of its m (m - 1) ordered pairs the weight 1 / (m - 1). `apart` (documents,)
    adds up the squared differences of the pairs; `given` (documents, values) counts how often each value was given in
    units that two or more judged. `expected` gives sum n_c n_k d_ck, (n,), from counts n_c, (n, values).
    """

    units: Ints
    apart: Floats
    given: Floats
    expected: Callable[[Floats], Floats]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.units)

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """Do, the mean difference of pairs, and De = sum n_c n_k d_ck / (n (n - 1)); see `ByDocument`."""
        given = weights @ self.given
        number = given.sum(axis=1)
        varied = (given > 0).sum(axis=1) > 1
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = self.expected(given) / (number * (number - 1))
            return (weights @ self.apart) / number, np.where(varied, expected, 0.0)


def krippendorff_alpha(data: ArrayLike | Sequence[Sequence[object]], level: Level = "nominal") -> Coefficient:
    """Alpha of a table (coders, units) in which None or nan is missing: 1 - Do / De.

    Do is the mean squared difference of the values that are paired within units, De of all values that can be
    paired; a unit judged by one coder says nothing. Values of every level but the nominal are numbers; of the ratio
    level they are 0 or more (Krippendorff 2011). Time is that of pairing coders; at the ratio level the square of the
    number of distinct values comes on top. Raises CounterpoiseError for values that the level does not allow.
    """
    ratings = read_ratings(data)
    return coefficient_of(_pairings(ratings, np.zeros(ratings.codes.shape[1], dtype=np.int64), level, 1))


def pairings(
    data: ArrayLike | Sequence[Sequence[object]],
    places: ArrayLike,
    level: Level = "nominal",
    documents: int | None = None,
) -> Pairings:
    """What alpha of a table (coders, units) needs; `places` (units,) says, from 0, in which document each unit stands.

    Without `documents`, there are as many as these name. Where documents are weighted anew, the ranks of the ordinal
    level stay those of all of them. Raises CounterpoiseError as `krippendorff_alpha` does.
    """
    place = np.asarray(places, dtype=np.int64)
    return _pairings(
        read_ratings(data), place, level, int(place.max(initial=0)) + 1 if documents is None else documents
    )


def _pairings(ratings: Ratings, places: Ints, level: Level, documents: int) -> Pairings:
    if level == "nominal":
        return nominal_pairings(ratings.codes, len(ratings.values), places, documents)
    judged = ratings.judged()
    kept = ratings.codes[:, judged > 1]
    scores = _scores(ratings, level, np.bincount(kept[kept != MISSING], minlength=len(ratings.values)))
    difference = _share_apart if level == "ratio" else _squared

    def expected(given: Floats) -> Floats:
        return _expected_shares(scores, given) if level == "ratio" else _expected_squares(scores, given)

    return _paired(
        ratings.codes,
        len(scores),
        places,
        documents,
        lambda one, other: difference(scores[one], scores[other]),
        expected,
    )


def nominal_pairings(codes: Ints, values: int, places: Ints, documents: int) -> Pairings:
    """What nominal alpha of codes (coders, units) needs, -1 where missing; places (units,) are documents from 0."""
    return _paired(
        codes,
        values,
        places,
        documents,
        lambda one, other: (one != other).astype(float),
        lambda given: given.sum(axis=1) ** 2 - (given**2).sum(axis=1),
    )


def alpha_of_sets(data: Sequence[Sequence[frozenset[str] | None]]) -> Coefficient:
    """Alpha of a table (coders, units) of sets of codes, None where missing; the distance of two sets is `masi`."""
    units = len(data[0]) if data else 0
    return coefficient_of(pairings_of_sets(data, np.zeros(units, dtype=np.int64), 1))


def pairings_of_sets(
    data: Sequence[Sequence[frozenset[str] | None]], places: Ints, documents: int
) -> Pairings:
    """What alpha of sets of codes (coders, units) needs; places (units,) are documents from 0."""
    sets = sorted({cell for row in data for cell in row if cell is not None}, key=sorted)
    place = {each: at for at, each in enumerate(sets)}
    codes = [[MISSING if cell is None else place[cell] for cell in row] for row in data]
    apart = _masi(sets)
    return _paired(
        np.array(codes, dtype=np.int64).reshape(len(data), len(places)),
        len(sets),
        places,
        documents,
        lambda one, other: apart[one, other],
        lambda given: ((given @ apart) * given).sum(axis=1),
    )


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """Distance of two sets in [0, 1]: 1 - J M, J their Jaccard index, M 1, 2/3, 1/3 or 0.

    M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they share something, else 0 (Passonneau 2006,
    "Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation", LREC).
    """
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    return 1.0 - shared / len(one | other) * (2 / 3 if one < other or other < one else 1 / 3)


def _masi(sets: Sequence[frozenset[str]]) -> Floats:
    """`masi` of each pair of some sets that differ, (sets, sets)."""
    place = {name: at for at, name in enumerate(sorted(frozenset().union(*sets)))}
    held = np.zeros((len(sets), len(place)))
    for row, each in zip(held, sets, strict=True):
        row[[place[name] for name in each]] = 1
    shared, size = held @ held.T, held.sum(axis=1)
    smaller, either = np.minimum(size[:, None], size), size[:, None] + size - shared
    apart: Floats = 1 - shared / np.maximum(either, 1) * np.where(shared == smaller, 2 / 3, 1 / 3)
    np.fill_diagonal(apart, 0.0)
    return apart


def _paired(
    codes: Ints,
    values: int,
    places: Ints,
    documents: int,
    difference: Callable[[Ints, Ints], Floats],
    expected: Callable[[Floats], Floats],
) -> Pairings:
    judged = (codes != MISSING).sum(axis=0)
    pairable = judged > 1
    codes, places, weight = codes[:, pairable], places[pairable], 1.0 / (judged[pairable] - 1)
    apart = np.zeros(documents)
    for one, other, paired in _pairs(codes):
        differing = 2 * weight[paired] * difference(one, other)
        apart += np.bincount(places[paired], weights=differing, minlength=documents)
    cells = (places * values + codes)[codes != MISSING]
    given = np.bincount(cells, minlength=documents * values).reshape(documents, values)
    return Pairings(np.bincount(places, minlength=documents), apart, given.astype(float), expected)


def _pairs(codes: Ints) -> Iterator[tuple[Ints, Ints, NDArray[np.bool_]]]:
    """For each pair of coders the codes of either in the units that both judged, and which units these are."""
    for one, other in combinations(codes, 2):
        paired = (one != MISSING) & (other != MISSING)
        yield one[paired], other[paired], paired


def _scores(ratings: Ratings, level: Level, given: Ints) -> Floats:
    """What is compared of each value, (values,), given how often each was given, (values,)."""
    numbers = ratings.numbers()
    if level == "ordinal":
        # Ranks stand apart by all that lies between them and half of each: the differences of the middle ranks.
        return np.cumsum(given) - given / 2
    if level == "ratio" and (numbers < 0).any():
        raise CounterpoiseError(
            Problem("ratings", f"found {numbers.min():g}; the ratio level has no value below 0")
        )
    return numbers


def _squared(one: Floats, other: Floats) -> Floats:
    return np.square(one - other)


def _share_apart(one: Floats, other: Floats) -> Floats:
    total = one + other
    shares: Floats = np.zeros(np.shape(total))
    np.divide(one - other, total, out=shares, where=total > 0)
    return np.square(shares)


def _expected_squares(scores: Floats, given: Floats) -> Floats:
    """Sums (n,) of n_c n_k (x_c - x_k)^2 over values x (values,) and counts (n, values)."""
    centred = scores - np.average(scores, weights=given.sum(axis=0)) if given.any() else scores
    summed: Floats = 2 * (given.sum(axis=1) * (given @ centred**2) - (given @ centred) ** 2)
    return summed


def _expected_shares(scores: Floats, given: Floats) -> Floats:
    """Sums (n,) of n_c n_k ((x_c - x_k) / (x_c + x_k))^2 over values x (values,) and counts (n, values)."""
    summed = np.zeros(len(given))
    for at in range(0, len(scores), ROWS):
        rows = slice(at, at + ROWS)
        apart = _share_apart(scores[rows, None], scores[None, :])
        summed += (given[:, rows] * (given @ apart.T)).sum(axis=1)
    return summed
