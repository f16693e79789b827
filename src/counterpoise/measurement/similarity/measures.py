"""The measures of foreign-policy similarity: S, weighted kappa, Scott's pi, A and agreement, from a joint table's sums.

Two portfolios, such as the votes of two states or their alliances, hold for each object (a roll call, a partner) one of
K ordered categories. With P the shares of objects in category k of the one and l of the other, r and c its margins, and
d = |k - l|, of which dmax = K - 1 is the largest, whether it occurs or not:

- S = 1 - 2 sum(P d) / dmax, or with d and dmax squared: Signorino & Ritter (1999), International Studies Quarterly
  43: 115-144;
- weighted kappa = 1 - sum(P d^2) / sum(r c d^2): Cohen (1968), Psychological Bulletin 70: 213-220, taken up for
  foreign policy by Häge (2011), Political Analysis 19: 287-305;
- pi likewise with the mean of both margins in the place of each: Scott (1955), Public Opinion Quarterly 19: 321-325;
- A = S less the S that is expected of independent portfolios with the same margins: Benati & Capurri (2026);
- agreement = 1 - sum(P d) / dmax, so that S = 2 agreement - 1; the same without what everybody agreed on, as in the
  dyadic file of the Voting Data (Harvard Dataverse, doi:10.7910/DVN/LEJUQZ); and, strictly, the share in one category.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.compiled import njit

Floats = NDArray[np.float64]

MEASURES = ("s", "s_squared", "kappa", "pi", "a", "agreement", "agreement_strict", "agreement_dataverse")
"""Every measure by its name."""

SIX = MEASURES[:6]
"""The measures of any two portfolios; strictly and on what was not unanimous, agreement is that of roll calls."""

SUMS = (
    "objects",
    "same",
    "unanimous",
    "apart",
    "apart_squared",
    "expected",
    "expected_squared",
    "pooled_squared",
)
"""What the measures are reckoned from, over objects on which both took a position, each by its weight.

The sum of weights n; of those in the same category; of those on which nobody differed from anybody; of |k - l|; of
(k - l)^2. Then, over categories, of r_k c_l |k - l| and of r_k c_l (k - l)^2, with r and c the margins as sums: n^2 times
the means that independence expects; and of q_k q_l (k - l)^2 with q = r + c: 4 n^2 times the mean with pooled margins.
"""

NOTHING_COMMON = "nothing on which both took a position"
ALL_ALIKE = "both are in one and the same category throughout, so that chance alone expects no difference"
ALL_UNANIMOUS = "all on which both took a position was unanimous"


@dataclass(frozen=True, slots=True)
class Tally:
    """The `SUMS` (8, ...) of joint tables over so many categories."""

    categories: int
    sums: Floats

    @property
    def objects(self) -> Floats:
        """On how many objects, or on how much weight, both took a position. Shape (...)."""
        found: Floats = self.sums[0]
        return found

    def measures(self, names: Sequence[str] = MEASURES) -> Floats:
        """The measures named, (names, ...), in the unit of their formulas; nan where one is not defined.

        S, A and agreement are not where nothing is common; kappa and pi neither where both are in one category
        throughout, which is 0 / 0; agreement of the Dataverse neither where all was unanimous.
        """
        flat = np.ascontiguousarray(self.sums.reshape(len(SUMS), -1))
        found = np.empty((len(names), flat.shape[1]))
        fill_measures(flat, self.categories - 1.0, places_of(names), found)
        return found.reshape(len(names), *self.sums.shape[1:])


def tally(tables: Floats, unanimous: Floats | None = None) -> Tally:
    """Tally joint tables (K, K, ...), such as (K, K, dyads) or (K, K, dyads, draws), of counts or weights.

    `unanimous` (...) is how much of each table everybody agreed on.
    """
    k = np.arange(len(tables))
    gap = np.abs(k[:, None] - k)
    rows, columns = tables.sum(axis=1), tables.sum(axis=0)
    pooled = rows + columns

    def over(weights: NDArray[np.int64], one: Floats, other: Floats) -> Floats:
        found: Floats = np.einsum("kl,k...,l...->...", weights, one, other)
        return found

    sums = (
        tables.sum(axis=(0, 1)),
        np.einsum("kk...->...", tables),
        np.zeros(tables.shape[2:]) if unanimous is None else unanimous,
        np.einsum("kl,kl...->...", gap, tables),
        np.einsum("kl,kl...->...", gap**2, tables),
        over(gap, rows, columns),
        over(gap**2, rows, columns),
        over(gap**2, pooled, pooled),
    )
    return Tally(len(tables), np.stack(sums))


def places_of(names: Sequence[str]) -> NDArray[np.int64]:
    """The places of measures among `MEASURES`."""
    return np.array([MEASURES.index(name) for name in names], np.int64)


def reason(measure: str, objects: float) -> str:
    """Why a measure is not defined, given on how much both took a position."""
    if objects == 0:
        return NOTHING_COMMON
    return ALL_UNANIMOUS if measure == "agreement_dataverse" else ALL_ALIKE


@njit
def over(part: float, whole: float) -> float:
    """One over the other, nan for a whole of nothing."""
    return part / whole if whole != 0 else np.nan


@njit
def fill_measures(sums: NDArray[np.number], dmax: float, places: NDArray[np.int64], found: Floats) -> None:
    """Reckon the measures at `places` among `MEASURES` from sums (8, n), floats or whole numbers, into `found` (places, n)."""
    n, same, unanimous, apart = sums[0], sums[1], sums[2], sums[3]
    squared, expected, expected_squared, pooled = sums[4], sums[5], sums[6], sums[7]
    for place in range(len(places)):
        measure, into = places[place], found[place]
        if measure == 0:
            for j in range(len(into)):
                into[j] = 1 - 2 / dmax * over(apart[j], n[j])
        elif measure == 1:
            for j in range(len(into)):
                into[j] = 1 - 2 / (dmax * dmax) * over(squared[j], n[j])
        elif measure == 2:
            for j in range(len(into)):
                into[j] = 1 - over(1.0 * n[j] * squared[j], expected_squared[j])
        elif measure == 3:
            for j in range(len(into)):
                into[j] = 1 - over(4.0 * n[j] * squared[j], pooled[j])
        elif measure == 4:
            for j in range(len(into)):
                into[j] = 2 / dmax * over(over(expected[j], n[j]) - apart[j], n[j])
        elif measure == 5:
            for j in range(len(into)):
                into[j] = 1 - over(apart[j], n[j]) / dmax
        elif measure == 6:
            for j in range(len(into)):
                into[j] = over(same[j], n[j])
        else:
            for j in range(len(into)):
                into[j] = 1 - over(apart[j], n[j] - unanimous[j]) / dmax
