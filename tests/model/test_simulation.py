from dataclasses import replace

import numpy as np

from counterpoise.model.outset import Outset
from counterpoise.model.plan import Plan, nothing_done
from counterpoise.model.simulation import account, natural, run_forward
from tests.model.simulated_outset import made_up_outset

YEARS = 6


def ties(outset: Outset, plan: Plan, runs: int = 300) -> np.ndarray:
    return account(outset, plan, runs, seed=3).ties


def held(**at: float) -> Plan:
    plan = nothing_done(2, YEARS)
    return replace(plan, **{name: np.full_like(getattr(plan, name), value) for name, value in at.items()})


def test_the_terms_of_a_tie_add_up_to_it_whatever_is_done() -> None:
    plan = replace(
        held(pressure=0.5, ties=0.1, evens=0.3, raised=0.2, exposure=0.5), inducement=0.2, punishment=0.1
    )
    found = account(made_up_outset(), plan, 300, seed=3)
    assert found.terms.shape[0] == len(found.names)
    np.testing.assert_allclose(found.terms.sum(axis=0), found.ties, atol=1e-12)


def test_a_shock_of_pressure_does_what_the_linear_equations_say() -> None:
    """do(shock) less nothing done is the impulse response of the linear part (METHODS 8), run by run."""
    outset = made_up_outset(moderated=0.0)
    pressure = np.zeros(YEARS)
    pressure[0] = 1
    moved = ties(outset, replace(nothing_done(2, YEARS), pressure=pressure)) - ties(
        outset, nothing_done(2, YEARS)
    )
    at = np.random.default_rng([3, 1]).permutation(np.arange(300))
    felt = outset.exposure * outset.pressure_persistence[at] ** np.arange(YEARS)[:, None]
    filters = np.zeros((2, 300))
    expected = np.zeros((2, 300))
    for year in range(YEARS):
        filters = outset.filter_persistence[:, at] * filters + outset.filter_response[:, at] * felt[year]
        expected = outset.tie_persistence[:, at] * expected + outset.direct[:, at] * felt[year]
        expected = expected + np.einsum("pkr,kr->pr", outset.mediated[:, :, at], filters)
        np.testing.assert_allclose(moved[:, year], expected, atol=1e-9)


def test_what_is_held_stands_there_and_what_is_raised_leaves_nothing_behind() -> None:
    outset = made_up_outset()
    assert (ties(outset, held(held_ties=0.7)) == 0.7).all()
    raised = np.zeros((2, YEARS))
    raised[:, 0] = 1
    silent = replace(outset, tie_persistence=np.zeros_like(outset.tie_persistence))
    difference = ties(silent, replace(nothing_done(2, YEARS), raised=raised)) - ties(
        silent, nothing_done(2, YEARS)
    )
    assert (difference[:, 0] != 0).all()
    np.testing.assert_allclose(difference[:, 1:], 0, atol=1e-12)


def test_taking_the_whole_tilt_away_leaves_both_ties_alike_on_their_own_scale() -> None:
    outset = made_up_outset()
    found = account(outset, held(evens=1.0), 300, seed=3)
    parameters = np.random.default_rng([3, 1]).permutation(np.arange(300))
    own = natural(outset, found.ties[:, -1], parameters)
    np.testing.assert_allclose(own[0], own[1], atol=1e-9)


def test_powers_that_reply_win_back_what_they_lose() -> None:
    outset = made_up_outset()
    lost = held(ties=-0.3)
    plain, answered = ties(outset, lost), ties(outset, replace(lost, inducement=0.3))
    assert (answered[:, 1:] >= plain[:, 1:]).all()
    won = held(ties=0.3)
    assert (ties(outset, replace(won, punishment=0.3)) <= ties(outset, won)).all()


def test_chance_is_that_of_the_seed_and_of_no_plan_and_no_number_of_workers() -> None:
    outset = made_up_outset()
    one, two = (run_forward(outset, nothing_done(2, 2), 20_000, seed) for seed in (1, 1))
    assert (one.ties == two.ties).all()
    assert (run_forward(outset, nothing_done(2, 2), 20_000, 2).ties != one.ties).any()
    assert np.bincount(one.parameters, minlength=300).max() == 67
    assert ((one.ties >= 0) & (one.ties <= 1)).all()
