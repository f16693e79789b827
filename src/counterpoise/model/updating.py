"""What one more year of ties moved: each effect of the main theory before the last year was seen, and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.candidates import Candidate
from counterpoise.model.panel import SIDES, ModelPanel
from counterpoise.model.regression import Coefficients, fit
from counterpoise.model.rows import rows_of
from counterpoise.theory.elements import Side

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moved:
    """An effect on the tie with a power, as mean and standard deviation before and after the last year, in those of the tie."""

    side: Side
    term: str
    before: tuple[float, float]
    after: tuple[float, float]

    @property
    def shift(self) -> float:
        """How far the mean moved, in standard deviations of what was held before."""
        return (self.after[0] - self.before[0]) / self.before[1]


@dataclass(frozen=True, slots=True)
class Updating:
    """What the last `year` in which ties are observed moved, most first."""

    year: int
    moved: tuple[Moved, ...]


def updated(panel: ModelPanel, theory: Candidate) -> Updating | None:
    """The effects of a candidate in the rivals' regression with and without the last year; None of fewer than two years.

    Over plausible values of the inputs means are averaged, and what they are apart adds to the variance (Rubin 1987).
    """
    rows = rows_of(panel, theory)
    years = np.unique(rows.year)
    if len(years) < 2:
        return None
    kept = np.stack([rows.year < years[-1], np.ones(len(rows.year), dtype=bool)])
    first = rows.x.shape[-1] - theory.terms.shape[-1]
    found = []
    for place, side in enumerate(SIDES):
        fits = []
        for draw in range(len(rows.x)):
            x, y = rows.x[draw, place], rows.y[place]
            gram = np.stack([x[some].T @ x[some] for some in kept])
            moment = np.stack([x[some].T @ y[some] for some in kept])
            square = np.array([y[some] @ y[some] for some in kept])
            fits.append(fit(gram, moment, square, kept.sum(axis=1), rows.prior[place]))
        for k, term in enumerate(theory.holds):
            before, after = (_pooled([each[which] for each in fits], first + k) for which in (0, 1))
            found.append(Moved(side, term, before, after))
    return Updating(panel.years[int(years[-1])], tuple(sorted(found, key=lambda each: -abs(each.shift))))


def _pooled(fits: list[Coefficients], place: int) -> tuple[float, float]:
    """Mean and standard deviation of a coefficient over plausible values."""
    means = np.array([each.mean[place] for each in fits])
    within = np.mean([each.cover[place, place] * each.scale / (each.shape - 1) for each in fits])
    return float(means.mean()), float(np.sqrt(within + means.var() * (1 + 1 / len(fits))))
