"""Forecasts of ties a year ahead, from what was known the year before, beside two that know nothing of any theory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.candidates import Candidate
from counterpoise.model.panel import ModelPanel
from counterpoise.model.regression import draw_rows
from counterpoise.model.rows import LeftOut, Rows, rows_of
from counterpoise.model.stacking import crps, crps_normal

Array = NDArray[np.float64]

LAST, MEAN = "the tie of the year before", "the state's mean until then"
"""The baselines: a forecast by either, with the spread of its own misses until then."""

DRAWS = 400


@dataclass(frozen=True, slots=True)
class Forecast:
    """How far forecasts missed by years (years,): the ranked probability score, and the squares, both means over ties.

    In standard deviations of a tie; less is better.
    """

    name: str
    crps: Array
    square: Array

    @property
    def rmse(self) -> float:
        """The root of the mean squared miss."""
        return float(np.sqrt(self.square.mean()))


def forecasts(panel: ModelPanel, theory: Candidate, left_out: LeftOut, seed: int) -> tuple[Forecast, ...]:
    """The forecasts of a theory and of both baselines of every year left out, from the years before it alone.

    The inputs are those of the year before too, so that nothing is used that was not known then.
    """
    rows = rows_of(panel, theory, lag=1)
    by_years = LeftOut(
        left_out.years[np.isin(left_out.years, rows.year)], left_out.states[:0], left_out.observed_years
    )
    rng = np.random.default_rng(seed)
    found = {
        name: (np.zeros(len(by_years.years)), np.zeros(len(by_years.years)))
        for name in (theory.name, LAST, MEAN)
    }
    held, kept = by_years.held(rows), by_years.kept(rows)
    for side in range(2):
        fits = [list(rows.fits(draw, side, by_years)) for draw in range(len(rows.x))]
        for place, here in enumerate(held):
            y = rows.y[side, here]
            each = max(DRAWS // len(fits), 1)
            drawn = np.concatenate(
                [draw_rows(fits[m][place][1], rows.x[m, side, here], each, rng) for m in range(len(fits))]
            )
            _add(found[theory.name], place, crps(drawn, y), drawn.mean(axis=0) - y)
            for name in (LAST, MEAN):
                centre, width = _baseline(name, rows, side, here, kept[place])
                _add(found[name], place, crps_normal(centre, width, y), centre - y)
    return tuple(Forecast(name, *scores) for name, scores in found.items())


def _add(scores: tuple[Array, Array], place: int, score: Array, miss: Array) -> None:
    """Add a tie's mean score of a year, half of that of both."""
    scores[0][place] += score.mean() / 2
    scores[1][place] += (miss**2).mean() / 2


def _baseline(
    name: str, rows: Rows, side: int, here: NDArray[np.bool_], kept: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """The centres and widths of a baseline's forecasts of some rows, from the rows before."""
    y, before = rows.y[side], rows.x[0, side, :, 1]
    if name == LAST:
        width = max(float((y[kept] - before[kept]).std()), 1e-6)
        return before[here], np.full(int(here.sum()), width)
    means = np.array([y[kept & (rows.state == i)].mean() if (kept & (rows.state == i)).any() else 0.0
                      for i in range(int(rows.state.max()) + 1)])  # fmt: skip
    width = max(float((y[kept] - means[rows.state[kept]]).std()), 1e-6)
    return means[rows.state[here]], np.full(int(here.sum()), width)
