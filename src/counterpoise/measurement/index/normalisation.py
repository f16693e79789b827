"""Normalisation: an indicator's values brought onto a scale on which they may be put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

Floats = NDArray[np.float64]


def minmax(values: Floats, low: float = 0.0, high: float = 100.0) -> Floats:
    """(x - min) / (max - min), stretched onto `low` to `high`. Shapes (n,) to (n,); nan is a missing value and stays.

    Source: Nardo et al. (2008), Handbook on Constructing Composite Indicators, section 5.3 (as `n_minmax` of COINr).
    Raises CounterpoiseError where all values are the same.
    """
    least, most = _range(values, "minmax")
    return (values - least) / (most - least) * (high - low) + low


def zscore(values: Floats, mean: float = 0.0, sd: float = 1.0) -> Floats:
    """(x - mean of x) / sd of x, with n - 1 below the sd, brought to another mean and sd. Shapes (n,) to (n,).

    Source: Nardo et al. (2008), section 5.2 (`n_zscore`). Raises CounterpoiseError where all values are the same.
    """
    _range(values, "zscore")
    scores: Floats = (values - np.nanmean(values)) / np.nanstd(values, ddof=1) * sd + mean
    return scores


def scaled(values: Floats, low: float = 0.0, high: float = 100.0) -> Floats:
    """100 (x - low) / (high - low), from stated bounds and not cut at them. Shapes (n,) to (n,).

    Source: Global Innovation Index 2020, appendix IV (`n_scaled`). Raises CounterpoiseError where the bounds are one.
    """
    return (values - low) / _distance(high - low, "scaled", f"low and high are both {low:g}") * 100


def rank(values: Floats) -> Floats:
    """The rank from below: 1 is the least; equal values share the lower rank. Shapes (n,) to (n,).

    Source: Nardo et al. (2008), section 5.1 (`n_rank`).
    """
    observed = ~np.isnan(values)
    ranks = np.full(values.shape, np.nan)
    ordered = np.sort(values[observed])
    ranks[observed] = np.searchsorted(ordered, values[observed], side="left") + 1
    return ranks


def borda(values: Floats) -> Floats:
    """How many values are smaller: the rank less one. Shapes (n,) to (n,). Source: `n_borda` of COINr."""
    return rank(values) - 1


def percentile_rank(values: Floats) -> Floats:
    """The share of the other values that are smaller, in 0 to 1. Shapes (n,) to (n,). Source: `n_prank` of COINr.

    Raises CounterpoiseError where fewer than two values are observed.
    """
    observed = np.count_nonzero(~np.isnan(values))
    if observed < 2:
        raise _unusable("percentile_rank", f"{observed} observed; a rank needs at least two")
    return borda(values) / (observed - 1)


def distance_to_maximum(values: Floats) -> Floats:
    """1 - (max - x) / (max - min): 1 at the greatest value, 0 at the least. Shapes (n,) to (n,).

    Source: `n_dist2max` of COINr. Raises CounterpoiseError where all values are the same.
    """
    return minmax(values, 0.0, 1.0)


def distance_to_target(values: Floats, target: float, cap: bool = False) -> Floats:
    """1 - (target - x) / (target - min): 1 at the target, more beyond it unless `cap`. Shapes (n,) to (n,).

    Source: `n_dist2targ` of COINr. Raises CounterpoiseError where the target does not lie above the least value.
    """
    least, _ = _range(values, "distance_to_target", constant=True)
    if target <= least:
        found = f"target {target:g}, least value {least:g}; expected a target above it"
        raise _unusable("distance_to_target", found)
    scores = 1 - (target - values) / (target - least)
    return np.minimum(scores, 1.0) if cap else scores


def distance_to_reference(values: Floats, reference: int, cap: bool = False) -> Floats:
    """`distance_to_target` with the value of the unit at place `reference` (from 0) as target. Shapes (n,) to (n,).

    Source: Nardo et al. (2008), section 5.4 (`n_dist2ref`). Raises CounterpoiseError where the reference is not
    observed, or has the least value.
    """
    if not 0 <= reference < len(values):
        raise _unusable("distance_to_reference", f"reference {reference}; expected 0 to {len(values) - 1}")
    if np.isnan(values[reference]):
        raise _unusable("distance_to_reference", f"unit {reference}, the reference, is not observed")
    return distance_to_target(values, float(values[reference]), cap)


def fraction_of_maximum(values: Floats) -> Floats:
    """x / max. Shapes (n,) to (n,). Source: `n_fracmax` of COINr. Raises CounterpoiseError where max is not above 0."""
    _, most = _range(values, "fraction_of_maximum", constant=True)
    if most <= 0:
        raise _unusable("fraction_of_maximum", f"the greatest value is {most:g}; expected one above 0")
    return values / most


def goalposts(values: Floats, low: float, high: float, scale: float = 1.0, cut: bool = True) -> Floats:
    """scale (x - low) / (high - low), cut at both goalposts unless told otherwise. Shapes (n,) to (n,).

    Source: UNDP (2010), Human Development Report, technical note 1 (`n_goalposts` of COINr). Raises
    CounterpoiseError where the goalposts are one.
    """
    share = (values - low) / _distance(high - low, "goalposts", f"low and high are both {low:g}")
    return (np.clip(share, 0.0, 1.0) if cut else share) * scale


NORMALISERS: Mapping[str, Callable[..., Floats]] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            minmax,
            zscore,
            scaled,
            rank,
            borda,
            percentile_rank,
            distance_to_maximum,
            distance_to_target,
            distance_to_reference,
            fraction_of_maximum,
            goalposts,
        )
    }
)
"""The eleven normalisers of COINr, by name."""

TURNED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"distance_to_target": ("target",), "scaled": ("low", "high"), "goalposts": ("low", "high")}
)
"""The parameters that are values of the indicator, and so change their sign with it."""


def normalise(
    values: Floats, method: str, parameters: Mapping[str, float] | None = None, direction: int = 1
) -> Floats:
    """Values (n,) by a named method; with direction -1 less is more, and the values are turned round before.

    Parameters that are values of the indicator (a target, goalposts) are given on its own scale, low before high.
    Raises CounterpoiseError where the method is not known, or does not fit the values.
    """
    if method not in NORMALISERS:
        near = did_you_mean(method, NORMALISERS) or "; expected one of " + ", ".join(NORMALISERS)
        raise _unusable(method, f"unknown normalisation{near}")
    given = dict(parameters or {})
    if direction == -1:
        if method == "distance_to_target" and given.get("target", -np.inf) >= np.nanmax(values):
            found = f"target {given['target']:g}, greatest value {np.nanmax(values):g}; expected a target below it"
            raise _unusable(method, found)
        values = -values
        given |= {name: -given[name] for name in TURNED.get(method, ()) if name in given}
        if "low" in TURNED.get(method, ()) and {"low", "high"} <= given.keys():
            given["low"], given["high"] = given["high"], given["low"]
    return NORMALISERS[method](values, **given)


def _range(values: Floats, method: str, constant: bool = False) -> tuple[float, float]:
    """The least and greatest value. Raises CounterpoiseError where there is none, or, unless allowed, only one."""
    if np.isnan(values).all():
        raise _unusable(method, "nothing is observed")
    least, most = float(np.nanmin(values)), float(np.nanmax(values))
    if least == most and not constant:
        raise _unusable(method, f"every value is {least:g}; a series that never varies has no scale")
    return least, most


def _distance(distance: float, method: str, found: str) -> float:
    if distance == 0:
        raise _unusable(method, f"{found}; expected two different values")
    return distance


def _unusable(method: str, found: str) -> CounterpoiseError:
    return CounterpoiseError(Problem(method, found))
