import numpy as np
import pytest

from counterpoise.measurement.ideal_points.chain import LAG_VARIANCE, Chain, chain_of, update_points
from counterpoise.measurement.ideal_points.votes import Votes, votes_as_arrays


@pytest.fixture
def votes() -> Votes:
    """Two states: the first votes in sessions 1, 2 and 4, the second in session 2 only."""
    unit = np.array([0, 0, 0, 1, 2, 2, 3], np.int32)
    roll_call = np.arange(7, dtype=np.int32)
    return votes_as_arrays(
        unit, roll_call, np.ones(7, np.int32), np.array([0, 0, 1, 0], np.int32), np.array([1, 2, 2, 4])
    )


def test_a_point_is_held_by_the_votes_of_two_sessions(votes: Votes) -> None:
    # Bailey, Strezhnev & Voeten (2017), p. 440: variance 0.5 n_t / (n_t + n_t-1); a gap is passed over.
    chain = chain_of(votes, "smoother")
    assert chain.held.tolist() == [-1, 0, -1, 1]
    assert chain.heard.tolist() == [1, 3, -1, -1]
    assert 1 / chain.precision[1] == pytest.approx(LAG_VARIANCE * 1 / (1 + 3))
    assert 1 / chain.precision[3] == pytest.approx(LAG_VARIANCE * 1 / (1 + 1))
    assert chain.precision[[0, 2]].tolist() == [1.0, 1.0]


def test_with_the_lag_only_the_first_is_held_to_the_second(votes: Votes) -> None:
    chain = chain_of(votes, "voeten2017")
    assert chain.held.tolist() == [1, 0, -1, 1]
    assert chain.heard.tolist() == [-1, -1, -1, -1]
    assert 1 / chain.precision[0] == pytest.approx(LAG_VARIANCE * 3 / (3 + 1))


def dense(chain: Chain, diagonal: np.ndarray) -> np.ndarray:
    matrix = np.diag(diagonal + chain.precision)
    for unit, before in enumerate(chain.held):
        if before >= 0:
            matrix[before, before] += chain.precision[unit]
            matrix[unit, before] -= chain.precision[unit]
            matrix[before, unit] -= chain.precision[unit]
    return matrix


def test_means_and_variances_of_the_smoother_are_those_of_the_joint_normal(votes: Votes) -> None:
    chain = chain_of(votes, "smoother")
    random = np.random.default_rng(1)
    diagonal, right = random.gamma(2, 1, 4), random.normal(size=4)
    _, mean, variance = update_points(
        diagonal, right, np.zeros(4), chain.held, chain.heard, chain.precision, np.zeros(4)
    )
    matrix = dense(chain, diagonal)
    assert mean == pytest.approx(np.linalg.solve(matrix, right))
    assert variance == pytest.approx(np.diag(np.linalg.inv(matrix)))


def test_draws_of_the_smoother_have_the_joint_covariance(votes: Votes) -> None:
    chain = chain_of(votes, "smoother")
    random = np.random.default_rng(2)
    diagonal, right = np.full(4, 2.0), np.zeros(4)
    drawn = np.array(
        [
            update_points(
                diagonal, right, right, chain.held, chain.heard, chain.precision, random.standard_normal(4)
            )[0]
            for _ in range(20_000)
        ]
    )
    assert np.cov(drawn.T) == pytest.approx(np.linalg.inv(dense(chain, diagonal)), abs=0.01)


def test_with_the_lag_only_a_point_does_not_hear_of_the_next(votes: Votes) -> None:
    chain = chain_of(votes, "voeten2017")
    lag = np.array([0.5, -0.2, 0.0, 3.0])
    diagonal, right = np.ones(4), np.zeros(4)
    _, mean, variance = update_points(
        diagonal, right, lag, chain.held, chain.heard, chain.precision, np.zeros(4)
    )
    weight = chain.precision / (1 + chain.precision)
    assert mean == pytest.approx(weight * [lag[1], lag[0], 0.0, lag[1]])
    assert variance == pytest.approx(1 / (1 + chain.precision))
