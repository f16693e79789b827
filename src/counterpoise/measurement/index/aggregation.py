"""Aggregation: the normalised values of a unit put together into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem

Floats = NDArray[np.float64]


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """sum w x / sum w over indicators: a low value is made up for by a high one.

    Shapes: (units, indicators) or (units, indicators, draws), (indicators,) to (units,) or (units, draws), where weights may
    also differ between draws, (indicators, draws). A missing value (nan) is left out with its weight; nan where a unit has
    none. Source: Nardo et al. (2008), section 6.8.
    """
    return _weighted(values, weights, values)


def geometric(values: Floats, weights: Floats) -> Floats:
    """exp(sum w log x / sum w): a low value is made up for in part. Shapes as `arithmetic`.

    Source: Nardo et al. (2008), section 6.9. Raises CounterpoiseError where a value is not above 0.
    """
    _above_zero(values, "geometric")
    return np.exp(_weighted(np.log(values), weights, values))


def harmonic(values: Floats, weights: Floats) -> Floats:
    """sum w / sum (w / x): the lowest values tell most. Shapes as `arithmetic`.

    Source: `a_hmean` of COINr. Raises CounterpoiseError where a value is not above 0.
    """
    _above_zero(values, "harmonic")
    return 1 / _weighted(1 / values, weights, values)


def generalised(values: Floats, weights: Floats, power: float) -> Floats:
    """(sum w x^p / sum w)^(1/p): arithmetic at p = 1, harmonic at -1, geometric in the limit of 0. Shapes as `arithmetic`.

    Source: Hardy, Littlewood & Polya (1952), Inequalities, section 2.2 (`a_genmean` of COINr). Raises
    CounterpoiseError where a value is negative, or 0 with a power of 0 or less.
    """
    if power == 0:
        return geometric(values, weights)
    if power < 0 or (values < 0).any():
        _above_zero(values, f"generalised, power {power:g}")
    result: Floats = _weighted(values**power, weights, values) ** (1 / power)
    return result


def outranking(values: Floats, weights: Floats) -> Floats:
    """For units i and j the weight of the indicators in which i is above j, and half of that in which they are level.

    Shapes: (units, indicators), (indicators,) to (units, units), with 0 on the diagonal. Indicators that one of the
    two misses are left out, and the weights of the others brought to sum 1. Source: Nardo et al. (2008), section 6.10.
    """
    above = (values[:, None, :] > values[None, :, :]) @ weights
    level = (values[:, None, :] == values[None, :, :]) @ weights
    observed = (~np.isnan(values)).astype(float)
    shared = (observed * weights) @ observed.T
    matrix: Floats = np.full_like(shared, 0.5)
    np.divide(above + level / 2, shared, out=matrix, where=shared > 0)
    np.fill_diagonal(matrix, 0.0)
    return matrix


def copeland(values: Floats, weights: Floats) -> Floats:
    """How many units each is ranked above, less how many it is ranked below, by the outranking matrix against one half.

    Shapes: (units, indicators), (indicators,) to (units,). No indicator makes up for another. A unit in which nothing is
    observed has nan. Source: Copeland (1951); Saari & Merlin (1996), doi 10.1007/BF01212012 (`a_copeland` of COINr).
    """
    # Weights such as 1/3 and 2/3 - 1/3 differ in the last bit: halves are halves.
    wins = np.sign(np.round(outranking(values, weights) - 0.5, 12))
    np.fill_diagonal(wins, 0.0)
    return np.where(np.isnan(values).all(axis=1), np.nan, wins.sum(axis=1))


AGGREGATORS: Mapping[str, Callable[..., Floats]] = MappingProxyType(
    {each.__name__: each for each in (arithmetic, geometric, harmonic, generalised, copeland)}
)
"""The five aggregators of COINr, by name; `generalised` needs its power."""


def _weighted(terms: Floats, weights: Floats, values: Floats) -> Floats:
    """The weighted mean of terms over the indicators whose values are observed; nan where none is."""
    observed = ~np.isnan(values)
    by_indicator = weights.reshape(1, *weights.shape, *[1] * (values.ndim - 1 - weights.ndim))
    total = (observed * by_indicator).sum(axis=1)
    summed = np.where(observed, terms, 0.0) * by_indicator
    mean: Floats = np.full(total.shape, np.nan)
    np.divide(summed.sum(axis=1), total, out=mean, where=total > 0)
    return mean


def _above_zero(values: Floats, method: str) -> None:
    if (values <= 0).any():
        found = f"found {int((values <= 0).sum())} values of 0 or less, the least {np.nanmin(values):g}"
        raise CounterpoiseError(
            Problem(f"aggregation {method}", f"{found}; normalise to values above 0, or take another mean")
        )
