"""The expected loss in the worst cases: conditional value at risk."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def tail_loss(losses: Array, tail: float) -> Array:
    """The mean of the worst part `tail` of equally likely losses (..., M), over the last axis.

    Where `tail` times M is no whole number, the last of them counts with what is left over: CVaR as in Rockafellar
    & Uryasev (2002), doi 10.1016/S0378-4266(02)00271-6, proposition 8.
    """
    scenarios = losses.shape[-1]
    worst = min(max(ceil(round(tail * scenarios, 9)), 1), scenarios)
    # The best of the worst stands first and may count in part; the order of the others does not matter.
    there = np.partition(losses, scenarios - worst, axis=-1)[..., scenarios - worst :]
    weights = np.ones(worst)
    weights[0] = max(tail * scenarios, 1.0) - (worst - 1)
    return np.asarray(there @ weights / weights.sum())
