import numpy as np
import pytest

from counterpoise.measurement.ideal_points.chain import chain_of
from counterpoise.measurement.ideal_points.estimation import Prepared, prepared
from counterpoise.measurement.ideal_points.gibbs import FARTHEST_CUT, Sampler
from counterpoise.measurement.ideal_points.variational import fit, start
from counterpoise.measurement.ideal_points.votes import ALL_THREE
from tests.measurement.ideal_points.simulated import simulated


@pytest.fixture(scope="module")
def found() -> Prepared:
    return prepared(simulated()[0])


def sampler(found: Prepared, seed: int) -> Sampler:
    chain = chain_of(found.votes, "smoother")
    estimated = fit(found.votes, chain, *start(found.votes, found.state, 0, 1))
    return Sampler(found.votes, chain, estimated.theta, estimated.rolls, seed)


def test_a_seed_gives_the_same_draws_and_another_seed_others(found: Prepared) -> None:
    one, again, other = sampler(found, 1), sampler(found, 1), sampler(found, 2)
    for _ in range(3):
        first = one.sweep()
        assert (first == again.sweep()).all()
        assert (first != other.sweep()).any()


def test_each_draw_is_standardised_and_cuts_stay_in_order_and_in_reach(found: Prepared) -> None:
    chain = sampler(found, 1)
    for _ in range(20):
        theta = chain.sweep()
        assert (theta.mean(), theta.std()) == pytest.approx((0, 1))
    assert 0.6 * found.votes.observed.size < chain.taken <= found.votes.observed.size
    three = chain.rolls[found.votes.observed == ALL_THREE]
    assert np.isfinite(chain.rolls).all()
    # What the last sweep moved of the origin is not counted in the reach.
    assert (three[:, 1] + np.exp(three[:, 2]) < FARTHEST_CUT + 1).all()
