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

from counterpoise.agreement.coefficient import Coefficient, Floats, coefficient_of, settled
from counterpoise.agreement.ratings import MISSING, Ratings, read_ratings
from counterpoise.errors import CounterpoiseError, Problem

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Ints = NDArray[np.int64]
ROWS = 256
"""Rows of a table of differences that are held at once."""


@dataclass(frozen=True, slots=True)
class Coincidences:
    """Pairs of values that coders gave to the same units, `counts` (documents, values, values), symmetric.

    A unit that m coders judged gives each of its m (m - 1) ordered pairs the weight 1 / (m - 1), so that the counts
    add up to the number of judgements. `difference` gives the squared differences (n, values, values), or
    (values, values), from how often each value was given (n, values).
    """

    counts: Floats
    units: Ints
    difference: Callable[[Floats], Floats]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.counts)

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """Do = sum o_ck d_ck / n, De = sum n_c n_k d_ck / (n (n - 1)); see `ByDocument`."""
        together = np.tensordot(weights, self.counts, axes=1)
        given = together.sum(axis=2)
        number = given.sum(axis=1)
        difference = self.difference(given)
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = (together * difference).sum(axis=(1, 2)) / number
            apart = given[:, :, None] * given[:, None, :] * difference
            return observed, apart.sum(axis=(1, 2)) / (number * (number - 1))


def krippendorff_alpha(data: ArrayLike | Sequence[Sequence[object]], level: Level = "nominal") -> Coefficient:
    """Alpha of a table (coders, units) in which None or nan is missing: 1 - Do / De.

    Do is the mean squared difference of the values that are paired within units, De of all values that can be
    paired; a unit judged by one coder says nothing. Values of every level but the nominal are numbers; of the ratio
    level they are 0 or more (Krippendorff 2011). Time is that of pairing coders; at the ratio level the square of the
    number of distinct values comes on top. Raises CounterpoiseError for values that the level does not allow.
    """
    ratings = read_ratings(data)
    scores_of = _scores(ratings, level)
    judged = ratings.judged()
    codes, weight = ratings.codes[:, judged > 1], 1.0 / (judged[judged > 1] - 1)
    given = np.bincount(codes[codes != MISSING], minlength=len(ratings.values)).astype(float)
    number = float(given.sum())
    if number == 0:
        return settled(0.0, 0.0, 0)
    scores = scores_of(given)
    observed = 0.0
    for one, other, paired in _pairs(codes):
        observed += 2 * float(weight[paired] @ _apart(level, scores[one], scores[other]))
    expected = _expected(level, scores, given) / (number * (number - 1))
    return settled(observed / number, expected, codes.shape[1])


def coincidences(
    data: ArrayLike | Sequence[Sequence[object]], documents: ArrayLike, level: Level = "nominal"
) -> Coincidences:
    """Coincidences of a table (coders, units) by document; `documents` (units,) says, from 0, where each unit stands.

    Holds documents x values x values numbers. Raises CounterpoiseError as `krippendorff_alpha` does.
    """
    ratings = read_ratings(data)
    scores_of = _scores(ratings, level)
    places = np.asarray(documents, dtype=np.int64)

    def difference(given: Floats) -> Floats:
        scores = scores_of(given)
        return _apart(level, scores[..., :, None], scores[..., None, :])

    return counted(ratings.codes, len(ratings.values), places, int(places.max(initial=-1)) + 1, difference)


def counted(
    codes: Ints,
    values: int,
    places: Ints,
    documents: int,
    difference: Callable[[Floats], Floats] | None = None,
) -> Coincidences:
    """Coincidences of codes (coders, units), -1 where missing, in units at places (units,); nominal by default."""
    judged = (codes != MISSING).sum(axis=0)
    weight = np.divide(1.0, judged - 1, out=np.zeros(len(judged)), where=judged > 1)
    cells = np.zeros(documents * values * values)
    for one, other, paired in _pairs(codes):
        cell = (places[paired] * values + one) * values + other
        cells += np.bincount(cell, weights=weight[paired], minlength=len(cells))
    half = cells.reshape(documents, values, values)
    units = np.bincount(places[judged > 1], minlength=documents)
    unequal = 1.0 - np.eye(values)
    return Coincidences(half + half.transpose(0, 2, 1), units, difference or (lambda _: unequal))


def alpha_of_sets(data: Sequence[Sequence[frozenset[str] | None]]) -> Coefficient:
    """Alpha of a table (coders, units) of sets of codes, None where missing, with the MASI distance of two sets."""
    units = len(data[0]) if data else 0
    return coefficient_of(coincidences_of_sets(data, np.zeros(units, dtype=np.int64), 1))


def coincidences_of_sets(
    data: Sequence[Sequence[frozenset[str] | None]], places: Ints, documents: int
) -> Coincidences:
    """Coincidences of sets of codes (coders, units) by document, places (units,) from 0; distances are `masi`."""
    sets = sorted({cell for row in data for cell in row if cell is not None}, key=sorted)
    place = {each: at for at, each in enumerate(sets)}
    codes = [[MISSING if cell is None else place[cell] for cell in row] for row in data]
    apart = np.array([[masi(one, other) for other in sets] for one in sets]).reshape(len(sets), len(sets))
    table = np.array(codes, dtype=np.int64).reshape(len(data), len(places))
    return counted(table, len(sets), places, documents, lambda _: apart)


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


def _pairs(codes: Ints) -> Iterator[tuple[Ints, Ints, NDArray[np.bool_]]]:
    """For each pair of coders the codes of either in the units that both judged, and which units these are."""
    for one, other in combinations(codes, 2):
        paired = (one != MISSING) & (other != MISSING)
        yield one[paired], other[paired], paired


def _scores(ratings: Ratings, level: Level) -> Callable[[Floats], Floats]:
    """What is compared of each value, (..., values), given how often each value was given (..., values)."""
    if level == "nominal":
        places = np.arange(len(ratings.values), dtype=float)
        return lambda _: places
    numbers = ratings.numbers()
    if level == "ordinal":
        # Ranks stand apart by all that lies between them and half of each: the differences of the middle ranks.
        return lambda given: np.cumsum(given, axis=-1) - given / 2
    if level == "ratio" and (numbers < 0).any():
        raise CounterpoiseError(
            Problem("ratings", f"found {numbers.min():g}; the ratio level has no value below 0")
        )
    return lambda _: numbers


def _apart(level: Level, one: Floats, other: Floats) -> Floats:
    """Squared differences of scores of one shape (Krippendorff 2011, section D)."""
    if level == "nominal":
        return (one != other).astype(float)
    if level == "ratio":
        total = one + other
        shares: Floats = np.zeros(np.shape(total))
        np.divide(one - other, total, out=shares, where=total > 0)
        return np.square(shares)
    squared: Floats = (one - other) ** 2
    return squared


def _expected(level: Level, scores: Floats, given: Floats) -> float:
    """The sum of n_c n_k d_ck over all values, from scores (values,) and how often each was given (values,)."""
    number = given.sum()
    if level == "nominal":
        return float(number**2 - (given**2).sum())
    if level == "ratio":
        rows = range(0, len(scores), ROWS)
        return float(
            sum(
                given[at : at + ROWS] @ _apart(level, scores[at : at + ROWS, None], scores[None, :]) @ given
                for at in rows
            )
        )
    centred = scores - (scores @ given) / number
    return float(2 * number * (given @ centred**2) - 2 * (given @ centred) ** 2)
