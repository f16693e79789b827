"""A coefficient of agreement: one less the ratio of the disagreement observed to the one that chance brings about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NOT_PAIRED = "nothing was judged by two coders"
NO_VARIATION = (
    "no variation: all judgements are the same, and whether coders tell one from another cannot be seen"
)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with what it is made of, or the reason why it has no value.

    `observed` and `expected` are disagreements, `value` is 1 - observed / expected. Of kappa and AC1, whose papers
    speak of agreement, they are one less the agreements. `units` is how many units two coders or more judged.
    """

    value: float | None
    observed: float | None
    expected: float | None
    units: int
    reason: str = ""


class ByDocument(Protocol):
    """Counts kept by document, so that documents can be weighted anew without coding anything again."""

    @property
    def documents(self) -> int:
        """How many documents there are."""

    @property
    def units(self) -> NDArray[np.int64]:
        """Units in each document (documents,) that two coders or more judged."""

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """Observed and expected disagreement (n,), (n,) of each row of weights (n, documents).

        A weight says how many times the document counts. Both are nan or 0 where they are not defined.
        """


@dataclass(frozen=True, slots=True)
class Pooled:
    """Several judgements of the same documents together: disagreements are added up before they are divided.

    So a code that is seldom given weighs little, unlike in a mean of coefficients (De Vries, Elliott, Kanouse &
    Teleki 2008, "Using pooled kappa to summarize interrater agreement across many items", Field Methods 20:272-282;
    Krippendorff 2004, section 11.6, does so over the categories of a continuum).
    """

    parts: Sequence[ByDocument]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self.parts[0].documents

    @property
    def units(self) -> NDArray[np.int64]:
        """Units in each document (documents,), each counted once for each judgement asked of it."""
        total: NDArray[np.int64] = np.sum([part.units for part in self.parts], axis=0)
        return total

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """The sums over the parts in which there is variation; see `ByDocument`."""
        observed, expected = np.zeros(len(weights)), np.zeros(len(weights))
        for part in self.parts:
            seen, chance = part.disagreements(weights)
            varied = chance > 0
            observed += np.where(varied, seen, 0.0)
            expected += np.where(varied, chance, 0.0)
        return observed, expected


def ratio(observed: Floats, expected: Floats) -> Floats:
    """1 - observed / expected, (n,), (n,) to (n,); nan where no disagreement is expected."""
    value: Floats = np.full(np.shape(expected), np.nan)
    np.divide(observed, expected, out=value, where=expected > 0)
    return 1.0 - value


def coefficient_of(counts: ByDocument) -> Coefficient:
    """The coefficient over all documents, each counted once."""
    observed, expected = counts.disagreements(np.ones((1, counts.documents)))
    return settled(float(observed[0]), float(expected[0]), int(counts.units.sum()))


def settled(observed: float, expected: float, units: int) -> Coefficient:
    """A coefficient from its two disagreements, with the reason where there is nothing to divide by."""
    if units == 0:
        return Coefficient(None, None, None, 0, NOT_PAIRED)
    if not expected > 0:
        return Coefficient(None, None, None, units, NO_VARIATION)
    return Coefficient(1.0 - observed / expected, observed, expected, units)
