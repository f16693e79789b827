"""A state from which simulations of the tests set out: two filters, a few hundred draws."""

import numpy as np

from counterpoise.model.outset import Outset


def made_up_outset(draws: int = 300, seed: int = 5, moderated: float = 0.1) -> Outset:
    chance = np.random.default_rng(seed)
    return Outset(
        state="PAK",
        year=2020,
        filter_names=("economic", "institutions"),
        exposure=1.2,
        pressure=chance.normal(1, 0.2, draws),
        pressure_persistence=chance.uniform(0.6, 0.9, draws),
        filters=chance.normal(0, 1, (2, draws)),
        filter_persistence=chance.uniform(0.5, 0.9, (2, draws)),
        filter_response=chance.normal(0.2, 0.05, (2, draws)),
        filter_sd=chance.uniform(0.2, 0.4, (2, draws)),
        ties=chance.normal(0, 0.3, (2, draws)),
        tie_levels=chance.normal([[0.2], [-0.2]], 0.1, (2, draws)),
        tie_persistence=chance.uniform(0.5, 0.9, (2, draws)),
        direct=chance.normal([[-0.2], [0.2]], 0.05, (2, draws)),
        mediated=chance.normal(0.1, 0.05, (2, 2, draws)),
        moderated=moderated * chance.normal(0, 1, (2, 2, draws)),
        tie_sd=chance.uniform(0.1, 0.2, (2, draws)),
        year_sd=chance.uniform(0.02, 0.05, (2, draws)),
        tie_correlation=chance.uniform(-0.3, 0.3, draws),
        centre=np.array([0.4, 0.35]),
        scale=np.array([0.1, 0.12]),
        ties_until=(2020, 2020),
    )
