"""Whether what is high in some state-years goes with what is high in them: rank correlation, draw by draw and over states."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.panel import Array
from counterpoise.model.summary import Summary, summary
from counterpoise.wording import several


@dataclass(frozen=True, slots=True)
class Association:
    """Spearman's rank correlation over state-years, of so many states, with its draws (D,); None where `why` says why nothing can be told."""

    rho: Summary | None
    states: int
    state_years: int
    why: str | None = None
    draws: Array | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        if self.rho is None:
            return f"{self.why}"
        return f"rank correlation {self.rho}, {self.state_years} state-years of {self.states} states"


def rank_association(one: Array, other: Array, seed: int, fewest: int) -> Association:
    """Spearman's correlation of two quantities (D, N, T), nan where not told, with an interval that holds the choice of states.

    For each draw as many states as there are, with all their years, are drawn anew with replacement: years of one state
    follow each other and are no cases of their own (cluster bootstrap, Cameron, Gelbach & Miller 2008,
    doi 10.1162/rest.90.3.414). Spearman (1904). With fewer states than `fewest` nothing is told.
    """
    from scipy.stats import rankdata

    told: NDArray[np.bool_] = np.all(~np.isnan(one) & ~np.isnan(other), axis=0)
    states = np.flatnonzero(told.any(axis=1))
    counts = int(states.size), int(told.sum())
    if states.size < fewest:
        why = (
            f"{several(counts[0], 'state')} told of, and to tell the choice of states takes {fewest} or more"
        )
        return Association(None, *counts, why)
    rng = np.random.default_rng([seed, 21])
    drawn = np.empty(len(one))
    for draw in range(len(one)):
        chosen = rng.choice(states, states.size)
        at = told[chosen]
        ranks = [rankdata(each[draw, chosen][at]) for each in (one, other)]
        x, y = (each - each.mean() for each in ranks)
        size = np.sqrt((x @ x) * (y @ y))
        drawn[draw] = x @ y / size if size > 0 else 0.0
    return Association(summary(drawn), *counts, draws=drawn)
