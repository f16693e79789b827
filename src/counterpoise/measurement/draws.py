"""Draws of ties and of vote shares from the standard errors that their sources publish."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from counterpoise.identity import identifier

DRAWS = 1000
QUANTILES = {"median": 0.5, "low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}
NO_WIDTH = 0.005
"""An interval no wider than this is none: it is that of numbers whose sources publish no error."""

KEPT = 1024
"""Sets of draws held at once: those of both powers over the years, and those of the state at hand."""


@dataclass(frozen=True, slots=True)
class Position:
    """The place of a state in one year in a series of points, with the standard error of its source."""

    series: str
    state: str
    year: int
    place: float
    se: float


@dataclass(frozen=True, slots=True)
class ObservedTie:
    """A tie as observed: its strength and standard error, and, of a distance, the two positions that it lies between.

    `goalpost` is the distance at which the tie is nothing.
    """

    observation: str
    strength: float
    se: float | None
    goalpost: float
    own: Position | None = None
    power: Position | None = None


@lru_cache(maxsize=KEPT)
def standard_normal(seed: int, draws: int, *named: str | int) -> NDArray[np.float64]:
    """Draws (draws,) from the standard normal distribution that belong to a name, whatever else is drawn."""
    found = np.random.default_rng([seed, int(identifier(named=named), 16)]).standard_normal(draws)
    found.flags.writeable = False
    return found


def position_draws(position: Position, seed: int, draws: int = DRAWS) -> NDArray[np.float64]:
    """Draws (draws,) of a position: the same ones wherever the state, the year and the series are the same."""
    noise = standard_normal(seed, draws, position.series, position.state, position.year)
    return position.place + position.se * noise


def distance_draws(one: Position, other: Position, seed: int, draws: int = DRAWS) -> NDArray[np.float64]:
    """Draws (draws,) of the distance of two positions.

    Distances of one state from two powers share the draws of the state, and so the error of its position.
    """
    return np.abs(position_draws(one, seed, draws) - position_draws(other, seed, draws))


def tie_draws(tie: ObservedTie, seed: int, draws: int = DRAWS) -> NDArray[np.float64]:
    """Draws of a tie in [0, 1]: (draws,) where a standard error is published, else (1,), the tie as it stands."""
    if tie.own is not None and tie.power is not None and tie.goalpost > 0:
        distance = distance_draws(tie.own, tie.power, seed, draws)
        return 1.0 - np.clip(distance / tie.goalpost, 0.0, 1.0)
    if not tie.se:
        return np.array([tie.strength])
    return np.clip(tie.strength + tie.se * standard_normal(seed, draws, tie.observation), 0.0, 1.0)


def quantity_draws(
    tie: ObservedTie, value: float, seed: int, *, distance: bool, draws: int = DRAWS
) -> NDArray[np.float64]:
    """Draws (draws,) of what a tie was observed by, in its own unit, from its value and the tie's standard error.

    A distance is never below 0; where its two positions have errors it is drawn between them. (1,), the value
    as it stands, where no standard error is published.
    """
    if tie.own is not None and tie.power is not None:
        return distance_draws(tie.own, tie.power, seed, draws)
    if not tie.se:
        return np.array([value])
    drawn = value + tie.se * tie.goalpost * standard_normal(seed, draws, tie.observation)
    return np.maximum(drawn, 0.0) if distance else drawn


def quantiles(draws: NDArray[np.float64]) -> dict[str, float | None]:
    """Median, 50 and 90 per cent interval of draws (n,); None throughout where nothing is defined."""
    defined = draws[~np.isnan(draws)]
    if defined.size == 0:
        return dict.fromkeys(QUANTILES, None)
    if defined.size == 1:
        return dict.fromkeys(QUANTILES, float(defined[0]))
    # What np.quantile does by default, in half its time: there may be hundreds of thousands of these.
    ordered = np.sort(defined)
    places = np.array(list(QUANTILES.values())) * (defined.size - 1)
    found = np.interp(places, np.arange(defined.size), ordered)
    return dict(zip(QUANTILES, found.tolist(), strict=True))


def has_width(low: float, high: float) -> bool:
    """Whether an interval says more than that its sources publish no error."""
    return high - low > NO_WIDTH


def quantiles_of_rows(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """The quantiles of each row of draws (rows, n), in the order of `QUANTILES`: (rows, 5).

    Draws that are nan are left out; nan throughout where a row has no others.
    """
    ordered = np.sort(draws, axis=1)  # nan comes last
    defined = draws.shape[1] - np.isnan(draws).sum(axis=1)
    places = np.array(list(QUANTILES.values()))[None, :] * np.maximum(defined - 1, 0)[:, None]
    below = places.astype(np.int64)
    above = np.minimum(below + 1, np.maximum(defined - 1, 0)[:, None])
    low = np.take_along_axis(ordered, below, axis=1)
    high = np.take_along_axis(ordered, above, axis=1)
    # In this form equal neighbours give exactly themselves, so that an interval without width has none.
    found: NDArray[np.float64] = low + (places - below) * (high - low)
    return found
