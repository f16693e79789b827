"""How often an association comes out in simulated panels: where two series have only years in common, where they go together, and with noise.

Usage: python benchmarks/association_worlds.py [WORLDS]

Each series is the level of a state, a part of its own that lasts (persistence .7) and what all states have in common in a year, as large
as that part. An honest rule says "more" is supported in no more than a tenth of the worlds in which nothing else goes together, and "no less" in
no more than a tenth of those in which there is less, however noisy both are measured: noise of the variance of that part draws every
correlation towards 0. Tells the verdicts with the levels of states and years taken out and, beside them, with those of states alone; and where nothing goes
together how often the 90 % interval holds 0.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from counterpoise.model.association import RESAMPLED, rank_association, within_association
from counterpoise.theory.elements import Then
from counterpoise.theory.modelled import Decision

DECISION = Decision()
YEARS = 25
WORLDS: dict[str, tuple[int, float, float, Then]] = {
    "7 states, years in common alone": (7, 0.0, 0.0, "more"),
    "15 states, years in common alone": (15, 0.0, 0.0, "more"),
    "7 states, and half of the one in the other": (7, 0.5, 0.0, "more"),
    "7 states, a sixth of the one against the other, with noise": (7, -1 / 6, 1.0, "no less"),
    "15 states, a sixth of the one against the other, with noise": (15, -1 / 6, 1.0, "no less"),
    "7 states, half of the one in the other, with noise": (7, 0.5, 1.0, "no less"),
}
"""How many states there are, how much of the one is in the other, the standard deviation of the noise, and what is asked."""


def lasting(rng: np.random.Generator, states: int) -> np.ndarray:
    """Series (states, `YEARS`) with the persistence .7 and the variance 1."""
    found = rng.normal(size=(states, YEARS))
    for year in range(1, YEARS):
        found[:, year] = 0.7 * found[:, year - 1] + np.sqrt(1 - 0.7**2) * found[:, year]
    return found


def world(rng: np.random.Generator, states: int, goes: float, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Two series (states, `YEARS`) of a panel, as they are measured."""
    year, own, other = lasting(rng, 1), lasting(rng, states), lasting(rng, states)
    levels = 2 * rng.normal(size=(2, states, 1))
    missed = noise * rng.normal(size=(2, states, YEARS))
    return levels[0] + own + year + missed[0], levels[1] + other + goes * own + year + missed[1]


def apart_from_states(series: np.ndarray) -> np.ndarray:
    """A series about the means of its states, as often as states are drawn."""
    about = series - series.mean(axis=1, keepdims=True)
    return np.broadcast_to(about, (RESAMPLED, *about.shape))


def main(number: int) -> None:
    """Tell the verdicts over so many worlds of each kind."""
    for name, (states, goes, noise, then) in WORLDS.items():
        start, held = time.process_time(), 0
        told: dict[str, Counter[str]] = {"states and years": Counter(), "states alone": Counter()}
        for seed in range(number):
            one, other = world(np.random.default_rng([seed, states]), states, goes, noise)
            found = {
                "states and years": within_association(one, other, seed, 5),
                "states alone": rank_association(apart_from_states(one), apart_from_states(other), seed, 5),
            }
            for levels, each in found.items():
                of = each.probability(then, DECISION.negligible), each.contrary(then, DECISION.negligible)
                told[levels][DECISION.of(*of)] += 1
            rho = found["states and years"].rho
            held += rho is not None and rho.low90 <= 0 <= rho.high90
        for levels, counted in told.items():
            parts = ", ".join(f"{word} {count / number:.3f}" for word, count in counted.most_common())
            print(f"{name}; {then}; levels of {levels} taken out: {parts} of {number} worlds")
        covered = f"the interval holds 0 in {held / number:.3f}; " if goes == 0 else ""
        print(f"  {covered}{time.process_time() - start:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
