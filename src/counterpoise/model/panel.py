"""The panel that the model of a theory's figure is estimated on: states by years, each series with its error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.theory.elements import Side

Array = NDArray[np.float64]

SIDES: tuple[Side, Side] = ("a", "b")
"""The powers in the order in which every array of ties holds them."""

FELT_ALIKE = "every state feels pressure alike, so that its effect cannot be told from that of the years"
"""What a reader should know of a panel without `varied_exposure`."""


@dataclass(frozen=True, slots=True)
class ModelPanel:
    """What is observed of N states in T years: J series of pressure, R measures of K filters, and the ties with two powers.

    Shapes: `pressure` (J, T), which every state shares; `exposure` (N,), above 0 with mean 1, how much of it a state feels;
    `measures` and `measure_errors` (R, N, T), each of the filter in `filter_of` (R,); `ties` and `tie_errors` (2, N, T), in the
    order of `SIDES`. Series are in standard deviations of the panel (pressure: of its years) about its mean, and so are
    their errors, which are standard errors; `nan` stands where nothing is observed. `tie_centre` and `tie_scale` (2,)
    turn ties back into their own scale of 0 to 1: `centre + scale * tie`. `evidence` names what fed each part, by
    its name, and `notes` say what a reader should know of how it was put together. `pressure_errors` (J, T) are standard
    errors too; None where the sources give none. `passages` gives for each voice and year the passages that shares of texts are taken
    of, each with its codes.

    Raises CounterpoiseError where the shapes do not fit each other.
    """

    states: tuple[str, ...]
    years: tuple[int, ...]
    filters: tuple[str, ...]
    pressure: Array
    pressure_titles: tuple[str, ...]
    exposure: Array
    measures: Array
    measure_errors: Array
    measure_titles: tuple[str, ...]
    filter_of: tuple[int, ...]
    ties: Array
    tie_errors: Array
    tie_centre: Array
    tie_scale: Array
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()
    pressure_errors: Array | None = None
    passages: Mapping[tuple[str, int], Mapping[str, frozenset[str]]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def __post_init__(self) -> None:
        n, t, r = len(self.states), len(self.years), len(self.measure_titles)
        expected = {
            "pressure": (len(self.pressure_titles), t),
            "exposure": (n,),
            "measures": (r, n, t),
            "measure_errors": (r, n, t),
            "ties": (len(SIDES), n, t),
            "tie_errors": (len(SIDES), n, t),
            "tie_centre": (len(SIDES),),
            "tie_scale": (len(SIDES),),
        }
        if self.pressure_errors is not None:
            expected["pressure_errors"] = expected["pressure"]
        wrong = [
            Problem(
                "panel of the model", f"{name} has the shape {getattr(self, name).shape}; expected {shape}"
            )
            for name, shape in expected.items()
            if getattr(self, name).shape != shape
        ]
        if len(self.filter_of) != r or not set(self.filter_of) <= set(range(len(self.filters))):
            wrong.append(Problem("panel of the model", "not every measure is of one of its filters"))
        if wrong:
            raise CounterpoiseError(*wrong)

    @property
    def varied_exposure(self) -> bool:
        """Whether states feel the pressure unequally: else its effect cannot be told from that of the years."""
        return bool(np.ptp(self.exposure) > 0) if self.exposure.size else False

    @property
    def observed_ties(self) -> NDArray[np.bool_]:
        """Where a tie is observed, (2, N, T)."""
        return ~np.isnan(self.ties)

    @property
    def ties_on_own_scale(self) -> Array:
        """The ties (2, N, T) on their own scale of 0 to 1, nan where not observed."""
        centre, scale = (each[:, None, None] for each in (self.tie_centre, self.tie_scale))
        found: Array = centre + scale * self.ties
        return found

    def ties_until(self, state: str) -> tuple[int | None, int | None]:
        """The last year in which each tie of a state is observed, in the order of `SIDES`, None where it never is."""
        a, b = (np.flatnonzero(seen) for seen in self.observed_ties[:, self.states.index(state)])
        return (self.years[a[-1]] if a.size else None, self.years[b[-1]] if b.size else None)
