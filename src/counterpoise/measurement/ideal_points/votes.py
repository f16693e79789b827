"""Votes as arrays: what each state did in each roll call, sorted once by roll call and category."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]

CATEGORIES = 3
"""1 yes, 2 abstain, 3 no, in this order along the line on which states have their points."""

YES_OR_ABSTAIN, YES_OR_NO, ABSTAIN_OR_NO, ALL_THREE = 3, 5, 6, 7
"""The categories that a roll call has, as bits: 1 yes, 2 abstain, 4 no."""


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes of units, each a state in a session, in roll calls; numbered from 0, units in the order of sessions.

    `units` (votes,) is the unit of each vote, by roll call and of one roll call by category; `starts` (roll calls, 4)
    where those begin that are yes, abstentions and no, and where they end. `observed` (roll calls,) tells which categories a
    roll call has. `before` (units,) is the state's unit in the session before of those in which it voted, or -1;
    `after` likewise. `count` (units,) is the number of votes. `block` (units,) numbers blocks of sessions that have
    roll calls in common, and `roll_block` (roll calls,) is that of each roll call.
    """

    units: Integers
    starts: Integers
    observed: Integers
    before: Integers
    after: Integers
    count: Integers
    block: Integers
    roll_block: Integers


def votes_as_arrays(
    unit: Integers, roll_call: Integers, category: Integers, state: Integers, session: Integers
) -> Votes:
    """Sort votes for the estimators.

    `unit`, `roll_call` and `category` have shape (votes,), the first two numbered from 0 without gaps, categories 1 to 3;
    `state` and `session` have shape (units,), and `session` does not fall.
    """
    units, roll_calls = state.size, int(roll_call.max(initial=-1)) + 1
    place = roll_call.astype(np.int32) * np.int32(CATEGORIES) + (category.astype(np.int32) - np.int32(1))
    ends = np.append(0, np.cumsum(np.bincount(place, minlength=roll_calls * CATEGORIES))).astype(np.int32)
    first = np.arange(roll_calls) * CATEGORIES
    starts = np.stack([ends[first + each] for each in range(CATEGORIES + 1)], axis=1)
    by_unit = _counted(np.arange(unit.size, dtype=np.int32), unit.astype(np.int32), units)
    order = _counted(by_unit, place, roll_calls * CATEGORIES)
    before, after = _neighbours(state)
    sorted_units = unit[order].astype(np.int32)
    block, roll_block = _blocks(sorted_units, starts, session)
    return Votes(
        units=sorted_units,
        starts=np.ascontiguousarray(starts),
        observed=((np.diff(starts, axis=1) > 0) @ np.array([1, 2, 4])).astype(np.int32),
        before=before,
        after=after,
        count=np.bincount(unit, minlength=units).astype(np.int32),
        block=block,
        roll_block=roll_block,
    )


@njit
def _counted(items: Integers, keys: Integers, kinds: int) -> Integers:
    """Items in the order of their keys (one for each item's number), those of one key as they came: a counting sort."""
    at = np.zeros(kinds + 1, np.int32)
    for place in range(items.size):
        at[keys[items[place]] + 1] += 1
    for kind in range(kinds):
        at[kind + 1] += at[kind]
    found = np.empty(items.size, np.int32)
    for place in range(items.size):
        key = keys[items[place]]
        found[at[key]] = items[place]
        at[key] += 1
    return found


def _neighbours(state: Integers) -> tuple[Integers, Integers]:
    """Of each unit the state's unit before it and after it, or -1."""
    before, after = (np.full(state.size, -1, np.int32) for _ in range(2))
    order = np.argsort(state, kind="stable")
    same = state[order[1:]] == state[order[:-1]]
    before[order[1:][same]] = order[:-1][same]
    after[order[:-1][same]] = order[1:][same]
    return before, after


def _blocks(units: Integers, starts: Integers, session: Integers) -> tuple[Integers, Integers]:
    """Numbers of the blocks of sessions that have roll calls in common, of each unit and of each roll call."""
    sessions, place = np.unique(session, return_inverse=True)
    per_vote = place[units]
    earliest = np.minimum.reduceat(per_vote, starts[:, 0])
    latest = np.maximum.reduceat(per_vote, starts[:, 0])
    parent = list(range(sessions.size))

    def root(of: int) -> int:
        while parent[of] != of:
            of = parent[of]
        return of

    for roll_call in np.flatnonzero(earliest < latest):
        for other in np.unique(per_vote[starts[roll_call, 0] : starts[roll_call, 3]]).tolist():
            one, another = sorted((root(int(earliest[roll_call])), root(other)))
            parent[another] = one
    _, number = np.unique([root(each) for each in range(sessions.size)], return_inverse=True)
    return number[place].astype(np.int32), number[earliest].astype(np.int32)
