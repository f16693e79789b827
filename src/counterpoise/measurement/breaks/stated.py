"""Whether a series broke at a date that was stated beforehand, such as that of an event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.breaks.posterior import BreakPosterior
from counterpoise.measurement.draws import quantiles

FEWEST_PATHS = 50
"""The size of a break is told from at least so many drawn ways of cutting that have it."""

LEAST = 1e-6
"""Odds are those of a probability no nearer to 0 or 1 than this."""


@dataclass(frozen=True, slots=True)
class StatedBreak:
    """The posterior of a break at a stated year.

    `probability` is of a break within the years asked for; `prior` what it was before the series was seen; `placebo`
    the mean probability at every other date that could be asked about, and `odds` how many times the odds at that mean
    the odds here are; `as_probable` the share of those dates at which a break is at least as probable. `size` is the
    change given that there is such a break, `change` the change whether or not there is (0 where there is none); each
    with median, 50 and 90 per cent interval. `size` is None where too few drawn ways have one.
    """

    year: float
    probability: float
    prior: float
    placebo: float
    odds: float
    as_probable: float
    size: dict[str, float | None] | None
    change: dict[str, float | None]


def too_dense(posterior: BreakPosterior, year: float, within: float = 1.0) -> bool:
    """Whether so many observations lie within some years of a stated one that there may be two breaks among them."""
    return not _one_at_most(posterior, _within(posterior, year, within))


def break_at(posterior: BreakPosterior, year: float, within: float = 1.0) -> StatedBreak | None:
    """The posterior of a break within some years of a stated one; None where the series does not bear on it.

    A break at a time t of the series means a change after the time before it and not after t; it is counted where
    that stretch reaches into year - within .. year + within. The series does not bear on a year at which no
    spell can begin: before the first or after the last `fewest` observations.

    Dates around which there may be two breaks are no part of the placebo. Raises ValueError where the stated year is
    `too_dense`.
    """
    here = _within(posterior, year, within)
    if not here.any():
        return None
    if not _one_at_most(posterior, here):
        raise ValueError(
            f"{within} years either side hold {here.sum()} observations; expected at most {posterior.fewest}, "
            "so that one break at most lies among them"
        )
    probability = float(posterior.at[here].sum())
    others = [
        float(posterior.at[there].sum())
        for there in (_within(posterior, other, within) for other in posterior.times)
        if there.any() and not (there & here).any() and _one_at_most(posterior, there)
    ]
    placebo = float(np.mean(others)) if others else probability
    broke = np.isin(posterior.dates, np.flatnonzero(here))
    change = (posterior.sizes * broke).sum(axis=1)
    having = broke.any(axis=1)
    return StatedBreak(
        year=year,
        probability=probability,
        prior=float(posterior.prior_at[here].sum()),
        placebo=placebo,
        odds=_odds(probability) / _odds(placebo),
        as_probable=float(np.mean([other >= probability for other in others])) if others else 1.0,
        size=quantiles(change[having]) if having.sum() >= FEWEST_PATHS else None,
        change=quantiles(change),
    )


def _within(posterior: BreakPosterior, year: float, within: float) -> NDArray[np.bool_]:
    """The observations (n,) that may begin a new spell by a change within some years of one."""
    times, fewest = posterior.times, posterior.fewest
    found = np.zeros(len(times), dtype=bool)
    found[1:] = (times[1:] >= year - within) & (times[:-1] < year + within)
    found[:fewest] = False
    found[len(times) - fewest + 1 :] = False
    return found


def _one_at_most(posterior: BreakPosterior, here: NDArray[np.bool_]) -> bool:
    """Whether two spells can not both begin among some observations (n,)."""
    places = np.flatnonzero(here)
    return len(places) == 0 or int(np.ptp(places)) < posterior.fewest


def _odds(probability: float) -> float:
    kept = min(max(probability, LEAST), 1.0 - LEAST)
    return kept / (1.0 - kept)
