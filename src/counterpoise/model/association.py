"""Whether what is high in some state-years goes with what is high in them: rank correlation, draw by draw and over states."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.panel import Array
from counterpoise.model.summary import Summary, summary
from counterpoise.model.two_way import within_states_and_years
from counterpoise.theory.elements import Then
from counterpoise.wording import several

FEW = 30
"""Of fewer states intervals that hold the choice of states are too narrow (Cameron, Gelbach & Miller 2008)."""

RESAMPLED = 500
"""So often states are drawn anew, with all their years, where there are no other draws."""


@dataclass(frozen=True, slots=True)
class Association:
    """Spearman's rank correlation over state-years, of so many states, with its draws (D,); None where `why` says why nothing can be told.

    Its median is that over samples of states, and not the correlation of the state-years themselves, which is near it.

    `used` (N, T) says which state-years entered.
    """

    rho: Summary | None
    states: int
    state_years: int
    why: str | None = None
    draws: Array | None = field(default=None, repr=False, compare=False)
    used: NDArray[np.bool_] | None = field(default=None, repr=False, compare=False)

    def probability(self, then: Then, negligible: float) -> float:
        """How probable it is that there is more of the one with more of the other, less, or no less.

        Up to `negligible` there is neither more nor less. Noise in either draws a correlation towards 0 and does not turn it (Spearman 1904),
        which would make anything whatever no less: that there is no less takes a correlation of 0 or above. Raises ValueError where
        nothing is told.
        """
        drawn = self._told_draws
        return float(np.mean(drawn >= 0 if then == "no less" else _sign(then) * drawn > negligible))

    def contrary(self, then: Then, negligible: float) -> float:
        """How probable the contrary is: of more and less that the correlation is 0 or on the other side, for the same reason; of no less that it is less.

        Raises ValueError where nothing is told.
        """
        if then == "no less":
            return self.probability("less", negligible)
        return float(np.mean(_sign(then) * self._told_draws <= 0))

    @property
    def _told_draws(self) -> Array:
        if self.draws is None:
            raise ValueError(f"no draws: {self.why}")
        return self.draws

    def __str__(self) -> str:
        if self.rho is None:
            return f"{self.why}"
        return f"rank correlation {self.rho}, {self.state_years} state-years of {self.states} states"


def _sign(then: Then) -> int:
    return 1 if then == "more" else -1


def none_up_to(negligible: float) -> str:
    """From what correlation on there is one, as a sentence: the rule of every verdict on a correlation."""
    return f"A correlation of up to {negligible:g} counts as none."


def rank_association(one: Array, other: Array, seed: int, fewest: int) -> Association:
    """Spearman's correlation of two quantities (D, N, T), nan where not told, with an interval that holds the choice of states.

    For each draw as many states as there are, with all their years, are drawn anew with replacement: years of one state
    follow each other and are no cases of their own (cluster bootstrap, Cameron, Gelbach & Miller 2008,
    doi 10.1162/rest.90.3.414, who find that with 5 to 30 clusters it errs towards intervals that are too narrow). Spearman (1904). With fewer states than `fewest` nothing is told.
    """
    told: NDArray[np.bool_] = np.all(~np.isnan(one) & ~np.isnan(other), axis=0)
    states = np.flatnonzero(told.any(axis=1))
    if states.size < fewest:
        return _of_few(told, fewest)
    rng = np.random.default_rng([seed, 21])
    drawn = np.empty(len(one))
    for draw in range(len(one)):
        chosen = rng.choice(states, states.size)
        at = told[chosen]
        drawn[draw] = _spearman(one[draw, chosen][at], other[draw, chosen][at])
    return _told(drawn, told)


def within_association(one: Array, other: Array, seed: int, fewest: int) -> Association:
    """Spearman's correlation of two quantities (N, T), nan where not observed, less the levels of states and of years.

    So neither what a state always has counts, nor what all states have in common in a year (`within_states_and_years`). Both are
    taken out anew of each sample of states with all their years, `RESAMPLED` of them, drawn as for `rank_association`; the correlation
    is 0 in a sample that leaves nothing to vary. Nothing is told where fewer states than `fewest` are left, or one of the two does
    not vary beyond those levels.
    """
    both = np.isnan(one) | np.isnan(other)
    values = np.where(both, np.nan, np.stack([one, other]))
    seen = ~both
    if seen.any(axis=1).sum() < fewest:
        return _of_few(seen, fewest)
    whole = within_states_and_years(values)
    told: NDArray[np.bool_] = ~np.isnan(whole[0])
    states = np.flatnonzero(told.any(axis=1))
    counted = int(states.size), int(told.sum())
    if states.size < fewest:
        but = f" but in {several(counted[0], 'state')}" if counted[0] else ""
        why = f"the levels of states and years take all that varies{but}: too few states are observed in the same years"
        return Association(None, *counted, why)
    if not all(each[told].any() for each in whole):
        why = "one of the two does not vary beyond the levels of states and years: all states move alike"
        return Association(None, *counted, why)
    rng = np.random.default_rng([seed, 21])
    drawn = np.empty(RESAMPLED)
    for draw in range(RESAMPLED):
        times = np.bincount(rng.choice(states, states.size), minlength=len(one))
        left = within_states_and_years(np.where(told, values, np.nan), times)
        at = ~np.isnan(left[0])
        often = np.broadcast_to(times[:, None], at.shape)[at]
        drawn[draw] = _spearman(*(np.repeat(each[at], often) for each in left))
    return _told(drawn, told)


def _of_few(told: NDArray[np.bool_], fewest: int) -> Association:
    states = int(told.any(axis=1).sum())
    why = f"{several(states, 'state')} told of, and to tell the choice of states takes {fewest} or more"
    return Association(None, states, int(told.sum()), why)


def _told(drawn: Array, used: NDArray[np.bool_]) -> Association:
    return Association(summary(drawn), int(used.any(axis=1).sum()), int(used.sum()), draws=drawn, used=used)


def _spearman(one: Array, other: Array) -> float:
    """The correlation of the ranks of two samples (n,); 0 where one of them does not vary."""
    from scipy.stats import rankdata

    x, y = (each - each.mean() if each.size else each for each in map(rankdata, (one, other)))
    size = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / size if size > 0 else 0.0
