import numpy as np
import pytest

from counterpoise.model.sampler.metric import metric, pulled, scales, stretched


def test_many_draws_give_their_covariance() -> None:
    rng, root = np.random.default_rng(0), np.array([[1.0, 0.0], [0.8, 0.2]])
    draws = rng.standard_normal((4000, 2)) @ root.T
    found = metric(draws, draws)
    assert found @ found.T == pytest.approx(root @ root.T, rel=0.06)
    assert (np.triu(found, 1) == 0).all()


def test_fewer_draws_than_coordinates_still_give_a_metric() -> None:
    rng = np.random.default_rng(0)
    draws = rng.standard_normal((60, 200))
    found = metric(draws, draws)
    between = found @ found.T / np.outer(draws.std(axis=0), draws.std(axis=0))
    assert np.abs(between - np.eye(200)).max() < 0.25
    assert np.linalg.eigvalsh(found @ found.T).min() > 0


def test_scales_are_those_of_a_normal_even_where_draws_are_not_spread_like_it() -> None:
    sd = np.array([0.1, 5.0])
    near = 0.2 * sd * np.random.default_rng(0).standard_normal((40, 2))
    assert scales(near, -near / sd**2) == pytest.approx(sd)
    assert metric(near, -near / sd**2) == pytest.approx(np.diag(sd))


def test_vectors_go_through_a_metric_either_way() -> None:
    rng = np.random.default_rng(1)
    root, vector = np.tril(rng.standard_normal((6, 6))), rng.standard_normal(6)
    assert stretched(root, vector) == pytest.approx(root @ vector)
    assert pulled(root, vector) == pytest.approx(root.T @ vector)
