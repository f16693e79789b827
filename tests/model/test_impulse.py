from dataclasses import replace
from itertools import combinations_with_replacement
from math import prod

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.impulse import (
    OUTCOMES,
    READINGS,
    YEARS_TOLD,
    fading,
    half_lives,
    handed_on_for,
    impulse_responses,
    last_told,
    lasting,
    long_run,
)
from counterpoise.model.posterior import Posterior
from tests.model.simulated import World, panel_of, repeated, simulated

WORLD = World(states=2, years=4)
TRUTH = simulated(WORLD, seed=3)
PANEL = panel_of(WORLD, TRUTH)
POSTERIOR = repeated(TRUTH, 6, spread=0.2, seed=4)
YEARS = 25


def done(posterior: Posterior, course: str, *, moderated: bool) -> np.ndarray:
    """do(pressure): the equations stepped twice under the same shocks, with and without a unit of felt pressure; (D, 2, H)."""
    rng = np.random.default_rng(5)
    rho = {"once": np.zeros(posterior.draws), "lasting": np.ones(posterior.draws)}.get(
        course, posterior.pressure_persistence
    )
    shocks = rng.standard_normal((YEARS, posterior.draws, posterior.filter_response.shape[1]))
    more = rng.standard_normal((YEARS, posterior.draws, 2))
    ends = []
    for unit in (1.0, 0.0):
        felt, course_of = np.full(posterior.draws, unit), []
        m, d = np.zeros(posterior.filter_response.shape), np.zeros((posterior.draws, 2))
        for year in range(YEARS):
            felt = felt if year == 0 else rho * felt
            m = posterior.filter_persistence * m + posterior.filter_response * felt[:, None]
            m = m + (0 if moderated else 1) * posterior.filter_sd * shocks[year]
            d = posterior.tie_persistence * d + posterior.direct * felt[:, None] + more[year]
            d = d + (posterior.mediated * m[:, None]).sum(axis=2)
            if moderated:
                d = d + (posterior.moderated * m[:, None]).sum(axis=2) * felt[:, None]
            course_of.append(d)
        ends.append(np.stack(course_of, axis=2))
    return ends[0] - ends[1]


@pytest.mark.parametrize("course", ["once", "own", "lasting"])
def test_the_linear_part_is_what_a_simulated_intervention_does(course: str) -> None:
    found = impulse_responses(POSTERIOR, PANEL, YEARS - 1, course).draws[:, :2, :2].sum(axis=1)
    simulation = done(POSTERIOR, course, moderated=False) * PANEL.tie_scale[:, None]
    assert np.abs(simulation).max() > 0.01
    np.testing.assert_allclose(found, simulation, atol=1e-6)


@pytest.mark.parametrize("course", ["once", "own", "lasting"])
def test_a_unit_does_the_same_with_the_moderated_term(course: str) -> None:
    found = impulse_responses(POSTERIOR, PANEL, YEARS - 1, course).draws[:, :, :2].sum(axis=1)
    simulation = done(POSTERIOR, course, moderated=True) * PANEL.tie_scale[:, None]
    np.testing.assert_allclose(found, simulation, atol=1e-6)


def test_fading_is_the_complete_homogeneous_polynomial() -> None:
    # Macdonald (1995), Symmetric Functions and Hall Polynomials, I.2: h_n is the sum of all monomials of degree n.
    ratios = (0.9, 0.9, -0.4)
    found = fading([np.array(each) for each in ratios], 6)
    for n in range(6):
        monomials = sum(prod(each) for each in combinations_with_replacement(ratios, n))
        assert found[n] == pytest.approx(monomials, abs=1e-12)


def test_what_lasts_ends_in_the_long_run_and_begins_with_the_impact() -> None:
    course = impulse_responses(POSTERIOR, PANEL, 400, "lasting").draws.sum(axis=1)
    np.testing.assert_allclose(course[..., -1], long_run(POSTERIOR, PANEL).sum(axis=1), atol=1e-9)
    for years in (0, 7):
        parts = lasting(POSTERIOR, PANEL, years)
        np.testing.assert_allclose(course[..., years], parts.sum(axis=1), atol=1e-12)
    np.testing.assert_array_equal(lasting(POSTERIOR, PANEL, None), long_run(POSTERIOR, PANEL))
    kept = np.array([0.5, 0.9])
    assert handed_on_for(kept, 2) == pytest.approx([1.75, 2.71])
    assert handed_on_for(kept, None) == pytest.approx([2, 10])


def test_tilt_is_a_less_b_and_engagement_their_mean() -> None:
    found = impulse_responses(POSTERIOR, PANEL, 3)
    a, b, tilt, engagement = np.moveaxis(found.draws, 2, 0)
    np.testing.assert_allclose(tilt, a - b, atol=1e-15)
    np.testing.assert_allclose(engagement, (a + b) / 2, atol=1e-15)
    table = found.table()
    assert table.height == (len(READINGS) + 1) * len(OUTCOMES) * 4
    total = table.filter(reading="total", outcome="tilt", horizon=0)
    assert total["median"].item() == pytest.approx(np.median(tilt[:, :, 0].sum(axis=1)))


def test_a_tie_that_forgets_nothing_has_no_long_run() -> None:
    with pytest.raises(CounterpoiseError, match="12 draws of a persistence are 1 or more"):
        long_run(replace(POSTERIOR, tie_persistence=np.ones((6, 2))), PANEL)


def test_a_long_run_is_in_sight_where_half_of_what_fades_does_within_the_panel() -> None:
    alike = replace(
        repeated(TRUTH, 100),
        tie_persistence=np.full((100, 2), 0.5 ** (1 / 3)),
        filter_persistence=np.zeros((100, len(WORLD.filter_persistence))),
    )
    assert half_lives(alike)[0] == pytest.approx([3, 3, *[0] * len(WORLD.filter_persistence)])
    # The panel has four years, and half of a tie fades in three.
    assert last_told(alike, PANEL) is None
    for slow, told in ((5, None), (6, len(PANEL.years))):
        # In five draws of a hundred it may take longer, and in no more.
        some = alike.tie_persistence.copy()
        some[:slow, 1] = 0.999
        assert last_told(replace(alike, tie_persistence=some), PANEL) == told
    # What forgets nothing in a single draw has no long run at all, and is told after years.
    never = alike.tie_persistence.copy()
    never[0, 0] = 1.0
    endless = replace(alike, tie_persistence=never)
    assert half_lives(endless)[0, 0] == np.inf
    assert last_told(endless, PANEL) == len(PANEL.years) < YEARS_TOLD
    longer = World(states=2, years=12)
    assert last_told(endless, panel_of(longer, simulated(longer, seed=3))) == YEARS_TOLD
    assert np.isfinite(lasting(endless, PANEL, YEARS_TOLD)).all()
