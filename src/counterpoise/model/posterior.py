"""Draws of the parameters and states of the model, in plain arrays that every question asked of the model reads."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem

Array = NDArray[np.float64]

# With e the exposure of a state, S the pressure of a year, and d = T - level the tie about its level:
#   S[t]      = pressure_persistence * S[t-1] + sqrt(1 - pressure_persistence^2) * shock
#   m[k,i,t]  = filter_persistence[k] * m[k,i,t-1] + filter_response[k] * e[i] * S[t] + filter_sd[k] * shock
#   d[p,i,t]  = tie_persistence[p] * d[p,i,t-1] + (direct[p] + direct_of_state[p,i]) * e[i] * S[t]
#             + sum_k mediated[p,k] * m[k,i,t] + sum_k moderated[p,k] * m[k,i,t] * e[i] * S[t]
#             + year[p,t] + tie_sd[p] * shock, the shocks of both powers correlated by tie_correlation


@dataclass(frozen=True, slots=True)
class Posterior:
    """D draws for N states, T years, K filters and two powers (in the order of `panel.SIDES`).

    Shapes: `pressure` (D, T), `pressure_persistence` (D,); of filters `filter_states` (D, K, N, T) about their
    `filter_levels` (D, K, N), `filter_persistence`, `filter_response` and `filter_sd` (D, K); of ties `tie_states`
    (D, 2, N, T) about their `tie_levels` (D, 2, N), `tie_persistence`, `direct` and `tie_sd` (D, 2), `direct_of_state`
    (D, 2, N), `mediated` and `moderated` (D, 2, K), `year` (D, 2, T), `tie_correlation` (D,), `response_sd` (D, 2), the
    standard deviation of `direct_of_state` over all states that there could be. All in standard deviations, as in
    `ModelPanel`. The equations are those above this class.

    Raises CounterpoiseError where the shapes do not fit each other, or a value is not finite.
    """

    pressure: Array
    pressure_persistence: Array
    filter_states: Array
    filter_levels: Array
    filter_persistence: Array
    filter_response: Array
    filter_sd: Array
    tie_states: Array
    tie_levels: Array
    tie_persistence: Array
    direct: Array
    direct_of_state: Array
    response_sd: Array
    mediated: Array
    moderated: Array
    year: Array
    tie_sd: Array
    tie_correlation: Array

    def __post_init__(self) -> None:
        d, k, n, t = self.filter_states.shape
        expected = {
            "pressure": (d, t),
            "pressure_persistence": (d,),
            "filter_levels": (d, k, n),
            "filter_persistence": (d, k),
            "filter_response": (d, k),
            "filter_sd": (d, k),
            "tie_states": (d, 2, n, t),
            "tie_levels": (d, 2, n),
            "tie_persistence": (d, 2),
            "direct": (d, 2),
            "direct_of_state": (d, 2, n),
            "response_sd": (d, 2),
            "mediated": (d, 2, k),
            "moderated": (d, 2, k),
            "year": (d, 2, t),
            "tie_sd": (d, 2),
            "tie_correlation": (d,),
        }
        wrong = [
            Problem("posterior", f"{name} has the shape {getattr(self, name).shape}; expected {shape}")
            for name, shape in expected.items()
            if getattr(self, name).shape != shape
        ]
        wrong += [
            Problem("posterior", f"{each.name} holds a value that is not finite")
            for each in fields(self)
            if not np.isfinite(getattr(self, each.name)).all()
        ]
        if wrong:
            raise CounterpoiseError(*wrong)

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return int(self.pressure.shape[0])

    def thinned(self, most: int) -> Posterior:
        """At most so many of the draws, spread evenly over all."""
        if self.draws <= most:
            return self
        kept = np.linspace(0, self.draws - 1, most).round().astype(np.int64)
        return Posterior(**{each.name: getattr(self, each.name)[kept] for each in fields(self)})
