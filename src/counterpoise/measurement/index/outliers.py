"""Outliers: values so far out that they would set the scale for all others, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

Floats = NDArray[np.float64]

SKEWNESS = 2.0
KURTOSIS = 3.5
"""A series is distorted by outliers where its skewness and its kurtosis both go beyond these (Groeneveld & Meeden 1984;
the rule of COINr and of the Global Innovation Index)."""

MOST_MOVED = 5
"""Values that may be winsorised before a series is transformed instead."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """A series as it was treated.

    `method` is "none", "winsorised" or the name of a transformation; `moved` says which values (n,) were changed;
    `passes` whether the series now keeps the rule of skewness and kurtosis.
    """

    values: Floats
    method: str
    moved: NDArray[np.bool_]
    passes: bool


def skewness(values: Floats) -> float:
    """Skewness G1, adjusted for the sample size, of at least 3 values (n,); nan is missing.

    Source: Joanes & Gill (1998), doi 10.1111/1467-9884.00122 (type 2 of e1071 in R). Raises CounterpoiseError for
    fewer values, or where all are the same.
    """
    centred = _centred(values, 3, "skewness")
    n = len(centred)
    g1 = np.sqrt(n) * np.sum(centred**3) / np.sum(centred**2) ** 1.5
    return float(g1 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: Floats) -> float:
    """Excess kurtosis G2, adjusted for the sample size, of at least 4 values (n,); 0 of a normal distribution.

    Source: Joanes & Gill (1998) (type 2 of e1071 in R). Raises as `skewness`.
    """
    centred = _centred(values, 4, "kurtosis")
    n = len(centred)
    g2 = n * np.sum(centred**4) / np.sum(centred**2) ** 2 - 3
    return float(((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3)))


def keeps_the_rule(values: Floats, most_skewness: float = SKEWNESS, most_kurtosis: float = KURTOSIS) -> bool:
    """Whether skewness or kurtosis of the values (n,) stays within its limit: only both together tell of outliers."""
    return abs(skewness(values)) < most_skewness or kurtosis(values) < most_kurtosis


def winsorise(values: Floats, most: int = MOST_MOVED) -> Floats:
    """Set the value farthest out to the next one, until the rule is kept or `most` values are moved. (n,) to (n,).

    The end at which a value is moved is that of the skewness; equal values are moved together. Source: `winsorise`
    of COINr; Nardo et al. (2008), section 4. Raises CounterpoiseError for fewer than 4 values or a constant series.
    """
    moved = values.copy()
    while not keeps_the_rule(moved) and np.count_nonzero(_differs(moved, values)) < most:
        end: Callable[[Floats], float] = np.nanmax if skewness(moved) >= 0 else np.nanmin
        outlying = moved == end(moved)
        rest = moved[~outlying & ~np.isnan(moved)]
        if np.ptp(rest) == 0:
            break  # one value against all others: moved too, nothing would vary any more
        moved[outlying] = end(rest)
    return moved


def log_of_shifted(values: Floats) -> Floats:
    """log(x - min + a), a = .01 (max - min): defined for every sign. (n,) to (n,). Source: `log_CT` of COINr."""
    least, most = _ends(values, "log_of_shifted")
    return np.log(values - least + 0.01 * (most - least))


def log_of_shifted_by_one(values: Floats) -> Floats:
    """log(x - min + 1). (n,) to (n,). Source: the COIN Tool of the Joint Research Centre (`log_CT_orig` of COINr)."""
    least, _ = _ends(values, "log_of_shifted_by_one")
    return np.log(values - least + 1)


def log_gii(values: Floats) -> Floats:
    """log((max - 1)(x - min) / (max - min) + 1). (n,) to (n,).

    Source: Global Innovation Index 2020, appendix IV (`log_GII` of COINr). Raises CounterpoiseError where the greatest
    value is not above 1, for the order would then be turned round, or not be defined.
    """
    least, most = _ends(values, "log_gii")
    if most <= 1:
        found = f"the greatest value is {most:g}; at 1 or less the order would not be kept"
        raise CounterpoiseError(Problem("log_gii", found))
    return np.log((most - 1) * (values - least) / (most - least) + 1)


def box_cox(values: Floats, power: float, shift: bool = True) -> Floats:
    """(x^power - 1) / power, or log x at power 0, of values moved so that the least is 1 unless `shift` is False.

    Shapes (n,) to (n,). Source: Box & Cox (1964), doi 10.1111/j.2517-6161.1964.tb00553.x (`boxcox` of COINr). Raises
    CounterpoiseError where values that are not moved are not all above 0.
    """
    least = float(np.nanmin(values))
    if not shift and least <= 0:
        raise CounterpoiseError(
            Problem("box_cox", f"the least value is {least:g}; expected values above 0, or shift")
        )
    moved = values - least + 1 if shift else values
    return np.log(moved) if power == 0 else (moved**power - 1) / power


TRANSFORMATIONS: Mapping[str, Callable[[Floats], Floats]] = MappingProxyType(
    {each.__name__: each for each in (log_of_shifted, log_of_shifted_by_one, log_gii)}
)


def treat(values: Floats, most: int = MOST_MOVED, transformation: str = "log_of_shifted") -> Treatment:
    """Winsorise a series (n,) that outliers distort; where that is not enough, transform it as it was instead.

    The two steps of `Treat` of COINr. A series of fewer than 4 values, or one that never varies, has no outliers.
    """
    if transformation not in TRANSFORMATIONS:
        near = did_you_mean(transformation, TRANSFORMATIONS) or "; expected one of " + ", ".join(
            TRANSFORMATIONS
        )
        raise CounterpoiseError(Problem(transformation, f"unknown transformation{near}"))
    observed = values[~np.isnan(values)]
    if len(observed) < 4 or np.ptp(observed) == 0 or keeps_the_rule(values):
        return Treatment(values, "none", np.zeros(values.shape, bool), True)
    moved = winsorise(values, most)
    if keeps_the_rule(moved):
        return Treatment(moved, "winsorised", _differs(moved, values), True)
    changed = TRANSFORMATIONS[transformation](values)
    return Treatment(changed, transformation, ~np.isnan(values), keeps_the_rule(changed))


def _differs(moved: Floats, values: Floats) -> NDArray[np.bool_]:
    differs: NDArray[np.bool_] = (moved != values) & ~np.isnan(values)
    return differs


def _ends(values: Floats, method: str) -> tuple[float, float]:
    least, most = float(np.nanmin(values)), float(np.nanmax(values))
    if least == most:
        raise CounterpoiseError(Problem(method, f"every value is {least:g}; expected values that vary"))
    return least, most


def _centred(values: Floats, fewest: int, what: str) -> Floats:
    observed = values[~np.isnan(values)]
    if len(observed) < fewest:
        raise CounterpoiseError(Problem(what, f"{len(observed)} values; expected at least {fewest}"))
    if np.ptp(observed) == 0:
        raise CounterpoiseError(Problem(what, f"every value is {observed[0]:g}; expected values that vary"))
    centred: Floats = observed - observed.mean()
    # Moments over powers of the deviation do not depend on the scale, and a scale of 1 keeps them from running over.
    whole: Floats = centred / np.abs(centred).max()
    return whole
