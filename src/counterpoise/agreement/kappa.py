"""Two coders: the table of their judgements, the share in which they agree, Cohen's kappa and weighted kappa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from counterpoise.agreement.coefficient import Coefficient, Floats, coefficient_of
from counterpoise.agreement.ratings import MISSING, Ratings, read_ratings
from counterpoise.errors import CounterpoiseError, Problem

Weights = Literal["unweighted", "linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often the first coder said the one value and the second the other, `counts` (values, values).

    Only units that both judged are counted.
    """

    values: tuple[float, ...] | tuple[str, ...]
    counts: NDArray[np.int64]

    @property
    def units(self) -> int:
        """How many units both judged."""
        return int(self.counts.sum())

    @property
    def prevalence(self) -> Floats:
        """The share of each value (values,) in the judgements of both coders; nan where there are none."""
        return (self._share(1) + self._share(0)) / 2

    @property
    def bias(self) -> Floats:
        """How much more often the first coder gave each value (values,), in [-1, 1]; nan where there are none.

        Byrt, Bishop & Carlin (1993), "Bias, prevalence and kappa", Journal of Clinical Epidemiology 46:423-429.
        """
        return self._share(1) - self._share(0)

    def _share(self, summed: int) -> Floats:
        share: Floats = np.full(len(self.values), np.nan)
        np.divide(self.counts.sum(axis=summed), self.units, out=share, where=self.units > 0)
        return share

    def table(self) -> pl.DataFrame:
        """One row for each pair of values that occurs: first, second, units."""
        one, other = np.nonzero(self.counts)
        return pl.DataFrame(
            {
                "first": [_as_text(self.values[at]) for at in one],
                "second": [_as_text(self.values[at]) for at in other],
                "units": self.counts[one, other],
            },
            schema={"first": pl.String, "second": pl.String, "units": pl.Int64},
        )


@dataclass(frozen=True, slots=True)
class Contingencies:
    """Judgements of two coders by document, `counts` (documents, values, values), and what each pair weighs.

    `apart` (values, values) is 0 where two values are as good as one and 1 where they are wholly apart.
    """

    counts: NDArray[np.int64]
    apart: Floats

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.counts)

    @property
    def units(self) -> NDArray[np.int64]:
        """Units in each document (documents,) that both coders judged."""
        total: NDArray[np.int64] = self.counts.sum(axis=(1, 2))
        return total

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """The mean of `apart` over the pairs, and over the pairs of two coders who know nothing of each other.

        sum p_ij v_ij and sum p_i. p_.j v_ij (Cohen 1968); see `ByDocument`.
        """
        together = np.tensordot(weights, self.counts.astype(float), axes=1)
        number = together.sum(axis=(1, 2))
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = together / number[:, None, None]
        chance = shares.sum(axis=2)[:, :, None] * shares.sum(axis=1)[:, None, :]
        return (shares * self.apart).sum(axis=(1, 2)), (chance * self.apart).sum(axis=(1, 2))


def confusion(first: Sequence[object] | ArrayLike, second: Sequence[object] | ArrayLike) -> Confusion:
    """The table of two coders' judgements (units,), (units,); None or nan is missing.

    Raises CounterpoiseError where the coders judged different numbers of units.
    """
    ratings = _two(first, second)
    together = tabulated(
        ratings.codes, len(ratings.values), np.zeros(ratings.codes.shape[1], dtype=np.int64), 1
    )
    return Confusion(ratings.values, together[0])


def cohen_kappa(
    first: Sequence[object] | ArrayLike, second: Sequence[object] | ArrayLike, weights: Weights = "unweighted"
) -> Coefficient:
    """Kappa of two coders' judgements (units,), (units,): (Po - Pe) / (1 - Pe).

    Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement
    20:37-46; weighted: Cohen (1968), Psychological Bulletin 70:213-220. A weight is the difference of the two values
    as numbers, or its square, over the largest there is. Raises CounterpoiseError for names that are to be weighted.
    """
    ratings = _two(first, second)
    values = len(ratings.values)
    together = tabulated(ratings.codes, values, np.zeros(ratings.codes.shape[1], dtype=np.int64), 1)
    apart = 1.0 - np.eye(values) if weights == "unweighted" else apart_by(ratings.numbers(), weights)
    return coefficient_of(Contingencies(together, apart))


def apart_by(numbers: Floats, weights: Literal["linear", "quadratic"]) -> Floats:
    """How far values that are numbers (values,) stand apart, (values, values), in shares of the largest distance."""
    differences = np.abs(numbers[:, None] - numbers[None, :])
    largest = differences.max(initial=0.0)
    scaled: Floats = differences / largest if largest > 0 else differences
    return scaled if weights == "linear" else scaled**2


def tabulated(
    codes: NDArray[np.int64], values: int, places: NDArray[np.int64], documents: int
) -> NDArray[np.int64]:
    """Tables (documents, values, values) of two coders' codes (2, units), -1 where missing, at places (units,)."""
    both = (codes != MISSING).all(axis=0)
    cell = (places[both] * values + codes[0, both]) * values + codes[1, both]
    return np.bincount(cell, minlength=documents * values * values).reshape(documents, values, values)


def _two(first: Sequence[object] | ArrayLike, second: Sequence[object] | ArrayLike) -> Ratings:
    one, other = (
        list(given) if not isinstance(given, np.ndarray) else given.tolist()  # type: ignore[arg-type]
        for given in (first, second)
    )
    if len(one) != len(other):
        raise CounterpoiseError(
            Problem("ratings", f"found {len(one)} judgements of one coder and {len(other)} of the other")
        )
    return read_ratings([one, other])


def _as_text(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"
