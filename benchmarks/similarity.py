"""Similarity of every two states in every session, on the real votes: seconds of the processor and peak memory.

Usage: python benchmarks/similarity.py FOLDER

FOLDER holds un_votes.parquet and un_roll_calls.parquet (R package unvotes, release of February 2021). The same is reckoned
by plain numpy, as joint tables by products of matrices of 0 and 1, in the same run; both must give the same figures.
A figure told elsewhere for the same task with bits, on another machine, is 0.055 s for six measures.
"""

from __future__ import annotations

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

import resource
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

REPEATS = 9
FLOOR, GOAL = 0.2, 0.06
MOST_MEMORY = 1.5
"""The bars: seconds of the processor for six measures, at most and as hoped, and GiB at the peak."""


def plain(positions: NDArray[np.int8], categories: int) -> NDArray[np.float64]:
    """Six measures (6, dyads) as one would write them down: a table for each two states, then the formulas."""
    marks = [(positions == k).astype(np.float32) for k in range(categories)]
    upper = np.triu_indices(len(positions), 1)
    table = np.array([[(one @ other.T)[upper] for other in marks] for one in marks], dtype=np.float64)
    n = table.sum(axis=(0, 1))
    k = np.arange(categories)
    d = np.abs(k[:, None] - k)[:, :, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        p = table / n
        r, c = p.sum(axis=1), p.sum(axis=0)
        by_chance = r[:, None] * c[None]
        pooled = (r + c) / 2
        by_pooled = pooled[:, None] * pooled[None]
        apart, squared = (p * d).sum(axis=(0, 1)), (p * d**2).sum(axis=(0, 1))
        most = categories - 1
        s = 1 - 2 * apart / most
        return np.stack(
            [
                s,
                1 - 2 * squared / most**2,
                1 - squared / (by_chance * d**2).sum(axis=(0, 1)),
                1 - squared / (by_pooled * d**2).sum(axis=(0, 1)),
                s - (1 - 2 * (by_chance * d).sum(axis=(0, 1)) / most),
                1 - apart / most,
            ]
        )


def main(folder: Path) -> None:
    """Time reading, packing, compiling, and both ways of reckoning."""
    from counterpoise.datasets.unga_votes import UNGA_VOTES
    from counterpoise.measurement.similarity.portfolios import vote_portfolios

    started = time.process_time()
    cast = UNGA_VOTES.cast([folder / "un_votes.parquet", folder / "un_roll_calls.parquet"])
    read = time.process_time()
    portfolios = vote_portfolios(cast.votes, cast.sets["all"])
    sorted_ = time.process_time()
    planes = [each.planes() for each in portfolios]
    packed = time.process_time()
    from counterpoise.measurement.similarity.dyads import all_dyads
    from counterpoise.measurement.similarity.measures import MEASURES, SIX

    all_dyads(planes[:1], SIX)
    compiled = time.process_time()
    print(f"{cast.votes.height:,} votes in {len(portfolios)} sessions")
    print(f"read {read - started:.2f} s, by session {sorted_ - read:.2f} s, as bits {packed - sorted_:.3f} s")
    print(f"numba loaded and compiled, or had from the cache: {compiled - packed:.2f} s")
    for names in (SIX, MEASURES):
        taken = []
        for _ in range(REPEATS):
            before = time.process_time()
            found = all_dyads(planes, names)
            taken.append(time.process_time() - before)
        dyads = found.values.shape[1]
        print(
            f"{dyads:,} dyad-sessions x {len(names)} measures: {min(taken):.3f} s, median {np.median(taken):.3f} s"
        )
        if names is SIX:
            best, ours = min(taken), found.values
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    before = time.process_time()
    theirs = np.concatenate([plain(each.positions, each.categories) for each in portfolios], axis=1)
    naive = time.process_time() - before
    print(f"plain numpy, six measures: {naive:.2f} s, {naive / best:.0f} times as long")
    # Where both never vary, plain floats give noise over noise; bits give nothing over nothing.
    same = np.isfinite(ours) & np.isfinite(theirs)
    print(f"largest difference: {np.abs(ours - theirs)[same].max():.1e}; defined in both {same.mean():.4f}")
    print(f"peak before the plain version {peak:.2f} GiB (bar {MOST_MEMORY})")
    verdict = "goal met" if best <= GOAL else "floor met" if best <= FLOOR else "floor missed"
    print(f"{best:.3f} s: {verdict} (floor {FLOOR} s, goal {GOAL} s)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
