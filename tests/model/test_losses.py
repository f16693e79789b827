from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from counterpoise.model.losses import LOSSES, next_year_risk, ties_in_own_scale
from counterpoise.model.posterior import Posterior
from tests.model.simulated import World, panel_of, simulated

WORLD = World(states=3, years=6)
TRUTH = simulated(WORLD, seed=21)
PANEL = panel_of(WORLD, TRUTH)
ALIKE = dict.fromkeys(LOSSES, 1.0)


def calm(ties: tuple[float, float] = (0.0, 0.0), **other: np.ndarray) -> Posterior:
    """A world that stands still: ties at a distance from their level that stays, no effects, hardly any shocks."""
    nothing = {
        name: np.zeros_like(getattr(TRUTH, name))
        for name in ("direct", "direct_of_state", "mediated", "moderated", "year", "tie_levels", "pressure")
    }
    states = np.zeros_like(TRUTH.tie_states)
    states[0] = np.array(ties)[:, None, None]
    still = replace(
        TRUTH,
        **nothing,
        tie_states=states,
        tie_persistence=np.ones((1, 2)),
        tie_sd=np.zeros((1, 2)),
        pressure_persistence=np.zeros(1),
    )
    return replace(still, **other)


def test_where_nothing_moves_dependence_is_the_difference_of_the_ties() -> None:
    # Ties of .4 + 2 x .15 = .7 and .3 + 1 x .1 = .4, by hand; nothing falls, so that nobody abandons.
    found = next_year_risk(calm((2.0, 1.0)), PANEL, ALIKE, 0.05, seed=1).parts[0]
    assert found[0] == pytest.approx(np.full((3, 6), 0.3))
    assert found[1] == pytest.approx(np.zeros((3, 6)))
    np.testing.assert_allclose(ties_in_own_scale(calm((9.0, -9.0)), PANEL)[0, :, 0, 0], [1, 0])


def test_entrapment_is_closeness_at_the_height_of_rivalry() -> None:
    found = next_year_risk(calm((2.0, 1.0)), PANEL, ALIKE, 0.05, seed=1).parts[0, 2]
    # The worst twentieth of N(0, e^2), e the exposure (.5, 1, 1.5): the mean of Phi over it, with 256 drawn years.
    above = norm.ppf(0.95 + 0.05 * (np.arange(1000) + 0.5) / 1000)
    expected = [0.7 * norm.cdf(e * above).mean() for e in (0.5, 1.0, 1.5)]
    assert found[:, 0] == pytest.approx(expected, abs=0.02)
    assert found[0, 0] < found[1, 0] < found[2, 0]


def test_abandonment_grows_with_the_shocks_of_the_ties_leaned_on() -> None:
    tried = [calm(tie_sd=np.array([sd])) for sd in ([0.0, 0.0], [0.5, 0.0], [1.0, 0.0], [1.0, 1.0])]
    none, some, more, both = (
        next_year_risk(each, PANEL, ALIKE, 0.05, seed=1).parts[0, 1, 0, 0] for each in tried
    )
    assert none == 0 < some < more < both
    # Of a normal shock of .15 to a tie of .4, with .3 in the other: 4/7 of the tail mean 2.063 x .15.
    assert more == pytest.approx(4 / 7 * 0.15 * 2.063, rel=0.03)


def test_only_losses_that_weigh_count() -> None:
    found = next_year_risk(TRUTH, PANEL, {"dependence": 2.0}, 0.05, seed=1)
    np.testing.assert_allclose(found.total, found.parts[:, 0])
    all_of_them = next_year_risk(TRUTH, PANEL, ALIKE, 0.05, seed=1)
    assert (all_of_them.total <= all_of_them.parts.mean(axis=1) + 1e-12).all()
    assert (all_of_them.total > 0).all()


def test_the_same_seed_gives_the_same_risk() -> None:
    one, other = (next_year_risk(TRUTH, PANEL, ALIKE, 0.05, seed=3).total for _ in range(2))
    np.testing.assert_array_equal(one, other)
