"""What the questions to the model cost on a panel of 15 states, 33 years and 4 filters with 2,000 draws.

Usage: python benchmarks/model_questions.py

Seconds of the processor; the attribution beside a plain version that goes through all coalitions for each draw by itself,
of which 20 draws are run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import combinations
from math import factorial
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from counterpoise.model.allocation import effort_between_powers
from counterpoise.model.attribution import attribution
from counterpoise.model.contributions import contributions
from counterpoise.model.effects import effects
from counterpoise.model.frontier import benefit_and_risk, enveloped
from counterpoise.model.panel import ModelPanel
from counterpoise.model.paths import paths
from counterpoise.model.posterior import Posterior
from counterpoise.theory.interests import Frontier, Interest
from tests.model.simulated import FILTERS, World, panel_of, repeated, simulated

T = TypeVar("T")
FEW = 20
WORLD = World(states=15, years=33)
STATED = Frontier(interests={name: Interest(indicator=name) for name in FILTERS[:3]})


def plain(posterior: Posterior, panel: ModelPanel) -> np.ndarray:
    """Shapley shares of one draw after the other, each coalition's fit put together anew."""
    shares = []
    for draw in range(posterior.draws):
        one = slice(draw, draw + 1)
        terms = contributions(posterior, panel, one).by_block[0]
        for year in range(1, terms.shape[-1]):
            terms[..., year] += posterior.tie_persistence[draw][:, None, None] * terms[..., year - 1]
        tie, k = posterior.tie_states[draw], terms.shape[1]

        def worth(members: tuple[int, ...], terms: np.ndarray = terms, tie: np.ndarray = tie) -> float:
            fit = terms[:, list(members)].sum(axis=1)
            explained, rest = (sum(each[side].var() for side in range(2)) for each in (fit, tie - fit))
            return float(explained / (explained + rest))

        found = np.zeros(k)
        for j in range(k):
            others = [other for other in range(k) if other != j]
            for size in range(k):
                weight = factorial(size) * factorial(k - size - 1) / factorial(k)
                for members in combinations(others, size):
                    found[j] += weight * (worth((*members, j)) - worth(members))
        shares.append(found)
    return np.array(shares).T


def timed(name: str, do: Callable[[], T]) -> tuple[T, float]:
    """What something gives and the seconds that it takes, which are printed."""
    start = time.process_time()
    found = do()
    spent = time.process_time() - start
    print(f"{name}: {spent:.2f} s")
    return found, spent


def main() -> None:
    """Ask every question once."""
    truth = simulated(WORLD, 1)
    panel = panel_of(WORLD, truth)
    posterior = repeated(truth, 2000, 0.05)
    timed("effects and their table", lambda: effects(posterior, panel).table())
    timed("paths of a state and their table", lambda: paths(posterior, panel, "S1").table())
    _, spent = timed("attribution over 5 blocks", lambda: attribution(posterior, panel))
    few = posterior.thinned(FEW)
    by_hand, slow = timed(f"the same, plainly, {FEW} draws", lambda: plain(few, panel))
    ratio = slow / FEW * posterior.draws / spent
    apart = np.abs(by_hand - attribution(few, panel).shares).max()
    print(f"  {ratio:.0f} times as long for all draws; shares differ by {apart:.0e}")
    titles = {name: name for name in FILTERS}
    found, _ = timed("benefit and risk", lambda: benefit_and_risk(posterior, panel, STATED, titles, 1))
    timed("data envelopment of every state-year", lambda: enveloped(found))
    timed(
        "an effort divided, with its interval", lambda: effort_between_powers(posterior, panel, "S1", 0.05, 1)
    )


if __name__ == "__main__":
    main()
