"""Where a state stands when a simulation sets out: its posterior in the last year of the panel, draw by draw."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.model.panel import ModelPanel
from counterpoise.model.posterior import Posterior

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outset:
    """One state in the last year of its panel, over D draws: what holds of it, and what changes it from then on.

    Shapes: `pressure`, `pressure_persistence`, `tie_correlation` (D,); `filters`, `filter_persistence`, `filter_response`
    and `filter_sd` (K, D); `ties`, `tie_levels`, `tie_persistence`, `direct`, `tie_sd` and `year_sd` (2, D); `mediated` and `moderated`
    (2, K, D). `direct` holds what the state itself adds to the response of all. `centre` and `scale` (2,) give a
    tie on its own scale of 0 to 1: `centre + scale * (level + tie)`. `ties_until` is the last year in which each tie of the state is
    observed, None where it never is.
    """

    state: str
    year: int
    filter_names: tuple[str, ...]
    exposure: float
    pressure: Array
    pressure_persistence: Array
    filters: Array
    filter_persistence: Array
    filter_response: Array
    filter_sd: Array
    ties: Array
    tie_levels: Array
    tie_persistence: Array
    direct: Array
    mediated: Array
    moderated: Array
    tie_sd: Array
    year_sd: Array
    tie_correlation: Array
    centre: Array
    scale: Array
    ties_until: tuple[int | None, int | None]

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return int(self.pressure.size)

    def thinned(self, draws: int) -> Outset:
        """The same with so many of its draws at even distances, or all where there are no more."""
        if self.draws <= draws:
            return self
        kept = np.linspace(0, self.draws - 1, draws).round().astype(int)
        of_panel = ("centre", "scale")
        drawn: dict[str, Any] = {
            each.name: value[..., kept]
            for each in fields(self)
            if each.name not in of_panel and isinstance(value := getattr(self, each.name), np.ndarray)
        }
        return replace(self, **drawn)


def outset(panel: ModelPanel, posterior: Posterior, state: str) -> Outset:
    """Where a state of the panel stands in its last year.

    A year's effect on a tie in years to come has the standard deviation of those estimated, draw by draw. Raises
    CounterpoiseError for a state that is not of the panel.
    """
    if state not in panel.states:
        near = did_you_mean(state, panel.states) or f"; there are {', '.join(panel.states)}"
        raise CounterpoiseError(
            Problem(state, f"is no state of the panel that the model was estimated on{near}")
        )
    i = panel.states.index(state)
    return Outset(
        state=state,
        year=panel.years[-1],
        filter_names=panel.filters,
        exposure=float(panel.exposure[i]),
        pressure=posterior.pressure[:, -1],
        pressure_persistence=posterior.pressure_persistence,
        filters=posterior.filter_states[:, :, i, -1].T,
        filter_persistence=posterior.filter_persistence.T,
        filter_response=posterior.filter_response.T,
        filter_sd=posterior.filter_sd.T,
        ties=posterior.tie_states[:, :, i, -1].T,
        tie_levels=posterior.tie_levels[:, :, i].T,
        tie_persistence=posterior.tie_persistence.T,
        direct=(posterior.direct + posterior.direct_of_state[:, :, i]).T,
        mediated=np.moveaxis(posterior.mediated, 0, -1),
        moderated=np.moveaxis(posterior.moderated, 0, -1),
        tie_sd=posterior.tie_sd.T,
        year_sd=posterior.year.std(axis=-1).T,
        tie_correlation=posterior.tie_correlation,
        centre=panel.tie_centre,
        scale=panel.tie_scale,
        ties_until=panel.ties_until(state),
    )
