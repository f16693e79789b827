"""What each term of the model adds to the ties in each state-year, draw by draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.model.equations import OnTies, tie_terms
from counterpoise.model.panel import Array, ModelPanel
from counterpoise.model.posterior import Posterior

CHUNK = 64
"""Draws at once: so many of a panel of 15 states and 33 years stay well below 100 MB."""


@dataclass(frozen=True, slots=True)
class Contributions:
    """The terms of the equation of ties, as above `Posterior`, for D draws and some states.

    Shapes: `direct` (D, 2, N, T); `mediated` and `moderated` (D, 2, K, N, T). Their sum, with the year, the persistence
    and the shock, is the tie about its level.
    """

    direct: Array
    mediated: Array
    moderated: Array

    @property
    def by_block(self) -> Array:
        """Pressure, then each filter with what it mediates and moderates: (D, 2, 1 + K, N, T)."""
        return np.concatenate([self.direct[:, :, None], self.mediated + self.moderated], axis=2)

    @property
    def by_reading(self) -> Array:
        """What is direct, mediated and moderated, over all filters: (D, 2, 3, N, T)."""
        return np.stack([self.direct, self.mediated.sum(axis=2), self.moderated.sum(axis=2)], axis=2)


def contributions(
    posterior: Posterior, panel: ModelPanel, draws: slice = slice(None), states: slice = slice(None)
) -> Contributions:
    """The terms for some draws and states; all of them where nothing is said.

    Raises CounterpoiseError where the posterior is not one of this panel.
    """
    check_fit(posterior, panel)
    felt = panel.exposure[states, None] * posterior.pressure[draws, None, :]
    slopes = posterior.direct[draws, :, None] + posterior.direct_of_state[draws, :, states]
    effects = OnTies(
        slopes.swapaxes(0, 1)[..., None],
        *(
            np.moveaxis(each[draws, :, :, None, None], 0, 2)
            for each in (posterior.mediated, posterior.moderated)
        ),
    )
    filters = posterior.filter_states[draws, :, states].swapaxes(0, 1)
    found = tie_terms(felt, filters, effects)
    return Contributions(
        direct=found.direct.swapaxes(0, 1),
        mediated=np.moveaxis(found.mediated, 2, 0),
        moderated=np.moveaxis(found.moderated, 2, 0),
    )


def check_fit(posterior: Posterior, panel: ModelPanel) -> None:
    """Raise CounterpoiseError where filters, states or years of the posterior are not those of the panel."""
    found = posterior.filter_states.shape[1:]
    expected = len(panel.filters), len(panel.states), len(panel.years)
    if found != expected:
        told = "draws of {} filters, {} states and {} years; the panel has {}, {} and {}"
        raise CounterpoiseError(Problem("posterior", told.format(*found, *expected)))
