from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm, qmc

from counterpoise.errors import CounterpoiseError
from counterpoise.model.allocation import effort_between_powers, least_tail_loss, least_tail_share
from counterpoise.model.tail_loss import tail_loss
from tests.model.simulated import World, panel_of, repeated, simulated

MEAN = np.array([0.0101110, 0.0043474, 0.0137058])
COVARIANCE = np.array(
    [
        [0.00324625, 0.00022983, 0.00420395],
        [0.00022983, 0.00049937, 0.00019247],
        [0.00420395, 0.00019247, 0.00764097],
    ]
)


def normal_gains(cases: int) -> np.ndarray:
    """Cases of a normal law, spread evenly (Sobol) and with just its mean and covariance."""
    z = norm.ppf(qmc.Sobol(3, seed=1).random(cases))
    z = (z - z.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(z.T, bias=True))).T
    return MEAN + z @ np.linalg.cholesky(COVARIANCE).T


def test_the_published_portfolio_comes_out() -> None:
    # Rockafellar & Uryasev (2000), tables 1-4: S&P 500, bonds, small caps with a mean gain of .011 or more; of normal gains
    # the least CVaR is at the least variance, weights .452, .116 and .432, and at .90 VaR is .0678, CVaR .0970.
    gains = normal_gains(2048)
    found = least_tail_loss(gains, tail=0.1, at_least=0.011)
    assert found.weights == pytest.approx([0.452, 0.116, 0.432], abs=0.05)
    assert found.gain == pytest.approx(0.011)
    assert found.value_at_risk == pytest.approx(0.067847, rel=0.02)
    assert found.tail_loss == pytest.approx(0.096975, rel=0.01)
    assert found.tail_loss == pytest.approx(tail_loss(-gains @ found.weights, 0.1), abs=1e-9)


def test_a_gain_that_no_option_brings_is_refused() -> None:
    with pytest.raises(CounterpoiseError, match=r"no option brings 0\.5 on average"):
        least_tail_loss(normal_gains(64), tail=0.1, at_least=0.5)


def test_a_share_of_two_is_that_of_the_linear_programme() -> None:
    gains = np.random.default_rng(6).normal(size=(5, 300, 2)) * [0.03, 0.05] + [0.0, 0.01]
    found = least_tail_share(gains, tail=0.1)
    assert found == pytest.approx([least_tail_loss(each, tail=0.1).weights[0] for each in gains], abs=0.001)
    # What always brings more is all that is tended.
    assert least_tail_share(gains + np.array([0.5, 0.0]), tail=0.1) == pytest.approx(np.ones(5), abs=0.001)


def test_effort_goes_to_the_tie_that_is_steadier() -> None:
    world = World(states=2, years=20, tie_correlation=0.0, tie_scale=np.full(2, 0.1))
    truth = simulated(world, seed=4)
    calm = replace(
        truth,
        tie_states=np.zeros_like(truth.tie_states),
        pressure=np.zeros((1, 20)),
        year=np.zeros((1, 2, 20)),
    )
    nothing = {name: np.zeros_like(getattr(truth, name)) for name in ("direct", "mediated", "moderated")}
    calm = replace(calm, **nothing, direct_of_state=np.zeros((1, 2, 2)))
    panel = panel_of(world, truth)
    even = effort_between_powers(repeated(calm, 2000), panel, "S0", 0.1, seed=1)
    assert even.whole.weights == pytest.approx([0.5, 0.5], abs=0.06)
    # Of two independent normal losses with standard deviations .8 and .4 the least tail is at weights of 1/5 and 4/5.
    steadier = replace(calm, tie_sd=np.array([[0.8, 0.4]]))
    found = effort_between_powers(repeated(steadier, 2000), panel, "S0", 0.1, seed=1)
    assert found.whole.weights == pytest.approx([0.2, 0.8], abs=0.05)
    assert found.whole.tail_loss > 0
    # All draws are alike: what is left of a spread is the chance of simulated years.
    low, high = np.quantile(found.shares, (0.05, 0.95))
    assert low < 0.2 < high
    assert high - low < 0.06
    # The interval is .025 wide over seeds 1001, 2001, 3001 and 4001, and by_chance is so.
    assert found.by_chance == pytest.approx(0.025, abs=0.003)
    assert found.tail_losses == pytest.approx(np.full(128, found.whole.tail_loss), rel=0.1)
    assert found.gains == pytest.approx(np.zeros(128), abs=0.005)
    # In half of the draws the other tie is the steadier one: each draw alone divides by its own, all together evenly.
    either = repeated(steadier, 2000)
    either.tie_sd[1::2] = either.tie_sd[1::2, ::-1]
    found = effort_between_powers(either, panel, "S0", 0.1, seed=1)
    assert found.whole.weights == pytest.approx([0.5, 0.5], abs=0.06)
    # What draws differ by is no chance.
    assert found.by_chance < 0.06
    of_a = np.sort(found.shares)
    assert of_a[:32] == pytest.approx(np.full(32, 0.2), abs=0.05)
    assert of_a[-32:] == pytest.approx(np.full(32, 0.8), abs=0.05)
    # Shocks of years are each tie's own: with nothing else to move them, they divide as other shocks do.
    alternating = np.tile([1.0, -1.0], 10)[None, None] * np.array([0.8, 0.4])[None, :, None]
    by_years = replace(calm, tie_sd=np.zeros((1, 2)), year=alternating)
    found = effort_between_powers(repeated(by_years, 2000), panel, "S0", 0.1, seed=1)
    assert found.whole.weights == pytest.approx([0.2, 0.8], abs=0.05)
