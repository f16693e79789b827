"""The state-years that the rivals' regression is fitted on, and which of them are left out by turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.candidates import Candidate, year_before
from counterpoise.model.panel import ModelPanel
from counterpoise.model.regression import Coefficients, Prior, fit

Array = NDArray[np.float64]

FEWEST_YEARS = 8
"""A forecast rests on at least so many years, and on a third of those observed."""

LAG, LEVEL, STATE, TERM = 1.0, 1.0, 1.0, 1.0
"""How far the prior lets coefficients be from their mean, in standard deviations of the noise: as much as one year's noise."""

LAG_MEAN = 0.5
"""The mean of the prior of how much of a tie lasts from one year to the next."""


@dataclass(frozen=True, slots=True)
class Rows:
    """R state-years in which both ties and those of the year before are observed, each of a `state` and `year` (R,).

    `x` (M, 2, R, P) holds the level, the tie of the year before, which state it is, and the terms of a candidate; `y` (2, R)
    the ties; `prior` that of each tie's coefficients.
    """

    x: Array
    y: Array
    state: NDArray[np.intp]
    year: NDArray[np.intp]
    prior: tuple[Prior, Prior]

    def fits(
        self, draw: int, side: int, left_out: LeftOut
    ) -> Iterator[tuple[NDArray[np.bool_], Coefficients]]:
        """For each year and then each state left out: its rows, and the posterior from the rows that it may be told from."""
        x, y = self.x[draw, side], self.y[side]
        kept, held = left_out.kept(self), left_out.held(self)
        gram = np.stack([x[rows].T @ x[rows] for rows in kept])
        moment = np.stack([x[rows].T @ y[rows] for rows in kept])
        square = np.array([y[rows] @ y[rows] for rows in kept])
        found = fit(gram, moment, square, kept.sum(axis=1), self.prior[side])
        yield from zip(held, found, strict=True)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The years that are forecast from those before them, and the states that are told from the others, by place."""

    years: NDArray[np.intp]
    states: NDArray[np.intp]
    observed_years: int

    @classmethod
    def of(cls, rows: Rows) -> LeftOut:
        """All that may be left out; no states where there is only one."""
        years, states = np.unique(rows.year), np.unique(rows.state)
        first = max(FEWEST_YEARS, len(years) // 3)
        return cls(years[first:], states if len(states) > 1 else states[:0], len(years))

    def kept(self, rows: Rows) -> NDArray[np.bool_]:
        """For each that is left out the rows that it is told from, (years + states, R)."""
        earlier = rows.year < self.years[:, None]
        return np.concatenate([earlier, rows.state != self.states[:, None]])

    def held(self, rows: Rows) -> NDArray[np.bool_]:
        """For each that is left out its own rows, (years + states, R)."""
        return np.concatenate([rows.year == self.years[:, None], rows.state == self.states[:, None]])


def rows_of(panel: ModelPanel, candidate: Candidate, lag: int = 0) -> Rows:
    """The rows of a candidate; with `lag` its terms are those of so many years before.

    A state of which nothing else is known has a level of its own, which the prior ties to that of all.
    """
    terms = candidate.terms
    for _ in range(lag):
        terms = np.moveaxis(year_before(np.moveaxis(terms, 3, -1)), -1, 3)
    earlier = year_before(panel.ties)
    seen = np.isfinite(panel.ties).all(axis=0) & np.isfinite(earlier).all(axis=0)
    seen &= np.isfinite(terms).all(axis=(0, 1, 4))
    state, year = np.nonzero(seen)
    draws, of = len(terms), len(panel.states)
    level = np.ones((len(state), 1))
    which = (state[:, None] == np.arange(of)).astype(float)
    x = np.stack(
        [
            np.stack(
                [
                    np.concatenate([level, earlier[p, seen][:, None], which, terms[m, p][seen]], axis=1)
                    for p in range(2)
                ]
            )
            for m in range(draws)
        ]
    )
    count = terms.shape[-1]
    mean = np.array([0.0, LAG_MEAN, *np.zeros(of + count)])
    spread = np.array([LEVEL, LAG, *np.full(of, STATE), *np.full(count, TERM)])
    first, second = (
        Prior(mean, spread, np.concatenate([np.zeros(2 + of, dtype=np.int8), candidate.signs[p]]))
        for p in range(2)
    )
    return Rows(x, panel.ties[:, seen], state, year, (first, second))
