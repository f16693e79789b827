from itertools import pairwise

import numpy as np
import pytest

from counterpoise.model.sampler.smoothing import covariances, factor, solve

YEARS, WIDE, BORDER, STATES = 5, 3, 2, 4
SIZE = YEARS * WIDE + BORDER


def blocks(seed: int = 0) -> tuple[np.ndarray, ...]:
    """Precisions of the form that the module takes, as blocks, and in full (N, D, D) with a vector (N, D)."""
    rng = np.random.default_rng(seed)
    full = np.zeros((STATES, SIZE, SIZE))
    for state in range(STATES):
        lower = np.zeros((SIZE, SIZE))
        for t in range(YEARS):
            here = slice(t * WIDE, (t + 1) * WIDE)
            lower[here, here] = np.tril(rng.normal(size=(WIDE, WIDE))) + 2 * np.eye(WIDE)
            if t + 1 < YEARS:
                lower[(t + 1) * WIDE : (t + 2) * WIDE, here] = rng.normal(size=(WIDE, WIDE))
        edge = slice(YEARS * WIDE, SIZE)
        lower[edge, : YEARS * WIDE] = rng.normal(size=(BORDER, YEARS * WIDE))
        lower[edge, edge] = np.tril(rng.normal(size=(BORDER, BORDER))) + 2 * np.eye(BORDER)
        full[state] = lower @ lower.T
    at = [slice(t * WIDE, (t + 1) * WIDE) for t in range(YEARS)]
    own = np.stack([full[:, each, each] for each in at])
    ahead = np.stack([*(full[:, after, each] for each, after in pairwise(at)), 0 * own[0]])
    border = np.stack([full[:, YEARS * WIDE :, each] for each in at])
    shared = full[:, YEARS * WIDE :, YEARS * WIDE :]
    last = (np.ascontiguousarray(np.moveaxis(each, -3, -1)) for each in (own, ahead, border, shared))
    return (*last, full, rng.normal(size=(STATES, SIZE)))


def test_the_determinant_is_that_of_the_whole_precision() -> None:
    own, ahead, border, shared, full, _ = blocks()
    log = np.zeros(STATES)
    assert factor(own, ahead, border, shared, log)
    assert log == pytest.approx(np.linalg.slogdet(full)[1])


def test_without_noise_the_mean_is_solved_for() -> None:
    own, ahead, border, shared, full, vector = blocks()
    towards = np.ascontiguousarray(vector[:, : YEARS * WIDE].reshape(STATES, YEARS, WIDE).transpose(1, 2, 0))
    edge, square = np.ascontiguousarray(vector[:, YEARS * WIDE :].T), np.zeros(STATES)
    factor(own, ahead, border, shared, np.zeros(STATES))
    solve(own, ahead, border, shared, towards, edge, np.zeros((SIZE, STATES)), square)
    expected = np.linalg.solve(full, vector[:, :, None])[:, :, 0]
    assert towards.transpose(2, 0, 1).reshape(STATES, -1) == pytest.approx(expected[:, : YEARS * WIDE])
    assert pytest.approx(expected[:, YEARS * WIDE :]) == edge.T
    assert square == pytest.approx((vector * expected).sum(axis=1))


def test_draws_have_the_covariance_of_the_precision() -> None:
    own, ahead, border, shared, full, _ = blocks()
    factor(own, ahead, border, shared, np.zeros(STATES))
    found = np.empty((SIZE, SIZE, STATES))
    for place in range(SIZE):
        # Noise goes through a square root of the covariance, told column by column.
        noise = np.zeros((SIZE, STATES))
        noise[place] = 1.0
        towards, edge = np.zeros((YEARS, WIDE, STATES)), np.zeros((BORDER, STATES))
        solve(own, ahead, border, shared, towards, edge, noise, np.zeros(STATES))
        found[:, place] = np.concatenate([towards.reshape(-1, STATES), edge])
    for state in range(STATES):
        root = found[:, :, state]
        assert root @ root.T == pytest.approx(np.linalg.inv(full[state]))


def test_covariances_are_those_of_the_inverse_where_they_are_told() -> None:
    own, ahead, border, shared, full, _ = blocks()
    factor(own, ahead, border, shared, np.zeros(STATES))
    within, next_with, border_with, of_border = covariances(own, ahead, border, shared)
    inverse = np.linalg.inv(full)
    edge = slice(YEARS * WIDE, SIZE)
    for t in range(YEARS):
        here, after = slice(t * WIDE, (t + 1) * WIDE), slice((t + 1) * WIDE, (t + 2) * WIDE)
        assert within[t].transpose(2, 0, 1) == pytest.approx(inverse[:, here, here])
        assert border_with[t].transpose(2, 0, 1) == pytest.approx(inverse[:, edge, here])
        if t + 1 < YEARS:
            assert next_with[t].transpose(2, 0, 1) == pytest.approx(inverse[:, after, here])
    assert of_border.transpose(2, 0, 1) == pytest.approx(inverse[:, edge, edge])


def test_what_is_not_positive_definite_is_told() -> None:
    own, ahead, border, shared, _, _ = blocks()
    own[2, 1, 1, 3] = -5.0
    assert not factor(own, ahead, border, shared, np.zeros(STATES))
