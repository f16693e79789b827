"""How far a coefficient would differ had other documents of the kind been coded: intervals by document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from counterpoise.agreement.coefficient import ByDocument, Floats, ratio
from counterpoise.wording import several

RESAMPLES = 1000
COVERAGE = 0.95
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


@lru_cache(maxsize=4)
def resampled(documents: int, seed: int) -> Floats:
    """How often each document is drawn, (resamples, documents): as many as there are, with replacement."""
    rng = np.random.default_rng([seed, documents])
    drawn = rng.multinomial(documents, np.full(documents, 1 / documents), size=RESAMPLES).astype(float)
    drawn.flags.writeable = False
    return drawn


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
    weights = np.zeros((RESAMPLES, counts.documents))
    weights[:, telling] = resampled(documents, seed)
    values = ratio(*counts.disagreements(weights))
    values = values[~np.isnan(values)]
    defined = len(values) / RESAMPLES
    if defined < 0.5:
        reason = "in most resamples of the documents all judgements are the same"
        return Interval(None, None, documents, defined, reason)
    low, high = np.quantile(values, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return Interval(float(low), float(high), documents, defined)
