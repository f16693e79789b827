"""How often H1 comes out in simulated worlds: where filters do nothing, and where the economy and security do all.

Usage: python benchmarks/null_world.py [WORLDS]

The posterior is exact: ties regressed on what is observed without error. 15 states, 30 years, 5 blocks; an honest rule says
"supported" in no more than a tenth of the worlds without filters. Tells how often, and the seconds of the processor.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from counterpoise.model.attribution import attribution, share_verdict
from counterpoise.theory.modelled import Decision, ShareRule
from tests.model.simulated import FILTERS, World, panel_of, regressed, simulated

H1 = ShareRule(largest=("economic", "security"), each=True)
PANEL = World(states=15, years=30)
NOTHING = replace(PANEL, direct=np.zeros(2), response_sd=np.zeros(2))
TRUE = replace(
    PANEL,
    direct=np.full(2, 0.05),
    mediated=np.array([[0.35, 0.3, 0.0, 0.0], [0.35, -0.3, 0.0, 0.0]]),
    moderated=np.zeros((2, len(FILTERS))),
)
WORLDS = {
    "pressure acts, filters do not": PANEL.without_filters(),
    "nothing acts": NOTHING.without_filters(),
    "the economy and security act": TRUE,
}


def main(number: int) -> None:
    """Tell the verdicts over so many worlds of each kind."""
    for name, world in WORLDS.items():
        start = time.process_time()
        told: Counter[str | None] = Counter()
        for seed in range(number):
            truth = simulated(world, seed)
            found = attribution(regressed(truth, 200, seed), panel_of(world, truth))
            told[share_verdict("h1", H1, found, Decision(), "of the benchmark").verdict] += 1
        spent = time.process_time() - start
        parts = ", ".join(f"{word} {count / number:.3f}" for word, count in told.most_common())
        print(f"{name}: {parts} of {number} worlds; {spent:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
