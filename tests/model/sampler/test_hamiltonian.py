import numpy as np
import pytest

from counterpoise.model.diagnostics import effective_draws, r_hat
from counterpoise.model.sampler.hamiltonian import ACCEPTED, Flow, Leaps, Step, draws_of, trajectory

COVARIANCE = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 0.01]])
MEAN = np.array([3.0, -1.0, 2.0])
PRECISION = np.linalg.inv(COVARIANCE)


def normal(u: np.ndarray) -> tuple[float, np.ndarray]:
    apart = u - MEAN
    return float(-0.5 * apart @ PRECISION @ apart), -PRECISION @ apart


def test_draws_are_of_the_density() -> None:
    found = np.stack(
        [draws_of(normal, np.zeros(3), 200, 800, np.random.default_rng(s)).vectors for s in (1, 2)]
    )
    assert r_hat(found).max() < 1.01
    flat = found.reshape(-1, 3)
    error = 4 * np.sqrt(np.diag(COVARIANCE) / effective_draws(found))
    assert (np.abs(flat.mean(axis=0) - MEAN) < error).all()
    assert np.cov(flat.T) == pytest.approx(COVARIANCE, abs=0.25)
    assert np.std(flat[:, 2]) == pytest.approx(0.1, rel=0.1)


def test_draws_of_a_skewed_density_have_its_quantiles() -> None:
    # The logarithm of an exponential: no normal, so that only right weights along a trajectory give it.
    def density(u: np.ndarray) -> tuple[float, np.ndarray]:
        return float((u - np.exp(u)).sum()), 1 - np.exp(u)

    found = np.exp(draws_of(density, np.zeros(2), 200, 1500, np.random.default_rng(4)).vectors)
    for share in (0.1, 0.5, 0.9):
        below = found < -np.log(1 - share)
        error = np.sqrt(share * (1 - share) / effective_draws(below[None].astype(float)))
        assert (np.abs(below.mean(axis=0) - share) < 4 * error).all()


def test_a_path_keeps_its_energy_and_can_be_gone_back() -> None:
    flow, rng = Flow(normal, np.eye(3), 0.01), np.random.default_rng(3)
    begin = flow.pushed(MEAN + 0.1, *normal(MEAN + 0.1), rng)
    point = begin
    for _ in range(20):
        point = flow.next(point, 1)
    assert point.energy == pytest.approx(begin.energy, abs=0.01)
    for _ in range(20):
        point = flow.next(point, -1)
    assert point.u == pytest.approx(begin.u)


def test_a_trajectory_that_is_lost_is_told_and_stays_where_it_was() -> None:
    def cliff(u: np.ndarray) -> tuple[float, np.ndarray]:
        return (0.0, np.zeros(1)) if abs(u[0]) < 1 else (-np.inf, np.zeros(1))

    flow, rng = Flow(cliff, np.eye(1), 5.0), np.random.default_rng(1)
    found = trajectory(flow, flow.pushed(np.zeros(1), 0.0, np.zeros(1), rng), rng)
    assert found.lost
    assert found.chosen.u == pytest.approx(0.0)
    assert draws_of(cliff, np.zeros(1), 0, 20, rng).lost.dtype == bool


def test_the_step_grows_where_all_is_accepted_and_settles_where_enough_is() -> None:
    bold, timid = Step(0.1), Step(0.1)
    for _ in range(60):
        bold.learn(1.0)
        timid.learn(0.1)
    assert bold.settled > 0.1 > timid.settled
    level = Step(0.1)
    for _ in range(300):
        # The chance falls as the step grows and is as wanted at a step of .4.
        level.learn(min(1.0, ACCEPTED * (0.4 / level.now) ** 0.5))
    assert level.settled == pytest.approx(0.4, rel=0.15)


def test_turns_lead_from_one_height_to_the_other_as_often_as_either_is_likely() -> None:
    # Two heights at 8 and -8, of which the first is three times as likely, and nothing in between that could be crossed.
    def density(u: np.ndarray) -> tuple[float, np.ndarray]:
        one, other = np.log(0.75) - 0.5 * (u[0] - 8) ** 2, np.log(0.25) - 0.5 * (u[0] + 8) ** 2
        log = np.logaddexp(one, other)
        return float(log), np.array([-np.exp(one - log) * (u[0] - 8) - np.exp(other - log) * (u[0] + 8)])

    rng = np.random.default_rng(6)
    stays = draws_of(density, np.array([-8.0]), 60, 200, rng).vectors
    assert (stays < 0).all()
    turn = Leaps(np.array([[0]]), np.array([[-1.0]]))
    found = draws_of(density, np.array([-8.0]), 60, 1500, rng, [turn]).vectors
    assert (found > 0).mean() == pytest.approx(0.75, abs=0.06)


def test_leaps_by_lot_exchange_coordinates_as_often_as_either_order_is_likely() -> None:
    # Three coordinates of which one is far out: the first in half of all, the second in a third, the last in a sixth.
    chances, corners = np.log([3.0, 2.0, 1.0]), 9 * np.eye(3)

    def density(u: np.ndarray) -> tuple[float, np.ndarray]:
        logs = chances - 0.5 * ((u - corners) ** 2).sum(axis=1)
        log = np.logaddexp.reduce(logs)
        return float(log), np.exp(logs - log) @ (corners - u)

    orders = np.array([[1, 0, 2], [2, 1, 0], [0, 2, 1]])
    found = draws_of(
        density, corners[0], 60, 3000, np.random.default_rng(7), [Leaps(orders, np.ones((3, 3)), by_lot=True)]
    ).vectors
    often = (found > 4.5).mean(axis=0)
    assert often == pytest.approx(np.array([3, 2, 1]) / 6, abs=0.04)
