"""Shapley values and interactions of a game of k players, exactly over all of its 2^k coalitions, for many games at once."""

from __future__ import annotations

from math import factorial

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def coalitions(players: int) -> NDArray[np.bool_]:
    """Who is in each of the 2^k coalitions (2^k, k): coalition number c holds player j where bit j of c is set."""
    inside: NDArray[np.bool_] = (np.arange(2**players)[:, None] >> np.arange(players)) & 1 == 1
    return inside


def shapley_values(worth: Array) -> Array:
    """The share of each player (k, D) in D games, from the worth of each coalition (2^k, D), in the order of `coalitions`.

    phi_j = sum over C without j of |C|! (k - |C| - 1)! / k! (v(C + j) - v(C)); they sum to the worth of all less that
    of none. Shapley (1953), *A Value for n-Person Games*.
    """
    players = _players(worth)
    inside, size = coalitions(players), coalitions(players).sum(axis=1)
    weight = np.array([factorial(s) * factorial(players - s - 1) for s in range(players)])
    weight = weight / factorial(players)
    shares = np.empty((players, *worth.shape[1:]))
    for j in range(players):
        without = np.flatnonzero(~inside[:, j])
        gained = worth[without | 1 << j] - worth[without]
        shares[j] = np.tensordot(weight[size[without]], gained, axes=1)
    return shares


def shapley_interactions(worth: Array) -> Array:
    """What every two players bring together beyond what each brings alone: (k, k, D), with 0 on the diagonal.

    I_ij = sum over C without i and j of |C|! (k - |C| - 2)! / (k - 1)! (v(C + ij) - v(C + i) - v(C + j) + v(C)).
    Grabisch & Roubens (1999), doi 10.1007/s001820050125.
    """
    players = _players(worth)
    inside, size = coalitions(players), coalitions(players).sum(axis=1)
    weight = np.array([factorial(s) * factorial(players - s - 2) for s in range(players - 1)])
    weight = weight / factorial(players - 1)
    found = np.zeros((players, players, *worth.shape[1:]))
    for i in range(players):
        for j in range(i):
            without = np.flatnonzero(~inside[:, i] & ~inside[:, j])
            one, other = 1 << i, 1 << j
            together = worth[without | one | other] - worth[without | one] - worth[without | other]
            found[i, j] = found[j, i] = np.tensordot(weight[size[without]], together + worth[without], axes=1)
    return found


def _players(worth: Array) -> int:
    players = len(worth).bit_length() - 1
    if len(worth) != 2**players:
        raise ValueError(f"{len(worth)} coalitions; there are 2^k of k players")
    return players
