"""Intervals of similarity: how far a figure would differ had the session put other roll calls of its kind to the vote."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterpoise.agreement.bootstrap import FEWEST, RESAMPLES, resampled
from counterpoise.measurement.draws import quantiles
from counterpoise.measurement.similarity.dyads import tally_of
from counterpoise.measurement.similarity.measures import Floats
from counterpoise.measurement.similarity.portfolios import Portfolios
from counterpoise.wording import several

DEFINED = 0.5
"""There is no interval unless a figure is defined in at least this share of the resamples."""


def drawn_measures(
    portfolios: Portfolios,
    dyads: Sequence[tuple[int, int]],
    names: Sequence[str],
    seed: int,
    resamples: int = RESAMPLES,
) -> Floats:
    """Measures (names, dyads, draws) of chosen dyads over resamples of the period's objects; nan where not defined.

    All dyads share the resamples, so that figures of one state with two powers, and what is made of both, vary
    together. Efron & Tibshirani (1993), An Introduction to the Bootstrap, section 13.3.
    """
    objects = portfolios.positions.shape[1]
    weights = np.concatenate(list(resampled(objects, seed, resamples))).T
    return tally_of(portfolios, dyads, weights).measures(names)


def interval(draws: Floats, objects: float) -> tuple[float, float] | str:
    """The percentile interval of 90 per cent of draws (draws,), or why there is none.

    `objects` is how many the figure itself rests on.
    """
    if objects < FEWEST:
        return f"rests on {several(int(objects), 'roll call')}, an interval needs {FEWEST}"
    if np.isfinite(draws).mean() < DEFINED:
        return "not defined in most resamples"
    found = quantiles(draws)
    low, high = found["low90"], found["high90"]
    if low is None or high is None:
        return "not defined in any resample"
    return low, high
