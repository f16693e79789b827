"""Draws of ties and of vote shares from the standard errors that their sources publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from counterpoise.identity import identifier

DRAWS = 1000
QUANTILES = {"median": 0.5, "low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}
Z90 = 1.6448536269514722
"""The 95 per cent quantile of the normal, so that an interval of 90 per cent ends as many standard errors from its middle."""

NO_WIDTH = 0.005
"""An interval no wider than this is none: it is that of numbers whose sources publish no error."""

KEPT = 256
"""Sets of draws held at once: those of both powers over the years, and those of the state at hand."""

STACKS = 4
"""Stacks of draws held at once: those of both powers over the years, and that of the state at hand."""


@dataclass(frozen=True, slots=True)
class Position:
    """The place of a state in one year in a series of points, with the standard error of its source.

    `posterior` (n,) holds draws, where the source has some: those in one place of each position of the series belong together.
    """

    series: str
    state: str
    year: int
    place: float
    se: float
    posterior: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)


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

    @property
    def positions(self) -> tuple[Position, Position] | None:
        """The two positions, where both are known with their errors."""
        return None if self.own is None or self.power is None else (self.own, self.power)


@lru_cache(maxsize=KEPT)
def standard_normal(seed: int, draws: int, *named: str | int) -> NDArray[np.float64]:
    """Draws (draws,) from the standard normal distribution that belong to a name, whatever else is drawn."""
    found = np.random.default_rng([seed, int(identifier(named=named), 16)]).standard_normal(draws)
    found.flags.writeable = False
    return found


def position_draws(positions: Sequence[Position], seed: int, draws: int = DRAWS) -> NDArray[np.float64]:
    """Draws (positions, draws): the same ones wherever the state, the year and the series of a position are the same.

    A position that has a posterior takes its draws from it, in order and round again: so positions keep what they have in
    common. Others are drawn about their place, each by itself.
    """
    if all(each.posterior is None for each in positions):
        return _about_places(tuple(positions), seed, draws)
    return np.array(
        [
            _about_places((each,), seed, draws)[0]
            if each.posterior is None
            else np.resize(each.posterior, draws)
            for each in positions
        ],
        np.float64,
    )


@lru_cache(maxsize=STACKS)
def _about_places(positions: tuple[Position, ...], seed: int, draws: int) -> NDArray[np.float64]:
    found = np.array([standard_normal(seed, draws, each.series, each.state, each.year) for each in positions])
    found *= np.array([each.se for each in positions])[:, None]
    found += np.array([each.place for each in positions])[:, None]
    found.flags.writeable = False
    return found


def distance_draws(
    ones: Sequence[Position], others: Sequence[Position], seed: int, draws: int = DRAWS
) -> NDArray[np.float64]:
    """Draws (positions, draws) of the distance of each position from the one that stands in its place in `others`.

    Distances of one state from two powers share the draws of the state, and so the error of its position.
    """
    apart = position_draws(ones, seed, draws) - position_draws(others, seed, draws)
    return np.abs(apart, out=apart)


def tie_draws(ties: Sequence[ObservedTie], seed: int, draws: int = DRAWS) -> NDArray[np.float64]:
    """Draws (ties, draws) of ties in [0, 1]; (ties, 1), the ties as they stand, where none has a standard error.

    A tie of which no standard error is published is the same in each draw.
    """
    between = [place for place, tie in enumerate(ties) if tie.positions and tie.goalpost > 0]
    if between:
        near = _apart(ties, between, seed, draws)
        near /= np.array([ties[place].goalpost for place in between])[:, None]
        np.subtract(1.0, near, out=near)
        np.maximum(near, 0.0, out=near)
        if len(between) == len(ties):
            return near
    found = _about([tie.strength for tie in ties], [tie.se for tie in ties], ties, between, seed, draws)
    np.clip(found, 0.0, 1.0, out=found)
    if between:
        found[between] = near
    return found


def quantity_draws(
    ties: Sequence[ObservedTie], values: Sequence[float], seed: int, *, distance: bool, draws: int = DRAWS
) -> NDArray[np.float64]:
    """Draws (ties, draws) of what ties were observed by, in its own unit, from its values and the ties' standard errors.

    A distance is never below 0; where its two positions have errors it is drawn between them. (ties, 1), the values as
    they stand, where none has a standard error.
    """
    between = [place for place, tie in enumerate(ties) if tie.positions]
    errors = [tie.se * tie.goalpost if tie.se else None for tie in ties]
    found = _about(values, errors, ties, between, seed, draws)
    if between:
        found[between] = _apart(ties, between, seed, draws)
    return np.maximum(found, 0.0, out=found) if distance else found


def _about(
    values: Sequence[float],
    errors: Sequence[float | None],
    ties: Sequence[ObservedTie],
    between: Sequence[int],
    seed: int,
    draws: int,
) -> NDArray[np.float64]:
    """Draws (ties, draws) of values about which their sources publish errors; those between positions are left as they stand."""
    erring = [place for place in set(range(len(ties))).difference(between) if errors[place]]
    found = np.repeat(np.array(values, float)[:, None], draws if between or erring else 1, axis=1)
    for place in erring:
        found[place] += (errors[place] or 0.0) * standard_normal(seed, draws, ties[place].observation)
    return found


def _apart(ties: Sequence[ObservedTie], places: Sequence[int], seed: int, draws: int) -> NDArray[np.float64]:
    """Draws (places, draws) of the distance that each of some ties was observed by."""
    pairs = [pair for place in places if (pair := ties[place].positions) is not None]
    return distance_draws([own for own, _ in pairs], [power for _, power in pairs], seed, draws)


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
    if draws.shape[1] == 1:
        return np.repeat(draws, len(QUANTILES), axis=1)
    ordered = np.sort(draws, axis=1)  # nan comes last
    places = np.array(list(QUANTILES.values())) * (draws.shape[1] - 1)
    if not np.isnan(ordered[:, -1:]).any():
        low, high = (ordered[:, at] for at in (places.astype(np.int64), np.ceil(places).astype(np.int64)))
    else:
        defined = draws.shape[1] - np.isnan(draws).sum(axis=1)
        places = np.array(list(QUANTILES.values()))[None, :] * np.maximum(defined - 1, 0)[:, None]
        low, high = (
            np.take_along_axis(ordered, at.astype(np.int64), axis=1) for at in (places, np.ceil(places))
        )
    # In this form equal neighbours give exactly themselves, so that an interval without width has none.
    found: NDArray[np.float64] = low + (places - np.floor(places)) * (high - low)
    return found
