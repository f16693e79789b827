"""Several coders: the share of pairs that agree, and Gwet's AC1, with missing judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from counterpoise.agreement.coefficient import Coefficient, Floats, coefficient_of
from counterpoise.agreement.ratings import read_ratings


@dataclass(frozen=True, slots=True)
class AgreementCounts:
    """What AC1 and the percentage are made of, by document.

    `agreeing` (documents,) adds up the share of pairs of coders that agree, over the units that two or more judged;
    `units` (documents,) is the number of these. `shares` (documents, values) adds up the share of coders who gave
    each value, over the units that one or more judged. `corrected` says whether chance is taken out.
    """

    agreeing: Floats
    units: NDArray[np.int64]
    shares: Floats
    corrected: bool

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.units)

    def disagreements(self, weights: Floats) -> tuple[Floats, Floats]:
        """One less the agreement observed, and one less that of chance; see `ByDocument`.

        Chance is sum p_k (1 - p_k) / (K - 1) over the K values that occur, p_k the mean share of each (Gwet 2008).
        Nothing is expected where all judgements are the same. Of a mere percentage, all disagreement is expected.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = 1.0 - (weights @ self.agreeing) / (weights @ self.units)
            if not self.corrected:
                return observed, np.ones(len(weights))
            shares = weights @ self.shares
            prevalence = shares / shares.sum(axis=1, keepdims=True)
            values = self.shares.shape[1]
            chance = (prevalence * (1.0 - prevalence)).sum(axis=1) / (values - 1) if values > 1 else 1.0
        varied = (prevalence > 0).sum(axis=1) > 1
        return observed, np.where(varied, 1.0 - chance, 0.0)


def gwet_ac1(data: ArrayLike | Sequence[Sequence[object]]) -> Coefficient:
    """AC1 of a table (coders, units) in which None or nan is missing: (Pa - Pe) / (1 - Pe).

    Gwet (2008), "Computing inter-rater reliability and its variance in the presence of high agreement", British
    Journal of Mathematical and Statistical Psychology 61:29-48; with missing judgements Gwet (2014), Handbook of
    Inter-Rater Reliability, 4th ed., chapter 5: units of one coder count for the prevalence of values only. It has no
    value where all judgements are the same, although the formula would give 1.
    """
    return coefficient_of(_of(data, corrected=True))


def percentage_agreement(data: ArrayLike | Sequence[Sequence[object]]) -> Coefficient:
    """The mean share of pairs of coders who agree, over units that two or more judged; data as in `gwet_ac1`."""
    return coefficient_of(_of(data, corrected=False))


def agreement_counts(
    codes: NDArray[np.int64], values: int, places: NDArray[np.int64], documents: int, *, corrected: bool
) -> AgreementCounts:
    """Counts of codes (coders, units), -1 where missing, in units that stand in the documents `places` (units,)."""
    of_value = np.array([(codes == value).sum(axis=0) for value in range(values)]).reshape(
        values, codes.shape[1]
    )
    judged = of_value.sum(axis=0)
    paired = judged > 1
    agreeing: Floats = (of_value * (of_value - 1)).sum(axis=0)[paired] / (judged * (judged - 1))[paired]
    share = np.divide(of_value, judged, out=np.zeros(of_value.shape), where=judged > 0)
    return AgreementCounts(
        np.bincount(places[paired], weights=agreeing, minlength=documents).astype(float),
        np.bincount(places[paired], minlength=documents),
        np.array([np.bincount(places, weights=each, minlength=documents) for each in share])
        .reshape(values, documents)
        .T,
        corrected,
    )


def _of(data: ArrayLike | Sequence[Sequence[object]], *, corrected: bool) -> AgreementCounts:
    ratings = read_ratings(data)
    places = np.zeros(ratings.codes.shape[1], dtype=np.int64)
    return agreement_counts(ratings.codes, len(ratings.values), places, 1, corrected=corrected)
