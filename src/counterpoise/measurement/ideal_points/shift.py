"""Moves of whole sessions: what no vote speaks of, and only the chains of states hold in place.

Where all points of a session rise by d and each cut of its roll calls by b d, no vote is more or less probable. Steps of one
point or roll call at a time walk along such a line for thousands of sweeps, so sessions are moved at once. Sessions
with roll calls in common are one block and are moved together.
"""

from __future__ import annotations

import numpy as np

from counterpoise.measurement.ideal_points.chain import Chain
from counterpoise.measurement.ideal_points.votes import Floats, Votes


def shift(votes: Votes, chain: Chain, theta: Floats, noise: Floats | None = None) -> Floats:
    """By how much each block of sessions is to be moved given how its points lie to each other: (blocks,).

    The most probable moves, or with noise (blocks,) from N(0, 1) a draw of them. With the smoother they have one joint normal
    distribution; with the lag only, each block is drawn given those it is held to, and they are moved by the
    same amount where nothing holds them.
    """
    held = np.flatnonzero(chain.held >= 0)
    here, there = votes.block[held], votes.block[chain.held[held]]
    apart = here != there
    held, here, there = held[apart], here[apart], there[apart]
    precision = chain.precision[held]
    gap = precision * (theta[held] - theta[chain.held[held]])
    blocks = int(votes.block.max()) + 1
    coupled = np.bincount(here * blocks + there, precision, blocks * blocks).reshape(blocks, blocks)
    first = np.flatnonzero(chain.held < 0)
    free = chain.precision[first]
    own = np.bincount(here, precision, blocks) + np.bincount(votes.block[first], free, blocks)
    pull = np.zeros(blocks)
    pull -= np.bincount(here, gap, blocks) + np.bincount(votes.block[first], free * theta[first], blocks)
    system = np.diag(own) - coupled
    if (chain.heard >= 0).any():
        system += np.diag(np.bincount(there, precision, blocks)) - coupled.T
        pull += np.bincount(there, gap, blocks)
        lower = np.linalg.cholesky(system)
        part = np.linalg.solve(lower, pull)
        return np.asarray(np.linalg.solve(lower.T, part if noise is None else part + noise), np.float64)
    if noise is not None:
        pull += np.sqrt(np.diag(system)) * noise
    return np.asarray(np.linalg.lstsq(system, pull, rcond=1e-10)[0], np.float64)
