"""How a year of the model follows from the last: the equations above `posterior.Posterior`, each in one place.

What is of ties or of filters has that axis first, effects of filters on ties both: (2, ...), (K, ...), (2, K, ...). The axes
after it are those of whoever asks, draws, states, years or runs, and go together by numpy's rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class OnTies(NamedTuple):
    """Effects on ties, or what they come to in a year: `direct` (2, ...), `mediated` and `moderated` (2, K, ...)."""

    direct: Array
    mediated: Array
    moderated: Array


def pressure_after(before: Array, persistence: Array | float, shock: Array) -> Array:
    """The pressure of the next year, from a standard normal shock; in the long run its standard deviation is 1."""
    return persistence * before + np.sqrt(1 - persistence**2) * shock


def filters_after(
    before: Array | float, felt: Array, persistence: Array, response: Array, shock: Array
) -> Array:
    """The filters (K, ...) of the next year, in which a pressure is `felt`; their shocks as large as they are."""
    return persistence * before + response * felt + shock


def tie_terms(felt: Array, filters: Array, effects: OnTies) -> OnTies:
    """What the pressure felt (...) and the filters (K, ...) of a year add to its ties, by each effect."""
    return OnTies(effects.direct * felt, effects.mediated * filters, effects.moderated * (filters * felt))


def ties_after(
    before: Array | float,
    felt: Array,
    filters: Iterable[Array],
    persistence: Array,
    effects: OnTies,
    shock: Array,
) -> Array:
    """The ties (2, ...) of the next year: what is left of them, all that `tie_terms` tells in sum, and a shock, the year's with it.

    Filters are gone through one by one, so that nothing is as large as all terms together.
    """
    found = persistence * before + effects.direct * felt + shock
    for k, each in enumerate(filters):
        added = effects.moderated[:, k] * felt
        added += effects.mediated[:, k]
        added *= each
        found += added
    return found


def correlated(correlation: Array, one: Array, other: Array) -> Array:
    """Two standard normal shocks (2, ...) of a correlation, from two that have none."""
    return np.stack([one, correlation * one + np.sqrt(1 - correlation**2) * other])


def handed_on(terms: Array, persistence: Array) -> Array:
    """What terms (..., T) have come to by each year, as a persistence (...) hands them on: f[t] = persistence f[t-1] + terms[t]."""
    found = terms.copy()
    for year in range(1, terms.shape[-1]):
        found[..., year] += persistence * found[..., year - 1]
    return found
