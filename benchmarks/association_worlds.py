"""How often an association comes out in simulated panels: where two series have only years in common, and where they go together.

Usage: python benchmarks/association_worlds.py [WORLDS]

Each series is the level of a state, a part of its own that lasts (persistence .7) and what all states have in common in a year, as large
as that part. An honest rule says "supported" in no more than a tenth of the worlds in which nothing else goes together. Tells
the verdicts on "more" with the levels of states and years taken out and, beside them, with those of states alone.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from counterpoise.model.association import RESAMPLED, rank_association, within_association
from counterpoise.theory.modelled import Decision

DECISION = Decision()
YEARS = 25
WORLDS = {
    "7 states, years in common alone": (7, 0.0),
    "15 states, years in common alone": (15, 0.0),
    "7 states, and half of the one in the other": (7, 0.5),
}


def lasting(rng: np.random.Generator, states: int) -> np.ndarray:
    """Series (states, `YEARS`) with the persistence .7 and the variance 1."""
    found = rng.normal(size=(states, YEARS))
    for year in range(1, YEARS):
        found[:, year] = 0.7 * found[:, year - 1] + np.sqrt(1 - 0.7**2) * found[:, year]
    return found


def world(rng: np.random.Generator, states: int, goes: float) -> tuple[np.ndarray, np.ndarray]:
    """Two series (states, `YEARS`) of a panel."""
    year, own, other = lasting(rng, 1), lasting(rng, states), lasting(rng, states)
    levels = 2 * rng.normal(size=(2, states, 1))
    return levels[0] + own + year, levels[1] + other + goes * own + year


def apart_from_states(series: np.ndarray) -> np.ndarray:
    """A series about the means of its states, as often as states are drawn."""
    about = series - series.mean(axis=1, keepdims=True)
    return np.broadcast_to(about, (RESAMPLED, *about.shape))


def main(number: int) -> None:
    """Tell the verdicts over so many worlds of each kind."""
    for name, (states, goes) in WORLDS.items():
        start = time.process_time()
        told: dict[str, Counter[str]] = {"states and years": Counter(), "states alone": Counter()}
        for seed in range(number):
            one, other = world(np.random.default_rng([seed, states]), states, goes)
            found = {
                "states and years": within_association(one, other, seed, 5),
                "states alone": rank_association(apart_from_states(one), apart_from_states(other), seed, 5),
            }
            for levels, each in found.items():
                told[levels][DECISION.of(each.probability("more", DECISION.negligible))] += 1
        for levels, counted in told.items():
            parts = ", ".join(f"{word} {count / number:.3f}" for word, count in counted.most_common())
            print(f"{name}; levels of {levels} taken out: {parts} of {number} worlds")
        print(f"  {time.process_time() - start:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
