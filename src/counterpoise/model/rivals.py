"""Rival theories side by side: how well each predicts years and states that it was not shown, and how they are weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.model.candidates import PERSISTENCE, THEORY, Candidate, candidates
from counterpoise.model.forecasts import Forecast, forecasts
from counterpoise.model.inputs import plausible_inputs
from counterpoise.model.panel import ModelPanel
from counterpoise.model.quantities import observe_quantities
from counterpoise.model.regression import log_density
from counterpoise.model.rows import FEWEST_YEARS, LeftOut, Rows, rows_of
from counterpoise.model.stacking import Difference, difference, mixed, stacking_weights
from counterpoise.model.updating import Updating, updated
from counterpoise.theory.elements import Side, Theory

Array = NDArray[np.float64]

IMPUTATIONS = 5
"""Plausible values of the inputs; five serve where little is missing (Rubin 1987, section 4.2)."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """How a candidate predicts what it was not shown: its log density of each year left out (years,) and each state (states,).

    `year_weight` and `state_weight` are its parts of the mixtures that predict best. Of one state alone no state can
    be left out, and `states` is empty.
    """

    name: str
    kind: str
    holds: tuple[str, ...]
    does_without: tuple[str, ...]
    years: Array
    states: Array
    year_weight: float
    state_weight: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Candidates that predicted the same points, those that this evidence cannot test, and forecasts of the main theory.

    `first_year` is the first that was forecast. `rows` counts the state-years of ties that stand behind, `updating` is
    what the last year moved.
    """

    predicted: tuple[Predicted, ...]
    untestable: Mapping[str, tuple[str, ...]]
    forecasts: tuple[Forecast, ...]
    updating: Updating | None
    first_year: int
    rows: int

    def of(self, name: str) -> Predicted | None:
        """What a candidate comes to, None where it could not be tested."""
        return next((each for each in self.predicted if each.name == name), None)

    def rivals(self) -> tuple[Predicted, ...]:
        """The rivals that were tested."""
        return tuple(each for each in self.predicted if each.kind == "rival")

    def by_years(self, one: str, other: str) -> Difference | None:
        """How much better one predicts later years than another, None where one of them was not tested."""
        return self._between(one, other, "years")

    def by_states(self, one: str, other: str) -> Difference | None:
        """How much better one predicts other states than another, None where there is nothing to tell by."""
        return self._between(one, other, "states")

    def _between(self, one: str, other: str, points: str) -> Difference | None:
        first, second = self.of(one), self.of(other)
        if first is None or second is None or not len(getattr(first, points)):
            return None
        return difference(getattr(first, points), getattr(second, points))


def compare(
    theory: Theory,
    panel: ModelPanel,
    values: pl.DataFrame,
    powers: Mapping[Side, str],
    seed: int,
    imputations: int = IMPUTATIONS,
) -> Comparison:
    """Fit the main theory, the readings of its figure, its rivals and mere persistence, and predict what each was not shown.

    Years are left out by an expanding window, each predicted from those before it (Buerkner, Gabry and Vehtari 2020); states
    by turns, all years of one together. The inputs of a year are taken as known; no tie is. `values` is a table of
    observations, of which quantities of rivals are made.

    Raises CounterpoiseError where too few years of ties are observed to forecast any.
    """
    inputs = plausible_inputs(panel, imputations, seed)
    all_ = candidates(theory, panel, inputs, observe_quantities(theory, panel, values, powers), seed)
    tested = [each for each in all_ if each.testable]
    rows = [rows_of(panel, each) for each in tested]
    left_out = LeftOut.of(rows[0])
    if not len(left_out.years):
        told = f"ties of two years in a row are observed in {left_out.observed_years} years; expected more than {FEWEST_YEARS}"
        raise CounterpoiseError(Problem("rival theories", told))
    years, states = zip(*(_densities(each, left_out) for each in rows), strict=True)
    by_year, by_state = stacking_weights(np.stack(years, axis=1)), np.full(len(rows), np.nan)
    if len(states[0]):
        by_state = stacking_weights(np.stack(states, axis=1))
    predicted = tuple(
        Predicted(
            each.name,
            each.kind,
            each.holds,
            each.does_without,
            years[i],
            states[i],
            float(by_year[i]),
            float(by_state[i]),
        )
        for i, each in enumerate(tested)
    )
    return Comparison(
        predicted=predicted,
        untestable={each.name: each.does_without for each in all_ if not each.testable},
        forecasts=forecasts(panel, _named(tested, THEORY), left_out, seed),
        updating=updated(panel, _named(tested, THEORY)),
        first_year=panel.years[left_out.years[0]],
        rows=len(rows[0].state),
    )


def _named(tested: list[Candidate], name: str) -> Candidate:
    return next(each for each in tested if each.name == name)


def _densities(rows: Rows, left_out: LeftOut) -> tuple[Array, Array]:
    """The log density of each year and of each state left out, both ties together, over plausible values of the inputs."""
    found = np.zeros((len(rows.x), len(left_out.years) + len(left_out.states)))
    for draw in range(len(rows.x)):
        for side in range(2):
            for place, (held, coefficients) in enumerate(rows.fits(draw, side, left_out)):
                x, y = rows.x[draw, side, held], rows.y[side, held]
                found[draw, place] += log_density(coefficients, x, y)
    whole = mixed(found)
    return whole[: len(left_out.years)], whole[len(left_out.years) :]


__all__ = ["IMPUTATIONS", "PERSISTENCE", "THEORY", "Comparison", "Predicted", "compare"]
