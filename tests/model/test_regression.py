import numpy as np
import pytest
from scipy.stats import multivariate_t

from counterpoise.model.regression import SCALE, SHAPE, Coefficients, Prior, draw_rows, fit, log_density

RNG = np.random.default_rng(3)
X = RNG.normal(size=(40, 3))
Y = X @ [0.5, -0.3, 0.0] + RNG.normal(0, 0.4, 40)
NEW_X = RNG.normal(size=(2, 3))
NEW_Y = NEW_X @ [0.5, -0.3, 0.0] + [0.3, -0.2]


def fitted(sign: tuple[int, ...]) -> Coefficients:
    prior = Prior(np.zeros(3), np.ones(3), np.array(sign, dtype=np.int8))
    (found,) = fit((X.T @ X)[None], (X.T @ Y)[None], np.array([Y @ Y]), np.array([len(Y)]), prior, 1)
    return found


def test_without_signs_what_was_left_out_has_the_density_of_student() -> None:
    # O'Hagan and Forster (2004), 11.25-11.27, written out by hand.
    cover = np.linalg.inv(np.eye(3) + X.T @ X)
    mean = cover @ X.T @ Y
    scale = SCALE + (Y @ Y - mean @ np.linalg.inv(cover) @ mean) / 2
    shape = SHAPE + 20
    spread = scale / shape * (np.eye(2) + NEW_X @ cover @ NEW_X.T)
    expected = multivariate_t(NEW_X @ mean, spread, df=2 * shape).logpdf(NEW_Y)
    assert log_density(fitted((0, 0, 0)), NEW_X, NEW_Y) == pytest.approx(expected, abs=1e-9)


def test_a_sign_cuts_the_posterior_at_zero() -> None:
    # Drawn without a sign and kept where the sign is right, the coefficients are those that Gibbs sampling draws.
    free, cut = fitted((0, 0, 0)), fitted((0, 1, 1))
    rng = np.random.default_rng(5)
    variance = free.scale / rng.gamma(free.shape, size=400_000)
    drawn = free.mean[1:] + np.sqrt(variance)[:, None] * (
        rng.standard_normal((400_000, 2)) @ np.linalg.cholesky(free.cover[1:, 1:]).T
    )
    kept = drawn[(drawn > 0).all(axis=1)]
    if len(kept) > 200:
        assert cut.draws.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.03)
    assert (cut.draws > 0).all()
    weak = fitted((0, 0, 1))
    right = drawn[drawn[:, 1] > 0, 1]
    assert weak.draws[:, 0].mean() == pytest.approx(right.mean(), abs=4 * right.std() / np.sqrt(200))


def test_the_density_under_a_sign_is_that_of_both_halves_told_apart() -> None:
    # p(y) = P(+) p(y | +) + P(-) p(y | -): both halves together make the density without a sign.
    free, plus, minus = fitted((0, 0, 0)), fitted((0, 0, 1)), fitted((0, 0, -1))
    rng = np.random.default_rng(7)
    variance = free.scale / rng.gamma(free.shape, size=200_000)
    above = float(
        (free.mean[2] + np.sqrt(variance * free.cover[2, 2]) * rng.standard_normal(200_000) > 0).mean()
    )
    halves = above * np.exp(log_density(plus, NEW_X, NEW_Y)) + (1 - above) * np.exp(
        log_density(minus, NEW_X, NEW_Y)
    )
    assert halves == pytest.approx(np.exp(log_density(free, NEW_X, NEW_Y)), rel=0.05)


def test_draws_of_rows_have_the_mean_and_width_of_their_density() -> None:
    found = fitted((0, 0, 0))
    drawn = draw_rows(found, NEW_X, 20_000, np.random.default_rng(1))
    width = np.sqrt(found.scale / (found.shape - 1) * (1 + np.diag(NEW_X @ found.cover @ NEW_X.T)))
    assert drawn.mean(axis=0) == pytest.approx(NEW_X @ found.mean, abs=0.02)
    assert drawn.std(axis=0) == pytest.approx(width, rel=0.03)
    signed = draw_rows(fitted((1, 0, 0)), NEW_X, 20_000, np.random.default_rng(1))
    assert signed.mean(axis=0) == pytest.approx(drawn.mean(axis=0), abs=0.05)


def test_nothing_left_out_has_a_density_of_one() -> None:
    assert log_density(fitted((0, 0, 0)), NEW_X[:0], NEW_Y[:0]) == 0.0
