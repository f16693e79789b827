"""Dyads: the similarity of every two states of one or many periods at once, by bits, or of chosen ones under weights.

The joint table of two states is a count of bits that are set in both: category k of the one AND l of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.measurement.similarity.measures import (
    SUMS,
    Floats,
    Tally,
    fill_measures,
    places_of,
    tally,
)
from counterpoise.measurement.similarity.portfolios import NONE, Planes, Portfolios

MOST_OBJECTS = 10_000
"""Up to so many objects in a portfolio of four categories the sums of a tally fit into 32 bits."""

DATAVERSE = places_of(["agreement_dataverse"])[0]
"""The place of the one measure that asks what was unanimous."""

ALTERNATING, PAIRS_OF_BITS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
HALF_BYTES, BYTES = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
ONE, TWO, FOUR, TOP_BYTE = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)


@dataclass(frozen=True, slots=True)
class AllDyads:
    """Measures (measures, dyads) of every two states of each period, one period after the other.

    `bounds` (periods + 1,) says where each period begins; within it dyads stand as in `numpy.triu_indices(states, 1)`.
    """

    names: tuple[str, ...]
    bounds: NDArray[np.int64]
    values: Floats

    def of_period(self, place: int) -> Floats:
        """The measures (measures, dyads) of one period, by its place among the periods."""
        return self.values[:, self.bounds[place] : self.bounds[place + 1]]


def all_dyads(planes: Sequence[Planes], names: Sequence[str]) -> AllDyads:
    """The measures named, of every two states of each period; nan where one is not defined (see `Tally.measures`).

    Raises CounterpoiseError for portfolios of more than 10,000 objects.
    """
    states = np.array([each.states for each in planes], np.int64)
    bounds = np.concatenate([[0], np.cumsum(states * (states - 1) // 2)])
    values = np.empty((len(names), int(bounds[-1])))
    places = places_of(names)
    for place, each in enumerate(planes):
        if each.objects > MOST_OBJECTS:
            what = f"{each.objects:,} in one; at most {MOST_OBJECTS:,} can be compared at once"
            raise CounterpoiseError(Problem("objects of the portfolios", what))
        fill_dyads(each.taken, each.any, each.unanimous, places, values, int(bounds[place]))
    return AllDyads(tuple(names), bounds, values)


def tally_of(
    portfolios: Portfolios, dyads: Sequence[tuple[int, int]], weights: Floats | None = None
) -> Tally:
    """Tally of chosen dyads, as rows of two states, under weights of the objects (objects, ...).

    Without weights each object counts one and the tally is (dyads,). Weights (objects,) may be shares of capabilities,
    weights (objects, draws) how often each roll call was drawn; the tally is then (dyads, ...).
    """
    positions, k = portfolios.positions, portfolios.categories
    chosen = np.asarray(dyads, dtype=np.int64).reshape(-1, 2)
    one, other = positions[chosen[:, 0]].astype(np.int64), positions[chosen[:, 1]]
    both = (one != NONE) & (other != NONE)
    cell = np.where(both, one * k + other, NONE)
    weighed = np.ones(positions.shape[1]) if weights is None else weights
    marks = (cell == np.arange(k * k)[:, None, None]).astype(np.float64)
    tables = np.tensordot(marks, weighed, axes=1)
    unanimous = np.tensordot((both & portfolios.unanimous).astype(np.float64), weighed, axes=1)
    return tally(tables.reshape(k, k, *tables.shape[1:]), unanimous)


@njit
def bits_set(word: np.uint64) -> np.uint64:
    """How many bits of a word are set; the compiler knows these steps and puts the processor's own count in their place."""
    word = word - ((word >> ONE) & ALTERNATING)
    word = (word & PAIRS_OF_BITS) + ((word >> TWO) & PAIRS_OF_BITS)
    word = (word + (word >> FOUR)) & HALF_BYTES
    return (word * BYTES) >> TOP_BYTE


@njit
def fill_dyads(
    taken: NDArray[np.uint64],
    voted: NDArray[np.uint64],
    unanimous: NDArray[np.uint64],
    places: NDArray[np.int64],
    found: Floats,
    start: int,
) -> None:
    """Reckon measures of every two states from planes of bits into `found` (places, ...), from its column `start` on.

    One state at a time is set against all that follow it, and every inner loop runs along those, so that it is
    compiled to operations on several states at once; the sums of a row stay in the nearest cache.
    """
    words, categories, states = taken.shape
    asked = False
    for place in places:
        asked = asked or place == DATAVERSE
    cell = np.zeros(states, np.int32)
    rows = np.zeros((categories, states), np.int32)
    columns = np.zeros((categories, states), np.int32)
    sums = np.zeros((len(SUMS), states), np.int32)
    n, same, alike, apart = sums[0], sums[1], sums[2], sums[3]
    squared, expected, expected_squared, pooled = sums[4], sums[5], sums[6], sums[7]
    for i in range(states - 1):
        m = states - 1 - i
        rows[:] = 0
        columns[:] = 0
        sums[:] = 0
        for k in range(categories):
            for other in range(categories):
                cell[:] = 0
                for w in range(words):
                    own, others = taken[w, k, i], taken[w, other, i + 1 :]
                    for j in range(m):
                        cell[j] += np.int32(bits_set(own & others[j]))
                gap, row, column = np.int32(abs(k - other)), rows[k], columns[other]
                if k == other:
                    for j in range(m):
                        row[j] += cell[j]
                        column[j] += cell[j]
                        same[j] += cell[j]
                else:
                    for j in range(m):
                        row[j] += cell[j]
                        column[j] += cell[j]
                        apart[j] += gap * cell[j]
                        squared[j] += gap * gap * cell[j]
        if asked:
            for w in range(words):
                own, others = voted[w, i] & unanimous[w], voted[w, i + 1 :]
                for j in range(m):
                    alike[j] += np.int32(bits_set(own & others[j]))
        for k in range(categories):
            row, column = rows[k], columns[k]
            for j in range(m):
                n[j] += row[j]
            for other in range(k + 1, categories):
                gap, other_row, other_column = np.int32(other - k), rows[other], columns[other]
                for j in range(m):
                    chance = row[j] * other_column[j] + other_row[j] * column[j]
                    expected[j] += gap * chance
                    expected_squared[j] += gap * gap * chance
                    pooled[j] += 2 * gap * gap * (row[j] + column[j]) * (other_row[j] + other_column[j])
        fill_measures(sums[:, :m], categories - 1.0, places, found[:, start : start + m])
        start += m
