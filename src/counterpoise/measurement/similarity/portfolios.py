"""Portfolios: the positions of many states on the same objects in one period, such as their votes in a session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.datasets.vote_agreement import CATEGORY, RollCalls

WORD = 64
"""Objects in a word of bits."""

NONE = -1
"""The position of a state that took none."""


@dataclass(frozen=True, slots=True)
class ObjectWeights:
    """The weight of each object of portfolios (objects,), nan where it has none and is not counted.

    `without` says of states that can be compared with none under these weights why.
    """

    values: NDArray[np.float64]
    without: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Planes:
    """Positions as bits: one for each object in words of 64, the words first so that states lie side by side.

    `taken` (words, categories, states) has a bit set where the state is in the category, `any` (words, states) where it
    is in one at all, and `unanimous` (words,) where nobody differs from anybody.
    """

    taken: NDArray[np.uint64]
    any: NDArray[np.uint64]
    unanimous: NDArray[np.uint64]
    objects: int

    @property
    def states(self) -> int:
        """How many states there are."""
        return int(self.taken.shape[2])


@dataclass(frozen=True)
class Portfolios:
    """Positions (states, objects) of one period: categories from 0 to `categories` - 1, or -1 where none was taken.

    `absence` says in words of a state why it is not among the states.
    """

    period: int
    states: tuple[str, ...]
    positions: NDArray[np.int8]
    categories: int
    absence: str = "took no position"

    @cached_property
    def unanimous(self) -> NDArray[np.bool_]:
        """On which objects (objects,) everybody who took a position took the same."""
        low = np.where(self.positions == NONE, self.categories, self.positions).min(
            axis=0, initial=self.categories
        )
        alike: NDArray[np.bool_] = low >= self.positions.max(axis=0, initial=NONE)
        return alike

    def planes(self) -> Planes:
        """The positions as bits."""
        taken = np.stack([_packed(self.positions == k) for k in range(self.categories)], axis=1)
        unanimous = np.ascontiguousarray(_packed(self.unanimous[None])[:, 0])
        return Planes(taken, np.bitwise_or.reduce(taken, axis=1), unanimous, self.positions.shape[1])


def vote_portfolios(votes: pl.DataFrame, roll_calls: RollCalls) -> tuple[Portfolios, ...]:
    """The votes of each session as portfolios in order of session, categories yes 0, abstain 1 and no 2.

    `votes` are as in `CastVotes`; only states that cast one in the session are in its portfolios. Of two votes of one
    state in one roll call the first counts.
    """
    dated = (
        votes.lazy()
        .join(roll_calls.table.lazy().select("rcid", "session"), on="rcid", maintain_order="left")
        .drop_nulls("session")
    )
    coded = (
        dated.select(
            pl.col("session").cast(pl.Int32),
            "state",
            row=pl.col("state").rank("dense").over("session").cast(pl.Int32) - 1,
            column=pl.col("rcid").rank("dense").over("session").cast(pl.Int32) - 1,
            position=pl.col("vote").cast(pl.Int8) - min(CATEGORY.values()),
        )
        .sort("session", maintain_order=True)
        .collect()
    )
    return tuple(
        _of_session(coded[first:last]) for first, last in pairwise(_bounds(coded["session"].to_numpy()))
    )


def _of_session(rows: pl.DataFrame) -> Portfolios:
    named = rows.select("row", "state").unique().sort("row")["state"].to_list()
    # Written from the last to the first, so that the first of two votes stays; copied, as numpy turns reversed views back.
    row, column, position = (rows[name].to_numpy()[::-1].copy() for name in ("row", "column", "position"))
    positions = np.full((len(named), int(column.max()) + 1), NONE, np.int8)
    positions[row, column] = position
    return Portfolios(int(rows["session"][0]), tuple(named), positions, len(CATEGORY), "cast no vote")


def _bounds(ordered: NDArray[np.int32]) -> Sequence[int]:
    """Where each run of equal numbers begins, and the end of the last."""
    if not len(ordered):
        return []
    return [0, *(np.flatnonzero(np.diff(ordered)) + 1).tolist(), len(ordered)]


def _packed(marks: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Marks (states, objects) as words (words, states)."""
    states, objects = marks.shape
    words = max(1, -(-objects // WORD))
    padded = np.zeros((states, words * WORD), bool)
    padded[:, :objects] = marks
    return np.ascontiguousarray(np.packbits(padded, axis=1, bitorder="little").view(np.uint64).T)
