"""What is left of a panel when the levels of its states and of its years are taken out: two-way fixed effects, states observed in other years or not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.panel import Array

ROUNDING = 1e-9
"""A remainder below this part of what it is left of is what reckoning leaves, and so is a leverage that is as near to 1."""


def within_states_and_years(values: Array, times: NDArray[np.int64] | None = None) -> Array:
    """Values (V, N, T) less the level of their state and of their year, by least squares; nan in all V where in any.

    With `times` (N,) each state counts so many times, as in a sample of states with replacement. What one state-year alone
    tells of a level is fitted whatever it is: it has a leverage of 1, says nothing of what is left, and is nan too (a year of one
    state, a state of one year, Correia 2015, *Singletons, Cluster-Robust Standard Errors and Fixed Effects*; and what alone
    links parts of a panel).

    The levels of states are swept out, and those of years solved for: Wansbeek & Kapteyn (1989), *Journal of Econometrics* 41(3):
    341-361, whose sweep is that of a regression on indicators of all states and years, of a panel with gaps too.
    """
    seen = ~np.isnan(values).any(axis=0)
    weight = np.where(seen, 1.0 if times is None else times[:, None], 0.0)
    part = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1)
    swept = np.linalg.pinv(np.diag(weight.sum(axis=0)) - part.T @ weight, rcond=ROUNDING, hermitian=True)
    filled = np.where(seen, values, 0.0)
    about = filled - (part * filled).sum(axis=2, keepdims=True)
    years = (weight * about).sum(axis=1) @ swept
    left = about - (years[:, None] - (years @ part.T)[:, :, None])
    left[np.abs(left) <= ROUNDING * np.abs(filled).max(axis=(1, 2), initial=0.0, keepdims=True)] = 0.0
    across = part @ swept
    of_states = 1 / np.maximum(weight.sum(axis=1), 1) + (across * part).sum(axis=1)
    leverage = weight * (of_states[:, None] + np.diag(swept) - 2 * across)
    return np.where((weight > 0) & (leverage < 1 - ROUNDING), left, np.nan)
