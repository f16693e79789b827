import numpy as np
import polars as pl
import pytest

from counterpoise.measurement.ideal_points.chain import PRIORS, Prior, chain_of
from counterpoise.measurement.ideal_points.estimation import prepared
from counterpoise.measurement.ideal_points.variational import TOLERANCE, fit, standardise, start
from tests.measurement.ideal_points.simulated import simulated


@pytest.mark.parametrize("prior", PRIORS)
def test_points_that_are_known_are_found(prior: Prior) -> None:
    cleaned, truth = simulated()
    found = prepared(cleaned)
    theta, rolls = start(found.votes, found.state, 0, 1)
    estimated = fit(found.votes, chain_of(found.votes, prior), theta, rolls)
    assert estimated.moved < TOLERANCE
    both = found.units.with_columns(point=pl.Series(estimated.theta)).join(truth, on=["session", "country"])
    assert abs(both.select(pl.corr("point", "truth")).item()) > 0.95
    assert estimated.theta.mean() == pytest.approx(0, abs=1e-12)
    assert estimated.theta.std() == pytest.approx(1)


def test_standardising_changes_no_probability() -> None:
    random = np.random.default_rng(1)
    theta, rolls = random.normal(3, 2, 40), random.normal(size=(9, 3))
    before = rolls[:, 0] * theta[:, None] - rolls[:, 1]
    scale = standardise(theta, rolls)
    assert rolls[:, 0] * theta[:, None] - rolls[:, 1] == pytest.approx(before)
    assert (theta.mean(), theta.std()) == pytest.approx((0, 1))
    assert scale == pytest.approx(2, rel=0.5)


def test_from_other_starts_the_same_points_are_reached() -> None:
    found = prepared(simulated()[0])
    chain = chain_of(found.votes, "smoother")
    theta, rolls = start(found.votes, found.state, 0, 1)
    one = fit(found.votes, chain, theta, rolls).theta
    moved = theta + np.random.default_rng(3).normal(0, 0.5, theta.size)
    other = fit(found.votes, chain, moved, rolls).theta
    assert np.corrcoef(one, other)[0, 1] > 0.9995
