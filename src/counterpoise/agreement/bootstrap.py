"""How far a coefficient would differ had other documents of the kind been coded: intervals by document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from counterpoise.agreement.coefficient import ByDocument, Coefficient, Floats, coefficient_of, ratio
from counterpoise.wording import several

RESAMPLES = 1000
COVERAGE = 0.95
CELLS = 2_000_000
"""Numbers held at once while documents are drawn."""

FEWEST = 5
"""Documents without which there is no interval.

n documents can be drawn in (2n - 1)! / (n! (n - 1)!) ways that differ. Of four there are 35, less than one to each end
of 2.5 per cent; of five there are 126.
"""


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of 95 per cent, or the reason why there is none.

    `documents` is how many documents it rests on, `defined` the share of the resamples in which there is a value.
    """

    low: float | None
    high: float | None
    documents: int
    defined: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its interval."""

    coefficient: Coefficient
    interval: Interval

    @property
    def value(self) -> float | None:
        """The coefficient, or None where it has no value; `coefficient.reason` then says why."""
        return self.coefficient.value


def estimate(counts: ByDocument, seed: int) -> Estimate:
    """The coefficient over all documents with its interval; see `bootstrap_interval`."""
    coefficient = coefficient_of(counts)
    if coefficient.value is None:
        documents = int((counts.units > 0).sum())
        return Estimate(coefficient, Interval(None, None, documents, reason=coefficient.reason))
    return Estimate(coefficient, bootstrap_interval(counts, seed))


def resampled(documents: int, seed: int, resamples: int = RESAMPLES) -> Iterator[Floats]:
    """How often each document is drawn, (resamples, documents) in parts: as many as there are, with replacement."""
    rows = min(resamples, max(1, CELLS // documents))
    for first in range(0, resamples, rows):
        yield _drawn(documents, seed, first, min(rows, resamples - first))


@lru_cache(maxsize=4)
def _drawn(documents: int, seed: int, first: int, rows: int) -> Floats:
    rng = np.random.default_rng([seed, documents, first])
    # Drawing documents and counting them is several times as fast as asking for multinomial counts.
    drawn = rng.integers(documents, size=(rows, documents)) + documents * np.arange(rows)[:, None]
    counted = np.bincount(drawn.ravel(), minlength=rows * documents).reshape(rows, documents).astype(float)
    counted.flags.writeable = False
    return counted


def bootstrap_interval(counts: ByDocument, seed: int) -> Interval:
    """The percentile interval over resamples of whole documents, as passages of one document are not independent.

    Efron & Tibshirani (1993), An Introduction to the Bootstrap, sections 8.5 and 13.3. Only documents with a unit
    that two coders judged are drawn from; there is no interval for fewer than five of them, nor where most resamples
    have no value.
    """
    telling = counts.units > 0
    documents = int(telling.sum())
    if documents < FEWEST:
        found = several(documents, "document")
        return Interval(
            None, None, documents, reason=f"not enough documents for an interval: {found}, needs {FEWEST}"
        )
    parts = (_among(telling, drawn) for drawn in resampled(documents, seed))
    values = np.concatenate([ratio(*counts.disagreements(weights)) for weights in parts])
    values = values[~np.isnan(values)]
    defined = len(values) / RESAMPLES
    if defined < 0.5:
        reason = "in most resamples of the documents all judgements are the same"
        return Interval(None, None, documents, defined, reason)
    low, high = np.quantile(values, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return Interval(float(low), float(high), documents, defined)


def _among(telling: NDArray[np.bool_], drawn: Floats) -> Floats:
    """Weights (n, documents) of all documents from those (n, telling) of the documents that tell something."""
    if telling.all():
        return drawn
    weights = np.zeros((len(drawn), len(telling)))
    weights[:, telling] = drawn
    return weights
