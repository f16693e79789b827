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
    with median, 50 and 90 per cent interval, and `falls` the probability of such a break downward. `size` is None where too few drawn ways have one.
    """

    year: float
    probability: float
    prior: float
    placebo: float
    odds: float
    as_probable: float
    size: dict[str, float | None] | None
    change: dict[str, float | None]
    falls: float


def too_dense(posterior: BreakPosterior, year: float, within: float = 1.0) -> bool:
    """Whether so many observations lie within some years of a stated one that there may be two breaks among them."""
    return not _one_at_most(posterior, _within(posterior, np.array([year]), within))[0]


def break_at(posterior: BreakPosterior, year: float, within: float = 1.0) -> StatedBreak | None:
    """The posterior of a break within some years of a stated one; None where the series does not bear on it.

    A break at a time t of the series means a change after the time before it and not after t; it is counted where
    that stretch reaches into year - within .. year + within. The series does not bear on a year at which no
    spell can begin: before the first or after the last `fewest` observations.

    Dates around which there may be two breaks are no part of the placebo. Raises ValueError where the stated year is
    `too_dense`.
    """
    (here,) = _within(posterior, np.array([year]), within)
    if not here.any():
        return None
    if not _one_at_most(posterior, here[None])[0]:
        raise ValueError(
            f"{within} years either side hold {here.sum()} observations; expected at most {posterior.fewest}, "
            "so that one break at most lies among them"
        )
    probability = float(posterior.at[here].sum())
    there = _within(posterior, posterior.times, within)
    apart = there.any(axis=1) & ~there[:, here].any(axis=1) & _one_at_most(posterior, there)
    others = there[apart] @ posterior.at
    placebo = float(np.mean(others)) if len(others) else probability
    broke = np.isin(posterior.dates, np.flatnonzero(here))
    change = (posterior.sizes * broke).sum(axis=1)
    having = broke.any(axis=1)
    return StatedBreak(
        year=year,
        probability=probability,
        prior=float(posterior.prior_at[here].sum()),
        placebo=placebo,
        odds=odds(probability) / odds(placebo),
        as_probable=float(np.mean(others >= probability)) if len(others) else 1.0,
        size=quantiles(change[having]) if having.sum() >= FEWEST_PATHS else None,
        change=quantiles(change),
        falls=float(np.mean(change < 0)),
    )


def _within(
    posterior: BreakPosterior, years: NDArray[np.float64] | NDArray[np.int64], within: float
) -> NDArray[np.bool_]:
    """The observations (years, n) that may begin a new spell by a change within some years of each of these."""
    times, fewest = posterior.times, posterior.fewest
    found = np.zeros((len(years), len(times)), dtype=bool)
    found[:, 1:] = (times[1:] >= years[:, None] - within) & (times[:-1] < years[:, None] + within)
    found[:, :fewest] = False
    found[:, len(times) - fewest + 1 :] = False
    return found


def _one_at_most(posterior: BreakPosterior, places: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether two spells can not both begin among the observations of each row of `places` (rows, n), as (rows,)."""
    first = places.argmax(axis=1)
    last = places.shape[1] - 1 - places[:, ::-1].argmax(axis=1)
    one: NDArray[np.bool_] = ~places.any(axis=1) | (last - first < posterior.fewest)
    return one


def odds(probability: float) -> float:
    """The odds of a probability, taken to be no nearer to 0 or 1 than `LEAST`."""
    kept = min(max(probability, LEAST), 1.0 - LEAST)
    return kept / (1.0 - kept)
