import numpy as np
import pytest

from counterpoise.measurement.ideal_points.chain import PRIORS, Prior, chain_of
from counterpoise.measurement.ideal_points.estimation import prepared
from counterpoise.measurement.ideal_points.shift import shift
from tests.measurement.ideal_points.simulated import simulated


@pytest.mark.parametrize("prior", PRIORS)
def test_a_session_that_was_moved_is_moved_back(prior: Prior) -> None:
    found = prepared(simulated(states=20, sessions=6)[0])
    chain = chain_of(found.votes, prior)
    theta = np.random.default_rng(1).normal(size=20)[found.state]
    away = np.array([0.0, 0.0, 0.0, 0.9, 0.0, 0.0])
    moves = shift(found.votes, chain, theta + away[found.votes.block])
    assert np.ptp(moves + away) == pytest.approx(0, abs=0.25)


def test_draws_are_about_the_most_probable_move_and_as_wide_as_chains_allow() -> None:
    found = prepared(simulated(states=20, sessions=4)[0])
    chain = chain_of(found.votes, "smoother")
    theta = np.random.default_rng(1).normal(size=20)[found.state]
    random = np.random.default_rng(2)
    drawn = np.array([shift(found.votes, chain, theta, random.standard_normal(4)) for _ in range(4000)])
    assert drawn.mean(axis=0) == pytest.approx(shift(found.votes, chain, theta), abs=0.02)
    # Twenty chains, each N(0, 1) at first, hold the first session at least so close.
    assert drawn[:, 0].std() == pytest.approx(1 / np.sqrt(20), rel=0.1)
