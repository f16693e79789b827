"""Which strategy is regretted least: what each is worth, run by run, and what is lost by it in each condition of the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.summary import Summary, summary

Array = NDArray[np.float64]

TAIL = 0.1
"""The part of the runs, the worst, whose mean is told beside the mean of all (CVaR; Rockafellar and Uryasev 2000)."""


def worth(ties: NDArray[np.floating], weight: float) -> Array:
    """What a path is worth: the mean over its years of engagement less `weight` times the gap between both ties, (R,).

    `ties` (2, H, R) on their own scale. Good relations with both and too close ones with neither: at a weight of 0
    engagement alone counts, at one half it is the lesser of both ties, at 1 the gap counts as much as engagement.
    """
    years: Array = (ties[0] + ties[1]) / 2 - weight * np.abs(ties[0] - ties[1])
    return np.asarray(years.mean(axis=0), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Regret:
    """Of one strategy: its expected worth, the mean of its worst tenth, its largest regret, and how often it is best.

    `regret` is the largest over the conditions of what the best strategy of that condition is worth more; `least` is how
    often no other is worth more, over the runs of all conditions. `ahead` is what it is worth more than the best other, over the
    same runs, None where there is no other.
    """

    strategy: str
    expected: float
    tail: float
    regret: float
    least: float
    ahead: Summary | None


def regrets(worths: Mapping[str, Sequence[Array]]) -> tuple[Regret, ...]:
    """Regret of each strategy, least first, from what it is worth in each condition, run by run: (R,) for each condition.

    Runs of one number have the same chance under every strategy. Minimax regret: Savage (1951), JASA 46(253): 55-67.
    """
    names = list(worths)
    each = np.stack([np.stack(worths[name]) for name in names])
    means = each.mean(axis=-1)
    lost = (means.max(axis=0) - means).max(axis=-1)
    runs = each.reshape(len(names), -1)
    best = runs >= runs.max(axis=0)
    often = (best / best.sum(axis=0)).mean(axis=-1)
    worst = np.sort(runs, axis=-1)[:, : max(1, int(TAIL * runs.shape[1]))].mean(axis=-1)
    found = [
        Regret(name, float(runs[i].mean()), float(worst[i]), float(lost[i]), float(often[i]), _ahead(runs, i))
        for i, name in enumerate(names)
    ]
    return tuple(sorted(found, key=lambda of: of.regret))


def _ahead(runs: Array, strategy: int) -> Summary | None:
    """What a strategy is worth more than the best other, run by run of `runs` (strategies, R)."""
    others = np.delete(runs, strategy, axis=0)
    return summary(runs[strategy] - others.max(axis=0)) if len(others) else None
