"""Small made-up panels, and one that is estimated once for every test that needs an estimate."""

from functools import cache

import numpy as np

from counterpoise.model.fit import ModelFit, fit_panel
from counterpoise.model.generative import prior_parameters, world
from counterpoise.model.mask import Mask
from counterpoise.model.panel import ModelPanel
from counterpoise.model.sampling import Sampling
from counterpoise.theory.modelled import Priors


def frame(n: int = 3, t: int = 12) -> ModelPanel:
    """A panel of states of different exposure with two filters, one of which has two measures; the last two years have no ties."""
    ties = np.zeros((2, n, t))
    ties[:, :, t - 2 :] = np.nan
    measures = np.zeros((3, n, t))
    measures[2, :, : t // 2] = np.nan
    return ModelPanel(
        states=tuple("ABCDEFGHIJ"[:n]),
        years=tuple(range(2000, 2000 + t)),
        filters=("economic", "security"),
        pressure=np.zeros((2, t)),
        pressure_titles=("Ratio", "Risk"),
        exposure=np.linspace(0.5, 1.5, n) if n > 1 else np.ones(1),
        measures=measures,
        measure_errors=np.full((3, n, t), 0.1),
        measure_titles=("Income", "Disputes", "passages on security"),
        filter_of=(0, 1, 1),
        ties=ties,
        tie_errors=np.full((2, n, t), 0.05),
        tie_centre=np.array([0.4, 0.3]),
        tie_scale=np.array([0.1, 0.2]),
        notes=("made up for a test",),
    )


@cache
def made(seed: int = 1) -> ModelPanel:
    """A panel of a world of the model, with one draw of its priors."""
    of = prior_parameters(frame(), Mask().arrays(frame().filters), Priors(), seed, 1)
    return world(frame(), of, seed)[0]


@cache
def fitted() -> ModelFit:
    """An estimate from few draws."""
    return fit_panel(made(), sampling=Sampling(warmup=40, draws=20, seed=3))
